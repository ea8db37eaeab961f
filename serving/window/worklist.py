"""Today's worklist: what waits for somebody, each line with the way to it."""

from __future__ import annotations

import time
from typing import Any

import polars as pl
from fastapi import APIRouter, Request
from starlette.responses import Response

from serving.guard import ScopedStore, TheOffice
from serving.office import Office
from serving.window.masked import mask_name
from serving.window.render import page
from serving.worklist import Worklist, worklist

router = APIRouter()

FRESH = 60.0
"""Seconds for which the counts of the first page stand."""

SHOWN = 30
"""Lines shown of each list; the heading says how many there are."""


@router.get("/worklist")
def today(request: Request, office: TheOffice, store: ScopedStore) -> Response:
    """Show what is to be done today in the caller's division."""
    found = of_today(office, store)
    lists = {name: getattr(found, name).head(SHOWN).to_dicts() for name in found.sizes()}
    people = {row["worker_id"] for rows in lists.values() for row in rows if "worker_id" in row}
    return page(
        request, "worklist.html", lists=lists, sizes=found.sizes(), names=_names(store, people),
        posts=_posts(office, lists),
    )  # fmt: skip


def of_today(office: Office, store: Any) -> Worklist:
    """Work out the lists for the caller's division."""
    board = office.board.posts
    mine = board if not store.scope else board.filter(pl.col("division").str.starts_with(store.scope))
    return worklist(
        store.referrals.frame(), store.workers.frame(), mine, office.today(), office.settings.serving.work
    )  # fmt: skip


def sizes(office: Office, store: Any) -> dict[str, int]:
    """Give how long each list is, counted at most a minute ago: every visit of the first page asks."""
    counted, at = office.counted.get(store.scope, ({}, 0.0))
    if not counted or time.monotonic() - at > FRESH:
        counted, at = of_today(office, store).sizes(), time.monotonic()
        office.counted[store.scope] = counted, at
    return counted


def _names(store: Any, people: set[int]) -> dict[int, str]:
    told = store.workers.identities.frame(sorted(people), why="worklist, masked")
    return {row["worker_id"]: mask_name(row["name"]) for row in told.to_dicts()}


def _posts(office: Office, lists: dict[str, list[dict[str, Any]]]) -> dict[int, str]:
    asked = {row["post_id"] for name in ("slips", "calls") for row in lists[name]}
    rows = ((number, office.board.post(number)) for number in asked)
    return {number: f"{row['title']} · {row['employer']}" for number, row in rows if row}
