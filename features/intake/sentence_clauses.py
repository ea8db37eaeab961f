"""Cut what was said into clauses, and tell what each clause does with the trade it names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from features.parse.clean import visible
from features.parse.numerals import digits

Stance = Literal["told", "wish", "past", "refused"]
_CUT = re.compile(r"[,，。．;；!！?？\n/|()（）:：]+|(?<=[一-鿿]) +|(?<=\S) +(?=[一-鿿])|\.(?!\d)| but | so ")
_ASKED = re.compile(
    r"还?要不要|有没有|收不收|招不招|可不可以|能不能|行不行|中不中|好不好|得不得|缺不缺|要人不|要不$"
    r"|要不\b|不$|没$|不错|不怕|不限|不管|不用怕"
)
_REFUSED = re.compile(
    r"不(?:太|再|大)?(?:想|要|做|去|干|愿意?|当|找|学|进|跑|考虑|会|能|喜欢|开)(?!.{0,4}夜班)"
    r"|[一-鿿]不[了动来](?!.{0,3}没问题)|别(?!的)|没干过|没做过|没会|受不了|(?:换行"
    r"|转行)(?![做干当学去])|除了|冇兴趣"
    r"|don't want|not interested|no longer|can't|cannot|not "
)
_PAST = re.compile(
    r"以前|原来|原先|过去|之前|从前|曾经?|当年|年轻时|刚从|辞了|倒闭|亏了|[干做当]过"
    r"|used to|was an?\b|were |previously|formerly"
)
_DONE = re.compile("[干做当]过")
_WISH = re.compile(
    r"(?<!不)(?:想|求|找|寻|打算|愿意|希望|还(?!要|有|没|不|得)|也行|都行|也可以|都可以|也中|就行|来得"
    r"|都会|我会|会做|能干|想学)|有没有|哪里|招人|要不要|现在|缺"
    r"|want|looking for|seek|need|hope|would like|please"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """Hold one clause: ``raw`` as said, ``low`` the same in lower case, ``figures`` with digits."""

    raw: str
    low: str
    figures: str
    stance: Stance


def clauses(text: str) -> tuple[Clause, ...]:
    """Cut ``text``; letters keep their case in ``raw``, widths are made even."""
    plain = unicodedata.normalize("NFKC", visible(text)[:2000])
    return tuple(_clauses(plain))


def _clauses(plain: str) -> Iterator[Clause]:
    past = False
    for group in _CUT.split(plain):
        stance = _stance(group.lower())
        past = stance == "past" or (past and stance == "told")
        for part in group.split("、"):
            raw = part.strip()
            if raw:
                low = raw.lower() if len(raw.lower()) == len(raw) else raw
                yield Clause(raw, low, digits(low), "past" if past else stance)


def given_up(clause: Clause) -> bool:
    """Tell a past that is over (以前, 原来) from mere experience (干过)."""
    over = _PAST.search(_DONE.sub("", clause.low)) or not _DONE.search(clause.low)
    return clause.stance == "past" and bool(over)


def _stance(low: str) -> Stance:
    settled = _ASKED.sub("", low)
    if _REFUSED.search(settled):
        return "refused"
    if _PAST.search(low):
        return "past"
    return "wish" if _WISH.search(low) else "told"
