"""Tell whether two trade words are the same work, so that years in one count for the other."""

from __future__ import annotations

import re

_FAMILIES = tuple(
    re.compile(pattern)
    for pattern in (
        r"司机|客车|货车|大车|公交|出租|校车|代驾|长途|揸车|driv|bus|truck|网约车|开车",
        r"缝|针车|车位|踩|制衣|裁|平车|锁边|衣服|sew|tailor|做衣",
        r"厨|炒|菜|饭|面点|蒸|煎饼|早餐|白案|cook|chef",
        r"焊|weld",
        r"砌|贴砖|瓦|泥|抹灰",
        r"保安|门卫|看门|守|巡逻|guard|消防监控",
        r"保洁|扫|洗碗|打扫|清洁|环卫|clean|dishwash",
        r"保姆|护理|护工|老人|育婴|月嫂|家政|保育|陪护|elderly|nanny|care|babysit|养老",
        r"教|老师|幼师|teach|tutor|培训",
        r"木工|家具|封边|开料|carpent",
        r"电脑|网络|编程|软件|程序|it |it$|开发|运维|测试",
        r"修|汽修|机修|钣金|补胎|mechanic|repair",
        r"水电|电工|弱电|electric",
        r"车床|数控|cnc|铣|磨床|加工中心|machin|冲床|注塑",
        r"仓|理货|分拣|拣货|搬运|装卸|warehouse|库管",
        r"会计|账|出纳|account|book",
        r"文员|内勤|行政|文秘|前台|clerk|office|打字",
        r"销售|卖|导购|营业|促销|业务|sales|shop",
        r"快递|外卖|骑手|送|deliver|courier",
        r"挖机|挖掘|铲车|装载|吊|天车|塔吊|起重|forklift|叉车",
        r"养猪|养鸡|养鱼|养牛|养殖|养羊",
        r"电子|装配|组装|流水线|普工|贴片|插件|操作工|assembl|factory",
        r"做鞋|鞋|打胶水",
        r"美容|美甲|理发|美发|hair|barber",
    )
)


def same_work(one: str, other: str) -> bool | None:
    """Compare two words: one inside the other, two signs shared, or one family. None = cannot be told."""
    a, b = one.lower(), other.lower()
    signs = (a.split(), b.split()) if a.isascii() and b.isascii() else (a, b)
    shared = set(signs[0]) & set(signs[1]) - set("工员师做的") - {"work", "worker", "job"}
    if a in b or b in a or len(shared) >= (1 if signs[0] is not a else 2):
        return True
    first, second = _families(a), _families(b)
    return bool(first & second) if first and second else None


def _families(word: str) -> set[int]:
    return {number for number, family in enumerate(_FAMILIES) if family.search(word)}
