"""The tables hold exactly what the records say, in the records' own words."""

import re
from typing import Any, get_args

import psycopg
import pytest

from features.records import (
    Booth,
    Employer,
    Fair,
    Invitation,
    LedgerEntry,
    Post,
    Record,
    Referral,
    StatusEntry,
    Worker,
    vocabulary,
)  # fmt: skip
from features.say import catalogue
from features.store.address import Address

TABLES: dict[str, tuple[type[Record], set[str]]] = {
    "worker": (Worker, {"status", "status_since", "away_until", "last_contact_on", "last_contact"}),
    "worker_status": (StatusEntry, set()),
    "employer": (Employer, set()),
    "post": (Post, {"hired", "referred"}),
    "referral": (Referral, set()),
    "fair": (Fair, set()),
    "booth": (Booth, set()),
    "invitation": (Invitation, set()),
    "ledger": (LedgerEntry, set()),
}
WORDS: dict[str, Any] = {
    "worker_needs": vocabulary.Need, "worker_forms": vocabulary.Form, "worker_groups": vocabulary.Group,
    "worker_sex": vocabulary.Sex, "worker_status_status": vocabulary.Status,
    "worker_status_contact": vocabulary.ContactResult, "post_pay_basis": vocabulary.PayBasis,
    "post_offers": vocabulary.Offer, "post_form": vocabulary.Form, "post_status": vocabulary.PostStatus,
    "referral_source": vocabulary.Source, "referral_slip_detail": vocabulary.SlipDetail,
    "referral_not_hired": vocabulary.NotHired, "ledger_action": vocabulary.LedgerAction,
}  # fmt: skip
OURS_ALONE = {
    "worker_identity_whole", "ledger_seq", "ledger_content", "ledger_previous", "ledger_digest",
    "double_score", "double_verdict", "double_order", "double_winner", "double_decided", "account_failures",
}  # fmt: skip
"""Rules only the store itself could break."""


@pytest.fixture(scope="module")
def ask(new_database):
    """Ask one database for all tests here; nothing is written."""
    with (
        new_database() as url,
        psycopg.connect(Address.of_url(url).of("owner", ""), autocommit=True) as connection,
    ):
        yield lambda query: connection.execute(query.encode()).fetchall()


@pytest.mark.parametrize("table", TABLES)
def test_columns_are_the_fields_of_the_record(ask, table):
    record, derived = TABLES[table]
    query = f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'"
    columns = {row[0] for row in ask(query)} - {"entry_id"}
    assert columns == set(record.model_fields) - derived


@pytest.mark.parametrize("constraint", WORDS)
def test_checks_hold_the_words_of_the_vocabulary(ask, constraint):
    [(definition,)] = ask(
        f"SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = '{constraint}'"
    )
    assert set(re.findall(r"'([a-z_0-9]+)'", definition)) == set(get_args(WORDS[constraint]))


def test_every_rule_a_person_can_break_has_a_sentence(ask):
    query = (
        "SELECT c.conname, t.relname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid "
        "WHERE c.contype = 'c' AND c.connamespace = 'springwind'::regnamespace"
    )
    rules = ask(query)
    assert len(rules) > 50
    suffixes = {name.removeprefix(table + "_") for name, table in rules if name not in OURS_ALONE}
    assert {suffix for suffix in suffixes if f"error.rule_{suffix}" not in catalogue()} == set()


def test_every_table_is_under_forced_row_security(ask):
    query = (
        "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class "
        "WHERE relnamespace = 'springwind'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'"
    )
    tables = dict(ask(query))
    assert len(tables) >= 17  # steps after the first add their own
    assert all(tables.values()), tables
