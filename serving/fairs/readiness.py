"""What has to be ready before a fair, and what is late.

人力资源市场暂行条例 asks of whoever holds a fair a plan, security and emergency plans, and verified
employers; 大型群众性活动安全管理条例 asks for the public-security permit 20 days before when 1,000 people
or more are expected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import polars as pl

from features.records import Fair
from serving.fairs.told import Told

State = Literal["done", "due", "late"]
PERMIT_FROM = 1000
PERMIT_DAYS = 20
READY = ("approved", "published")


@dataclass(frozen=True, slots=True)
class Item:
    """Hold one line of the list: its name, whether it is done, due or late (red), and what is the matter."""

    name: str
    state: State
    told: Told


@dataclass(frozen=True, slots=True)
class Facts:
    """Hold what the list is drawn up from; posts are those of the employers with a booth, any status."""

    fair: Fair
    employers: pl.DataFrame
    posts: pl.DataFrame
    booths: pl.DataFrame
    as_of: date
    notice_days: int = 7


def readiness(facts: Facts) -> tuple[Item, ...]:
    """Give the list in the order in which things are done."""
    return tuple(item for check in CHECKS for item in check(facts))


def _employers(facts: Facts) -> Iterator[Item]:
    """Every employer is verified, on the day of the fair still so, and not suspended."""
    day = facts.fair.held_on
    good = pl.col("verified_on").is_not_null() & (pl.col("verified_on") <= day) & ~pl.col("suspended")
    good &= pl.col("verified_until").is_null() | (pl.col("verified_until") >= day)
    wrong = facts.employers.filter(~good.fill_null(False))
    yield _counted(facts, "employers", facts.employers, wrong["name"].to_list(), day)


def _posts(facts: Facts) -> Iterator[Item]:
    """Every employer has an approved post that is still open on the day of the fair."""
    day = facts.fair.held_on
    ready = facts.posts.filter(pl.col("status").is_in(READY))
    yield _counted(facts, "posts", facts.employers, _lacking(facts, ready), day)
    lasting = ready.filter(pl.col("closes_on") >= day)
    yield _counted(facts, "open", facts.employers, _lacking(facts, lasting), day)


def _lacking(facts: Facts, posts: pl.DataFrame) -> list[str]:
    names: list[str] = facts.employers.join(posts, on="employer_id", how="anti")["name"].to_list()
    return names


def _counted(facts: Facts, name: str, whole: pl.DataFrame, wrong: list[str], last: date) -> Item:
    if whole.is_empty():
        return _open_item(facts, name, "none", last)
    if wrong:
        few = "、".join(wrong[:3]) + ("……" if len(wrong) > 3 else "")
        return _open_item(facts, name, "wrong", last, count=len(wrong), names=few)
    return Item(name, "done", Told(f"fair.ready.{name}.done", {"count": len(whole)}))


def _open_item(facts: Facts, name: str, what: str, last: date, **values: Any) -> Item:
    """Give an item that is not done: due until ``last``, late from the day after."""
    state: State = "due" if facts.as_of <= last else "late"
    return Item(name, state, Told(f"fair.ready.{name}.{what}", {"by": last.isoformat(), **values}))


def _booths(facts: Facts) -> Iterator[Item]:
    """Every employer has a number, and the hall has as many booths."""
    unplaced, asked = int(facts.booths["booth"].null_count()), len(facts.booths)
    if asked > facts.fair.booths:
        yield _open_item(facts, "booths", "many", facts.fair.held_on, count=asked, booths=facts.fair.booths)
    elif unplaced:
        yield _open_item(facts, "booths", "unplaced", facts.fair.held_on, count=unplaced)
    else:
        yield Item("booths", "done", Told("fair.ready.booths.done", {"count": asked}))


def _notice(facts: Facts) -> Iterator[Item]:
    last = facts.fair.held_on - timedelta(days=facts.notice_days)
    given = facts.fair.notice_on
    if given is None or given > facts.as_of:
        yield _open_item(facts, "notice", "missing", last)
    else:
        yield Item("notice", "done", Told("fair.ready.notice.done", {"day": given.isoformat()}))


def _plans(facts: Facts) -> Iterator[Item]:
    for name in ("emergency_plan", "security_plan"):
        if getattr(facts.fair, name):
            yield Item(name, "done", Told(f"fair.ready.{name}.done"))
        else:
            yield _open_item(facts, name, "missing", facts.fair.held_on - timedelta(days=1))


def _permit(facts: Facts) -> Iterator[Item]:
    fair, last = facts.fair, facts.fair.held_on - timedelta(days=PERMIT_DAYS)
    expected, applied = fair.expected_visitors, fair.permit_applied_on
    if fair.permit_exempt:
        yield Item("permit", "done", Told("fair.ready.permit.exempt", {"why": fair.permit_exempt}))
    elif expected is None:
        yield _open_item(facts, "permit", "unknown", last, least=PERMIT_FROM)
    elif expected < PERMIT_FROM:
        few = {"expected": expected, "least": PERMIT_FROM}
        yield Item("permit", "done", Told("fair.ready.permit.not_needed", few))
    elif applied is None or applied > facts.as_of:
        yield _open_item(facts, "permit", "missing", last, expected=expected, days=PERMIT_DAYS)
    elif applied > last:
        late = {"day": applied.isoformat(), "by": last.isoformat(), "days": str(PERMIT_DAYS)}
        yield Item("permit", "late", Told("fair.ready.permit.applied_late", late))
    else:
        yield Item("permit", "done", Told("fair.ready.permit.done", {"day": applied.isoformat()}))


CHECKS: tuple[Callable[[Facts], Iterator[Item]], ...] = (
    _employers, _posts, _booths, _notice, _plans, _permit,
)  # fmt: skip
