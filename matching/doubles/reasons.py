"""Name what speaks for a pair, so that a person can judge it: words of ``double.why.<name>``."""

from __future__ import annotations

import polars as pl

from matching.doubles.evidence import Evidence

SAID: dict[str, tuple[tuple[str, float], ...]] = {
    "worker": (
        ("same_id_number", 0.5), ("same_phone", 0.5), ("same_name", 0.5), ("same_month", 0.5),
        ("same_place", 0.5),
        ("wanted", 0.3), ("other_name", 0.5), ("other_phone", 0.5), ("other_id_number", 0.5),
    ),
    "employer": (
        ("same_credit_code", 0.5), ("same_core", 0.5), ("core_like", 0.6), ("same_contact_phone", 0.5),
        ("same_contact_name", 0.5), ("same_place", 0.5), ("other_place", 0.5),
    ),
    "post": (
        ("same_employer", 0.5), ("same_contact_phone", 0.5), ("same_title", 0.5), ("title_cos", 0.8),
        ("duties_like", 0.5), ("duties_cos", 0.85), ("same_monthly_low", 0.5), ("same_headcount", 0.5),
        ("same_place", 0.5), ("other_monthly_low", 0.5),
    ),
}  # fmt: skip
"""Columns of evidence that are said, each from what value on, in this order."""


def reasons(kind: str, told: Evidence) -> pl.Series:
    """Give per pair the names of what was found, as a list."""
    frame = pl.DataFrame({name: told.columns[name] for name, _ in SAID[kind]})
    said = [pl.when(pl.col(name) >= least).then(pl.lit(name)) for name, least in SAID[kind]]
    return frame.select(pl.concat_list(said).list.drop_nulls().alias("why")).to_series()
