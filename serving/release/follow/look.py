"""One look at a followed feed: what is new there appears here, what is gone there vanishes here.

All that one look brings is one transaction. A post that our own reviewer took back stays taken back; one
that the other office took back and released anew comes back through our checks. Where the feed's cursor
is behind what was read before (a restored backup), everything is read anew, and nothing that had been
taken back appears again by itself.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from features.errors import InputError, SpringwindError
from features.store.feeds import Followed
from serving.channels import ChannelSettings
from serving.release import ledger
from serving.release.follow.bring import Bring
from serving.release.follow.fetch import Description, Remote, Taken
from serving.release.follow.found import Look
from serving.release.follow.line import Line, origin_key
from serving.release.why import auto
from serving.release.wire import checked_address

BEYOND = 2**53
"""Cursor noted where a feed ran backwards: the next look finds it behind and reads everything anew."""

STOPPED = ("draft", "checked", "approved", "published", "suspended")
"""Statuses in which a post that is gone there has to be taken back here."""


def begin(store: Any, url: str, *, who: str) -> Followed:
    """Follow a feed in the name of ``who``: that person answers for what it brings. Takes nothing yet."""
    url = url.strip().rstrip("/").removesuffix("/feed")
    checked_address(url)
    if store.scope:
        raise InputError("follow_scope", where="scope", scope=store.scope)
    found: Followed = store.feeds.get(store.feeds.add(url, who))
    return found


def end(store: Any, feed: Followed, *, who: str) -> list[int]:
    """Follow a feed no longer and take back what it brought; another feed may bring the same anew."""
    with store.transaction():
        store.releases.turn()
        ids = store.feeds.posts(feed.followed_id).filter("live")["post_id"].to_list()
        out = _live_here(store, ids)
        if out:
            ledger.withdraw(store, out, who=who, why=auto("follow_ended", feed.name or feed.url))
        store.feeds.end(feed.followed_id)
    return out


def look(store: Any, feed: Followed, on: date, settings: ChannelSettings) -> Look:
    """Read the feed and bring the store up to it; what fails is noted on the feed and raised."""
    try:
        return _look(store, feed, on, Remote(feed.url, settings))
    except SpringwindError as error:
        again = {"cursor": BEYOND} if error.reason == "follow_back" else {}
        store.feeds.note(feed.followed_id, last_error=error.message("zh")[:300], **again)
        raise


def _look(store: Any, feed: Followed, on: date, remote: Remote) -> Look:
    told = remote.description()
    if told.feed_id == store.feeds.identity():
        raise InputError("follow_self", where="url", url=feed.url)
    back = _went_back(feed, told)
    whole = back or feed.cursor is None
    taken = remote.snapshot(told.feed_id) if whole else remote.changes(feed.cursor or 0)
    done = Look(remote.host, taken.cursor, back, refused=taken.refused, reasons=taken.reasons)
    with store.transaction():
        store.releases.turn()
        _apply(store, feed, told, taken, on, done)
        store.feeds.note(
            feed.followed_id, feed_id=told.feed_id, name=told.name, cursor=taken.cursor,
            went_back=feed.went_back + back, last_ok=datetime.now(UTC), last_error="",
            refused_lines=taken.refused,
        )  # fmt: skip
    return done


def _went_back(feed: Followed, told: Description) -> bool:
    if feed.cursor is None:
        return False
    return told.cursor < feed.cursor or bool(feed.feed_id and feed.feed_id != told.feed_id)


def _apply(store: Any, feed: Followed, told: Description, taken: Taken, on: date, done: Look) -> None:
    known = {row["remote_id"]: row for row in store.feeds.posts(feed.followed_id).to_dicts()}
    gone = dict(taken.gone)
    if taken.whole:
        gone |= {number: "withdrawn" for number, row in known.items() if number not in taken.live}
    live = _worth(store, feed, told, taken.live, known, on, done)
    gone |= {number: "ended" for number in taken.live if number not in live and number in known}
    bring = Bring(store, feed, told.name or done.host, on)
    _vanish(store, feed, {n: why for n, why in gone.items() if n in known and known[n]["live"]}, known, done)
    fresh = {number: line for number, line in live.items() if number not in known}
    bring.new(fresh, told, done)
    for number, line in live.items():
        row = known.get(number)
        if row is not None and (not row["live"] or row["digest"] != line.digest):
            if not row["live"] and done.went_back:
                done.skipped["back"] += 1
                continue
            bring.again(row, line, done)
    bring.waiting(done)


def _worth(
    store: Any, feed: Followed, told: Description, live: dict[int, Line], known: dict[int, Any], on: date,
    done: Look,
) -> dict[int, Line]:  # fmt: skip
    """Leave out what is our own, came another way, is here from the employer itself, or has ended."""
    own = store.feeds.identity() + "/"
    others = store.feeds.posts()
    mine = {row["post_id"] for row in known.values()}
    elsewhere = {
        origin_key(row["origin"]) for row in others.filter("live").to_dicts() if row["post_id"] not in mine
    }
    same = _ads(store, mine) if any(number not in known for number in live) else set()
    kept: dict[int, Line] = {}
    seen: set[str] = set()
    for number, line in live.items():
        key = origin_key(line.origin_in(told.feed_id, told.name))
        reason = (
            "own" if key.startswith(own)
            else "duplicate" if key in elsewhere or key in seen
            else "ended" if line.closes_on < on
            else "same" if number not in known and ad(line.employer, line.model_dump()) in same
            else ""
        )  # fmt: skip
        seen.add(key)
        if reason:
            done.skipped[reason] += 1
        else:
            kept[number] = line
    return kept


def ad(employer: str, post: dict[str, Any]) -> tuple[Any, ...]:
    """Give what makes two ads the same: employer, title, place and pay, however they are spaced."""
    words = (employer, post["title"], post["place"])
    said = tuple("".join(str(word).split()).casefold() for word in words)
    return (*said, post["division"], post["monthly_low"], post["monthly_high"])


def _ads(store: Any, mine: set[int]) -> set[tuple[Any, ...]]:
    posts = store.posts.frame(status="published")
    names = dict(store.employers.frame().select("employer_id", "name").iter_rows())
    return {
        ad(names.get(row["employer_id"], ""), row) for row in posts.to_dicts() if row["post_id"] not in mine
    }


def _vanish(store: Any, feed: Followed, gone: dict[int, str], known: dict[int, Any], done: Look) -> None:
    reasons: dict[str, list[int]] = {}
    for number, why in gone.items():
        reasons.setdefault(why or "withdrawn", []).append(known[number]["post_id"])
    for why, ids in reasons.items():
        out = _live_here(store, ids)
        if out:
            ledger.withdraw(store, out, who=feed.made_by, why=auto("followed_gone", why))
            done.taken_back.extend(out)
    store.feeds.gone(feed.followed_id, gone)


def _live_here(store: Any, ids: list[int]) -> list[int]:
    found = store.posts.frame(ids=ids) if ids else None
    return [] if found is None else found.filter(found["status"].is_in(STOPPED))["post_id"].to_list()
