from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

pytest.importorskip("sklearn", reason="the extra 'train' is not installed")

from features.errors import InputError
from matching.encode import load_encoder
from matching.occupations import load_coder, save_coder
from training_jobs.occupations.measure import calibration_error, interval
from training_jobs.occupations.train import Recipe, train_coder
from training_jobs.texts import Texts, split

TRADES = {
    "6-05-01-03": ("缝纫工", "缝纫", "车位", "制衣缝纫"),
    "6-18-02-04": ("焊工", "电焊", "氩弧焊", "二保焊"),
    "4-07-05-01": ("保安员", "保安", "门卫", "秩序维护"),
    "4-03-02-01": ("厨师", "炒菜", "掌勺", "中餐"),
}
PLACES = ("师傅", "员", "主管", "学徒", "熟手", "组长", "夜班", "大厂", "镇上", "城东")


@pytest.fixture
def texts(tmp_path: Path) -> Texts:
    folder = tmp_path / "csco"
    folder.mkdir()
    pl.DataFrame(
        [
            {
                "code": code,
                "name": said[0] + "L",
                "definition": "",
                "tasks": "1.做活 2.收工",
                "alias": said[1],
            }
            for code, said in TRADES.items()
        ]
    ).write_csv(folder / "csco22.csv")
    ads = [(word + place, code) for code, said in TRADES.items() for word in said for place in PLACES]
    pl.DataFrame(ads, schema=["job_name", "expected_code"], orient="row").write_csv(folder / "titles_dev.csv")
    return Texts(tmp_path)


def test_a_coder_learns_saves_and_repeats(texts: Texts, tmp_path: Path) -> None:
    encoder = load_encoder()
    coder = train_coder(texts, encoder, Recipe(rank=8))
    again = train_coder(texts, encoder, Recipe(rank=8))
    unseen = texts.titles.filter(part="test")
    assert unseen.height > 10
    best = [found[0].code for found in coder.code(unseen["title"].to_list())]
    assert np.mean([b == t for b, t in zip(best, unseen["code"], strict=True)]) > 0.9
    np.testing.assert_allclose(again.gram_out, coder.gram_out, atol=1e-5)
    save_coder(coder, tmp_path / "coder")
    assert load_coder(tmp_path / "coder", encoder).config == coder.config


def test_corrections_by_staff_are_learned(texts: Texts) -> None:
    wrong = pl.DataFrame({"title": ["踩机子"] * 3, "code": ["6-05-01-03"] * 3})
    coder = train_coder(texts, load_encoder(), Recipe(rank=8), wrong)
    assert coder.code(["踩机子"])[0][0].code == "6-05-01-03"


def test_names_lose_their_marks_and_tasks_are_parted(texts: Texts) -> None:
    assert texts.occupations["name"].to_list() == [said[0] for said in TRADES.values()]
    assert texts.occupations["tasks"][0].to_list() == ["做活", "收工"]


def test_a_folder_without_sources_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        Texts(tmp_path)
    assert "csco22.csv" in caught.value.message("zh")


def test_parts_are_stable_and_groups_whole() -> None:
    titles = [f"{word}{place}" for said in TRADES.values() for word in said for place in PLACES]
    group, part = split(titles)
    assert set(part) == {"learn", "calibrate", "test"}
    of_group: dict[int, set[str]] = {}
    for number, where in zip(group, part, strict=True):
        of_group.setdefault(number, set()).add(where)
    assert all(len(parts) == 1 for parts in of_group.values())


def test_calibration_error_by_hand() -> None:
    said = np.array([0.2] * 10 + [0.8] * 10, dtype=np.float32)
    hit = np.array([1, 1] + [0] * 8 + [1] * 4 + [0] * 6, dtype=np.float32)
    assert calibration_error(said, hit, bins=2) == pytest.approx((0.0 + 0.4) / 2, abs=1e-6)
    low, high = interval(hit, seed=1)
    assert low < hit.mean() < high
