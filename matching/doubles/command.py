"""``springwind doubles``: find, list, merge, keep."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import click

from features.cli import language
from features.clock import BUSINESS_ZONE, business_day
from features.say import say
from features.settings import Settings
from features.store.doubles import KINDS, Kind

_kind = click.option("--kind", type=click.Choice(KINDS), default=None, help="[全部 / all]")
_json = click.option("--json", "as_json", is_flag=True, help="结果以 JSON 输出 / print the result as JSON")
_scope = click.option("--division", default="", help="只看这个区划 / within this division only")
_why = click.option("--why", default="", help="理由，记入审计 / the reason, kept in the audit")


@click.group()
def doubles() -> None:
    """Find records that may be the same worker, post or employer; people decide. 查找重复登记。"""


@doubles.command("find")
@_kind
@_scope
@_json
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), default=None, help="[今天 / today]")
def find_(kind: Kind | None, division: str, as_json: bool, as_of: datetime | None) -> None:
    """Compare all records and propose pairs that may be one. 比对并提出可能重复的记录。"""
    from matching.doubles.find import find

    on = as_of.date() if as_of else business_day()
    kinds = (kind,) if kind else KINDS
    with _store(division) as store:
        before = {one: store.doubles.frame(one, undecided=False).height for one in kinds}
        found = find(store, on, kinds)
        told = {
            one: {
                "compared": found[one].compared, "pairs": found[one].pairs.height,
                "new": store.doubles.frame(one, undecided=False).height - before[one],
            }
            for one in kinds
        }  # fmt: skip
    if as_json:
        click.echo(json.dumps(told))
        return
    for one, counts in told.items():
        click.echo(say("double.found", language(), kind=say(f"double.kind.{one}", language()), **counts))


@doubles.command("list")
@_kind
@_scope
@_json
@click.option("--all", "everything", is_flag=True, help="含已决定的 / decided ones as well")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 100_000))
def list_(kind: Kind | None, division: str, as_json: bool, everything: bool, limit: int) -> None:
    """List the pairs that wait for a decision, the surest first. 列出待决定的重复项。"""
    with _store(division) as store:
        rows = list(store.doubles.frame(kind, undecided=not everything).head(limit).iter_rows(named=True))
    if as_json:
        click.echo(json.dumps(rows, default=str, ensure_ascii=False))
    elif rows:
        _table(rows)
    else:
        click.echo(say("double.none", language()))


@doubles.command("merge")
@click.argument("number", type=int)
@click.option(
    "--winner", type=int, default=None, help="留下的记录 / the record that stays [编号小的 / lower]"
)
@_why
@_scope
def merge_(number: int, winner: int | None, why: str, division: str) -> None:
    """Merge a pair: the winner takes both histories. 合并一对记录，双方历史都保留。"""
    with _store(division) as store:
        pair = store.doubles.get(number)
        kept = pair["a"] if winner is None else winner
        loser = store.doubles.merge(number, kept, datetime.now(BUSINESS_ZONE), why=why)
    kind = say(f"double.kind.{pair['kind']}", language())
    click.echo(say("double.merged", language(), kind=kind, loser=loser, winner=kept))


@doubles.command("keep")
@click.argument("number", type=int)
@_why
@_scope
def keep_(number: int, why: str, division: str) -> None:
    """Keep a pair as two records; it is not proposed again. 保留为两条，以后不再提出。"""
    with _store(division) as store:
        pair = store.doubles.get(number)
        store.doubles.keep(number, business_day(), why=why)
    kind = say(f"double.kind.{pair['kind']}", language())
    click.echo(say("double.kept", language(), kind=kind, a=pair["a"], b=pair["b"]))


def _store(division: str) -> Any:
    from features.store import open_store

    settings = Settings()
    return open_store(settings, scope=division or settings.scope)


def _table(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    lang = language()
    names = ("double_id", "kind", "pair", "score", "why", "verdict")
    table = Table(*(say(f"double.column.{name}", lang) for name in names))
    for row in rows:
        because = "、".join(say(f"double.why.{one}", lang) for one in row["why"])
        verdict = say(f"double.verdict.{row['verdict'] or 'open'}", lang, winner=row["winner"])
        kind = say(f"double.kind.{row['kind']}", lang)
        pair = f"{row['a']} / {row['b']}"
        table.add_row(str(row["double_id"]), kind, pair, f"{row['score']:.0%}", because, verdict)
    Console().print(table)
