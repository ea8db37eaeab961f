"""The ranking bench on two small counties: every figure there, intervals around their means."""

from __future__ import annotations

import json

import numpy as np
import pytest
from click.testing import CliRunner

from features.cli import main  # noqa: F401  (the door the command hangs on)
from training_jobs.benchmarks import one_county, pooled, ranking
from training_jobs.benchmarks.ranking_table import show
from training_jobs.heads import HeadConfig


@pytest.fixture(scope="module")
def counties():
    steps: list[str] = []
    quick = HeadConfig(trees=12, folds=2)
    with pytest.MonkeyPatch.context() as patch:
        plain = one_county.Recipe.uncorrected(quick)
        patch.setattr(one_county, "Recipe", _recipes(quick, plain))
        made = [one_county.measure(seed, 700, 25, steps.append) for seed in (31, 32)]
    assert steps == list(one_county.STEPS) * 2
    return made


def _recipes(quick: HeadConfig, plain: object) -> type:
    real = one_county.Recipe

    class Quick:
        def __new__(cls) -> object:  # type: ignore[misc]
            return real(quick)

        @staticmethod
        def uncorrected() -> object:
            return plain

    return Quick


def test_every_ranker_stands_beside_every_other_on_the_same_lists(counties):
    told = ranking.summary(counties)
    names = {"shuffle", "keep_order", "popularity", "bm25", "cosine", "rules", "product"}
    assert names | {"funnel", "uncorrected"} <= set(told["rankers"])
    for name, row in told["rankers"].items():
        assert 0 <= row["best"]["low"] <= row["best"]["mean"] <= row["best"]["high"] <= 1
        assert ("gain_best" in row) == (name != "funnel")
        assert set(row["gaps"]) == {"sex", "age", "township", "groups"}
    gain = told["rankers"]["shuffle"]["gain_best"]
    both = told["rankers"]["funnel"]["best"]["mean"] - told["rankers"]["shuffle"]["best"]["mean"]
    assert gain["mean"] == pytest.approx(both, abs=0.01)
    assert gain["low"] > 0
    assert set(told["seeds"]).isdisjoint(told["tuned_on"])
    json.dumps(told)


def test_stages_and_corrections_are_measured_against_what_really_happened(counties):
    told = ranking.summary(counties)
    assert told["stages"]["accept"]["letters"] > 300
    for row in told["stages"].values():
        assert row["ece"]["low"] <= row["ece"]["high"]
        assert 0 < row["ece_by_chance"] < 0.2
    with_it, without = told["anywhere"]["funnel"], told["anywhere"]["uncorrected"]
    assert with_it["true"] == without["true"]
    assert abs(with_it["said"] - with_it["true"]) < abs(without["said"] - without["true"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_tables_are_printed_in_both_languages(counties, lang, capsys):
    show(ranking.summary(counties), lang)
    out = capsys.readouterr().out
    assert "31, 32" in out
    assert "{" not in out


def test_intervals_resample_people_and_not_lists():
    rng = np.random.default_rng(0)
    per_person = rng.normal(0.5, 0.1, 40)
    many = np.repeat(per_person, 25)
    wide = pooled.by_person(many, np.repeat(np.arange(40), 25))
    narrow = pooled.by_person(many, np.arange(1000))
    assert wide.high - wide.low > 3 * (narrow.high - narrow.low)
    assert wide.mean == pytest.approx(per_person.mean())


def test_the_command_lists_its_options():
    shown = CliRunner().invoke(ranking.ranking, ["--help"])
    assert shown.exit_code == 0
    assert "--seeds" in shown.output
