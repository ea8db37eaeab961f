"""Try changes on a fair and lay the result out for a page: side by side with the plan it changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from features.say import Lang, say
from matching.campaign import PlanInputs, parse_change, what_if
from serving.fairs.paper import document as doc
from serving.fairs.paper.document import Block
from serving.fairs.plan import fair_of
from serving.fairs.trial import fair_inputs

if TYPE_CHECKING:
    from matching.campaign import Comparison

KINDS = (
    "places", "wage", "lodging", "add", "remove", "move", "day", "per-worker", "per-place", "multiple",
    "seats", "minimum", "floor",
)  # fmt: skip
WITHOUT_ID = ("day", "per-worker", "per-place")
WITHOUT_VALUE = ("add", "remove")
SHOWN = 20
KEPT = 4
"""Fairs whose scored inputs one service keeps at a time."""


class Trials:
    """Keep the scored inputs of the fairs that are being tried out: a second change costs no scoring."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Any, ...], PlanInputs] = {}

    def inputs(
        self, store: Any, matcher: Any, fair_id: int, as_of: date, stamp: tuple[Any, ...]
    ) -> PlanInputs:
        """Give the inputs of a fair as they stand at ``stamp`` (who asks, newest change of the store)."""
        key = (fair_id, as_of, *stamp)
        fair_of(store, fair_id)
        if key not in self._kept:
            made = fair_inputs(store, matcher, fair_id, None, as_of)
            self._kept = {**dict(list(self._kept.items())[-(KEPT - 1) :]), key: made}
        return self._kept[key]


def written(kind: str, number: str, value: str) -> str:
    """Write a change out of the parts of a form: ``places:12=+3``, ``day=2026-03-28``, ``add:5``."""
    about = "" if kind in WITHOUT_ID else f":{number.strip()}"
    return f"{kind}{about}" + ("" if kind in WITHOUT_VALUE else f"={value.strip()}")


def said(change: str, lang: Lang) -> str:
    """Say a change that was written out, as people read it; what cannot be read stays as it is."""
    about, _, value = change.partition("=")
    kind, _, number = about.partition(":")
    if kind not in KINDS:
        return change
    if kind == "lodging":
        value = say(f"whatif.change.lodging.{'yes' if value == 'yes' else 'no'}", lang)
    return say(f"whatif.change.{kind}", lang, id=number, value=value)


def tried(inputs: PlanInputs, changes: Sequence[str]) -> Comparison:
    """Solve the fair again after changes; InputError says which one cannot be read or met."""
    return what_if(inputs, [parse_change(text) for text in changes])


def blocks(found: Comparison, posts: pl.DataFrame, lang: Lang) -> list[Block]:
    """Give the comparison as blocks: totals, who gains, which posts starve, posts that move, prices."""
    told = {"changes": _listed(found.changes, lang), "seconds": f"{found.seconds:.2f}"}
    gains = found.people["gains"]
    counts = {name: int((gains == value).sum()) for name, value in (("gain", True), ("lose", False))}
    titles = dict(posts.select("post_id", "title").iter_rows())
    starving = found.posts.filter("starves")["post_id"].to_list()
    named = "、".join(f"{titles.get(one, '')} {one}".strip() for one in starving[:SHOWN])
    starves = say("whatif.starves", lang, count=len(starving), posts=named or say("whatif.nobody", lang))
    return [
        doc.text(say("whatif.title", lang, **told), "note"),
        doc.text(say("whatif.people", lang, **counts, rescored=found.rescored)),
        doc.text(starves),
        doc.heading(say("whatif.totals", lang)),
        _totals(found, lang),
        doc.heading(say("whatif.posts", lang)),
        _posts(found, titles, lang),
        doc.heading(say("whatif.prices", lang)),
        _prices(found, lang),
    ]


def _listed(changes: Sequence[Any], lang: Lang) -> str:
    return say("fair.whatif.between", lang).join(said(str(change), lang) for change in changes)


def _table(columns: tuple[str, ...], rows: list[list[Any]], lang: Lang, texts: tuple[int, ...]) -> Block:
    head = [say(f"whatif.col.{name}", lang) for name in columns]
    right = [n for n in range(len(columns)) if n not in texts]
    return doc.table(head, [[_cell(cell) for cell in row] for row in rows], right=right)


def _totals(found: Comparison, lang: Lang) -> Block:
    names = ("measure", "before", "after", "change")
    rows = [[say(f"whatif.measure.{m}", lang), *more] for m, *more in found.totals.select(names).iter_rows()]
    return _table(names, rows, lang, (0,))


def _posts(found: Comparison, titles: dict[int, str], lang: Lang) -> Block:
    moved = (pl.col("invited_before") != pl.col("invited_after")).fill_null(True)
    moved |= (pl.col("places_before") != pl.col("places_after")).fill_null(True)
    names = ("post_id", "places_before", "places_after", "invited_before", "invited_after", "price_after")
    rows = [
        [f"{titles.get(post, '')} {post}".strip(), *more]
        for post, *more in found.posts.filter(moved).head(SHOWN).select(names).iter_rows()
    ]
    return _table(names, rows, lang, (0,))


def _prices(found: Comparison, lang: Lang) -> Block:
    names = ("quota", "id", "group", "more_before", "more_after")
    dear = found.prices.filter(pl.col("more_after") > 0).sort("more_after", descending=True).head(SHOWN)
    rows = [[say(f"whatif.quota.{q}", lang), *more] for q, *more in dear.select(names).iter_rows()]
    return _table(names, rows, lang, (0, 2))


def _cell(value: Any) -> str:
    if value is None:
        return "—"
    if not isinstance(value, float):
        return str(value)
    return f"{value:,.0f}" if value.is_integer() else f"{value:,.3f}"
