from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("sentence_transformers", reason="the extra 'encoder' is not installed")

from matching.encode import load_encoder, prepare
from training_jobs.encoder.folder import save
from training_jobs.encoder.glossary import glossary
from training_jobs.encoder.loop import Recipe, train
from training_jobs.encoder.pairs import Source, _parent, sources
from training_jobs.encoder.vocabulary import UNKNOWN, tokenizer, words
from training_jobs.texts import Texts, split

DATA = Path(os.environ.get("SPRINGWIND_SHARED_DATA", Path(__file__).parents[4] / "shared" / "data"))
needs_data = pytest.mark.skipif(not (DATA / "csco").exists(), reason="the open text sources are not here")

TRADES = [("缝纫", "sewing"), ("电焊", "welding"), ("保安", "guard"), ("厨师", "cook"), ("司机", "driver")]
RECIPE = Recipe(dim=32, nested=(16,), batch=64, epochs=60, rate=0.1, threads=1)


def small() -> Source:
    left, right = ([prepare(pair[side]) for pair in TRADES] * 4 for side in (0, 1))
    return Source("small", left, right, [str(n % 5) for n in range(20)], 1.0, 10.0)


def test_pairs_come_together_and_the_same_seed_gives_the_same_rows(tmp_path: Path) -> None:
    source = small()
    vocabulary = words(
        [*source.left, *source.right], ["##ing", "sew", "weld", "guard", "cook", "driver"], 2, 2, 100
    )
    tokens = tokenizer(vocabulary)
    start = np.random.default_rng(0).standard_normal((len(vocabulary), 32)).astype(np.float32)
    rows = train(RECIPE, tokens, start, [source], lambda share, loss: None)
    again = train(RECIPE, tokens, start, [source], lambda share, loss: None)
    np.testing.assert_array_equal(rows, again)
    assert not rows[0].any()
    save(tmp_path / "m", rows, tokens)
    encoder = load_encoder(tmp_path / "m")
    near = encoder.encode([zh for zh, _ in TRADES]) @ encoder.encode([en for _, en in TRADES]).T
    assert near.argmax(axis=1).tolist() == list(range(5))


def test_vocabulary_is_in_a_fixed_order_and_drops_rare_han() -> None:
    texts = [prepare("电工"), prepare("电工 plc plc"), prepare("焊")]
    assert words(texts, ["b", "##a", "[CLS]"], 2, 2, 10) == [UNKNOWN, "##a", "b", "plc", "工", "电", "电工"]


def test_parent_of_a_code() -> None:
    assert _parent("6-29-01-01") == "6-29-01-00"
    assert _parent("6-29-00-00") == "6-00-00-00"


def test_near_duplicates_stay_on_one_side() -> None:
    titles = ["短视频拍摄剪辑师", "短视频拍摄剪辑", "电焊工", "电焊工人", "会计"]
    group, part = split(titles)
    assert group[0] == group[1]
    assert part[0] == part[1]
    assert group[4] not in group[:4]
    assert split(titles[::-1])[1][::-1] == part


def test_trade_words_pair_both_languages() -> None:
    rows = glossary()
    assert len({label for _, _, label in rows}) > 250
    crossing = [pair for pair in rows if pair[0].isascii() != pair[1].isascii()]
    assert len(crossing) > 1000
    assert all(prepare(left) and prepare(right) for left, right, _ in rows)


@needs_data
def test_no_training_text_is_a_judged_or_held_out_title() -> None:
    texts = Texts(DATA)
    found = sources(texts, seed=1)
    english = {text for s in found if s.name.startswith("onet") for text in (*s.left, *s.right)}
    assert len(texts.judged) > 2000
    assert not english & texts.judged
    ads = {text for s in found if s.name.startswith("ad") for text in s.left}
    hidden = {prepare(t) for t in texts.titles.filter(part="test")["title"]}
    assert not ads & hidden - {prepare(t) for t in texts.titles.filter(part="learn")["title"]}
