"""Print the kit of a fair: write its letters, read its plan, and put everything into one folder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from features.say import say
from serving.fairs.day.layout import lay_out, read_layout
from serving.fairs.kit import Names, read_kit
from serving.fairs.letters import Which, issue
from serving.fairs.paper.fonts import chinese, places_of
from serving.fairs.paper.write import Print, write_kit
from serving.fairs.transport import riders
from serving.settings import ServiceSettings


def print_kit(
    store: Any,
    settings: ServiceSettings,
    fair_id: int,
    out: Path,
    as_of: date,
    *,
    names: Names = "masked",
    why: str = "",
    letters: Which = "first",
    desks: tuple[str, ...] = ("A", "B"),
    address: str = "",
    tell: Callable[[str], None] = lambda name: None,
) -> list[Path]:
    """Write the kit and give the paths; a day that was never laid out is laid out first.

    Raises NoFont before a letter is written, InputError for a fair without a plan.
    """
    fonts = places_of(settings.serving.font_dir)
    chinese(fonts)
    layout = read_layout(store, fair_id) or lay_out(store, fair_id, as_of)
    kit = read_kit(store, fair_id, as_of, names, why)
    how = Print(
        settings.serving.office_name or say("window.office", settings.language),
        issue(store, fair_id, letters, as_of),
        layout,
        riders(store, fair_id, as_of),
        desks,
        address,
        fonts,
        tell,
    )
    return write_kit(kit, how, out, as_of)
