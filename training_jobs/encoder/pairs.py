"""Turn the text sources into pairs that mean the same work, each with the occupation it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from matching.encode import prepare
from training_jobs.encoder.glossary import glossary
from training_jobs.texts import Texts


@dataclass(frozen=True, slots=True)
class Source:
    """Hold prepared pairs of one kind. ``label`` marks what belongs together and is never a negative."""

    name: str
    left: list[str]
    right: list[str]
    label: list[str]
    repeat: float
    """How often a pair is seen in one epoch."""
    scale: float
    """Inverse temperature of its batches: 5 suits short Chinese names, 10 English ones."""


def sources(texts: Texts, seed: int) -> list[Source]:
    """Give every source of pairs; titles of the English test set and held-out ad titles are left out."""
    rng = np.random.default_rng(seed)
    chinese = _chinese(texts, rng)
    english = _english(texts, rng)
    return [
        *(_source(name, rows, 1.0, 5.0) for name, rows in chinese.items()),
        *(_source(name, rows, 1.0, 10.0) for name, rows in english.items()),
        _source("trade words", glossary(), 6.0, 10.0),
    ]


Row = tuple[str, str, str]
"""left text, right text, label"""


def _chinese(texts: Texts, rng: np.random.Generator) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {"csco alias": [], "csco text": [], "csco parent": []}
    names = dict(texts.occupations.select("code", "name").iter_rows())
    for code, name, definition, tasks, alias in texts.occupations.iter_rows():
        found["csco alias"] += [(name, other, code) for other in alias if other != name]
        found["csco alias"] += [(*pair, code) for pair in _drawn(alias, rng)]
        found["csco text"] += [(name, text, code) for text in (definition, *tasks) if text]
        parent = _parent(code)
        if parent in names:
            found["csco parent"].append((name, names[parent], code))
    ads = texts.titles.filter(part="learn")
    aliases = dict(texts.occupations.select("code", "alias").iter_rows())
    found["ad name"] = [(title, names[code], code) for title, code in ads.select("title", "code").iter_rows()]
    found["ad alias"] = [
        (title, str(rng.choice(aliases[code])), code)
        for title, code in ads.select("title", "code").iter_rows()
    ]
    found["ad ad"] = list(_same_code(ads, rng))
    return found


def _english(texts: Texts, rng: np.random.Generator) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {"onet alias": [], "onet text": []}
    for code, group in texts.onet.group_by("code", maintain_order=True):
        of = {
            kind: group.filter(kind=kind)["title"].to_list()
            for kind in ("name", "alias", "definition", "task")
        }
        name = of["name"][0]
        alias = [title for title in of["alias"] if prepare(title) not in texts.judged]
        label = str(code[0])
        found["onet alias"] += [(name, title, label) for title in alias]
        found["onet alias"] += [(*pair, label) for pair in _drawn(alias, rng)]
        heads = rng.choice([name, *alias], size=len(of["task"]) + 1)
        found["onet text"] += [
            (str(head), text, label)
            for head, text in zip(heads, [*of["definition"], *of["task"]], strict=True)
        ]
    return found


def _drawn(texts: list[str], rng: np.random.Generator) -> Iterator[tuple[str, str]]:
    """Pair every text with another one drawn from the same list."""
    if len(texts) > 1:
        order = rng.permutation(len(texts))
        yield from ((texts[a], texts[b]) for a, b in zip(order, np.roll(order, 1), strict=True))


def _same_code(ads: pl.DataFrame, rng: np.random.Generator) -> Iterator[Row]:
    for code, group in ads.group_by("code", maintain_order=True):
        yield from ((left, right, str(code[0])) for left, right in _drawn(group["title"].to_list(), rng))


def _parent(code: str) -> str:
    parts = code.split("-")
    last = max((i for i, part in enumerate(parts) if part != "00"), default=0)
    return "-".join([*parts[:last], *["00"] * (4 - last)])


def _source(name: str, rows: list[Row], repeat: float, scale: float) -> Source:
    ready = [(prepare(left), prepare(right), label) for left, right, label in rows]
    ready = sorted({row for row in ready if row[0] and row[1] and row[0] != row[1]})
    left, right, label = (list(column) for column in zip(*ready, strict=True))
    return Source(name, left, right, label, repeat, scale)
