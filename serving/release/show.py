"""Print what a release command did: tables for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date
from typing import Any

import click

from features.law.office import OfficeLaw
from features.records import Post
from features.say import Lang, catalogue, say
from serving.release import ledger
from serving.release.due import Released
from serving.release.ledger import Check, Checked
from serving.release.rules import BLOCK

MOST = 10
"""Posts held back that a table names; JSON names all."""


@contextmanager
def watched(lang: Lang, as_json: bool, office: OfficeLaw | None = None) -> Iterator[Check]:
    """Give the legal check in the caller's language, its progress shown while it runs."""
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), disable=as_json, transient=True) as progress:
        task = progress.add_task(say("release.checking", lang), total=None)

        def law(post: Post, on: date) -> Sequence[Any]:
            progress.advance(task)
            return ledger.lawful(post, on, lang, office)

        yield law


def line(key: str, lang: Lang, as_json: bool, **values: Any) -> None:
    """Print one sentence, or its values as JSON."""
    click.echo(json.dumps(values, ensure_ascii=False) if as_json else say(key, lang, **values))


def checked(found: list[Checked], lang: Lang, as_json: bool) -> None:
    """Print the findings of a check."""
    blocked = [one for one in found if one.blocked]
    if as_json:
        click.echo(json.dumps([_plain(one) for one in found], ensure_ascii=False, indent=1))
        return
    click.echo(say("release.checked", lang, count=len(found), blocked=len(blocked)))
    _held([one for one in found if one.findings], lang)


def released(done: Released, live: int, on: date, lang: Lang, as_json: bool) -> None:
    """Print what one release did, and what stands published after it."""
    if as_json:
        held = [_plain(one) for one in done.held]
        told = {"published": done.published, "held": held, "taken_back": done.taken_back,
                "findings": done.findings, "looked_at": done.looked_at, "live": live}  # fmt: skip
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(title=say("release.table.title", lang, day=on), title_justify="left")
    table.add_column(say("release.table.what", lang))
    table.add_column(say("release.table.count", lang), justify="right")
    counts = {"looked_at": done.looked_at, "published": len(done.published), "held": len(done.held),
              "taken_back": len(done.taken_back), "live": live}  # fmt: skip
    for name, count in counts.items():
        table.add_row(say(f"release.row.{name}", lang), f"{count:,}")
    Console().print(table)
    _rules(done.findings, lang)
    _held(list(done.held), lang)


def _rules(findings: dict[str, int], lang: Lang) -> None:
    from rich.console import Console
    from rich.table import Table

    if not findings:
        return
    table = Table(title=say("release.findings.title", lang), title_justify="left")
    for column in ("rule", "severity", "count"):
        table.add_column(
            say(f"release.findings.{column}", lang), justify="right" if column == "count" else "left"
        )
    for name, count in sorted(findings.items(), key=lambda item: -item[1]):
        rule, _, severity = name.rpartition(":")
        table.add_row(_rule(rule, lang), say(f"release.severity.{severity}", lang), f"{count:,}")
    Console().print(table)


def _held(found: list[Checked], lang: Lang) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    if not found:
        return
    table = Table(title=say("release.held.title", lang, shown=min(MOST, len(found))), title_justify="left")
    for column in ("post", "excerpt", "article", "suggestion"):
        table.add_column(say(f"release.held.{column}", lang), overflow="fold")
    for one in found[:MOST]:
        for finding in (f for f in one.findings if f.severity == BLOCK or not one.blocked):
            words = (f"{one.post_id} {one.title}", finding.excerpt, finding.article, finding.suggestion)
            table.add_row(*(escape(str(word or "")) for word in words))
    Console().print(table)


def _rule(rule: str, lang: Lang) -> str:
    key = f"release.rule.{rule}"
    return say(key, lang) if key in catalogue() else rule


def _plain(one: Checked) -> dict[str, Any]:
    findings = [asdict(f) if is_dataclass(f) and not isinstance(f, type) else vars(f) for f in one.findings]
    return {"post_id": one.post_id, "title": one.title, "blocked": one.blocked, "findings": findings}


def rules(office: OfficeLaw, on: date, lang: Lang, as_json: bool) -> None:
    """Print the rules as the office has them: what each is about, how grave, its law, its words."""
    rows = rule_rows(office, on, lang)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    told = [
        (
            f"{r['rule']} *" if r["changed"] else r["rule"],
            r["about"],
            say(f"release.severity.{r['severity']}", lang),
            r["article"],
            r["since"],
            str(len(r["words"])),
        )
        for r in rows
    ]
    _table("release.rules", ("rule", "about", "severity", "article", "since", "words"), told, lang)


def rule_rows(office: OfficeLaw, on: date, lang: Lang) -> list[dict[str, Any]]:
    """Give the rules as rows: name, subject, severity, law, days, words, whether the office changed it."""
    return [
        {
            "rule": r.name,
            "about": _rule(r.id, lang),
            "severity": r.severity,
            "article": r.article,
            "since": r.since.isoformat(),
            "until": "" if r.until == date.max else r.until.isoformat(),
            "in_force": r.holds_on(on),
            "changed": r.name in office.changed,
            "words": [p.pattern for p in r.say],
        }
        for r in office.rules
    ]


def grounds(lang: Lang, as_json: bool) -> None:
    """Print the statutory exceptions there are."""
    from features.law.exceptions import exemptions

    rows = [(e.code, _rule(e.rule, lang), e.words[lang], e.article) for e in exemptions().values()]
    if as_json:
        names = ("code", "rule", "words", "article")
        click.echo(json.dumps([dict(zip(names, row, strict=True)) for row in rows], ensure_ascii=False))
        return
    _table("release.grounds", ("code", "rule", "words", "article"), rows, lang)


def employers(frame: Any, lang: Lang, as_json: bool) -> None:
    """Print the employers that wait for somebody to see their papers."""
    rows = frame.select("employer_id", "name", "credit_code", "posts", "verified_until").to_dicts()
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, default=str))
        return
    told = [
        [str(r[n]) if r[n] is not None else "—" for n in rows[0]]
        for r in rows
    ]  # fmt: skip
    _table("release.employers", ("id", "name", "code", "posts", "until"), told, lang)


def complaints(rows: list[dict[str, Any]], lang: Lang, as_json: bool) -> None:
    """Print complaints that wait for an answer."""
    keep = ("complaint_id", "number", "post_id", "kind", "at", "words")
    if as_json:
        told = [{name: row[name] for name in keep} for row in rows]
        click.echo(json.dumps(told, ensure_ascii=False, default=str))
        return
    lines = [
        (
            str(r["complaint_id"]),
            r["number"],
            str(r["post_id"]),
            say(f"release.complaint.{r['kind']}", lang),
            r["words"],
        )
        for r in rows
    ]
    _table("release.complaints", ("id", "number", "post", "kind", "words"), lines, lang)


def _table(key: str, columns: Sequence[str], rows: Sequence[Sequence[str]], lang: Lang) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=say(f"{key}.title", lang, count=len(rows)), title_justify="left")
    for column in columns:
        table.add_column(say(f"{key}.{column}", lang), overflow="fold")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    Console().print(table)
