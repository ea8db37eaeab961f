import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from features.benchmarks import golden, plain_cells
from features.benchmarks.cells import cells, read_cell, read_facts, read_pay

EMPTY: dict[str, Any] = dict.fromkeys(golden.ONE) | {name: [] for name in golden.MANY}


def _folder(tmp_path: Path) -> Path:
    (tmp_path / "pay_dev.csv").write_text(
        "text,is_pay,monthly_low,monthly_high,basis,extra_months\n"
        "3000-5000,1,3000,5000,month,\n18元/小时,1,3132,3132,hour,\n押金200元,0,,,,\n4000,1,9999,9999,month,\n",
        encoding="utf-8",
    )
    (tmp_path / "cells_frozen.csv").write_text(
        "kind,text,low,high,code\nage,18-45岁,18,45,\neducation,大专,,,30\n", encoding="utf-8"
    )
    lines = [
        EMPTY | {"text": "45岁,找个保安,包住", "age": 45, "wanted": ["保安"], "needs": ["lodging"]},
        EMPTY | {"text": "我会开叉车,三十岁", "age": 31},
    ]
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    (tmp_path / "sentences2_dev.jsonl").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def told(tmp_path: Path) -> dict[str, list[dict[str, Any]]]:
    """Give what the command prints of a small set of our own."""
    arguments = ["--golden", str(_folder(tmp_path)), "--data", str(tmp_path), "--json"]
    done = CliRunner().invoke(cells, arguments, catch_exceptions=False)
    assert done.exit_code == 0
    printed: dict[str, list[dict[str, Any]]] = json.loads(done.output)
    return printed


def test_pay_is_counted_cell_by_cell_beside_the_plain_method(told: dict[str, list[dict[str, Any]]]) -> None:
    (line,) = told["pay"]
    assert (line["set"], line["half"], line["n"], line["right"], line["share"]) == ("pay", "dev", 4, 3, 0.75)
    assert line["plain"] == 0.25  # 3000-5000 alone: 18 an hour and the deposit are beyond it
    low, high = line["interval"]
    assert low < 0.75 < high


def test_cells_are_counted_by_kind(told: dict[str, list[dict[str, Any]]]) -> None:
    shares = {(line["set"], line["half"]): line["share"] for line in told["cells"]}
    assert shares == {("age", "frozen"): 1.0, ("education", "frozen"): 1.0}


def test_a_wrong_value_is_missed_and_invented(told: dict[str, list[dict[str, Any]]]) -> None:
    by = {line["field"]: line for line in told["sentences"]}
    assert (by["age"]["told"], by["age"]["found"], by["age"]["given"], by["age"]["invented"]) == (
        2,
        0.5,
        2,
        0.5,
    )
    assert (by["needs"]["found"], by["needs"]["invented"]) == (1.0, 0.0)
    assert by["wanted"]["found"] == 1.0
    assert by["all"]["told"] == 4
    assert by["wanted"]["plain_found"] == 1.0


def test_wages_of_the_public_board_are_counted_where_they_are_at_hand(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "posts_51job").mkdir()
    (folder / "posts_51job" / "posts.csv").write_text("wage\n6千-1万\n\n高薪\n", encoding="utf-8")
    arguments = ["--golden", str(folder), "--data", str(folder), "--json"]
    wages = json.loads(CliRunner().invoke(cells, arguments).output)["pay"][-1]
    assert (wages["set"], wages["n"], wages["right"]) == ("posts_51job", 2, 1)


def test_the_table_shows_every_set_once_and_by_field_when_asked(tmp_path: Path) -> None:
    base = ["--golden", str(_folder(tmp_path)), "--data", str(tmp_path)]
    short = CliRunner().invoke(cells, base, catch_exceptions=False).output
    long = CliRunner().invoke(cells, [*base, "--fields"], catch_exceptions=False).output
    assert "75.0%" in short
    assert long.count("\n") > short.count("\n")


def test_only_sets_of_the_kind_are_taken(tmp_path: Path) -> None:
    for name in ("pay_dev", "pay2_frozen", "pay_old", "payroll_dev", "queries_dev"):
        (tmp_path / f"{name}.csv").write_text("text\n", encoding="utf-8")
    found = [(name, half) for name, half, _ in golden.sets(tmp_path, "pay", ".csv")]
    assert sorted(found) == [("pay", "dev"), ("pay2", "frozen")]


@given(st.text(max_size=40))
def test_reading_as_the_sets_write_it_never_fails(text: str) -> None:
    for way in (read_pay, plain_cells.pay):
        pay = way(text)
        assert pay is None or len(pay) == 4
    for kind in ("age", "headcount", "experience", "education"):
        for read in (read_cell, plain_cells.cell):
            value = read(kind, text)
            assert value is None or isinstance(value, str) or len(value) == 2  # type: ignore[arg-type]
    assert set(read_facts(text)) == set(plain_cells.sentence(text)) == {*golden.ONE, *golden.MANY}


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_interval_holds_the_share(right: int, more: int) -> None:
    low, high = golden.interval(right, right + more)
    share = right / (right + more) if right + more else 0.5
    assert -1e-9 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1 + 1e-9
