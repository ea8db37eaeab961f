"""Find the words by which a clause names a trade."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Kind = Literal["trade", "place"]

_CERTIFICATES = re.compile(
    r"[一-鿿]{1,8}(?:证书?|执照)(?![一-鿿]{0,2}(?:室|券))|[abc][1-3](?:驾?[照证本牌]"
    r"|驾照)?|(?:[a-z]+(?:'s)? )?(?:licen[cs]e|certificate)|驾照"
    r"|驾龄"
)
_BLANKED = re.compile(
    r"自行车|带(?:着|了)?[一两二三四五六几\d]+个(?:小工|徒弟|人)|包水电|水电(?:费|全包|免|都?包)|坐(?:公交|地铁|车|班车)|(?:自己|自)带(?:午?饭|饭菜|工具)"
    r"|[一-鿿]{0,2}(?:暑假|寒假|临时)工|(?:回来|回家|在家|在屋里?|家里|自己|老家|[要得好])带(?:娃|孩子"
    r"|小孩|孙)[子娃]?|包工包料|包工头?|中介费|(?:回家|农忙|家里?)[^,]{0,4}收(?:麦子?|稻子?|玉米|庄稼)"
    r"|包(?:来回)?车(?:费|票)?|接送|打字(?:快|熟|还|速度|也)|(?:在|老家|家里?)种[地田]|打零?工|员工"
    r"|招工|职工|农民工|民工|用工|工资|工作|工地上|工龄|工装|家装|手工费|上工|开工|停工|加工资|老板"
    r"|师傅们|工人|分工|熟练工|会议|会员|动手|"
    r"我师傅|跟师傅|人手|对手|帮手|手机号|一把手|左手|右手|两手|手里|手上|手艺|手没|刚才|同学|同事"
    r"|(?:老师|医生|护士|警察|干部)(?:说|讲|叫)|能接送孩子|接送孩子|接孩子|送孩子|带孩子(?:上学|读书)|"
    r"照顾(?:老娘|老人和小孩|家里|家|孩子|小孩)|(?:要|得)照顾[一-鿿]{0,4}|帮我(?:介绍|安排|看看|留意)"
    r"|网上|会员|包吃|包住|管住|做饭吃"
)
_SUFFIXED = re.compile(
    r"[一-鿿]{1,4}?(?:工|员|师傅|司机|师(?!傅|范)|匠|店长|厂长|队长|班长|组长|主管|经理|学徒|保姆"
    r"|嫂)(?![一-鿿]?(?:程|具|厂|地|序|期|伤|会|商|钱|费|种|种|友|资|作))"
)
_LEAD = re.compile(
    r"^(?:[零一二两三四五六七八九十几多来半]+年(?:多|半)?的?|经验的?|[一-鿿]{0,3}的|我是|我|他|她|是|的"
    r"|想|做|当|干|找|求|要|个|名|一|份|学|去|到|在|会|能|也|都|就|还|有|当个|做个|招|现|现在|为|过|了"
    r"|给|当过|做过|来|换|改|改行|转行|换行|行|换成|应聘|那种|或者?|和|及|跟|是个|再|男|女|岁|年|老|再|熟练|半个"
    r"|顺便|便|些|点(?!工)|大学生|学生|这|那|一直|专门|厂里|店里|公司里?|单位|村里的?|县里的?|镇上的?"
    r"|车间里?|队里|主要|正规)+"
)
_WHOLE = "工员师匠机"
"""Endings of a trade that needs no other word behind it."""
_LINK = re.compile(r"^.*(?:或者?|还是|[和跟兼])(?=..)")
_NO_TRADE = {
    "工",
    "员",
    "师",
    "人员",
    "职员",
    "成员",
    "队员",
    "学员",
    "党员",
    "店员们",
    "技师",
    "老师傅",
    "师傅",
    "大师",
    "律师函",
    "临时工",
    "长期工",
    "暑假工",
    "寒假工",
    "短工",
    "长工",
    "零工",
    "日结工",
    "打工",
    "返工",
    "上班员",
    "全员",
    "动员",
    "人工",
    "务工",
    "外出务工",
    "职工",
    "农民工",
    "复工",
    "新员",
    "老员",
    "退伍军人",
    "社工们",
    "学徒期",
}
_ENDINGS = re.compile(r"(?:的|工作|活儿?|岗位|方面|类的?|相关的?|行业|之类|什么的|啥的|一类)+$")
_GENERIC = re.compile(
    r"(?:做|干|搞|当|从事|学|应聘|找个|找份|求个|会)(?:个|点|些|一下)?([一-鿿A-Za-z+#]{2,8}?)(?:的|方面"
    r"|工作|活|岗位|相关|$|也|都|就|最好|行)"
)
_NOT_GENERIC = re.compile(
    r"工|活|啥|什么|事|点|不|了|过|天|年|月|半|着|近|远|离|稳|正规|体面|临时|别的|其[他它]|长久|固定"
    r"|合适|地方|单位|机会|东西$|饭吃|生意|白班|夜班|主$|长期|短期|兼职|全职|普通|轻松|得动|起来|家里"
    r"|得|都|也|完|和|包|我"
)


@dataclass(frozen=True, slots=True)
class Word:
    """Hold one word found: where it stands in the clause and what kind it is."""

    start: int
    end: int
    kind: Kind


@cache
def lexicon() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Give the patterns of trades, verb phrases, workplaces and English trades, longest first."""
    words = tomllib.loads(files("features.intake").joinpath("trades.toml").read_text("utf-8"))
    nouns = _any(words["nouns"].lower().split())
    english = [w.strip() for w in words["english"].split(";")]
    verb = rf"(?:{_any(words['verbs'].split())})[个点些了过]?(?:{_any(words['objects'].split())})+"
    return (
        re.compile(nouns),
        re.compile(verb),
        re.compile(rf"{_any(words['places'].lower().split())}|(?:{nouns})(?:厂|店|公司|市场|城)"),
        re.compile(rf"\b(?:{_any(english)})s?\b"),
    )


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted({w for w in words if w}, key=len, reverse=True))


