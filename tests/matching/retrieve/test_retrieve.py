from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.index import IndexConfig
from matching.retrieve import Lexical, RetrieveConfig, Retriever
from matching.types import Floats

TITLES = ["缝纫工 服装厂", "电焊工", "保安 门卫", "厨师 食堂", "缝纫机 车位工", "自动化工程师 plc", ""]


def vectors(n: int = len(TITLES), seed: int = 1) -> Floats:
    rows = np.random.default_rng(seed).standard_normal((n, 8)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def retriever(**config: float) -> Retriever:
    return Retriever.build(vectors(), np.arange(len(TITLES)), TITLES, config=RetrieveConfig(**config))


def test_words_in_common_decide_the_lexical_score() -> None:
    lexical = Lexical.build(TITLES)
    scores = lexical.scores("缝纫工")
    assert scores.shape == (len(TITLES),)
    assert scores.argmax() == 0
    assert set(np.flatnonzero(scores).tolist()) >= {0, 4}
    assert scores[6] == 0


def test_lexical_is_the_cosine_of_tf_idf() -> None:
    lexical = Lexical.build(["电工", "电工", "焊工"])
    assert lexical.scores("电工")[:2] == pytest.approx([1, 1], abs=1e-6)
    # by hand: words 电 工 电工 焊 焊工 with idf ln(4 / (1 + df)) + 1
    idf = {
        "电": np.log(4 / 3) + 1,
        "工": 1.0,
        "电工": np.log(4 / 3) + 1,
        "焊": np.log(2) + 1,
        "焊工": np.log(2) + 1,
    }
    length = [
        np.sqrt(sum(idf[w] ** 2 for w in words)) for words in (("电", "工", "电工"), ("焊", "工", "焊工"))
    ]
    assert lexical.scores("电工")[2] == pytest.approx(1.0 / (length[0] * length[1]), abs=1e-6)


@pytest.mark.parametrize("text", ["", "😀", "zzz"])
def test_a_text_without_known_words_scores_nothing(text: str) -> None:
    assert not Lexical.build(TITLES).scores(text).any()
    assert Lexical.build([]).scores("电工").shape == (0,)


def test_found_rows_are_allowed_ordered_and_scored_as_stated() -> None:
    allowed = np.array([True, False, True, True, True, False, True])
    asked = vectors(2, 5)
    found = retriever(dense=0.7).search(asked, "缝纫", allowed, 4)
    assert len(found.rows) == 4
    assert allowed[found.rows].all()
    assert (np.diff(found.score) <= 0).all()
    np.testing.assert_allclose(found.dense, (vectors()[found.rows] @ asked.T).max(axis=1), atol=1e-6)
    np.testing.assert_allclose(found.score, 0.7 * found.dense + 0.3 * found.lexical, atol=1e-6)


def test_words_bring_rows_that_vectors_miss() -> None:
    asked = -vectors()[5:6]
    rows = retriever(dense=0.1).search(asked, "plc 自动化工程师", None, 1).rows
    assert rows.tolist() == [5]


def test_nothing_allowed_gives_nothing() -> None:
    found = retriever().search(vectors(1), "缝纫", np.zeros(len(TITLES), dtype=bool), 5)
    assert found.rows.shape == found.dense.shape == found.lexical.shape == found.score.shape == (0,)


def test_one_employer_does_not_fill_the_list() -> None:
    n = 60
    owners = np.array([1] * 40 + list(range(2, 22)))
    asked = np.ones((1, 8), np.float32) / np.sqrt(np.float32(8))
    near = np.vstack([asked.repeat(40, 0), vectors(20, 3)])
    built = Retriever.build(near, np.arange(n), [""] * n, owners)
    found = built.search(asked, "", None, 20)
    assert len(found.rows) == 20
    assert (owners[found.rows] == 1).sum() == 3
    alone = built.search(asked, "", owners == 1, 20)
    assert len(alone.rows) == 20


def test_texts_are_kept_for_rows() -> None:
    assert retriever().texts(np.array([1, 3])) == [TITLES[1], TITLES[3]]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 6), st.integers(1, 9), st.integers(0, 99), st.sampled_from([2, 100]))
def test_any_filter_gives_distinct_allowed_rows(banned: int, k: int, seed: int, flat: int) -> None:
    allowed = np.ones(len(TITLES), dtype=bool)
    allowed[np.random.default_rng(seed).permutation(len(TITLES))[:banned]] = False
    config = RetrieveConfig(index=IndexConfig(flat_up_to=flat))
    built = Retriever.build(vectors(), np.arange(len(TITLES)), TITLES, np.arange(len(TITLES)) % 2, config)
    rows = built.search(vectors(1, seed), "缝纫工", allowed, k).rows
    assert len(set(rows.tolist())) == len(rows) == min(k, int(allowed.sum()))
    assert allowed[rows].all()
