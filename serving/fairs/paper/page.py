"""Write papers as pages that print: one file each, everything inside, nothing from outside."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from features.say import say
from serving.fairs.paper.document import Paper


def as_page(paper: Paper) -> str:
    """Give a paper as one HTML page."""
    return environment().get_template("paper.html").render(paper=paper.as_dict())


@cache
def environment() -> Environment:
    """Give the template environment; an undefined name is an error, not an empty place."""
    found = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    found.globals.update(say=say, data_of=data_of)
    return found


def data_of(svg: str) -> str:
    """Give a drawing as an address that needs no network."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
