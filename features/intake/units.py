"""Units in the heading of a pay column (工资（千元/月）, 年薪（万元）) belong to its bare figures."""

from __future__ import annotations

import re

import polars as pl

from features.parse.clean import clean

_UNIT = re.compile(
    r"[(\[]?\s*(?:单位[:：]?)?\s*(百元|千元|万元|千|万|元|k)\s*(?:[/每]?\s*(年|月|天|日|小时|时))?"
)
_PER = re.compile(r"(年薪|月薪|日薪|日工资|时薪|月工资|年收入|月收入)")
_PERIODS = {"年薪": "年", "年收入": "年", "日薪": "天", "日工资": "天", "时薪": "小时"}
_BARE = r"^\s*\d+(?:\.\d+)?\s*(?:[-~至到—–～]+\s*\d+(?:\.\d+)?)?\s*(?:以上|起|左右|以下)?\s*$"


def unit_of(heading: str) -> str:
    """Give what has to follow a bare figure of the column, empty where the heading names no unit.

    Yuan a month is what a bare figure means anyway.
    """
    plain = clean(heading)
    unit, per = _UNIT.search(plain), _PER.search(plain)
    money = unit[1] if unit else "元"
    period = (unit[2] if unit else None) or (_PERIODS.get(per[1], "") if per else "")
    period = {"日": "天", "时": "小时", "月": ""}.get(period or "", period or "")
    money = {"k": "千", "千元": "千", "万元": "万", "百元": "百"}.get(money, money)
    if money == "元" and not period:
        return ""
    return f"{money}{'' if money == '元' else '元'}{f'/{period}' if period else ''}"


def with_unit(frame: pl.DataFrame, names: dict[str, str]) -> pl.DataFrame:
    """Give the frame with the heading's unit behind the bare figures of its pay columns.

    ``names``: the sheet's own name of each field. Figures that already are whole yuan stay as they are.
    """
    columns = []
    for field in ("pay", "pay_low", "pay_high"):
        unit = unit_of(names.get(field, "")) if field in frame.columns else ""
        if unit:
            cell = pl.col(field)
            columns.append(
                pl.when(_bare(cell, unit)).then(cell.str.strip_chars() + unit).otherwise(cell).alias(field)
            )
    return frame.with_columns(columns)


def _bare(cell: pl.Expr, unit: str) -> pl.Expr:
    """A figure of four digits under 千元 is yuan already."""
    bare = cell.str.contains(_BARE)
    few = unit.startswith(("千", "万", "百"))
    return bare & ~cell.str.contains(r"\d{4}") if few else bare
