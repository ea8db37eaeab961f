"""Turn what the matcher answers into the shape people and programs read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from features.records import Worker, frame_schema
from features.say import Lang, catalogue, say
from matching.criteria import shown
from matching.types import Criterion, Match, Reason
from serving.api.shapes import (
    AnswerOut,
    CriterionOut,
    FactOut,
    MatchOut,
    PostOut,
    ReasonOut,
    RefusedOut,
    StagesOut,
    WorkerOut,
)
from serving.board import Board
from serving.engine import AnswerLike


def with_posts(answer: AnswerLike, board: Board, as_of: date, lang: Lang) -> AnswerOut:
    """Show matches of one worker: each with its post. A post gone since the ranking is left out."""
    rows = [(match, board.post(match.post_id)) for match in answer.matches]
    shown = [_match(match, lang, post=post_out(row)) for match, row in rows if row is not None]
    return _answer(answer, shown, as_of, lang)


def with_workers(answer: AnswerLike, workers: pl.DataFrame, as_of: date, lang: Lang, *, k: int) -> AnswerOut:
    """Show the best ``k`` candidates of one post: each with what may be known of the worker.

    ``workers`` is what the caller may see; a candidate outside it is left out and ranks are counted anew.
    """
    known = {row["worker_id"]: row for row in workers.iter_rows(named=True)}
    seen = [match for match in answer.matches if match.worker_id in known][:k]
    shown = [
        _match(replace(match, rank=rank), lang, worker=worker_out(known[match.worker_id or 0]))
        for rank, match in enumerate(seen, 1)
    ]
    return _answer(answer, shown, as_of, lang)


def post_out(row: dict[str, Any]) -> PostOut:
    """Show one row of the board."""
    return PostOut(**{name: row[name] for name in PostOut.model_fields})


def worker_out(row: dict[str, Any]) -> WorkerOut:
    """Show one worker row; what identifies, sex, groups and age never get here."""
    return WorkerOut(**{name: row[name] for name in WorkerOut.model_fields})


def profile_frame(fields: dict[str, Any], as_of: date) -> pl.DataFrame:
    """Give the one-row worker frame of a person who is not registered, seeking since ``as_of``."""
    worker = Worker(worker_id=0, **{"division": "", **fields}, registered_on=as_of, valid_until=as_of)
    return pl.DataFrame([worker.model_dump()], schema=frame_schema(Worker))


def said_or(key: str, lang: Lang, fallback: str, **values: Any) -> str:
    """Give a message if there is one for ``key``; otherwise ``fallback``."""
    return say(key, lang, **values) if key in catalogue() else fallback


def refused_out(answer: AnswerLike, lang: Lang) -> list[RefusedOut]:
    """Say which gate kept how many out, the largest first."""
    ordered = sorted(answer.refused.items(), key=lambda item: -item[1])
    return [
        RefusedOut(
            gate=gate, count=count, would_bring=answer.would_bring.get(gate, 0),
            message=said_or(f"gate.{gate}", lang, gate),
        )
        for gate, count in ordered
        if count
    ]  # fmt: skip


def facts_out(understood: Mapping[str, Any], lang: Lang) -> list[FactOut]:
    """Say what was read out of a sentence."""
    return [
        FactOut(
            field=name,
            label=said_or(f"fact.{name}", lang, name),
            value=_value(fact["value"], lang),
            said=fact["said"],
        )
        for name, fact in understood.items()
    ]


def _value(value: Any, lang: Lang) -> str:
    if isinstance(value, (list, tuple)):
        return ("、" if lang == "zh" else ", ").join(said_or(f"word.{one}", lang, str(one)) for one in value)
    return f"{value:,}" if isinstance(value, int) and value >= 1000 else str(value)


def _answer(answer: AnswerLike, shown: list[MatchOut], as_of: date, lang: Lang) -> AnswerOut:
    notes = [said_or(f"note.{note.removeprefix('note.')}", lang, note) for note in answer.notes]
    return AnswerOut(
        matches=shown, refused=refused_out(answer, lang), notes=notes, bundle=answer.bundle,
        understood=facts_out(answer.understood, lang), ranker=answer.ranker, as_of=as_of,
    )  # fmt: skip


def _match(match: Match, lang: Lang, **shown: Any) -> MatchOut:
    stages = StagesOut(accept=match.stages.accept, hire=match.stages.hire, stay=match.stages.stay)
    return MatchOut(
        rank=match.rank, score=match.score, stages=stages, **shown, reasons=_reasons(match.reasons),
        against=_reasons(match.against), criteria=_criteria(match.criteria, lang),
    )  # fmt: skip


def _reasons(reasons: Iterable[Reason]) -> list[ReasonOut]:
    return [ReasonOut(feature=r.feature, weight=r.weight, zh=r.zh, en=r.en) for r in reasons]


def _criteria(criteria: Iterable[Criterion], lang: Lang) -> list[CriterionOut]:
    return [
        CriterionOut(
            name=c.name, label=said_or(f"criterion.{c.name}", lang, c.name), met=c.met,
            asked=shown(c.name, c.asked, lang), has=shown(c.name, c.has, lang),
        )
        for c in criteria
    ]  # fmt: skip
