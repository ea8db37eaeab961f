"""Both sides of a match made ready once, and any list of pairs joined by row number.

Training and serving call the same ``pair_frame``; a single worker is a one-row frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import polars as pl

from features.history import History
from features.market import whole_code
from features.pairs.derive import post_columns, worker_columns
from features.text import clean_series
from matching.pieces import overlap, pieces, similarity
from matching.types import Floats, Ints

EARTH_KM = 6371.0088
"""Mean radius of the earth, IUGG."""

KEPT_CODES = 6
"""Occupation codes kept per worker: wishes first, then past jobs."""

Angles = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Columns = dict[str, npt.NDArray[np.float32]]
Bits = npt.NDArray[np.uint64]
Places = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]
_UNREAD: Places = (np.zeros((0, 0), np.int64), np.zeros((0, 0), np.int64))


class Engine(Protocol):
    """Name what turns words into numbers: any object with an encoder and an occupation coder."""

    @property
    def encoder(self) -> Any:
        """Give the text encoder."""

    @property
    def coder(self) -> Any:
        """Give the occupation coder."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Hold n workers or posts made ready: the frame with its flat columns, and aligned arrays."""

    frame: pl.DataFrame
    vectors: Floats
    """(n, dim), unit length or zero."""
    codes: Codes
    """(n, k) occupation codes as whole numbers, 0 for none."""
    bits: dict[str, Bits]
    """Hashed character pairs of single fields, (n, words) each."""

    places: Places = _UNREAD
    """Division codes (n, k) as numbers with the divisor that cuts a 12-digit code to them."""

    def __post_init__(self) -> None:
        if self.places is _UNREAD:
            object.__setattr__(self, "places", places_of(self.frame))

    def joined(self, other: Prepared) -> Prepared:
        """Give the rows of both, these first; both are workers or both are posts."""
        bits = {name: np.concatenate([rows, other.bits[name]]) for name, rows in self.bits.items()}
        places = (
            np.concatenate([self.places[0], other.places[0]]),
            np.concatenate([self.places[1], other.places[1]]),
        )
        return Prepared(
            pl.concat([self.frame, other.frame], how="vertical_relaxed"),
            np.concatenate([self.vectors, other.vectors]), np.concatenate([self.codes, other.codes]), bits,
            places,
        )  # fmt: skip

    def places_at(self, rows: Ints) -> Places:
        """Give the places of some rows."""
        return self.places[0][rows], self.places[1][rows]

    def __len__(self) -> int:
        return self.frame.height

    def take(self, rows: Ints) -> Prepared:
        """Give some rows, in the order asked."""
        bits = {name: values[rows] for name, values in self.bits.items()}
        return Prepared(self.frame[rows], self.vectors[rows], self.codes[rows], bits, self.places_at(rows))


def prepare_posts(engine: Engine, posts: pl.DataFrame) -> Prepared:
    """Encode, code and flatten posts; ``posts`` has the columns of the record."""
    from matching.encode import encode_posts
    from matching.occupations import code_posts

    vectors = encode_posts(engine.encoder, posts)
    return posts_from(code_posts(engine.coder, posts), vectors)


def prepare_workers(engine: Engine, workers: pl.DataFrame) -> Prepared:
    """Encode, code and flatten workers; ``workers`` has the columns of the record."""
    from matching.encode import encode_workers
    from matching.occupations import code_workers

    vectors = encode_workers(engine.encoder, workers)
    return workers_from(code_workers(engine.coder, workers), vectors)


def posts_from(posts: pl.DataFrame, vectors: Floats, bits: dict[str, Bits] | None = None) -> Prepared:
    """Make posts ready whose ``occ_code`` and vectors (n, dim), perhaps bits, are known already."""
    codes = whole_code(posts["occ_code"]).to_numpy()[:, None]
    return Prepared(post_columns(posts), vectors, codes, post_bits(posts) if bits is None else bits)


def post_bits(posts: pl.DataFrame) -> dict[str, Bits]:
    """Give the hashed character pairs of each post's title and of all its words."""
    return {
        "title": pieces(_text(posts, "title")),
        "content": pieces(_text(posts, "title", "skills", "duties")),
    }


