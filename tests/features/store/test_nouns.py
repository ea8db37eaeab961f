"""Employers by name, fairs with booths and plans, bundles and the champion, provenance, the outbox."""

import threading
from datetime import UTC, date, datetime

import polars as pl
import pytest

from features.errors import Conflict, InputError, NotFound
from features.records import Booth, Employer, Invitation, frame_schema
from features.store import open_store

NOW = datetime(2026, 2, 1, tzinfo=UTC)
FAIR = {"name": "模拟招聘会", "division": "999901", "held_on": date(2026, 3, 1)}


@pytest.fixture
def fair(office):
    return int(office.fairs.add_frame(pl.DataFrame([FAIR]))[0])


def test_employers_are_found_by_name_and_by_code(store):
    code = "91999901MA00000018"
    store.employers.add_frame(
        pl.DataFrame({"name": ["甲厂", "乙厂", "甲厂"], "credit_code": [None, code, None]})
    )
    assert store.employers.by_name(["甲厂", "乙厂", "丙厂"]) == {"甲厂": 1, "乙厂": 2}
    assert store.employers.by_credit_code([code, "x"]) == {code: 2}
    assert store.employers.by_name([]) == {}
    with pytest.raises(Conflict):
        store.employers.add(Employer(employer_id=0, name="丁厂", credit_code=code))


def test_an_employer_that_does_not_exist_is_named_by_row(office):
    post = {"title": "焊工", "opened_on": NOW.date(), "closes_on": NOW.date()}
    with pytest.raises(InputError) as caught:
        office.posts.add_frame(pl.DataFrame([{**post, "employer_id": 1}, {**post, "employer_id": 77}]))
    assert (caught.value.reason, caught.value.where) == ("store_reference", "post:2")


def test_a_missing_title_is_named_by_row(office):
    post = {"employer_id": 1, "opened_on": NOW.date(), "closes_on": NOW.date()}
    with pytest.raises(InputError, match="title") as caught:
        office.posts.add_frame(pl.DataFrame([{**post, "title": "焊工"}, {**post, "title": None}]))
    assert caught.value.where == "post:2"


def test_open_posts_of_a_day(office):
    office.releases.append_all([1, 2], "published", at=NOW, who="office")
    assert office.posts.open(date(2026, 2, 16))["post_id"].to_list() == [1, 2]
    assert office.posts.open(date(2026, 2, 17)).is_empty()
    office.releases.append(1, "withdrawn", at=NOW, who="office")
    assert office.posts.open(date(2026, 2, 10))["post_id"].to_list() == [2]
    assert office.posts.frame(status="withdrawn")["post_id"].to_list() == [1]
    assert office.posts.of_employer(1).height == 2


def test_booths_are_replaced_as_a_whole(office, fair):
    office.employers.add(Employer(employer_id=0, name="乙厂"))
    office.fairs.set_booths(
        fair, pl.DataFrame({"employer_id": [1, 2], "booth": [None, 7], "capacity": [40, 60]})
    )
    assert office.fairs.booths(fair)["employer_id"].to_list() == [2, 1]
    office.fairs.set_booths(fair, pl.DataFrame({"employer_id": [1], "booth": [1]}))
    assert office.fairs.booths(fair).to_dicts() == [Booth(fair_id=fair, employer_id=1, booth=1).model_dump()]
    with pytest.raises(Conflict):
        office.fairs.set_booths(fair, pl.DataFrame({"employer_id": [1, 2], "booth": [3, 3]}))
    assert office.fairs.booths(fair)["booth"].to_list() == [1]


def test_a_plan_is_replaced_as_a_whole_or_not_at_all(office, fair):
    plan = pl.DataFrame({"worker_id": [1, 2], "post_id": [1, 1], "rank": [1, 1], "value": [0.4, 0.3]})
    office.fairs.save_plan(fair, plan)
    found = office.fairs.invitations(fair)
    assert dict(found.schema) == frame_schema(Invitation)
    assert found["reserve"].to_list() == [False, False]
    with pytest.raises(InputError):
        office.fairs.save_plan(fair, plan.with_columns(rank=pl.lit(0)))
    assert office.fairs.invitations(fair).equals(found)
    office.fairs.save_plan(fair, plan.clear())
    assert office.fairs.invitations(fair).is_empty()
    with pytest.raises(NotFound):
        office.fairs.save_plan(999, plan)


