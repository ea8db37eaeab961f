"""Words that fill the cells: calendar-sign people and firms, trades, places."""

from __future__ import annotations

from features.benchmarks.layouts.shape import Draw, chance, pick

STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
SURNAMES: tuple[str, ...] = (
    *"赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜",
    "欧阳",
    "上官",
)

FIRM_ENDS = (
    "制衣有限公司", "电子科技有限公司", "食品有限责任公司", "物流有限公司", "餐饮管理有限公司", "鞋业厂",
    "建筑劳务有限公司", "农业发展有限公司", "家具厂", "物业服务有限公司", "纺织股份有限公司", "大酒店",
    "商贸有限公司", "机械制造有限公司", "种植专业合作社", "养老院", "汽车修理厂", "超市",
)  # fmt: skip

TRADES = (
    "缝纫工", "平车工", "裁剪工", "质检员", "普工", "操作工", "包装工", "电焊工", "维修电工", "叉车司机",
    "货车司机", "保洁员", "保安", "客房服务员", "餐厅服务员", "厨师", "切配工", "洗碗工", "收银员", "理货员",
    "仓库管理员", "搬运工", "钢筋工", "木工", "泥瓦工", "油漆工", "数控车工", "模具工", "注塑工", "护理员",
    "月嫂", "育婴员", "采茶工", "果园管护工", "饲养员", "会计", "文员", "销售员", "客服专员", "快递员",
    "挖掘机司机", "装配工", "品检员", "锅炉工", "绿化工", "幼儿园老师", "美容师", "汽修工", "针车工",
    "锁眼工",
)  # fmt: skip

ASIDES = ("（两班倒）", "(夜班)", "（熟练工）", "（学徒）", "(长白班)", "（急招）")

PLACES = (
    "昆明市西山区", "云南省昆明市官渡区", "曲靖市麒麟区", "云南省玉溪市红塔区", "大理市", "楚雄市",
    "昆明市安宁市",
    "贵州省贵阳市南明区", "遵义市红花岗区", "四川省成都市双流区", "宜宾市翠屏区", "重庆市万州区",
    "重庆市江津区",
    "广东省东莞市长安镇", "东莞市虎门镇", "深圳市宝安区", "广州市番禺区", "佛山市顺德区",
    "江苏省苏州市吴江区",
    "昆山市", "无锡市锡山区", "浙江省宁波市慈溪市", "义乌市", "温州市瑞安市", "福建省泉州市晋江市",
    "厦门市同安区",
    "湖南省长沙市长沙县", "河南省郑州市中牟县", "陕西省西安市长安区", "山东省青岛市即墨区",
)  # fmt: skip

TOWNS = (
    "东河镇",
    "南山乡",
    "龙潭街道",
    "大营镇",
    "柳树乡",
    "石桥镇",
    "马街镇",
    "双龙街道",
    "普坪村委会",
    "白塔乡",
)


def person(draw: Draw) -> str:
    """Make a name of a surname and calendar signs: 王丙辰, 欧阳丁."""
    given = pick(draw, STEMS) + (pick(draw, BRANCHES) if chance(draw, 0.7) else "")
    return pick(draw, SURNAMES) + given


def firm(draw: Draw) -> str:
    """Make a firm's name: 丙辰制衣有限公司, with or without a town before it."""
    town = pick(draw, ("", "", "昆明", "曲靖市", "龙潭", "云南"))
    return f"{town}{pick(draw, STEMS)}{pick(draw, BRANCHES)}{pick(draw, STEMS)}{pick(draw, FIRM_ENDS)}"


def several(draw: Draw, words: tuple[str, ...], n: int) -> list[str]:
    """Draw ``n`` different words."""
    return [str(words[int(k)]) for k in draw.choice(len(words), n, replace=False)]


def trade(draw: Draw) -> str:
    """Draw a trade as an ad writes it, now and then with an aside."""
    return pick(draw, TRADES) + (pick(draw, ASIDES) if chance(draw, 0.15) else "")


def place(draw: Draw) -> str:
    """Draw a place, sometimes down to a made-up street."""
    return pick(draw, PLACES) + (pick(draw, TOWNS) if chance(draw, 0.3) else "")
