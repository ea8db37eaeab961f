"""The release desk on a real store: papers, arrears, changes, two at once, exceptions, links, complaints."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from fastapi.testclient import TestClient

from features.errors import Conflict, InputError, SpringwindError
from features.records import Arrears, Employer, Post, frame_schema
from features.settings import Settings
from features.store import Store, open_store
from serving import referrals
from serving.follower import Follower
from serving.release import (
    changes,
    daily,
    employers,
    exceptions,
    ledger,
    policies,
)
from serving.release.errors import AlreadyDecided
from serving.release.why import auto, spoken

DAY = date(2026, 3, 10)
NOW = datetime(2026, 3, 10, 1, tzinfo=UTC)
CODE = "91350100M000100Y43"
TOWN = "999901001"


def real_post(store: Store, **told: Any) -> int:
    """Add an employer that is not simulated, with a draft post, and give the post's number."""
    fields = {"name": "甲某某厂", "division": "999901", "credit_code": CODE, **told}
    firm = store.employers.add(Employer(employer_id=0, **fields))
    post = Post(
        post_id=0, employer_id=firm, title="缝纫工", duties="平车操作", place="云岭镇", division="999901",
        headcount=2, monthly_low=4000, monthly_high=5000, pay_basis="month", pay_raw="4000-5000",
        opened_on=DAY,
        closes_on=DAY + timedelta(15),
    )  # fmt: skip
    return int(store.posts.add(post))


def out(store: Store, post: int) -> None:
    ledger.check(store, [post], DAY, who="a")
    ledger.approve(store, [post], who="b")
    ledger.publish(store, [post], DAY, who="b")


def status(store: Store, post: int) -> str:
    return store.posts.get(post).status


def list_employer(store: Store, **told: Any) -> None:
    row = {
        "arrears_id": 0, "employer_name": "甲某某厂", "credit_code": CODE, "listed_on": date(2025, 1, 1),
        "expires_on": date(2027, 12, 31), "source": "示例公告", **told,
    }  # fmt: skip
    entry = Arrears.model_validate(row).model_dump()
    store.arrears.add_frame(pl.DataFrame([entry], schema=frame_schema(Arrears)))


def test_no_first_post_goes_out_before_somebody_saw_the_papers(office_store: Store) -> None:
    store = office_store
    post = real_post(store)
    found = ledger.check(store, [post], DAY, who="a")[0]
    assert found.blocked
    assert "employer:block" in ledger.history(store, post)[-1].findings
    with pytest.raises(Conflict):
        ledger.approve(store, [post], who="b")
    employer = store.posts.get(post).employer_id
    assert employer in employers.waiting(store, DAY)["employer_id"].to_list()
    told = employers.verify(store, employer, DAY, who="clerk", why="saw the original")
    assert told.verified_until == DAY + timedelta(365)
    out(store, post)
    assert status(store, post) == "published"
    assert store.employer_checks.rows(employer_id=employer)[0]["who"] == "clerk"


def test_a_verification_that_runs_out_between_approval_and_publication_stops_it(office_store: Store) -> None:
    store = office_store
    post = real_post(store)
    employer = store.posts.get(post).employer_id
    employers.verify(store, employer, DAY, who="clerk", mandate_until=DAY + timedelta(1), basis="mandate")
    ledger.check(store, [post], DAY, who="a")
    ledger.approve(store, [post], who="b")
    with pytest.raises(Conflict) as refused:
        ledger.publish(store, [post], DAY + timedelta(2), who="b")
    assert refused.value.reason == "release_employer_blocks"
    assert status(store, post) == "approved"


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"credit_code": "91350100M000100Y44"}, "verify_code"),
        ({"basis": "mandate"}, "verify_mandate"),
        ({"valid_until": DAY - timedelta(1)}, "verify_over"),
        ({"who": " "}, "release_who"),
    ],
)
def test_papers_that_cannot_be_are_refused(office_store: Store, told: dict[str, Any], reason: str) -> None:
    employer = office_store.posts.get(real_post(office_store, credit_code=None)).employer_id
    with pytest.raises(InputError) as refused:
        employers.verify(office_store, employer, DAY, **{"who": "c", "credit_code": CODE, **told})
    assert refused.value.reason == reason


