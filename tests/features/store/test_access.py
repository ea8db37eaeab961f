"""A township sees its own workers and nobody else's, through every door."""

from datetime import UTC, date, datetime
from itertools import product

import polars as pl
import psycopg
import pytest
from psycopg import errors as pg

from features.errors import Forbidden, InputError, NotFound
from features.records import StatusEntry
from features.store import open_store

EAST, WEST = "999901101", "999901102"
NOW = datetime(2026, 2, 1, tzinfo=UTC)
OF_A_WORKER = ("worker", "worker_status", "worker_identity", "referral", "invitation", "provenance")


@pytest.fixture
def filled(office):
    """Give every table something of both townships."""
    for number in (1, 3):
        office.workers.set_status(StatusEntry(worker_id=number, since=date(2026, 2, 1), status="away"))
    fair = {"name": "模拟招聘会", "division": "999901", "held_on": date(2026, 3, 1)}
    office.fairs.add_frame(pl.DataFrame([fair]))
    plan = {"post_id": 1, "rank": 1, "value": 0.5}
    office.fairs.save_plan(1, pl.DataFrame([{**plan, "worker_id": 1}, {**plan, "worker_id": 3}]))
    row = {"kind": "worker", "file_sha256": "f" * 64, "file_name": "a.xlsx", "at": NOW, "who": "test"}
    office.provenance.add_frame(
        pl.DataFrame([{**row, "record_id": n, "sheet": "s", "row": n} for n in (1, 3)])
    )
    return office


def test_raw_sql_sees_half_with_a_scope_all_with_the_office_and_nothing_without(filled, sql):
    for table in OF_A_WORKER:
        count = f"SELECT count(*) FROM {table}"
        whole = sql(count, scope="")[0][0]
        assert whole >= 2, table
        assert sql(count, scope=EAST) == [(whole // 2,)], table
        assert sql(count, scope="999902") == sql(count, scope=None) == [(0,)], table


def test_without_a_scope_even_posts_are_hidden(filled, sql):
    for table in ("post", "employer", "fair", "ledger", "outbox", "audit", "bundle", "vault_key"):
        assert sql(f"SELECT count(*) FROM {table}", scope=None) == [(0,)]


def test_no_repository_method_shows_another_township(filled, within):
    with within(WEST) as west:
        assert west.workers.frame()["worker_id"].to_list() == [3, 4]
        assert west.workers.frame(ids=[1, 2]).is_empty()
        assert west.workers.count() == 2
        assert west.workers.statuses(1) == ()
        assert west.workers.find("模拟1") == []
        assert west.workers.find("模拟3") == [3]
        assert west.workers.identities.frame([1, 2]).is_empty()
        assert west.workers.identities.known("phone", ["12000000001", "12000000003"]) == {"12000000003": 3}
        assert west.referrals.frame()["worker_id"].to_list() == [3]
        assert west.referrals.of_worker(1).is_empty()
        assert west.fairs.invitations(1)["worker_id"].to_list() == [3]
        assert west.provenance.known("worker", "f" * 64)["record_id"].to_list() == [3]
        assert west.changes(0).is_empty()
        assert west.audit.frame().is_empty()
        for read in (west.workers.get, west.workers.identity, west.referrals.get):
            with pytest.raises(NotFound):
                read(1)
        with pytest.raises(NotFound):
            west.referrals.by_letter("2026-000001")


def test_reading_in_a_transaction_is_bound_as_well(filled, within):
    with within(WEST) as west, west.transaction():
        assert west.workers.frame()["worker_id"].to_list() == [3, 4]


def test_nothing_is_written_outside_the_scope(filled, within):
    worker = {"division": EAST, "registered_on": NOW.date(), "valid_until": NOW.date()}
    letter = {"worker_id": 1, "post_id": 1, "division": WEST, "referred_on": NOW.date()}
    post = {
        "employer_id": 1,
        "title": "x",
        "division": EAST,
        "opened_on": NOW.date(),
        "closes_on": NOW.date(),
    }
    with within(WEST) as west:
        attempts = [
            lambda: west.workers.add_frame(pl.DataFrame([worker])),
            lambda: west.workers.upsert_frame(pl.DataFrame([{**worker, "worker_id": 1}])),
            lambda: west.workers.set_status(StatusEntry(worker_id=1, since=NOW.date(), status="away")),
            lambda: west.workers.seal(pl.DataFrame([{"worker_id": 2, "name": "模拟"}])),
            lambda: west.posts.add_frame(pl.DataFrame([post])),
            lambda: west.referrals.add_frame(pl.DataFrame([letter])),
            lambda: west.releases.append(1, "approved", at=NOW, who="test"),
            lambda: west.bundles.add("a" * 64, {}, "test"),
        ]
        for attempt in attempts:
            with pytest.raises(Forbidden):
                attempt()
        with pytest.raises(NotFound):
            west.workers.erase(1, "test")
        with pytest.raises(NotFound):
            west.referrals.record_outcome(1, slip=5)
    assert filled.workers.identity(1).name == "模拟1"
    assert filled.posts.get(1).status == "draft"


def test_posts_are_read_by_all_with_counts_over_the_whole_office(filled, within):
    filled.referrals.record_outcome(1, slip=1)
    with within(WEST) as west:
        assert west.posts.frame()["hired"].to_list() == [1, 0]
        assert west.posts.get(1).referred == 2


def test_a_county_scope_sees_its_townships(filled, within):
    with within("999901") as county:
        assert county.workers.count() == 4


@pytest.mark.parametrize("scope", ["9", "99990110", "abc", "99 ", "' OR 1=1", "-c role=postgres"])
def test_a_scope_that_is_no_prefix_is_refused(settings, scope):
    with pytest.raises(InputError, match="scope"), open_store(settings, scope=scope):
        pass


def test_batch_reads_everything_but_identities_and_leaves_a_trace(filled, settings):
    with open_store(settings, role="batch", who="training", why="monthly training") as batch:
        assert batch.workers.count() == 4
        assert batch.referrals.frame().height == 2
        for forbidden in (lambda: batch.workers.identity(1), lambda: batch.workers.find("模拟1")):
            with pytest.raises(Forbidden):
                forbidden()
        with pytest.raises(Forbidden):
            batch.referrals.record_outcome(1, slip=5)
    entry = filled.audit.frame().filter(pl.col("act") == "open_batch").row(0, named=True)
    assert (entry["who"], entry["role"], entry["why"]) == ("training", "springwind_batch", "monthly training")


def test_batch_registers_and_promotes_bundles(filled, settings):
    with open_store(settings, role="batch") as batch:
        batch.bundles.add("a" * 64, {}, "training")
        batch.bundles.promote("a" * 64, "training", "better")
    assert filled.bundles.champion() == "a" * 64


def test_ledger_and_audit_are_only_ever_appended_to(filled, sql):
    changes = ("UPDATE {} SET who = 'x'", "DELETE FROM {}", "TRUNCATE {}")
    for role, change, table in product(("app", "batch", "owner"), changes, ("ledger", "audit")):
        with pytest.raises(pg.InsufficientPrivilege):
            sql(change.format(table), role)


def test_the_program_cannot_change_tables_or_policies(filled, sql):
    for statement in (
        "ALTER TABLE worker DISABLE ROW LEVEL SECURITY",
        "DROP TABLE worker",
        "DELETE FROM worker",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            sql(statement)
