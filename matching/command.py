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
from features.say import Lang, say
from features.settings import Settings

if TYPE_CHECKING:
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
        _show(answer, rows, language())


Named = Callable[["Answer"], list[dict[str, Any]]]


@contextmanager
def _matcher() -> Iterator[tuple[Matcher, Named]]:
    from features.store import open_store
    from matching.matcher import Matcher

    settings = Settings()
    with open_store(settings, scope=settings.scope) as store:
        yield Matcher.load(settings, store), lambda answer: _named(store, answer)


def _named(store: Any, answer: Answer) -> list[dict[str, Any]]:
    """Give what a person wants to read of each match: the post with its employer, or the worker."""
    posts = {post.post_id: post for post in store.posts.get_many([m.post_id for m in answer.matches])}
    employers = {
        e.employer_id: e.name for e in store.employers.get_many({p.employer_id for p in posts.values()})
    }
    shown = []
    for found in answer.matches:
        post = posts[found.post_id]
        pay = post.pay_raw or _pay(post.monthly_low, post.monthly_high)
        shown.append(
            {
                "post": post.title, "employer": employers[post.employer_id], "place": post.place, "pay": pay,
                "offers": list(post.offers), "simulated": post.simulated,
            }
        )  # fmt: skip
    return shown


def _pay(low: int | None, high: int | None) -> str:
    return "–".join("" if figure is None else str(figure) for figure in (low, high))


def _plain(answer: Answer, rows: list[dict[str, Any]]) -> dict[str, Any]:
    matches = [{**asdict(found), **row} for found, row in zip(answer.matches, rows, strict=True)]
    return {
        "matches": matches, "eligible": answer.eligible, "refused": dict(answer.refused),
        "would_bring": dict(answer.would_bring), "understood": dict(answer.understood),
        "notes": list(answer.notes), "ranker": answer.ranker, "bundle": answer.bundle,
    }  # fmt: skip


def _show(answer: Answer, rows: list[dict[str, Any]], lang: Lang) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    if answer.understood:
        console.print(say("match.understood", lang, facts=facts_said(answer.understood, lang)))
    console.print(_table(answer, rows, lang) if rows else say("match.nothing", lang))
    closed = {gate: count for gate, count in answer.refused.items() if count}
    if closed:
        counts = "；".join(say(f"gate.{gate}", lang, count=count) for gate, count in closed.items())
        console.print(say("match.refused", lang, counts=counts), style="dim")
    for note in answer.notes:
        console.print(say(note, lang), style="yellow")
    console.print(say("match.ranked_by", lang, ranker=answer.ranker, bundle=answer.bundle[:12]), style="dim")


def facts_said(facts: Any, lang: Lang) -> str:
    """Put what was understood into one line: field and value."""
    return "；".join(
        f"{say(f'fact.{name}', lang)} {_value(name, told['value'], lang)}" for name, told in facts.items()
    )


def _value(name: str, value: Any, lang: Lang) -> str:
    if isinstance(value, list):
        return "、".join(say(f"word.{word}", lang) if name == "needs" else str(word) for word in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _table(answer: Answer, rows: list[dict[str, Any]], lang: Lang) -> Any:
    from rich.table import Table

    person = (
        any(found.worker_id for found in answer.matches) and len({m.post_id for m in answer.matches}) == 1
    )
    who = "worker" if person else "post"
    columns = ("rank", who, "employer", "place", "pay", "stages", "why")
    table = Table(title=say("match.table.title", lang), show_lines=True)
    for name in columns:
        table.add_column(say(f"match.table.{name}", lang))
    for found, row in zip(answer.matches, rows, strict=True):
        what = f"{found.worker_id}" if person else f"{row['post']} [dim]#{found.post_id}[/]"
        offers = "、".join(say(f"word.{offer}", lang) for offer in row["offers"])
        why = [f"[green]+ {r.zh if lang == 'zh' else r.en}[/]" for r in found.reasons]
        why += [f"[red]- {r.zh if lang == 'zh' else r.en}[/]" for r in found.against]
        stages = " · ".join(_percent(chance, lang) for chance in asdict(found.stages).values())
        table.add_row(
            str(found.rank),
            what,
            row["employer"],
            row["place"],
            f"{row['pay']}\n[dim]{offers}[/]",
            stages,
            "\n".join(why),
        )
    return table


def _percent(chance: float | None, lang: Lang) -> str:
    return say("match.not_learned", lang) if chance is None else f"{chance:.0%}"
