"""Pairs of records that may be one: proposed, decided by a person, merged or kept apart for good."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

import polars as pl

from features.errors import Conflict, InputError, NotFound
from features.store.audit import Audit
from features.store.database import Database
from features.store.ingest import copy_in
from features.store.releases import Releases

Kind = Literal["worker", "post", "employer"]
Verdict = Literal["merge", "keep"]
KINDS: tuple[Kind, ...] = ("worker", "post", "employer")

_SCHEMA: dict[str, pl.DataType] = {
    "double_id": pl.Int64(), "kind": pl.String(), "a": pl.Int64(), "b": pl.Int64(), "score": pl.Float64(),
    "why": pl.List(pl.String()), "found_on": pl.Date(), "verdict": pl.String(), "winner": pl.Int64(),
    "decided_by": pl.String(), "decided_on": pl.Date(),
}  # fmt: skip
_TOLD = ("kind", "a", "b", "score", "why", "found_on")
_NAMES = ", ".join(_SCHEMA)
_TRACES: dict[str, pl.DataType] = {
    "worker_id": pl.Int64(), "name": pl.Int64(), "id_number": pl.Int64(), "phone": pl.Int64(),
}  # fmt: skip
_LIVE = frozenset({"draft", "checked", "approved", "published", "suspended", "filled", "expired"})


class Doubles:
    """Keep the proposals and carry out what was decided. Nothing here opens an identity."""

    def __init__(self, database: Database, audit: Audit, releases: Releases) -> None:
        self._database, self._audit, self._releases = database, audit, releases

    def traces(self) -> pl.DataFrame:
        """Give ``worker_id`` and, per worker, a number for each keyed hash of name, id number and phone.

        Equal numbers mean equal values (64 bits of the hash); null = not told, or erased.
        """
        trace = "('x' || encode(substr({0}_hash, 1, 8), 'hex'))::bit(64)::bigint AS {0}"
        names = ", ".join(trace.format(name) for name in _TRACES if name != "worker_id")
        query = f"SELECT worker_id, {names} FROM worker_identity WHERE erased_at IS NULL ORDER BY worker_id"  # noqa: S608 own names
        return self._database.frame(query, _TRACES)

    def propose(self, pairs: pl.DataFrame) -> int:
        """Write ``kind, a, b, score, why, found_on`` (a < b) and give how many pairs are open and new.

        A pair that is open already takes the new score; one that was decided stays decided.
        """
        ready = pairs.select(pl.col(name).cast(_SCHEMA[name]) for name in _TOLD)
        with self._database.transaction() as connection:
            before = self._count()
            copy_in(
                connection, "double", ready, ("kind", "a", "b"), ("score", "why"), "double.verdict IS NULL"
            )
            return self._count() - before

    def frame(self, kind: Kind | None = None, undecided: bool = True) -> pl.DataFrame:
        """Read proposals, the surest first; with ``undecided=False`` those that were decided as well."""
        conditions = [*(["kind = %(kind)s"] if kind else []), *(["verdict IS NULL"] if undecided else [])]
        where = " AND ".join(conditions) or "true"
        query = f"SELECT {_NAMES} FROM double WHERE {where} ORDER BY score DESC, double_id"  # noqa: S608 own names
        return self._database.frame(query, _SCHEMA, {"kind": kind} if kind else {})

    def get(self, double_id: int) -> dict[str, Any]:
        """Read one proposal, or NotFound."""
        rows = self._database.rows(f"SELECT {_NAMES} FROM double WHERE double_id = %s", [double_id])  # noqa: S608 own names
        if not rows:
            raise NotFound("double_not_found", where="double_id", id=double_id)
        return rows[0]

    def merged(self, kind: Kind) -> dict[int, int]:
        """Give ``{loser: winner}`` of what was merged, each followed to the record that stands now."""
        query = (
            "SELECT CASE winner WHEN a THEN b ELSE a END AS loser, winner FROM double "
            "WHERE kind = %s AND verdict = 'merge' ORDER BY double_id"
        )
        into = {row["loser"]: row["winner"] for row in self._database.rows(query, [kind])}
        return {loser: _last(into, loser) for loser in into}

    def keep(self, double_id: int, on: date, *, who: str = "", why: str = "") -> None:
        """Say that the two are two; they are not proposed again."""
        with self._database.transaction():
            pair = self._open(double_id)
            self._decide(double_id, "keep", None, on, who)
            self._note("keep_double", pair, pair["a"], who, why)

    def merge(self, double_id: int, winner: int, at: datetime, *, who: str = "", why: str = "") -> int:
        """Give the loser's history to ``winner`` and lay the loser to rest; gives the loser's number.

        ``at`` carries a time zone. Letters, invitations and the dated status move, what only the loser
        told is filled in, the audit holds who and why. A worker's sealed identities both stay; a post is
        withdrawn through the ledger, an employer suspended. Conflict where the pair was decided or one of
        the two was merged away; Forbidden for whoever may not change both.
        """
        with self._database.transaction():
            pair = self._open(double_id)
            if winner not in (pair["a"], pair["b"]):
                raise InputError("double_winner", where="winner", id=winner, a=pair["a"], b=pair["b"])
            loser = int(pair["a"] + pair["b"] - winner)
            self._refuse_merged(pair)
            self._move(pair["kind"], loser, winner, at, who or self._audit.who)
            self._decide(double_id, "merge", winner, at.date(), who)
            self._note("merge_double", pair, winner, who, why)
        return loser

    def _move(self, kind: Kind, loser: int, winner: int, at: datetime, who: str) -> None:
        if kind == "worker":
            self._database.rows("SELECT merge_workers(%s, %s, %s)", [loser, winner, at.date()])
        elif kind == "employer":
            self._database.rows("SELECT merge_employers(%s, %s)", [loser, winner])
        else:
            self._database.rows("SELECT merge_posts(%s, %s)", [loser, winner])
            status = self._database.rows("SELECT status FROM post WHERE post_id = %s", [loser])[0]["status"]
            if status in _LIVE:
                self._releases.append(loser, "withdrawn", at=at, who=who, why=f"= {winner}")

    def _refuse_merged(self, pair: dict[str, Any]) -> None:
        for one in (pair["a"], pair["b"]):
            into = self.merged(pair["kind"]).get(one)
            if into is not None:
                raise Conflict("double_merged_away", where=f"{pair['kind']} {one}", id=one, winner=into)

    def _open(self, double_id: int) -> dict[str, Any]:
        """Read a proposal that nobody decides at the same time; Conflict where it was decided."""
        self._database.rows("SELECT pg_advisory_xact_lock(hashtext('springwind.double'))")
        pair = self.get(double_id)
        if pair["verdict"] is not None:
            raise Conflict(
                "double_decided", where=f"double {double_id}", id=double_id, verdict=pair["verdict"],
                who=pair["decided_by"], day=pair["decided_on"],
            )  # fmt: skip
        return pair

    def _decide(self, double_id: int, verdict: Verdict, winner: int | None, on: date, who: str) -> None:
        self._database.run(
            "UPDATE double SET verdict = %s, winner = %s, decided_by = %s, decided_on = %s "
            "WHERE double_id = %s",
            [verdict, winner, who or self._audit.who, on, double_id],
        )

    def _note(self, act: str, pair: dict[str, Any], record_id: int, who: str, why: str) -> None:
        detail = {
            "double": pair["double_id"],
            "a": pair["a"],
            "b": pair["b"],
            "score": round(pair["score"], 4),
        }
        self._audit.note(act, pair["kind"], record_id, why=why, who=who, detail=detail)

    def _count(self) -> int:
        return int(self._database.rows("SELECT count(*) AS n FROM double")[0]["n"])


def _last(into: dict[int, int], loser: int) -> int:
    """Follow merges of merges to the record that stands."""
    while loser in into:
        loser = into[loser]
    return loser
