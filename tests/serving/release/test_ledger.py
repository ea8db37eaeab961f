"""The life cycle on a real store: order, findings, dates, reasons; all or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

import polars as pl
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from features.errors import Conflict, InputError
from features.records import Post
from features.records.vocabulary import LedgerAction
from features.settings import Settings
from features.store import Store, open_store
from serving.release import ledger
from serving.release.due import release_due
from serving.release.rules import FOLLOWS, must_follow

DAY = date(2026, 3, 10)


@dataclass(frozen=True)
class Finding:
    rule: str
    severity: str
    article: str = ""
    excerpt: str = ""
    suggestion: str = ""


def lenient(post: Post, on: date) -> list[Finding]:
    return [Finding("age_ceiling", "advise")]


def strict(post: Post, on: date) -> list[Finding]:
    return [Finding("age_ceiling", "advise"), Finding("sex", "block")] if post.post_id == 2 else []


def status(store: Store, post_id: int) -> str:
    return store.posts.get(post_id).status


def acts(store: Store, post_id: int) -> list[str]:
    return [entry.action for entry in ledger.history(store, post_id)]


def test_a_post_goes_the_whole_way_and_the_chain_holds(office_store: Store) -> None:
    store = office_store
    ledger.check(store, [1], DAY, who="a", law=lenient)
    ledger.approve(store, [1], who="b")
    ledger.publish(store, [1], DAY, who="b")
    ledger.withdraw(store, [1], who="c", why="employer called")
    assert acts(store, 1) == ["checked", "approved", "published", "withdrawn"]
    assert ledger.history(store, 1)[0].findings == ("age_ceiling:advise",)
    assert status(store, 1) == "withdrawn"
    assert store.releases.verify() == 4


def test_a_blocking_finding_stops_approval(office_store: Store) -> None:
    ledger.check(office_store, [1, 2], DAY, who="a", law=strict)
    with pytest.raises(Conflict) as refused:
        ledger.approve(office_store, [1, 2], who="b")
    assert refused.value.reason == "release_blocked"
    assert "sex:block" in refused.value.message("en")
    assert [status(office_store, n) for n in (1, 2)] == ["checked", "checked"]  # all or nothing


def test_an_approval_needs_a_check_of_the_text_as_it_stands(office_store: Store) -> None:
    store = office_store
    with pytest.raises(Conflict):
        ledger.approve(store, [1], who="b")
    ledger.check(store, [1], DAY, who="a", law=lenient)
    changed = store.posts.frame(ids=[1]).with_columns(duties=pl.lit("限女")).drop("hired", "referred")
    store.posts.upsert_frame(changed)
    with pytest.raises(Conflict) as refused:
        ledger.approve(store, [1], who="b")
    assert refused.value.reason == "release_unchecked"


@pytest.mark.parametrize(
    ("day", "reason"), [(date(2026, 3, 9), "release_dates"), (date(2026, 3, 26), "release_dates")]
)
def test_nothing_is_published_outside_its_dates(office_store: Store, day: date, reason: str) -> None:
    ledger.check(office_store, [1], DAY, who="a", law=lenient)
    ledger.approve(office_store, [1], who="b")
    with pytest.raises(Conflict) as refused:
        ledger.publish(office_store, [1], day, who="b")
    assert refused.value.reason == "release_dates"
    assert status(office_store, 1) == "approved"


def test_a_suspended_employer_publishes_nothing(office_store: Store) -> None:
    ledger.check(office_store, [4], DAY, who="a", law=lenient)
    ledger.approve(office_store, [4], who="b")
    with pytest.raises(Conflict) as refused:
        ledger.publish(office_store, [4], DAY, who="b")
    assert refused.value.reason == "release_employer"


def test_taking_back_needs_a_reason_and_a_name(office_store: Store) -> None:
    with pytest.raises(InputError):
        ledger.withdraw(office_store, [1], who="a", why="  ")
    with pytest.raises(InputError):
        ledger.withdraw(office_store, [1], who=" ", why="closed")
    assert acts(office_store, 1) == []


def test_what_ended_or_is_full_is_taken_back(office_store: Store) -> None:
    store = office_store
    for post in (1, 2):
        ledger.check(store, [post], DAY, who="a", law=lenient)
        ledger.approve(store, [post], who="b")
        ledger.publish(store, [post], DAY, who="b")
    assert ledger.expire_due(store, date(2026, 3, 25), who="job") == []
    for worker in (1, 2):
        from serving import referrals

        letter = referrals.refer(store, worker, 2, DAY).letter_number
        referrals.record_outcome(store, letter, {"slip": 1}, DAY)
    assert ledger.expire_due(store, DAY, who="job") == [2]
    assert status(store, 2) == "filled"
    assert ledger.expire_due(store, date(2026, 3, 26), who="job") == [1]
    assert status(store, 1) == "expired"


def test_release_due_publishes_what_passes_and_holds_what_does_not(office_store: Store) -> None:
    store = office_store
    store.posts.upsert_frame(
        store.posts.frame(ids=[4])
        .with_columns(status=pl.lit("published"), employer_id=1)
        .drop("hired", "referred")
    )
    done = release_due(store, DAY, who="clerk", law=strict)
    assert set(done.published) == {1, 3, 4}
    assert [one.post_id for one in done.held] == [2]
    assert done.findings == {"age_ceiling:advise": 1, "sex:block": 1}
    assert acts(store, 4) == ["draft", "checked", "approved", "published"]
    assert status(store, 2) == "checked"
    again = release_due(store, DAY, who="clerk", law=strict)
    assert again.published == ()
    assert store.releases.verify() == 3 * 3 + 1 + 1 + 1  # post 2 checked twice


def test_release_due_suspends_what_stood_published_and_is_blocked(office_store: Store) -> None:
    store = office_store
    entered = store.posts.frame(ids=[2]).with_columns(status=pl.lit("published")).drop("hired", "referred")
    store.posts.upsert_frame(entered)
    release_due(store, DAY, who="clerk", law=strict)
    assert status(store, 2) == "suspended"


ACTIONS = st.sampled_from(get_args(LedgerAction))


@examples(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ACTIONS, max_size=12))
def test_nothing_is_ever_published_without_check_and_approval_before(wishes: list[Any]) -> None:
    status: Any = "draft"
    since_out: list[str] = []
    for wish in wishes:
        if wish not in FOLLOWS[status]:
            with pytest.raises(Conflict):
                must_follow(1, status, wish)
            continue
        must_follow(1, status, wish)
        if wish == "published":
            assert since_out[-2:] == ["checked", "approved"]
        since_out.append(wish)
        status = status if wish == "changed" else wish


def test_a_division_acts_on_its_own_posts_only(office_store: Store, settings: Settings) -> None:
    entered = office_store.posts.frame(ids=[3]).with_columns(division=pl.lit("999902"))
    office_store.posts.upsert_frame(entered.drop("hired", "referred"))
    with open_store(settings, scope="999902") as township:
        assert release_due(township, DAY, who="clerk", law=lenient).published == (3,)
        assert ledger.expire_due(township, date(2026, 4, 1), who="job") == [3]
    assert status(office_store, 1) == "draft"
