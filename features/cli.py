"""The door: ``springwind``. Commands come from entry points; only what is called is imported."""

from __future__ import annotations

import importlib
import os
import sys
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import click

from features.say import Lang, say

GROUP = "springwind.commands"


@cache
def commands() -> dict[str, EntryPoint]:
    """Give every installed subcommand by name, without importing any."""
    return {entry.name: entry for entry in entry_points(group=GROUP)}


def language() -> Lang:
    """Give the language of the terminal: ``SPRINGWIND_LANGUAGE``, zh unless it says en."""
    return "en" if os.environ.get("SPRINGWIND_LANGUAGE", "zh") == "en" else "zh"


class Door(click.Group):
    """List subcommands with their help lines, and import one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names in the order people meet them."""
        return sorted(commands())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the target of one name."""
        entry = commands().get(cmd_name)
        if entry is None:
            return None
        module, _, attribute = entry.value.partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help lines from the message files, so that no command is imported for them."""
        lang = language()
        rows = [(name, say(f"help.{name}", lang)) for name in self.list_commands(ctx)]
        with formatter.section(say("cli.commands", lang)):
            formatter.write_dl(rows)


@click.group(cls=Door, help=say("cli.help", "zh") + "\n\n" + say("cli.help", "en"))
@click.version_option(package_name="springwind")
def springwind() -> None:
    """Be the root of all commands."""


def main(arguments: list[str] | None = None) -> Any:
    """Run a command; what springwind refuses on purpose becomes one sentence and an exit code."""
    from features.errors import SpringwindError

    try:
        return springwind.main(args=arguments, prog_name="springwind", standalone_mode=True)
    except SpringwindError as error:
        click.echo(f"springwind: {error.message(language())}", err=True)
        sys.exit(error.exit_status)
