"""Simulated employers: one brand in two trades, first and second house, and firms spelled twice."""

from __future__ import annotations

import numpy as np
import polars as pl

Draw = np.random.Generator

_SIGNS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_TRADES = (
    ("制衣", "C"), ("电子", "C"), ("食品", "C"), ("物流", "G"), ("餐饮", "H"), ("鞋业", "C"), ("家具", "C"),
    ("物业服务", "K"), ("纺织", "C"), ("商贸", "F"), ("机械", "C"), ("建筑劳务", "E"), ("农业开发", "A"),
    ("家政服务", "O"), ("汽车修理", "O"), ("五金制品", "C"),
)  # fmt: skip
_FORMS = ("有限公司", "有限责任公司", "厂", "经营部", "股份有限公司")
_REGIONS = (
    ("云南省昆明市", "530112"), ("昆明市西山区", "530112"), ("昆明", "530111"), ("曲靖市", "530302"),
    ("大理市", "532901"),
    ("", "530112"), ("云南", "530112"),
)  # fmt: skip
_HOUSES = {"二厂": ("三厂", "四厂"), "三分店": ("一分店", "四分店"), "": ("二厂", "三分店", "2号店")}
_SHORT = {
    "有限公司": ("有限责任公司", "公司", ""), "有限责任公司": ("有限公司", "公司", ""),
    "厂": ("加工厂", ""), "经营部": ("", "店"), "股份有限公司": ("有限公司", "公司"),
}  # fmt: skip


def employers(n: int, draw: Draw) -> tuple[pl.DataFrame, set[tuple[int, int]]]:
    """Give ``n`` employers in mixed order and the pairs of numbers (a < b) that are one."""
    twice = int(n * 0.05)
    first = [_firm(draw) for _ in range(n - twice)]
    for row in range(1, len(first)):
        if draw.random() < 0.06:
            first[row] = _sister(first[row - 1], draw)
    of = draw.choice(len(first), twice, replace=False)
    whole = [*first, *(_again(first[k], draw) for k in of.tolist())]
    order = draw.permutation(n)
    number = np.empty(n, dtype=np.int64)
    number[order] = np.arange(n) + 1
    pairs = {(int(number[a]), int(number[n - twice + k])) for k, a in enumerate(of.tolist())}
    rows = [{"employer_id": place + 1, **whole[k]} for place, k in enumerate(order.tolist())]
    frame = pl.DataFrame(
        [{k: v for k, v in row.items() if not k.startswith("_")} for row in rows], infer_schema_length=None
    )
    return frame, {(min(one), max(one)) for one in pairs}


def _pick(draw: Draw, of: tuple[str, ...] | str) -> str:
    return of[int(draw.integers(len(of)))]


def _code(draw: Draw) -> str | None:
    return (
        "91530100" + "".join(_pick(draw, "0123456789ABCDEFGH") for _ in range(10))
        if draw.random() < 0.7
        else None
    )


def _phone(draw: Draw) -> str:
    return f"1{draw.integers(30, 99)}0000{draw.integers(0, 10**4):04d}{draw.integers(0, 10**6):06d}"


def _firm(draw: Draw) -> dict[str, str | None]:
    trade, industry = _TRADES[int(draw.integers(len(_TRADES)))]
    region, division = _REGIONS[int(draw.integers(len(_REGIONS)))]
    brand = "".join(_pick(draw, _SIGNS) for _ in range(int(draw.integers(2, 5))))
    return {
        **_named(region, brand, trade, _pick(draw, _FORMS)), "credit_code": _code(draw), "industry": industry,
        "division": division, "place": f"模拟路{draw.integers(1, 900)}号", "contact_name": _person(draw),
        "contact_phone": _phone(draw),
    }  # fmt: skip


def _named(region: str, brand: str, trade: str, form: str) -> dict[str, str | None]:
    return {
        "name": region + brand + trade + form,
        "_region": region,
        "_brand": brand,
        "_trade": trade,
        "_form": form,
    }


def _person(draw: Draw) -> str:
    return _pick(draw, "赵钱孙李周吴郑王冯陈") + _pick(draw, _SIGNS) + _pick(draw, _SIGNS)


def _sister(of: dict[str, str | None], draw: Draw) -> dict[str, str | None]:
    """Make another firm beside one: the same brand in another trade, a second house, or the same park."""
    other = _firm(draw)
    way = draw.random()
    region, brand, trade, form = (str(of[k]) for k in ("_region", "_brand", "_trade", "_form"))
    if way < 0.4:
        while other["_trade"] == trade:
            other = _firm(draw)
        other |= _named(region, brand, str(other["_trade"]), form)
        other |= {"contact_phone": of["contact_phone"]} if draw.random() < 0.3 else {}
    elif way < 0.7:
        other |= _named(region, brand, trade, _pick(draw, _HOUSES.get(form, _HOUSES[""])))
        other["industry"] = of["industry"]
    else:
        other |= _named(region, _pick(draw, _SIGNS) + brand[1:], trade, form)
        other |= {"industry": of["industry"], "place": of["place"]}
    return other


def _again(of: dict[str, str | None], draw: Draw) -> dict[str, str | None]:
    """Write a firm a second time: short, without its region, with brackets, or mistyped."""
    told = dict(of)
    region, brand, trade, form = (str(of[k]) for k in ("_region", "_brand", "_trade", "_form"))
    way = draw.random()
    if way < 0.35:
        region = "" if region else "昆明市"
    elif way < 0.5:
        region = f"({region})" if region else "(云南)"
    if draw.random() < 0.6 and form in _SHORT:
        form = _pick(draw, _SHORT[form])
    if draw.random() < 0.12:
        at = int(draw.integers(len(brand)))
        brand = brand[:at] + _pick(draw, _SIGNS) + brand[at + 1 :]
    told |= _named(region, brand, trade, form)
    if told["name"] == of["name"]:
        told["name"] = f"{of['name']} " if draw.random() < 0.5 else f"{region}{brand}{trade}"
    for column, p, fresh in (
        ("credit_code", 0.75, None), ("contact_phone", 0.25, _phone(draw)),
        ("contact_name", 0.3, _person(draw)),
        ("place", 0.25, f"模拟路{draw.integers(1, 900)}号"), ("industry", 0.2, None),
    ):  # fmt: skip
        if draw.random() < p:
            told[column] = fresh
    return told
