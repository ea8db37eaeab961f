"""Which posts a subscriber wants: by division of the place of work and by occupation."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import polars as pl

from features.errors import InputError

CodesOf = Callable[[Sequence[str]], list[str]]
"""Titles to occupation codes, "" where a title has none."""

MOST = 50
"""Prefixes in one wish."""

_DIVISION = re.compile(r"[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}")
_OCCUPATION = re.compile(r"[0-9](-[0-9]{2}){0,3}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Hold code prefixes of divisions and of occupations (``6``, ``6-18``, ...); empty wants all."""

    divisions: tuple[str, ...] = ()
    occupations: tuple[str, ...] = ()
    codes_of: CodesOf | None = field(default=None, compare=False)
    """How titles are coded; the shipped coder unless given."""

    def __post_init__(self) -> None:
        for one in self.divisions:
            if not _DIVISION.fullmatch(one):
                raise InputError("wanted_division", where="division", value=one[:30])
        for one in self.occupations:
            if not _OCCUPATION.fullmatch(one):
                raise InputError("wanted_occupation", where="occupation", value=one[:30])
        if len(self.divisions) + len(self.occupations) > MOST:
            raise InputError("wanted_many", where="division", most=MOST)

    @property
    def everything(self) -> bool:
        """Say whether every post is wanted."""
        return not self.divisions and not self.occupations

    def keep(self, posts: pl.DataFrame) -> pl.DataFrame:
        """Give the posts (with ``division`` and ``title``) that are wanted."""
        if self.divisions:
            posts = posts.filter(_starts("division", self.divisions))
        if self.occupations and posts.height:
            codes = (self.codes_of or shipped_codes)(posts["title"].to_list())
            coded = posts.with_columns(pl.Series("_code", codes, dtype=pl.String()))
            posts = coded.filter(_starts("_code", self.occupations)).drop("_code")
        return posts


def _starts(column: str, prefixes: tuple[str, ...]) -> pl.Expr:
    return pl.any_horizontal(pl.col(column).str.starts_with(one) for one in prefixes)


def shipped_codes(titles: Sequence[str]) -> list[str]:
    """Give the best occupation code of each title by the shipped coder, "" for none; each title once."""
    known = _known()
    new = [title for title in dict.fromkeys(titles) if title not in known]
    if new:
        if len(known) > 200_000:  # a title more or less costs little; memory without end does not
            known.clear()
            new = list(dict.fromkeys(titles))
        for title, found in zip(new, _coder().code(new, k=1), strict=True):
            known[title] = found[0].code if found else ""
    return [known[title] for title in titles]


@cache
def _known() -> dict[str, str]:
    return {}


@cache
def _coder() -> Any:
    from matching.occupations import load_coder

    return load_coder()
