"""The speed bench runs on little and gives every figure beside the library's own."""

from __future__ import annotations

import json

from click.testing import CliRunner

from training_jobs.benchmarks import speed


def test_every_figure_stands_beside_the_library(monkeypatch):
    monkeypatch.setattr(speed, "ROUNDS", 3)
    ran = CliRunner().invoke(
        speed.train,
        ["--pairs", "5000", "--threads", "1", "--workers", "300", "--json"],
        catch_exceptions=False,
    )
    found = json.loads(ran.output)
    assert found["simulated"] is True
    for name in (
        "train_seconds",
        "train_ratio",
        "score_rate",
        "score_ratio",
        "list_ms",
        "list_ratio",
        "peak_gib",
    ):
        assert found[name] > 0
