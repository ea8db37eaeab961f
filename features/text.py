"""What the encoder reads of a worker and of a post, field by field, and what it must never read.

Pay, benefits and slogans are taken out so that they do not drown the trade. Words that tell sex, age,
health, marriage or origin are taken out so that what is protected does not come back through the text:
swapping such words leaves every vector equal.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from features.text_words import BENEFITS, PAY, PROTECTED, SLOGANS, SYNONYMS


@dataclass(frozen=True, slots=True)
class Field:
    """Hold the cleaned texts of one field, one per row, and its share in the row's vector."""

    name: str
    weight: float
    texts: list[str]


POST_WEIGHTS = {"title": 1.0, "skills": 0.35, "duties": 0.35}
"""Share of each field of a post: its title says the trade, tags and duties shade it."""

WORKER_WEIGHTS = {"wanted": 1.0, "skills": 0.45, "past_jobs": 0.35, "certificates": 0.15}
"""Share of each field of a worker: what is wanted comes first, what was done before second."""

LONGEST_FIELD = 600
"""Characters of one field that are read; the trade stands in the first lines."""


def cleaned(text: pl.Expr) -> pl.Expr:
    """Give the text expression without pay, benefits, slogans and protected words; null becomes ""."""
    plain = text.fill_null("").str.slice(0, LONGEST_FIELD).str.normalize("NFKC").str.to_lowercase()
    for pattern, instead in SYNONYMS:
        plain = plain.str.replace_all(pattern, instead)
    for pattern in (PROTECTED, PAY, BENEFITS, SLOGANS):
        plain = plain.str.replace_all(pattern, " ")
    return plain.str.replace_all(r"\s+", " ").str.strip_chars(" +-/|,，、;；:：()（）[]【】!！·~")


def clean_text(text: str) -> str:
    """Give one text cleaned by the same rules as a frame."""
    return str(pl.select(cleaned(pl.lit(text))).item())


def post_fields(posts: pl.DataFrame) -> list[Field]:
    """Give the fields the encoder reads of each post, cleaned, with their weights."""
    return _fields(posts, POST_WEIGHTS)


def worker_fields(workers: pl.DataFrame) -> list[Field]:
    """Give the fields the encoder reads of each worker, cleaned, with their weights."""
    return _fields(workers, WORKER_WEIGHTS)


def post_text(posts: pl.DataFrame) -> list[str]:
    """Give one cleaned text per post for lexical search: title, tags and duties."""
    return _joined(posts, list(POST_WEIGHTS))


def worker_text(workers: pl.DataFrame) -> list[str]:
    """Give one cleaned text per worker for lexical search: wishes, skills and past jobs."""
    return _joined(workers, list(WORKER_WEIGHTS))


def _fields(frame: pl.DataFrame, weights: dict[str, float]) -> list[Field]:
    kept = [name for name in weights if name in frame.columns]
    texts = frame.select(cleaned(_as_text(frame, name)).alias(name) for name in kept)
    return [Field(name, weights[name], texts[name].to_list()) for name in kept]


def _joined(frame: pl.DataFrame, names: list[str]) -> list[str]:
    kept = [cleaned(_as_text(frame, name)) for name in names if name in frame.columns]
    return frame.select(pl.concat_str(kept, separator=" ").str.strip_chars()).to_series().to_list()


def _as_text(frame: pl.DataFrame, name: str) -> pl.Expr:
    if isinstance(frame.schema[name], pl.List):
        return pl.col(name).list.join(" ", ignore_nulls=True)
    return pl.col(name)
