"""An answer for people at a terminal: one block per match, nothing cut off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from features.say import Lang, say
from matching.answer import Answer
from matching.types import Match, Stages

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

Shown = Mapping[str, Any]


def show(answer: Answer, rows: list[Shown], lang: Lang) -> None:
    """Print what was understood, the matches, what kept the others out, and who ranked."""
    from rich.console import Console

    console = Console(highlight=False, markup=False)  # what people wrote is no markup
    if answer.understood:
        console.print(say("match.understood", lang, facts=facts_said(answer.understood, lang)))
    for match, row in zip(answer.matches, rows, strict=True):
        console.print(_block(match, row, lang))
    if not rows:
        console.print(say("match.nothing", lang))
    _below(console, answer, lang)


def facts_said(facts: Mapping[str, Any], lang: Lang) -> str:
    """Put what was understood into one line: field and value."""
    said = (
        f"{say(f'fact.{name}', lang)} {_value(name, told['value'], lang)}" for name, told in facts.items()
    )
    return say("list.and_then", lang).join(said)


def _below(console: Console, answer: Answer, lang: Lang) -> None:
    console.print(say("match.eligible", lang, count=answer.eligible), style="dim")
    closed = {gate: count for gate, count in answer.refused.items() if count}
    for gate, count in sorted(closed.items(), key=lambda item: -item[1]):
        reason = say(f"gate.{gate}", lang, count=count)
        more = answer.would_bring.get(gate, 0)
        console.print(say("match.refused", lang, count=count, reason=reason, more=more), style="dim")
    for note in answer.notes:
        console.print(say(note, lang), style="yellow")
    bundle = answer.bundle[:12] or say("match.shipped", lang)
    console.print(say("match.ranked_by", lang, ranker=answer.ranker, bundle=bundle), style="dim")


def _block(match: Match, row: Shown, lang: Lang) -> RenderableType:
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    head = Text.assemble(
        (f"{match.rank}. ", "bold"), (row["title"], "bold"), f"  {row['about']}", (f"  #{row['id']}", "dim")
    )
    what = Text("  ".join(part for part in (row["pay"], _words(row["offers"], lang)) if part))
    why = [Text(f"+ {_in(reason, lang)}", "green") for reason in match.reasons]
    why += [Text(f"- {_in(reason, lang)}", "red") for reason in match.against]
    lines = [what, Text(_stages(match.stages, lang), "cyan"), *why]
    return Group(head, Padding(Group(*(line for line in lines if line.plain)), (0, 0, 1, 3)))


def _in(reason: Any, lang: Lang) -> str:
    return str(reason.zh if lang == "zh" else reason.en)


def _stages(stages: Stages, lang: Lang) -> str:
    chances = asdict(stages)
    if all(chance is None for chance in chances.values()):
        return say("match.no_stage", lang)
    return "  ".join(
        f"{say(f'stage.{name}', lang)} {_percent(chance, lang)}" for name, chance in chances.items()
    )


def _percent(chance: float | None, lang: Lang) -> str:
    return say("match.not_learned", lang) if chance is None else f"{chance:.0%}"


def _value(name: str, value: Any, lang: Lang) -> str:
    if isinstance(value, list):
        return _words(value, lang) if name == "needs" else say("list.and", lang).join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _words(words: list[str], lang: Lang) -> str:
    return say("list.and", lang).join(say(f"word.{word}", lang) for word in words)
