"""Read the project's own trade words, Chinese and English side by side."""

from __future__ import annotations

from importlib.resources import files
from itertools import combinations


def glossary() -> list[tuple[str, str, str]]:
    """Give ``(text, text, label)`` for every two words of one line of ``trade_words.txt``."""
    lines = files("training_jobs.encoder").joinpath("trade_words.txt").read_text("utf-8").splitlines()
    rows: list[tuple[str, str, str]] = []
    for number, line in enumerate(lines):
        chinese, _, english = line.partition("|")
        if line.startswith("#") or not english:
            continue
        said = [word.strip() for word in (*chinese.split("、"), *english.split(";"))]
        rows += [(left, right, f"line {number}") for left, right in combinations(filter(None, said), 2)]
    return rows
