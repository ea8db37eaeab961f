"""What the encoder reads of a worker and of a post, field by field, and what it must never read.

Pay, benefits and slogans are taken out so that they do not drown the trade. Words that tell sex, age,
health, marriage or origin are taken out so that what is protected does not come back through the text:
swapping such words leaves every vector equal.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from features.text_words import BENEFITS, LATIN, PAY, PROTECTED, PROTECTED_HAN, SLOGANS, SYNONYMS


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
    plain = _unprotected(plain)
    for pattern in (PAY, BENEFITS, SLOGANS):
        plain = plain.str.replace_all(pattern, " ")
    return plain.str.replace_all(r"\s+", " ").str.strip_chars(" +-/|,，、;；:：()（）[]【】!！·~")


def _unprotected(plain: pl.Expr) -> pl.Expr:
    """Take out protected words; a text without Latin letters is spared the patterns that begin with one.

    A word boundary in a Chinese text makes the regular expressions a hundred times slower.
    """
    latin = plain.str.contains(LATIN)
    read = pl.when(latin).then(plain).str.replace_all(PROTECTED, " ")
    return pl.coalesce(read, pl.when(~latin).then(plain).str.replace_all(PROTECTED_HAN, " "))


def clean_series(texts: pl.Series) -> pl.Series:
    """Give texts (n,) cleaned; of a few short ones, those met lately are remembered."""
    if len(texts) > FEW:
        return _cleaned(texts)
    said = [text or "" for text in texts.to_list()]
    known = {text: _MET.get(text) for text in said}
    fresh = [text for text, clean in known.items() if clean is None]
    if fresh:
        found = dict(zip(fresh, _cleaned(pl.Series(fresh, dtype=pl.String)).to_list(), strict=True))
        known |= found
        _remember(found)
    return pl.Series(texts.name, [known[text] for text in said], pl.String)


def clean_text(text: str) -> str:
    """Give one text cleaned by the same rules as a frame."""
    return str(clean_series(pl.Series([text]))[0])


FEW = 32
"""Texts up to which looking each one up is quicker than a pass of all the patterns."""

_SHORT, _MOST = 100, 20_000
_MET: dict[str, str] = {}
_CLEANED = cleaned(pl.col("text"))


def _cleaned(texts: pl.Series) -> pl.Series:
    return pl.DataFrame({"text": texts}).select_seq(_CLEANED).to_series().alias(texts.name)


def _remember(found: dict[str, str]) -> None:
    """Keep short texts only: words of a trade, not what somebody told of a life."""
    if len(_MET) > _MOST:
        _MET.clear()
    _MET.update((text, clean) for text, clean in found.items() if len(text) <= _SHORT)


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
    return [Field(name, weights[name], _clean_column(frame, name).to_list()) for name in kept]


def _joined(frame: pl.DataFrame, names: list[str]) -> list[str]:
    kept = pl.DataFrame([_clean_column(frame, name) for name in names if name in frame.columns])
    return kept.select(pl.concat_str(pl.all(), separator=" ").str.strip_chars()).to_series().to_list()


def _clean_column(frame: pl.DataFrame, name: str) -> pl.Series:
    said = frame[name]
    return clean_series(said.list.join(" ", ignore_nulls=True) if said.dtype == pl.List else said)
