"""Find what somebody says to be able to do: 会PLC, 针车平车都会, can drive a forklift."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CAN = r"(?<!不)(?<!没)(?<![社机工协商才聚晚年国妇集宴博展])会"
_SAID = re.compile(
    rf"(?:{_CAN}(?:用|操作|使用|开|做|弄|点|一点|一些|一点点)?(?![计议所员展场费考期社说讲来去有在想])"
    rf"|懂得?|(?<!不)熟悉|精通|擅长|了解|熟练(?:使用|操作|掌握)?|学过)"
    r"([A-Za-z][A-Za-z0-9+#. ]{0,20}|[一-鿿]{2,6})"
)
_BEHIND = re.compile(
    r"([一-鿿]{2,8}?|[A-Za-z][A-Za-z0-9+#]{1,15})(?:我|俺)?(?:都|也|全|样样)(?:会|懂|熟)(?!计|议)"
)
_ENGLISH = re.compile(
    r"\b(?:(?:i |also |and |who )?can|able to|knows? how to|knows?|good (?:at|with)|skilled (?:in|at"
    r"|with)|familiar with"
    r"|proficient (?:in|with)|experienced? (?:in|with|as)|trained (?:in|as|on)|fluent in"
    r"|use[ds]? to using|speaks?)\s+"
    r"(?:(?:also|well|well with|operate|operating|use|using|do|doing|work with|work as|speak|both|some"
    r"|basic|an?|the|my)\s+)*"
    r"([a-z][a-z0-9+#/'-]*(?: [a-z0-9+#/'-]+){0,6}?)"
    r"(?=$| but | for | with | very | quite | well\b| at | in | on | a bit| too\b| \d| years?| since)",
    re.IGNORECASE,
)
_AND = re.compile(r" (?:and|or|&) (?:also )?(?:the |an? )?", re.IGNORECASE)
_NOT_ENGLISH = re.compile(
    r"^(?:i|we|start|begin|live|come|go|take|work|accept|do|be|get|also|relocate|travel|move|anything"
    r"|wait|stay|sleep|pay|you|not|only"
    r"|that|what|people|it|this|night|nights|day|days|shift|shifts|any|hard|long|early)\b"
)
_NOT = re.compile(
    r"^(?:不|的|了|说|来|有|在|去|上|骑|看情况|一点|点|用|操作)|什么|啥|行|得快|迟到|偷懒|吃苦|好好"
    r"|认真|早|晚|按时|努力|尽力|老|干活"
)
_TAIL = re.compile(r"(?:的|了|吧|呢|哦|啊|都|也|就|点|些|活|证)+$")
_HEAD = re.compile(r"^(?:我|俺|他|她|的|和|跟|还|就|这些|那些|一般|基本)+")


def skills(raw: str) -> Iterator[str]:
    """Give the words for what one clause says is known or can be done; what is denied is left out."""
    for match in _SAID.finditer(raw):
        name = _TAIL.sub("", re.split("有|没|还|就", match[1].strip())[0])
        if len(name) > 1 and not _NOT.search(name):
            yield name
    for match in _BEHIND.finditer(raw):
        name = _HEAD.sub("", match[1])
        if len(name) > 1 and not _NOT.search(name) and not re.search("不|没|啥|什么|哪|样", name):
            yield name
    if not re.search(r"\b(?:not|cannot|no|never|can't|don't)\b", raw.lower()):
        named = (name for match in _ENGLISH.finditer(raw) for name in _AND.split(match[1]))
        yield from (name for name in named if name and not _NOT_ENGLISH.match(name.lower()))
