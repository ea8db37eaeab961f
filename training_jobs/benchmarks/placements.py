"""Measure realised lasting placements of seven ways of inviting, on the simulated county's truth."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import click
import numpy as np
import polars as pl

from features.cli import language
from features.say import say
from matching.campaign import CampaignConfig
from matching.campaign.compare import gini
from training_jobs.benchmarks.hall import Hall, Offer
from training_jobs.benchmarks.realised import Luck, hires, luck
from training_jobs.benchmarks.ways import WAYS, Invited, invited
from training_jobs.county import Size

RATIOS = (0.6, 1.0, 1.6)
"""Places per seeker."""

FIRST_SEED = 1000
"""The seeds measured are this one and those that follow; whatever was set was set on 3000 and 3001."""

STAGES = ("accept", "hire", "stay")
MEASURES = ("lasting", "placed", "served", "unserved", "no_hire", "left", "gini")


@click.command("placements")
@click.option("--seeds", default=20, show_default=True, type=click.IntRange(1, 1000), help="counties")
@click.option("--first-seed", default=FIRST_SEED, show_default=True)
@click.option("--seekers", default=3000, show_default=True, type=click.IntRange(20, 100_000))
@click.option("--days", default=5, show_default=True, type=click.IntRange(1, 1000), help="days per county")
@click.option("--county", default=None, type=int, help="workers of a county; 8,000 unless said")
@click.option("--json", "as_json", is_flag=True, help="print JSON instead of tables")
def placements(
    seeds: int, first_seed: int, seekers: int, days: int, county: int | None, as_json: bool
) -> None:
    """Lasting placements by seven ways of inviting, on simulated counties. 稳定就业基准(模拟)。"""
    size = None if county is None else Size(county, max(10, county // 9), max(20, county * 7 // 10))
    rows = pl.DataFrame(list(_followed(range(first_seed, first_seed + seeds), seekers, days, size)))
    told = summary(rows)
    if as_json:
        click.echo(json.dumps({"simulated": True, "seeds": seeds, "seekers": seekers, "rows": told}))
    else:
        _tables(told, seeds, seekers)


def _followed(seeds: Sequence[int], seekers: int, days: int, size: Size | None) -> Iterator[dict[str, Any]]:
    from rich.console import Console
    from rich.progress import track

    label = say("bench.placements.county", language())
    for seed in track(seeds, description=label, console=Console(stderr=True)):
        yield from measure(seed, seekers, days, CampaignConfig(), size)


def measure(
    seed: int, seekers: int, days: int, config: CampaignConfig, size: Size | None = None
) -> list[dict[str, Any]]:
    """Give one row per way and number of places per seeker, mean over the days of one county."""
    hall = Hall.of(seed, seekers) if size is None else Hall.of(seed, seekers, size)
    offers = {ratio: hall.offer(ratio) for ratio in RATIOS}
    pairs = open_pairs(hall, list(offers.values()))
    streams = np.random.SeedSequence([seed, days]).spawn(days)
    lucks = [luck(hall.true_stages, np.random.default_rng(one)) for one in streams]
    rows = []
    for ratio, offer in offers.items():
        ours = pairs.filter(pl.col("post").is_in(offer.rows.tolist()))
        marks = {name: pl.col(f"{name}_{len(offer.rows)}").alias(name) for name in ("near", "chance", "true")}
        for way, chosen in invited(hall, offer, ours.with_columns(**marks), config).items():
            rows.append({"seed": seed, "ratio": ratio, "way": way, **_lived(hall, offer, chosen, lucks)})
    return rows


def open_pairs(hall: Hall, offers: list[Offer]) -> pl.DataFrame:
    """Give the open pairs any way may choose from, marked by the offer that brought them.

    Columns: worker, post, t_accept, t_hire, t_stay; for each offer of n posts ``near_n``, ``chance_n``,
    ``true_n``; and for those near in any offer value, accept, hire, stay, rules, cosine (null for others).
    """
    sources = {"near": hall.nearest, "chance": hall.by_chance, "true": hall.by_truth}
    brought = {
        f"{name}_{len(offer.rows)}": source(offer) for offer in offers for name, source in sources.items()
    }
    posts = len(hall.posts)
    keys = {name: np.sort(worker * posts + post) for name, (worker, post) in brought.items()}
    key = np.unique(np.concatenate(list(keys.values())))
    key = key[hall.open(key // posts, key % posts)]
    worker, post = key // posts, key % posts
    marks = {name: np.isin(key, mine) for name, mine in keys.items()}
    true = {f"t_{n}": s[worker, post] for n, s in zip(STAGES, hall.true_stages, strict=True)}
    near = np.logical_or.reduce([mark for name, mark in marks.items() if name.startswith("near")])
    scored = hall.scored(worker[near], post[near])
    pairs = pl.DataFrame({"worker": worker, "post": post, **marks, **true})
    return pairs.join(scored, on=["worker", "post"], how="left", maintain_order="left")


def _lived(hall: Hall, offer: Offer, chosen: Invited, days: list[Luck]) -> dict[str, float]:
    places = np.zeros(len(hall.posts), np.int64)
    places[offer.rows] = offer.places
    lived = [_day(chosen, places, day) for day in days]
    mean = {name: float(np.mean([one[name] for one in lived])) for name in lived[0]}
    per_post = np.bincount(chosen.post, minlength=len(places))[offer.rows]
    served = len(np.unique(chosen.worker))
    return {
        **mean, "served": served, "unserved": len(hall.workers) - served,
        "gini": gini(per_post / offer.places), "invitations": len(chosen.worker), "places": int(places.sum()),
        "posts": len(offer.rows),
    }  # fmt: skip


def _day(chosen: Invited, places: np.ndarray, day: Luck) -> dict[str, float]:
    hired = hires(chosen.worker, chosen.post, chosen.order, places, day)
    post = chosen.post[hired]
    filled = np.bincount(post, minlength=len(places))
    return {
        "lasting": float(day.lasts[chosen.worker[hired], post].sum()), "placed": float(len(hired)),
        "no_hire": float(((filled == 0) & (places > 0)).sum()), "left": float((places - filled).sum()),
    }  # fmt: skip


def summary(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """Give one row per ratio and way: means over counties, 95 % intervals, and shares of two references.

    ``of_funnel`` and ``of_truth`` are shares of all lasting placements, summed over the counties, with
    intervals by resampling counties, the same ones for both sides.
    """
    told = []
    for ratio in sorted(rows["ratio"].unique()):
        table = rows.filter(pl.col("ratio") == ratio)
        lasting = {way: _by_seed(table, way) for way in WAYS}
        for way in WAYS:
            mine = table.filter(pl.col("way") == way)
            means = {name: round(float(mine[name].mean()), 3) for name in MEASURES}  # type: ignore[arg-type]
            low, high = _interval(lasting[way])
            told.append(
                {"ratio": ratio, "way": way, **means, "lasting_low": low, "lasting_high": high,
                 "of_funnel": _share(lasting[way], lasting["funnel"]),
                 "of_truth": _share(lasting[way], lasting["truth"])}
            )  # fmt: skip
    return told


def _by_seed(table: pl.DataFrame, way: str) -> np.ndarray:
    found: np.ndarray = table.filter(pl.col("way") == way).sort("seed")["lasting"].to_numpy()
    return found


def _resampled(counties: int) -> np.ndarray:
    found: np.ndarray = np.random.default_rng(0).integers(0, counties, (2000, counties))
    return found


def _interval(values: np.ndarray) -> tuple[float, float]:
    low, high = np.quantile(values[_resampled(len(values))].mean(axis=1), (0.025, 0.975))
    return round(float(low), 1), round(float(high), 1)


def _share(ours: np.ndarray, theirs: np.ndarray) -> list[float]:
    """Give share, low, high; nan where there is nothing to share."""
    drawn = _resampled(len(ours))
    with np.errstate(invalid="ignore", divide="ignore"):
        again = ours[drawn].sum(axis=1) / theirs[drawn].sum(axis=1)
        share = ours.sum() / theirs.sum()
    return [round(float(x), 3) for x in (share, *np.quantile(again, (0.025, 0.975)))]


def _tables(told: list[dict[str, Any]], seeds: int, seekers: int) -> None:
    from rich.console import Console
    from rich.table import Table

    lang, console = language(), Console()
    console.print(say("bench.placements", lang, seeds=seeds, seekers=seekers), highlight=False)
    for ratio in sorted({row["ratio"] for row in told}):
        heads = ("way", "lasting", "of_funnel", "of_truth", "placed", "unserved", "no_hire", "left", "gini")
        title = say("bench.placements.ratio", lang, ratio=ratio)
        table = Table(*(say(f"bench.placements.{n}", lang) for n in heads), title=title)
        for row in (row for row in told if row["ratio"] == ratio):
            table.add_row(say(f"bench.placements.way.{row['way']}", lang), *_cells(row))
        console.print(table)


def _cells(row: dict[str, Any]) -> list[str]:
    shares = [f"{s:.0%} ({low:.0%}-{high:.0%})" for s, low, high in (row["of_funnel"], row["of_truth"])]
    lasting = f"{row['lasting']:.0f} ({row['lasting_low']:.0f}-{row['lasting_high']:.0f})"
    counts = (f"{row[name]:.0f}" for name in ("placed", "unserved", "no_hire", "left"))
    return [lasting, *shares, *counts, f"{row['gini']:.2f}"]
