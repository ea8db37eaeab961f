"""Fairs as iCalendar (RFC 5545): all-day events that a phone's calendar follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from features.say import say
from serving.release.channels.atom import Source
from serving.release.channels.plain import plain

KIND = "text/calendar; charset=utf-8"
FOLD = 73
"""Octets of a line before it is folded; the standard allows 75 with the line's end."""


def calendar(fairs: Iterable[dict[str, Any]], source: Source, now: datetime) -> bytes:
    """Give the fairs (rows of records.Fair) as a calendar; ``now`` (UTC) is the stamp of every event."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//springwind//fairs//ZH", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{_text(source.name)}", "X-WR-TIMEZONE:Asia/Shanghai"]
    for fair in fairs:
        lines.extend(_event(fair, source, now))
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for line in lines for piece in _folded(line)).encode()


def public(fairs: Iterable[dict[str, Any]], today: date) -> list[dict[str, Any]]:
    """Leave the fairs whose public notice (公告) has been given; others are the office's own until then."""
    return [fair for fair in fairs if fair["notice_on"] is not None and fair["notice_on"] <= today]


def _event(fair: dict[str, Any], source: Source, now: datetime) -> Iterator[str]:
    day: date = fair["held_on"]
    lang = source.lang
    yield "BEGIN:VEVENT"
    yield f"UID:fair-{fair['fair_id']}@{source.feed_id}.springwind"
    yield f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    mark = say("channel.simulated", lang) if fair["simulated"] else ""
    yield f"SUMMARY:{_text(fair['name'] + mark)}"
    if fair["venue"]:
        yield f"LOCATION:{_text(fair['venue'])}"
    if fair["lat"] is not None and fair["lon"] is not None:
        yield f"GEO:{fair['lat']:.6f};{fair['lon']:.6f}"
    yield f"DESCRIPTION:{_text(say('channel.fair.note', lang, booths=fair['booths'], office=source.name))}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(value: str) -> str:
    """Escape a TEXT value."""
    told = plain(value).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return told.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Cut a line into pieces of at most ``FOLD`` octets, never inside a character."""
    piece, size, first = "", 0, True
    for character in line:
        width = len(character.encode())
        if size + width > FOLD:
            yield piece if first else " " + piece
            piece, size, first = "", 1, False
        piece, size = piece + character, size + width
    yield piece if first else " " + piece
