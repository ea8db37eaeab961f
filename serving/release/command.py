"""The commands: ``springwind release check approve publish withdraw expire verify export``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from features.cli import language
from features.errors import InputError
from serving.release.channel_commands import COMMANDS
from serving.release.desk_command import DESK
from serving.release.options import opened, posts_option, shared


@click.group()
def release() -> None:
    """Release posts: check, publish, take back, prove it. 岗位发布。"""


for _command in DESK:
    release.add_command(_command)


@release.command()
@posts_option
@click.option("--waiting", is_flag=True, help="check every draft")
@shared
def check(posts: tuple[int, ...], waiting: bool, on: date, who: str, as_json: bool) -> None:
    """Check posts under the law of that day and write the findings into the ledger."""
    from serving.release import desk, ledger, show

    with opened(who) as store:
        ids = [*posts, *(ledger.own(store, store.posts.frame(status="draft"))["post_id"] if waiting else ())]
        if not ids:
            raise InputError("release_nothing", where="--post", option="--waiting")
        with show.watched(language(), as_json, desk.law_of(store)) as law:
            found = ledger.check(store, ids, on, who=who, law=law, lang=language())
        show.checked(found, language(), as_json)


@release.command()
@posts_option
@click.option("--why", default="", help="goes into the ledger")
@shared
def approve(posts: tuple[int, ...], why: str, on: date, who: str, as_json: bool) -> None:
    """Approve checked posts in your name."""
    from serving.release import ledger, show

    if not posts:
        raise InputError("release_nothing", where="--post", option="publish --due")
    with opened(who) as store:
        ledger.approve(store, posts, who=who, why=why)
    show.line("release.approved", language(), as_json, posts=posts, count=len(posts), who=who)


@release.command()
@posts_option
@click.option("--due", is_flag=True, help="check, approve and publish everything that waits")
@click.option("--why", default="", help="goes into the ledger")
@shared
def publish(*, posts: tuple[int, ...], due: bool, why: str, on: date, who: str, as_json: bool) -> None:
    """Publish approved posts; with --due everything that waits and passes the checks, in your name."""
    from serving.release import desk, ledger, show
    from serving.release.due import release_due

    with opened(who) as store:
        if due:
            with show.watched(language(), as_json, desk.law_of(store)) as law:
                done = release_due(store, on, who=who, why=why, law=law, lang=language())
            show.released(done, store.posts.frame(status="published").height, on, language(), as_json)
            return
        if not posts:
            raise InputError("release_nothing", where="--post", option="--due")
        ledger.publish(store, posts, on, who=who, why=why)
    show.line("release.published", language(), as_json, posts=posts, count=len(posts), who=who)


@release.command()
@posts_option
@click.option("--why", required=True, help="goes into the ledger and, as a code, into the feeds")
@shared
def withdraw(posts: tuple[int, ...], why: str, on: date, who: str, as_json: bool) -> None:
    """Take posts back from every channel."""
    from serving.release import ledger, show

    if not posts:
        raise InputError("release_nothing", where="--post", option="--post")
    with opened(who) as store:
        ledger.withdraw(store, posts, who=who, why=why)
    show.line("release.withdrawn", language(), as_json, posts=posts, count=len(posts))


@release.command()
@shared
def expire(on: date, who: str, as_json: bool) -> None:
    """Do the daily round: take back what has ended or is full, hold employers against the arrears list.

    The running service does this by itself.
    """
    from serving.release import show
    from serving.release.daily import daily

    with opened(who) as store:
        done = daily(store, on, who=who)
    show.line("release.taken_back", language(), as_json, posts=done.taken_back, count=len(done.taken_back),
              suspended=done.suspended, listed=len(done.listed))  # fmt: skip


@release.command()
@click.option("--anchor", default=None, help="seq:digest noted earlier; finds a ledger cut short since")
@click.option("--json", "as_json", is_flag=True, help="print JSON instead of a sentence")
def verify(anchor: str | None, as_json: bool) -> None:
    """Walk the whole ledger; any tampering names the first entry that is not right (exit code 7)."""
    from serving.release import show

    with opened("") as store:
        count = store.releases.verify(anchor=_anchor(anchor))
        last = store.releases.last()
    newest = f"{last.seq}:{last.digest}" if last else "0:"
    show.line("release.verified", language(), as_json, count=count, anchor=newest)


@release.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help=".jsonl or .json")
@click.option("--json", "as_json", is_flag=True, help="print JSON instead of a sentence")
def export(out: Path, as_json: bool) -> None:
    """Write the published posts to a file, as the snapshot of the feed gives them."""
    from serving import board
    from serving.release import show
    from serving.release.feed import array, chunks

    with opened("") as store:
        found = board.read(store)
    partial = out.with_name(out.name + ".partial")
    with partial.open("wb") as file:
        file.writelines(array(found.lines) if out.suffix == ".json" else chunks(found.lines))
    partial.replace(out)
    show.line("release.exported", language(), as_json, count=found.live.height, path=str(out))


def _anchor(text: str | None) -> tuple[int, str] | None:
    if text is None:
        return None
    seq, _, digest = text.partition(":")
    if not (seq.isdecimal() and digest):
        raise InputError("release_anchor", where="--anchor")
    return int(seq), digest


for one in COMMANDS:
    release.add_command(one)
