"""The release ledger: who did what to a post, when and why, each entry bound to the one before."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from features.records.field import Meta, Record, Use
from features.records.vocabulary import LedgerAction


class LedgerEntry(Record):
    """Hold one act on one post. ``digest`` is sha256 over the canonical entry and ``previous``."""

    seq: Annotated[int, Meta(Use.GATE, "cursor of the change feed, rising without gaps")]
    post_id: Annotated[int, Meta(Use.GATE)]
    action: Annotated[LedgerAction, Meta(Use.GATE)]
    at: Annotated[datetime, Meta(Use.GATE, "UTC")]
    who: Annotated[str, Meta(Use.GATE, "", "account or job, never a worker")]
    why: Annotated[str, Meta(Use.GATE)] = ""
    findings: Annotated[tuple[str, ...], Meta(Use.GATE, "rule:severity")] = ()
    content: Annotated[str, Meta(Use.GATE, "sha256 of the post as it stood")] = ""
    previous: Annotated[str, Meta(Use.GATE, "sha256")] = ""
    digest: Annotated[str, Meta(Use.GATE, "sha256")] = ""