def workers_from(workers: pl.DataFrame, vectors: Floats) -> Prepared:
    """Make workers ready whose ``occ_codes`` and vectors (n, dim) are known already."""
    bits = {name: pieces(_text(workers, name)) for name in ("wanted", "past_jobs", "skills")}
    bits["all"] = bits["wanted"] | bits["past_jobs"] | bits["skills"]
    nth = pl.concat(workers.select_seq(_nth("occ_codes")).get_columns())
    codes = whole_code(nth).to_numpy().reshape(KEPT_CODES, -1).T
    return Prepared(worker_columns(workers), vectors, codes, bits)


def pair_frame(
    workers: Prepared,
    posts: Prepared,
    employers: pl.DataFrame,
    worker_rows: Ints,
    post_rows: Ints,
    as_of: date | pl.Series,
    history: History | None = None,
) -> pl.DataFrame:
    """Join pairs (aligned row numbers) into one frame with prefixes w_ p_ e_ h_ and the pair columns.

    ``as_of`` is one day for all pairs or one per pair. Without a history its columns are null.
    """
    left, right = _side(workers, worker_rows, "w_"), _side(posts, post_rows, "p_")
    firm = _employers_of(right["p_employer_id"], employers)
    joined = pl.concat([left, right, firm], how="horizontal")
    day = as_of if isinstance(as_of, pl.Series) else pl.repeat(as_of, left.height, eager=True, dtype=pl.Date)
    inside = place_wanted(workers.places_at(worker_rows), posts.places_at(post_rows))
    measured = {
        "sim_dense": np.einsum("ij,ij->i", workers.vectors[worker_rows], posts.vectors[post_rows]),
        **_lexical(workers, posts, worker_rows, post_rows),
        **_relation(workers.codes[worker_rows], posts.codes[post_rows]),
        "km": distance_km(joined),
    }
    columns = [pl.Series(name, values, nan_to_null=True) for name, values in measured.items()]
    wanted = pl.Series("place_wanted", inside, nan_to_null=True).cast(pl.Boolean)
    past = _past(day, joined, posts.codes[post_rows, 0], history)
    return joined.hstack([day.alias("as_of"), *past, *columns, wanted])


def distance_km(joined: pl.DataFrame) -> npt.NDArray[np.float64]:
    """Give the great-circle distance (n,) in km; nan where either place has no coordinates."""
    degrees = [joined[name].to_numpy().astype(np.float64) for name in ("w_lat", "w_lon", "p_lat", "p_lon")]
    return arc_km(*(np.radians(angle) for angle in degrees))


def arc_km(w_lat: Angles, w_lon: Angles, p_lat: Angles, p_lon: Angles) -> npt.NDArray[np.float64]:
    """Give the great-circle distance (n,) in km between places in radians; one may stand against n."""
    half = np.sin((p_lat - w_lat) / 2) ** 2
    half += np.cos(w_lat) * np.cos(p_lat) * np.sin((p_lon - w_lon) / 2) ** 2
    km: npt.NDArray[np.float64] = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return km


