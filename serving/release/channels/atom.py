"""The newest moves as Atom (RFC 4287); what was taken back as deleted entries (RFC 6721) with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as Xml

import polars as pl

from features.say import Lang, say
from serving.board import Board
from serving.release.channels.plain import plain
from serving.release.channels.texts import listing
from serving.release.moves import SEEN_OUTSIDE
from serving.release.wanted import Wanted

ATOM, TOMBSTONE = "http://www.w3.org/2005/Atom", "http://purl.org/atompub/tombstones/1.0"
ENTRIES = 200
"""Posts and tombstones in one feed, the newest first."""

KIND = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Source:
    """Say whose feed it is: name, identity, address of the public pages and language."""

    name: str
    feed_id: str
    base: str
    lang: Lang


def atom(board: Board, source: Source, wanted: Wanted, now: datetime, limit: int = ENTRIES) -> bytes:
    """Give the feed as UTF-8; ``now`` is its date while nothing was ever published."""
    Xml.register_namespace("", ATOM)
    Xml.register_namespace("at", TOMBSTONE)
    rows = newest(board, limit)
    feed = Xml.Element(f"{{{ATOM}}}feed")
    _add(feed, "id", f"urn:springwind:{source.feed_id}")
    title = say("channel.atom.title", source.lang, office=source.name)
    _add(feed, "title", f"{title}{say('channel.simulated', source.lang) if board.simulated else ''}")
    newest_at: datetime = rows["at"][0] if rows.height else now
    _add(feed, "updated", newest_at.isoformat(timespec="seconds"))
    Xml.SubElement(_add(feed, "author"), f"{{{ATOM}}}name").text = plain(source.name)
    _add(feed, "link", rel="self", href=f"{source.base}/feed/posts.atom", type="application/atom+xml")
    _add(feed, "link", rel="alternate", href=f"{source.base}/posts", type="text/html")
    kept = _wanted(board, rows, wanted)
    for post_id, at in rows.select("post_id", "at").iter_rows():
        post = board.post(post_id)
        if post is not None and post_id in kept:
            _entry(feed, post, at, source)
    told: bytes = Xml.tostring(feed, encoding="utf-8", xml_declaration=True)
    return told


def newest(board: Board, limit: int) -> pl.DataFrame:
    """Give post_id and at of the last move of the posts moved last, the newest first."""
    seen = board.ledger.tail(limit * 12).filter(pl.col("action").is_in(SEEN_OUTSIDE))
    if seen.height < limit:  # many checks and approvals in between
        seen = board.ledger.filter(pl.col("action").is_in(SEEN_OUTSIDE))
    last = seen.unique("post_id", keep="last", maintain_order=True)
    return last.select("seq", "post_id", "at").sort("seq", descending=True).head(limit)


def _wanted(board: Board, rows: pl.DataFrame, wanted: Wanted) -> set[int]:
    if wanted.everything:
        return set(rows["post_id"])
    moved = board.posts.filter(pl.col("post_id").is_in(rows["post_id"].implode()))
    return set(wanted.keep(moved)["post_id"])


def _entry(feed: Xml.Element, post: dict[str, Any], at: datetime, source: Source) -> None:
    name, when = f"urn:springwind:{source.feed_id}:{post['post_id']}", at.isoformat(timespec="seconds")
    if post["status"] != "published":
        gone = Xml.SubElement(feed, f"{{{TOMBSTONE}}}deleted-entry", {"ref": name, "when": when})
        Xml.SubElement(gone, f"{{{TOMBSTONE}}}comment").text = post["status"]
        return
    entry = _add(feed, "entry")
    _add(entry, "id", name)
    _add(entry, "title", f"{post['title']} · {post['employer']}")
    _add(entry, "updated", when)
    _add(entry, "published", f"{post['opened_on'].isoformat()}T00:00:00+08:00")
    _add(entry, "link", rel="alternate", href=f"{source.base}/posts/{post['post_id']}", type="text/html")
    summary = _add(entry, "summary", listing(post, source.lang))
    summary.set("type", "text")


def _add(parent: Xml.Element, name: str, text: str | None = None, **attributes: str) -> Xml.Element:
    found = Xml.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    if text is not None:
        found.text = plain(text)
    return found
