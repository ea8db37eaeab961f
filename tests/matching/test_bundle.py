"""A bundle is what its manifest says, or it is refused with a sentence."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from features.errors import Integrity
from matching.bundle import MANIFEST, default_bundle, load_bundle, save_bundle, verify_bundle
from matching.rank import KeepOrder, Rules, Shuffle

AT = datetime(2026, 4, 15, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path) -> Path:
    save_bundle(tmp_path / "bundle", Rules(), AT, {"cut_off": "2026-04-15"}, "# card\n")
    return tmp_path / "bundle"


def test_saved_and_loaded_whole(folder):
    held = load_bundle(folder)
    assert held.ranker == Rules()
    assert held.manifest["cut_off"] == "2026-04-15"
    assert len(held.sha256) == 64
    assert held.encoder.encode(["电工"]).shape == (1, held.encoder.dim)
    assert (folder / "card.md").read_text("utf-8") == "# card\n"


def test_every_part_stands_in_the_manifest(folder):
    files = verify_bundle(folder)["files"]
    assert {name.split("/")[0] for name in files} == {"encoder", "coder", "ranker", "card.md"}


def test_the_same_parts_and_time_give_the_same_name(tmp_path):
    names = {save_bundle(tmp_path / n, Rules(), AT, {}, "x") for n in ("a", "b")}
    assert len(names) == 1
    assert save_bundle(tmp_path / "c", Rules(), AT, {}, "y") not in names


@pytest.mark.parametrize("ranker", [KeepOrder(), Shuffle(3), Rules()], ids=lambda r: r.kind)
def test_any_ranker_travels(tmp_path, ranker):
    save_bundle(tmp_path / "b", ranker, AT, {}, "")
    assert load_bundle(tmp_path / "b").ranker == ranker


def refusal(folder: Path) -> str:
    with pytest.raises(Integrity) as caught:
        load_bundle(folder)
    assert caught.value.message("zh") != caught.value.message("en")
    return caught.value.reason


def test_a_cut_off_file_is_refused(folder):
    files = [path for path in (folder / "encoder").rglob("*") if path.is_file()]
    largest = max(files, key=lambda path: path.stat().st_size)
    largest.write_bytes(largest.read_bytes()[:-100])
    assert refusal(folder) == "bundle_changed"


def test_one_changed_byte_is_refused(folder):
    path = folder / "ranker" / "ranker.json"
    content = bytearray(path.read_bytes())
    content[40] ^= 1
    path.write_bytes(bytes(content))
    assert refusal(folder) == "bundle_changed"


def test_a_missing_and_an_added_file_are_refused(folder):
    (folder / "extra.txt").write_text("x")
    assert refusal(folder) == "bundle_changed"
    (folder / "extra.txt").unlink()
    (folder / "card.md").unlink()
    assert refusal(folder) == "bundle_changed"


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"'])
def test_a_broken_manifest_is_refused(folder, text):
    (folder / MANIFEST).write_text(text)
    assert refusal(folder) == "bundle_missing"


def test_nothing_there_is_refused(tmp_path):
    assert refusal(tmp_path / "none") == "bundle_missing"


def changed(folder: Path, **told: object) -> None:
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    (folder / MANIFEST).write_text(json.dumps({**manifest, **told}), "utf-8")


def test_another_format_other_features_and_other_golden_values_are_refused(folder):
    golden = verify_bundle(folder)["golden"]
    changed(folder, golden=[value + 0.01 for value in golden])
    assert refusal(folder) == "bundle_golden"
    changed(folder, golden=golden, fingerprint="0" * 64)
    assert refusal(folder) == "ranker_features"
    changed(folder, format=99)
    assert refusal(folder) == "bundle_format"


def test_a_folder_named_by_a_hash_must_be_that_hash(folder):
    moved = folder.rename(folder.with_name("0" * 64))
    assert refusal(moved) == "bundle_changed"


def test_the_default_serves_the_rules():
    held = default_bundle()
    assert held.ranker == Rules()
    assert held.sha256 == ""


def test_lightgbm_brings_nothing_along():
    """What serves must hold neither scikit-learn nor pandas, torch, mlflow or matplotlib."""
    code = (
        "import sys; import matching.bundle\n"
        "from matching.rank.boosters import lightgbm; lightgbm().Booster\n"
        "heavy = {'sklearn', 'pandas', 'torch', 'mlflow', 'matplotlib', 'dask'} & set(sys.modules)\n"
        "print(sorted(heavy), 'numpy' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["[]", "True"]


def test_what_was_hidden_can_be_imported_afterwards():
    code = (
        "import json as pandas_like, sys; sys.modules['pandas'] = pandas_like\n"
        "from matching.rank.boosters import lightgbm; lightgbm()\n"
        "assert sys.modules['pandas'] is pandas_like; assert 'sklearn' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
