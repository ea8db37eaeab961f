import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.intake import Profile, read_sentence

GOLDEN = Path(__file__).parents[2] / "golden"
ONE = ("age", "monthly_low", "years_experience")
MANY = ("needs", "wanted", "certificates")


def _lines(half: str) -> list[dict[str, Any]]:
    with (GOLDEN / f"sentences_{half}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _alike(one: str, other: str) -> bool:
    a, b = one.lower(), other.lower()
    return a in b or b in a or any(a[i : i + 2] in b for i in range(len(a) - 1))


def _count(line: dict[str, Any], said: Profile) -> tuple[int, int, int, int]:
    """Give facts found, facts told, facts invented, facts given."""
    counts = [0, 0, 0, 0]
    for name in ONE:
        want, got = line[name], getattr(said, name)
        counts[0] += want is not None and got == want
        counts[1] += want is not None
        counts[2] += got is not None and got != want
        counts[3] += got is not None
    for name in MANY:
        want, got = line[name], getattr(said, name)
        counts[0] += sum(any(_alike(w, g) for g in got) for w in want)
        counts[1] += len(want)
        counts[2] += sum(not any(_alike(w, g) for w in want) for g in got)
        counts[3] += len(got)
    return counts[0], counts[1], counts[2], counts[3]


@pytest.mark.parametrize(("half", "found", "invented"), [("dev", 0.99, 0.02), ("frozen", 0.85, 0.06)])
def test_facts_are_found_and_few_are_invented(half: str, found: float, invented: float) -> None:
    counts = [_count(line, read_sentence(line["text"])) for line in _lines(half)]
    right, told, wrong, given_ = (sum(column) for column in zip(*counts, strict=True))
    assert right / told >= found
    assert wrong / given_ <= invented


def test_a_sentence_at_the_window() -> None:
    said = read_sentence("45岁,会缝纫,想找包住的工作,5000以上")
    assert (said.age, said.wanted, said.monthly_low, said.needs) == (45, ("缝纫",), 5000, ("lodging",))
    assert said.said["age"] == ("45岁",)


def test_a_sentence_only_an_office_elsewhere_can_answer() -> None:
    said = read_sentence("会PLC,想在苏州做自动化")
    assert said.wanted == ("自动化",)
    assert said.skills == ("PLC",)
    assert said.wanted_places == ("苏州",)


def test_english_is_understood() -> None:
    said = read_sentence("Welder, 10 years, forklift license, 8000 and up, housing please, no night shifts")
    assert (said.monthly_low, said.years_experience) == (8000, 10)
    assert said.needs == ("lodging", "day_shift")
    assert "Welder" in said.wanted


@pytest.mark.parametrize("text", ["", "   ", "你好", "xyzzy"])
def test_what_says_nothing_gives_an_empty_profile(text: str) -> None:
    assert read_sentence(text).empty


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    said = read_sentence(text)
    assert said.age is None or 15 <= said.age <= 80
    assert said.years_experience is None or 0 < said.years_experience <= 60
