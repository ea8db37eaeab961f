"""The release desk on a real store: papers, arrears, changes, two at once, exceptions, links, complaints."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from features.errors import Conflict, InputError, NotFound, SpringwindError
from features.records import Arrears, Employer, Post, frame_schema
from features.settings import Settings
from features.store import Store, open_store
from serving import referrals
from serving.follower import Follower
from serving.release import (
    changes,
    clues,
    complaints,
    daily,
    employers,
    exceptions,
    intentions,
    ledger,
    links,
    offers,
    policies,
)
from serving.release.errors import AlreadyDecided, LinkBad
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


LINKED = {"title": "普工", "duties": "装配", "place": "云岭镇", "pay": "4500-6000"}


@pytest.fixture
def link(office_store: Store) -> links.Link:
    office_store.employers.upsert_frame(
        office_store.employers.frame(ids=[1]).with_columns(division=pl.lit("999901"))
    )
    return links.read(office_store, links.give(office_store, 1, NOW, who="clerk"), NOW)


def test_an_employer_enters_drafts_that_nobody_sees_before_approval(
    office_store: Store, link: links.Link
) -> None:
    told = {**LINKED, "headcount": "20人", "pay": "日结200"}
    number = offers.draft(office_store, link, told, DAY)
    post = office_store.posts.get(number)
    assert (post.status, post.headcount, post.pay_basis, post.closes_on) == (
        "draft",
        20,
        "day",
        DAY + timedelta(15),
    )
    entry = ledger.history(office_store, number)[-1]
    assert (entry.action, entry.who) == ("draft", f"link {link.link_id}")
    with pytest.raises(Conflict):
        ledger.publish(office_store, [number], DAY, who="b")


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"title": ""}, "offer_missing"),
        ({"closes_on": "2026-03-09"}, "offer_closing"),
        ({"closes_on": "2036-03-10"}, "offer_closing"),
        ({"closes_on": "soon"}, "offer_day"),
        ({"duties": "a\u202eb"}, "offer_hidden"),
        ({"duties": "a\x00b"}, "offer_hidden"),
        ({"title": "x" * 61}, "offer_long"),
        ({"headcount": "许多"}, "offer_headcount"),
    ],
)
def test_what_a_link_sends_is_looked_at(
    office_store: Store, link: links.Link, told: dict[str, str], reason: str
) -> None:
    before = office_store.posts.count()
    with pytest.raises(InputError) as refused:
        offers.draft(office_store, link, {**LINKED, **told}, DAY)
    assert refused.value.reason == reason
    assert office_store.posts.count() == before


def test_places_and_outcomes_over_a_link_touch_only_its_own_posts(
    office_store: Store, link: links.Link
) -> None:
    store = office_store
    out(store, 1)
    letter = referrals.refer(store, 1, 1, DAY).letter_number
    assert offers.outcome(store, link, letter, {"slip": 1, "interviewed": True}, DAY).slip == 1
    offers.places(store, link, 1, "3", DAY)
    assert (store.posts.get(1).headcount, status(store, 1)) == (4, "published")
    offers.places(store, link, 1, "0", DAY)
    assert status(store, 1) == "filled"
    with pytest.raises(NotFound):
        offers.places(store, link, 4, "1", DAY)  # the other employer's
    with pytest.raises(InputError):
        offers.places(store, link, 2, "-1", DAY)


def test_a_link_ends_by_itself_and_by_the_office(office_store: Store) -> None:
    token = links.give(office_store, 1, NOW, who="clerk", days=2)
    link = links.read(office_store, token, NOW + timedelta(days=1))
    with pytest.raises(LinkBad) as refused:
        links.read(office_store, token, NOW + timedelta(days=2))
    assert refused.value.reason == "link_over"
    links.end(office_store, link.link_id, NOW)
    with pytest.raises(LinkBad) as refused:
        links.read(office_store, token, NOW)
    assert refused.value.reason == "link_ended"
    with pytest.raises(InputError):
        links.give(office_store, 1, NOW, who="clerk", days=3650)


@examples(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0, 42), other=st.sampled_from("ABCDEFabcdef0123456789-_"))
def test_no_character_of_a_link_can_be_changed(office_store: Store, place: int, other: str) -> None:
    token = links._token(office_store, 1, NOW + timedelta(days=1))
    office_store.links.rows() or links.give(office_store, 1, NOW, who="clerk", days=1)
    assert len(token) == 43
    forged = token[:place] + other + token[place + 1 :]
    try:
        read = links.read(office_store, forged, NOW)
    except LinkBad:
        return
    # the last character carries four bits that no byte holds: it may be written in several ways
    assert forged == token or (place == 42 and read == links.read(office_store, token, NOW))


def test_name_and_phone_become_an_intention_of_the_township_and_stay_sealed(
    office_store: Store, settings: Settings
) -> None:
    store = office_store
    out(store, 1)
    told = {"consent": True, "township": TOWN}
    number = intentions.leave(store, store.posts.get(1), "模拟丁四", "120 0000 0044", DAY, **told)  # type: ignore[arg-type]
    assert intentions.leave(store, store.posts.get(1), "模拟丁四", "12000000044", DAY, **told) == number  # type: ignore[arg-type]
    row = store.intentions.get(number)
    person = store.workers.identity(row["worker_id"], why="test")
    assert (person.name, person.phone) == ("模拟丁四", "12000000044")
    assert store.workers.get(row["worker_id"]).consent_personalised is False
    with open_store(settings, scope="999902") as elsewhere:
        assert elsewhere.intentions.rows() == []
    with open_store(settings, scope=TOWN) as town:
        assert [r["intention_id"] for r in town.intentions.rows(state="new")] == [number]
        assert intentions.handle(town, number, "reached", who="clerk")["state"] == "reached"


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"consent": False}, "intention_consent"),
        ({"name": "x"}, "intention_name"),
        ({"phone": "12345"}, "intention_phone"),
        ({"name": "a\x07b"}, "offer_hidden"),
    ],
)
def test_an_intention_needs_name_phone_and_consent(
    office_store: Store, told: dict[str, Any], reason: str
) -> None:
    out(office_store, 1)
    given_ = {"name": "模拟丁四", "phone": "12000000044", "consent": True, **told}
    name, phone = given_.pop("name"), given_.pop("phone")
    with pytest.raises(InputError) as refused:
        intentions.leave(office_store, office_store.posts.get(1), name, phone, DAY, **given_)
    assert refused.value.reason == reason


def test_a_complaint_gets_a_number_an_answer_and_may_stop_the_post(
    office_store: Store, database_url: str
) -> None:
    import psycopg

    store = office_store
    out(store, 1)
    words = "进厂先要我交三百块"
    number = complaints.report(store, store.posts.get(1), "fee", words)
    with psycopg.connect(database_url) as connection:
        kept = connection.execute(
            "SELECT sealed::text, wrapped_key::text FROM springwind.complaint"
        ).fetchone()
    assert kept is not None
    assert words.encode().hex() not in kept[0]
    [row] = store.complaints.rows(answered_at=None)
    assert store.complaints.words(row) == words
    complaints.answer(store, row["complaint_id"], "已暂停，正在核实", who="r", suspend=True)
    assert status(store, 1) == "suspended"
    assert number in spoken(ledger.history(store, 1)[-1].why, "zh")
    assert complaints.by_number(store, number.lower())["answer"] == "已暂停，正在核实"
    with pytest.raises(Conflict):
        complaints.answer(store, row["complaint_id"], "another", who="s")
    store.complaints.erase_words(row["complaint_id"])
    assert store.complaints.words(store.complaints.get(row["complaint_id"])) == ""
    for kind, text in (("rude", ""), ("other", "")):
        with pytest.raises(InputError):
            complaints.report(store, store.posts.get(1), kind, text)
    with pytest.raises(NotFound):
        complaints.by_number(store, "AAAA-BBBB-CCCC")


def test_unpaid_wages_become_a_clue_that_is_handed_over_once(office_store: Store) -> None:
    store = office_store
    out(store, 1)
    letter = referrals.refer(store, 1, 1, DAY).letter_number
    days = (DAY, DAY + timedelta(20), DAY + timedelta(30))
    with pytest.raises(InputError):
        clues.open_clue(store, letter, *days, who="c")  # not hired yet
    referrals.record_outcome(store, letter, {"slip": 1}, DAY)
    with pytest.raises(InputError):
        clues.open_clue(store, letter, DAY + timedelta(5), DAY, days[2], who="c")
    row = clues.open_clue(store, letter, *days, who="c", amount=4200)
    assert referrals.by_letter(store, letter).wages_on_time is False
    assert clues.hand_over(store, row["clue_id"], "模拟县劳动保障监察大队", days[2])["handed_on"] == days[2]
    with pytest.raises(Conflict):
        clues.hand_over(store, row["clue_id"], "again", days[2])


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
