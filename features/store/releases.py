"""The release ledger in the database; a post's status follows it in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import polars as pl

from features.errors import Forbidden, InputError
from features.records import LedgerEntry, frame_schema
from features.records.vocabulary import LedgerAction
from features.store.database import Database
from features.store.errors import LedgerBroken
from features.store.frames import row_values
from features.store.ingest import copy_in
from features.store.ledger import bound, check_chain, content_of
from features.store.posts import Posts

_COLUMNS = ", ".join(LedgerEntry.model_fields)


class Releases:
    """Append to the ledger, read it from a cursor, and see that nobody changed it."""

    def __init__(self, database: Database, posts: Posts) -> None:
        self._database, self._posts = database, posts

    def append(
        self,
        post_id: int,
        action: LedgerAction,
        *,
        at: datetime,
        who: str,
        why: str = "",
        findings: Sequence[str] = (),
    ) -> LedgerEntry:
        """Append one act on one post and set the post's status; ``at`` carries a time zone."""
        return self.append_all([post_id], action, at=at, who=who, why=why, findings={post_id: findings})[0]

    def append_all(
        self,
        post_ids: Sequence[int],
        action: LedgerAction,
        *,
        at: datetime,
        who: str,
        why: str = "",
        findings: Mapping[int, Sequence[str]] | None = None,
    ) -> list[LedgerEntry]:
        """Append the same act on many posts, all or none, and give the entries in the order asked.

        NotFound for an unknown post, Forbidden for one outside the scope.
        """
        if at.tzinfo is None:
            raise InputError("ledger_time", where="at")
        with self._database.transaction() as connection:
            entry = self._last_in_turn()
            posts = {post.post_id: post for post in self._posts.get_many(post_ids)}
            entries = []
            for post_id in post_ids:
                entry = bound(
                    LedgerEntry(
                        seq=entry.seq + 1 if entry else 1,
                        post_id=post_id,
                        action=action,
                        at=at,
                        who=who,
                        why=why,
                        findings=tuple((findings or {}).get(post_id, ())),
                        content=content_of(posts[post_id]),
                        previous=entry.digest if entry else "",
                    )
                )
                entries.append(entry)
            rows = [row_values(one) for one in entries]
            copy_in(connection, "ledger", pl.DataFrame(rows, schema=frame_schema(LedgerEntry), orient="row"))
            self._follow(post_ids, action)
        return entries

    def turn(self) -> None:
        """Wait until no other act on posts is under way; held until the open transaction ends.

        Whoever reads a post to decide about it takes the turn first: of two who decide at once, the
        second reads what the first has done.
        """
        self._database.rows("SELECT pg_advisory_xact_lock(hashtext('springwind.ledger'))")

    def newest(self, post_ids: Sequence[int]) -> dict[int, LedgerEntry]:
        """Give the newest entry of each of these posts that has one."""
        query = (
            f"SELECT DISTINCT ON (post_id) {_COLUMNS} FROM ledger WHERE post_id = ANY(%s) "  # noqa: S608 own names
            "ORDER BY post_id, seq DESC"
        )
        rows = self._database.rows(query, [list(post_ids)])
        return {row["post_id"]: LedgerEntry.model_validate(row) for row in rows}

    def frame(self, after_seq: int = 0) -> pl.DataFrame:
        """Read the entries after a cursor, in order of ``seq``."""
        query = f"SELECT {_COLUMNS} FROM ledger WHERE seq > %(after)s ORDER BY seq"  # noqa: S608 own names
        return self._database.frame(query, frame_schema(LedgerEntry), {"after": after_seq})

    def of_post(self, post_id: int) -> tuple[LedgerEntry, ...]:
        """Give the life of one post, oldest first."""
        query = f"SELECT {_COLUMNS} FROM ledger WHERE post_id = %s ORDER BY seq"  # noqa: S608 own names
        return tuple(LedgerEntry.model_validate(row) for row in self._database.rows(query, [post_id]))

    def last(self) -> LedgerEntry | None:
        """Give the newest entry; keep its ``seq`` and ``digest`` elsewhere to notice a ledger cut short."""
        query = f"SELECT {_COLUMNS} FROM ledger ORDER BY seq DESC LIMIT 1"  # noqa: S608 own names
        rows = self._database.rows(query)
        return LedgerEntry.model_validate(rows[0]) if rows else None

    def verify(self, anchor: tuple[int, str] | None = None) -> int:
        """Walk the whole chain and give its length; LedgerBroken names the first entry that is not right.

        ``anchor`` is a ``(seq, digest)`` noted earlier: a ledger that was cut short or written anew since
        is found by it.
        """
        entries = [LedgerEntry.model_validate(row) for row in self.frame().iter_rows(named=True)]
        length = check_chain(entries)
        if anchor is not None:
            seq, digest = anchor
            if seq > length:
                raise LedgerBroken("ledger_cut", seq=seq, found=length)
            if entries[seq - 1].digest != digest:
                raise LedgerBroken("ledger_digest", seq=seq)
        return length

    def _last_in_turn(self) -> LedgerEntry | None:
        """Wait for other writers, so that numbers have no gaps, and give the entry to go on from."""
        self.turn()
        return self.last()

    def _follow(self, post_ids: Sequence[int], action: LedgerAction) -> None:
        if action == "changed":  # the text changed, the post goes on as it is
            return
        touched = self._database.run(
            "UPDATE post SET status = %s WHERE post_id = ANY(%s)", [action, list(post_ids)]
        )
        if touched != len(set(post_ids)):
            raise Forbidden("outside_scope")
