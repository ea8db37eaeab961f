"""The public pages as files in one zip, for places without a server: any web space or memory stick holds it.

Chinese at the root, English under ``en/``; lists by date and by place, one page per post with its
JobPosting, Atom, calendar and sitemap. No script anywhere.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

import polars as pl
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from features.say import Lang, catalogue, say
from serving.board import Board
from serving.release.channels import atom, calendar, texts
from serving.release.channels.atom import Source
from serving.release.jsonld import job_posting
from serving.release.moves import EVERYTHING

TEMPLATES = Path(__file__).parent / "templates"
PER_PAGE = 50
STAMP = (1980, 1, 1, 0, 0, 0)
"""Date of every file in the zip: the same posts give the same bytes."""


@dataclass(frozen=True, slots=True)
class Site:
    """Hold what the pages are made of; ``fairs`` are those of public notice, ``now`` carries a time zone."""

    board: Board
    fairs: list[dict[str, Any]]
    name: str
    feed_id: str
    base: str
    now: datetime


def write(site: Site, out: Path) -> int:
    """Write the zip, whole or not at all, and give the number of its files."""
    partial_ = out.with_name(out.name + ".partial")
    count = 0
    with zipfile.ZipFile(partial_, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for name, body in files(site):
            packed.writestr(_entry(name), body)
            count += 1
    partial_.replace(out)
    return count


def files(site: Site) -> Iterator[tuple[str, bytes]]:
    """Give every file of the site: path and bytes."""
    static = resources("serving.window").joinpath("static")
    for name in ("style.css", "icon.svg"):
        yield name, static.joinpath(name).read_bytes()
    source = Source(site.name, site.feed_id, site.base, "zh")
    yield "posts.atom", atom.atom(site.board, source, EVERYTHING, site.now)
    yield "fairs.ics", calendar.calendar(site.fairs, source, site.now)
    yield "posts.jsonl", site.board.lines
    for lang in ("zh", "en"):
        yield from _pages(site, "en" if lang == "en" else "zh")
    yield "sitemap.xml", _sitemap(site).encode()


def _pages(site: Site, lang: Lang) -> Iterator[tuple[str, bytes]]:
    root = "" if lang == "zh" else "en/"
    rows = site.board.live.sort("opened_on", "post_id", descending=True)
    yield from _lists(site, lang, rows, "index", say("window.nav.posts", lang))
    places = rows.group_by("place").agg(pl.len()).sort("len", "place", descending=[True, False])
    listed = []
    for number, (place, count) in enumerate(places.iter_rows(), 1):
        stem, name = f"place-{number}", place or "—"
        listed.append({"name": name, "count": count, "file": f"{stem}.html"})
        yield from _lists(site, lang, rows.filter(pl.col("place") == place), stem, name)
    yield f"{root}places.html", _rendered(site, lang, "site_places.html", "places.html", places=listed)
    for post in rows.iter_rows(named=True):
        path = f"posts/{post['post_id']}.html"
        told = job_posting(post, site.base)
        yield f"{root}{path}", _rendered(site, lang, "site_post.html", path, post=post, jsonld=told)


def _lists(
    site: Site, lang: Lang, rows: pl.DataFrame, stem: str, heading: str
) -> Iterator[tuple[str, bytes]]:
    pages = max(1, -(-rows.height // PER_PAGE))
    names = [f"{stem}.html", *(f"{stem}-{number}.html" for number in range(2, pages + 1))]
    for number, name in enumerate(names):
        shown = rows.slice(number * PER_PAGE, PER_PAGE).to_dicts()
        body = _rendered(
            site, lang, "site_list.html", name, posts=shown, total=rows.height, heading=heading,
            before=names[number - 1] if number else "", after=names[number + 1] if number + 1 < pages else "",
        )  # fmt: skip
        yield ("" if lang == "zh" else "en/") + name, body


def _rendered(site: Site, lang: Lang, template: str, path: str, **values: Any) -> bytes:
    deep = path.count("/")
    home = "../" * deep
    up = home if lang == "zh" else home + "../"
    other = f"{home}en/{path}" if lang == "zh" else f"{up}{path}"
    context = {
        "t": partial(_say, lang), "lang": lang, "office_name": site.name, "home": home, "up": up,
        "other": other, "simulated": site.board.simulated, "say": texts, "at": f"{site.now:%Y-%m-%d %H:%M}",
        "education": _education, "origin": texts.origin, **values,
    }  # fmt: skip
    return environment().get_template(template).render(context).encode()


@cache
def environment() -> Environment:
    """Give the templates; an undefined name is an error, not an empty place."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip


def _education(code: str | None, lang: Lang) -> str:
    key = f"window.education.{code or 'none'}"
    return say(key, lang) if key in catalogue() else str(code)


def _sitemap(site: Site) -> str:
    from serving.release.channels.sitemap import part, parts

    whole = (part(site.board, site.base, number) for number in range(1, parts(site.board) + 1))
    first = next(whole)
    rest = "".join(one.split("\n", 2)[2].removesuffix("</urlset>\n") for one in whole)
    told = first.removesuffix("</urlset>\n") + rest + "</urlset>\n"
    return told.replace("</loc><lastmod>", ".html</loc><lastmod>").replace(
        "/posts</loc>", "/index.html</loc>"
    )


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, STAMP)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    return entry


def _say(lang: Lang, key: str, **values: Any) -> str:
    return say(key, lang, **values)
