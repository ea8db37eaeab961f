"""The occupations a county really sees: code, words people use, pay, and who does them.

Codes are of the Chinese Standard Classification of Occupations 2022 (职业分类大典). Titles, tasks and the
figures on pay and sex are the project's own judgement (assumed), scaled to the industries' means later.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import StringIO

import numpy as np
import numpy.typing as npt
import polars as pl

from training_jobs.county.details import Skill
from training_jobs.county.parameters import Templates

LEVEL = {"80": 0, "70": 1, "60": 2, "40": 2, "30": 3, "20": 4, "10": 5}
"""GB/T 4658 code -> level; 60 and 40 stand on the same one."""


@dataclass(frozen=True, slots=True)
class Trades:
    """Hold the table as aligned columns, one entry per occupation (T of them)."""

    names: tuple[str, ...]
    education: tuple[str, ...]
    """GB/T 4658 code usually asked"""
    weight: npt.NDArray[np.float64]
    pay: npt.NDArray[np.float64]
    """thousand yuan a month, relative"""
    female: npt.NDArray[np.float64]
    level: npt.NDArray[np.int64]
    simple: npt.NDArray[np.bool_]
    family: npt.NDArray[np.int64]
    families: tuple[str, ...]
    industry: npt.NDArray[np.str_]
    titles: tuple[tuple[str, ...], ...]
    tasks: tuple[tuple[str, ...], ...]
    tags: tuple[tuple[str, ...], ...]
    certificates: tuple[tuple[str, ...], ...]
    forms: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.names)

    def relation(self, able: Skill) -> npt.NDArray[np.float32]:
        """Give how near two trades are, shape (T, T), 1 = the same."""
        same_family = self.family[:, None] == self.family[None, :]
        same_industry = self.industry[:, None] == self.industry[None, :]
        near = np.where(same_family, able.same_family, np.where(same_industry, able.same_industry, 0.0))
        both_simple = self.simple[:, None] & self.simple[None, :]
        near = np.maximum(near, np.where(both_simple, able.both_simple, 0.0))
        np.fill_diagonal(near, 1.0)
        return near.astype(np.float32)


def _table() -> pl.DataFrame:
    text = files("training_jobs.county").joinpath("trades.csv").read_text("utf-8")
    return pl.read_csv(StringIO(text), infer_schema=False).with_columns(pl.all().fill_null(""))


def _split(column: pl.Series) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(part for part in cell.split("|") if part) for cell in column)


@cache
def load_trades(templates: Templates) -> Trades:
    """Read the table; titles and tasks are those of ``templates`` alone."""
    table = _table()
    suffix = "_test" if templates == "test" else ""
    families = tuple(sorted(set(table["family"])))
    return Trades(
        names=tuple(table["name"]),
        education=tuple(table["education"]),
        weight=table["weight"].cast(pl.Float64).to_numpy(),
        pay=table["pay"].cast(pl.Float64).to_numpy(),
        female=table["female"].cast(pl.Float64).to_numpy(),
        level=np.array([LEVEL[code] for code in table["education"]]),
        simple=(table["simple"] == "1").to_numpy(),
        family=np.array([families.index(name) for name in table["family"]]),
        families=families,
        industry=np.array(table["industry"].to_list()),
        titles=_split(table[f"titles{suffix}"]),
        tasks=_split(table[f"tasks{suffix}"]),
        tags=_split(table["tags"]),
        certificates=_split(table["certificates"]),
        forms=tuple(table["form"]),
    )
