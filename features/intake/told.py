"""Say on the terminal what an import did."""

from __future__ import annotations

from pathlib import Path

import click

from features.intake.columns import Column
from features.intake.header import SENT_BACK
from features.intake.read import Read
from features.intake.report import message
from features.intake.save import Saved
from features.intake.table import Table
from features.say import Lang, say

SHOWN = 10
"""Rows sent back that are printed one by one."""


def tell_all(read: Read, saved: Saved | None, back: tuple[Path | None, str | None], lang: Lang) -> None:
    """Print counts, columns, remarks and the first rows sent back; people's cells stay masked."""
    sent = len({(one.sheet, one.row) for one in read.rejected})
    click.echo(say("intake.done", lang, file=read.path.name, accepted=read.accepted, rejected=sent))
    if read.records.height > read.accepted:
        click.echo(say("intake.several", lang, rows=read.accepted, records=read.records.height))
    _tell_saved(saved, lang)
    for table in read.tables:
        _tell_table(table, lang)
    if read.kind == "posts":
        _tell_pay(read, lang)
    if read.quarantined:
        click.echo(say("intake.quarantined", lang, columns="、".join(read.quarantined)))
    for note in read.notes:
        click.echo(note.message(lang))
    for row in read.rejected[:SHOWN]:
        click.echo("  " + message(row, read.kind, lang, False))
    if sent > SHOWN:
        click.echo(say("intake.more", lang, n=sent - SHOWN))
    if back[1]:
        click.echo(say(f"intake.back.{back[1]}", lang, path=back[0]))


def _tell_saved(saved: Saved | None, lang: Lang) -> None:
    if saved is None:
        click.echo(say("intake.dry", lang))
        return
    click.echo(say("intake.saved", lang, added=saved.added, updated=saved.updated, unchanged=saved.unchanged))


def _tell_table(table: Table, lang: Lang) -> None:
    known = "，".join(f"{_name(c)}→{field_name(c.field, lang)}" for c in table.columns if c.field)
    unknown = "，".join(_name(c) for c in table.columns if not c.field and (c.name or c.samples))
    click.echo(say("intake.mapping", lang, sheet=table.sheet or "-", header=table.header or "-", known=known))
    if unknown:
        click.echo(say("intake.unknown", lang, columns=unknown))
    followed = [c for c in table.columns if c.how == "remembered"]
    if followed:
        told = "，".join(f"{c.name}→{field_name(c.field, lang)}" for c in followed)
        click.echo(say("intake.remembered", lang, columns=told))
    guessed = [c for c in table.columns if c.how == "content" and c.field != SENT_BACK]
    if guessed:
        told = "，".join(f"{_name(c)}→{field_name(c.field, lang)}（{c.sure:.0%}）" for c in guessed)
        click.echo(say("intake.guessed", lang, columns=told))


def _name(column: Column) -> str:
    return column.name or letter(column.index)


def letter(index: int) -> str:
    """Give a column's letter as office programs show it: 0 -> A, 26 -> AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def field_name(field: str | None, lang: Lang) -> str:
    """Give what a field is called; a column that is left out has a word of its own."""
    return say(f"intake.field.{field}", lang) if field else say("intake.left_out", lang)


def _tell_pay(read: Read, lang: Lang) -> None:
    told = read.records.filter(read.records["pay_raw"] != "")
    if told.height:
        right = told.height - told["pay_basis"].null_count()
        click.echo(
            say("intake.pay", lang, understood=right, told=told.height, share=f"{right / told.height:.2%}")
        )
