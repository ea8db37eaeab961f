"""Simulated posts: factories with ten alike that differ in trade, shift or line, and posts told twice."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from matching.benchmarks.pairs.wordings import BOILERPLATE, EXTRAS, HOURS, SWAPS, TRADES

Draw = np.random.Generator
Row = dict[str, Any]

_DIVISIONS = ("530112", "530111", "530114", "530102", "530302")
SILENT = 0.2
"""Firms whose sheet has no column for duties."""
_SHIFTS = {"(白班)": "白班8:00-20:00", "(夜班)": "夜班20:00-8:00，有夜班补贴"}
_ASIDES = ("(白班)", "(夜班)", "(A线)", "(B线)", "(学徒)", "（熟手）", "(二车间)")


def posts(n: int, draw: Draw) -> tuple[pl.DataFrame, set[tuple[int, int]]]:
    """Give ``n`` posts in mixed order and the pairs of numbers (a < b) that are one post told twice."""
    twice = int(n * 0.05)
    first: list[Row] = []
    employer = 0
    while len(first) < n - twice:
        employer += 1
        first += _of_firm(employer, max(400, n // 25), draw)
    del first[n - twice :]
    of = draw.choice(len(first), twice, replace=False).tolist()
    agencies = 10_000_000 + draw.integers(0, max(n // 200, 2), twice)
    whole = [*first, *(_again(first[k], int(agency), draw) for k, agency in zip(of, agencies, strict=True))]
    order = draw.permutation(n)
    number = np.empty(n, dtype=np.int64)
    number[order] = np.arange(n) + 1
    pairs = [(int(number[a]), int(number[n - twice + k])) for k, a in enumerate(of)]
    rows = [{"post_id": place + 1, **_plain(whole[k])} for place, k in enumerate(order.tolist())]
    return pl.DataFrame(rows, infer_schema_length=None), {(min(one), max(one)) for one in pairs}


def _pick(draw: Draw, of: Any) -> Any:
    return of[int(draw.integers(len(of)))]


def _of_firm(employer: int, houses: int, draw: Draw) -> list[Row]:
    """Make the posts of one firm: one to four mostly, now and then ten from one mould."""
    division = _pick(draw, _DIVISIONS)
    common = {
        "employer_id": employer, "division": division,
        "place": f"模拟县{_pick(draw, '东西南北')}园区{draw.integers(1, houses)}号",
        "contact_phone": f"1{draw.integers(30, 99)}{employer:08d}",
        "_extras": tuple(str(one) for one in draw.choice(EXTRAS, int(draw.integers(1, 4)), replace=False)),
        "_hours": _pick(draw, HOURS), "_silent": bool(draw.random() < SILENT),
    }  # fmt: skip
    if draw.random() < 0.15:
        return _mould(common, draw)
    trades = draw.choice(list(TRADES), int(draw.integers(1, 5)), replace=False)
    return [_post(common, str(trade), draw) for trade in trades]


def _mould(common: Row, draw: Draw) -> list[Row]:
    """Make ten posts of one factory that differ in trade, shift, line or grade, and in little else."""
    base = _post(common, _pick(draw, list(TRADES)), draw)
    alike: list[Row] = []
    others = [trade for trade in TRADES if trade != base["_trade"]]
    for trade in draw.choice(others, 3, replace=False).tolist():
        other = _post(common, trade, draw)
        terms = ("monthly_low", "monthly_high", "headcount", "education", "age_low", "age_high", "_hours")
        alike.append({**other, **{name: base[name] for name in terms}})
    asides = [str(aside) for aside in draw.permutation(_ASIDES)[:6]]
    alike += [{**base, "_aside": aside, "_hours": _SHIFTS.get(aside, base["_hours"])} for aside in asides]
    return [base, *alike]


def _post(common: Row, trade: str, draw: Draw) -> Row:
    titles, duties = TRADES[trade]
    low = 100 * int(draw.integers(28, 70))
    return {
        **common, "_trade": trade, "_title": _pick(draw, titles), "_aside": "",
        "_duties": [(k, int(draw.integers(len(d)))) for k, d in enumerate(duties) if draw.random() < 0.9],
        "_hours": common["_hours"] if draw.random() < 0.7 else _pick(draw, HOURS), "_before": "",
        "monthly_low": low,
        "monthly_high": low + 500 * int(draw.integers(1, 8)) if draw.random() < 0.85 else None,
        "headcount": int(_pick(draw, (1, 2, 3, 5, 8, 10, 15, 20, 30, 50))) if draw.random() < 0.92 else None,
        "education": _pick(draw, (None, None, "70", "70", "60", "40")),
        "age_low": 18, "age_high": _pick(draw, (None, 45, 50, 55, 60)),
        "_swap": False, "_typo": 0,
    }  # fmt: skip


def _again(of: Row, agency: int, draw: Draw) -> Row:
    """Tell a post a second time: by an agency, or by the same firm, reworded; small terms may move."""
    told = {**of, "_swap": bool(draw.random() < 0.5), "_typo": int(draw.random() < 0.3)}
    duties = TRADES[of["_trade"]][1]
    told["_duties"] = [
        (k, int(draw.integers(len(duties[k]))) if draw.random() < 0.5 else way) for k, way in of["_duties"]
    ]
    told["_duties"] = [told["_duties"][int(k)] for k in draw.permutation(len(told["_duties"]))]
    if draw.random() < 0.3 and len(told["_duties"]) > 2:
        told["_duties"].pop()
    if draw.random() < 0.35:
        told["_title"] = _pick(draw, TRADES[of["_trade"]][0])
    if draw.random() < 0.4:
        told["_before"] = _pick(draw, BOILERPLATE)
    if draw.random() < 0.55:
        told |= {"employer_id": agency, "contact_phone": f"0871{agency % 10**7:07d}"}
        told["place"] = told["place"] if draw.random() < 0.7 else told["place"].split("园区")[0] + "园区"
    for column, p, value in (
        ("headcount", 0.12, int(draw.integers(1, 50))), ("age_high", 0.1, None), ("education", 0.1, None),
        ("monthly_high", 0.12, told["monthly_low"] + 1000), ("monthly_low", 0.06, told["monthly_low"] - 200),
    ):  # fmt: skip
        if draw.random() < p:
            told[column] = value
    if of["_silent"] and draw.random() < 0.3:
        told["_silent"] = False
    kept = max(1, len(told["_extras"]) - int(draw.random() < 0.3))
    told["_extras"] = tuple(draw.permutation(told["_extras"]))[:kept]
    return told


def _plain(row: Row) -> Row:
    duties = TRADES[row["_trade"]][1]
    text = "；".join([*(duties[k][w] for k, w in row["_duties"]), row["_hours"], *row["_extras"]])
    if row["_swap"]:
        for one, other in SWAPS:
            text = text.replace(one, other)
    if row["_typo"]:
        text = text[:5] + text[6:]
    told = {name: value for name, value in row.items() if not name.startswith("_")}
    return {
        **told,
        "title": row["_title"] + row["_aside"],
        "duties": "" if row["_silent"] else row["_before"] + text,
    }
