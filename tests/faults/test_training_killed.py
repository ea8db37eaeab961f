"""A training that is killed: the champion serves on, and the next training goes through."""

from __future__ import annotations

import hashlib
import json
import signal
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from matching.bundle import MANIFEST, verify_bundle

BEFORE_PROMOTION = {
    "the bundle written, not yet named": "import training_jobs.promotion as room; room.load_bundle = die",
    "registered, right before promotion": "from features.store.bundles import Bundles; Bundles.promote = die",
    "between the two rows of a promotion": (
        "from features.store.database import Database; run = Database.run\n"
        "Database.run = lambda self, query, *v: "
        "die() if query.startswith('INSERT INTO champion') else run(self, query, *v)"
    ),
}
"""Ever later instants; each run gets further than the one before, which left its half work behind."""
AFTER_PROMOTION = "ranker.track = die"


def bundles(folder: Path) -> set[str]:
    """Give the bundles a start could use; each must be whole and bear its own name."""
    found = {path.name for path in (folder / "bundles").iterdir() if not path.name.startswith(".")}
    for name in found:
        verify_bundle(folder / "bundles" / name)
        assert hashlib.sha256((folder / "bundles" / name / MANIFEST).read_bytes()).hexdigest() == name
    return found


def answering(desk: Any, day: str) -> str:
    """Start anew, ask one question and give the champion, which must be the one that answered."""
    from matching.matcher import Matcher

    with desk.open() as store:
        champion = store.bundles.champion()
        answer = Matcher.load(desk.settings, store).match_text("会缝纫", date.fromisoformat(day), 3)
        assert answer.bundle == champion
        assert answer.matches
    return str(champion)


def killed(desk: Any, act: str) -> None:
    """Run a training that kills itself at one point."""
    training = desk.train(act)
    told, _ = training.communicate(timeout=120)
    assert training.returncode == -signal.SIGKILL, told


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_killed_before_promotion_the_champion_stays_and_after_it_the_new_one_is_whole(
    county_desk: Any, tools: Any
) -> None:
    before, known = answering(county_desk, tools.day), bundles(county_desk.folder)

    training = county_desk.train()  # killed from outside, as soon as a file of its bundle is there
    writes = county_desk.folder.glob
    tools.until(lambda: training.poll() is not None or any(writes("bundles/.making-*/*")), 0.001)
    tools.kill(training)
    assert bundles(county_desk.folder) == known
    assert len(list(writes("bundles/.making-*"))) == 1
    assert answering(county_desk, tools.day) == before

    for point, act in BEFORE_PROMOTION.items():
        killed(county_desk, act)
        assert answering(county_desk, tools.day) == before, point
        assert bundles(county_desk.folder) >= known, point
    assert len(bundles(county_desk.folder)) == len(known) + 2  # named before the kill, and whole
    with county_desk.open() as store:
        assert store.bundles.history().height == 1

    killed(county_desk, AFTER_PROMOTION)
    promoted = answering(county_desk, tools.day)
    assert promoted not in {before, *known}

    told, _ = (training := county_desk.train()).communicate(timeout=120)
    assert training.returncode == 0, told
    assert not [*writes("bundles/.*"), *writes("mlflow/.making-*")]
    matched = json.loads(county_desk.run("match", "--text", "会缝纫", "--as-of", tools.day, "--json"))
    assert matched["bundle"] in bundles(county_desk.folder) - {before, promoted}
