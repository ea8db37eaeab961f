"""Certificates by kind, and the work for which the law asks one before the first day.

Names differ from sheet to sheet (电工证, 低压电工操作证, 特种作业操作证(电工)); kinds do not.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Kind:
    """Name one kind of certificate: how it is written, and the work that needs it by law."""

    name: str
    zh: str
    en: str
    written: str
    """Pattern of the certificate's names."""
    work: str = ""
    """Pattern of post titles that need it by law; empty = no law makes it a gate."""
    evidence: str = ""
    """Pattern of skills and past jobs that show somebody has done such work."""
    law: str = ""


SAFETY_LAW = "安全生产法（特种作业人员持证上岗）"
EQUIPMENT_LAW = "特种设备安全法（作业人员持证上岗）"
ROAD_LAW = "道路交通安全法（机动车驾驶证）"

KINDS: tuple[Kind, ...] = (
    Kind(
        "electrician",
        "电工证",
        "electrician's permit",
        r"电工|electrician",
        r"电工(?:班长|主管)?(?:$|[^具程艺])",
        r"电工|电气|电路|布线|强电|弱电|配电|electric",
        SAFETY_LAW,
    ),
    Kind(
        "welder",
        "焊工证",
        "welder's permit",
        r"焊|weld",
        r"焊工|焊接工|氩弧焊|二保焊|电焊|焊师|\bwelder",
        r"焊|weld",
        SAFETY_LAW,
    ),
    Kind(
        "forklift",
        "叉车证",
        "forklift permit",
        r"叉车|N1|forklift",
        r"叉车(?:司机|工|员|驾驶)?|\bforklift (?:driver|operator)",
        r"叉车|铲车|forklift",
        EQUIPMENT_LAW,
    ),
    Kind(
        "crane",
        "起重机械证",
        "crane permit",
        r"起重|行车证|天车|吊车|塔吊|Q[12]\b|crane",
        r"行车工|天车工|起重工|塔吊|吊车司机",
        r"行车|天车|起重|塔吊|吊车|crane",
        EQUIPMENT_LAW,
    ),
    Kind(
        "driver",
        "驾驶证",
        "driving licence",
        r"驾驶证|驾照|[ABC][123]\s*(?:证|照|本|$)|driv",
        r"司机|驾驶员|\bdriver",
        r"司机|驾驶|驾照|开车|货车|客车|跑车|driv",
        ROAD_LAW,
    ),
    Kind(
        "scaffolder",
        "高处作业证",
        "work-at-height permit",
        r"高处|高空|架子工|登高",
        r"架子工|高空作业|外墙清洗|蜘蛛人",
        r"架子|高空|外墙|登高",
        SAFETY_LAW,
    ),
    Kind("guard", "保安员证", "guard's certificate", r"保安", evidence=r"保安"),
    Kind("health", "健康证", "health certificate for food work", r"健康证"),
    Kind("chef", "厨师证", "cook's certificate", r"厨师|烹[调饪]|面点", evidence=r"厨|炒菜|面点"),
    Kind("care", "护理员证", "care worker's certificate", r"护理员|养老护|家政|月嫂|育婴|保育"),
    Kind("nurse", "护士执业证", "nurse's licence", r"护士"),
    Kind("accountant", "会计证", "accounting certificate", r"会计"),
    Kind("teacher", "教师资格证", "teaching certificate", r"教师"),
    Kind("computer", "计算机证", "computer certificate", r"计算机|office"),
)

BY_LAW: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind.work)


def kinds_of(column: str, frame: pl.DataFrame) -> pl.Series:
    """Give the kinds (list of text, n rows) of a list column of names; other names stay as they are."""
    said = [names or () for names in frame[column].to_list()]
    distinct = list(dict.fromkeys(name for names in said for name in names if name is not None))
    named = (
        pl.DataFrame({"name": distinct}, schema={"name": pl.String}).select_seq(_KIND) if distinct else None
    )
    table: dict[str | None, str | None] = {None: None}
    table |= dict(zip(distinct, [] if named is None else named["kind"].to_list(), strict=True))
    rows = [list(dict.fromkeys(table[name] for name in names)) for names in said]
    return pl.Series(column, rows, dtype=pl.List(pl.String))


def law_kind(title: pl.Expr) -> pl.Expr:
    """Give the kind of certificate the law asks for a post with this title, or null.

    Helpers, apprentices and sellers do the work under supervision or not at all: nothing is asked.
    """
    title = title.str.replace_all(r"[（(].*?[）)]", "")  # what stands in brackets is a wish or a place
    asked = pl.lit(None, pl.String)
    for kind in reversed(BY_LAW):
        asked = pl.when(title.str.contains(f"(?i){kind.work}")).then(pl.lit(kind.name)).otherwise(asked)
    return pl.when(
        ~title.str.contains("学徒|助手|实习|小工|销售|采购|文员|跟单|工程师|技术员|检验|质检|招聘")
    ).then(asked)


def shows(kind: Kind, words: pl.Expr) -> pl.Expr:
    """Say whether a text of certificates, skills and past jobs shows ``kind`` (never null)."""
    return words.str.contains(f"(?i){kind.written}|{kind.evidence or kind.written}").fill_null(False)


def _kind(name: pl.Expr) -> pl.Expr:
    found = name.str.strip_chars()
    for kind in reversed(KINDS):
        found = pl.when(name.str.contains(f"(?i){kind.written}")).then(pl.lit(kind.name)).otherwise(found)
    return found


_KIND = _kind(pl.col("name")).alias("kind")
