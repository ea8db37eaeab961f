"""Columns beside the ones that matter: serial numbers, remarks, and what may be read but never used."""

from __future__ import annotations

from collections.abc import Callable

from features.benchmarks.layouts.shape import Cell, Draw, Head, Item, Said, pick

_FORBIDDEN: dict[str, tuple[str, ...]] = {
    "性别": ("男", "女"), "婚姻状况": ("已婚", "未婚", "离异"), "民族": ("汉族", "彝族", "白族", "回族"),
    "政治面貌": ("群众", "共青团员", "中共党员"), "身高": ("165", "172cm", "1.68米"),
    "户口性质": ("农业", "非农业"),
    "生育情况": ("已育", "未育"), "病史": ("无", "无重大疾病"), "健康状况": ("健康", "良好"),
}  # fmt: skip
_HARMLESS: dict[str, dict[str, tuple[Cell, ...]]] = {
    "posts": {
        "备注": ("包吃住", "五险", "", "转正后另议", "有班车"), "社会保险": ("五险", "有", "无"),
        "食宿情况": ("包吃住", "包住", "不包"), "岗位要求": ("能吃苦耐劳", "服从安排", "会看图纸优先", ""),
        "填报人": ("壬午", "丁卯"),
    },
    "workers": {
        "备注": ("", "家里有老人要照顾", "随时可以上班"),
        "人员类别": ("脱贫劳动力", "普通劳动力", "就业困难人员"),
        "是否愿意外出": ("是", "否"), "村组": ("一组", "二组", "上村", "下村"),
    },
    "employers": {"备注": ("", "首次参会", "老客户"), "是否规上": ("是", "否"), "单位性质": ("民营", "国有")},
    "slips": {"备注": ("", "已电话回访", "电话未接通"), "经办人": ("壬午", "丁卯")},
}  # fmt: skip


def _drawn(words: tuple[Cell, ...]) -> Callable[[Draw, bool], Said]:
    return lambda draw, telling: Said((pick(draw, words),), {})


def forbidden(draw: Draw, n: int) -> list[Item]:
    """Give ``n`` columns that are never published and never ranked on."""
    names = [str(name) for name in draw.choice(list(_FORBIDDEN), n, replace=False)]
    return [Item("forbidden", (Head(name),), _drawn(_FORBIDDEN[name])) for name in names]


def harmless(draw: Draw, kind: str, n: int) -> list[Item]:
    """Give up to ``n`` columns that no record has a field for."""
    words = _HARMLESS.get(kind, {"备注": ("", "无")})
    names = [str(name) for name in draw.choice(list(words), min(n, len(words)), replace=False)]
    return [Item("extra", (Head(name),), _drawn(words[name])) for name in names]


def serial(draw: Draw) -> Item:
    """Give the running number at the left; the rows are counted when they are written."""
    own = tuple(Said((n,), {}) for n in range(1, 2000))
    return Item(
        "serial",
        (Head(pick(draw, ("序号", "编号", "No.", "序  号"))),),
        lambda d, t: Said((None,), {}),
        own=own,
    )
