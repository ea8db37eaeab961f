"""``springwind import KIND FILE``."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from features.cli import language
from features.clock import business_day
from features.say import Lang, say

if TYPE_CHECKING:
    from features.intake.read import Read
    from features.intake.save import Saved

SHOWN = 10
"""Rows sent back that are printed one by one."""


def _help(key: str) -> str:
    return f"{say(key, 'zh')} / {say(key, 'en')}"


@click.command("import", help=say("intake.help", "zh") + "\n\n" + say("intake.help", "en"))
@click.argument("kind", type=click.Choice(["posts", "workers", "employers", "referrals"]))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=_help("intake.option.dry_run"))
@click.option("--json", "as_json", is_flag=True, help=_help("intake.option.json"))
@click.option("--rejects", type=click.Path(path_type=Path), help=_help("intake.option.rejects"))
@click.option("--reveal", is_flag=True, help=_help("intake.option.reveal"))
@click.option("--division", default="", help=_help("intake.option.division"))
@click.option("--opened-on", type=click.DateTime(["%Y-%m-%d"]), help=_help("intake.option.opened_on"))
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help=_help("intake.option.today"))
def import_(
    kind: Any, file: Path, dry_run: bool, as_json: bool, rejects: Path | None, reveal: bool, division: str,
    opened_on: datetime | None, today: datetime | None,
) -> None:  # fmt: skip
    """Import one file; what cannot be taken says why."""
    from features.intake.read import read_file
    from features.intake.back import write_rejects
    from features.intake.report import to_json
    from features.settings import Settings

    settings, lang = Settings(), language()
    day = today.date() if today else business_day()
    with _progress(say("intake.reading", lang, file=file.name), quiet=as_json):
        read = read_file(kind, file, day, division or settings.scope, opened_on.date() if opened_on else None)
    if rejects and read.rejected:
        write_rejects(read, rejects, lang)
    saved = None if dry_run else _save(read, settings, lang, as_json, reveal)
    if reveal and dry_run:
        _note_reveal(kind, file, day)
    if as_json:
        click.echo(json.dumps(to_json(read, lang, reveal), ensure_ascii=False))
    else:
        _print(read, saved, rejects, lang)


def _save(read: Read, settings: Any, lang: Lang, quiet: bool, reveal: bool) -> Saved:
    from features.intake.save import save
    from features.store import open_store

    with (
        _progress(say("intake.writing", lang, n=read.records.height), quiet),
        open_store(settings, scope=settings.scope) as store,
    ):
        if reveal:
            store.audit.note("reveal_import", detail={"kind": read.kind, "file": read.digest})
        return save(read, store, datetime.now(UTC))


def _note_reveal(kind: str, file: Path, day: date) -> None:
    """A dry run has no store to write the audit to: the log of the machine gets the line."""
    import logging

    logging.getLogger("springwind.audit").warning(
        "reveal_import dry-run kind=%s file=%s day=%s", kind, file.name, day
    )


def _progress(words: str, quiet: bool) -> Any:
    from rich.console import Console

    return Console(stderr=True, quiet=quiet or not sys.stderr.isatty()).status(words)


def _print(read: Read, saved: Saved | None, rejects: Path | None, lang: Lang) -> None:
    sent = len(read.rejected)
    click.echo(say("intake.done", lang, file=read.path.name, accepted=read.records.height, rejected=sent))
    if saved is None:
        click.echo(say("intake.dry", lang))
    else:
        click.echo(
            say("intake.saved", lang, added=saved.added, updated=saved.updated, unchanged=saved.unchanged)
        )
    for table in read.tables:
        _print_table(table, lang)
    if read.kind == "posts":
        _print_pay(read, lang)
    if read.quarantined:
        click.echo(say("intake.quarantined", lang, columns=", ".join(read.quarantined)))
    for row in read.rejected[:SHOWN]:
        click.echo("  " + row.message(lang) if read.kind != "workers" else f"  {_masked_message(row, lang)}")
    if sent > SHOWN:
        click.echo(say("intake.more", lang, n=sent - SHOWN))
    if rejects and sent:
        click.echo(say("intake.rejects", lang, path=rejects))


def _masked_message(row: Any, lang: Lang) -> str:
    from features.intake.report import _message

    return _message(row, "workers", lang, False)


def _print_table(table: Any, lang: Lang) -> None:
    known = "，".join(f"{c.name}→{c.field}" for c in table.columns if c.field)
    unknown = "，".join(c.name for c in table.columns if not c.field and c.name)
    click.echo(say("intake.mapping", lang, sheet=table.sheet or "-", header=table.header, known=known))
    if unknown:
        click.echo(say("intake.unknown", lang, columns=unknown))


def _print_pay(read: Read, lang: Lang) -> None:
    told = read.records.filter(read.records["pay_raw"] != "")
    if told.height:
        right = told.height - told["pay_basis"].null_count()
        click.echo(
            say("intake.pay", lang, understood=right, told=told.height, share=f"{right / told.height:.2%}")
        )
