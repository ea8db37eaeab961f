"""Write the print-ready pages of a fair: readiness, wall sheet and invitation texts, in both languages."""

from __future__ import annotations

from pathlib import Path

from features.say import Lang
from serving.fairs.kit import Kit
from serving.fairs.paper.hall import wall
from serving.fairs.paper.office import ready
from serving.fairs.paper.page import as_page
from serving.fairs.paper.people import texts

LANGUAGES: tuple[Lang, ...] = ("zh", "en")


def write_pages(kit: Kit, folder: Path) -> list[Path]:
    """Write ``wall``, ``messages`` and ``ready`` pages, one file per language, and give their paths."""
    written = []
    for lang in LANGUAGES:
        for name, paper in (
            ("wall", wall(kit, lang)),
            ("messages", texts(kit, lang)),
            ("ready", ready(kit, lang)),
        ):
            path = folder / f"{name}.{lang}.html"
            path.write_text(as_page(paper), "utf-8")
            written.append(path)
    return written
