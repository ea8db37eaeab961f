"""Collect benchmarks from entry points (``springwind.benchmarks``), each beside what it measures."""

from __future__ import annotations

import importlib
from importlib.metadata import EntryPoint, entry_points

import click

from features.cli import language
from features.errors import SpringwindError
from features.say import say


def benchmarks() -> dict[str, EntryPoint]:
    """Give every installed benchmark by name, without importing any."""
    return {entry.name: entry for entry in entry_points(group="springwind.benchmarks")}


class Bench(click.Group):
    """Offer one subcommand per benchmark; each target is a click command."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names of the benchmarks."""
        return sorted(benchmarks())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one benchmark."""
        entry = benchmarks().get(cmd_name)
        if entry is None:
            return None
        module, _, attribute = entry.value.partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=Bench, invoke_without_command=True)
@click.pass_context
def bench(ctx: click.Context) -> None:
    """Run one benchmark, or all of them in turn. 运行基准测试。"""
    if ctx.invoked_subcommand is None:
        for name in sorted(benchmarks()):
            click.secho(f"\n$ springwind bench {name}", bold=True)
            _run(ctx, name)


def _run(ctx: click.Context, name: str) -> None:
    """Run one benchmark with its defaults; one that lacks its data or a filled store says so."""
    command = ctx.command.get_command(ctx, name)  # type: ignore[attr-defined]
    try:
        command.main(args=[], prog_name=f"springwind bench {name}", standalone_mode=False)
    except click.UsageError as missing:
        click.echo(say("bench.skipped", language(), why=missing.format_message()))
    except SpringwindError as error:
        click.echo(say("bench.skipped", language(), why=error.message(language())))
