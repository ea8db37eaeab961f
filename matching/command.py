"""``springwind match``: answer one worker, one post or one sentence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from features.cli import language
from features.clock import business_day
from features.errors import InputError
from features.settings import Settings
from matching.profile import profile_of
from matching.show import Shown, show

if TYPE_CHECKING:
    from features.records import Post, Worker
    from matching.answer import Answer
    from matching.matcher import Matcher


@click.command()
@click.option("--worker", type=int, help="number of a registered worker / 求职者编号")
@click.option("--post", type=int, help="number of a post: find workers for it / 岗位编号")
@click.option("--text", help="what a person says / 一句话")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="day of the question; today unless said")
@click.option("--top", default=10, show_default=True, type=click.IntRange(1, 200))
@click.option("--json", "as_json", is_flag=True, help="print JSON instead of a table")
def match(
    worker: int | None, post: int | None, text: str | None, as_of: datetime | None, top: int, as_json: bool
) -> None:
    """Match one worker, one post or one sentence. 匹配一个人、一个岗位或一句话。"""
    if sum(given is not None for given in (worker, post, text)) != 1:
        raise InputError("one_question")
    if text is not None:
        profile_of(text)  # refused before anything is loaded
    day = as_of.date() if as_of else business_day()
    with _matcher() as (matcher, names):
        if worker is not None:
            answer = matcher.match_worker(worker, day, top)
        elif post is not None:
            answer = matcher.candidates(post, day, top)
        else:
            answer = matcher.match_text(text or "", day, top)
        rows = names(answer)
    if as_json:
        click.echo(json.dumps(_plain(answer, rows), ensure_ascii=False, indent=2, default=str))
    else:
        show(answer, rows, language())


Named = Callable[["Answer"], list[Shown]]


@contextmanager
def _matcher() -> Iterator[tuple[Matcher, Named]]:
    from features.store import open_store
    from matching.matcher import Matcher

    settings = Settings()
    with open_store(settings, scope=settings.scope) as store:
        yield Matcher.load(settings, store), lambda answer: _named(store, answer)


def _named(store: Any, answer: Answer) -> list[Shown]:
    """Give what a person wants to read of each match: the post with its employer, or the worker."""
    posts = {post.post_id: post for post in store.posts.get_many({m.post_id for m in answer.matches})}
    if answer.asked == "post":
        workers = store.workers.get_many([match.worker_id for match in answer.matches])
        return [_worker(worker) for worker in workers]
    firms = {e.employer_id: e.name for e in store.employers.get_many({p.employer_id for p in posts.values()})}
    return [_post(posts[match.post_id], firms) for match in answer.matches]


def _post(post: Post, firms: dict[int, str]) -> Shown:
    pay = post.pay_raw or _range(post.monthly_low, post.monthly_high)
    about = "  ".join(part for part in (firms[post.employer_id], post.place) if part)
    return {"id": post.post_id, "title": post.title, "about": about, "pay": pay, "offers": list(post.offers)}


def _worker(worker: Worker) -> Shown:
    """A worker is shown by number and trade; the name needs a logged act at the window."""
    wish = _range(worker.monthly_low, None)
    return {
        "id": worker.worker_id, "title": "、".join(worker.wanted or worker.past_jobs), "about": worker.place,
        "pay": wish, "offers": list(worker.needs),
    }  # fmt: skip


def _range(low: int | None, high: int | None) -> str:
    return "–".join("" if figure is None else str(figure) for figure in (low, high)) if low or high else ""


def _plain(answer: Answer, rows: list[Shown]) -> dict[str, Any]:
    matches = [{**asdict(found), "shown": dict(row)} for found, row in zip(answer.matches, rows, strict=True)]
    return {
        "matches": matches, "eligible": answer.eligible, "refused": dict(answer.refused),
        "would_bring": dict(answer.would_bring), "understood": dict(answer.understood),
        "notes": list(answer.notes), "ranker": answer.ranker, "bundle": answer.bundle,
    }  # fmt: skip
