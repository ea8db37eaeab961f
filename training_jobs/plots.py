"""Pictures of a run: calibration, gain over the floors, what the stages look at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from features.pairs import NAMES
from matching.rank import Funnel
from training_jobs.evaluate import Evaluation
from training_jobs.gates import CHALLENGER


def draw(folder: Path, found: Evaluation, funnel: Funnel) -> None:
    """Write calibration.png, gain.png and importance.png into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    _calibration(folder / "calibration.png", found)
    _gain(folder / "gain.png", found)
    _importance(folder / "importance.png", funnel)


def _figure(columns: int, height: float = 4.0) -> tuple[Any, Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4.2 * columns, height), layout="constrained")
    return figure, figure.subplots(1, columns, squeeze=False)[0]


def _calibration(path: Path, found: Evaluation) -> None:
    figure, axes = _figure(max(len(found.stages), 1))
    for axis, stage in zip(axes, found.stages.values(), strict=False):
        axis.plot([0, 1], [0, 1], color="0.7")
        axis.plot(stage.curve[:, 0], stage.curve[:, 1], marker="o")
        axis.set(title=f"{stage.name}: ECE {stage.ece:.3f}", xlabel="predicted", ylabel="came true")
    figure.savefig(path, dpi=110)


def _gain(path: Path, found: Evaluation) -> None:
    figure, (axis,) = _figure(1)
    names = [name for name in found.standings if name != CHALLENGER]
    gains = [found.gain(name, CHALLENGER) for name in names]
    middle = np.array([gain.mean for gain in gains])
    spread = [middle - [gain.low for gain in gains], [gain.high for gain in gains] - middle]
    axis.errorbar(middle, names, xerr=spread, fmt="o")
    axis.axvline(0, color="0.7")
    axis.set(title="gain in nDCG@10 over", xlabel="95 % interval over people")
    figure.savefig(path, dpi=110)


def _importance(path: Path, funnel: Funnel) -> None:
    figure, axes = _figure(max(len(funnel.heads), 1), 5.0)
    for axis, (name, head) in zip(axes, funnel.heads.items(), strict=False):
        gain = head.booster.feature_importance("gain")
        top = np.argsort(-gain)[:12][::-1]
        axis.barh([NAMES[i] for i in top], gain[top])
        axis.set(title=name, xlabel="gain")
    figure.savefig(path, dpi=110)
