"""Who takes the posts of this office, and how far each has come in the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from features.errors import NotFound
from features.store.database import Database

Channel = Literal["pull", "webhook", "robot", "wecom"]
"""How a subscriber takes posts: fetches them, is sent signed JSON, or is a group robot (plain or WeCom)."""

CHANNELS: tuple[Channel, ...] = get_args(Channel)
_COLUMNS = (
    "subscriber_id, scope, name, channel, url, divisions, occupations, began_seq, sent_seq, acked_seq,"
    " acked_at, failures, failing_since, last_error, made_by, made_at"
)


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Hold one subscriber. ``divisions`` and ``occupations`` are code prefixes, empty for all.

    ``sent_seq`` is the ledger entry up to which changes were sent or fetched, ``acked_seq`` the one up to
    which they were taken; ``began_seq`` is where it began.
    """

    subscriber_id: int
    scope: str
    name: str
    channel: Channel
    url: str
    divisions: tuple[str, ...]
    occupations: tuple[str, ...]
    began_seq: int
    sent_seq: int
    acked_seq: int
    acked_at: datetime | None
    failures: int
    failing_since: datetime | None
    last_error: str
    made_by: str
    made_at: datetime

    @property
    def pushed(self) -> bool:
        """Say whether posts are sent to it."""
        return self.channel != "pull"


class Subscribers:
    """Keep the subscribers of the store's division; one that has ended stays for the record."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        name: str,
        channel: Channel,
        *,
        url: str = "",
        divisions: tuple[str, ...] = (),
        occupations: tuple[str, ...] = (),
        began_seq: int = 0,
        who: str,
    ) -> int:
        """Enter a subscriber and give its number; Conflict where the name is in use."""
        rows = self._database.rows(
            "INSERT INTO subscriber (scope, name, channel, url, divisions, occupations, began_seq, sent_seq,"
            " acked_seq, made_by) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING subscriber_id",
            [self._database.scope, name, channel, url, list(divisions), list(occupations), began_seq,
             began_seq, began_seq, who],
        )  # fmt: skip
        return int(rows[0]["subscriber_id"])

    def all(self) -> list[Subscriber]:
        """Give the subscribers that have not ended, by number."""
        query = f"SELECT {_COLUMNS} FROM subscriber WHERE ended_at IS NULL ORDER BY subscriber_id"  # noqa: S608 own names
        return [_built(row) for row in self._database.rows(query)]

    def get(self, subscriber_id: int) -> Subscriber:
        """Read one subscriber; NotFound where it does not exist, has ended or lies outside the scope."""
        query = f"SELECT {_COLUMNS} FROM subscriber WHERE ended_at IS NULL AND subscriber_id = %s"  # noqa: S608 own names
        rows = self._database.rows(query, [subscriber_id])
        if not rows:
            raise NotFound("subscriber_not_found", where="subscriber_id", id=subscriber_id)
        return _built(rows[0])

    def end(self, subscriber_id: int) -> None:
        """Send nothing more to a subscriber."""
        self.get(subscriber_id)
        self._database.run("UPDATE subscriber SET ended_at = now() WHERE subscriber_id = %s", [subscriber_id])

    def sent(self, subscriber_id: int, seq: int) -> None:
        """Note that changes up to ``seq`` were handed over; a smaller number changes nothing."""
        self._database.run(
            "UPDATE subscriber SET sent_seq = %s WHERE subscriber_id = %s AND sent_seq < %s",
            [seq, subscriber_id, seq],
        )

    def acknowledge(self, subscriber_id: int, seq: int) -> None:
        """Note that changes up to ``seq`` were taken: whatever failed before is over."""
        self._database.run(
            "UPDATE subscriber SET acked_seq = greatest(acked_seq, %(seq)s), acked_at = now(),"
            " sent_seq = greatest(sent_seq, %(seq)s), failures = 0, failing_since = NULL, last_error = ''"
            " WHERE subscriber_id = %(id)s",
            {"seq": seq, "id": subscriber_id},
        )

    def failed(self, subscriber_id: int, reason: str) -> None:
        """Note that a delivery did not arrive, and why."""
        self._database.run(
            "UPDATE subscriber SET failures = failures + 1, last_error = %s,"
            " failing_since = coalesce(failing_since, now()) WHERE subscriber_id = %s",
            [reason[:300], subscriber_id],
        )


def _built(row: dict[str, Any]) -> Subscriber:
    return Subscriber(
        **{**row, "divisions": tuple(row["divisions"]), "occupations": tuple(row["occupations"])}
    )
