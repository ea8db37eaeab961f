"""Upload to the provincial platform and put what it refuses onto the post.

A file holds at most ``ROWS`` rows. The platform answers ``{"batch": ..., "errors": [{"<acb200>", "code",
"field", "message"}]}``; what it does not name it has taken. Each file is noted as soon as it is answered,
so that a failure in between costs nothing but the rest, which goes with the next difference.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from features.store.province import Told
from serving.board import Board
from serving.channels import ChannelSettings
from serving.release.channels.plain import plain
from serving.release.channels.province.dictionary import Dictionary, load
from serving.release.channels.province.difference import Batch, Kind, difference, document
from serving.release.wanted import CodesOf, shipped_codes
from serving.release.wire import WireFailed, ask

ROWS = 500
ANSWER_BYTES = 4_000_000

Send = Callable[[bytes], Any]
"""Hand one file over and give the platform's answer as it was decoded from JSON."""


@dataclass
class Uploaded:
    """Hold what one upload came to: ids taken, taken back, refused there, and faulty before sending."""

    batches: list[str] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    faulty: list[int] = field(default_factory=list)


def upload(
    store: Any,
    board: Board,
    channels: ChannelSettings,
    *,
    on: date,
    kind: Kind = "difference",
    send: Send | None = None,
    codes_of: CodesOf = shipped_codes,
) -> Uploaded:
    """Send what ``kind`` asks for; raises WireFailed where the platform does not answer as it should."""
    dictionary = load(channels.province_dictionary)
    batch = difference(board, store.province.frame(), dictionary, kind, codes_of)
    done = Uploaded()
    note_faults(store, batch, done)
    for rows, removed in _files(batch, dictionary):
        number, body = document(_plain(rows), _plain(removed, dictionary), batch.kind, on.isoformat())
        answer = (send or _wire(channels))(body)
        _note(store, dictionary, number, rows, removed, _errors(answer, dictionary), done)
    return done


def _wire(channels: ChannelSettings) -> Send:
    def send(body: bytes) -> Any:
        headers = {"Content-Type": "application/json; charset=utf-8"}
        if token := channels.province_token.get_secret_value():
            headers["Authorization"] = f"Bearer {token}"
        got = ask(
            channels.province_url, method="POST", body=body, headers=headers,
            seconds=channels.send_seconds * 3, most=ANSWER_BYTES,
        )  # fmt: skip
        if got.status != 200:
            raise WireFailed(
                "wire_status", where="province", host=channels.province_url, status=got.status, detail=""
            )
        try:
            return json.loads(got.body)
        except ValueError:
            return None

    return send


def _files(batch: Batch, dictionary: Dictionary) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Cut a batch into files: removals go first, so that what is taken back waits for nothing."""
    nothing = batch.rows.head(0)
    for start in range(0, batch.removed.height, ROWS):
        yield nothing, batch.removed.slice(start, ROWS)
    for start in range(0, batch.rows.height, ROWS):
        yield batch.rows.slice(start, ROWS), batch.removed.head(0)


def _plain(rows: pl.DataFrame, dictionary: Dictionary | None = None) -> list[dict[str, Any]]:
    if dictionary is None:
        return rows.drop("post_id", "digest").to_dicts()
    words, status = dictionary.words.get("status", {}), dictionary.code_of("status") or "status"
    return [
        {dictionary.key: str(row["post_id"]), status: words.get(row["status"], row["status"])}
        for row in rows.to_dicts()
    ]


def _errors(answer: Any, dictionary: Dictionary) -> dict[str, dict[str, str]]:
    """Read the platform's answer: errors by the post's number; WireFailed for what is no answer."""
    rows = answer.get("errors") if isinstance(answer, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise WireFailed("province_answer", where="errors")
    return {
        str(row.get(dictionary.key, "")): {
            name: plain(row.get(name, ""))[:200] for name in ("code", "field", "message")
        }
        for row in rows
    }


def _note(
    store: Any, dictionary: Dictionary, number: str, rows: pl.DataFrame, removed: pl.DataFrame,
    errors: dict[str, dict[str, str]], done: Uploaded,
) -> None:  # fmt: skip
    before = dict(store.province.frame(rows["post_id"].to_list()).select("post_id", "sent").iter_rows())
    told = []
    for post_id, digest in rows.select("post_id", "digest").iter_rows():
        error = errors.get(str(post_id))
        (done.refused if error else done.taken).append(post_id)
        told.append(
            _refused(post_id, before.get(post_id, ""), digest, number, error)
            if error
            else Told(post_id, digest, digest, number)
        )
    for post_id, sent in removed.select("post_id", "sent").iter_rows():
        error = errors.get(str(post_id))
        (done.refused if error else done.removed).append(post_id)
        told.append(_refused(post_id, sent, "", number, error) if error else Told(post_id, "", "", number))
    store.province.keep(told)
    done.batches.append(number)


def _refused(post_id: int, sent: str, digest: str, number: str, error: dict[str, str]) -> Told:
    return Told(post_id, sent, digest, number, error["code"] or "refused", error["field"], error["message"])


def note_faults(store: Any, batch: Batch, done: Uploaded) -> None:
    """Put onto the post what keeps its row from being sent at all."""
    ids = batch.faults["post_id"].to_list()
    before = dict(store.province.frame(ids).select("post_id", "sent").iter_rows()) if ids else {}
    store.province.keep(
        [
            Told(post_id, before.get(post_id, ""), digest, "", f"local_{code}", where)
            for post_id, digest, code, where in batch.faults.iter_rows()
        ]
    )
    done.faulty.extend(ids)
