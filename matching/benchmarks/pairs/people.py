"""Simulated workers: families on one telephone, twins, namesakes, and people registered twice.

Names, numbers and telephones are only numbers here: what the search sees of them is whether two are equal.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl

from matching.types import Ints, Mask

Draw = np.random.Generator

SHARES = {
    "doubles": 0.05, "families": 0.08, "twins": 0.004, "namesakes": 0.02, "id_told": 0.92, "phone_told": 0.97,
}  # fmt: skip
"""Of all workers: registered twice; sharing the telephone of the one before; twins; of one name and village
with another; with a number; with a telephone."""

SLIPS = {
    "other_town": 0.6, "id_left_out": 0.3, "id_mistyped": 0.05, "phone_changed": 0.25, "phone_mistyped": 0.05,
    "name_mistyped": 0.05, "month_left_out": 0.03, "education_other": 0.12, "wanted_other": 0.4,
}  # fmt: skip
"""Of those registered twice: what differs the second time."""

TRADES = (
    "缝纫工",
    "普工",
    "保洁员",
    "电工",
    "焊工",
    "厨师",
    "司机",
    "保安",
    "服务员",
    "护理员",
    "木工",
    "文员",
)
_EDUCATION = ("80", "70", "60", "40", "30", "20")


def workers(n: int, draw: Draw) -> tuple[pl.DataFrame, set[tuple[int, int]]]:
    """Give ``n`` registrations in mixed order and the pairs of numbers (a < b) that are one person."""
    twice = int(n * SHARES["doubles"])
    first = _people(n - twice, draw)
    again = _again(first, draw.choice(n - twice, twice, replace=False), draw)
    whole = {name: np.concatenate([first[name], again[name]]) for name in first}
    order = draw.permutation(n)
    number = np.empty(n, dtype=np.int64)
    number[order] = np.arange(n) + 1
    pairs = zip(number[again["_of"]], number[n - twice :], strict=True)
    frame = _frame({name: values[order] for name, values in whole.items()})
    return frame, {(int(min(one)), int(max(one))) for one in pairs}


def _people(n: int, draw: Draw) -> dict[str, Any]:
    village = draw.integers(0, 300, n)
    # names fall off as 1/rank, over as many as a county of some hundred thousand has
    name = np.minimum((60_000 ** draw.random(n)).astype(np.int64) * 7 + draw.integers(0, 7, n), 400_000)
    month = draw.integers(0, 45 * 12, n)
    phone = np.arange(n, dtype=np.int64)
    told = {
        "name": name, "id_number": np.arange(n, dtype=np.int64), "phone": phone, "month": month,
        "village": village, "education": draw.choice(6, n, p=[0.12, 0.4, 0.2, 0.12, 0.1, 0.06]),
        "wanted": draw.integers(0, len(TRADES), n), "_of": np.arange(n),
    }  # fmt: skip
    _related(told, draw)
    told["id_number"] = _missing(told["id_number"], draw.random(n) < 1 - SHARES["id_told"])
    told["phone"] = _missing(told["phone"], draw.random(n) < 1 - SHARES["phone_told"])
    return told


def _related(told: dict[str, Any], draw: Draw) -> None:
    """Make families on one telephone, twins, and namesakes of one village out of neighbours in the frame."""
    n = len(told["name"])
    others = iter(1 + draw.permutation(n - 1))
    for share, same in (
        ("families", ("phone", "village")), ("twins", ("phone", "village", "month", "education")),
        ("namesakes", ("name", "village")),
    ):  # fmt: skip
        rows = np.fromiter(others, dtype=np.int64, count=int(n * SHARES[share]))
        for column in same:
            told[column][rows] = told[column][rows - 1]


def _again(first: dict[str, Any], of: Ints, draw: Draw) -> dict[str, Any]:
    """Register people a second time, with what is left out, changed or mistyped then."""
    n, fresh = len(of), 10_000_000
    told = {name: values[of].copy() for name, values in first.items()}
    told["_of"] = of

    def slip(name: str) -> Mask:
        return np.asarray(draw.random(n) < SLIPS[name])

    town = slip("other_town")
    told["village"][town] = draw.integers(0, 300, int(town.sum()))
    for column, name in (
        ("id_number", "id_mistyped"),
        ("phone", "phone_changed"),
        ("phone", "phone_mistyped"),
    ):
        rows = slip(name) & (told[column] >= 0)
        told[column][rows] = fresh + draw.integers(0, 2**40, int(rows.sum()))
    rows = slip("name_mistyped")
    told["name"][rows] = fresh + draw.integers(0, 2**40, int(rows.sum()))
    told["id_number"] = _missing(told["id_number"], slip("id_left_out"))
    told["month"] = _missing(told["month"], slip("month_left_out"))
    rows = slip("education_other")
    told["education"][rows] = draw.integers(0, 6, int(rows.sum()))
    rows = slip("wanted_other")
    told["wanted"][rows] = draw.integers(0, len(TRADES), int(rows.sum()))
    return told


def _missing(values: Ints, rows: Mask) -> Ints:
    return np.where(rows, -1, values)


def _frame(told: dict[str, Any]) -> pl.DataFrame:
    n = len(told["name"])
    months = [date(1962 + m // 12, m % 12 + 1, 1) if m >= 0 else None for m in told["month"].tolist()]
    numbers = {name: pl.Series(told[name]).replace(-1, None) for name in ("name", "id_number", "phone")}
    return pl.DataFrame(
        {
            "worker_id": np.arange(n) + 1, **numbers, "born_month": pl.Series(months, dtype=pl.Date),
            "division": [f"530112{101 + v // 20:03d}" for v in told["village"].tolist()],
            "place": [f"模拟{v}村" for v in told["village"].tolist()],
            "education": [_EDUCATION[e] for e in told["education"].tolist()],
            "wanted": [[TRADES[w]] for w in told["wanted"].tolist()],
        }
    )  # fmt: skip
