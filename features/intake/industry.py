"""Industry sections of GB/T 4754-2017 (letters) from the words sheets use, and sizes of employers."""

from __future__ import annotations

import re

_SECTIONS: tuple[tuple[str, str], ...] = (
    ("I", r"计算机|软件|互联网|电子商务|网络游戏|通信|电信运营|信息技术|信息传输|数据"),
    ("A", r"农|林|牧|渔|养殖|种植"),
    ("B", r"采矿|采掘|矿产|地质|煤炭|石油开采"),
    ("D", r"电力|燃气|水利|热力|供水|供电"),
    ("E", r"建筑|建材|工程施工|装修|装潢|房屋建筑|土木"),
    ("C", (
        r"制造|机械|电子|半导体|仪器|自动化|汽车|新能源|医疗设备|制药|生物|化工|石油"
        r"|快速消费品|服装|纺织|皮革|家具|食品|饮料|印刷|包装|造纸|原材料|加工|金属"
        r"|五金|塑|玩具|家电|航空|航天"
    )),
    ("G", r"交通|运输|物流|仓储|快递|邮政"),
    ("F", r"批发|零售|贸易|进出口|百货|超市"),
    ("H", r"住宿|餐饮|酒店|旅游"),
    ("J", r"金融|银行|投资|证券|保险|基金|信托"),
    ("K", r"房地产|物业"),
    ("L", r"租赁|商务|专业服务|咨询|人力资源|广告|会展|法律|中介|外包"),
    ("M", r"科研|科学研究|技术服务|检测|认证|环境监测"),
    ("N", r"环保|公共设施|水环境|园林"),
    ("O", r"居民服务|家政|维修|美容|生活服务|其他服务"),
    ("P", r"教育|培训|院校|学校"),
    ("Q", r"卫生|医疗|护理|社会工作|养老"),
    ("R", r"文化|体育|娱乐|影视|媒体|出版|艺术|游戏"),
    ("S", r"政府|公共管理|机关|非营利|社会组织|公共事业"),
)  # fmt: skip
_COMPILED = tuple((letter, re.compile(words)) for letter, words in _SECTIONS)
_LETTER = re.compile(r"^\s*([A-T])(?:\s|\d|$)")


def section(text: str) -> str | None:
    """Give the section's letter for an industry in words, None where it cannot be told."""
    code = _LETTER.match(text)
    if code:
        return code[1]
    return next((letter for letter, words in _COMPILED if words.search(text)), None)


def size(text: str) -> int | None:
    """Give the people employed: the middle of a range, an open end as it stands."""
    figures = [int(figure) for figure in re.findall(r"\d+", text.replace(",", ""))]
    if not figures or len(figures) > 2:
        return None
    return sum(figures) // len(figures)
