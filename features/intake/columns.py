"""Give each column of a table its field: by what a person said, by its name, by what stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from features.errors import InputError
from features.intake import content
from features.intake.forbidden import forbidden
from features.intake.header import Kind, field_of_two, fields, plain

How = Literal["name", "content", "remembered", "given", "unknown"]
SAMPLE = 200
"""Rows of a column that are looked at."""
SAMPLES = 3
"""Cells of a column that a preview shows."""
DOUBT = 0.2
"""A name whose field fewer cells look like is doubted: what stands in the column may claim it."""
_VAGUE = ("number", "remark", "own_words", "sequence")
"""Names under which anything may stand."""


@dataclass(frozen=True, slots=True)
class Column:
    """Hold how one column was understood: ``field`` None = not known, ``sure`` in 0..1, ``how`` it came."""

    index: int
    name: str
    field: str | None
    sure: float
    how: How = "unknown"
    samples: tuple[str, ...] = ()
    """A few of its cells as they stand; masked wherever they are shown."""


@dataclass(frozen=True, slots=True)
class Headings:
    """Hold what people said a heading stands for: ``{heading: field}``, "" = leave the column out."""

    remembered: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)

    def said(self, name: str) -> tuple[str, How] | None:
        """Give what was said of one heading; now said counts more than once said."""
        told: tuple[tuple[Mapping[str, str], How], ...] = (
            (self.given, "given"), (self.remembered, "remembered"),
        )  # fmt: skip
        form = plain(name)
        return next(((fields_[form], how) for fields_, how in told if form in fields_), None)


NOTHING_SAID = Headings()


def headings(kind: Kind, told: Iterable[str]) -> dict[str, str]:
    """Read corrections written ``heading=field``; ``heading=-`` leaves the column out.

    Raises InputError for what is not written so and for a field the kind does not have.
    """
    known, read = fields(kind), {}
    for one in told:
        name, mark, wanted = one.rpartition("=")
        wanted = "" if wanted.strip() == "-" else known.get(wanted.strip(), wanted.strip())
        if not mark or not name.strip():
            raise InputError("map_form", where=one)
        if wanted and wanted not in known.values():
            raise InputError(
                "map_field", where=wanted, kind=kind, fields="、".join(sorted(set(known.values())))
            )
        read[plain(name)] = wanted
    return read


Claim = tuple[float, int, str, How]


def map_columns(
    names: list[str],
    body: list[list[str]],
    kind: Kind,
    said: Headings = NOTHING_SAID,
    own: list[str] | None = None,
) -> tuple[Column, ...]:
    """Give each column its field: the surest claim first; a field is given once.

    ``own``: the names of a second header row, without the group above them.
    """
    claims: list[Claim] = []
    left_out: dict[int, How] = {}
    barred: dict[int, tuple[str, float, How]] = {}
    for index, name in enumerate(names):
        told = said.said(name) if name else None
        if kept_out := forbidden(name, kind):
            barred[index] = (kept_out, 1.0, "name")
        elif told and told[0]:
            claims.append((2.0, index, *told))
        elif told:
            left_out[index] = told[1]
        else:
            cells = [row[index] for row in body[:SAMPLE] if index < len(row)]
            alone = own[index] if own else ""
            claims.extend(_claims(field_of_two(name, alone, kind), name, cells, index, kind))
    chosen = _choose(claims) | barred
    columns = []
    for i, name in enumerate(names):
        known, sure, how = chosen.get(i, (None, 0.0, left_out.get(i, "unknown")))
        columns.append(Column(i, name, known, sure, how, _samples(body, i)))
    return tuple(columns)


def _samples(body: list[list[str]], index: int) -> tuple[str, ...]:
    cells = (row[index] for row in body[:SAMPLE] if index < len(row))
    return tuple(dict.fromkeys(cell[:40] for cell in cells if cell))[:SAMPLES]


def _choose(claims: list[Claim]) -> dict[int, tuple[str, float, How]]:
    chosen: dict[int, tuple[str, float, How]] = {}
    taken: set[str] = set()
    for sure, index, name, how in sorted(claims, key=lambda claim: (-claim[0], claim[1])):
        if index not in chosen and name not in taken:
            chosen[index] = (name, round(min(sure, 1.0), 2), how)
            taken.add(name)
    return chosen


def _claims(
    known: tuple[str, float] | None, name: str, cells: list[str], index: int, kind: Kind
) -> list[Claim]:
    if known is None:
        return _by_content(cells, index, kind, 0.95 if not name else 0.85)
    looks = content.share(cells, known[0])
    sure = known[1] if looks is None else known[1] * (0.5 + 0.5 * looks)
    if known[0] in _VAGUE:
        return [(0.5 * sure, index, known[0], "name"), *_by_content(cells, index, kind, 0.8)]
    claims: list[Claim] = [(sure, index, known[0], "name")]
    if looks is not None and looks <= DOUBT and sum(map(bool, cells)) >= 3:
        others = _by_content(cells, index, kind, 0.9)
        claims.extend(claim for claim in others if claim[2] != known[0] and claim[0] > sure)
    return claims


def _by_content(cells: list[str], index: int, kind: Kind, weight: float) -> list[Claim]:
    return [(weight * sure, index, name, "content") for name, sure in content.guesses(cells, kind)]
