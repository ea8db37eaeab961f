"""What is protected moves nobody: swapped, it leaves every match, score, reason and count as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, get_args

import polars as pl
import pytest

from features.records import Identity, Post, Use, Worker, fields_for
from features.records.vocabulary import Group
from features.store import Store
from matching.answer import Answer
from matching.bundle import Bundle
from matching.matcher import Matcher

DAY = date(2026, 4, 15)
SWAPS: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
    ({"sex": "female"}, {"sex": "male"}),
    ({"sex": None}, {"sex": "female"}),
    ({"groups": ()}, {"groups": get_args(Group)}),
    ({"skills": ("平车", "女", "已婚")}, {"skills": ("平车", "男", "未婚")}),
    ({"wanted": ("缝纫工 汉族",)}, {"wanted": ("缝纫工 藏族",)}),
    ({"past_jobs": ("女装车缝", "残疾人就业")}, {"past_jobs": ("男装车缝", "身体健康就业")}),
    ({"wanted": ("缝纫工 45岁",)}, {"wanted": ("缝纫工 23岁",)}),
    ({"skills": ("平车", "农村户口")}, {"skills": ("平车", "城镇户口")}),
)
AGES = (date(1962, 1, 1), date(1981, 1, 1), date(2006, 1, 1), None)


def told(answer: Answer, person: int) -> tuple[Any, ...]:
    """Give everything an answer says, the worker's own number and own words taken out."""
    matches = [
        replace(match, worker_id=None, criteria=tuple(c for c in match.criteria if c.name != "certificates"))
        for match in answer.matches
        if match.worker_id in (None, person)
    ]
    return matches, answer.refused, answer.would_bring, answer.notes


@pytest.fixture
def ask(office: Store, bundle: Bundle, make: Any) -> Any:
    """Give what a worker with some fields is told, and what a post is told of that worker."""

    def _ask(**said: Any) -> tuple[Any, ...]:
        given = {"monthly_low": 5000, "needs": ("lodging",), "skills": ("平车",), **said}
        wanted = given.pop("wanted", ("缝纫工",))
        office.workers.upsert_frame(
            pl.DataFrame([make.worker(1, *wanted, **given).model_dump()], schema=office.workers.schema)
        )
        matcher = Matcher(bundle, office)
        return told(matcher.match_worker(1, DAY, 20), 1), told(matcher.candidates(1, DAY, 20), 1)

    return _ask


@pytest.mark.parametrize(("one", "other"), SWAPS)
def test_swapping_what_is_protected_changes_nothing(
    ask: Any, one: dict[str, Any], other: dict[str, Any]
) -> None:
    first = ask(**one)
    assert first[0][0], "an empty list would prove nothing"
    assert first == ask(**other)


def test_what_is_not_protected_does_change_the_answer(ask: Any) -> None:
    assert ask(skills=("平车",)) != ask(skills=("焊接",))
    assert ask(monthly_low=5000) != ask(monthly_low=4000)


def test_age_moves_no_score_and_no_reason(ask: Any) -> None:
    """Only the law's least age closes a gate, and only an employer's stated range sorts below."""
    answers = [ask(born_month=born) for born in AGES]
    found = [{m.post_id: (m.score, m.stages, m.reasons, m.against) for m in posts[0]} for posts, _ in answers]
    assert len(found[0]) > 2
    assert all(one == found[0] for one in found)
    unstated = [[m.post_id for m in posts[0] if m.post_id != 1] for posts, _ in answers]
    assert all(one == unstated[0] for one in unstated)  # post 1 alone states an age
    assert answers[1][0][0][0].post_id == 1
    assert answers[0][0][0][-1].post_id == 1
    assert answers[0][0][1]["age"] == 0
    assert ask(born_month=date(2011, 1, 1))[0][0] == []


def test_an_identity_is_nothing_a_matcher_reads(office: Store, ask: Any) -> None:
    before = ask()
    person = Identity(worker_id=1, name="模拟某人", birth_date=date(1970, 1, 1), own_words="平车")
    office.workers.seal(pl.DataFrame([person.model_dump()]))
    assert ask() == before


def test_every_field_that_may_not_rank_is_known_here() -> None:
    """A new field for audits or gates asks its author to say here why it cannot move a rank."""
    assert set(fields_for(Worker, Use.AUDIT, Use.NEVER)) == {"sex", "groups", "simulated"}
    assert set(fields_for(Post, Use.AUDIT, Use.NEVER)) == {"simulated"}
    assert {"age_low", "age_high"} <= set(fields_for(Post, Use.GATE))
    assert "born_month" in fields_for(Worker, Use.GATE)
