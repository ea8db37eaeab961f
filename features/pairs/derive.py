"""Flat columns that are worked out once per worker and once per post, before any pair is made.

Each names the record's fields it reads, so that the test of allowed uses can follow it to its source.
"""

from __future__ import annotations

import polars as pl

from features.codes.education import CODES, LEVELS
from features.pairs.certificates import BY_LAW, kinds_of, law_kind, shows
from features.pairs.trade import trade
from features.records.vocabulary import NEEDS, OFFERS
from features.text import clean_series

_LEVELS = {code: LEVELS[group] for code, group in CODES.items()}
_EDUCATION = pl.col("education").replace_strict(_LEVELS, default=None, return_dtype=pl.Int8)

WORKER: dict[str, pl.Expr] = {
    "edu_level": _EDUCATION,
    **{f"need_{need}": pl.col("needs").list.contains(need) for need in NEEDS},
}

POST: dict[str, pl.Expr] = {
    "edu_level": _EDUCATION,
    "pay_mid": pl.mean_horizontal("monthly_low", "monthly_high"),
    "by_piece": pl.col("pay_basis").is_in(["piece", "negotiable"]),
    **{f"offer_{offer}": pl.col("offers").list.contains(offer) for offer in OFFERS},
    "law_kind": law_kind(pl.col("title")),
    "trade": trade(pl.col("title")),
}


def worker_columns(workers: pl.DataFrame) -> pl.DataFrame:
    """Add the flat columns, kinds of certificate, tidy skills and ``shows_<kind>`` to a frame of workers."""
    return _listed(workers).with_columns(_OF_WORKER)


def post_columns(posts: pl.DataFrame) -> pl.DataFrame:
    """Add the flat columns, kinds of certificate and tidy skills to a frame of posts."""
    return _listed(posts).with_columns(_OF_POST)


_TOLD = pl.concat_list("certificates", "skills", "past_jobs").list.join(" ", ignore_nulls=True)
_OF_WORKER = [
    *(expr.alias(name) for name, expr in WORKER.items()),
    *(shows(kind, _TOLD).alias(f"shows_{kind.name}") for kind in BY_LAW),
]
_OF_POST = [expr.alias(name) for name, expr in POST.items()]


def _listed(frame: pl.DataFrame) -> pl.DataFrame:
    """Words that tell sex, health, marriage or origin leave nothing behind in ``tidy``."""
    return frame.with_columns(kinds_of("certificates", frame).alias("kinds"), _tidy(frame["skills"]))


def _tidy(skills: pl.Series) -> pl.Series:
    """Clean every distinct word once; each row keeps its own in the order told, without doubles."""
    said = [words or () for words in skills.to_list()]
    distinct = list(dict.fromkeys(word for words in said for word in words))
    clean = dict(zip(distinct, clean_series(pl.Series(distinct, dtype=pl.String)).to_list(), strict=True))
    rows = [[word for word in dict.fromkeys(clean[word] for word in words) if word] for words in said]
    return pl.Series("tidy", rows, dtype=pl.List(pl.String))
