"""Measure the shipped coder beside a linear classifier on character n-grams, in one run."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from pathlib import Path

import click
import numpy as np
import polars as pl

from features.cli import language
from features.say import say
from matching.occupations import load_coder
from training_jobs.occupations.measure import measured
from training_jobs.texts import Texts


@click.command("coder")
@click.option(
    "--data", type=click.Path(path_type=Path, exists=True), required=True, envvar="SPRINGWIND_SHARED_DATA"
)
@click.option("--plain/--no-plain", default=True, help="also fit the plain classifier (a minute)")
@click.option("--json", "as_json", is_flag=True, help="print JSON instead of a table")
def coder(data: Path, plain: bool, as_json: bool) -> None:
    """Occupation coder against a plain classifier on unseen titles. 职业编码基准。"""
    texts, shipped = Texts(data), load_coder()
    found: dict[str, float] = dict(asdict(measured(shipped, texts)))
    titles = texts.titles["title"].to_list()
    began = time.perf_counter()
    shipped.code([f"{title} {n}" for n in range(3) for title in titles])
    found["speed"] = 3 * len(titles) / (time.perf_counter() - began)
    if plain:
        found["plain_exact"], found["plain_four"] = _plain(texts)
    if as_json:
        click.echo(json.dumps(found, indent=1))
    else:
        _table(found)


def _plain(texts: Texts) -> tuple[float, float]:
    """Give exact and first-four accuracy of LinearSVC on character 1-3-gram tf-idf, same ads."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    known, asked = texts.titles.filter(pl.col("part") != "test"), texts.titles.filter(part="test")
    grams = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    model = LinearSVC(C=1.0, random_state=1).fit(
        grams.fit_transform(known["title"].to_list()), known["code"].to_list()
    )
    guess, truth = model.predict(grams.transform(asked["title"].to_list())), asked["code"].to_list()
    hits = [[g == t, g[:4] == t[:4]] for g, t in zip(guess, truth, strict=True)]
    exact, four = np.mean(hits, axis=0)
    return float(exact), float(four)


def _table(found: dict[str, float]) -> None:
    from rich.console import Console
    from rich.table import Table

    lang = language()
    table = Table(say("bench.coder.measure", lang), say("bench.coder.value", lang))
    for name, value in found.items():
        table.add_row(say(f"bench.coder.{name}", lang), f"{value:,.0f}" if value > 1 else f"{value:.3f}")
    Console().print(table)
