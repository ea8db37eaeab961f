"""The README is true: commands exist, settings are real, pictures and targets are there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from features.cli import springwind
from features.settings import Settings
from serving.settings import ServiceSettings, ServingSettings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = sorted(
    set(re.findall(r"^(?:    )?(springwind [^\n`|]+)$|`(springwind [^`]+)`", README, re.MULTILINE))
)
LINES = sorted({one or other for one, other in COMMANDS})


@pytest.mark.parametrize("line", LINES)
def test_each_command_of_the_readme_is_one(line: str) -> None:
    words = shlex.split(line.split("#", maxsplit=1)[0])[1:]
    command: click.Command = springwind
    context = click.Context(springwind, info_name="springwind")
    while words and isinstance(command, click.Group):
        found = command.get_command(context, words[0])
        assert found is not None, f"no command {words[0]!r} in: {line}"
        command, words = found, words[1:]
    options = {
        option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)
    }
    assert {word.split("=")[0] for word in words if word.startswith("--")} <= options | {"--help"}


def test_there_are_commands_to_check() -> None:
    assert len(LINES) >= 8


def test_each_setting_named_is_real() -> None:
    known = {f"SPRINGWIND_{name.upper()}" for name in Settings.model_fields}
    known |= {f"SPRINGWIND_SERVING__{name.upper()}" for name in ServingSettings.model_fields}
    named = set(re.findall(r"SPRINGWIND_[A-Z_]*[A-Z]", README))
    assert named
    assert named <= known
    assert "serving" in ServiceSettings.model_fields


def test_each_target_and_file_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"`?make ([a-z]+)", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for link in re.findall(r"\]\(([^)]+)\)", README):
        assert link.startswith("http") or (ROOT / link).exists(), link
