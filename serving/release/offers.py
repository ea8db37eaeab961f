"""What an employer enters over a link: posts and papers as drafts, places left, outcomes by letter number."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from features.codes.identity import read_credit_code
from features.errors import Conflict, InputError, NotFound
from features.law.check import HIDDEN
from features.parse.headcount import parse_headcount
from features.parse.pay import parse_pay
from features.records import Post, Referral
from serving import referrals
from serving.release import changes, ledger
from serving.release.links import Link
from serving.release.why import auto

VALID_DAYS = 15
"""Validity of a post unless said."""

TEXTS = {"title": 60, "duties": 2000, "place": 60, "pay": 60, "contact_name": 30, "contact_phone": 30}
"""Fields of the form and the most characters each takes."""


def draft(store: Any, link: Link, told: dict[str, str], on: date) -> int:
    """Enter a post as a draft and give its number; InputError names the field that cannot be taken."""
    text = {name: clean(name, told.get(name, ""), most) for name, most in TEXTS.items()}
    for name in ("title", "duties", "place", "pay"):
        if not text[name]:
            raise InputError("offer_missing", where=name)
    employer = store.employers.get(link.employer_id)
    pay = parse_pay(text["pay"])
    post = Post(
        post_id=0, employer_id=employer.employer_id, title=text["title"], duties=text["duties"],
        place=text["place"], division=employer.division, headcount=_headcount(told.get("headcount", "")),
        monthly_low=pay.monthly_low if pay else None, monthly_high=pay.monthly_high if pay else None,
        pay_basis=pay.basis if pay else None, pay_raw=text["pay"], opened_on=on,
        closes_on=closing(told.get("closes_on", ""), on), contact_name=text["contact_name"],
        contact_phone=text["contact_phone"], simulated=employer.simulated,
    )  # fmt: skip
    with store.transaction():
        number = int(store.posts.add(post))
        ledger.note(store, [number], "draft", link.who, why=auto("link", employer.name))
    return number


def papers(store: Any, link: Link, told: dict[str, str]) -> None:
    """Write down what the employer says of its papers; it counts once a person has seen them."""
    household = bool(told.get("household"))
    name = clean("name", told.get("name", ""), 80)
    read = read_credit_code(clean("credit_code", told.get("credit_code", ""), 30))
    if not household and (read is None or not read[1]):
        raise InputError("verify_code", where="credit_code", given=read[0][:18] if read else "")
    if not name:
        raise InputError("offer_missing", where="name")
    store.employer_papers.add(
        employer_id=link.employer_id, at=datetime.now(UTC), who=link.who, name=name, household=household,
        credit_code=read[0] if read else None, licence_until=_day("licence_until", told),
        mandate_until=_day("mandate_until", told),
    )  # fmt: skip


def places(store: Any, link: Link, post_id: int, left: str, on: date) -> None:
    """Set how many places are left; none left closes a live post at once."""
    post = own_post(store, link, post_id)
    number = clean("left", left, 6)
    if not number.isascii() or not number.isdecimal() or int(number) > 9999:
        raise InputError("offer_left", where="left")
    if post.status not in ("published", "draft", "checked", "approved"):
        raise Conflict("offer_closed", where=f"post {post_id}", id=post_id)
    news = post.model_copy(update={"headcount": post.hired + int(number)})
    changes.change(store, news, on, who=link.who, why=auto("places", number))
    if not int(number):
        changes.fill(store, [post_id], who=link.who)


def outcome(store: Any, link: Link, letter: str, told: dict[str, Any], on: date) -> Referral:
    """Report what came of a letter to one of this employer's posts; a hire may close the post."""
    found = referrals.by_letter(store, referrals.need_letter(letter))
    try:
        own_post(store, link, found.post_id)
    except NotFound as error:
        raise NotFound("no_letter", where="letter", id=letter.strip()[:20]) from error
    done = referrals.record_outcome(store, found.letter_number, told, on)
    changes.fill(store, [found.post_id], who=link.who)
    return done


def own_post(store: Any, link: Link, post_id: int) -> Post:
    """Give a post of the link's employer; NotFound for anybody else's."""
    post: Post = store.posts.get(post_id)
    if post.employer_id != link.employer_id or post.origin:
        raise NotFound("no_post", where="post_id", id=post_id)
    return post


def clean(name: str, text: str, most: int) -> str:
    """Give a text without blanks at its ends; InputError for hidden characters or too many of them."""
    plain = text.replace("\r\n", "\n").strip()
    if HIDDEN.search(plain):
        raise InputError("offer_hidden", where=name)
    if len(plain) > most:
        raise InputError("offer_long", where=name, most=most)
    return plain


def closing(told: str, on: date) -> date:
    """Give the last day of a post; InputError for one that has passed, or lies more than a year ahead."""
    if not told.strip():
        return on + timedelta(days=VALID_DAYS)
    last = _parsed("closes_on", told)
    if not on <= last <= on + timedelta(days=ledger.LONGEST_DAYS):
        raise InputError(
            "offer_closing", where="closes_on", first=on, last=on + timedelta(days=ledger.LONGEST_DAYS)
        )
    return last


def _day(name: str, told: dict[str, str]) -> date | None:
    return _parsed(name, told[name]) if told.get(name, "").strip() else None


def _parsed(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise InputError("offer_day", where=name) from error


def _headcount(text: str) -> int | None:
    if not text.strip():
        return None
    found = parse_headcount(clean("headcount", text, 20))
    number = found.low if found is not None else None
    if number is None or not 1 <= number <= 9999:
        raise InputError("offer_headcount", where="headcount")
    return int(number)
