"""Read another office's feed over the network, within bounds of time, bytes and lines.

FeedRefused (InputError): ``follow_rubbish`` what comes is no feed, ``follow_long`` more posts than are
taken, ``follow_cut`` it ended before its end, ``follow_back`` its cursor runs backwards.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from features.errors import InputError
from serving.channels import ChannelSettings
from serving.release.channels.plain import plain
from serving.release.follow.line import LONGEST_LINE, Line, read_line
from serving.release.wire import Reply, WireFailed, opened

_IDENTITY = re.compile(r"[0-9a-f]{16}")
PAGE_BYTES = 50_000_000
PAGE = 1000
REASONS = 5


class FeedRefused(InputError):
    """Say why what another office sends is not taken."""

    code = "follow_rubbish"


@dataclass(frozen=True, slots=True)
class Description:
    """Hold what a feed says of itself."""

    feed_id: str
    name: str
    cursor: int


@dataclass
class Taken:
    """Hold what was read: posts by number, tombstones with their reason, and what was refused."""

    cursor: int = 0
    whole: bool = False
    live: dict[int, Line] = field(default_factory=dict)
    gone: dict[int, str] = field(default_factory=dict)
    refused: int = 0
    reasons: list[str] = field(default_factory=list)

    def refuse(self, reason: str) -> None:
        """Count a line that is none, and keep the first reasons."""
        self.refused += 1
        if len(self.reasons) < REASONS:
            self.reasons.append(reason)


class Remote:
    """Be one feed; everything read from it together stays within its time and bytes."""

    def __init__(self, url: str, settings: ChannelSettings) -> None:
        self.base, self.host = url.rstrip("/"), urlsplit(url).hostname or ""
        self._settings = settings
        self._until = time.monotonic() + settings.follow_seconds
        self._bytes = settings.follow_bytes

    def description(self) -> Description:
        """Ask what the feed is."""
        told = self._json("/feed", 20_000)
        feed, cursor = told.get("feed"), _number(told.get("cursor"))
        if not (isinstance(feed, str) and _IDENTITY.fullmatch(feed)) or cursor is None:
            raise self._refused("follow_rubbish", reason="feed, cursor")
        name = plain(told.get("name", "")).strip()[:80] or self.host
        return Description(feed, name, cursor)

    def snapshot(self, feed_id: str) -> Taken:
        """Read every post; refuse one that is cut short, too long, or mostly rubbish."""
        taken, count = Taken(whole=True), 0
        with self._open("/feed/posts/snapshot") as reply:
            cursor, promised = reply.headers.get("x-feed-cursor", ""), reply.headers.get("x-feed-posts", "")
            if not cursor.isdecimal() or reply.headers.get("x-feed-id") != feed_id:
                raise self._refused("follow_rubbish", reason="X-Feed-Cursor, X-Feed-Id")
            taken.cursor = int(cursor[:18])
            for line in self._lines(reply):
                count += 1
                self._take(taken, read_line(line))
        if promised.isdecimal() and int(promised[:18]) != count:
            raise self._refused("follow_cut", count=count)
        self._judge(taken)
        return taken

    def changes(self, after: int) -> Taken:
        """Read what changed since a cursor; refuse one that runs backwards or stands still."""
        taken, more = Taken(cursor=after), True
        while more:
            told = self._json(f"/feed/posts/changes?after={taken.cursor}&limit={PAGE}", PAGE_BYTES)
            cursor, rows = _number(told.get("cursor")), told.get("changes")
            more = told.get("more") is True
            if cursor is None or not isinstance(rows, list):
                raise self._refused("follow_rubbish", reason="cursor, changes")
            if cursor < taken.cursor or (more and cursor == taken.cursor):
                raise self._refused("follow_back", before=taken.cursor, now=cursor)
            for row in rows:
                self._change(taken, row)
            taken.cursor = cursor
        self._judge(taken)
        return taken

    def _change(self, taken: Taken, row: Any) -> None:
        if not isinstance(row, dict) or _number(row.get("id")) is None:
            taken.refuse("id")
        elif row.get("removed") is True:
            taken.live.pop(row["id"], None)
            taken.gone[row["id"]] = plain(row.get("reason", ""))[:40]
        else:
            post = row.get("post")
            found = read_line(post) if isinstance(post, dict) else "post"
            if isinstance(found, Line) and found.post_id != row["id"]:
                found = "post_id"
            if isinstance(found, str):  # its words are no longer to be had: it does not stay as it was
                taken.live.pop(row["id"], None)
                taken.gone[row["id"]] = "rubbish"
            self._take(taken, found)

    def _take(self, taken: Taken, found: Line | str) -> None:
        if isinstance(found, str):
            taken.refuse(found)
            return
        taken.gone.pop(found.post_id, None)
        taken.live[found.post_id] = found
        if len(taken.live) > self._settings.follow_lines:
            raise self._refused("follow_long", most=self._settings.follow_lines)

    def _judge(self, taken: Taken) -> None:
        """Refuse all where more than half is rubbish: nothing is taken back on the word of such a feed."""
        if taken.refused > len(taken.live) + len(taken.gone):
            raise self._refused("follow_rubbish", reason="; ".join(taken.reasons))

    def _lines(self, reply: Reply) -> Iterator[bytes]:
        rest, count = b"", 0
        for piece in reply.pieces(self._bytes):
            *whole, rest = (rest + piece).split(b"\n")
            if len(rest) > LONGEST_LINE:
                raise self._refused("follow_rubbish", reason="a line without an end")
            count += len(whole)
            if count > 2 * self._settings.follow_lines:
                raise self._refused("follow_long", most=self._settings.follow_lines)
            yield from (line for line in whole if line.strip())
        if rest.strip():
            raise self._refused("follow_cut", count=count)

    def _json(self, path: str, most: int) -> dict[str, Any]:
        with self._open(path) as reply:
            body = b"".join(reply.pieces(min(most, self._bytes)))
        self._bytes -= len(body)
        try:
            told = json.loads(body)
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict):
            raise self._refused("follow_rubbish", reason="no JSON")
        return told

    def _open(self, path: str) -> Any:
        return _answered(self.base + path, self.host, max(0.1, self._until - time.monotonic()))

    def _refused(self, code: str, **told: Any) -> FeedRefused:
        return FeedRefused(code, where=self.host, host=self.host, **told)


class _answered:  # noqa: N801 used as a function
    """Open an address and see that it answers 200."""

    def __init__(self, url: str, host: str, seconds: float) -> None:
        self._opened = opened(url, seconds=seconds, headers={"Accept-Language": "zh"})
        self._host = host

    def __enter__(self) -> Reply:
        reply = self._opened.__enter__()
        if reply.status != 200:
            error = WireFailed(
                "wire_status", where=self._host, host=self._host, status=reply.status, detail=""
            )
            self._opened.__exit__(type(error), error, None)
            raise error
        return reply

    def __exit__(self, *told: Any) -> bool | None:
        return self._opened.__exit__(*told)


def _number(value: Any) -> int | None:
    known = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 2**53
    return int(value) if known else None
