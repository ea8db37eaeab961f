"""``springwind places [FILE]``: an office's own townships and villages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from features.cli import language
from features.say import say

if TYPE_CHECKING:
    from features.codes.divisions import Division

SHOWN = 10
"""Rows that are no places, printed one by one."""


def _help(key: str) -> str:
    return f"{say(key, 'zh')} / {say(key, 'en')}"


@click.command("places", help=say("places.help", "zh") + "\n\n" + say("places.help", "en"))
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=_help("places.option.dry_run"))
@click.option("--remove", metavar="CODE", default="", help=_help("places.option.remove"))
@click.option("--json", "as_json", is_flag=True, help=_help("places.option.json"))
def places(file: Path | None, dry_run: bool, remove: str, as_json: bool) -> None:
    """Load a file of places, list what is known, or take places out."""
    if file is not None:
        told = _load(file, dry_run)
    elif remove:
        told = _remove(remove)
    else:
        told = _listed()
    if as_json:
        click.echo(json.dumps(told["json"], ensure_ascii=False))
    else:
        click.echo("\n".join(told["lines"]))


def _load(file: Path, dry_run: bool) -> dict[str, Any]:
    from features.intake.places import read_places

    read, lang = read_places(file), language()
    changed = 0 if dry_run else _put(read.taken)
    lines = [say("places.read", lang, file=file.name, taken=len(read.taken), rejected=len(read.rejected))]
    lines.append(say("places.dry", lang) if dry_run else say("places.written", lang, changed=changed))
    lines += ["  " + row.message(lang) for row in read.rejected[:SHOWN]]
    if len(read.rejected) > SHOWN:
        lines.append(say("places.more", lang, n=len(read.rejected) - SHOWN))
    rejected = [
        {"sheet": r.sheet, "row": r.row, "reason": r.reason, "message": r.message(lang)}
        for r in read.rejected
    ]
    return {"json": {"taken": len(read.taken), "changed": changed, "rejected": rejected}, "lines": lines}


def _put(taken: tuple[Division, ...]) -> int:
    from features.settings import Settings
    from features.store import open_store

    settings = Settings()
    with open_store(settings, scope=settings.scope) as store, store.transaction():
        store.audit.note("load_places", detail={"places": len(taken)})
        return store.places.put(taken)


def _remove(within: str) -> dict[str, Any]:
    from features.errors import InputError
    from features.settings import Settings
    from features.store import open_store

    if not within.isdigit():
        raise InputError("place_prefix", where="--remove", digits=within)
    settings = Settings()
    with open_store(settings, scope=settings.scope) as store, store.transaction():
        gone = store.places.remove(within)
        store.audit.note("remove_places", detail={"within": within, "places": gone})
    return {"json": {"removed": gone}, "lines": [say("places.removed", language(), n=gone, code=within)]}


def _listed() -> dict[str, Any]:
    from features.settings import Settings
    from features.store import open_store

    settings = Settings()
    with open_store(settings, scope=settings.scope) as store:
        known = store.places.all()
    rows = [{"code": p.code, "name": p.name, "lat": p.lat, "lon": p.lon} for p in known]
    lines = [say("places.known", language(), n=len(known))]
    lines += [f"{p.code}  {p.name}  {p.lat or '-'}, {p.lon or '-'}" for p in known]
    return {"json": rows, "lines": lines}