def place_wanted(workers: Places, posts: Places) -> npt.NDArray[np.float32]:
    """Say per pair (n,) whether the post lies in a place the worker named; nan where none was named."""
    some = (workers[0] > 0).any(axis=0)
    named, width = workers[0][:, some], workers[1][:, some]
    inside = (posts[0] // width == named) & (named > 0)
    return np.where((named > 0).any(axis=1), inside.any(axis=1), np.nan).astype(np.float32)


def places_of(frame: pl.DataFrame) -> Places:
    """Read the places that workers (up to k each) or posts (one) name: numbers and divisors, (n, k)."""
    if "wanted_places" not in frame.columns:
        return places([frame["division"].fill_null("").str.pad_end(12, "0")])
    return places(frame.select_seq(_nth("wanted_places")).get_columns())


def places(prefixes: list[pl.Series]) -> Places:
    """Read k columns (n,) of division codes or prefixes of them: numbers and their divisors, (n, k)."""
    said = pl.concat(prefixes)
    numbers = said.cast(pl.Int64, strict=False).fill_null(0).to_numpy()
    digits = np.minimum(said.str.len_chars().fill_null(0).to_numpy(), 12).astype(np.int64)
    shape = len(prefixes), -1
    return numbers.reshape(shape).T, (10 ** (12 - digits)).reshape(shape).T


@cache
def _nth(column: str) -> list[pl.Expr]:
    """Give the first entries of a list column, one column each."""
    return [
        pl.col(column).list.get(k, null_on_oob=True).cast(pl.String).alias(str(k)) for k in range(KEPT_CODES)
    ]


_LEFT_OUT = frozenset((
    "duties", "contact_name", "contact_phone", "pay_raw", "origin", "place", "simulated", "sex", "groups",
    "registered_on", "status_since", "last_contact_on", "last_contact", "consent_personalised", "name",
    "credit_code",
))  # fmt: skip
"""No feature, gate or sentence about a pair reads these; sex and groups never come near a ranker."""


def _side(side: Prepared, rows: Ints, prefix: str) -> pl.DataFrame:
    return side.frame.select_seq(_named(prefix, tuple(side.frame.columns)))[rows]


@cache
def _named(prefix: str, columns: tuple[str, ...]) -> list[pl.Expr]:
    return [pl.col(name).alias(prefix + name) for name in columns if name not in _LEFT_OUT]


def _employers_of(ids: pl.Series, employers: pl.DataFrame) -> pl.DataFrame:
    """Gather employers by id (n rows); an unknown employer is a row of nulls."""
    known = employers["employer_id"].to_numpy()
    sorted_ = bool((known[1:] >= known[:-1]).all())  # as the store gives them
    order = np.arange(len(known)) if sorted_ else np.argsort(known, kind="stable")
    asked = (ids.fill_null(-1) if ids.null_count() else ids).to_numpy()
    at = np.minimum(np.searchsorted(known, asked, sorter=order), max(len(known) - 1, 0))
    row = order[at] if len(known) else np.zeros(len(asked), dtype=np.int64)
    found = (
        pl.Series(row).set(pl.Series(known[row] != asked), None)
        if len(known)
        else pl.Series(row).clear(len(row))
    )
    return employers.select_seq(_named("e_", tuple(employers.columns))).select(pl.all().gather(found))


def _past(day: pl.Series, joined: pl.DataFrame, codes: Codes, history: History | None) -> list[pl.Series]:
    ids = {name[2:]: joined[name] for name in ("w_worker_id", "p_post_id", "p_employer_id")}
    pairs = pl.DataFrame([day.alias("as_of"), *(column.alias(name) for name, column in ids.items())])
    past = History.of(*_NOTHING) if history is None else history
    market = past.market.pay(codes, pairs["as_of"])
    return [*past.columns(pairs).get_columns(), pl.Series("h_market_pay", market, nan_to_null=True)]


_NOTHING = (
    pl.DataFrame(
        schema={
            "referral_id": pl.Int64, "worker_id": pl.Int64, "post_id": pl.Int64, "referred_on": pl.Date,
            "slip": pl.Int64, "slip_on": pl.Date, "not_hired": pl.String, "stayed_30": pl.Boolean,
            "stayed_30_on": pl.Date, "stayed_90": pl.Boolean, "stayed_90_on": pl.Date,
            "wages_on_time": pl.Boolean,
        }
    ),
    pl.DataFrame(
        schema={
            "post_id": pl.Int64, "employer_id": pl.Int64, "opened_on": pl.Date, "monthly_low": pl.Int64,
            "monthly_high": pl.Int64,
        }
    ),
)  # fmt: skip


def _lexical(workers: Prepared, posts: Prepared, left: Ints, right: Ints) -> Columns:
    title, content = posts.bits["title"][right], posts.bits["content"][right]
    return {
        "sim_lexical": similarity(workers.bits["all"][left], content),
        "lex_wanted": overlap(workers.bits["wanted"][left], title),
        "lex_past": overlap(workers.bits["past_jobs"][left], title),
        "lex_skills": overlap(workers.bits["skills"][left], content),
    }


def _relation(workers: Codes, posts: Codes) -> Columns:
    """Count shared levels (0..4) of the occupation tree, nan where one side is not coded."""
    shared = np.zeros(workers.shape, dtype=np.float32)
    for level in _LEVELS:
        same = workers // level == posts // level
        shared += same & (workers // level % 100 > 0)
    shared[(workers == 0) | (posts == 0)] = np.nan
    best = np.fmax.reduce(shared, axis=1)
    return {"occ_relation": best, "occ_first": shared[:, 0]}


_LEVELS = (1_000_000, 10_000, 100, 1)


def _text(frame: pl.DataFrame, *columns: str) -> pl.Series:
    parts = [
        pl.col(name).list.join(" ", ignore_nulls=True) if frame.schema[name] == pl.List else pl.col(name)
        for name in columns
    ]
    return clean_series(frame.select_seq(pl.concat_str(parts, separator=" ", ignore_nulls=True)).to_series())
