"""Set two plans of one campaign side by side: totals, people, posts and the price of every quota."""

from __future__ import annotations

import polars as pl

from matching.campaign.plan import Campaign

SAME = 1e-9
"""Chances this near are one chance."""


def totals_table(before: Campaign, after: Campaign) -> pl.DataFrame:
    """Give measure, before, after, change; ``lasting`` (simulated days) is null where nothing was learned."""
    old, new = _totals(before), _totals(after)
    table = pl.DataFrame(
        {"measure": list(old), "before": list(old.values()), "after": list(new.values())},
        schema={"measure": pl.String, "before": pl.Float64, "after": pl.Float64},
        strict=False,
    )
    return table.with_columns(change=pl.col("after") - pl.col("before"))


def _totals(plan: Campaign) -> dict[str, float | None]:
    invited, posts = plan.invitations.filter(~pl.col("reserve")), plan.posts
    way = plan.comparison.row(by_predicate=pl.col("way") == "springwind", named=True)
    states = posts["state"]
    return {
        "places": float(posts["places"].sum()),
        "invitations": float(invited.height),
        "served": float(invited["worker_id"].n_unique()),
        "unserved": float(plan.unserved.height),
        "starving": float((states == "starving").sum()),
        "short": float((states == "short").sum()),
        "value": float(invited["value"].sum()),
        "objective": plan.objective,
        "lasting": way["lasting"],
        "gini": way["gini"],
    }


def people_table(before: Campaign, after: Campaign) -> pl.DataFrame:
    """Give those whose invitations change; ``gains`` is null where the chance stays as it was."""
    old, new = _hopes(before), _hopes(after)
    both = old.join(new, on="worker_id", how="full", coalesce=True, suffix="_after")
    both = both.with_columns(
        pl.col("hope", "hope_after").fill_null(0.0), pl.col("posts", "posts_after").fill_null([])
    )
    change = pl.col("hope_after") - pl.col("hope")
    table = both.filter(pl.col("posts") != pl.col("posts_after")).select(
        "worker_id",
        before="hope",
        after="hope_after",
        change=change,
        invited_before=pl.col("posts").list.len().cast(pl.Int64),
        invited_after=pl.col("posts_after").list.len().cast(pl.Int64),
        gains=pl.when(change.abs() > SAME).then(change > 0),
    )
    return table.sort("change", "worker_id", descending=[True, False])


def _hopes(plan: Campaign) -> pl.DataFrame:
    """Give each invited worker's chance that one of the own visits, best first, ends in a lasting job."""
    own = plan.invitations.filter(~pl.col("reserve"))
    missed = (1 - pl.col("value").clip(0, 1)).product()
    return own.group_by("worker_id").agg((1 - missed).alias("hope"), pl.col("post_id").sort().alias("posts"))


def post_changes(before: Campaign, after: Campaign) -> pl.DataFrame:
    """Give every post of either plan with both of its lives; ``starves``: starving now and not before."""
    names = ("places", "invited", "state", "price")
    old = before.posts.select("post_id", "employer_id", *(pl.col(n).alias(f"{n}_before") for n in names))
    new = after.posts.select("post_id", "employer_id", *(pl.col(n).alias(f"{n}_after") for n in names))
    both = old.join(new, on=["post_id", "employer_id"], how="full", coalesce=True)
    starves = (pl.col("state_after") == "starving") & (pl.col("state_before") != "starving").fill_null(True)
    return both.with_columns(starves=starves.fill_null(False)).sort("post_id")


def price_changes(before: Campaign, after: Campaign) -> pl.DataFrame:
    """Give what one unit more and one unit fewer of each quota would bring, before and after."""
    keys = ["quota", "id", "group"]
    old = before.prices.rename({"more": "more_before", "less": "less_before"})
    new = after.prices.rename({"more": "more_after", "less": "less_after"})
    both = old.join(new, on=keys, how="full", coalesce=True, nulls_equal=True)
    return both.select(*keys, "more_before", "more_after", "less_before", "less_after").sort(keys)
