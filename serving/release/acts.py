"""One act on one post by name, for the API and the reviewer's page."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from serving.release import ledger

Act = Literal["checked", "approved", "published", "withdrawn", "suspended"]


def act_on(store: Any, post_id: int, act: Act, on: date, *, who: str, why: str = "") -> None:
    """Do one act; raises what the ledger refuses (order, findings, dates, a reason left out)."""
    ids = [post_id]
    if act == "checked":
        ledger.check(store, ids, on, who=who)
    elif act == "approved":
        ledger.approve(store, ids, who=who, why=why)
    elif act == "published":
        ledger.publish(store, ids, on, who=who, why=why)
    elif act == "withdrawn":
        ledger.withdraw(store, ids, who=who, why=why)
    else:
        ledger.suspend(store, ids, who=who, why=why)


def approve_and_publish(store: Any, post_id: int, on: date, *, who: str, why: str = "") -> None:
    """Approve a checked post and publish it, both or neither."""
    with store.transaction():
        ledger.approve(store, [post_id], who=who, why=why)
        ledger.publish(store, [post_id], on, who=who, why=why)
