"""What a cell must be, whole, to tell a column that bears no known name; and which kind looks for what."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from features.codes.identity import read_credit_code, read_id_number
from features.intake.header import Kind
from features.parse.clean import clean
from features.parse.dates import parse_date
from features.parse.place import parse_place

_DAY = date(2200, 1, 1)
_PHONE = re.compile(
    r"(?:(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[) -]?[2-9]\d{6,7}(?:-\d{1,5})?"
    r"|400-?\d{3}-?\d{4})"
    r"(?:\s*[/、,;，；或 ]\s*(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}))*"
)
_PAY_WORDS = re.compile(
    r"\d.*(?:元|千|万|k\b|薪)|面议|日结|计件|包吃住?\d|(?:底薪|保底|综合)\s*\d", re.IGNORECASE
)
_PAY_RANGE = re.compile(r"\d{4,5}(?:\.0+)?\s*(?:-|至|到)\s*\d{4,5}(?:\.0+)?(?:以上|起|左右)?")
_SCHOOLS = "小学|初中|中学|高中|中专|中技|技校|技工学校|职高|职业高中|大专|专科|本科|大学|硕士|博士|研究生"
_EDUCATION = re.compile(
    r"(?:学历)?(?:不限|不作要求|无要求|不要求|文盲)(?:学历)?"
    rf"|(?:普通|全日制|初级|高级|大学|职业)*(?:{_SCHOOLS})(?:{_SCHOOLS}|学历|毕业|文化|程度|水平|及|或|以上|以下|含|[/、()])*"
)
_AGE = re.compile(
    r"(?:男|女)?\d{2}(?:周?岁)?\s*(?:-|至|到)\s*\d{2}(?:周?岁)?(?:之间|以[上下内])?"
    r"|(?:年满|满)?\d{2}周?岁(?:及?以[上下内])?|(?:年满|满)\d{2}"
)
_COUNT = re.compile(r"\d{1,4}\s*(?:人|名|位|个)|若干(?:人|名)?")
_COMPANY = re.compile(
    r".*(?:公司|厂|集团|合作社|酒店|宾馆|医院|学校|幼儿园|商行|事务所|工作室|饭店|餐馆|超市|养殖场|家庭农场|经营部"
    r"|服务部|门市部|专卖店|个体户|农庄|ltd\.?|inc\.?|corp\.?)(?:[(（].{1,12}[)）])?",
    re.IGNORECASE,
)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段漕钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪"
    "严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫"
)
_PERSON = re.compile(rf"(?:[{_SURNAMES}]|测试|模拟)[一-鿿某×*]{{1,2}}|[一-鿿]{{1,8}}·[一-鿿]{{1,8}}")
_TRADE = re.compile(
    r"[^\d,，。；;]{0,12}(?:工|员|师|司机|经理|主管|助理|保安|保洁|文员|会计|学徒|厨师|班长|组长|店长|销售|客服|出纳|跟单|技工"
    r"|engineer|driver|operator|manager|worker|clerk)(?:[(（].{1,8}[)）])?",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"(?:国家职业资格)?[一二三四五12345]级(?:[/(（]?(?:[初中高]级工?|(?:高级)?技师)[)）]?)?|[初中高]级工?|(?:高级)?技师"
)
_SLIP = re.compile(
    r"(?:已|未|不|没)?(?:录用|录取)|本人不愿意?|不愿意|(?:该工种|岗位)?已?招满|其[他它]|[1-5]\s?.?(?:录用|不录用|其他)"
)


def _whole(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda cell: pattern.fullmatch(clean(cell)) is not None


def _among(*words: str) -> Callable[[str], bool]:
    known = frozenset(words)
    return lambda cell: cell.strip().lower() in known


def _id(cell: str) -> bool:
    number = read_id_number(cell, _DAY)
    return number is not None and number.fault in (None, "bad_id_check_digit")


def _code(cell: str) -> bool:
    code = read_credit_code(cell)
    return code is not None and code[1]


def _wage(cell: str) -> bool:
    plain = clean(cell)
    if re.fullmatch(r"\d{4,5}", plain):
        return 1200 <= int(plain) <= 60_000 and int(plain) % 50 == 0
    return bool(_PAY_RANGE.fullmatch(plain)) or (len(plain) < 40 and bool(_PAY_WORDS.search(plain)))


def _date(cell: str) -> bool:
    plain = clean(cell)
    shaped = re.fullmatch(
        r"(?:19|20)\d{2}(?:[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?|月)?|\d{4})(?:[ t]\d{1,2}:\d{2}(?::\d{2})?)?"
        r"|\d{1,2}月\d{1,2}日",
        plain,
    )
    return shaped is not None and parse_date(plain.split(" ")[0], _DAY) is not None


def _born(cell: str) -> bool:
    day = parse_date(clean(cell), _DAY) if _date(cell) else None
    return day is not None and 1930 <= day.year <= 2010


def _moment(cell: str) -> bool:
    return _date(cell) or re.fullmatch(r"\d{1,2}:\d{2}(?::\d{2})?", clean(cell)) is not None


def _years(cell: str) -> bool:
    plain = clean(cell)
    return bool(_AGE.fullmatch(plain)) or (
        re.fullmatch(r"\d{2}", plain) is not None and 16 <= int(plain) <= 75
    )


def _few(cell: str) -> bool:
    plain = clean(cell)
    return bool(_COUNT.fullmatch(plain)) or re.fullmatch(r"\d{1,3}", plain) is not None


def _place(cell: str) -> bool:
    place = parse_place(cell) if len(cell) < 60 else None
    return place is not None and len(place.prefix) >= 4


TESTS: dict[str, Callable[[str], bool]] = {
    "id": _id, "code": _code, "phone": _whole(_PHONE), "wage": _wage, "date": _date, "born": _born,
    "moment": _moment, "schooling": _whole(_EDUCATION), "age": _years, "count": _whole(_COUNT),
    "small_count": _few, "company": _whole(_COMPANY), "person": _whole(_PERSON), "trade": _whole(_TRADE),
    "place": _place, "level": _whole(_LEVEL), "outcome": _whole(_SLIP),
    "letter": _whole(re.compile(r"20\d{2}-\d{6}")),
    "sex": _among("男", "女", "男性", "女性", "male", "female"),
    "marital": _among("已婚", "未婚", "离异", "离婚", "丧偶"),
    "politics": _among("群众", "党员", "中共党员", "团员", "共青团员", "预备党员"),
    "register": _among("农业", "非农业", "城镇", "农村", "农业户口", "非农业户口", "居民户口"),
    "ethnicity": _whole(re.compile(r"[一-鿿]{1,5}族|汉")),
    "health": _among("健康", "良好", "一般", "残疾", "较差"),
    "height": _whole(re.compile(r"1[3-9]\d\s?(?:cm|厘米)?|1\.[3-9]\d?\s?(?:m|米)")),
}  # fmt: skip
"""What a cell is, read whole: anything else in it and it is not."""

NEEDED: dict[str, tuple[float, float]] = {
    "id": (1.0, 0.7), "code": (1.0, 0.6), "phone": (0.97, 0.7), "wage": (0.85, 0.7), "date": (0.8, 0.8),
    "born": (0.82, 0.8), "moment": (0.8, 0.8), "schooling": (0.92, 0.8), "age": (0.7, 0.8),
    "count": (0.85, 0.7), "small_count": (0.6, 0.9), "company": (0.92, 0.6), "person": (0.8, 0.7),
    "trade": (0.82, 0.6), "place": (0.8, 0.7), "level": (0.9, 0.8), "outcome": (0.9, 0.8),
    "letter": (1.0, 0.7), "sex": (0.95, 0.9), "marital": (0.95, 0.9), "politics": (0.95, 0.9),
    "register": (0.95, 0.9), "ethnicity": (0.9, 0.9), "health": (0.75, 0.9), "height": (0.72, 0.9),
}  # fmt: skip
"""How much a test tells at best, and the share of cells that must pass it."""

_PRIVATE = {
    "sex": "sex", "marital": "marital", "politics": "politics", "register": "register",
    "ethnicity": "ethnicity",
}  # fmt: skip
OWN: dict[Kind, dict[str, str]] = {
    "posts": {
        "employer_name": "company", "title": "trade", "phone": "phone", "pay": "wage", "credit_code": "code",
        "education": "schooling", "age": "age", "headcount": "small_count", "place": "place",
        "contact": "person", "opened_on": "date", "height": "height", **_PRIVATE,
    },
    "workers": {
        "id_number": "id", "phone": "phone", "name": "person", "birth_date": "born", "registered_on": "date",
        "education": "schooling", "age": "age", "wanted": "trade", "pay": "wage", "place": "place",
        "health": "health", "height": "height", **_PRIVATE,
    },
    "employers": {
        "name": "company", "credit_code": "code", "phone": "phone", "place": "place", "contact": "person",
        "verified_on": "date",
    },
    "referrals": {"letter_number": "letter", "slip": "outcome", "slip_on": "date"},
    "arrears": {
        "credit_code": "code", "employer_name": "company", "responsible_person": "person",
        "listed_on": "date",
    },
    "courses": {
        "provider": "company", "skill_level": "level", "place": "place", "starts_on": "date",
        "places": "count", "phone": "phone",
    },
    "attendance": {"id_number": "id", "phone": "phone", "name": "person", "came_at": "moment"},
}  # fmt: skip
"""The fields each kind looks for in a column without a known name, and the test for it."""
