"""The reviewer's page: what waits for release, what the check found, the newest ledger entries."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from features.clock import BUSINESS_ZONE
from features.law import Finding
from features.law.exceptions import exemptions
from features.say import Lang
from serving.api.params import Id
from serving.board import Board
from serving.guard import ScopedStore, TheOffice, Who, genuine_form
from serving.language import language_of
from serving.release import ledger
from serving.release.acts import approve_and_publish
from serving.release.rules import blocks
from serving.window.render import forward, page

router = APIRouter()

SHOWN = 50
"""Waiting posts on the page at a time."""

NEWEST = 15
"""Ledger entries at the foot of the page."""

WAITING = ("draft", "checked", "approved")
"""Statuses of posts that somebody has to deal with; a suspended one waits for its employer."""


@router.get("/release")
def queue(request: Request, store: ScopedStore, office: TheOffice) -> Response:
    """Show what waits, oldest first."""
    statuses = office.board.posts.group_by("status").len().sort("len", descending=True).to_dicts()
    waiting = office.board.posts.filter(pl.col("status").is_in(WAITING))
    first = waiting.sort("opened_on", "post_id").head(SHOWN)
    found = _findings(store, first, office.today(), language_of(request))
    return page(
        request, "release.html", waiting=[_with_findings(store, row, found) for row in first.to_dicts()],
        more=max(0, waiting.height - SHOWN), statuses=statuses, latest=_latest(store, office.board),
        drafts=waiting.filter(pl.col("status") == "draft").height,
    )  # fmt: skip


@router.post("/release/check", dependencies=[Depends(genuine_form)])
def check(store: ScopedStore, who: Who, office: TheOffice) -> Response:
    """Check every draft of the caller's division."""
    drafts = ledger.own(store, store.posts.frame(status="draft"))
    ledger.check(store, drafts["post_id"].to_list(), office.today(), who=who.name)
    return forward("/release")


@router.post("/release/{post_id}/publish", dependencies=[Depends(genuine_form)])
def publish(post_id: Id, store: ScopedStore, who: Who, office: TheOffice) -> Response:
    """Approve a checked post in the caller's name and publish it."""
    approve_and_publish(store, post_id, office.today(), who=who.name)
    return forward("/release")


@router.post("/release/{post_id}/withdraw", dependencies=[Depends(genuine_form)])
def withdraw(
    post_id: Id, store: ScopedStore, who: Who, why: Annotated[str, Form(max_length=500)] = ""
) -> Response:
    """Take a post back from every channel, with a reason."""
    ledger.withdraw(store, [post_id], who=who.name, why=why)
    return forward(f"/posts/{post_id}")


def _with_findings(store: Any, row: dict[str, Any], found: dict[int, list[Finding]]) -> dict[str, Any]:
    """Add what the last check wrote down, and the words found with what would be right instead."""
    checks = [entry for entry in ledger.history(store, row["post_id"]) if entry.action == "checked"]
    written = checks[-1].findings if checks else ()
    told = [one for one in found.get(row["post_id"], ()) if f"{one.rule}:{one.severity}" in written]
    grave = {one.rule for one in told if one.severity != "advise"}
    grounds = [one for one in exemptions().values() if one.rule in grave]
    return {**row, "findings": told, "blocked": blocks(written), "grounds": grounds}


def _findings(store: Any, posts: pl.DataFrame, on: date, lang: Lang) -> dict[int, list[Finding]]:
    grave = ("block", "warn", "advise")
    found = ledger.examine(store, store.posts.get_many(posts["post_id"].to_list()), on, lang=lang)
    return {one.post_id: sorted(one.findings, key=lambda f: grave.index(f.severity)) for one in found}


def _latest(store: Any, board: Board) -> list[dict[str, Any]]:
    """Give the newest ledger entries with the titles of their posts."""
    entries = store.releases.frame(after_seq=max(0, board.cursor - NEWEST)).sort("seq", descending=True)
    titles = board.posts.select("post_id", "title", "employer")
    told = entries.join(titles, on="post_id", how="left", maintain_order="left")
    rows: list[dict[str, Any]] = told.with_columns(
        pl.col("at").dt.convert_time_zone(BUSINESS_ZONE.key), pl.col("title", "employer").fill_null("")
    ).to_dicts()
    return rows
