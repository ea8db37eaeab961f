"""Collect machine checks from entry points (``springwind.checks``) and print one table."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import entry_points

import click

from features.settings import Settings


@dataclass(frozen=True, slots=True)
class Check:
    """Hold one finding: what was looked at, whether it is well, and what to do if not."""

    name: str
    ok: bool
    found: str
    remedy: str = ""


Checker = Callable[[Settings], Iterable[Check]]


def findings(settings: Settings) -> list[Check]:
    """Run every installed checker; one that raises becomes a finding that is not well."""
    found: list[Check] = []
    for entry in sorted(entry_points(group="springwind.checks"), key=lambda e: e.name):
        try:
            found.extend(entry.load()(settings))
        except Exception as error:  # a broken checker must not hide the others
            found.append(Check(entry.name, False, f"{type(error).__name__}: {error}"))
    return found


@click.command()
@click.option("--json", "as_json", is_flag=True, help="print JSON instead of a table")
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Check that this machine has what springwind needs. 检查运行环境。"""
    found = findings(Settings())
    if as_json:
        click.echo(json.dumps([asdict(check) for check in found], ensure_ascii=False, indent=2))
    else:
        _table(found)
    ctx.exit(0 if all(check.ok for check in found) else 1)


def _table(found: list[Check]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("检查 check", "", "结果 found", "处理 remedy")
    for check in found:
        table.add_row(check.name, "[green]✓[/]" if check.ok else "[red]✗[/]", check.found, check.remedy)
    Console().print(table)