def test_the_champion_is_one_row_with_its_history(store):
    assert store.bundles.champion() is None
    for letter in "ab":
        store.bundles.add(letter * 64, {"name": letter}, "test")
    store.bundles.add("a" * 64, {"name": "other"}, "test")
    assert store.bundles.manifest("a" * 64) == {"name": "a"}
    for letter in "aba":
        store.bundles.promote(letter * 64, "test", f"try {letter}")
    assert store.bundles.champion() == "a" * 64
    history = store.bundles.history()
    assert history["why"].to_list() == ["try a", "try b", "try a"]
    assert history["until"].is_null().to_list() == [False, False, True]
    assert store.bundles.frame().select("sha256", "champion").rows() == [("a" * 64, True), ("b" * 64, False)]


def test_an_unregistered_bundle_is_not_promoted(store):
    with pytest.raises(NotFound):
        store.bundles.promote("c" * 64, "test", "")
    assert store.bundles.champion() is None


def test_provenance_tells_where_a_record_came_from_once(store):
    row = {
        "kind": "post",
        "file_sha256": "f" * 64,
        "file_name": "a.xlsx",
        "sheet": "镇",
        "at": NOW,
        "who": "test",
    }
    frame = pl.DataFrame([{**row, "record_id": 10, "row": 3}, {**row, "record_id": 11, "row": 4}])
    assert store.provenance.add_frame(frame) == 2
    store.provenance.add_frame(frame.with_columns(file_name=pl.lit("b.xlsx")))
    assert store.provenance.known("post", "f" * 64).rows() == [("镇", 3, 10), ("镇", 4, 11)]
    assert store.provenance.known("worker", "f" * 64).is_empty()
    assert store.provenance.of("post", 10)["file_name"].to_list() == ["b.xlsx"]
    with pytest.raises(InputError, match="sheet"):
        store.provenance.add_frame(frame.drop("sheet"))


def test_changes_come_in_order_of_commits(store, settings):
    """A slow writer that began first still gets its numbers before any that readers have seen."""
    started, finish = threading.Event(), threading.Event()

    def slow():
        with open_store(settings) as mine, mine.transaction():
            mine.employers.add(Employer(employer_id=0, name="慢"))
            started.set()
            finish.wait(10)

    def fast():
        with open_store(settings) as mine:
            mine.employers.add(Employer(employer_id=0, name="快"))

    threads = [threading.Thread(target=slow), threading.Thread(target=fast)]
    threads[0].start()
    assert started.wait(10)
    threads[1].start()
    seen = store.changes(0)
    finish.set()
    for thread in threads:
        thread.join(10)
    assert seen.is_empty()
    assert store.changes(0)["id"].to_list() == [1, 2]
    assert store.changes(0)["seq"].is_sorted()


def test_waiting_ends_when_something_changes(store, settings):
    assert store.outbox.wait(0, seconds=0.05) is False

    def write():
        with open_store(settings) as mine:
            mine.employers.add(Employer(employer_id=0, name="厂"))

    writer = threading.Timer(0.2, write)
    writer.start()
    assert store.outbox.wait(store.outbox.last(), seconds=20) is True
    writer.join()
    assert store.outbox.wait(0, seconds=0.05) is True


def test_holding_a_post_makes_others_wait(office, settings):
    with open_store(settings) as other, office.transaction():
        office.posts.hold(1)
        with other.transaction() as connection:
            query = "SELECT pg_try_advisory_xact_lock(hashtext('springwind.post'), %s) AS free"
            free = [connection.execute(query, [post_id]).fetchone()["free"] for post_id in (1, 2)]
    assert free == [False, True]
