"""The words of the simulated records: ads in their messy style, skills in people's own words.

The shapes stand in ``texts.toml``; titles and tasks in ``trades.csv``. Training and testing share neither.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from features.records.vocabulary import PayBasis
from training_jobs.county.details import Said
from training_jobs.county.parameters import Templates
from training_jobs.county.trades import Trades

SURNAMES = tuple("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗")

HOURS, DAYS = 174, 21.75
"""Hours and days paid in a month (劳社部发〔2008〕3号)."""


@dataclass(frozen=True, slots=True)
class Shapes:
    """Hold the shapes of one set of templates."""

    title: tuple[str, ...]
    title_lodging: tuple[str, ...]
    title_full_board: tuple[str, ...]
    duties: tuple[str, ...]
    skill: tuple[str, ...]
    skill_extra: tuple[str, ...]
    past: tuple[str, ...]
    wanted_any: tuple[str, ...]
    own_words: tuple[str, ...]
    pay_said: tuple[str, ...]
    pay_open: tuple[str, ...]
    need_none: tuple[str, ...]


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(files("training_jobs.county").joinpath("texts.toml").read_text("utf-8"))


def load_shapes(templates: Templates) -> Shapes:
    """Read the shapes of one set."""
    return Shapes(**{name: tuple(shapes) for name, shapes in _file()[templates].items()})


def need_words() -> dict[str, str]:
    """Give the words for each need, the same in both sets."""
    words: dict[str, str] = _file()["shared"]["need"]
    return words


class Choice:
    """Pick words with numbers drawn in advance: fast, and the same whatever is written around them."""

    def __init__(self, rng: np.random.Generator, count: int) -> None:
        self._drawn: list[float] = rng.random(count).tolist()
        self._next = 0

    def number(self) -> float:
        """Give the next number in 0..1."""
        self._next = (self._next + 1) % len(self._drawn)
        return self._drawn[self._next]

    def one(self, words: Sequence[str]) -> str:
        """Pick one."""
        return words[int(self.number() * len(words))]

    def some(self, words: Sequence[str], count: int) -> tuple[str, ...]:
        """Pick ``count`` different ones, or all where there are fewer."""
        left = list(words)
        return tuple(left.pop(int(self.number() * len(left))) for _ in range(min(count, len(left))))


@dataclass(frozen=True, slots=True)
class Written:
    """Hold pay as written, and what the words tell: basis and yuan a month (None where they do not say)."""

    raw: str
    basis: PayBasis
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Pen:
    """Hold what writing needs: words drawn, shapes, trades, and how loosely things are said."""

    choice: Choice
    shapes: Shapes
    trades: Trades
    said: Said


def pay_text(choice: Choice, said: Said, low: int, high: int, kind: str) -> Written:
    """Write pay as people write it; the figures told are those of the words, not of what was meant."""
    if kind == "negotiable":
        return Written(choice.one(["面议", "工资面议", "待遇面议"]), "negotiable")
    if kind == "hour":
        rate = max(12, round((low + high) / 2 / HOURS))
        return _rated(choice.one([f"{rate}元/小时", f"时薪{rate}元"]), "hour", rate * HOURS)
    if kind == "day":
        rate = max(90, round((low + high) / 2 / DAYS / 10) * 10)
        return _rated(choice.one([f"日结{rate}", f"{rate}元/天"]), "day", rate * DAYS)
    if kind == "piece":
        return _piece_text(choice, said, low, high)
    low_year, high_year = round(low * 12 / 10000), round(high * 12 / 10000)
    if kind == "year" and 0 < low_year < high_year:
        months = (_whole(low_year * 10000 / 12), _whole(high_year * 10000 / 12))
        return Written(f"{low_year}-{high_year}万/年", "year", *months)
    return _month_text(choice, said, low, high)


def _whole(amount: float) -> int:
    """Round half up, as people do."""
    return int(amount + 0.5)


def _rated(raw: str, basis: PayBasis, month: float) -> Written:
    return Written(raw, basis, _whole(month), _whole(month))


def _piece_text(choice: Choice, said: Said, low: int, high: int) -> Written:
    if choice.number() < said.price_per_piece:
        price = 2 + int(choice.number() * 30)
        return Written(f"{price / 10:.1f}元/件", "piece")
    # A range a month is a range a month, whatever it is reckoned by.
    return Written(choice.one([f"计件{low}-{high}", f"计件工资{low}-{high}元"]), "month", low, high)


def _month_text(choice: Choice, said: Said, low: int, high: int) -> Written:
    shapes = [f"{low}-{high}", f"{low}-{high}元/月", f"{low}~{high}", f"综合薪资{low}-{high}"]
    shapes.append(f"月薪{low}-{high}元")
    if low % 1000 == 0 and high % 1000 == 0 and high < 10000:
        shapes += [f"{low // 1000}千-{high // 1000}千", f"{low // 1000}-{high // 1000}k"]
    if choice.number() < said.pay_open_end:
        raw = choice.one([f"{low}起", f"{low}以上", f"保底{low}", f"底薪{low}+提成"])
        return Written(raw, "month", low)
    return Written(choice.one(shapes), "month", low, high)
