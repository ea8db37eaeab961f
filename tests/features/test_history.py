"""What the office knew on a day: nothing that became known on or after it may count."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.counts import Counts, days
from features.history import PRIOR_LETTERS, REPLY_DAYS, History, events, history_at
from features.market import LEAST_POSTS, Market, whole_code
from features.records import Referral, frame_schema

DAY = date(2026, 3, 2)
POSTS = pl.DataFrame(
    {"post_id": [1, 2], "employer_id": [10, 10], "opened_on": [DAY, DAY], "monthly_low": [3000, None],
     "monthly_high": [5000, None]}
)  # fmt: skip


def letters(*rows: dict) -> pl.DataFrame:
    schema = frame_schema(Referral)
    filled = [
        dict.fromkeys(schema)
        | {
            "referral_id": i,
            "letter_number": str(i),
            "worker_id": 1,
            "post_id": 1,
            "division": "9999",
            "referred_on": DAY,
        }
        | row
        for i, row in enumerate(rows)
    ]
    return pl.DataFrame(filled, schema=schema)


def on(history: History, day: date, post: int = 1, worker: int = 1) -> dict:
    pairs = pl.DataFrame({"worker_id": [worker], "post_id": [post], "employer_id": [10]})
    return history_at(history, pairs, day).row(0, named=True)


def test_a_letter_counts_from_the_day_after():
    history = History.of(letters({}), POSTS)
    assert on(history, DAY)["h_p_letters"] == 0
    assert on(history, DAY + timedelta(1))["h_p_letters"] == 1
    assert on(history, DAY + timedelta(31))["h_p_letters_30"] == 0
    assert on(history, DAY + timedelta(31))["h_p_letters"] == 1


def test_a_slip_counts_from_the_day_after_it_came_back():
    back = DAY + timedelta(9)
    history = History.of(letters({"slip": 1, "slip_on": back}), POSTS)
    assert on(history, back)["h_w_hired"] == 0
    assert on(history, back + timedelta(1))["h_w_hired"] == 1
    assert on(history, back + timedelta(1))["h_p_hired"] == 1
    assert on(history, back + timedelta(1))["h_we_hired"] == 1
    assert on(history, back + timedelta(1), worker=2)["h_w_hired"] == 0


def test_a_slip_without_a_date_is_known_on_no_day():
    history = History.of(letters({"slip": 1}), POSTS)
    late = on(history, date(2200, 1, 1))
    assert late["h_w_hired"] == 0
    assert late["h_e_reply_rate"] == 0.0


def test_an_unreturned_slip_is_no_hire_and_no_refusal():
    found = on(History.of(letters({}), POSTS), DAY + timedelta(400))
    assert (found["h_w_hired"], found["h_w_unwilling"]) == (0, 0)
    assert found["h_e_hire_rate"] is None


def test_no_reply_counts_against_an_employer_only_when_it_is_due():
    history = History.of(letters({}), POSTS)
    assert on(history, DAY + timedelta(REPLY_DAYS))["h_e_reply_rate"] is None
    assert on(history, DAY + timedelta(REPLY_DAYS + 1))["h_e_reply_rate"] == 0.0


def test_a_quick_reply_does_not_count_before_others_are_due():
    history = History.of(letters({"slip": 2, "slip_on": DAY + timedelta(1)}), POSTS)
    assert on(history, DAY + timedelta(REPLY_DAYS))["h_e_reply_rate"] is None
    assert on(history, DAY + timedelta(REPLY_DAYS + 1))["h_e_reply_rate"] == 1.0


def test_gone_after_30_days_is_known_to_have_left_and_still_there_is_not_known_to_stay():
    gone = {"slip": 1, "slip_on": DAY, "stayed_30": False, "stayed_30_on": DAY + timedelta(33)}
    there = {"slip": 1, "slip_on": DAY, "stayed_30": True, "stayed_30_on": DAY + timedelta(33)}
    later = DAY + timedelta(60)
    assert on(History.of(letters(gone), POSTS), later)["h_w_left"] == 1
    assert on(History.of(letters(there), POSTS), later)["h_w_left"] == 0
    assert on(History.of(letters(there), POSTS), later)["h_w_stayed"] == 0


def test_rates_are_shrunk_towards_the_level_above():
    rows = [{"slip": 1, "slip_on": DAY, "post_id": 1}, {"slip": 2, "slip_on": DAY, "post_id": 2}]
    found = on(History.of(letters(*rows), POSTS), DAY + timedelta(1))
    assert found["h_e_hire_rate"] == pytest.approx(0.5)
    assert found["h_p_hire_rate"] == pytest.approx((1 + PRIOR_LETTERS * 0.5) / (1 + PRIOR_LETTERS))


def test_refusals_name_the_posts_a_worker_turned_down():
    history = History.of(
        letters({"slip": 3, "slip_on": DAY}, {"slip": 2, "slip_on": DAY, "post_id": 2}), POSTS
    )
    assert history.refused(1, DAY).to_list() == []
    assert history.refused(1, DAY + timedelta(1)).to_list() == [1]
    assert history.refused(2, DAY + timedelta(1)).to_list() == []


def test_the_future_changes_nothing_known_today():
    past = [{"slip": 1, "slip_on": DAY + timedelta(2)}, {"post_id": 2}]
    later = {"referred_on": DAY + timedelta(50), "slip": 3, "slip_on": DAY + timedelta(60), "post_id": 1}
    today = DAY + timedelta(50)
    assert on(History.of(letters(*past), POSTS), today) == on(History.of(letters(*past, later), POSTS), today)


def test_a_day_per_row_gives_what_each_day_alone_gives():
    rows = [
        {"slip": 1, "slip_on": DAY + timedelta(i), "referred_on": DAY + timedelta(i // 2)} for i in range(30)
    ]
    history = History.of(letters(*rows), POSTS)
    asked = [DAY + timedelta(i) for i in (3, 40, 11)]
    pairs = pl.DataFrame({"worker_id": [1] * 3, "post_id": [1] * 3, "employer_id": [10] * 3, "as_of": asked})
    together = history.columns(pairs)
    assert [together.row(i, named=True) for i in range(3)] == [on(history, day) for day in asked]


def test_events_of_nothing():
    assert events(letters().with_columns(employer_id=pl.lit(1))).is_empty()
    assert on(History.of(letters(), POSTS), DAY)["h_e_letters"] == 0


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 60), st.integers(0, 3)), max_size=40),
       st.integers(1, 5), st.integers(0, 70), st.one_of(st.none(), st.integers(1, 30)))  # fmt: skip
def test_counts_are_what_a_loop_would_count(rows, key, day, window):
    frame = pl.DataFrame(
        {"id": [r[0] for r in rows], "day": [DAY + timedelta(r[1]) for r in rows], "n": [r[2] for r in rows]},
        schema={"id": pl.Int64, "day": pl.Date, "n": pl.Int64},
    )
    counts = Counts.of(frame, "id", ("n",))
    asked = days(pl.Series([DAY + timedelta(day)]))
    got = counts.before(np.array([key]), asked, window)[0, 0]
    start = 0 if window is None else day - window
    assert got == sum(n for i, d, n in rows if i == key and start <= d < day)
    last = [d for i, d, _ in rows if i == key and d < day]
    newest = counts.last_day(np.array([key]), asked)[0]
    assert (np.isnan(newest) and not last) or newest == days(pl.Series([DAY]))[0] + max(last)


def test_market_knows_only_posts_opened_before_the_quarter():
    start = date(2026, 1, 5)
    posts = pl.DataFrame(
        {
            "opened_on": [start] * LEAST_POSTS + [start + timedelta(60)] * LEAST_POSTS,
            "occ_code": ["6-31-01-03"] * LEAST_POSTS + ["4-02-02-01"] * LEAST_POSTS,
            "monthly_low": [4000] * LEAST_POSTS + [9000] * LEAST_POSTS,
            "monthly_high": [6000] * LEAST_POSTS + [9000] * LEAST_POSTS,
        }
    )
    market = Market.of(posts)
    codes = whole_code(pl.Series(["6-31-01-03", "6-31-01-99", None, "4-02-02-01"])).to_numpy()
    first = market.pay(codes, pl.Series([date(2026, 2, 1)] * 4))
    assert np.isnan(first).all()
    second = market.pay(codes, pl.Series([date(2026, 5, 1)] * 4))
    np.testing.assert_allclose(second, [5000, 5000, 5000 + 2000, 9000], atol=2001)
    assert second[0] == second[1] == 5000
    assert second[3] == 9000
