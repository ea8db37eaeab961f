"""No feature and no model input may read what only an evaluator may see."""

import ast
from dataclasses import fields
from pathlib import Path

import pytest

from features.records import Employer, Post, Referral, Worker, frame_schema
from training_jobs.county import Records
from training_jobs.county.truth import PostTraits, WorkerTraits

ROOT = Path(__file__).parents[3]
HIDDEN = ("training_jobs.county.truth", "training_jobs.truth")
MAY_READ = {"training_jobs/truth.py", "training_jobs/evaluate.py"}
"""The evaluator and its door; benchmarks measure against the truth and train nothing on it."""
MEASURES = ("training_jobs/county/", "training_jobs/benchmarks/", "features/benchmarks/")
PASS_ON = {"training_jobs/ranker.py": "evaluate", "training_jobs/command.py": "train_ranker"}
"""Modules that hand the truth on unread, and the one function they may hand it to."""


def imports_of(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def reads_truth(path):
    """Say whether a module imports the truth or takes it from a county."""
    tree = ast.parse(path.read_text("utf-8"))
    taken = any(isinstance(node, ast.Attribute) and node.attr == "truth" for node in ast.walk(tree))
    return taken or any(name.startswith(HIDDEN) for name in imports_of(path))


def test_only_the_evaluator_reads_the_truth():
    readers, seen = set(), 0
    for package in ("features", "matching", "serving", "training_jobs"):
        for path in (ROOT / package).rglob("*.py"):
            name = path.relative_to(ROOT).as_posix()
            seen += 1
            measures = name.startswith(
                ("training_jobs/county/", "training_jobs/benchmarks/", "features/benchmarks/")
            )
            if not measures and reads_truth(path):
                readers.add(name)
    assert seen > 50
    assert readers <= MAY_READ | PASS_ON.keys()


def handed_elsewhere(source, receiver, holder="truth", opener="_truth"):
    """Give the lines where the truth is used other than as an argument of ``receiver``.

    The truth is a parameter named ``holder``, or in a function that opens it what ``opener`` gave.
    """
    found = []
    for function in (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef)):
        inside = list(ast.walk(function))
        calls = [n for n in inside if isinstance(n, ast.Call)]
        opened = [n for n in inside if isinstance(n, ast.Assign) and called(n.value) == opener]
        names = {t.id for n in opened for t in n.targets} or {holder} & {a.arg for a in function.args.args}
        passed = [
            a for c in calls if called(c) == receiver for a in (*c.args, *(k.value for k in c.keywords))
        ]
        uses = [
            n for n in inside if isinstance(n, ast.Name) and n.id in names and isinstance(n.ctx, ast.Load)
        ]
        found += [n.lineno for n in uses if n not in passed]
    return found


def called(node):
    return getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""


@pytest.mark.parametrize("name", PASS_ON)
def test_who_hands_the_truth_on_does_not_read_it(name):
    path = ROOT / name
    if not path.exists():
        pytest.skip(f"{name} does not exist")
    assert handed_elsewhere(path.read_text("utf-8"), PASS_ON[name]) == []


def test_the_hand_over_check_would_notice():
    fine = "def train(office, truth):\n    return evaluate(office, truth)"
    assert handed_elsewhere(fine, "evaluate") == []
    assert handed_elsewhere("def train(truth):\n    truth(w, p)\n    fit(truth)", "evaluate") == [2, 3]
    assert handed_elsewhere(
        "def run():\n    x = _truth(folder)\n    fit(x)\n    evaluate(x)", "evaluate"
    ) == [3]


def test_the_check_itself_would_notice(tmp_path):
    for line in ("from training_jobs.county.truth import load_truth", "from training_jobs import truth",
                 "import training_jobs.county.truth as t", "value = made.truth"):  # fmt: skip
        (tmp_path / "reader.py").write_text(line + "\n", "utf-8")
        assert reads_truth(tmp_path / "reader.py"), line
    (tmp_path / "reader.py").write_text("from training_jobs.county import simulate\n", "utf-8")
    assert not reads_truth(tmp_path / "reader.py")


@pytest.mark.parametrize("package", ["features", "matching", "serving"])
def test_the_other_floors_do_not_know_where_the_truth_lies(package):
    for path in (ROOT / package).rglob("*.py"):
        text = path.read_text("utf-8")
        assert "truth.npz" not in text, path
        assert "load_truth" not in text, path


def test_records_and_truth_share_no_hidden_column(county):
    visible = set().union(*(frame_schema(noun) for noun in (Worker, Employer, Post, Referral)))
    hidden = {f.name for side in (WorkerTraits, PostTraits) for f in fields(side)}
    shared = hidden & visible
    assert shared == {"worker_id", "post_id", "lat", "lon", "needs", "skills", "offers", "level"} & shared
    assert {
        "log_reserve",
        "taste",
        "bond",
        "conditions",
        "strict_skill",
        "reliable",
        "ease",
    } <= hidden - visible
    for f in fields(Records):
        assert not (set(getattr(county.records, f.name).columns) & (hidden - visible))


def test_the_truth_of_a_pair_stands_in_no_column(county):
    """What really became of letters whose slip never came back is nowhere in the records."""
    letters = county.records.referrals
    silent = letters.filter(letters["slip"].is_null())
    told = ("slip_on", "slip_detail", "interviewed", "not_hired", "arrived_on", "stayed_30", "stayed_90")
    assert silent.height > 1000
    assert all(silent[name].null_count() == silent.height for name in told)
