"""The commands of the channels: ``springwind release follow | unfollow | province | site``."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from features.cli import language
from features.errors import InputError
from features.say import say

who_option = click.option(
    "--who", default=getpass.getuser, show_default="your account", help="who answers for it"
)
json_option = click.option("--json", "as_json", is_flag=True, help="print JSON instead of sentences")


@contextmanager
def _store(who: str) -> Iterator[tuple[Any, Any]]:
    from features.settings import Settings
    from features.store import open_store
    from serving.settings import ServiceSettings

    settings = ServiceSettings.over(Settings())
    with open_store(settings, role="app", scope=settings.scope, who=who) as store:
        yield store, settings


@click.command()
@click.argument("url")
@who_option
@json_option
def follow(url: str, who: str, as_json: bool) -> None:
    """Follow another office's feed: take it now; the running service looks again every minute."""
    from features.clock import business_day
    from serving.release.follow import begin, look

    with _store(who) as (store, settings):
        feed = begin(store, url, who=who)
        store.jobs.plan("follow", str(feed.followed_id))
        done = look(store, feed, business_day(), settings.serving.channels)
    told = {
        "feed": feed.followed_id, "cursor": done.cursor, "went_back": done.went_back,
        "published": len(done.published), "waiting": len(done.waiting), "changed": len(done.changed),
        "taken_back": len(done.taken_back), "skipped": dict(done.skipped), "refused": done.refused,
        "reasons": done.reasons,
    }  # fmt: skip
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    lang = language()
    click.echo(say("follow.done", lang, host=done.host, **{k: told[k] for k in FOLLOWED}))
    for reason, count in sorted(done.skipped.items()):
        click.echo(say(f"follow.skipped.{reason}", lang, count=count))
    if done.refused:
        click.echo(say("follow.refused", lang, count=done.refused, reasons="; ".join(done.reasons)))


FOLLOWED = ("published", "waiting", "changed", "taken_back")


@click.command()
@click.argument("url")
@who_option
@json_option
def unfollow(url: str, who: str, as_json: bool) -> None:
    """Follow a feed no longer and take back what it brought."""
    from serving.release.follow import end

    wanted = url.strip().rstrip("/").removesuffix("/feed")
    with _store(who) as (store, _):
        found = next((one for one in store.feeds.all() if one.url == wanted), None)
        if found is None:
            raise InputError("follow_unknown", where="URL", url=wanted[:80])
        ids = end(store, found, who=who)
    click.echo(
        json.dumps({"taken_back": ids}) if as_json else say("follow.ended", language(), count=len(ids))
    )


@click.command()
@click.option("--full", "kind", flag_value="full", help="send every post")
@click.option("--failed", "kind", flag_value="failed", help="send only what came back with an error")
@click.option("--difference", "kind", flag_value="difference", default=True, help="what differs (default)")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="write a .csv to upload by hand")
@click.option(
    "--returned", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="read the errors that came back, as .csv or .json",
)  # fmt: skip
@who_option
@json_option
def province(*, kind: str, out: Path | None, returned: Path | None, who: str, as_json: bool) -> None:
    """Upload to the provincial platform in ministry codes, or write the file for an upload by hand."""
    from features.clock import business_day
    from serving import board
    from serving.release.channels.province import by_hand
    from serving.release.channels.province.upload import upload

    with _store(who) as (store, settings):
        channels = settings.serving.channels
        if returned is not None:
            done = by_hand.take_back(store, channels, returned)
        elif out is not None:
            done = by_hand.write(store, board.read(store), channels, out, kind)  # type: ignore[arg-type]
        elif channels.province_url:
            on = business_day()
            done = upload(store, board.read(store), channels, on=on, kind=kind)  # type: ignore[arg-type]
        else:
            raise InputError("province_url", where="SPRINGWIND_SERVING__CHANNELS__PROVINCE_URL")
    parts = ("taken", "removed", "refused", "faulty")
    if as_json:
        click.echo(json.dumps({name: getattr(done, name) for name in (*parts, "batches")}))
        return
    click.echo(say("province.done", language(), **{name: len(getattr(done, name)) for name in parts}))


@click.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="the .zip")
@click.option("--base", default="", help="address the files will stand at; the public address unless said")
@json_option
def site(out: Path, base: str, as_json: bool) -> None:
    """Write the public pages as files into one zip, for places without a server."""
    from datetime import datetime

    from features.clock import BUSINESS_ZONE, business_day
    from serving import board
    from serving.release import site as sites
    from serving.release.channels.calendar import public
    from serving.release.wire import checked_address

    with _store("") as (store, settings):
        serving = settings.serving
        address = (base or serving.public_url).rstrip("/")
        if not address:
            raise InputError("site_base", where="--base")
        checked_address(address)
        made = sites.Site(
            board.read(store), public(store.fairs.frame().sort("held_on").to_dicts(), business_day()),
            serving.office_name or say("window.office", settings.language), store.feeds.identity(), address,
            datetime.now(BUSINESS_ZONE),
        )  # fmt: skip
        count, posts = sites.write(made, out), made.board.live.height
    told = {"files": count, "posts": posts, "path": str(out)}
    click.echo(json.dumps(told) if as_json else say("site.done", language(), **told))


COMMANDS = (follow, unfollow, province, site)
