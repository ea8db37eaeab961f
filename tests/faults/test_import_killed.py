"""A posts file whose import is killed: nothing of it is there, and the next one goes through."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import psycopg
import pytest

ROWS = 2000
EMPLOYERS = 250
WRITTEN_IN_ORDER = ("employer", "post", "provenance", "audit")
"""The tables an import writes; whoever holds one of them stops the import right there."""


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "posts.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["企业名称", "岗位名称", "月薪", "招聘人数", "工作地点"])
        for number in range(ROWS):
            rows.writerow(
                [f"模拟单位{number % EMPLOYERS}", f"缝纫工{number}", "4000-6000", "3", "昆明市西山区"]
            )
    return path


def counted(connection: psycopg.Connection, table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()
    assert row is not None
    return int(row[0])


def bytes_of(connection: psycopg.Connection, table: str) -> int:
    """Give what a table takes on the disk, rows that nobody may see yet included."""
    row = connection.execute("SELECT pg_relation_size(%s::regclass)", [table]).fetchone()
    assert row is not None
    return int(row[0])


def hold(connection: psycopg.Connection, table: str) -> None:
    """Let nobody write to a table for as long as the connection is open."""
    connection.execute("BEGIN")
    connection.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE".encode())


def waits_for(connection: psycopg.Connection, table: str) -> bool:
    query = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
    return connection.execute(query, [table]).fetchone() is not None


def everything(connection: psycopg.Connection) -> dict[str, int]:
    return {table: counted(connection, table) for table in ("employer", "post", "provenance", "outbox")}


NOTHING = {"employer": 0, "post": 0, "provenance": 0, "outbox": 0}


def imported(desk: Any, sheet: Path, day: str) -> str:
    told: str = desk.run("import", "posts", str(sheet), "--today", day)
    return told


def stopped_at(desk: Any, watching: psycopg.Connection, sheet: Path, table: str, tools: Any) -> Any:
    """Start the import and give it once it waits to write to a table."""
    program = desk.start("import", "posts", str(sheet), "--today", tools.day)
    tools.until(lambda: program.poll() is not None or waits_for(watching, table))
    assert program.poll() is None, program.communicate()[0]
    return program


def test_killed_before_each_table_it_writes_nothing_is_left(desk: Any, sheet: Path, tools: Any) -> None:
    with desk.superuser() as watching:
        for table in WRITTEN_IN_ORDER:
            with desk.superuser() as holding:
                hold(holding, table)
                program = stopped_at(desk, watching, sheet, table, tools)
                if table in ("provenance", "audit"):
                    assert bytes_of(watching, "post") > 100_000  # the rows are on the disk, and unseen
                tools.kill(program)
            tools.until(lambda table=table: not waits_for(watching, table))
            assert everything(watching) == NOTHING, table
    assert str(ROWS) in imported(desk, sheet, tools.day)
    with desk.superuser() as watching:
        assert everything(watching)["post"] == ROWS
        assert everything(watching)["employer"] == EMPLOYERS


def test_killed_while_rows_are_being_written_it_is_all_or_nothing(desk: Any, sheet: Path, tools: Any) -> None:
    with desk.superuser() as watching:
        program = desk.start("import", "posts", str(sheet), "--today", tools.day)
        tools.until(lambda: program.poll() is not None or bytes_of(watching, "post") > 0, 0.001)
        tools.kill(program)
        assert counted(watching, "post") in (0, ROWS)
    imported(desk, sheet, tools.day)
    imported(desk, sheet, tools.day)
    with desk.open() as store:
        assert store.posts.count() == ROWS
        assert store.employers.count() == EMPLOYERS


def test_a_power_cut_in_the_middle_leaves_nothing_half_written(desk: Any, sheet: Path, tools: Any) -> None:
    with desk.superuser() as watching, desk.superuser() as holding:
        hold(holding, "provenance")
        program = stopped_at(desk, watching, sheet, "provenance", tools)
        desk.crash_server()
        tools.kill(program)
    with desk.open() as store:
        assert (store.posts.count(), store.employers.count()) == (0, 0)
    imported(desk, sheet, tools.day)
    with desk.open() as store:
        assert store.posts.count() == ROWS
