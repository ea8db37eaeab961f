"""Check a post against what the law lets it say."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from features.law.rules import Rule, Severity, hits
from features.law.wages import MinimumWages, shipped_wages
from features.records.vocabulary import Form, PayBasis
from features.say import Lang, say

EXCEPTIONS = re.compile(
    r"井下|凿岩|采煤|掘进|矿井|负重(?:六次|6次)|每次(?:负重)?超过(?:20|25)公斤|第四级体力|underground"
)
"""Work that women may be kept from (女职工劳动保护特别规定, annex): a reviewer decides with a reason."""


HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters (tab and line ends are none) and bidirectional overrides."""


class PostText(Protocol):
    """What is read of a post; ``features.records.Post`` is one."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def duties(self) -> str: ...  # noqa: D102
    @property
    def skills(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def pay_raw(self) -> str: ...  # noqa: D102
    @property
    def pay_basis(self) -> PayBasis | None: ...  # noqa: D102
    @property
    def monthly_low(self) -> int | None: ...  # noqa: D102
    @property
    def monthly_high(self) -> int | None: ...  # noqa: D102
    @property
    def headcount(self) -> int | None: ...  # noqa: D102
    @property
    def place(self) -> str: ...  # noqa: D102
    @property
    def division(self) -> str: ...  # noqa: D102
    @property
    def age_low(self) -> int | None: ...  # noqa: D102
    @property
    def age_high(self) -> int | None: ...  # noqa: D102
    @property
    def form(self) -> Form: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Finding:
    """Hold one thing a post may not say, or should say. ``article`` is empty where none is certain."""

    rule: str
    severity: Severity
    article: str
    excerpt: str
    suggestion: str


def check_post(
    post: PostText,
    on: date,
    lang: Lang = "zh",
    wages: MinimumWages | None = None,
    rules: tuple[Rule, ...] | None = None,
) -> list[Finding]:
    """Check the words and the fields of a post as the law stands on a day.

    ``wages`` and ``rules`` are the office's own; without them the shipped ones hold.

    A ``block`` keeps the post from being published, a ``warn`` needs a reviewer's reason.
    """
    text = "。".join(part for part in (post.title, post.duties, *post.skills, post.pay_raw) if part)
    found = check_text(text, on, lang, post.title, rules) + _hidden(text, lang)
    told = {finding.rule for finding in found}
    found += [f for f in _age_fields(post, lang) if f.rule not in told]
    return found + _missing(post, lang) + _wage(post, on, lang, wages or shipped_wages())


def check_text(
    text: str, on: date, lang: Lang = "zh", title: str = "", rules: tuple[Rule, ...] | None = None
) -> list[Finding]:
    """Check words alone. Of one rule the gravest finding is kept; the excerpt stands in ``text`` as it is."""
    excepted = bool(EXCEPTIONS.search(text + title))
    found: dict[str, Finding] = {}
    for hit in hits(text, title, on, rules):
        rule, excerpt = hit.rule, text[hit.start : hit.end]
        finding = Finding(rule.id, rule.severity, rule.article, excerpt, say(f"law.{rule.id}", lang))
        if rule.id == "sex" and excepted and not re.search(r"限女|女性?优先|只招女", excerpt):
            finding = replace(finding, severity="warn", suggestion=say("law.sex_exception", lang))
        found.setdefault(rule.id, finding)
    return list(found.values())


def _hidden(text: str, lang: Lang) -> list[Finding]:
    """Refuse characters that nobody sees: control characters, and marks that turn the writing around."""
    found = HIDDEN.search(text)
    if not found:
        return []
    return [Finding("other", "block", "", f"U+{ord(found[0]):04X}", say("law.hidden", lang))]


def _age_fields(post: PostText, lang: Lang) -> list[Finding]:
    found = []
    if post.age_low is not None and post.age_low < 16:
        found.append(
            Finding(
                "minor",
                "block",
                "劳动法第十五条；禁止使用童工规定",
                str(post.age_low),
                say("law.minor", lang),
            )
        )
    if post.age_high is not None:
        found.append(Finding("age_ceiling", "advise", "", str(post.age_high), say("law.age_ceiling", lang)))
    return found


def _missing(post: PostText, lang: Lang) -> list[Finding]:
    """人力资源市场暂行条例第二十四条 names what published recruitment carries."""
    absent = {
        "headcount": post.headcount is None, "place": not (post.place or post.division),
        "pay": post.pay_basis is None and not post.pay_raw, "duties": not (post.duties or post.skills),
    }  # fmt: skip
    article = "人力资源市场暂行条例第二十四条"
    return [
        Finding(
            "missing_field",
            "warn",
            article,
            "",
            say("law.missing_field", lang, field=say(f"law.field.{name}", lang)),
        )
        for name, gone in absent.items()
        if gone
    ]


def _wage(post: PostText, on: date, lang: Lang, wages: MinimumWages) -> list[Finding]:
    """Hold the pay against the minimum of the place of work; without a sourced figure it is unknown."""
    if post.monthly_low is None and post.monthly_high is None:
        return []
    article = "最低工资规定；劳动法第四十八条"
    minimum = wages.on(post.division, on)
    if minimum is None:
        return [Finding("below_minimum_wage", "advise", article, post.pay_raw, say("law.wage_unknown", lang))]
    hourly = post.form == "part" or post.pay_basis == "hour"
    offered = post.monthly_low if post.monthly_low is not None else post.monthly_high
    rate, least = (
        ((offered or 0) / 174, minimum.hourly) if hourly else (float(offered or 0), float(minimum.monthly))
    )
    if rate + 1e-9 < least:
        words = say(
            "law.below_minimum_wage", lang, least=f"{least:g}", place=minimum.place, since=minimum.since
        )
        return [Finding("below_minimum_wage", "block", article, post.pay_raw, words)]
    if "综合" in post.pay_raw and not re.search("底薪|基本工资|保底", post.pay_raw + post.duties):
        return [
            Finding("below_minimum_wage", "warn", article, post.pay_raw, say("law.wage_without_base", lang))
        ]
    return []
