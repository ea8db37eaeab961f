"""Code whole frames: every distinct title once, and those met before not again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Protocol

import polars as pl

from matching.types import Coded

MOST = 50_000
"""Titles remembered; a county's posts and wishes have about a tenth of that."""

LONGEST = 60
"""Characters of a title that is remembered; what is longer is no title but a sentence."""


class Codes(Protocol):
    """Give occupations of titles: the coder itself, or one that remembers."""

    def code(self, titles: Sequence[str], k: int = 5) -> list[list[Coded]]:
        """Give at most ``k`` occupations per title, best first."""


class BestCodes:
    """Ask a coder about each title once: the same trades are wished for and offered every day.

    ``met`` holds the best occupation of the titles asked so far, None for what is no job title.
    """

    def __init__(self, coder: Codes, met: Mapping[str, Coded | None] | None = None) -> None:
        self._coder = coder
        self.met: dict[str, Coded | None] = dict(met or {})

    def code(self, titles: Sequence[str], k: int = 5) -> list[list[Coded]]:
        """Give the best occupation of each title alone; it is the same for every ``k`` above 4."""
        met = self.met
        fresh = [title for title in dict.fromkeys(titles) if title not in met]
        found: dict[str, Coded | None] = {}
        if fresh:
            coded = zip(fresh, self._coder.code(fresh), strict=True)
            found = {title: codes[0] if codes else None for title, codes in coded}
            kept = {title: best for title, best in found.items() if len(title) <= LONGEST}
            self.met = ({} if len(met) > MOST else met) | kept
        best = [found[title] if title in found else met[title] for title in titles]
        return [[code] if code else [] for code in best]


def code_posts(coder: Codes, posts: pl.DataFrame) -> pl.DataFrame:
    """Add ``occ_code`` (text, null = no job title) and ``occ_score`` (0..1) of each post's title."""
    titles = posts.select(pl.col("title").fill_null("").unique(maintain_order=True))["title"].to_list()
    best = [found[0] if found else None for found in coder.code(titles)]
    known = pl.DataFrame(
        {
            "title": titles,
            "occ_code": [coded.code if coded else None for coded in best],
            "occ_score": [coded.score if coded else None for coded in best],
        },
        schema={"title": pl.String, "occ_code": pl.String, "occ_score": pl.Float32},
    )
    return posts.drop("occ_code", "occ_score", strict=False).join(
        known, on="title", how="left", maintain_order="left"
    )


def code_workers(coder: Codes, workers: pl.DataFrame) -> pl.DataFrame:
    """Add ``occ_codes``: distinct codes of what is wanted, then of past jobs, in that order."""
    told = zip(workers["wanted"].to_list(), workers["past_jobs"].to_list(), strict=True)
    said = [[title for title in (*(wanted or ()), *(past or ())) if title] for wanted, past in told]
    titles = list(dict.fromkeys(chain.from_iterable(said)))
    found = zip(titles, coder.code(titles), strict=True)
    best = {title: codes[0].code for title, codes in found if codes}
    lists = [list(dict.fromkeys(best[title] for title in row if title in best)) for row in said]
    bare = workers.drop("occ_codes", strict=False)
    return bare.with_columns(pl.Series("occ_codes", lists, dtype=pl.List(pl.String)))
