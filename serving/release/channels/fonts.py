"""Find a font of this machine that has Chinese characters; none is shipped."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from features.doctor import Check
from features.errors import Unavailable

PACKAGE = "apt-get install fonts-noto-cjk"
KNOWN = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-{style}.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-{style}.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-{style}.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "C:/Windows/Fonts/msyh.ttc",
)
"""Where distributions put it; looked at before the font list of the system is asked."""


class NoFont(Unavailable):
    """Say that no font with Chinese characters is installed."""

    code = "no_font"


@cache
def font_file(style: str = "Regular") -> Path:
    """Give a font file of a style (Regular, Bold) with Chinese characters; raise NoFont without one."""
    for path in (*(Path(name.format(style=style)) for name in KNOWN), *_listed()):
        if path.is_file():
            return path
    raise NoFont(where="fonts", remedy=PACKAGE)


def _listed() -> Iterator[Path]:
    program = shutil.which("fc-list")
    if program is None:
        return
    told = subprocess.run(
        [program, ":lang=zh-cn", "file"], capture_output=True, text=True, timeout=20, check=False
    )
    yield from sorted(Path(line.strip().rstrip(":")) for line in told.stdout.splitlines() if line.strip())


def checks(settings: Any) -> Iterator[Check]:
    """Tell ``springwind doctor`` whether pictures can be written."""
    try:
        yield Check("cjk font", True, str(font_file()))
    except NoFont as error:
        yield Check("cjk font", False, error.message(settings.language), PACKAGE)
