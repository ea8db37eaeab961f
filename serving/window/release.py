"""The reviewer's page: what waits for release, what the check found, the newest ledger entries."""

from __future__ import annotations

from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from serving.api.params import Id
from serving.guard import ScopedStore, TheOffice, Who, genuine_form
from serving.office import BUSINESS_ZONE
from serving.release import ledger
from serving.release.acts import approve_and_publish
from serving.release.rules import blocks
from serving.window.render import forward, page

router = APIRouter()

SHOWN = 50
"""Waiting posts on the page at a time."""


@router.get("/release")
def queue(request: Request, store: ScopedStore, office: TheOffice) -> Response:
    """Show what waits, oldest first."""
    statuses = office.board.posts.group_by("status").len().sort("len", descending=True).to_dicts()
    waiting = office.board.posts.filter(pl.col("status").is_in(["draft", "checked", "approved", "suspended"]))
    latest = store.releases.frame(after_seq=max(0, office.board.cursor - 15)).sort("seq", descending=True)
    rows = [_with_findings(store, row) for row in waiting.sort("opened_on", "post_id").head(SHOWN).to_dicts()]
    return page(
        request, "release.html", waiting=rows, more=max(0, waiting.height - SHOWN), statuses=statuses,
        latest=latest.with_columns(pl.col("at").dt.convert_time_zone(BUSINESS_ZONE.key)).to_dicts(),
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


def _with_findings(store: Any, row: dict[str, Any]) -> dict[str, Any]:
    checks = [entry for entry in ledger.history(store, row["post_id"]) if entry.action == "checked"]
    findings = checks[-1].findings if checks else ()
    return {**row, "findings": findings, "blocked": blocks(findings)}
