"""What is kept of posts on disk gives the same numbers, and is never trusted further than its name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from features.store import Store
from matching.bundle import Bundle
from matching.matcher import Matcher
from matching.matcher.kept import Kept
from matching.matcher.live import Tools
from matching.matcher.stamp import stamp
from matching.occupations.frames import BestCodes
from matching.pairing import prepare_posts

_DAY = date(2026, 4, 15)


class Blind:
    """Stand in for an encoder that must not be asked."""

    def __init__(self, dim: int) -> None:
        self.dim, self.asked = dim, 0

    def encode(self, texts):
        self.asked += len(texts)
        return np.zeros((len(texts), self.dim), np.float32)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def file_of(cache: Path) -> Path:
    (found,) = cache.glob("posts-*.npz")
    return found


def same(ours, theirs) -> bool:
    bits = all((ours.bits[name] == theirs.bits[name]).all() for name in theirs.bits)
    return bits and (ours.vectors == theirs.vectors).all() and ours.frame.equals(theirs.frame)


def test_a_second_start_works_nothing_out_and_answers_alike(
    office: Store, bundle: Bundle, cache: Path
) -> None:
    first = Matcher(bundle, office, cache)
    assert file_of(cache).name == f"posts-{stamp(bundle)}.npz"
    posts = office.posts.frame(status="published")
    blind = Blind(bundle.encoder.dim)
    kept = Kept(file_of(cache), bundle.encoder.dim)
    again = kept.prepare(Tools(blind, BestCodes(_Silent(), kept.titles)), posts)
    assert blind.asked == 0
    assert same(again, prepare_posts(bundle, posts))
    assert same(first.live.posts.prepared, again)


def test_only_what_a_post_says_counts_and_changed_posts_are_worked_out(
    office: Store, bundle: Bundle, cache: Path
) -> None:
    Matcher(bundle, office, cache)
    kept = Kept(file_of(cache), bundle.encoder.dim)
    tools = Tools(bundle.encoder, BestCodes(bundle.coder, kept.titles))
    posts = office.posts.frame(status="published").with_columns(
        duties=pl.when(pl.col("post_id") == 2).then(pl.lit("锁边")).otherwise("duties"),
        monthly_low=pl.col("monthly_low") + 100,
    )
    assert (kept._rows(posts) < 0).tolist() == [False, True, False, False, False, False]
    assert same(kept.prepare(tools, posts), prepare_posts(bundle, posts))


@pytest.mark.parametrize("harm", ["empty", "cut", "flipped", "foreign", "other_shape"])
def test_a_broken_file_is_passed_over_and_written_anew(
    harm: str, office: Store, bundle: Bundle, cache: Path
) -> None:
    before = Matcher(bundle, office, cache).match_worker(1, _DAY)
    file = file_of(cache)
    sound = file.read_bytes()
    _harm(file, sound, harm)
    after = Matcher(bundle, office, cache).match_worker(1, _DAY)
    assert after == before
    assert Kept(file, bundle.encoder.dim).titles


def test_a_cache_that_cannot_be_written_stops_nobody(office: Store, bundle: Bundle, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert Matcher(bundle, office, tmp_path / "cache").ready()


def test_another_bundle_has_another_file(bundle: Bundle) -> None:
    files = {"encoder/model.safetensors": "a", "coder/coder.json": "b", "ranker/accept.txt": "c"}
    names = [
        stamp(Bundle("", {"files": files | changed}, None, None, bundle.ranker))
        for changed in ({}, {"encoder/model.safetensors": "x"}, {"coder/coder.json": "x"})
    ]
    assert len({*names, stamp(bundle)}) == 4
    other_ranker = Bundle("", {"files": files | {"ranker/accept.txt": "x"}}, None, None, bundle.ranker)
    assert stamp(other_ranker) == names[0]


class _Silent:
    def code(self, titles, k=5):
        raise AssertionError(titles)


def _harm(file: Path, sound: bytes, harm: str) -> None:
    if harm == "other_shape":
        with np.load(file) as held:
            arrays = {name: held[name] for name in held.files}
        np.savez(file, **(arrays | {"vectors": arrays["vectors"][:, :4]}))
        return
    middle = len(sound) // 2
    told = {
        "empty": b"", "cut": sound[:middle], "foreign": b"PK\x03\x04 no archive",
        "flipped": sound[:middle] + bytes([sound[middle] ^ 255]) + sound[middle + 1 :],
    }  # fmt: skip
    file.write_bytes(told[harm])
