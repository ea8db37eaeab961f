"""The long picture (长图) of a post: what a village group passes on, with a code that leads to the page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from features.say import Lang, say
from serving.release.channels import qr
from serving.release.channels.fonts import font_file
from serving.release.channels.plain import plain
from serving.release.channels.texts import Row, offers, pay, places, spoken

WIDTH, MARGIN = 750, 48
"""Pixels: the width phones show a picture at."""

INK, SOFT, ACCENT, PAPER, CARD = "#1d2724", "#4d5a55", "#1f6f5c", "#eef3ef", "#ffffff"
HANGING = "，。；：、！？）】》”’,.;:!?)]"
"""Marks that may stand in the margin: none of them begins a line."""

LONGEST = 900
"""Characters of the duties; the page behind the code has them all."""


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one line as it is drawn: text, size in pixels, colour, bold or not, room above."""

    text: str
    size: int
    colour: str
    bold: bool = False
    above: int = 0


def picture(post: Row, lang: Lang, url: str, office: str) -> bytes:
    """Give the picture as PNG; raise NoFont where the machine has no Chinese font."""
    lines = [line for block in blocks(post, lang) for line in _wrapped(block)]
    modules = qr.rows(url)
    scale = max(4, 260 // len(modules))
    side = scale * len(modules)
    text_height = sum(line.above + round(line.size * 1.45) for line in lines)
    height = 150 + text_height + 60 + side + 150
    canvas = Image.new("RGB", (WIDTH, height), PAPER)
    draw = ImageDraw.Draw(canvas)
    draw.rectangle((0, 0, WIDTH, 120), fill=ACCENT)
    draw.text((MARGIN, 36), plain(office), font=_font(40, True), fill=CARD)
    draw.rectangle((0, 120, WIDTH, 150 + text_height + 20), fill=CARD)
    at = _draw_lines(draw, lines, 150)
    _draw_code(draw, modules, scale, at + 60)
    _draw_foot(draw, lang, at + 60 + side)
    out = io.BytesIO()
    canvas.save(out, "PNG", optimize=False, compress_level=6)
    return out.getvalue()


def blocks(post: Row, lang: Lang) -> Iterator[Line]:
    """Give what the picture says, from top to bottom."""
    if post["simulated"]:
        yield Line(say("channel.simulated.post", lang), 26, "#8a5a00", above=6)
    yield Line(plain(post["title"]), 54, INK, True, 10)
    yield Line(pay(post, lang), 44, ACCENT, True, 8)
    yield Line(plain(post["employer"]), 32, SOFT, above=4)
    yield Line(places(post, lang), 34, INK, above=22)
    if post["offers"]:
        yield Line(offers(post, lang), 34, INK)
    if post["place"]:
        yield Line(say("channel.group.where", lang, place=plain(post["place"])), 34, INK)
    yield Line(say("channel.group.until", lang, day=post["closes_on"]), 34, INK)
    if post["duties"]:
        yield Line(plain(post["duties"])[:LONGEST], 30, SOFT, above=22)
    if post["contact_phone"]:
        name, phone = plain(post["contact_name"]), spoken(str(post["contact_phone"]))
        yield Line(say("channel.group.phone", lang, name=name, phone=phone), 38, INK, True, 22)


def _wrapped(block: Line) -> Iterator[Line]:
    """Break a block into lines that fit; Chinese breaks anywhere, words of letters stay whole if they can."""
    font, room, above = _font(block.size, block.bold), WIDTH - 2 * MARGIN, block.above
    for paragraph in block.text.splitlines() or [""]:
        line = ""
        for piece in _pieces(paragraph):
            if line and piece not in HANGING and font.getlength(line + piece) > room:
                yield Line(line.rstrip(), block.size, block.colour, block.bold, above)
                line, above = piece.lstrip(), 0
            else:
                line += piece
        yield Line(line, block.size, block.colour, block.bold, above)
        above = 0


def _pieces(text: str) -> Iterator[str]:
    word = ""
    for character in text:
        if character.isascii() and not character.isspace() and len(word) < 24:
            word += character
            continue
        if word:
            yield word
        word = ""
        yield character
    if word:
        yield word


def _draw_lines(draw: Any, lines: list[Line], top: int) -> int:
    for line in lines:
        top += line.above
        draw.text((MARGIN, top), line.text, font=_font(line.size, line.bold), fill=line.colour)
        top += round(line.size * 1.45)
    return top


def _draw_code(draw: Any, modules: list[list[bool]], scale: int, top: int) -> None:
    left = (WIDTH - scale * len(modules)) // 2
    side = scale * len(modules)
    draw.rectangle((left, top, left + side - 1, top + side - 1), fill="#ffffff")
    for y, row in enumerate(modules):
        for x, dark in enumerate(row):
            if dark:
                corner = (left + x * scale, top + y * scale)
                draw.rectangle((*corner, corner[0] + scale - 1, corner[1] + scale - 1), fill="#000000")


def _draw_foot(draw: Any, lang: Lang, top: int) -> None:
    for number, key in enumerate(("channel.scan", "channel.no_fee")):
        draw.text((WIDTH / 2, top + 36 + number * 44), say(key, lang), font=_font(28), fill=SOFT, anchor="mm")


@cache
def _font(size: int, bold: bool = False) -> Any:
    return ImageFont.truetype(str(font_file("Bold" if bold else "Regular")), size, index=_simplified(bold))


@cache
def _simplified(bold: bool) -> int:
    """Give which face of a collection is the simplified Chinese one; the first where it does not say."""
    path = str(font_file("Bold" if bold else "Regular"))
    for index in range(10):
        try:
            family, _ = ImageFont.truetype(path, 20, index=index).getname()
        except OSError:
            return 0
        if family and family.endswith(" SC"):
            return index
    return 0
