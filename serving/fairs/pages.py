"""Write the print-ready pages of a fair: readiness, wall sheet and invitation texts, in both languages."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from features.say import Lang, say
from serving.fairs import words
from serving.fairs.kit import Kit, Names

TEMPLATES = Path(__file__).parent / "templates"
COLUMNS: dict[Names, tuple[str, ...]] = {
    "none": ("worker", "village", "text"),
    "masked": ("worker", "name", "village", "text"),
    "full": ("worker", "name", "phone", "village", "text"),
}
LANGUAGES: tuple[Lang, ...] = ("zh", "en")


@cache
def environment() -> Environment:
    """Give the template environment; an undefined name is an error, not an empty place."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    found.globals.update(words=words, say=say)
    return found


def write_pages(kit: Kit, folder: Path) -> list[Path]:
    """Write ``wall``, ``messages`` and ``ready`` pages, one file per language, and give their paths."""
    written = []
    for lang in LANGUAGES:
        values = {"kit": kit, "fair": kit.fair, "lang": lang}
        pages: dict[str, dict[str, Any]] = {
            "wall": {"posts": kit.posts.to_dicts()},
            "messages": {"messages": messages(kit, lang), "columns": COLUMNS[kit.names]},
            "ready": {"items": kit.readiness},
        }
        for name, more in pages.items():
            path = folder / f"{name}.{lang}.html"
            path.write_text(environment().get_template(f"{name}.html").render(**values, **more), "utf-8")
            written.append(path)
    return written


def messages(kit: Kit, lang: Lang) -> list[dict[str, Any]]:
    """Give worker_id, name, phone, village and text of everybody who is invited."""
    fair = kit.fair.model_dump()
    invited = kit.rows.filter(~pl.col("reserve"))
    return [
        {
            "worker_id": worker_id,
            **{name: rows[0][name] for name in ("name", "phone", "village")},
            "text": words.invitation(fair, worker_id, rows, lang),
        }
        for (worker_id,), group in invited.group_by(["worker_id"], maintain_order=True)
        for rows in [group.sort("rank").to_dicts()]
    ]
