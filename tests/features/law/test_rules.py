import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.law import Finding, check_post, check_text
from features.law.plain import plain
from features.records import Post

GOLDEN = Path(__file__).parents[2] / "golden"
DAY = date(2026, 3, 1)
STRUCTURED = ("below_minimum_wage", "missing_field")


def _lines(half: str, name: str = "law") -> list[dict[str, Any]]:
    with (GOLDEN / f"{name}_{half}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _found(line: dict[str, Any]) -> dict[str, Finding]:
    found = check_text(line["text"], DAY, title=line.get("title", ""))
    wanted = {rule["rule"] for rule in line["rules"]}
    also = {"deposit_fee"} if "training_loan" in wanted else set()
    return {f.rule: f for f in found if f.rule not in STRUCTURED and f.rule not in also - wanted}


def _overlap(text: str, one: str, other: str) -> bool:
    i, j = text.find(one), text.find(other)
    return i >= 0 and j >= 0 and i < j + len(other) and j < i + len(one)


@pytest.mark.parametrize("name", ["law", "law2"])
def test_every_line_of_the_dev_half_is_judged_right(name: str) -> None:
    for line in _lines("dev", name):
        told = {r["rule"]: r["severity"] for r in line["rules"]}
        assert {rule: f.severity for rule, f in _found(line).items()} == told, line["text"]


@pytest.mark.parametrize("line", _lines("dev"), ids=lambda line: line["text"][:24])
def test_the_words_found_are_the_words_meant(line: dict[str, Any]) -> None:
    """In the first set; a line of the second often breaks a rule in two places."""
    found = _found(line)
    for rule in line["rules"]:
        assert _overlap(line["text"], rule["excerpt"], found[rule["rule"]].excerpt)


@pytest.mark.parametrize(("name", "recall", "blocked_clean"), [("law", 0.9, 0.03), ("law2", 0.65, 0.12)])
def test_the_frozen_half_is_judged_right(name: str, recall: float, blocked_clean: float) -> None:
    """The floors lie under what was measured; ``springwind bench law`` prints the figures."""
    lines = _lines("frozen", name)
    wanted = sum(len(line["rules"]) for line in lines)
    right = sum(rule["rule"] in _found(line) for line in lines for rule in line["rules"])
    clean = [line for line in lines if not line["rules"]]
    blocked = sum(any(f.severity == "block" for f in _found(line).values()) for line in clean)
    assert right / wanted >= recall
    assert blocked / len(clean) <= blocked_clean


def test_a_rule_holds_only_while_it_is_in_force() -> None:
    assert {f.rule for f in check_text("招文员，限女。", DAY)} == {"sex"}
    assert check_text("招文员，限女。", date(2000, 1, 1)) == []


def test_every_rule_speaks_both_languages_and_names_its_law() -> None:
    zh, en = (check_text("招普工，押金200，限女。", DAY, lang) for lang in ("zh", "en"))
    assert [f.rule for f in zh] == [f.rule for f in en]
    assert all(a.suggestion != b.suggestion for a, b in zip(zh, en, strict=True))
    assert {f.rule: f.article for f in zh}["deposit_fee"].startswith("劳动合同法第九条")


@pytest.mark.parametrize(
    "text", ["招包装工，男女不限。", "不收押金。", "女装销售，底薪3000。", "健康证由公司办理。"]
)
def test_traps_pass(text: str) -> None:
    assert check_text(text, DAY) == []


def test_characters_nobody_sees_are_refused() -> None:
    post = Post(post_id=1, employer_id=1, title="缝纫工\u202e", duties="平车", opened_on=DAY, closes_on=DAY)
    found = [f for f in check_post(post, DAY) if f.severity == "block"]
    assert [(f.rule, f.excerpt) for f in found] == [("other", "U+202E")]


def test_a_thousand_posts_a_second_are_checked() -> None:
    """Generous, for a loaded machine; the benchmark measures."""
    texts = [line["text"] for line in _lines("dev")]
    check_text(texts[0], DAY)
    started = time.process_time()
    for text in texts:
        check_text(text, DAY)
    assert len(texts) / (time.process_time() - started) > 500


@given(st.text(max_size=80))
def test_an_excerpt_always_stands_in_the_text(text: str) -> None:
    assert all(finding.excerpt and finding.excerpt in text for finding in check_text(text, DAY))


@given(st.text(max_size=80))
def test_every_character_searched_has_its_place(text: str) -> None:
    searched, places = plain(text)
    assert len(searched) == len(places)
    assert places == sorted(places)
