"""Send what has moved to one subscriber: signed JSON to a webhook, words to a group's robot.

What was handed over is noted before it is sent: a receiver that got a message and then fell silent still
counts as one that may hold it. Only an answer that says yes moves the acknowledged cursor; sending the
same stretch twice does no harm.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from features.say import Lang
from features.store.subscribers import Subscriber
from serving.board import Board
from serving.release.channels import texts
from serving.release.moves import Moves, answer, change, moves
from serving.release.signing import HEADER, Signer, signature
from serving.release.wanted import Wanted
from serving.release.wire import Answer, WireFailed, ask

STRETCH = 500
"""Ledger entries in one message to a webhook."""

MESSAGE = 1900
"""Bytes of one message to a group's robot; WeCom takes 2,048."""

A_ROUND = 15
"""Messages in one round: robots take 20 a minute."""

STRETCHES = 50
"""Stretches sent to one webhook before others have their turn."""

ROUND_PAUSE = 60.0
"""Seconds until the next round where more waits for a robot."""

OPENED_UP = 3
"""Posts up to which a message gives each in full; more stand one to a line."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Hold what every delivery needs: name and address of the office, language, keys, patience."""

    office: str
    base: str
    lang: Lang
    signer: Signer
    seconds: float


def wanted_by(subscriber: Subscriber) -> Wanted:
    """Give what a subscriber wants."""
    return Wanted(subscriber.divisions, subscriber.occupations)


def deliver(store: Any, board: Board, subscriber: Subscriber, sender: Sender) -> float | None:
    """Send what waits for a subscriber; give seconds until the next round, None when all is delivered.

    Raises WireFailed, noted on the subscriber, when the receiver does not take it.
    """
    try:
        if subscriber.channel == "webhook":
            return _webhook(store, board, subscriber, sender)
        return _robot(store, board, subscriber, sender)
    except WireFailed as error:
        store.subscribers.failed(subscriber.subscriber_id, error.message(sender.lang))
        raise


def _webhook(store: Any, board: Board, subscriber: Subscriber, sender: Sender) -> float | None:
    at, wanted = subscriber.acked_seq, wanted_by(subscriber)
    for _ in range(STRETCHES):
        if at >= board.cursor:
            return None
        found = moves(board, at, STRETCH, wanted)
        body = answer(board, found)
        if _anything(board, found):
            store.subscribers.sent(subscriber.subscriber_id, found.cursor)
            _sent(subscriber, sender, body, signed=True)
        store.subscribers.acknowledge(subscriber.subscriber_id, found.cursor)
        at = found.cursor
    return 0.0 if at < board.cursor else None


def _robot(store: Any, board: Board, subscriber: Subscriber, sender: Sender) -> float | None:
    at, wanted = subscriber.acked_seq, wanted_by(subscriber)
    for _ in range(A_ROUND):
        if at >= board.cursor:
            return None
        found = moves(board, at, STRETCH, wanted)
        text, upto = message(board, found, sender)
        if text:
            store.subscribers.sent(subscriber.subscriber_id, upto)
            _sent(subscriber, sender, robot_body(subscriber.channel, text))
        store.subscribers.acknowledge(subscriber.subscriber_id, upto)
        at = upto
    return ROUND_PAUSE if at < board.cursor else None


def message(board: Board, found: Moves, sender: Sender) -> tuple[str, int]:
    """Give one message of at most ``MESSAGE`` bytes and the ledger entry it reaches."""
    told = list(_said(board, found, sender))
    full = len(told) <= OPENED_UP
    text, upto = "", found.cursor
    for seq, in_full, in_line in told:
        piece = in_full if full else in_line
        more = f"{text}\n\n{piece}" if text and full else f"{text}\n{piece}" if text else piece
        if text and len(more.encode()) > MESSAGE:
            return text, upto
        text, upto = _cut(more), seq
    return text, found.cursor


def robot_body(channel: str, text: str) -> bytes:
    """Give a message in the form a robot takes: WeCom's (and DingTalk's) text message, or plain JSON."""
    told = {"msgtype": "text", "text": {"content": text}} if channel == "wecom" else {"text": text}
    return json.dumps(told, ensure_ascii=False).encode()


def _said(board: Board, found: Moves, sender: Sender) -> Iterator[tuple[int, str, str]]:
    """Give seq, text in full and text in one line of each move; nothing for what nobody there can hold."""
    for seq, post_id, day in found.rows.iter_rows():
        told, post = change(board, found, post_id, day), board.post(post_id)
        if told is None or post is None:
            continue
        moved = json.loads(told)
        if not moved["removed"]:
            url = f"{sender.base}/posts/{post_id}"
            full = texts.group_text(post, sender.lang, url, sender.office)
            yield seq, full, texts.one_line(post, sender.lang)
        else:
            line = texts.gone(post, moved["reason"], sender.lang)
            yield seq, line, line


def _anything(board: Board, found: Moves) -> bool:
    return any(change(board, found, post_id, day) for _, post_id, day in found.rows.iter_rows())


def _cut(text: str) -> str:
    return text.encode()[:MESSAGE].decode(errors="ignore")


def _sent(subscriber: Subscriber, sender: Sender, body: bytes, *, signed: bool = False) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if signed:
        secret = sender.signer.secret(subscriber.subscriber_id)
        headers[HEADER] = signature(secret, int(time.time()), body)
        headers["X-Springwind-Subscriber"] = str(subscriber.subscriber_id)
    got = ask(subscriber.url, method="POST", body=body, headers=headers, seconds=sender.seconds)
    if not _taken(subscriber, got):
        raise WireFailed(
            "wire_status", where=subscriber.name, host=subscriber.name, status=got.status,
            detail=got.body[:100].decode(errors="replace"),
        )  # fmt: skip


def _taken(subscriber: Subscriber, got: Answer) -> bool:
    """Say whether the receiver took it; robots answer 200 and put their refusal into ``errcode``."""
    if not 200 <= got.status < 300:
        return False
    if subscriber.channel == "webhook":
        return True
    try:
        told = json.loads(got.body or b"{}")
    except ValueError:
        return True
    return not (isinstance(told, dict) and told.get("errcode", told.get("code", 0)))
