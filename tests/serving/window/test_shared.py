"""What is the same for a whole list is said once; figures of a plan stay within what there is."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from features.pairs import NAMES
from serving.api.shapes import AnswerOut, MatchOut, ReasonOut, StagesOut
from serving.board import Board
from serving.window import words
from serving.window.fairs import by_employer
from serving.window.shared import about, said_once


def reason(feature: str, weight: float = 0.2) -> ReasonOut:
    return ReasonOut(feature=feature, weight=weight, zh=f"{feature}说", en=f"{feature} said")


def answer(*entries: tuple[list[str], list[str]]) -> AnswerOut:
    matches = [
        MatchOut(rank=rank, score=1, stages=StagesOut(accept=None, hire=None, stay=None), criteria=[],
                 reasons=[reason(name) for name in good], against=[reason(name, -0.2) for name in bad])
        for rank, (good, bad) in enumerate(entries, 1)
    ]  # fmt: skip
    return AnswerOut(
        matches=matches, refused=[], notes=[], bundle="", understood=[], ranker="rules",
        as_of=date(2026, 3, 10),
    )  # fmt: skip


def test_candidates_do_not_repeat_what_the_post_is() -> None:
    told = answer((["sim_dense", "freshness"], ["employer_wages"]), (["freshness", "km"], []))
    left, shared = said_once(told, "post")
    assert [[r.feature for r in match.reasons] for match in left.matches] == [["sim_dense"], ["km"]]
    assert [match.against for match in left.matches] == [[], []]
    assert [r.feature for r in shared.reasons] == ["freshness"]
    assert [r.feature for r in shared.against] == ["employer_wages"]
    assert len(told.matches[0].reasons) == 2  # the answer itself is left alone


def test_posts_keep_what_tells_them_apart() -> None:
    told = answer((["experience", "freshness"], []), (["experience"], ["worker_left"]))
    left, shared = said_once(told, "worker")
    assert [[r.feature for r in match.reasons] for match in left.matches] == [["freshness"], []]
    assert [r.feature for r in (*shared.reasons, *shared.against)] == ["experience", "worker_left"]


def test_no_input_tells_of_both_sides_alone() -> None:
    assert not about("worker") & about("post")
    assert about("worker") | about("post") < set(NAMES)
    assert {"same_employer_hired", "km", "pay_over_wish"}.isdisjoint(about("worker") | about("post"))


def test_a_plan_expects_no_more_lasting_jobs_than_places() -> None:
    posts = pl.DataFrame({"post_id": [1, 2, 3], "employer_id": [7, 7, 7], "employer": ["模拟厂"] * 3,
                          "places_left": [1, 5, 9], "status": ["published", *["expired"] * 2]})  # fmt: skip
    invitations = pl.DataFrame({"worker_id": [1, 2, 3, 4], "post_id": [1, 1, 1, 2],
                                "value": [0.6, 0.5, 0.4, 0.3], "reserve": [False] * 4})  # fmt: skip
    booths = pl.DataFrame({"employer_id": [7], "booth": [1]})
    (row,) = by_employer(booths, invitations, Board(posts, pl.DataFrame({"seq": []})))
    assert (row["posts"], row["places"], row["invited"]) == (2, 6, 4)
    assert row["value"] == pytest.approx(1.3)


def test_an_unknown_headcount_is_not_called_full() -> None:
    assert words.places({"places_left": None}, "zh") == "招聘人数若干"
    assert words.places({"places_left": 1}, "en") == "1 place left"
    assert words.places({"places_left": 0}, "en") == "0 places left"
    assert (words.years(1.0, "en"), words.years(2.5, "en"), words.years(None, "en")) == (
        "1 year", "2.5 years", "",
    )  # fmt: skip


def test_pay_by_agreement_is_said_in_the_readers_language() -> None:
    post = {"monthly_low": None, "monthly_high": None, "pay_raw": "工资面议", "pay_basis": "negotiable"}
    assert words.pay(post, "en") == "Negotiable"
    assert words.pay({**post, "pay_basis": "piece", "pay_raw": "1.9元/件"}, "en") == "1.9元/件"
