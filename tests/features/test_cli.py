"""The door answers fast, imports only what is called, and gives one sentence for each refusal."""

import subprocess
import sys
import time

import pytest

from features.cli import commands, main
from features.say import catalogue


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "features", *arguments], capture_output=True, text=True, check=False
    )


def test_help_in_under_half_a_second() -> None:
    def once() -> float:
        started = time.perf_counter()
        assert run("--help").returncode == 0
        return time.perf_counter() - started

    assert min(once() for _ in range(3)) < 0.5


def test_help_imports_no_command() -> None:
    code = (
        "import sys\n"
        "from features.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted(m for m in ('polars', 'numpy', 'matching', 'serving', 'pydantic') if m in sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip().endswith("[]")


def test_every_command_has_a_help_line_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    for name in commands():
        assert f"help.{name}" in catalogue()
        with pytest.raises(SystemExit) as ended:
            main([name, "--help"])
        assert ended.value.code == 0, name
    assert capsys.readouterr().out


def test_unknown_command_exits_with_2() -> None:
    assert run("no-such-command").returncode == 2
