"""What every index must do; each implementation's test inherits it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from features.errors import InputError, Integrity
from matching.index import ExactIndex, Index, IndexConfig, load_index
from matching.types import Floats, Ints

N, DIM = 400, 16


def unit_rows(n: int, seed: int, dim: int = DIM) -> Floats:
    rows = np.random.default_rng(seed).standard_normal((n, dim)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class IndexContract:
    kind: type[Index]
    config = IndexConfig()

    def made(self, vectors: Floats | None = None) -> Index:
        rows = unit_rows(N, 1) if vectors is None else vectors
        return self.kind.build(rows, np.arange(len(rows), dtype=np.int64) * 10, self.config)

    def oracle(self, vectors: Floats | None = None) -> ExactIndex:
        rows = unit_rows(N, 1) if vectors is None else vectors
        return ExactIndex.build(rows, np.arange(len(rows), dtype=np.int64) * 10)

    @pytest.mark.parametrize("share", [0.003, 0.02, 0.2, 1.0])
    def test_same_answers_as_the_oracle_under_filters(self, share: float) -> None:
        allowed = np.random.default_rng(2).random(N) < share
        allowed[7] = True
        scores, rows = self.made().search(unit_rows(5, 3), 20, allowed)
        wanted, expected = self.oracle().search(unit_rows(5, 3), 20, allowed)
        assert all(len(set(line)) == len(line) for line in rows.tolist())
        assert allowed[rows].all()
        true = np.take_along_axis(unit_rows(5, 3) @ unit_rows(N, 1).T, rows, 1)
        np.testing.assert_allclose(true, wanted, atol=2e-3)  # half precision may swap near equals
        np.testing.assert_allclose(scores, true, atol=2e-3)
        assert np.mean(rows[:, 0] == expected[:, 0]) == 1.0

    def test_every_place_is_an_allowed_row(self) -> None:
        allowed = np.zeros(N, dtype=bool)
        allowed[[3, 50, 399]] = True
        scores, rows = self.made().search(unit_rows(4, 3), 100, allowed)
        assert rows.shape == scores.shape == (4, 3)
        assert {tuple(sorted(line)) for line in rows.tolist()} == {(3, 50, 399)}

    def test_nothing_allowed_gives_nothing(self) -> None:
        scores, rows = self.made().search(unit_rows(2, 3), 10, np.zeros(N, dtype=bool))
        assert scores.shape == rows.shape == (2, 0)

    def test_an_empty_index_gives_nothing(self) -> None:
        empty = self.kind.build(np.empty((0, DIM), np.float32), np.empty(0, np.int64), self.config)
        assert empty.search(unit_rows(1, 3), 10)[1].shape == (1, 0)
        empty.add(unit_rows(2, 4), np.array([5, 6]))
        assert sorted(empty.search(unit_rows(1, 3), 10)[1][0].tolist()) == [0, 1]

    def test_best_first_and_ties_by_row(self) -> None:
        same = np.repeat(unit_rows(1, 9), 30, axis=0)
        scores, rows = self.made(np.vstack([same, -same])).search(same[:1], 30)
        assert rows[0].tolist() == list(range(30))
        assert (np.diff(scores[0]) <= 0).all()

    def test_add_and_remove_keep_rows_in_order(self) -> None:
        index, oracle = self.made(), self.oracle()
        fresh, ids = unit_rows(30, 8), np.arange(30, dtype=np.int64) + 100_000
        for one in (index, oracle):
            assert one.remove(np.array([0, 50, 50, 3990, 77])) == 3
            one.add(fresh, ids)
            assert one.remove(ids[:5]) == 5
        np.testing.assert_array_equal(index.ids, oracle.ids)
        allowed = np.random.default_rng(5).random(len(oracle.ids)) < 0.5
        for mask in (None, allowed):
            found, wanted = index.search(fresh, 10, mask)[1], oracle.search(fresh, 10, mask)[1]
            np.testing.assert_array_equal(found[:, 0], wanted[:, 0])
            assert np.mean([np.isin(w, f).mean() for w, f in zip(wanted, found, strict=True)]) >= 0.99

    def test_saved_and_opened_again(self, tmp_path: Path) -> None:
        index = self.made()
        index.remove(np.array([10, 20]))
        index.save(tmp_path / "a")
        index.save(tmp_path / "a")
        again = load_index(tmp_path / "a")
        assert type(again) is self.kind
        np.testing.assert_array_equal(again.ids, index.ids)
        np.testing.assert_array_equal(
            again.search(unit_rows(3, 3), 9)[1], index.search(unit_rows(3, 3), 9)[1]
        )
        assert [path.name for path in tmp_path.iterdir()] == ["a"]

    def test_a_file_cut_off_is_refused(self, tmp_path: Path) -> None:
        self.made().save(tmp_path / "a")
        for path in sorted((tmp_path / "a").iterdir()):
            whole = path.read_bytes()
            path.write_bytes(whole[: len(whole) // 2])
            with pytest.raises(Integrity) as caught:
                load_index(tmp_path / "a")
            assert path.name in caught.value.message("zh")
            path.write_bytes(whole)
        assert len(load_index(tmp_path / "a").ids) == N

    @pytest.mark.parametrize(
        ("vectors", "ids", "code"),
        [
            (unit_rows(3, 1), np.array([1, 2]), "index_shape"),
            (unit_rows(3, 1), np.array([1, 2, 1]), "index_id_twice"),
            (np.full((1, DIM), np.nan, np.float32), np.array([1]), "index_not_finite"),
        ],
    )
    def test_rows_that_do_not_fit_are_refused(self, vectors: Floats, ids: Ints, code: str) -> None:
        with pytest.raises(InputError) as caught:
            self.kind.build(vectors, ids, self.config)
        assert caught.value.reason == code

    def test_other_dimension_known_id_and_wrong_mask_are_refused(self) -> None:
        index = self.made()
        for code, act in {
            "index_dimension": lambda: index.search(unit_rows(1, 1, DIM + 1), 3),
            "index_id_twice": lambda: index.add(unit_rows(1, 1), np.array([10])),
            "index_mask": lambda: index.search(unit_rows(1, 1), 3, np.ones(N + 1, dtype=bool)),
        }.items():
            with pytest.raises(InputError) as caught:
                act()
            assert caught.value.reason == code
        assert len(index.ids) == N
