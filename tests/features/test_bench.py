"""All benchmarks run in turn; one that cannot run says why and stops nothing."""

import click
import pytest
from click.testing import CliRunner

from features import bench
from features.errors import NotFound


@click.command()
@click.option("--data", required=True)
def hungry(data: str) -> None:
    raise AssertionError(data)


@click.command()
def lost() -> None:
    raise NotFound(kind="worker", id=1)


@click.command()
def sound() -> None:
    click.echo("ran")


def test_each_runs_and_those_that_cannot_say_why(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"a": hungry, "b": lost, "c": sound}
    monkeypatch.setattr(bench, "benchmarks", lambda: dict.fromkeys(found))
    monkeypatch.setattr(bench.Bench, "get_command", lambda _, __, name: found[name])
    said = CliRunner().invoke(bench.bench, [])
    assert said.exit_code == 0, said.output
    assert "--data" in said.output
    assert "worker 1" in said.output
    assert said.output.rstrip().endswith("ran")
