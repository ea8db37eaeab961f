"""Code whole frames: every distinct title once, and those met before not again."""

from __future__ import annotations

from collections.abc import Sequence
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


class Remembering:
    """Ask a coder about each title once: the same trades are wished for and offered every day."""

    def __init__(self, coder: Codes) -> None:
        self._coder = coder
        self._met: dict[tuple[str, int], list[Coded]] = {}

    def code(self, titles: Sequence[str], k: int = 5) -> list[list[Coded]]:
        """Give at most ``k`` occupations per title, best first."""
        known = {title: self._met.get((title, k)) for title in titles}
        fresh = [title for title, found in known.items() if found is None]
        if fresh:
            found = dict(zip(fresh, self._coder.code(fresh, k), strict=True))
            known |= found
            self._remember(found, k)
        return [known[title] or [] for title in titles]

    def _remember(self, found: dict[str, list[Coded]], k: int) -> None:
        if len(self._met) + len(found) > MOST:
            self._met.clear()
        self._met.update(((title, k), codes) for title, codes in found.items() if len(title) <= LONGEST)


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
