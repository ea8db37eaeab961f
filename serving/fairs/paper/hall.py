"""Papers of the hall: wall sheets, poster, booth cards and what the loudspeaker says."""

from __future__ import annotations

from typing import Any

from features.say import Lang, say
from serving.fairs import words
from serving.fairs.kit import Kit
from serving.fairs.paper import document as doc
from serving.fairs.paper.document import Paper, Size

WALL = ("booth", "employer", "post", "post_number", "places", "age", "education", "pay", "offers", "place")
POSTER_POSTS, SPOKEN, CARD_POSTS = 24, 12, 6


def held(kit: Kit) -> str:
    """Give the line beneath a title: fair, day, hall."""
    return f"{kit.fair.name} · {kit.fair.held_on.isoformat()} · {kit.fair.venue}".rstrip(" ·")


def frame(kit: Kit, name: str, lang: Lang, title: str, blocks: list[doc.Block], **more: Any) -> Paper:
    """Give a paper of this fair; a simulated one says so on its face."""
    simulated = say("fair.note.simulated", lang) if kit.fair.simulated else ""
    given = {"held": held(kit), "foot": held(kit), **more}
    return Paper(name, lang, title, blocks, simulated=simulated, **given)


def wall(kit: Kit, lang: Lang, size: Size = "a4") -> Paper:
    """List every post of the fair for the wall, landscape; A3 is the same table with larger letters."""
    rows = [_wall_row(row, lang) for row in kit.posts.iter_rows(named=True)]
    head = [say(f"fair.col.{name}", lang) for name in WALL]
    table = doc.table(head, rows, (0.7, 2.4, 1.9, 1.1, 0.8, 1.1, 1.1, 1.8, 2.2, 1.7), (0, 3, 4))
    blocks = [table, doc.text(say("fair.page.free", lang), "note")]
    title = say("fair.page.wall", lang)
    return frame(kit, f"wall_{size}", lang, title, blocks, size=size, landscape=True)


def _wall_row(row: dict[str, Any], lang: Lang) -> list[Any]:
    return [
        words.booth(row, lang), row["employer"], row["title"], row["post_id"], words.places(row, lang),
        words.ages(row, lang), words.education(row, lang), words.pay(row, lang), words.offers(row, lang),
        row["place"],
    ]  # fmt: skip


def poster(kit: Kit, lang: Lang, address: str = "") -> Paper:
    """Invite everybody: what, when, where, how many places, and the posts with the most of them."""
    most = kit.posts.sort("places", "post_id", descending=[True, False]).head(POSTER_POSTS)
    head = [say(f"fair.col.{name}", lang) for name in ("post", "employer", "places", "pay")]
    rows = [
        [row["title"], row["employer"], words.places(row, lang), words.pay(row, lang)]
        for row in most.iter_rows(named=True)
    ]
    count = {
        "employers": kit.posts["employer_id"].n_unique(), "posts": len(kit.posts),
        "places": int(kit.posts["places"].sum()),
    }  # fmt: skip
    blocks = [
        doc.big(say("fair.poster.day", lang, day=_spoken_day(kit, lang), opens=kit.opens), kit.fair.venue),
        doc.text(say("fair.poster.count", lang, **count), "lead"),
        doc.table(head, rows, (2.4, 2.6, 0.9, 2.6), (2,)),
        doc.text(say("fair.page.free", lang), "note"),
    ]
    if address:
        blocks.append(doc.picture(address, say("fair.poster.scan", lang)))
    return frame(
        kit, "poster", lang, kit.fair.name, blocks, size="a3", style="poster", held="", numbered=False
    )


def cards(kit: Kit, lang: Lang) -> Paper:
    """Give each booth a card: its number across the hall, the employer, and what it offers."""
    blocks: list[doc.Block] = []
    for _, posts in kit.posts.group_by("employer_id", maintain_order=True):
        first = posts.row(0, named=True)
        head = [say(f"fair.col.{name}", lang) for name in ("post", "places", "pay", "offers")]
        rows = [
            [row["title"], words.places(row, lang), words.pay(row, lang), words.offers(row, lang)]
            for row in posts.head(CARD_POSTS).iter_rows(named=True)
        ]
        blocks += [
            doc.big(words.booth(first, lang), first["employer"]), doc.table(head, rows, (2, 1, 2, 3), (1,)),
            doc.fresh_page(),
        ]  # fmt: skip
    title = say("fair.paper.cards", lang)
    return frame(
        kit, "booth_cards", lang, title, blocks, landscape=True, style="card", held="", numbered=False
    )


def script(kit: Kit, lang: Lang) -> Paper:
    """Write what the village loudspeaker says: short sentences, each number twice."""
    blocks = [doc.text(line, "loud") for line in script_lines(kit, lang)]
    return frame(kit, "script", lang, say("fair.paper.script", lang), blocks)


def script_lines(kit: Kit, lang: Lang) -> list[str]:
    """Give the sentences of the loudspeaker, one per breath."""
    told = {"name": kit.fair.name, "day": _spoken_day(kit, lang), "opens": kit.opens}
    venue = say("fair.script.venue", lang, venue=kit.fair.venue) if kit.fair.venue else ""
    simulated = [say("fair.note.simulated", lang)] if kit.fair.simulated else []
    ranked = kit.posts.sort("places", "post_id", descending=[True, False]).unique(
        "employer_id", keep="first", maintain_order=True
    )
    lines = [_spoken(row, lang) for row in ranked.head(SPOKEN).iter_rows(named=True)]
    return [
        *simulated,
        say("fair.script.start", lang, **told) + venue,
        *lines,
        say("fair.script.end", lang, **told),
    ]


def _spoken(row: dict[str, Any], lang: Lang) -> str:
    offers = words.offers(row, lang)
    told = {
        "employer": row["employer"], "title": row["title"], "places": words.places(row, lang),
        "pay": words.pay(row, lang).replace("-", "至" if lang == "zh" else " to "),
        "offers": say("fair.script.offers", lang, offers=offers) if offers else "",
    }  # fmt: skip
    call = ""
    if row["phone_published"]:
        call = say("fair.script.call", lang, phone=spaced(row["phone_published"]))
    return say("fair.script.one", lang, **told) + call


def spaced(phone: str) -> str:
    """Give a number in groups, as it is read aloud."""
    digits = phone.replace(" ", "")
    return f"{digits[:3]} {digits[3:7]} {digits[7:]}" if digits.isdigit() and len(digits) == 11 else digits


def _spoken_day(kit: Kit, lang: Lang) -> str:
    day = kit.fair.held_on
    month = say(f"fair.month.{day.month}", lang)
    return say(
        "fair.spoken_day", lang, month=month, day=day.day, weekday=say(f"fair.weekday.{day.weekday()}", lang)
    )
