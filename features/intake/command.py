"""``springwind import KIND FILE``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from features.cli import language
from features.say import Lang, say

if TYPE_CHECKING:
    from features.intake.columns import Headings
    from features.intake.read import Read, Tell
    from features.settings import Settings
    from features.store import Store

KINDS = ("posts", "workers", "employers", "referrals", "arrears", "courses", "attendance")


def _help(key: str) -> str:
    return f"{say(key, 'zh')} / {say(key, 'en')}"


def _day(key: str) -> Callable[[Any], Any]:
    return click.option(
        key, type=click.DateTime(["%Y-%m-%d"]), help=_help(f"intake.option.{key[2:].replace('-', '_')}")
    )


@click.command("import", help=say("intake.help", "zh") + "\n\n" + say("intake.help", "en"))
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=_help("intake.option.dry_run"))
@click.option("--preview", is_flag=True, help=_help("intake.option.preview"))
@click.option("--map", "maps", multiple=True, help=_help("intake.option.map"))
@click.option("--json", "as_json", is_flag=True, help=_help("intake.option.json"))
@click.option("--rejects", type=click.Path(path_type=Path), help=_help("intake.option.rejects"))
@click.option("--reveal", is_flag=True, help=_help("intake.option.reveal"))
@click.option("--division", default="", help=_help("intake.option.division"))
@click.option("--fair", default="", help=_help("intake.option.fair"))
@_day("--opened-on")
@_day("--today")
def import_(
    kind: Any, file: Path, dry_run: bool, preview: bool, maps: tuple[str, ...], as_json: bool,
    rejects: Path | None, reveal: bool, division: str, fair: str,
    opened_on: datetime | None, today: datetime | None,
) -> None:  # fmt: skip
    """Import one file; what cannot be taken says why."""
    from features.codes.divisions import knowing
    from features.intake import columns
    from features.intake.screen import screen
    from features.settings import Settings

    settings, lang = Settings(), language()
    day = today.date() if today else datetime.now(ZoneInfo("Asia/Shanghai")).date()
    given = columns.headings(kind, maps)
    with _store(settings, "dry" if dry_run else "look" if preview else "write") as store:
        said = columns.Headings(store.headings.known(kind) if store else {}, given)
        with (
            _progress(say("intake.reading", lang, file=file.name), as_json, lang) as tell,
            knowing(store.places.all() if store else ()),
        ):
            day_of = opened_on.date() if opened_on else None
            read = _read(settings, kind, file, day, division, day_of, said, tell)
        if preview:
            _preview(read, as_json, lang)
            return
        read = screen(read, store, fair) if store and not dry_run else read
        back = _send_back(read, rejects, settings, lang) if rejects and read.rejected else None
        saved = None if dry_run or store is None else _save(read, store, given, lang, as_json, reveal)
    if reveal and dry_run:
        _note_reveal(kind, file, day)
    _answer(read, saved, (rejects, back), as_json, reveal, lang)


@contextmanager
def _store(settings: Settings, use: str) -> Iterator[Store | None]:
    """Open the store: to write always, for a look where there is one, for a dry run where it is running."""
    from features.errors import Unavailable
    from features.store import open_store

    if use == "write":
        with open_store(settings, scope=settings.scope) as store:
            yield store
        return
    if not settings.database_url and not _there(settings, running=use == "dry"):
        yield None
        return
    opened = open_store(settings, scope=settings.scope)
    try:
        store = opened.__enter__()
    except Unavailable as error:
        click.echo(say("intake.no_store", language(), why=error.message(language())), err=True)
        yield None
        return
    try:
        yield store
    finally:
        opened.__exit__(None, None, None)


def _there(settings: Settings, running: bool) -> bool:
    from features.store.account import account, cluster_folder
    from features.store.cluster import running_pid

    if not (settings.data_dir / "keys").is_dir():
        return False
    return not running or running_pid(cluster_folder(settings.data_dir.resolve(), account())) is not None


def _read(
    settings: Settings, kind: Any, file: Path, day: date, division: str, opened_on: date | None,
    said: Headings, tell: Tell,
) -> Read:  # fmt: skip
    from features.intake.apart import read_apart
    from features.intake.read import read_file

    near = division or settings.scope
    if not settings.import_apart:
        return read_file(kind, file, day, near, opened_on, headings=said, tell=tell)
    return read_apart(kind, file, day, near, opened_on, headings=said, tell=tell, limits=limits(settings))


def limits(settings: Settings) -> Any:
    """Give the bounds the settings set for the reading of a file."""
    from features.intake.limits import Limits

    return Limits(memory_mb=settings.import_memory_mb, seconds=settings.import_seconds)


def _send_back(read: Read, rejects: Path, settings: Settings, lang: Lang) -> str:
    from features.intake.apart import send_back_apart
    from features.intake.back import write_rejects

    if not settings.import_apart:
        return write_rejects(read, rejects, lang)
    return send_back_apart(read, rejects, lang, limits(settings))


def _save(read: Read, store: Store, given: dict[str, str], lang: Lang, quiet: bool, reveal: bool) -> Any:
    from features.intake.save import save

    with _progress(say("intake.writing", lang, n=read.records.height), quiet, lang):
        if reveal:
            store.audit.note("reveal_import", detail={"kind": read.kind, "file": read.digest})
        saved = save(read, store, datetime.now(UTC))
        if given:
            store.headings.remember(read.kind, given)
    return saved


def _note_reveal(kind: str, file: Path, day: date) -> None:
    """A dry run has no store to write the audit to: the log of the machine gets the line."""
    import logging

    logging.getLogger("springwind.audit").warning(
        "reveal_import dry-run kind=%s file=%s day=%s", kind, file.name, day
    )


@contextmanager
def _progress(words: str, quiet: bool, lang: Lang) -> Iterator[Tell]:
    """Show a bar on a terminal; stages are named as they come."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True, quiet=quiet or not sys.stderr.isatty())
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task(words, total=None)

        def tell(stage: str, share: float) -> None:
            bar.update(
                task, total=1.0, completed=share, description=f"{words}: {say(f'intake.stage.{stage}', lang)}"
            )

        yield tell


def _preview(read: Read, as_json: bool, lang: Lang) -> None:
    from features.intake.preview import print_preview, to_json

    if as_json:
        click.echo(json.dumps(to_json(read, lang), ensure_ascii=False))
    else:
        print_preview(read, lang)


def _answer(
    read: Read, saved: Any, back: tuple[Path | None, str | None], as_json: bool, reveal: bool, lang: Lang
) -> None:
    from features.intake.report import to_json
    from features.intake.told import tell_all

    if as_json:
        click.echo(json.dumps(to_json(read, lang, reveal), ensure_ascii=False))
    else:
        tell_all(read, saved, back, lang)
