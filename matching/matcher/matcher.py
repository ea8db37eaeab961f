"""Answer one worker, one post, one sentence; score a whole campaign."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Literal

import numpy as np
import polars as pl

from features.codes.divisions import Division, knowing
from features.errors import NotFound
from features.intake import Profile
from features.settings import Settings
from matching.answer import Answer
from matching.bundle import Bundle, default_bundle, load_bundle
from matching.eligibility import Gates, gates, gates_for_post, posts_sided, workers_sided
from matching.matcher.campaign import score_campaign
from matching.matcher.live import Live
from matching.matcher.ranked import ranked
from matching.pairing import Prepared, pair_frame, prepare_workers
from matching.profile import profile_of, understood, worker_of
from matching.rank import Funnel, KeepOrder
from matching.retrieve import Found
from matching.types import Floats, Mask, Match

CANDIDATES = 500
"""Candidates that are ranked per question; past them the nearest are too far to matter."""


class Matcher:
    """Hold a bundle and the live market; every answer goes gates, retrieval, pairs, ranker, reasons."""

    def __init__(self, bundle: Bundle, store: Any, cache: Path | None = None) -> None:
        self.bundle, self._store = bundle, store
        self.live = Live(store, bundle, cache)
        self._home: tuple[float, float] | None = store.workers.centre()
        self._places: tuple[Division, ...] = store.places.all()

    @classmethod
    def load(cls, settings: Settings, store: Any) -> Matcher:
        """Open the champion's bundle, or the shipped one with the rules ranker, over this store."""
        champion = store.bundles.champion()
        folder: Path = settings.bundles_dir / champion if champion else Path()
        bundle = load_bundle(folder) if champion else default_bundle()
        return cls(bundle, store, settings.data_dir / "cache")

    def warm(self) -> None:
        """Read and prepare the workers now; otherwise the first question about a post waits for it."""
        self.live.workers  # noqa: B018 made when first asked for

    def ready(self) -> bool:
        """Say whether questions can be answered."""
        return self.live.posts is not None

    def refresh(self, changes: pl.DataFrame) -> None:
        """Take in what changed in the store (outbox frame: seq, kind, id)."""
        self.live.refresh(changes)

    def match_worker(self, worker_id: int, as_of: date, k: int = 20) -> Answer:
        """Find posts for a registered worker; NotFound for an unknown number."""
        worker: pl.DataFrame = self._store.workers.frame(ids=[worker_id], as_of=as_of)
        if worker.is_empty():
            raise NotFound("worker_not_found", where="worker_id", id=worker_id)
        return self.match_profile(worker, as_of, k)

    def match_profile(self, worker: pl.DataFrame, as_of: date, k: int = 20) -> Answer:
        """Find posts for a one-row worker frame, stored or not."""
        return self._posts_for(self.live.ready_worker(worker), as_of, k)

    def match_text(self, text: str, as_of: date, k: int = 20) -> Answer:
        """Find posts for what a person says; empty or overlong text raises InputError."""
        profile, worker = self.sentence(text, as_of)
        answer = self._posts_for(worker, as_of, k, said=True)
        notes = [*_heard(profile, worker), *(["note.home_assumed"] if self._home else []), *answer.notes]
        return _with(answer, tuple(notes), understood(profile))

    def sentence(self, text: str, as_of: date) -> tuple[Profile, Prepared]:
        """Read what a person says, the office's own places known, and make it ready to be matched."""
        with knowing(self._places):
            profile = profile_of(text)
            worker = worker_of(profile, as_of, self._home)
        return profile, prepare_workers(self.live.tools, worker)

    def candidates(self, post_id: int, as_of: date, k: int = 20) -> Answer:
        """Find workers for a live post; NotFound for an unknown one or one that is not published."""
        live, row = self.live, self.live.posts.row(post_id)
        if row is None:
            raise NotFound("post_not_live", where="post_id", id=post_id)
        people, post = live.workers, live.posts.prepared.take(np.array([row]))
        sided = posts_sided(post.frame, live.employers)
        passed = gates_for_post(sided, people.sided, as_of, history=live.history)
        text = live.posts.retriever.texts(np.array([row]))[0]
        rows = people.retriever.search(post.vectors, text, passed.mask, CANDIDATES).rows
        zeros = np.zeros_like(rows)
        joined = pair_frame(people.prepared, post, live.employers, rows, zeros, as_of, live.history)
        return self._answer("post", ranked(self.bundle.ranker, joined, passed.below[rows], k), passed)

    def score_campaign(
        self, workers: pl.DataFrame, posts: pl.DataFrame, as_of: date, k: int = 50
    ) -> pl.DataFrame:
        """Give the best ``k`` posts of each worker: worker_id, post_id, value, accept, hire, stay."""
        return score_campaign(self.bundle, self.live, workers, posts, as_of, k)

    def near(
        self, worker: Prepared, as_of: date, only: Mask | None = None
    ) -> tuple[Gates, Found, pl.DataFrame]:
        """Give the gates over all posts, the open candidates and their joined pairs, before any ranking.

        ``only`` (n,) keeps other posts out as well; a benchmark asks of one kind of posts.
        """
        live, posts = self.live, self.live.posts
        asked = workers_sided(worker.frame, worker.places)
        passed = gates(asked, posts.sided, as_of, history=live.history)
        mask = passed.mask if only is None else passed.mask & only
        found = posts.retriever.search(worker.vectors, _words(worker.frame)[0], mask, CANDIDATES)
        zeros = np.zeros_like(found.rows)
        joined = pair_frame(worker, posts.prepared, live.employers, zeros, found.rows, as_of, live.history)
        return passed, found, joined

    def _posts_for(self, worker: Prepared, as_of: date, k: int, said: bool = False) -> Answer:
        passed, found, joined = self.near(worker, as_of)
        plain = not worker.frame["consent_personalised"][0]
        ranker = KeepOrder() if plain else self.bundle.ranker
        below, related = passed.below[found.rows], None
        if said:
            below, related = below | elsewhere(joined), relatedness(found.score)
        matches = ranked(ranker, joined, below, k, plain, related)
        return self._answer("worker", matches, passed, ("note.plain_list",) if plain else ())

    def _answer(
        self, asked: Literal["worker", "post"], matches: tuple[Match, ...], passed: Gates,
        notes: tuple[str, ...] = (),
    ) -> Answer:  # fmt: skip
        if not isinstance(self.bundle.ranker, Funnel):
            notes = (*notes, "note.rules_ranker")
        if not passed.mask.any():
            notes = (*notes, "note.nobody_left")
        return Answer(
            matches, asked, passed.refused, passed.would_bring, int(passed.mask.sum()), self.bundle.sha256,
            self.bundle.ranker.name, notes,
        )  # fmt: skip


def relatedness(score: Floats) -> Floats:
    """Give how near (n,) each post is to what was said, as a share of the nearest, squared.

    A sentence names the trade that is asked for now; a registered worker's history is what the ranker was
    taught on. 2 did best together with 4 on the golden queries' open half (``springwind bench queries``).
    """
    best = float(score.max(initial=0.0))
    return np.ones_like(score) if best <= 0 else np.clip(score / best, 0, 1) ** 2


def elsewhere(joined: pl.DataFrame) -> Mask:
    """Mark posts outside the place that was named; none where no place was."""
    return joined["place_wanted"].fill_null(True).not_().to_numpy().astype(np.bool_)


def _words(workers: pl.DataFrame) -> list[str]:
    from features.text import worker_text

    return worker_text(workers)


def _heard(profile: Any, worker: Prepared) -> list[str]:
    if not worker.vectors.any():
        return ["note.unknown_words"]
    return [] if profile.wanted or profile.skills else ["note.nothing_said"]


def _with(answer: Answer, notes: tuple[str, ...], facts: dict[str, Any]) -> Answer:
    from dataclasses import replace

    return replace(answer, notes=notes, understood=facts)
