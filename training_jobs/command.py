"""``springwind train``: rankers here, encoder, coder and county from their own rooms when called."""

from __future__ import annotations

import importlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from features.cli import language
from features.clock import business_day
from features.say import say

MOUNTED = {
    "encoder": "training_jobs.encoder:command",
    "coder": "training_jobs.occupations:command",
    "county": "training_jobs.county_command:county",
}


class Rooms(click.Group):
    """List the commands of this group and of the other rooms, importing only what is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give all names."""
        return sorted([*super().list_commands(ctx), *MOUNTED])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in MOUNTED:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = MOUNTED[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help lines from the message files."""
        rows = [(name, say(f"train.help.{name}", language())) for name in self.list_commands(ctx)]
        with formatter.section(say("cli.commands", language())):
            formatter.write_dl(rows)


def _both(key: str) -> str:
    return say(key, "zh") + "\n\n" + say(key, "en")


@click.group(cls=Rooms, help=_both("help.train"))
def train() -> None:
    """Be the group."""


@train.command(help=_both("train.help.ranker"))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), default=None, help="[today, Asia/Shanghai]")
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--truth", type=click.Path(path_type=Path), default=None, help=say("train.option.truth", "en"))
@click.option("--no-promote", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
def ranker(as_of: Any, seed: int, truth: Path | None, no_promote: bool, as_json: bool) -> None:
    """Train, compare, and promote what passes."""
    from features.settings import Settings
    from features.store import open_store
    from training_jobs import report
    from training_jobs.progress import told
    from training_jobs.ranker import TrainConfig, train_ranker

    settings, config = Settings(), TrainConfig(seed=seed, promote=not no_promote)
    with told(language()) as step, open_store(settings, who="train ranker") as store:
        known = _truth(settings, truth)
        run = train_ranker(store, settings, _day(as_of), config, truth=known, who="train ranker", say=step)
    if as_json:
        click.echo(json.dumps(report.as_dict(run), ensure_ascii=False))
    else:
        report.show(run, language())


@train.command(help=_both("train.help.promote"))
@click.argument("sha256")
@click.option("--why", default="", help=say("train.option.why", "en"))
def promote(sha256: str, why: str) -> None:
    """Make a bundle the champion."""
    from features.settings import Settings
    from features.store import open_store
    from training_jobs import promotion

    settings = Settings()
    with open_store(settings, who="train promote") as store:
        whole = promotion.full_sha(store, sha256)
        tracked = promotion.promote(store, settings, whole, "train promote", why)
    _echo_promoted(whole, tracked.problem)


@train.command(help=_both("train.help.rollback"))
@click.option("--why", default="", help=say("train.option.why", "en"))
def rollback(why: str) -> None:
    """Make the champion before this one champion again."""
    from features.settings import Settings
    from features.store import open_store
    from training_jobs import promotion

    settings = Settings()
    with open_store(settings, who="train rollback") as store:
        whole, tracked = promotion.rollback(store, settings, "train rollback", why)
    _echo_promoted(whole, tracked.problem)


@train.command(help=_both("train.help.compare"))
@click.option("--json", "as_json", is_flag=True)
def compare(as_json: bool) -> None:
    """List the bundles that are here and which one answers."""
    from features.settings import Settings
    from features.store import open_store

    with open_store(Settings(), who="train compare") as store:
        rows = store.bundles.frame().to_dicts()
        known = [{**row, "manifest": store.bundles.manifest(row["sha256"])} for row in rows]
    if as_json:
        click.echo(json.dumps(known, ensure_ascii=False, default=str))
        return
    from training_jobs.report import show_bundles

    show_bundles(known, language())


def _truth(settings: Any, folder: Path | None) -> Any:
    """Open the truth that was named, or the one a simulated county left beside the store."""
    from training_jobs.county.keep import truth_folder
    from training_jobs.truth import true_value

    chosen = folder or truth_folder(settings)
    return true_value(chosen) if folder is not None or chosen.is_dir() else None


def _day(as_of: Any) -> date:
    return business_day() if as_of is None else as_of.date()


def _echo_promoted(sha256: str, problem: str) -> None:
    click.echo(say("train.promoted", language(), sha=sha256[:12]))
    if problem:
        click.echo(say("train.untracked", language(), why=problem), err=True)
