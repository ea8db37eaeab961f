"""Measure the shipped encoder beside character tf-idf and all-MiniLM-L6-v2, in one run."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import numpy as np

from features.cli import language
from features.say import say
from matching.encode import Encoder, load_encoder, prepare
from matching.types import Floats
from training_jobs.encoder import measure
from training_jobs.texts import Texts

Encode = Callable[[Sequence[str]], Floats]


@click.command("encoder")
@click.option(
    "--data", type=click.Path(path_type=Path, exists=True), required=True, envvar="SPRINGWIND_SHARED_DATA"
)
@click.option("--larger/--no-larger", default=True, help="also run all-MiniLM-L6-v2 (minutes)")
@click.option("--json", "as_json", is_flag=True, help="print JSON instead of a table")
def encoder(data: Path, larger: bool, as_json: bool) -> None:
    """Encoder against plain methods on sets it never saw. 编码器基准。"""
    texts = Texts(data)
    lines = [_line("tf-idf", _tfidf(texts), texts), _line("springwind", load_encoder().encode, texts)]
    if larger:
        peer: Encoder = load_encoder("all-MiniLM-L6-v2")
        lines.append(_line("all-MiniLM-L6-v2", peer.encode, texts))
    if as_json:
        click.echo(json.dumps(lines, indent=1))
    else:
        _table(lines)


def _line(name: str, encode: Encode, texts: Texts) -> dict[str, float | str]:
    average = measure.talentclef(encode, texts.data)
    low, high = _interval(average)
    hits, _ = measure.nearest_occupation(encode, texts)
    learned = set(map(prepare, texts.onet["title"].to_list()))
    first, ten = measure.jobbert(encode, texts.data, learned, seed=1)
    sample = texts.titles["title"].to_list()[:1000]
    began = time.perf_counter()
    encode(sample)
    speed = len(sample) / (time.perf_counter() - began)
    return {
        "name": name, "map": float(average.mean()), "map_low": low, "map_high": high,
        "csco": float(hits[:, 0].mean()), "csco_four": float(hits[:, 1].mean()),
        "jobbert": first, "jobbert_ten": ten, "speed": speed,
    }  # fmt: skip


def _tfidf(texts: Texts) -> Encode:
    """Give character 1-4-gram tf-idf, hashed to dense rows so that it takes the encoder's place."""
    from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer

    hashed = HashingVectorizer(
        analyzer="char_wb", ngram_range=(1, 4), n_features=2**14, norm=None, alternate_sign=False
    )
    said = [*texts.onet["title"].to_list(), *texts.titles.filter(part="learn")["title"].to_list()]
    weigh = TfidfTransformer(sublinear_tf=True).fit(hashed.transform(said))
    return lambda asked: weigh.transform(hashed.transform(list(asked))).toarray().astype(np.float32)


def _interval(values: Floats) -> tuple[float, float]:
    rng = np.random.default_rng(1)
    means = values[rng.integers(0, len(values), (1000, len(values)))].mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return float(low), float(high)


def _table(lines: list[dict[str, float | str]]) -> None:
    from rich.console import Console
    from rich.table import Table

    lang = language()
    heads = [name for name in lines[0] if name != "name"]
    table = Table("", *(say(f"bench.encoder.{name}", lang) for name in heads))
    for line in lines:
        shown = [f"{line[name]:,.0f}" if name == "speed" else f"{line[name]:.3f}" for name in heads]
        table.add_row(str(line["name"]), *shown)
    Console().print(table)
