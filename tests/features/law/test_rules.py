import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.law import Finding, check_text
from features.law.plain import plain

GOLDEN = Path(__file__).parents[2] / "golden"
DAY = date(2026, 3, 1)
STRUCTURED = ("below_minimum_wage", "missing_field")


def _lines(half: str) -> list[dict[str, Any]]:
    with (GOLDEN / f"law_{half}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _found(line: dict[str, Any]) -> dict[str, Finding]:
    found = check_text(line["text"], DAY, title=line.get("title", ""))
    wanted = {rule["rule"] for rule in line["rules"]}
    also = {"deposit_fee"} if "training_loan" in wanted else set()
    return {f.rule: f for f in found if f.rule not in STRUCTURED and f.rule not in also - wanted}


def _overlap(text: str, one: str, other: str) -> bool:
    i, j = text.find(one), text.find(other)
    return i >= 0 and j >= 0 and i < j + len(other) and j < i + len(one)


@pytest.mark.parametrize("line", _lines("dev"), ids=lambda line: line["text"][:24])
def test_every_line_of_the_dev_half(line: dict[str, Any]) -> None:
    found = _found(line)
    assert {name: f.severity for name, f in found.items()} == {
        r["rule"]: r["severity"] for r in line["rules"]
    }
    for rule in line["rules"]:
        assert _overlap(line["text"], rule["excerpt"], found[rule["rule"]].excerpt)


def test_the_frozen_half_is_judged_right() -> None:
    lines = _lines("frozen")
    wanted = sum(len(line["rules"]) for line in lines)
    right = sum(rule["rule"] in _found(line) for line in lines for rule in line["rules"])
    clean = [line for line in lines if not line["rules"]]
    blocked = sum(any(f.severity == "block" for f in _found(line).values()) for line in clean)
    assert right / wanted >= 0.8
    assert blocked / len(clean) <= 0.03


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


@given(st.text(max_size=80))
def test_an_excerpt_always_stands_in_the_text(text: str) -> None:
    assert all(finding.excerpt and finding.excerpt in text for finding in check_text(text, DAY))


@given(st.text(max_size=80))
def test_every_character_searched_has_its_place(text: str) -> None:
    searched, places = plain(text)
    assert len(searched) == len(places)
    assert places == sorted(places)
