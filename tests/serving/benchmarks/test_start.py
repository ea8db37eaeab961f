"""The benchmark of the start waits for a real service, and says so where there is none."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from serving.benchmarks import start as bench
from serving.benchmarks.start import NotStarted, measured, start


@pytest.fixture
def placed(monkeypatch: pytest.MonkeyPatch, settings) -> Path:
    monkeypatch.setenv("SPRINGWIND_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("SPRINGWIND_DATABASE_URL", str(settings.database_url))
    return settings.data_dir


def test_a_start_is_measured(placed: Path) -> None:
    told = json.loads(CliRunner().invoke(start, ["--runs", "1", "--json"], catch_exceptions=False).stdout)
    assert told[0]["posts"] == 0
    assert not told[0]["kept"]
    assert 0 < told[0]["ready_s"] < bench.LONGEST


def test_fresh_removes_what_was_kept_and_a_service_that_ends_is_said(
    placed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (placed / "cache").mkdir(parents=True)
    kept = placed / "cache" / "posts-0.npz"
    kept.touch()
    monkeypatch.setattr(bench, "subprocess", _Ending)
    with pytest.raises(NotStarted) as refused:
        measured(placed / "cache", fresh=True)
    assert not kept.exists()
    assert "springwind serve" in refused.value.message("en")


class _Ending:
    """Stand in for subprocess: whatever is started ends at once."""

    PIPE, DEVNULL = subprocess.PIPE, subprocess.DEVNULL

    @staticmethod
    def Popen(command: list[str], **named: object) -> subprocess.Popen[str]:
        ended = subprocess.Popen([sys.executable, "-c", ""], text=True)
        ended.wait()
        return ended
