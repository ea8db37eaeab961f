"""Ways in without an account on a real store: links, drafts, outcomes, intentions, complaints, clues."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from features.errors import Conflict, InputError, NotFound
from features.settings import Settings
from features.store import Store, open_store
from serving import referrals
from serving.release import (
    clues,
    complaints,
    intentions,
    ledger,
    links,
    offers,
)
from serving.release.errors import LinkBad
from serving.release.why import spoken

DAY = date(2026, 3, 10)
NOW = datetime(2026, 3, 10, 1, tzinfo=UTC)
CODE = "91350100M000100Y43"
TOWN = "999901001"


def out(store: Store, post: int) -> None:
    ledger.check(store, [post], DAY, who="a")
    ledger.approve(store, [post], who="b")
    ledger.publish(store, [post], DAY, who="b")


def status(store: Store, post: int) -> str:
    return store.posts.get(post).status


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
