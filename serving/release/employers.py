"""Verify employers before their first post goes out: code, licence, an agent's mandate, and until when."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

import polars as pl

from features.codes.identity import read_credit_code
from features.errors import InputError
from features.records import Employer
from features.store.frames import row_values
from serving.release import ledger
from serving.release.desk import verified
from serving.release.why import auto

Basis = Literal["licence", "mandate", "household"]
YEAR = timedelta(days=365)


def verify(
    store: Any, employer_id: int, on: date, *, who: str, basis: Basis = "licence", credit_code: str = "",
    mandate_until: date | None = None, valid_until: date | None = None, why: str = "",
) -> Employer:  # fmt: skip
    """Write down that a person saw the papers, and let the employer publish until ``valid_until``.

    A year unless said, never longer than an agent's mandate. A household needs no credit code; anybody
    else does, with the right check digit. Raises InputError for what cannot be.
    """
    if not who.strip():
        raise InputError("release_who", where="who")
    employer: Employer = store.employers.get(employer_id)
    code = _code(credit_code or employer.credit_code or "", employer, basis)
    if basis == "mandate" and mandate_until is None:
        raise InputError("verify_mandate", where="mandate_until")
    until = min(day for day in (valid_until or on + YEAR, mandate_until) if day is not None)
    if until < on:
        raise InputError("verify_over", where="valid_until", until=until, day=on)
    with store.transaction():
        store.employer_checks.add(
            employer_id=employer_id, at=datetime.now(UTC), who=who, basis=basis, credit_code=code, seen_on=on,
            mandate_until=mandate_until, valid_until=until, why=why,
        )  # fmt: skip
        return _written(store, employer, credit_code=code, verified_on=on, verified_until=until,
                        household=employer.household or basis == "household")  # fmt: skip


def take_back(store: Any, employer_id: int, on: date, *, who: str, why: str) -> list[int]:
    """Take a verification back and suspend the employer's live posts; give their ids."""
    if not why.strip():
        raise InputError("release_why", where="why")
    with store.transaction():
        store.employer_checks.add(
            employer_id=employer_id, at=datetime.now(UTC), who=who, basis="taken_back", why=why
        )
        _written(store, store.employers.get(employer_id), verified_on=None, verified_until=None)
        posts = ledger.own(store, store.posts.of_employer(employer_id))
        live: list[int] = posts.filter(pl.col("status") == "published")["post_id"].to_list()
        if live:
            ledger.suspend(store, live, who=who, why=auto("unverified"))
    return live


def waiting(store: Any, on: date) -> pl.DataFrame:
    """Give the employers of the division that are not verified, those with waiting posts first.

    Columns of ``employer``, ``posts`` (waiting for release), and what they said of themselves over a link.
    """
    employers = store.employers.frame().filter(pl.col("division").str.starts_with(store.scope))
    open_ = employers.filter(~verified(on))
    waits = pl.col("status").is_in(["draft", "checked", "approved"])
    posts = store.posts.frame().filter(waits & (pl.col("closes_on") >= on) & (pl.col("origin") == ""))
    counts = posts.group_by("employer_id").agg(pl.len().cast(pl.Int64).alias("posts"))
    whole = open_.join(counts, on="employer_id", how="left").with_columns(pl.col("posts").fill_null(0))
    found: pl.DataFrame = whole.sort("posts", "employer_id", descending=[True, False])
    return found


def _code(told: str, employer: Employer, basis: Basis) -> str | None:
    if basis == "household" or (employer.household and not told):
        return employer.credit_code
    read = read_credit_code(told)
    if read is None or not read[1]:
        raise InputError("verify_code", where="credit_code", given=told[:18])
    return read[0]


def _written(store: Any, employer: Employer, **news: Any) -> Employer:
    changed = employer.model_copy(update=news)
    store.employers.upsert_frame(pl.DataFrame([row_values(changed)], schema=store.employers.schema))
    return changed
