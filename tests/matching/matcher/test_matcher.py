"""The matcher answers in one order, says why, and follows the store."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from features.errors import InputError, NotFound
from features.store import Store
from matching.matcher import Matcher
from matching.matcher.ranked import order

DAY = date(2026, 4, 15)


def posts_of(answer) -> list[int]:
    return [match.post_id for match in answer.matches]


def test_a_sentence_finds_the_trade_with_lodging(matcher: Matcher) -> None:
    answer = matcher.match_text("45岁,会缝纫,想找包住的工作,5000以上", DAY, 3)
    assert set(posts_of(answer)[:2]) == {1, 2}
    assert answer.understood["monthly_low"] == {"value": 5000, "said": ["5000以上"]}
    first = answer.matches[0]
    assert first.reasons
    assert all(r.zh and r.en and r.weight > 0 for r in first.reasons)
    assert answer.asked == "worker"
    assert "note.rules_ranker" in answer.notes


def test_full_posts_are_kept_out_and_counted(matcher: Matcher) -> None:
    answer = matcher.match_text("缝纫工", DAY, 20)
    assert 6 not in posts_of(answer)
    assert answer.refused["places"] == 1
    assert answer.eligible == len(answer.matches)


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty_text"), ("  \n", "empty_text"), ("缝" * 2001, "text_too_long")]
)
def test_texts_that_are_no_sentence(matcher: Matcher, text: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        matcher.match_text(text, DAY)
    assert refused.value.reason == code


def test_an_unknown_language_is_said_not_guessed(matcher: Matcher) -> None:
    answer = matcher.match_text("ⴰⵣⵓⵍ ⴼⵍⵍⴰⵡⵏ", DAY)
    assert "note.unknown_words" in answer.notes


def test_unknown_numbers(matcher: Matcher) -> None:
    with pytest.raises(NotFound):
        matcher.match_worker(99, DAY)
    with pytest.raises(NotFound):
        matcher.candidates(99, DAY)


def test_a_plain_list_is_newest_first_and_says_nothing_personal(matcher: Matcher) -> None:
    answer = matcher.match_worker(3, DAY)
    assert posts_of(answer) == sorted(posts_of(answer))
    assert "note.plain_list" in answer.notes
    assert not any(match.reasons or match.against for match in answer.matches)


def test_nobody_seeking_gets_nothing_and_hears_why(matcher: Matcher) -> None:
    answer = matcher.match_worker(4, DAY)
    assert answer.matches == ()
    assert answer.refused["seeking"] == 6
    assert "note.nobody_left" in answer.notes


def test_criteria_stand_beside_each_match(matcher: Matcher) -> None:
    answer = matcher.match_worker(2, DAY)
    welding = next(match for match in answer.matches if match.post_id == 3)
    assert {c.name: c.met for c in welding.criteria}["certificates"] is True


def test_candidates_are_workers_who_want_it(matcher: Matcher) -> None:
    answer = matcher.candidates(1, DAY)
    assert answer.asked == "post"
    assert answer.matches[0].worker_id == 1
    assert 4 not in {match.worker_id for match in answer.matches}


def test_changes_in_the_store_reach_the_answers(matcher: Matcher, office: Store, make) -> None:
    matcher.candidates(1, DAY)  # workers are read at the first question about a post
    seq = int(office.changes(0)["seq"].max())
    office.posts.add(make.post(7, "缝纫工急招"))
    office.posts.upsert_frame(office.posts.frame(ids=[1]).with_columns(status=pl.lit("withdrawn")))
    office.workers.add(make.worker(5, "缝纫工"))
    matcher.refresh(office.changes(seq))
    found = posts_of(matcher.match_text("缝纫工", DAY))
    assert 7 in found
    assert 1 not in found
    assert 5 in {match.worker_id for match in matcher.candidates(7, DAY).matches}


def test_a_campaign_scores_as_the_window_does(matcher: Matcher, office: Store) -> None:
    table = matcher.score_campaign(office.workers.frame(), office.posts.frame(), DAY, 10)
    for number in (1, 2):
        window = {m.post_id: m.score for m in matcher.match_worker(number, DAY).matches}
        hall = dict(table.filter(worker_id=number).select("post_id", "value").iter_rows())
        assert hall == pytest.approx(window, rel=1e-5)


def test_a_campaign_without_anybody_is_empty(matcher: Matcher, office: Store) -> None:
    assert matcher.score_campaign(office.workers.frame()[:0], office.posts.frame(), DAY, 10).is_empty()


def test_order_keeps_those_outside_the_stated_ages_below() -> None:
    value = np.array([0.9, 0.1, 0.5], dtype=np.float32)
    assert order(value, np.array([True, False, False])).tolist() == [2, 1, 0]
