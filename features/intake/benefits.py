"""Tell what a post offers, asks and teaches from tags, remarks and duties."""

from __future__ import annotations

import re

from features.parse.education import parse_education
from features.parse.experience import parse_experience
from features.records.vocabulary import Offer

OFFERS: tuple[tuple[Offer, re.Pattern[str]], ...] = (
    (
        "lodging",
        re.compile(
            r"[包管供](?:吃|食|饭)?[包管供]?(?:住|宿)|提供?(?:食宿|住宿|宿舍)|免费(?:住宿"
            r"|食宿|宿舍)|有宿舍|宿舍|夫妻房|吃住全?包|包食宿|\bdorm|housing provided"
            r"|lodging"
        ),
    ),
    (
        "meals",
        re.compile(
            r"[包管供](?:[一两三1-3]?(?:餐|顿)|吃|饭|食|伙食|工作餐|午餐|中餐)|提供?(?:食宿"
            r"|工作餐|三餐|午餐|免费餐)|免费(?:工作餐|三餐|午餐|食宿|用餐)|工作餐|吃住全?包"
            r"|meals? (?:included|provided)|free meals?"
        ),
    ),
    ("couple_room", re.compile(r"夫妻[房间]|双职工房|couple room")),
    ("insurance", re.compile(r"[五六]险|5险|6险|社保|社会保险|养老保险|insurance")),
    (
        "child_school",
        re.compile(r"(?:子女|孩子|小孩)(?:可)?(?:上学|入学|就学|就读|读书)|解决(?:子女)?入学|子弟学校"),
    ),
    ("day_shift", re.compile(r"长白班|常白班|白班|不上夜班|无夜班|朝九晚[五六]|day shift")),
    ("shuttle", re.compile(r"班车|厂车|接送|通勤车|shuttle")),
)
_DENIED = re.compile(
    r"不(?:包|管|提供|含|交|缴|供)[^,，。;；|、]{0,6}|无(?:宿舍|食宿|社保|班车)|没有(?:宿舍|食宿|班车)|自理[^,，|、]{0,3}|两班倒[^,，|、]{0,4}白班"
)
_BENEFIT = re.compile(
    r"[一-六5-6]险|险一金|年终|奖金?$|绩效|全勤|补贴|补助|津贴|旅游|年假|病假|产假|婚假|双休|单休|大小周|周末|做五|做六|上[五六]休|朝九|晚[五六]|体检|培训|团建|聚餐|下午茶|零食|股票|期权|弹性|节日|节假|生日|礼物|福利|公积金|社保|保险|"
    r"包吃|包住|包食|住宿|宿舍|食宿|工作餐|三餐|餐|班车|接送|出国|晋升|大牛|氛围|扁平|双薪|薪|假$|免费|加班|调休|团队|领导|上市|转正|实习证明|落户|五天|工作制|带教|提成|底薪|长期|急招|高薪|月结|日结|周结|待遇|环境|白班|夜班|不限|定期|法定"
)
_SPLIT = re.compile(r"[|,，、;；/\n]+")
LONGEST_TAG = 20


def offers(text: str) -> tuple[Offer, ...]:
    """Give what the words offer beside pay; what they deny is no offer."""
    plain = _DENIED.sub(" ", text.lower())
    return tuple(offer for offer, pattern in OFFERS if pattern.search(plain))


def skills(tags: str) -> tuple[str, ...]:
    """Give the tags that name a skill: benefits, education and experience are taken out, each tag once."""
    kept: dict[str, str] = {}
    for tag in _SPLIT.split(tags):
        word = tag.strip()
        if word and len(word) <= LONGEST_TAG and not _is_other(word):
            kept.setdefault(word.lower(), word)
    return tuple(kept.values())


def _is_other(tag: str) -> bool:
    return bool(
        _BENEFIT.search(tag)
        or not parse_experience(tag).empty
        or re.fullmatch(r"无需经验|经验不限|在校生/应届生|应届生", tag)
        or (parse_education(tag) and len(tag) <= 8)
        or re.fullmatch(r"初中及以下|小学及以下", tag)
    )
