"""No row of a sheet vanishes, whatever its layout; and the benchmark that counts it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from features.benchmarks.intake import intake, measure, spread
from features.benchmarks.layouts import KINDS, content, layout
from features.benchmarks.layouts.draw import BOOKS, TEXTS, TREES
from features.benchmarks.reading import by_command, by_library
from features.benchmarks.scoring import Slip, name_of, score


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("layouts")


@given(
    # beyond every seed of the benchmark, so that its frozen half stays unseen
    seed=st.integers(1_000_000, 2_000_000),
    kind=st.sampled_from(sorted(KINDS)),
    suffix=st.sampled_from(sorted({*BOOKS, *TEXTS, *TREES})),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_taken_and_sent_back_are_all_rows(folder: Path, seed: int, kind: str, suffix: str) -> None:
    one = layout(seed, kind, suffix)
    path = folder / name_of(one)
    path.write_bytes(content(one))
    told = by_command(path, one)
    if "refused" in told:  # a whole file may be refused, with a sentence; then nothing of it is taken
        assert told["records"] == []
        assert "没有找到" in told["refused"]
        return
    lost = [slip for slip in score(one, told).slips if slip.cause in ("missing_row", "made_up_row")]
    assert lost == []


def test_the_command_reads_better_than_the_library_alone() -> None:
    seeds = range(0, 48, 2)
    ours, theirs = measure(by_command, seeds).whole, measure(by_library, seeds).whole
    assert ours.fields == theirs.fields > 500
    assert ours.right > 2 * theirs.right
    assert ours.shares()["invented"] < 0.02 < theirs.shares()["invented"]


def test_examples_are_of_the_set_for_building_only() -> None:
    run = CliRunner().invoke(intake, ["--layouts", "4", "--set", "frozen", "--json"])
    assert run.exit_code == 0, run.output
    told = json.loads(run.output)
    assert told["examples"] == []
    assert told["simulated"] is True
    assert told["sets"]["frozen"]["springwind"]["layouts"] == 4


def test_the_table_names_both_sets_and_both_methods() -> None:
    run = CliRunner().invoke(intake, ["--layouts", "4", "--examples", "3"], env={"COLUMNS": "200"})
    assert run.exit_code == 0, run.output
    for word in ("开发组 · springwind", "冻结组 · 只用读表库", "kind:posts"):
        assert word in run.output


def test_examples_show_every_cause_before_a_second_of_any() -> None:
    slips = [Slip("x", "", n, cause, "", None, None) for n, cause in enumerate("aaabbc")]
    assert [slip.cause for slip in spread(slips, 4)] == ["a", "b", "c", "a"]
