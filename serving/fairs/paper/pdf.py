"""Set papers as PDF with typst; the text can be copied out again."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from serving.fairs.paper.document import Paper
from serving.fairs.paper.fonts import PLACES, chinese


def as_pdf(paper: Paper, on: date, places: tuple[Path, ...] = PLACES) -> bytes:
    """Give a paper as PDF, dated ``on``; the same paper gives the same bytes. Raises NoFont."""
    import typst

    family, fonts = chinese(places)
    compiler = typst.Compiler(_template(), font_paths=fonts, sys_inputs={
        "font": family, "paper": json.dumps(paper.as_dict(), ensure_ascii=False),
    })  # fmt: skip
    made = compiler.compile(format="pdf", timestamp=datetime(on.year, on.month, on.day, tzinfo=UTC))
    assert isinstance(made, bytes)
    return made


@lru_cache(maxsize=1)
def _template() -> bytes:
    return files("serving.fairs.paper").joinpath("paper.typ").read_bytes()
