"""Write the whole kit of a fair into a folder: papers as page and PDF in both languages, and workbooks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from features.say import Lang
from serving.fairs.day.layout import Layout
from serving.fairs.desk.sheet import write_sheet
from serving.fairs.kit import Kit
from serving.fairs.paper import hall, office, people
from serving.fairs.paper.document import Paper
from serving.fairs.paper.fonts import PLACES, chinese
from serving.fairs.paper.page import as_page
from serving.fairs.paper.pdf import as_pdf
from serving.fairs.sheets import write_parts, write_workbooks

LANGUAGES: tuple[Lang, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Print:
    """Say what the kit is printed with: letters that were written, the day's layout, desks, addresses."""

    office: str
    letters: pl.DataFrame
    layout: Layout | None = None
    away: pl.DataFrame | None = None
    desks: tuple[str, ...] = ("A", "B")
    address: str = ""
    fonts: tuple[Path, ...] = PLACES
    tell: Callable[[str], Any] = field(default=lambda name: None)


def papers(kit: Kit, how: Print, lang: Lang) -> Iterator[Paper]:
    """Give every paper of the kit in one language."""
    yield office.ready(kit, lang)
    yield hall.wall(kit, lang, "a4")
    yield hall.wall(kit, lang, "a3")
    yield hall.poster(kit, lang, how.address)
    yield hall.cards(kit, lang)
    yield hall.script(kit, lang)
    yield people.calls(kit, lang)
    yield people.texts(kit, lang)
    if len(how.letters):
        address = f"{how.address}/fairs/{kit.fair.fair_id}/in?code=" if how.address else ""
        yield people.letters(kit, how.letters, lang, how.office, address)
    if how.layout is not None:
        away = how.away if how.away is not None else pl.DataFrame()
        yield office.day(kit, how.layout, away, lang)
    for name in how.desks:
        yield office.sheet(kit, name, lang)


def write_kit(kit: Kit, how: Print, folder: Path, on: date) -> list[Path]:
    """Write everything and give the paths. Raises NoFont before anything is written."""
    chinese(how.fonts)
    written = [*write_workbooks(kit, folder), *write_parts(kit, folder)]
    for lang in LANGUAGES:
        for paper in papers(kit, how, lang):
            how.tell(paper.name)
            written += _both(paper, folder, on, how.fonts)
        lines = folder / f"script.{lang}.txt"
        lines.write_text("\n".join(hall.script_lines(kit, lang)) + "\n", "utf-8")
        written.append(lines)
    written += [write_sheet(kit.fair, name, folder / f"sheet_{name}.xlsx") for name in how.desks]
    return written


def _both(paper: Paper, folder: Path, on: date, fonts: tuple[Path, ...]) -> list[Path]:
    page, pdf = folder / f"{paper.name}.{paper.lang}.html", folder / f"{paper.name}.{paper.lang}.pdf"
    page.write_text(as_page(paper), "utf-8")
    pdf.write_bytes(as_pdf(paper, on, fonts))
    return [page, pdf]
