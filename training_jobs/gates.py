"""What a challenger must show before it serves; every closed gate says by how much."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from features.pairs import fingerprint
from features.say import Lang, say
from training_jobs.evaluate import Evaluation, Standing

CHALLENGER, CHAMPION = "challenger", "champion"


@dataclass(frozen=True)
class GateConfig:
    """Set the margins; a margin is part of the office's recorded policy."""

    champion_margin: float = 0.01
    """nDCG by which the interval of the gain over a learned champion may reach below zero."""

    calibration: float = 0.05
    """Most expected calibration error of a stage, beyond what its sample makes by chance."""

    group: float = 0.05
    """nDCG by which the worst-served group may fall further behind than it does today."""

    congestion: float = 0.10
    """Rise of the Gini of exposure over the list shown today: the champion's; before there is one, the
    newest posts first. Lists of one length are compared: letters are fewer, and fewer looks more uneven."""

    least_lists: int = 30
    """Fewer held-out hires than this prove nothing."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Hold one gate's judgement. ``by`` is how far inside (+) or outside (-) its limit."""

    gate: str
    passed: bool
    by: float
    values: Mapping[str, Any]

    def message(self, lang: Lang = "zh") -> str:
        """Say what the gate saw."""
        return say(f"train.gate.{self.gate}", lang, by=f"{abs(self.by):.3f}", **self.values)


def judge(found: Evaluation, made_for: str, config: GateConfig | None = None) -> list[Verdict]:
    """Hold a challenger (measured under that name) against floors and champion; ``made_for`` is the
    fingerprint of the features it was learned on."""
    limits = config or GateConfig()
    checks: tuple[Callable[[Evaluation, GateConfig], Iterator[Verdict]], ...] = (
        _enough, _floors, _champion, _calibrated, _groups, _congestion,
    )  # fmt: skip
    same = made_for == fingerprint()
    verdicts = [Verdict("features", same, 0.0 if same else -1.0, {})]
    return verdicts + [verdict for check in checks for verdict in check(found, limits)]


def blocked(verdicts: list[Verdict]) -> list[Verdict]:
    """Give the gates that are closed."""
    return [verdict for verdict in verdicts if not verdict.passed]


def _enough(found: Evaluation, limits: GateConfig) -> Iterator[Verdict]:
    short = found.lists - limits.least_lists
    yield Verdict("enough", short >= 0, short, {"lists": found.lists, "least": limits.least_lists})


def _floors(found: Evaluation, limits: GateConfig) -> Iterator[Verdict]:
    """Better beyond noise on one measure, and beyond noise worse on none.

    ``ndcg`` finds the hire among all open posts, but past hires lie where staff looked; ``placed`` tells
    letters that ended in a hire from those that did not, whoever chose them.
    """
    for name in found.standings:
        if name not in (CHALLENGER, CHAMPION):
            gains = {measure: found.gain(name, CHALLENGER, measure=measure) for measure in ("ndcg", "placed")}
            spare = max(gain.low for gain in gains.values())
            worse = min(gain.high for gain in gains.values())
            by = spare if worse >= 0 else worse
            told = {measure: str(gain) for measure, gain in gains.items()}
            yield Verdict("floor", by > 0, by, {"floor": name, **told})


def _champion(found: Evaluation, limits: GateConfig) -> Iterator[Verdict]:
    if CHAMPION in found.standings:
        gain = found.gain(CHAMPION, CHALLENGER)
        spare = gain.low + limits.champion_margin
        yield Verdict("champion", spare >= 0, spare, {"gain": str(gain), "margin": limits.champion_margin})


def _calibrated(found: Evaluation, limits: GateConfig) -> Iterator[Verdict]:
    """An honest head of a small sample is off by chance as well: about 0.4 sqrt(bins p (1-p) / n) twice."""
    for stage in found.stages.values():
        chance = 0.8 * (10 * stage.rate * (1 - stage.rate) / max(stage.outcomes, 1)) ** 0.5
        spare = limits.calibration + chance - stage.ece
        told = {"stage": stage.name, "ece": f"{stage.ece:.3f}", "limit": f"{limits.calibration + chance:.3f}"}
        yield Verdict("calibrated", spare >= 0, spare, told)


def _groups(found: Evaluation, limits: GateConfig) -> Iterator[Verdict]:
    now, new = _serving(found), found.standings[CHALLENGER]
    for division, gap in new.gaps.items():
        spare = now.gaps.get(division, 0.0) + limits.group - gap
        yield Verdict("group", spare >= 0, spare, {"division": division, "gap": f"{gap:.3f}"})


def _congestion(found: Evaluation, limits: GateConfig) -> Iterator[Verdict]:
    new, now = found.standings[CHALLENGER], found.standings.get(CHAMPION, found.standings["keep_order"]).gini
    spare = now + limits.congestion - new.gini
    yield Verdict("congestion", spare >= 0, spare, {"gini": f"{new.gini:.3f}", "now": f"{now:.3f}"})


def _serving(found: Evaluation) -> Standing:
    """What serves today: the champion, or the rules before there is one."""
    return found.standings.get(CHAMPION, found.standings["rules"])
