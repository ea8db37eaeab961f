from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.errors import InputError
from training_jobs.county.season import FESTIVALS, calendar, factor, weeks_from_festival


def test_the_office_is_quiet_at_the_festival_and_full_two_weeks_after_it():
    for festival in FESTIVALS:
        assert factor(festival) < 0.5
        assert factor(festival + timedelta(days=15)) > 2
    assert factor(date(2025, 9, 1)) == 1


def test_weeks_count_from_the_nearest_festival():
    assert weeks_from_festival(date(2026, 2, 17)) == 0
    assert weeks_from_festival(date(2026, 2, 16)) == -1
    assert weeks_from_festival(date(2026, 3, 3)) == 2


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(3, 22))
def test_the_past_is_whole_weeks_and_ends_on_the_day_asked_for(until, months):
    days = calendar(until, months)
    assert days.day(days.last) == until
    assert days.last + 1 == days.weeks * 7
    assert abs((until - days.first).days - months * 30.44) < 8
    assert len(days.busy()) == days.weeks
    assert len(days.open_days()) == 5
    assert all(days.day(day).weekday() < 5 for day in days.open_days())


@pytest.mark.parametrize("until", [date(2018, 6, 1), date(2019, 1, 1), date(2036, 1, 1)])
def test_a_date_beyond_the_calendar_is_refused_with_the_years_that_are_known(until):
    with pytest.raises(InputError) as refused:
        calendar(until, 18)
    assert "2035" in refused.value.message("zh")
    assert str(until) in refused.value.message("en")


def test_letters_follow_the_season(county):
    letters = county.records.referrals
    on = letters["referred_on"].to_numpy()

    def per_day(first, last):
        inside = (on >= np.datetime64(first)) & (on <= np.datetime64(last))
        return inside.sum() / (np.datetime64(last) - np.datetime64(first)).astype(int)

    around, after = per_day("2026-02-10", "2026-02-23"), per_day("2026-03-01", "2026-03-21")
    ordinary = per_day("2025-10-01", "2025-12-31")
    assert around < 0.6 * ordinary
    assert after > 1.5 * ordinary
