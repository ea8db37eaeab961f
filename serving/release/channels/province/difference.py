"""What the provincial platform has to be told: everything, what differs, or what it refused."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from serving.board import PUBLIC, Board
from serving.release.channels.province.dictionary import Dictionary, coded
from serving.release.wanted import CodesOf, shipped_codes

Kind = Literal["full", "difference", "failed"]
"""All posts, those whose row is not the one last taken, or those that came back with an error."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Hold what is to be sent: rows in codes, posts to take back, and what fails before it is sent.

    ``rows``: post_id, digest and one column per code. ``removed``: post_id and status.
    ``faults``: post_id, digest, error_code and error_field.
    """

    kind: Kind
    rows: pl.DataFrame
    removed: pl.DataFrame
    faults: pl.DataFrame


def difference(
    board: Board, told: pl.DataFrame, dictionary: Dictionary, kind: Kind, codes_of: CodesOf = shipped_codes
) -> Batch:
    """Compare the live posts with what the platform was told (``store.province.frame()``).

    A row that was refused is not sent again as it was, unless ``kind`` is ``failed`` or ``full``. Posts
    that came from another office are that office's to report.
    """
    live = board.live.filter(pl.col("origin") == "")
    codes = pl.Series("occupation", codes_of(live["title"].to_list()), dtype=pl.String())
    rows = _digested(coded(live.select(*PUBLIC, "status").with_columns(codes), dictionary), dictionary)
    known = rows.join(told.select("post_id", "sent", "tried", failed="error_code"), on="post_id", how="left")
    known = known.with_columns(pl.col("sent", "tried", "failed").fill_null(""))
    wanted = known.filter(_wanted(kind))
    gone = told.filter((pl.col("sent") != "") & ~pl.col("post_id").is_in(live["post_id"].implode()))
    removed = gone.join(board.posts.select("post_id", "status"), on="post_id", how="left")
    sent = wanted.filter(pl.col("error_code") == "")
    return Batch(
        kind,
        sent.select("post_id", "digest", *(field.code for field in dictionary.fields)),
        removed.select("post_id", pl.col("status").fill_null("withdrawn"), "sent"),
        wanted.filter(pl.col("error_code") != "").select("post_id", "digest", "error_code", "error_field"),
    )


def _wanted(kind: Kind) -> pl.Expr:
    if kind == "full":
        return pl.lit(True)
    if kind == "failed":
        return pl.col("failed") != ""
    refused_as_it_is = (pl.col("failed") != "") & (pl.col("tried") == pl.col("digest"))
    return (pl.col("sent") != pl.col("digest")) & ~refused_as_it_is


def _digested(rows: pl.DataFrame, dictionary: Dictionary) -> pl.DataFrame:
    codes = [field.code for field in dictionary.fields]
    told = rows.select(pl.struct(codes).struct.json_encode()).to_series()
    digests = [hashlib.sha256(text.encode()).hexdigest()[:32] for text in told]
    return rows.with_columns(pl.Series("digest", digests, dtype=pl.String()))


def document(
    rows: list[dict[str, Any]], removed: list[dict[str, Any]], kind: Kind, day: str
) -> tuple[str, bytes]:
    """Give the batch's number and the file: ``{"batch", "kind", "day", "rows", "removed"}`` as JSON.

    The number comes from the content: the same file sent twice is the same batch.
    """
    body = {"kind": kind, "day": day, "rows": rows, "removed": removed}
    number = hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]
    return number, json.dumps({"batch": number, **body}, ensure_ascii=False).encode()
