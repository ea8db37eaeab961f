"""Say on the terminal's error stream which step is being worked on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from features.say import Lang, say

STEPS = ("read", "learn", "evaluate", "relearn", "bundle", "track")


@contextmanager
def told(lang: Lang) -> Iterator[Callable[[str], None]]:
    """Show a bar over the steps of a run; the given function is called with each step's name."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("", total=len(STEPS))

        def step(name: str) -> None:
            if name in STEPS:
                progress.update(
                    task, completed=STEPS.index(name), description=say(f"train.step.{name}", lang)
                )

        yield step
        progress.update(task, completed=len(STEPS))
