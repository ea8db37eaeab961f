"""The reviewer's commands: ``release employer link suspend exempt rules policy complaint clue``."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from features.cli import language
from features.errors import InputError
from serving.release.options import DAY, opened, posts_option, shared


@click.command()
@click.argument("ids", type=int, nargs=-1)
@click.option("--licence-seen", is_flag=True, help="the licence was seen")
@click.option("--mandate-until", type=DAY, default=None, help="an agent: last day of the mandate seen")
@click.option("--household", is_flag=True, help="a family hiring care work; no credit code")
@click.option("--credit-code", default="", help="where the record has none yet")
@click.option("--until", type=DAY, default=None, help="verified until; a year unless said")
@click.option("--take-back", is_flag=True, help="take a verification back and suspend the live posts")
@click.option("--why", default="", help="goes into the record")
@shared
def employer(
    *, ids: tuple[int, ...], licence_seen: bool, mandate_until: datetime | None, household: bool,
    credit_code: str, until: datetime | None, take_back: bool, why: str, on: date, who: str, as_json: bool,
) -> None:  # fmt: skip
    """Verify employers whose papers you have seen; without numbers, list those that wait."""
    from serving.release import employers, show

    with opened(who) as store:
        if not ids:
            show.employers(employers.waiting(store, on), language(), as_json)
            return
        if take_back:
            out = [post for one in ids for post in employers.take_back(store, one, on, who=who, why=why)]
            show.line("release.employer_back", language(), as_json, count=len(ids), posts=out, out=len(out))
            return
        if not (licence_seen or household or mandate_until):
            raise InputError("verify_basis", where="--licence-seen")
        basis: Any = "household" if household else "mandate" if mandate_until else "licence"
        with store.transaction():
            for one in ids:
                employers.verify(
                    store, one, on, who=who, basis=basis, credit_code=credit_code, why=why,
                    mandate_until=mandate_until.date() if mandate_until else None,
                    valid_until=until.date() if until else None,
                )  # fmt: skip
    show.line("release.employer_verified", language(), as_json, employers=ids, count=len(ids), who=who)


@click.command()
@click.argument("employer_id", type=int)
@click.option("--days", type=int, default=15, show_default=True, help="how long it holds")
@click.option("--end", "end_id", type=int, default=None, help="end this link (its number) instead")
@shared
def link(*, employer_id: int, days: int, end_id: int | None, on: date, who: str, as_json: bool) -> None:
    """Make a signed link over which an employer enters posts without an account; printed once."""
    from serving.release import links, show

    with opened(who) as store:
        if end_id is not None:
            links.end(store, end_id, datetime.now(UTC))
            show.line("release.link_done", language(), as_json, link=end_id)
            return
        token = links.give(store, employer_id, datetime.now(UTC), who=who, days=days)
    show.line("release.link", language(), as_json, path=f"/e/{token}", days=days)


@click.command()
@posts_option
@click.option("--why", required=True, help="goes into the ledger")
@shared
def suspend(posts: tuple[int, ...], why: str, on: date, who: str, as_json: bool) -> None:
    """Take posts from every channel until they are checked and approved anew."""
    from serving.release import ledger, show

    with opened(who) as store:
        ledger.suspend(store, posts, who=who, why=why)
    show.line("release.suspended", language(), as_json, posts=posts, count=len(posts))


@click.command()
@click.option("--post", "post_id", type=int, default=None, help="post number")
@click.option("--code", default="", help="ground, as the list names it")
@click.option("--why", default="", help="goes into the ledger")
@shared
def exempt(*, post_id: int | None, code: str, why: str, on: date, who: str, as_json: bool) -> None:
    """Grant a statutory exception to a post; without --post, list the grounds."""
    from serving.release import exceptions, show

    if post_id is None:
        show.grounds(language(), as_json)
        return
    with opened(who) as store:
        found = exceptions.grant(store, post_id, code, on, who=who, why=why, lang=language())
    show.checked([found], language(), as_json)


@click.command()
@click.option("--change", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=None,
              help="TOML with the office's own changes; takes the place of the last ones")  # fmt: skip
@click.option("--wages", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=None,
              help="csv: division_prefix, place, since, monthly, hourly, source")  # fmt: skip
@click.option("--why", default="", help="goes into the record; needed with --change and --wages")
@shared
def rules(*, change: Path | None, wages: Path | None, why: str, on: date, who: str, as_json: bool) -> None:
    """Print the rules a post is checked by, as the office has them; or change them."""
    from serving.release import desk, policies, show

    with opened(who) as store:
        for name, path in (("law", change), ("wages", wages)):
            if path is not None:
                out = policies.decide_law(store, name, path.read_text("utf-8-sig"), on, who=who, why=why)
                show.line(
                    "release.law_changed", language(), as_json, name=path.name, posts=out, count=len(out)
                )
        if change is None and wages is None:
            show.rules(desk.law_of(store), on, language(), as_json)


@click.command()
@click.argument("name", type=click.Choice(["arrears", "unverified"]))
@click.argument("value", type=click.Choice(["block", "warn"]), required=False)
@click.option("--why", default="", help="goes into the record")
@shared
def policy(*, name: str, value: str | None, why: str, on: date, who: str, as_json: bool) -> None:
    """Say or record whether the arrears list, or papers not seen, block a post or only warn."""
    from serving.release import desk, policies, show

    with opened(who) as store:
        if value is not None:
            policies.decide(store, name, value, who=who, why=why)
        show.line("release.policy", language(), as_json, name=name, value=desk.policy(store, name))


@click.command()
@click.option("--answer", "number", type=int, default=None, help="complaint to answer, by its row number")
@click.option("--words", default="", help="the answer; the reporter reads it by number")
@click.option("--suspend", "stop", is_flag=True, help="take the post from every channel as well")
@shared
def complaint(*, number: int | None, words: str, stop: bool, on: date, who: str, as_json: bool) -> None:
    """List complaints that wait for an answer, or answer one."""
    from serving.release import complaints, show

    with opened(who) as store:
        if number is not None:
            complaints.answer(store, number, words, who=who, suspend=stop)
        rows = store.complaints.rows(answered_at=None)
        told = [{**row, "words": store.complaints.words(row)} for row in rows]
    show.complaints(told, language(), as_json)


@click.command()
@click.argument("letter")
@click.option("--from", "first", type=DAY, required=True, help="first day wages are owed for")
@click.option("--to", "last", type=DAY, required=True, help="last day wages are owed for")
@click.option("--amount", type=int, default=None, help="yuan, if known")
@click.option("--people", type=int, default=1, show_default=True, help="people who are owed")
@click.option("--handed-to", default="", help="the labour inspection it was handed to")
@shared
def clue(
    *, letter: str, first: datetime, last: datetime, amount: int | None, people: int, handed_to: str,
    on: date, who: str, as_json: bool,
) -> None:  # fmt: skip
    """Write down wages that a worker of a letter is owed, and to whom the clue was handed."""
    from serving.release import clues

    with opened(who) as store:
        row = clues.open_clue(
            store, letter, first.date(), last.date(), on, who=who, amount=amount, people=people
        )
        if handed_to:
            row = clues.hand_over(store, row["clue_id"], handed_to, on)
    if as_json:
        click.echo(json.dumps(row, ensure_ascii=False, default=str))
        return
    from features.say import say

    click.echo(say("release.clue", language(), number=row["clue_id"], letter=letter))


DESK = (employer, link, suspend, exempt, rules, policy, complaint, clue)
"""The commands, in the order a desk meets them."""
