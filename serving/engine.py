"""What the service needs of the matcher, and nothing more: the engine behind it can change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

import polars as pl

from matching.types import Match


class AnswerLike(Protocol):
    """Be what the matcher answers: the matches, what the gates refused, and which bundle ranked."""

    @property
    def matches(self) -> tuple[Match, ...]:
        """Give the matches, best first."""
        ...

    @property
    def refused(self) -> Mapping[str, int]:
        """Give how many posts (or workers) each gate kept out."""
        ...

    @property
    def would_bring(self) -> Mapping[str, int]:
        """Give how many more there would be if one gate alone were lifted."""
        ...

    @property
    def understood(self) -> Mapping[str, Any]:
        """Give what a sentence said: ``{field: {"value", "said"}}``; empty where none was asked."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """Give message keys of what the reader should know about this list."""
        ...

    @property
    def bundle(self) -> str:
        """Give the sha256 of the bundle that answered."""
        ...

    @property
    def ranker(self) -> str:
        """Give the name of the ranker that sorted."""
        ...


class Engine(Protocol):
    """Be the matcher as the service sees it; ``matching.matcher.Matcher`` is the real one."""

    def match_worker(self, worker_id: int, as_of: date, k: int = ...) -> AnswerLike:
        """Match one registered worker; raise NotFound for an unknown one."""
        ...

    def match_profile(self, worker: pl.DataFrame, as_of: date, k: int = ...) -> AnswerLike:
        """Match a one-row worker frame that is not stored."""
        ...

    def match_text(self, text: str, as_of: date, k: int = ...) -> AnswerLike:
        """Match what a person says in one sentence."""
        ...

    def candidates(self, post_id: int, as_of: date, k: int = ...) -> AnswerLike:
        """Find workers for one post; raise NotFound for an unknown one."""
        ...

    def score_campaign(
        self, workers: pl.DataFrame, posts: pl.DataFrame, as_of: date, k: int = ...
    ) -> pl.DataFrame:
        """Give worker_id, post_id, value, accept, hire, stay of each worker's ``k`` best posts."""
        ...

    def refresh(self, changes: Any) -> None:
        """Take in changed workers and posts."""
        ...

    def ready(self) -> bool:
        """Say whether a bundle is loaded and the index built."""
        ...

    def warm(self) -> None:
        """Make ready what the first question would otherwise wait for."""
        ...
