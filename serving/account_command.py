"""``springwind account``: make, list, reset and close accounts where the service runs."""

from __future__ import annotations

import getpass
import json
from typing import Any

import click

from features.cli import language
from features.errors import NotFound
from features.say import say


@click.group(help=say("account.help", "zh") + "\n\n" + say("account.help", "en"))
def account() -> None:
    """Hold the commands together."""


@account.command()
@click.argument("name")
@click.option(
    "--job", "jobs", multiple=True, required=True, help="window organiser reviewer analyst administrator"
)
@click.option("--scope", default="", metavar="CODE", help="division code; empty: the whole office")
def add(name: str, jobs: tuple[str, ...], scope: str) -> None:
    """Make an account and print its first password. 新建账号并显示初始密码。"""
    from serving import accounts

    with _store() as store:
        _, password = accounts.add(store, name, scope, jobs)
    click.echo(say("account.password", language(), name=name.strip(), password=password))


@account.command("list")
@click.option("--json", "as_json", is_flag=True)
def listed(as_json: bool) -> None:
    """List the accounts. 列出账号。"""
    with _store() as store:
        rows = [one.model_dump(mode="json", exclude={"secret"}) for one in store.accounts.all()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    _table(rows)


@account.command()
@click.argument("name")
def reset(name: str) -> None:
    """Set a new password and print it. 重置密码。"""
    from serving import accounts

    with _store() as store:
        password = accounts.reset(store, _number(store, name))
    click.echo(say("account.password", language(), name=name, password=password))


@account.command()
@click.argument("name")
@click.option("--reopen", is_flag=True, help="let the account sign in again")
def close(name: str, reopen: bool) -> None:
    """Shut an account; what it did stays in the audit. 停用账号。"""
    from serving import accounts

    with _store() as store:
        accounts.close(store, _number(store, name), not reopen)
    click.echo(say("account.reopened" if reopen else "account.closed", language(), name=name))


def _store() -> Any:
    from features.settings import Settings
    from features.store import open_store

    settings = Settings()
    return open_store(settings, scope=settings.scope, who=f"{getpass.getuser()}:account")


def _number(store: Any, name: str) -> int:
    found = store.accounts.named(name)
    if found is None:
        raise NotFound("account_not_found", where="name", id=name)
    return int(found.account_id)


def _table(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    lang = language()
    table = Table(*(say(f"account.{name}", lang) for name in ("name", "jobs", "scope", "last", "state")))
    for row in rows:
        state = say("account.shut" if row["disabled_at"] else "account.open", lang)
        jobs = " ".join(say(f"job.{job}", lang) for job in row["roles"])
        table.add_row(row["name"], jobs, row["scope"] or "–", (row["signed_in_at"] or "–")[:16], state)
    Console().print(table)
