"""Letters are numbered without gaps, and what is not told stays unknown."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import polars as pl
import pytest

from features.errors import Conflict, InputError, NotFound
from features.store import open_store, places_left
from features.store.referrals import OUTCOME

DAY = date(2026, 2, 3)


def letters(n: int, **fields) -> pl.DataFrame:
    known = {"worker_id": 2, "post_id": 2, "division": "999901101", "referred_on": DAY}
    return pl.DataFrame([{**known, **fields}] * n)


def test_numbers_run_on_within_a_year(office):
    office.referrals.add_frame(letters(2, referred_on=date(2025, 6, 1)))
    frame = office.referrals.frame()
    assert frame["letter_number"].to_list() == ["2026-000001", "2026-000002", "2025-000001", "2025-000002"]


def test_numbers_given_by_hand_are_kept_and_passed_over(office):
    office.referrals.add_frame(letters(1, letter_number="2026-000041"))
    ids = office.referrals.add_frame(letters(2, letter_number=None, referred_on=DAY))
    assert office.referrals.frame(ids)["letter_number"].to_list() == ["2026-000042", "2026-000043"]
    with pytest.raises(Conflict):
        office.referrals.add_frame(letters(1, letter_number="2026-000041"))


def test_two_windows_at_once_get_different_numbers(office, settings):
    def write(_):
        with open_store(settings) as mine:
            return [mine.referrals.add_frame(letters(3)).to_list() for _ in range(4)]

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(write, range(3)))
    numbers = office.referrals.frame()["letter_number"]
    assert numbers.n_unique() == len(numbers) == 38
    assert numbers.sort().to_list()[-1] == "2026-000038"


def test_nothing_told_is_nothing_known(office):
    letter = office.referrals.by_letter("2026-000001")
    assert {getattr(letter, name) for name in OUTCOME} == {None}


def test_an_outcome_is_told_piece_by_piece(office):
    office.referrals.record_outcome("2026-000001", slip=1, slip_on=date(2026, 2, 6), slip_detail="contract")
    told = office.referrals.record_outcome(1, stayed_30=True, stayed_30_on=date(2026, 3, 9))
    assert (told.slip, told.slip_detail, told.stayed_30, told.stayed_90) == (1, "contract", True, None)
    assert office.referrals.get(1) == told


def test_a_correction_is_kept_in_the_audit(office):
    office.referrals.record_outcome(1, slip=2, slip_on=date(2026, 2, 6), not_hired="skill")
    assert office.audit.frame("referral", 1).is_empty()
    office.referrals.record_outcome(1, slip=1, not_hired=None)
    [entry] = office.audit.frame("referral", 1).to_dicts()
    assert entry["act"] == "correct_outcome"
    assert '"slip": [2, 1]' in entry["detail"]


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"slip": 2, "slip_detail": "agency"}, "rule_hire_kind"),
        ({"slip": 1, "not_hired": "pay"}, "rule_refusal"),
        ({"slip_on": date(2026, 2, 9)}, "rule_slip_date"),
        ({"slip": 1, "slip_on": date(2026, 1, 1)}, "rule_slip_date"),
        ({"arrived_on": date(2026, 1, 1)}, "rule_arrival"),
        ({"division": "999901102"}, "outcome_fields"),
        ({}, "outcome_fields"),
    ],
)
def test_outcomes_that_contradict_themselves_are_refused(office, told, reason):
    with pytest.raises(InputError) as caught:
        office.referrals.record_outcome(1, **told)
    assert caught.value.reason == reason
    assert office.referrals.get(1).slip is None


def test_an_unknown_letter_is_not_found(office):
    with pytest.raises(NotFound, match="2026-999999"):
        office.referrals.record_outcome("2026-999999", slip=5)


def test_a_post_counts_its_letters_and_hires(office):
    office.referrals.record_outcome(1, slip=1, slip_on=date(2026, 2, 6))
    post = office.posts.get(1)
    assert (post.referred, post.hired) == (2, 1)
    assert office.posts.frame().select(places_left())["places_left"].to_list() == [1, 2]
    before = office.posts.frame(as_of=date(2026, 2, 5)).row(0, named=True)
    assert (before["referred"], before["hired"]) == (2, 0)
    assert office.posts.frame(as_of=date(2026, 2, 2))["referred"].to_list() == [0, 0]


def test_letters_are_read_by_days(office):
    office.referrals.add_frame(letters(1, referred_on=date(2026, 3, 1)))
    assert office.referrals.frame(since=date(2026, 2, 4)).height == 1
    assert office.referrals.frame(until=DAY).height == 2
    assert office.referrals.frame(since=DAY, until=DAY).height == 2
    assert office.referrals.of_worker(2).height == 1
