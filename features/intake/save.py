"""Write what a file gave into the store: one file, one transaction; the same file twice changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from features.intake.read import Read
from features.intake.save_lists import write_arrears, write_attendance, write_courses
from features.intake.save_people import write_outcomes, write_workers
from features.intake.save_posts import write_employers, write_posts
from features.intake.screen import screen
from features.store import Store

NOUN = {
    "posts": "post", "workers": "worker", "employers": "employer", "referrals": "referral",
    "arrears": "arrears", "courses": "course", "attendance": "attendance",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Saved:
    """Count what an import changed; ``unchanged`` rows were known already."""

    added: int
    updated: int
    unchanged: int


def save(read: Read, store: Store, at: datetime | None = None, who: str = "") -> Saved:
    """Write all accepted rows in one transaction. ``at`` is UTC, now unless given; ``who`` the account.

    Rows that name a letter, worker or fair the store does not know are left out (see ``screen``).
    """
    kind, moment = NOUN[read.kind], at or datetime.now(UTC)
    with store.transaction():
        read = screen(read, store)
        fresh = _fresh(read, store, kind)
        seen = read.records.height - fresh.height
        if fresh.is_empty():
            return Saved(0, 0, seen)
        written = _write(read, fresh, store)
        _trace(read, written, store, kind, moment, who or store.audit.who)
        detail = {"file": read.digest, "rows": fresh.height, "rejected": len(read.rejected)}
        store.audit.note(f"import_{read.kind}", kind, detail=detail, who=who)
    how = dict(written.group_by("how").len().iter_rows())
    return Saved(how.get("added", 0), how.get("updated", 0), how.get("same", 0) + seen)


def _fresh(read: Read, store: Store, kind: str) -> pl.DataFrame:
    """Leave out the rows this very file has brought before."""
    known = store.provenance.known(kind, read.digest).select("sheet", "row")
    return read.records.join(known, on=["sheet", "row"], how="anti", maintain_order="left")


def _write(read: Read, fresh: pl.DataFrame, store: Store) -> pl.DataFrame:
    """Write rows of one kind; gives ``sheet, row, record_id, how`` (added, updated, same) in row order."""
    if read.kind == "posts":
        return write_posts(fresh, store, read.path.name)
    writers = {
        "workers": write_workers, "employers": write_employers, "referrals": write_outcomes,
        "arrears": write_arrears, "courses": write_courses, "attendance": write_attendance,
    }  # fmt: skip
    return writers[read.kind](fresh, store)


def _trace(read: Read, written: pl.DataFrame, store: Store, kind: str, at: datetime, who: str) -> None:
    store.provenance.add_frame(
        written.select(
            pl.lit(kind).alias("kind"),
            "record_id",
            pl.lit(read.digest).alias("file_sha256"),
            pl.lit(read.path.name).alias("file_name"),
            "sheet",
            "row",
            pl.lit(at).alias("at"),
            pl.lit(who).alias("who"),
            pl.int_range(1, pl.len() + 1).over("sheet", "row").alias("part"),
        )
    )
