"""The closing report as a paper, a workbook and labels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from features.errors import Conflict
from features.say import Lang, say
from serving.fairs.closing.booths import booth_table, congestion, unserved
from serving.fairs.closing.counts import Counts, counts
from serving.fairs.closing.facts import Facts, read_facts
from serving.fairs.closing.labels import labels
from serving.fairs.paper import document as doc
from serving.fairs.paper.document import Paper
from serving.fairs.paper.fonts import PLACES
from serving.fairs.paper.page import as_page
from serving.fairs.paper.pdf import as_pdf
from serving.fairs.sheets import plain

COLUMNS = (
    "booth", "employer", "places", "invited", "invited_came", "sent", "talked", "wishes", "hired", "expected",
    "lasting", "lasting_unknown", "peak_queue", "full_minutes", "state",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Closing:
    """Hold the closing report of one fair as known on ``as_of``."""

    facts: Facts
    counts: dict[str, Counts]
    booths: pl.DataFrame
    congestion: dict[str, float]
    unserved: Counts

    def as_dict(self) -> dict[str, Any]:
        """Give the report as JSON takes it; nothing in it names a worker."""
        fair = self.facts.fair
        return {
            "fair_id": fair.fair_id, "name": fair.name, "held_on": fair.held_on.isoformat(),
            "as_of": self.facts.as_of.isoformat(), "simulated": fair.simulated, "counts": self.counts,
            "congestion": self.congestion, "unserved": self.unserved, "booths": self.booths.to_dicts(),
        }  # fmt: skip


def close(store: Any, fair_id: int, as_of: date) -> Closing:
    """Draw up the report; Conflict before the day of the fair."""
    facts = read_facts(store, fair_id, as_of)
    if as_of < facts.fair.held_on:
        raise Conflict("fair_not_held", id=fair_id, day=facts.fair.held_on.isoformat())
    table = booth_table(facts)
    return Closing(facts, counts(facts), table, congestion(table), unserved(facts))


def paper(closing: Closing, lang: Lang) -> Paper:
    """Give the report as a paper; each part of the counts stands by itself, with no sum over parts."""
    fair = closing.facts.fair
    blocks: list[doc.Block] = [doc.text(say("fair.close.never_added", lang), "note")]
    for part, numbers in closing.counts.items():
        pairs = [(say(f"fair.close.{part}.{name}", lang), f"{value:,}") for name, value in numbers.items()]
        blocks += [doc.heading(say(f"fair.close.{part}", lang)), doc.facts(pairs)]
    blocks += [doc.heading(say("fair.close.spread", lang)), doc.facts(_spread(closing, lang))]
    blocks += [doc.heading(say("fair.close.booths", lang)), _booths(closing, lang)]
    blocks.append(doc.text(say("fair.close.expected", lang)))
    held = (
        f"{fair.name} · {fair.held_on.isoformat()} · {say('fair.close.as_of', lang, day=closing.facts.as_of)}"
    )
    simulated = say("fair.note.simulated", lang) if fair.simulated else ""
    title = say("fair.close.title", lang)
    return Paper("closing", lang, title, blocks, held=held, foot=held, landscape=True, simulated=simulated)


def _spread(closing: Closing, lang: Lang) -> list[tuple[str, str]]:
    rows = [
        (say(f"fair.close.spread.{name}", lang), str(value)) for name, value in closing.congestion.items()
    ]
    return rows + [(say(f"fair.close.unserved.{name}", lang), str(n)) for name, n in closing.unserved.items()]


def booth_rows(closing: Closing, lang: Lang) -> list[list[Any]]:
    """Give the booth table as cells."""
    return [
        [f"{row[name]:.1f}" if name == "expected" else
         say(f"fair.close.state.{row[name]}", lang) if name == "state" else row[name] for name in COLUMNS]
        for row in closing.booths.iter_rows(named=True)
    ]  # fmt: skip


def _booths(closing: Closing, lang: Lang) -> doc.Block:
    head = [say(f"fair.close.col.{name}", lang) for name in COLUMNS]
    widths = (0.7, 3.2, *[0.9] * (len(COLUMNS) - 3), 1.0)
    return doc.table(head, booth_rows(closing, lang), widths, (0, *range(2, len(COLUMNS) - 1)))


def write(closing: Closing, folder: Path, fonts: tuple[Path, ...] = PLACES) -> list[Path]:
    """Write page and PDF in both languages, the workbook, and the labels (parquet); give the paths."""
    written = []
    for lang in ("zh", "en"):
        one = paper(closing, lang)
        page, pdf = folder / f"closing.{lang}.html", folder / f"closing.{lang}.pdf"
        page.write_text(as_page(one), "utf-8")
        pdf.write_bytes(as_pdf(one, closing.facts.as_of, fonts))
        written += [page, pdf]
    learned = folder / "labels.parquet"
    labels(closing.facts).write_parquet(learned)
    return [*written, workbook(closing, folder / "closing.xlsx"), learned]


def workbook(closing: Closing, path: Path) -> Path:
    """Write the report as .xlsx: one sheet of counts, one of booths, numbers as numbers."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True, "bg_color": "#EEF2EE", "border": 1, "text_wrap": True})
        sheet = book.add_worksheet(say("fair.close.title", "zh"))
        for line, cells in enumerate(_count_rows(closing)):
            sheet.write_row(line, 0, [plain(cell) for cell in cells], bold if len(cells) == 1 else None)
        sheet.set_column(0, 0, 60)
        table = book.add_worksheet(say("fair.close.booths", "zh"))
        table.write_row(0, 0, [_both(f"fair.close.col.{name}") for name in COLUMNS], bold)
        for line, row in enumerate(closing.booths.select(COLUMNS).iter_rows(), 1):
            table.write_row(line, 0, [plain(cell) for cell in row])
        table.set_column(1, 1, 34)
        table.freeze_panes(1, 2)
    return path


def _count_rows(closing: Closing) -> list[list[Any]]:
    fair = closing.facts.fair
    rows: list[list[Any]] = [[f"{fair.name} · {fair.held_on.isoformat()}"], [_both("fair.close.never_added")]]
    rows += [[_both("fair.note.simulated")]] if fair.simulated else []
    for part, numbers in closing.counts.items():
        rows += [[_both(f"fair.close.{part}")]]
        rows += [[_both(f"fair.close.{part}.{name}"), value] for name, value in numbers.items()]
    rows += [[_both("fair.close.spread")]]
    rows += [[_both(f"fair.close.spread.{name}"), value] for name, value in closing.congestion.items()]
    return rows + [[_both(f"fair.close.unserved.{name}"), value] for name, value in closing.unserved.items()]


def _both(key: str) -> str:
    return f"{say(key, 'zh')} / {say(key, 'en')}"