def trades(low: str) -> list[Word]:
    """Give the trade and workplace words of one clause in lower case, in order, none overlapping."""
    plain = _BLANKED.sub(_blank, _CERTIFICATES.sub(_blank, low))
    nouns, verbs, places, english = lexicon()
    workplaces = [Word(m.start(), m.end(), "place") for m in places.finditer(plain)]
    plain = places.sub(_blank, plain)
    found = [_suffixed(m) for m in _SUFFIXED.finditer(plain)]
    for pattern in (verbs, nouns, english):
        found.extend(Word(m.start(), m.end(), "trade") for m in pattern.finditer(plain))
    return _join([word for word in found if word is not None], plain) or workplaces


def generic(low: str) -> Word | None:
    """Give what stands behind "do" or "be" where no known trade does (做自动化): a last resort."""
    match = _GENERIC.search(_BLANKED.sub(_blank, _CERTIFICATES.sub(_blank, low)))
    if not match:
        return None
    name = _ENDINGS.sub("", match[1])
    if len(name) < 2 or _NOT_GENERIC.search(name):
        return None
    return Word(match.start(1), match.start(1) + len(name), "trade")


def _blank(match: re.Match[str]) -> str:
    return "\0" * len(match[0])


def _suffixed(match: re.Match[str]) -> Word | None:
    lead = _LEAD.match(match[0])
    start = match.start() + (lead.end() if lead else 0)
    name = match.string[start : match.end()]
    if linked := _LINK.search(name):
        start, name = start + linked.end(), name[linked.end() :]
    known = len(name) >= 2 and name not in _NO_TRADE and "不" not in name
    return Word(start, match.end(), "trade") if known else None


def _branch(low: str, word: Word) -> bool:
    """Tell whether a word only says in which branch the next one is (快递 + 分拣, 公交 + 司机)."""
    said = low[word.start : word.end]
    return (
        said[-1] not in _WHOLE
        and not lexicon()[1].fullmatch(said)
        and not re.search("都|也", low[word.end :])
    )


def _join(found: list[Word], low: str) -> list[Word]:
    """Join words that overlap (包装 + 工), and a branch with the trade right behind it (电商 + 客服)."""
    joined: list[Word] = []
    for word in sorted(found, key=lambda w: (w.start, -w.end)):
        touches = bool(joined) and word.start <= joined[-1].end
        if touches and (word.start < joined[-1].end or _branch(low, joined[-1])):
            last = joined[-1]
            joined[-1] = Word(last.start, max(last.end, word.end), "trade")
        else:
            joined.append(word)
    return joined
