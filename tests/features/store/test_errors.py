"""Every refusal has a code, both languages, an exit status, and no values of rows."""

import re
from types import SimpleNamespace

import psycopg
import psycopg_pool
import pytest
from psycopg import errors as pg

from features.errors import Conflict, Forbidden, InputError, Unavailable
from features.say import catalogue
from features.store.errors import DatabaseDown, translate, translated


@pytest.mark.parametrize(
    ("error", "kind", "reason"),
    [
        (psycopg.OperationalError("server closed the connection"), DatabaseDown, "database_down"),
        (psycopg_pool.PoolTimeout("no connection after 8 s"), DatabaseDown, "database_down"),
        (psycopg.InterfaceError("connection is closed"), DatabaseDown, "database_down"),
        (pg.DiskFull("No space left on device"), Unavailable, "database_full"),
        (pg.TooManyConnections("too many clients"), Unavailable, "database_full"),
        (pg.DeadlockDetected("deadlock"), Conflict, "database_busy"),
        (pg.SerializationFailure("retry"), Conflict, "database_busy"),
        (pg.InsufficientPrivilege("new row violates row-level security"), Forbidden, "outside_scope"),
        (psycopg.DataError("invalid byte\nCONTEXT: line 3: the words"), InputError, "store_value"),
        (pg.UndefinedTable("no such table"), Unavailable, "unavailable"),
    ],
)
def test_each_kind_has_its_place_in_the_tree(error, kind, reason):
    found = translate(error)
    assert isinstance(found, kind)
    assert found.reason == reason
    for lang in ("zh", "en"):
        assert "the words" not in found.message(lang)
        assert "{" not in found.message(lang)
    assert found.exit_status >= 2


def test_a_refused_row_never_speaks_its_values():
    class Refusal(pg.CheckViolation):
        @property
        def diag(self):
            return SimpleNamespace(table_name="worker", constraint_name="worker_unheard_of", column_name=None)

    found = translate(Refusal("Failing row contains (7, 模拟七)."), row=3)
    assert found.where == "worker:3"
    assert found.message("zh") == "worker:3：不符合规则 worker_unheard_of（表 worker）。"
    assert "模拟七" not in found.message("en")


def test_other_errors_pass_through():
    with pytest.raises(KeyError), translated():
        raise KeyError("mine")


def test_the_sentences_of_the_store_fill_in_both_languages():
    topics = ("error.rule_", "error.store_", "error.ledger_", "error.database_")
    ours = [key for key in catalogue() if key.startswith(topics)]
    assert len(ours) > 60
    for key in ours:
        zh, en = (set(re.findall(r"{(\w+)}", catalogue()[key][lang])) for lang in ("zh", "en"))
        assert zh == en, key
