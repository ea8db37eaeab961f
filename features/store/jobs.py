"""What is to be done in the background: asked for by anybody, taken by one worker at a time.

The guarantees of a queue in the database: what is asked for inside a transaction is asked for if that
transaction commits; a job is done at least once; a worker that dies loses its hold after a while; what
fails is tried again after a growing pause; what is asked for while it runs is done once more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from features.store.database import Database
from features.store.outbox import CHANNEL

FIRST_PAUSE, LONGEST_PAUSE = 5, 3600
"""Seconds until a failed job is tried again: the first, doubled each time, and the longest."""


@dataclass(frozen=True, slots=True)
class Job:
    """Hold a job that was taken; ``wanted`` tells on its return whether it was asked for once more."""

    job_id: int
    kind: str
    key: str
    wanted: int
    tries: int


class Jobs:
    """Ask for jobs, take them, and say how they ended. All times are the database's own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, kind: str, key: str = "", *, in_seconds: float = 0.0, tell: bool = True) -> None:
        """Ask for a job, and ``tell`` the workers; one that waits already is not done later for it."""
        self._database.run(
            "INSERT INTO job AS j (kind, key, due_at)"
            " VALUES (%(kind)s, %(key)s, now() + %(s)s * interval '1 s')"
            " ON CONFLICT (kind, key) DO UPDATE SET wanted = j.wanted + 1,"
            " due_at = least(j.due_at, excluded.due_at)",
            {"kind": kind, "key": key, "s": in_seconds},
        )
        if tell:
            self._database.rows("SELECT pg_notify(%s, 'job')", [CHANNEL])

    def plan(self, kind: str, key: str = "") -> None:
        """See that a job of this kind exists and is due from now on, once; a known one stays as it is."""
        self._database.run(
            "INSERT INTO job (kind, key, due_at) VALUES (%s, %s, now()) ON CONFLICT (kind, key) DO NOTHING",
            [kind, key],
        )

    def take(self, hold_seconds: float) -> Job | None:
        """Take the job that is due the longest, for so many seconds; None while nothing is due."""
        rows = self._database.rows(
            "UPDATE job SET locked_until = now() + %s * interval '1 s', tries = tries + 1"
            " WHERE job_id = (SELECT job_id FROM job WHERE due_at <= now()"
            " AND (locked_until IS NULL OR locked_until <= now())"
            " ORDER BY due_at, job_id FOR UPDATE SKIP LOCKED LIMIT 1)"
            " RETURNING job_id, kind, key, wanted, tries",
            [hold_seconds],
        )
        return Job(**rows[0]) if rows else None

    def done(self, job: Job, again_in: float | None) -> None:
        """Say that a job is done; it is due again in so many seconds, or when it is asked for."""
        self._database.run(
            "UPDATE job SET locked_until = NULL, tries = 0, last_error = '', done_at = now(), due_at = CASE"
            " WHEN wanted > %(wanted)s THEN now() ELSE now() + %(again)s::float8 * interval '1 s' END"
            " WHERE job_id = %(id)s",
            {"wanted": job.wanted, "again": again_in, "id": job.job_id},
        )

    def failed(self, job: Job, reason: str) -> float:
        """Say that a job failed and give the seconds until it is tried again."""
        pause = float(min(FIRST_PAUSE * 2 ** min(job.tries - 1, 20), LONGEST_PAUSE))
        self._database.run(
            "UPDATE job SET locked_until = NULL, last_error = %s, due_at = now() + %s * interval '1 s'"
            " WHERE job_id = %s",
            [reason[:300], pause, job.job_id],
        )
        return pause

    def drop(self, kind: str, key: str) -> None:
        """Let a job rest until it is asked for: what it was for has ended."""
        self._database.run("UPDATE job SET due_at = NULL WHERE kind = %s AND key = %s", [kind, key])

    def seconds_to_next(self) -> float | None:
        """Give the seconds until the next job is due, 0 for one that is; None where none is planned."""
        rows = self._database.rows(
            "SELECT extract(epoch FROM min(greatest(due_at, locked_until)) - now())::float8 AS s FROM job"
            " WHERE due_at IS NOT NULL"
        )
        return None if rows[0]["s"] is None else max(0.0, float(rows[0]["s"]))

    def all(self) -> list[dict[str, Any]]:
        """Give kind, key, due_at, tries, last_error, done_at and running of every job."""
        return self._database.rows(
            "SELECT kind, key, due_at, tries, last_error, done_at, coalesce(locked_until > now(), false)"
            " AS running FROM job ORDER BY kind, key"
        )

    def waiting_since(self) -> datetime | None:
        """Give since when the oldest job that is due has been waiting; None when none is."""
        rows = self._database.rows("SELECT min(due_at) AS since FROM job WHERE due_at <= now()")
        found: datetime | None = rows[0]["since"]
        return found
