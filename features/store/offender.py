"""Find which of the staged rows a rule refused; PostgreSQL itself keeps silent under row-level security."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import errors as pg
from psycopg import sql

STAGE = "pg_temp.springwind_stage"
_FOREIGN = """
    SELECT mine.attname AS own, c.confrelid::regclass::text AS target, theirs.attname AS other
    FROM pg_constraint c
    JOIN pg_attribute mine ON mine.attrelid = c.conrelid AND mine.attnum = c.conkey[1]
    JOIN pg_attribute theirs ON theirs.attrelid = c.confrelid AND theirs.attnum = c.confkey[1]
    WHERE c.conname = %s AND c.connamespace = current_schema()::regnamespace"""
_CHECK = """
    SELECT pg_get_constraintdef(oid) AS rule FROM pg_constraint
    WHERE conname = %s AND connamespace = current_schema()::regnamespace"""


def offending_row(connection: psycopg.Connection[Any], error: psycopg.Error) -> int | None:
    """Give the number, from 1, of the first staged row that breaks the rule; None if that cannot be told."""
    try:
        with connection.transaction():
            condition = _condition(connection, error)
            if condition is None:
                return None
            query = sql.SQL(
                "SELECT n FROM (SELECT row_number() OVER (ORDER BY ctid) AS n, * FROM {}) s WHERE {} LIMIT 1"
            )
            found = connection.execute(query.format(sql.SQL(STAGE), condition)).fetchone()
            return int(found["n"]) if found else None
    except psycopg.Error:  # the search must not hide the refusal
        return None


def _condition(connection: psycopg.Connection[Any], error: psycopg.Error) -> sql.Composable | None:
    """Give SQL that holds for the rows breaking the rule."""
    name = error.diag.constraint_name
    if isinstance(error, pg.NotNullViolation):
        return sql.SQL("{} IS NULL").format(sql.Identifier(error.diag.column_name or ""))
    if isinstance(error, pg.CheckViolation):
        [row] = connection.execute(_CHECK, [name]).fetchall()
        rule = sql.SQL(str(row["rule"]).removeprefix("CHECK "))
        return sql.SQL("{} IS FALSE").format(rule)
    if isinstance(error, pg.ForeignKeyViolation):
        [row] = connection.execute(_FOREIGN, [name]).fetchall()
        return sql.SQL("NOT EXISTS (SELECT FROM {} t WHERE t.{} = s.{})").format(
            *(sql.Identifier(row[part]) for part in ("target", "other", "own"))
        )
    return None
