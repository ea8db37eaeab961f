from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.errors import InputError, Integrity
from matching.encode import load_encoder, shipped
from matching.occupations import Coder, code_posts, code_workers, load_coder, save_coder
from matching.occupations.levels import at_level, level_of


@pytest.fixture(scope="module")
def coder() -> Coder:
    return load_coder()


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("会缝纫", "6-05-01-03"),
        ("缝纫工+包吃包住+4000起", "6-05-01-03"),
        ("电焊工", "6-18-02-04"),
        ("急招保安", "4-07-05-01"),
        ("搞卫生", "4-09-08-01"),
        ("sewing machine operator", "6-05-01-03"),
    ],
)
def test_plain_titles_get_their_code(coder: Coder, title: str, code: str) -> None:
    best = coder.code([title])[0][0]
    assert best.code == code
    assert best.name != ""
    assert best.score > 0.5


@pytest.mark.parametrize("title", ["", "五险一金双休", "急招", "😀", "12345", "hello world"])
def test_what_is_no_job_title_gets_none(coder: Coder, title: str) -> None:
    assert coder.code([title]) == [[]]


def test_a_title_that_names_several_gets_several(coder: Coder) -> None:
    assert {coded.code for coded in coder.code(["保安/保洁"])[0][:2]} == {"4-07-05-01", "4-09-08-01"}


def test_an_unsure_title_gets_the_coarser_code_that_is_sure_first(coder: Coder) -> None:
    first, second, *_ = coder.code(["普工+包吃包住+综合薪资5-6k+汽车厂"])[0]
    assert level_of(first.code) < level_of(second.code)
    assert first.code == at_level(second.code, level_of(first.code))
    assert second.score < coder.config.sure
    assert first.score >= coder.config.sure_coarse


def test_confidence_rises_with_the_share_and_stays_a_chance(coder: Coder) -> None:
    share = np.linspace(0, 1, 50, dtype=np.float32)
    for level in (1, 2, 3, 4):
        said = coder.confidence(share, level)
        assert (np.diff(said) > 0).all()
        assert 0 <= said.min() < 0.1
        assert 0.9 < said.max() <= 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=6), st.integers(1, 8))
def test_any_titles_give_at_most_k_distinct_codes_with_chances(titles: list[str], k: int) -> None:
    answers = load_coder_once().code(titles, k)
    assert len(answers) == len(titles)
    for found in answers:
        assert len(found) <= k
        assert len({coded.code for coded in found}) == len(found)
        assert all(0 <= coded.score <= 1.0001 for coded in found)


_CODERS: list[Coder] = []


def load_coder_once() -> Coder:
    if not _CODERS:
        _CODERS.append(load_coder())
    return _CODERS[0]


def test_company_and_order_change_nothing(coder: Coder) -> None:
    titles = ["电工", "厨师", "货车司机", "", "保安/保洁", "会计"]
    together = coder.code(titles)
    for title, found in zip(titles, together, strict=True):
        alone = coder.code([title])[0]
        assert [coded.code for coded in alone] == [coded.code for coded in found]


def test_protected_words_change_no_code(coder: Coder) -> None:
    one, other = coder.code(["女缝纫工 已婚 18-35岁", "男缝纫工 未婚 40-50岁"])
    assert one == other


def test_saved_and_opened_again(coder: Coder, tmp_path: Path) -> None:
    save_coder(coder, tmp_path / "coder")
    again = load_coder(tmp_path / "coder", coder.encoder)
    said = ["电工", "外卖骑手", "PLC工程师"]
    np.testing.assert_allclose(again.probabilities(said)[0], coder.probabilities(said)[0], atol=2e-2)
    assert [f[0].code for f in again.code(said)] == [f[0].code for f in coder.code(said)]


@pytest.mark.parametrize("name", ["coder.json", "coder.safetensors"])
def test_a_file_cut_off_is_refused(tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(shipped("coder"), tmp_path / "coder")
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Integrity) as caught:
        load_coder(folder)
    assert caught.value.reason == "coder_broken"


def test_no_coder_and_another_encoder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as absent:
        load_coder(tmp_path)
    with pytest.raises(Integrity) as foreign:
        load_coder(encoder=load_encoder(dim=128))
    assert (absent.value.reason, foreign.value.reason) == ("coder_unknown", "coder_foreign")


def test_frames_get_their_columns(coder: Coder) -> None:
    posts = pl.DataFrame({"title": ["电焊工", "五险一金", None, "电焊工"]})
    coded = code_posts(coder, posts)
    assert coded["occ_code"].to_list() == ["6-18-02-04", None, None, "6-18-02-04"]
    assert coded["title"].to_list() == posts["title"].to_list()
    workers = pl.DataFrame(
        {"wanted": [["缝纫工", "保安"], None, []], "past_jobs": [["缝纫工"], [], ["电焊工"]]}
    )
    assert code_workers(coder, workers)["occ_codes"].to_list() == [
        ["6-05-01-03", "4-07-05-01"],
        [],
        ["6-18-02-04"],
    ]
    assert code_posts(coder, posts[:0]).height == 0
    assert code_workers(coder, workers[:0]).height == 0


def test_the_service_codes_without_sklearn() -> None:
    code = (
        "import sys; from matching.occupations import load_coder; load_coder().code(['电工']);"
        "raise SystemExit(any(m in sys.modules for m in ('torch', 'sklearn', 'mlflow', 'pandas')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_card_names_its_command_and_figures() -> None:
    card = (shipped("coder") / "card.md").read_text("utf-8")
    assert "springwind train coder" in card
    assert "calibration error" in card
