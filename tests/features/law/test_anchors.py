"""What a pattern needs is asked first; it must never hide a match."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.law.anchors import anchors, possible
from features.law.plain import plain
from features.law.rules import rules

GOLDEN = Path(__file__).parents[2] / "golden"


def test_no_match_of_any_rule_is_hidden() -> None:
    matched = 0
    for name in ("law_dev", "law2_dev"):
        for line in (GOLDEN / f"{name}.jsonl").read_text("utf-8").splitlines():
            searched = plain(json.loads(line)["text"])[0]
            held = frozenset(searched)
            for rule in rules():
                for pattern, needed in zip(rule.say, rule.needs, strict=True):
                    if pattern.search(searched):
                        matched += 1
                        assert possible(held, needed), (searched, pattern.pattern)
    assert matched > 300


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("限[男女]", [{"限"}, {"男", "女"}]),
        ("(?:甲|乙丙)丁?", [{"甲", "乙"}]),
        ("(?:甲|乙?)", []),
        ("[^甲]{2}", []),
        ("(?<!不)(?=甲)乙", [{"乙"}]),
        ("(?:甲|乙){0,3}", []),
    ],
)
def test_what_a_pattern_needs(pattern: str, needed: list[set[str]]) -> None:
    assert sorted(map(sorted, anchors(pattern))) == sorted(map(sorted, needed))


@given(
    st.text("甲乙丙丁", max_size=8),
    st.sampled_from(["甲(?:乙|丙丁)", "(?:甲|乙)丁+", "[甲乙]{2,3}丙?丁", "^甲.*丁$"]),
)
def test_a_text_that_matches_is_always_looked_at(text: str, pattern: str) -> None:
    if re.search(pattern, text):
        assert possible(frozenset(text), anchors(pattern))
