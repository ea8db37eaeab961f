"""Papers about people: call list, invitation texts, and referral letters with their slips."""

from __future__ import annotations

from typing import Any

import polars as pl

from features.say import Lang, say
from serving.fairs import words
from serving.fairs.desk.codes import code_of
from serving.fairs.kit import Kit
from serving.fairs.paper import document as doc
from serving.fairs.paper.document import Paper
from serving.fairs.paper.hall import frame

SLIP_CODES, DETAILS = (1, 2, 3, 4, 5), ("contract", "agency", "part_time", "other")
WHY_NOT = ("no_show", "skill", "distance", "pay", "other")
PART = 67
"""Characters of one part of a long message in Chinese (UCS-2 with header)."""


def messages(kit: Kit, lang: Lang) -> list[dict[str, Any]]:
    """Give worker_id, name, phone, village and text of everybody who is invited."""
    fair = kit.fair.model_dump()
    invited = kit.rows.filter(~pl.col("reserve"))
    return [
        {
            "worker_id": worker_id,
            **{name: rows[0][name] for name in ("name", "phone", "village", "wave", "starts", "bus")},
            "text": words.invitation(fair, worker_id, rows, lang),
        }
        for (worker_id,), group in invited.group_by(["worker_id"], maintain_order=True)
        for rows in [group.sort("rank").to_dicts()]
    ]


def calls(kit: Kit, lang: Lang) -> Paper:
    """List whom to call, village by village, with wave and bus and room for what came of it."""
    columns = [
        "worker",
        *(["name"] if kit.names != "none" else []),
        *(["phone"] if kit.names == "full" else []),
    ]
    head = [say(f"fair.col.{name}", lang) for name in (*columns, "when", "bus", "booth", "called")]
    blocks: list[doc.Block] = [doc.text(say("fair.page.names", lang), "note")]
    mine = kit.rows.filter(~pl.col("reserve")).sort("division", "village", "worker_id", "rank")
    for (_, village), rows in mine.group_by(["division", "village"], maintain_order=True):
        cells = [_call(one, columns, lang) for _, one in rows.group_by("worker_id", maintain_order=True)]
        blocks.append(doc.heading(str(village or say("fair.sheet.unsaid", lang))))
        blocks.append(doc.table(head, cells, (*[1.5] * len(columns), 0.9, 0.7, 1.8, 2.2)))
    return frame(kit, "call_list", lang, say("fair.paper.calls", lang), blocks)


def _call(rows: pl.DataFrame, columns: list[str], lang: Lang) -> list[Any]:
    first = rows.row(0, named=True)
    told = {"worker": first["worker_id"], "name": first["name"], "phone": first["phone"]}
    booths = "、".join(dict.fromkeys(words.booth(row, lang) for row in rows.iter_rows(named=True)))
    bus = say("fair.own_way", lang) if first["bus"] is None and first["wave"] else first["bus"]
    return [*(told[name] for name in columns), first["starts"], bus, booths, ""]


def texts(kit: Kit, lang: Lang) -> Paper:
    """Give each person's invitation as a text that is copied with one touch."""
    blocks: list[doc.Block] = [doc.text(say("fair.page.names", lang), "note")]
    for one in messages(kit, lang):
        who = [str(one["worker_id"]), one["name"] or "", one["phone"] or "", one["village"] or ""]
        parts = say("fair.sms.parts", lang, count=len(one["text"]), parts=-(-len(one["text"]) // PART))
        blocks.append(doc.copy(" ".join(part for part in who if part), one["text"], parts))
    return frame(kit, "texts", lang, say("fair.page.messages", lang), blocks)


def letters(kit: Kit, issued: pl.DataFrame, lang: Lang, office: str, address: str = "") -> Paper:
    """Print the letters that were written (worker_id, post_id, letter_number), each with its slip.

    A name stands on a letter only where names are shown in full; otherwise there is a line to fill in.
    """
    keys = ("worker_id", "post_id")
    about = kit.rows.select(
        *keys, "name", "title", "employer", "booth", "monthly_low", "monthly_high", "pay_raw"
    )
    posts = kit.posts.select("post_id", "place", "offers", "phone_published")
    rows = issued.join(about, on=keys).join(posts, on="post_id").sort("worker_id", "letter_number")
    blocks = [
        block for row in rows.iter_rows(named=True) for block in _letter(kit, row, lang, office, address)
    ]
    return frame(kit, "letters", lang, "", blocks, held="", numbered=False)


def _letter(kit: Kit, row: dict[str, Any], lang: Lang, office: str, address: str) -> list[doc.Block]:
    blank = say("fair.letter.blank", lang, number=row["worker_id"])
    name = row["name"] if kit.names == "full" and row["name"] else blank
    code = code_of(kit.fair.fair_id, row["worker_id"])
    told = {"name": name, "title": row["title"]}
    facts = [
        (say("fair.col.booth", lang), words.booth(row, lang)),
        (say("fair.col.place", lang), row["place"] or "—"),
        (say("fair.col.pay", lang), words.pay(row, lang)),
        (say("fair.col.offers", lang), words.offers(row, lang) or "—"),
        (say("fair.letter.contact", lang), row["phone_published"] or "—"),
        (say("fair.letter.code", lang), code),
    ]
    simulated = [doc.text(say("window.letter.simulated", lang))] if kit.fair.simulated else []
    return [
        doc.headed(say("window.letter", lang), row["letter_number"], address + code),
        doc.text(say("window.letter.to", lang, employer=row["employer"]), "lead"),
        doc.text(say("window.letter.text", lang, **told), "lead"),
        doc.facts(facts),
        doc.text(say("window.letter.rights", lang), "note"),
        *simulated,
        doc.sign([office, say("window.letter.stamp", lang), kit.fair.held_on.isoformat()]),
        doc.cut(say("window.letter.cut", lang)),
        doc.headed(say("window.slip", lang), row["letter_number"]),
        *_slip(told, lang, office),
        doc.fresh_page(),
    ]


def _slip(told: dict[str, Any], lang: Lang, office: str) -> list[doc.Block]:
    ways = "  ".join(f"□ {say(f'window.slip_detail.{way}', lang)}" for way in DETAILS)
    lines = [f"□ {code} {say(f'window.slip.{code}', lang)}" for code in SLIP_CODES]
    lines[0] += f"  ( {ways} )"
    why = "  ".join(f"□ {say(f'window.not_hired.{one}', lang)}" for one in WHY_NOT)
    seen = f"{say('window.slip.interviewed', lang)}  □ {say('window.yes', lang)}  □ {say('window.no', lang)}"
    return [
        doc.text(say("window.slip.text", lang, **told)),
        doc.boxes(lines),
        doc.text(seen),
        doc.text(f"{say('window.slip.why_not', lang)}  {why}"),
        doc.text(f"{say('window.slip.arrived', lang)} ______________"),
        doc.sign(
            [
                f"{say('window.slip.employer_sign', lang)} ____________",
                f"{say('window.slip.day', lang)} ________",
            ]
        ),
        doc.text(say("window.slip.return", lang, office=office)),
    ]
