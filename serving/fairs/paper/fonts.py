"""Find a font of this machine that has Chinese letters; nothing is fetched and nothing is shipped."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from features.errors import Unavailable

FAMILIES = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC", "Microsoft YaHei",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei", "Noto Serif CJK SC",
)  # fmt: skip
"""Families that print a page well, the best first."""

PATTERNS = ("*CJK*", "*SourceHan*", "*NotoSansSC*", "*msyh*", "*wqy*", "*simhei*")
PLACES = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("~/.local/share/fonts"),
    Path("~/.fonts"),
)
REMEDY = "apt-get install fonts-noto-cjk"


class NoFont(Unavailable):
    """Say that no font with Chinese letters is installed, and how to get one."""

    code = "fair_no_font"


@lru_cache(maxsize=8)
def chinese(places: tuple[Path, ...] = PLACES) -> tuple[str, Any]:
    """Give the family and the fonts as the typesetter takes them; raise NoFont where there is none."""
    import typst

    folders = sorted({str(file.parent) for file in _files(places)})
    if not folders:
        raise NoFont(remedy=REMEDY)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))
    known = set(fonts.families())
    family = next((name for name in FAMILIES if name in known), None)
    if family is None:
        raise NoFont(remedy=REMEDY)
    return family, fonts


def _files(places: Iterable[Path]) -> Iterable[Path]:
    for place in places:
        folder = place.expanduser()
        if folder.is_dir():
            for pattern in PATTERNS:
                yield from folder.rglob(f"{pattern}.[ot]t[cf]")


def places_of(folder: str) -> tuple[Path, ...]:
    """Give where to look: the folder that was set, or the system's."""
    return (Path(folder),) if folder else PLACES
