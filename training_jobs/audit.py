"""Do some people get worse lists than others? Read for audit only; nothing here reaches a ranker."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

LEAST_PEOPLE = 30
"""Lists of a group below which its mean says nothing."""

AGE_BANDS = (30, 40, 50)
"""Upper ends in years, as the monitoring survey of migrant workers cuts them."""


def group_gaps(
    lists: pl.DataFrame, workers: pl.DataFrame, per_list: npt.NDArray[np.float64]
) -> dict[str, float]:
    """Give per audited division of people how far the worst-served group lies below the mean of all.

    ``lists`` has ``worker_row`` and ``day`` (m rows), ``per_list`` a measure (m,), nan left out.
    """
    rows = workers[lists["worker_row"].to_numpy()]
    people = rows.select(
        "sex",
        "groups",
        township=pl.col("division").str.slice(0, 9),
        age=_band(rows["born_month"], lists["day"]),
    ).with_columns(measure=pl.Series(per_list).fill_nan(None))
    people = people.filter(pl.col("measure").is_not_null())
    parts = {name: people.drop_nulls(name) for name in ("sex", "age", "township")}
    parts["groups"] = people.explode("groups", empty_as_null=True).drop_nulls("groups")
    return {name: _gap(part, name, people["measure"]) for name, part in parts.items()}


def _gap(part: pl.DataFrame, name: str, overall: pl.Series) -> float:
    means = part.group_by(name).agg(pl.col("measure").mean(), pl.len()).filter(pl.col("len") >= LEAST_PEOPLE)
    if means.is_empty() or not len(overall):
        return 0.0
    return max(0.0, float(overall.to_numpy().mean() - means["measure"].to_numpy().min()))


def _band(born: pl.Series, day: pl.Series) -> pl.Series:
    years = (day - born).dt.total_days() / 365.25
    band = pl.Series(np.searchsorted(AGE_BANDS, years.fill_null(0).to_numpy(), side="right")).cast(pl.String)
    return band.set(years.is_null(), None)
