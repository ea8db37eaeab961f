"""QR codes that lead from paper, picture and screen to a page."""

from __future__ import annotations

import io
from functools import lru_cache

import segno
from markupsafe import Markup

QUIET = 4
"""White modules around the code, as ISO/IEC 18004 asks."""


@lru_cache(maxsize=2048)
def svg(address: str, label: str) -> Markup:
    """Give the code as an SVG element that a page holds within itself; ``label`` is read out for it."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=QUIET, xmldecl=False, svgns=True, omitsize=True, title=label, svgclass="qr"
    )
    return Markup(out.getvalue().decode().replace("<svg ", '<svg role="img" ', 1))  # noqa: S704 made here


def rows(address: str) -> list[list[bool]]:
    """Give the code's modules, dark ones True, with the quiet zone."""
    made = segno.make(address, error="m", micro=False)
    return [[bool(module) for module in row] for row in made.matrix_iter(border=QUIET)]