def test_a_household_needs_no_code_and_a_verification_can_be_taken_back(office_store: Store) -> None:
    store = office_store
    post = real_post(store, credit_code=None)
    employer = store.posts.get(post).employer_id
    employers.verify(store, employer, DAY, who="c", basis="household")
    out(store, post)
    assert employers.take_back(store, employer, DAY, who="c", why="address was false") == [post]
    assert status(store, post) == "suspended"


def test_a_listed_employer_is_held_at_check_publication_referral_and_every_day(office_store: Store) -> None:
    store = office_store
    post = real_post(store)
    employer = store.posts.get(post).employer_id
    employers.verify(store, employer, DAY, who="c")
    out(store, post)
    list_employer(store)
    with pytest.raises(Conflict) as refused:
        referrals.refer(store, 1, post, DAY)
    assert refused.value.reason == "post_in_arrears"
    done = daily.daily(store, DAY, who="job")
    assert done.suspended == (post,)
    assert done.listed == (employer,)
    assert ledger.check(store, [post], DAY, who="a")[0].blocked
    policies.decide(store, "arrears", "warn", who="head", why="decided on 10 March")
    found = ledger.check(store, [post], DAY, who="a")[0]
    assert ("arrears", "warn") in {(f.rule, f.severity) for f in found.findings}
    ledger.approve(store, [post], who="b")
    ledger.publish(store, [post], DAY, who="b")
    assert daily.daily(store, DAY, who="job").suspended == ()
    assert referrals.refer(store, 1, post, DAY).post_id == post


def test_a_list_just_imported_takes_posts_back_at_the_next_look(
    public: TestClient, office_store: Store
) -> None:
    office = public.app.state.office  # type: ignore[attr-defined]
    firm = office_store.employers.frame(ids=[1]).with_columns(credit_code=pl.lit(CODE))
    office_store.employers.upsert_frame(firm)
    follower = Follower(office)
    follower.look()
    assert status(office_store, 1) == "published"
    list_employer(office_store)
    follower.look()
    assert status(office_store, 1) == "suspended"
    assert office.board.post(1)["status"] == "suspended"


def test_changed_words_are_checked_again_and_suspended_if_they_block(office_store: Store) -> None:
    store = office_store
    out(store, 1)
    post = store.posts.get(1)
    fine = changes.change(store, post.model_copy(update={"duties": "平车，做工装"}), DAY, who="clerk")
    assert fine is not None
    assert not fine.blocked
    assert [e.action for e in ledger.history(store, 1)][-1] == "changed"
    assert status(store, 1) == "published"
    bad = changes.change(store, post.model_copy(update={"duties": "平车，限女"}), DAY, who="clerk")
    assert bad is not None
    assert bad.blocked
    assert [e.action for e in ledger.history(store, 1)][-2:] == ["changed", "suspended"]
    assert status(store, 1) == "suspended"
    assert store.releases.verify()


def test_words_changed_behind_the_ledger_are_seen_before_they_are_shown(office_store: Store) -> None:
    store = office_store
    out(store, 1)
    out(store, 2)
    after = store.outbox.last()
    for number, words in ((1, "平车，收押金500元"), (2, "平车，做校服")):
        frame = store.posts.frame(ids=[number]).with_columns(duties=pl.lit(words))
        store.posts.upsert_frame(frame.drop("hired", "referred"))
    assert changes.attend(store, store.changes(after), DAY, who="job") == [1]
    assert [e.action for e in ledger.history(store, 2)][-1] == "changed"
    assert changes.attend(store, store.changes(after), DAY, who="job") == []  # seen once, not twice


def test_a_post_closes_itself_when_hires_reach_the_headcount(office_store: Store) -> None:
    store = office_store
    out(store, 1)
    after = store.outbox.last()
    for worker in (1, 2):
        letter = referrals.refer(store, worker, 1, DAY).letter_number
        referrals.record_outcome(store, letter, {"slip": 1}, DAY)
    assert changes.attend(store, store.changes(after), DAY, who="job") == [1]
    assert status(store, 1) == "filled"
    assert spoken(ledger.history(store, 1)[-1].why, "zh") == "录用人数达到招聘人数"


