"""Every gate opens for a sound challenger, and each closes for its own fault."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from features.pairs import fingerprint
from matching.metrics import Interval
from training_jobs.evaluate import Evaluation, Letters, Stage, Standing
from training_jobs.gates import CHALLENGER, CHAMPION, GateConfig, blocked, judge

LISTS, LETTERS = 300, 900


def standing(name: str, level: float, **other) -> Standing:
    rng = np.random.default_rng(1)
    ndcg = np.clip(level + rng.normal(0, 0.05, LISTS), 0, 1)
    flat = Interval(level, level, level)
    told = {"gini": 0.6, "unseen": 0.2, "gaps": {"sex": 0.01}, "placed": 0.7}
    return Standing(name, flat, flat, None, per_list={"ndcg": ndcg}, **(told | other))


def evaluation(**levels: float) -> Evaluation:
    rng = np.random.default_rng(2)
    hired = (rng.random(LETTERS) < 0.4).astype(float)
    scores = {name: hired * level * 2 + rng.normal(0, 1, LETTERS) for name, level in levels.items()}
    stage = Stage("accept", 3000, 0.5, 0.7, 0.2, 0.02, np.zeros((1, 3)))
    people = rng.integers(0, 200, LETTERS)
    standings = {name: standing(name, level) for name, level in levels.items()}
    return Evaluation(standings, {"accept": stage}, Letters(hired, people, scores), LISTS, 9000)


@pytest.fixture
def sound() -> Evaluation:
    return evaluation(rules=0.3, keep_order=0.0, challenger=0.6)


def closed(found: Evaluation, made_for: str | None = None) -> set[str]:
    verdicts = blocked(judge(found, made_for or fingerprint(), GateConfig()))
    for verdict in verdicts:
        assert verdict.by <= 0
        assert "{" not in verdict.message("zh") + verdict.message("en")
    return {verdict.gate for verdict in verdicts}


def test_a_sound_challenger_passes(sound):
    assert closed(sound) == set()


def test_other_features_close(sound):
    assert closed(sound, "0" * 64) == {"features"}


def test_too_few_hires_close(sound):
    assert closed(replace(sound, lists=12)) == {"enough"}


def test_no_better_than_a_floor_closes_and_names_it():
    found = evaluation(rules=0.6, keep_order=0.0, challenger=0.6)
    assert closed(found) == {"floor"}
    verdict = blocked(judge(found, fingerprint()))[0]
    assert verdict.values["floor"] == "rules"
    assert f"{abs(verdict.by):.3f}" in verdict.message("en")


def test_better_on_one_measure_and_worse_on_the_other_closes(sound):
    worse = standing(CHALLENGER, 0.2)
    assert "floor" in closed(replace(sound, standings={**sound.standings, CHALLENGER: worse}))


def test_below_the_champion_closes_and_equal_to_it_does_not():
    assert closed(evaluation(rules=0.2, keep_order=0.0, champion=0.8, challenger=0.6)) == {"champion"}
    equal = evaluation(rules=0.2, keep_order=0.0, champion=0.6, challenger=0.6)
    assert "champion" not in closed(equal)


def test_a_miscalibrated_stage_closes(sound):
    off = replace(sound.stages["accept"], ece=0.2)
    assert closed(replace(sound, stages={"accept": off})) == {"calibrated"}


def test_a_group_that_falls_behind_closes(sound):
    behind = replace(sound.standings[CHALLENGER], gaps={"sex": 0.2})
    assert closed(replace(sound, standings={**sound.standings, CHALLENGER: behind})) == {"group"}


def test_more_congestion_than_the_list_shown_today_closes(sound):
    crowded = replace(sound.standings[CHALLENGER], gini=0.8)
    assert closed(replace(sound, standings={**sound.standings, CHALLENGER: crowded})) == {"congestion"}
    even = replace(sound.standings["keep_order"], gini=0.3)
    assert closed(replace(sound, standings={**sound.standings, "keep_order": even})) == {"congestion"}
    champion = standing(CHAMPION, 0.5, gini=0.3)
    assert "congestion" in closed(replace(sound, standings={**sound.standings, CHAMPION: champion}))
