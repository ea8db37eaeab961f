"""One post in the words of each channel: group text, loudspeaker script, robot message, one line.

Group text fits a phone's screen; a loudspeaker speaks in short sentences and says the number twice.
Where a post is simulated, every text says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from features.say import Lang, catalogue, say
from serving.release.channels.plain import plain

Row = Mapping[str, Any]
"""A post as the board holds it."""

GROUP_WIDTH = 400
"""Characters a group text has at most: what a phone shows without unfolding."""


def group_text(post: Row, lang: Lang, url: str, office: str) -> str:
    """Give the text for a village group: title, employer, places, pay, offers, place, day, phone, address."""
    told = [
        say("channel.group.title", lang, office=office, title=plain(post["title"]), mark=_mark(post, lang)),
        say("channel.group.employer", lang, employer=plain(post["employer"])),
        say("channel.group.places", lang, places=places(post, lang), pay=pay(post, lang)),
        offers(post, lang),
        say("channel.group.where", lang, place=plain(post["place"])) if post["place"] else "",
        say("channel.group.until", lang, day=post["closes_on"]),
        _contact(post, lang),
        say("channel.group.link", lang, url=url),
        say("channel.no_fee", lang),
    ]
    return "\n".join(line for line in told if line)


def script(post: Row, lang: Lang) -> str:
    """Give the loudspeaker script."""
    phone = spoken(str(post["contact_phone"]))
    told = [
        say("channel.speaker.call", lang) + _mark(post, lang),
        say("channel.speaker.what", lang, employer=plain(post["employer"]), title=plain(post["title"]),
            places=places(post, lang)),
        say("channel.speaker.pay", lang, pay=pay(post, lang)),
        say("channel.speaker.offers", lang, offers=offers(post, lang)) if post["offers"] else "",
        say("channel.speaker.where", lang, place=plain(post["place"])) if post["place"] else "",
        say("channel.speaker.phone", lang, phone=phone) if phone else say("channel.speaker.office", lang),
        say("channel.speaker.again", lang, phone=phone) if phone else "",
        say("channel.speaker.free", lang),
    ]  # fmt: skip
    return "\n".join(line for line in told if line)


def listing(post: Row, lang: Lang) -> str:
    """Give a post in one paragraph, as feeds show it."""
    duties = plain(post["duties"])
    told = [pay(post, lang), places(post, lang), plain(post["place"]), offers(post, lang),
            say("channel.group.until", lang, day=post["closes_on"])]  # fmt: skip
    return _mark(post, lang) + " · ".join(part for part in told if part) + (f"\n{duties}" if duties else "")


def one_line(post: Row, lang: Lang) -> str:
    """Give a post in one line of a longer message."""
    told = (post["title"], post["employer"], pay(post, lang), post["place"], post["contact_phone"])
    return _mark(post, lang) + "｜".join(plain(part) for part in told if part)


def gone(post: Row, reason: str, lang: Lang) -> str:
    """Say in one line that a post was taken back, and why."""
    key = f"channel.reason.{reason}"
    why = say(key if key in catalogue() else "channel.reason.withdrawn", lang)
    return say("channel.gone", lang, title=plain(post["title"]), employer=plain(post["employer"]), why=why)


def pay(post: Row, lang: Lang) -> str:
    """Say the pay: by the month where it was meant so, else as it was written."""
    low, high = post["monthly_low"], post["monthly_high"]
    if post["pay_basis"] in ("hour", "day", "piece") and post["pay_raw"]:
        return plain(post["pay_raw"])
    if low is None and high is None:
        raw = "" if post["pay_basis"] == "negotiable" else plain(post["pay_raw"])
        return raw or say("channel.pay.negotiable", lang)
    if low is not None and high is not None:
        return say("channel.pay.exact" if low == high else "channel.pay.range", lang, low=low, high=high)
    return say("channel.pay.to" if low is None else "channel.pay.from", lang, low=low, high=high)


def places(post: Row, lang: Lang) -> str:
    """Say how many people are sought: what is left, or 'several' where no number was given."""
    left = post["places_left"]
    return say("channel.places.several", lang) if left is None else say("channel.places", lang, count=left)


def offers(post: Row, lang: Lang) -> str:
    """Say what comes with the pay."""
    mark = "、" if lang == "zh" else ", "
    return mark.join(say(f"window.offer.{one}", lang) for one in post["offers"])


def spoken(phone: str) -> str:
    """Give a phone number in groups a listener can follow: 138 1234 5678."""
    digits = re.sub(r"\D", "", phone)
    if len(digits) == 11 and digits.startswith("1"):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    return re.sub(r"[^\d]+", " ", phone).strip()


def origin(told: str) -> str:
    """Say where a followed post comes from: the office's name without the numbers before it."""
    head, _, name = told.partition(" ")
    return name if name and "/" in head else told


def _contact(post: Row, lang: Lang) -> str:
    if not post["contact_phone"]:
        return ""
    name = plain(post["contact_name"])
    return say("channel.group.phone", lang, name=name, phone=plain(post["contact_phone"])).replace("  ", " ")


def _mark(post: Row, lang: Lang) -> str:
    return say("channel.simulated", lang) if post["simulated"] else ""