def test_of_two_who_decide_at_once_the_second_reads_what_the_first_did(
    office_store: Store, settings: Settings
) -> None:
    store = office_store
    ledger.check(store, [1], DAY, who="a")
    start, told = threading.Barrier(2), []

    def decide(who: str) -> None:
        with open_store(settings, who=who) as mine:
            start.wait()
            try:
                ledger.approve(mine, [1], who=who)
                told.append("done")
            except SpringwindError as error:
                told.append(error)

    threads = [threading.Thread(target=decide, args=(who,)) for who in ("甲", "乙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [refused] = [one for one in told if one != "done"]
    assert isinstance(refused, AlreadyDecided)
    assert "审核通过" in refused.message("zh")
    assert "approved" in refused.message("en")
    assert [e.action for e in ledger.history(store, 1)] == ["checked", "approved"]


def test_an_exception_needs_a_ground_a_reason_and_holds_for_that_text_only(office_store: Store) -> None:
    store = office_store
    post = store.posts.get(1).model_copy(update={"title": "采煤工", "duties": "井下采煤，限男性"})
    changes.change(store, post, DAY, who="c")
    for code, why in (("underground_women", "x"), ("no_such", "ground named")):
        with pytest.raises(InputError):
            exceptions.grant(store, 1, code, DAY, who="r", why=why)
    found = exceptions.grant(store, 1, "underground_women", DAY, who="r", why="井下作业，见岗位说明")
    assert {f.rule: f.severity for f in found.findings}["sex"] == "advise"
    assert "underground_women" in ledger.history(store, 1)[-1].why
    assert not ledger.check(store, [1], DAY, who="a")[0].blocked
    changes.change(store, post.model_copy(update={"duties": "井下采煤，限男性，三班倒"}), DAY, who="c")
    again = {f.rule: f.severity for f in ledger.check(store, [1], DAY, who="a")[0].findings}
    assert again["sex"] == "warn"
    with pytest.raises(InputError):
        exceptions.grant(store, 2, "underground_women", DAY, who="r", why="nothing found there")


def test_a_validity_of_ten_years_is_not_published(office_store: Store) -> None:
    long = office_store.posts.get(1).model_copy(update={"closes_on": date(2036, 3, 10)})
    changes.change(office_store, long, DAY, who="c")
    ledger.check(office_store, [1], DAY, who="a")
    ledger.approve(office_store, [1], who="b")
    with pytest.raises(Conflict) as refused:
        ledger.publish(office_store, [1], DAY, who="b")
    assert refused.value.reason == "release_validity"


def test_new_rules_of_the_office_take_live_posts_back_at_once(office_store: Store) -> None:
    out(office_store, 1)
    own = '[[rule]]\nid = "other"\nseverity = "block"\narticle = "x"\nsince = 2020-01-01\nsay = ["平车"]\n'
    assert policies.decide_law(office_store, "law", own, DAY, who="head", why="decided") == [1]
    with pytest.raises(InputError):
        policies.decide_law(office_store, "law", own, DAY, who="head", why=" ")


def test_reasons_of_the_service_are_said_in_the_readers_language() -> None:
    assert spoken("entered as published without an entry here", "zh") == spoken(auto("readmitted"), "zh")
    assert "2026-03-25" in spoken("closes_on < 2026-03-25", "zh")
    assert spoken(auto("ended", DAY), "en") == f"its days were over (by {DAY})"
    assert spoken("called by phone", "zh") == "called by phone"
    assert spoken("auto:unheard_of", "zh") == "auto:unheard_of"


@pytest.mark.parametrize("who", ["a", "b"])
def test_policies_are_never_changed_in_place(office_store: Store, who: str) -> None:
    policies.decide(office_store, "unverified", "warn", who=who, why="trial month")
    with pytest.raises(SpringwindError):
        office_store.policies.change(1, value="block")
    with pytest.raises(InputError):
        policies.decide(office_store, "unverified", "perhaps", who=who, why="x")
