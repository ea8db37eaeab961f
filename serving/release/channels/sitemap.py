"""The public pages for search engines: a sitemap (sitemaps.org 0.9) in parts of what one file may hold."""

from __future__ import annotations

from datetime import date
from xml.sax.saxutils import escape

import polars as pl

from features.clock import BUSINESS_ZONE
from serving.board import Board

PER_FILE = 45_000
"""Addresses in one file; the protocol allows 50,000."""

KIND = "application/xml; charset=utf-8"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def parts(board: Board) -> int:
    """Give how many files the published posts need, one at least."""
    return max(1, -(-board.live.height // PER_FILE))


def index(board: Board, base: str) -> str:
    """Give the list of the files where one is not enough, else the one file itself."""
    if parts(board) == 1:
        return part(board, base, 1)
    rows = "".join(
        f"<sitemap><loc>{escape(base)}/sitemap-{number}.xml</loc></sitemap>\n"
        for number in range(1, parts(board) + 1)
    )
    return f'{HEAD}<sitemapindex xmlns="{SPACE}">\n{rows}</sitemapindex>\n'


def part(board: Board, base: str, number: int) -> str:
    """Give one file, counted from 1: the list of posts first, then posts with the day they last moved."""
    shown = board.live.select("post_id", "opened_on").slice((number - 1) * PER_FILE, PER_FILE)
    moved = board.ledger.group_by("post_id").agg(
        pl.col("at").max().dt.convert_time_zone(BUSINESS_ZONE.key).dt.date()
    )
    rows = shown.join(moved, on="post_id", how="left", maintain_order="left")
    days = rows.select("post_id", pl.coalesce("at", "opened_on")).iter_rows()
    pages = "".join(_url(f"{base}/posts/{post_id}", day) for post_id, day in days)
    first = f"<url><loc>{escape(base)}/posts</loc></url>\n" if number == 1 else ""
    return f'{HEAD}<urlset xmlns="{SPACE}">\n{first}{pages}</urlset>\n'


def robots(base: str) -> str:
    """Say what a search engine may read: the public pages, not the window's."""
    closed = "".join(
        f"Disallow: {path}\n"
        for path in ("/workers", "/letters", "/outcome", "/match", "/sign-in", "/release")
    )
    return f"User-agent: *\n{closed}Allow: /\nSitemap: {base}/sitemap.xml\n"


def _url(address: str, day: date) -> str:
    return f"<url><loc>{escape(address)}</loc><lastmod>{day.isoformat()}</lastmod></url>\n"
