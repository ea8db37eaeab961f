"""Find the table in a sheet: title rows above, two-row and merged headers, totals and notes below."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import polars as pl

from features.intake import content
from features.intake.header import Kind, field_of
from features.intake.sheet import Sheet
from features.parse.clean import visible

NEEDED: dict[Kind, tuple[str, ...]] = {
    "posts": ("title", "employer_name"),
    "workers": ("name",),
    "employers": ("name",),
    "referrals": ("letter_number",),
}
_SEARCHED = 15
_TOTAL = re.compile(r"^(?:合\s*计|总\s*计|小\s*计|共\s*计|总\s*数|total)(?:[:：\d\s人]|$)", re.IGNORECASE)
_NOTE = re.compile(
    r"^(?:备\s*注|注|说明|填表说明|填表人|制表人?|审核人?|填报人|联系人|单位\(盖章\)|note)s?\s*[:：]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Column:
    """Hold how one column was understood: ``field`` None = not known, ``sure`` in 0..1."""

    index: int
    name: str
    field: str | None
    sure: float


@dataclass(frozen=True, slots=True)
class Table:
    """Hold one sheet's table: ``frame`` has one text column per field found, and ``row`` from 1.

    ``raw`` are the cells of each data row as they stand; ``header`` is the row of the names, from 1.
    """

    sheet: str
    header: int
    columns: tuple[Column, ...]
    frame: pl.DataFrame
    raw: list[list[str]] = field(default_factory=list)

    @property
    def fields(self) -> set[str]:
        """Give the fields that were found."""
        return {column.field for column in self.columns if column.field}


def find_table(sheet: Sheet, kind: Kind) -> Table | None:
    """Give the table of a sheet, None where no row names the columns the kind needs."""
    rows = _filled(sheet)
    best: tuple[float, int, int, list[str]] | None = None
    for at in range(min(_SEARCHED, len(rows))):
        for depth in (1, 2) if at + 1 < len(rows) else (1,):
            names = _names(rows, at, depth)
            score = _score(names, kind) - (0.5 if depth == 2 else 0.0) - 0.01 * at
            if depth == 2 and not _is_second_row(rows, at, kind):
                continue
            if best is None or score > best[0]:
                best = (score, at, depth, names)
    if best is None or best[0] < 0.5:
        return None
    table = _table(sheet, rows, best[1], best[2], best[3], kind)
    return table if best[0] >= 0.9 or set(NEEDED[kind]) <= table.fields else None


def _filled(sheet: Sheet) -> list[list[str]]:
    """Write the value of merged cells into every cell they cover."""
    width = max((len(row) for row in sheet.rows), default=0)
    rows = [[visible(cell) for cell in row] + [""] * (width - len(row)) for row in sheet.rows]
    for top, left, bottom, right in sheet.merged:
        if top < len(rows) and left < width and (right - left < width - 1 or top == bottom):
            whole_row = right - left >= max(width - 2, 2)
            for r in range(top, min(bottom + 1, len(rows))):
                for c in range(left, min(right + 1, width)):
                    if not whole_row:
                        rows[r][c] = rows[top][left]
    return rows


def _names(rows: list[list[str]], at: int, depth: int) -> list[str]:
    names = list(rows[at])
    if depth == 2:
        names = _spread(names, rows[at + 1])
    for lower in rows[at + 1 : at + depth]:
        names = [a if a == b or not b else f"{a}{b}" if a else b for a, b in zip(names, lower, strict=True)]
    return names


def _spread(upper: list[str], lower: list[str]) -> list[str]:
    """Let an upper name reach over the empty cells to its right that have a name below."""
    spread: list[str] = []
    for above, below in zip(upper, lower, strict=True):
        spread.append(above or (spread[-1] if spread and below else ""))
    return spread


def _is_second_row(rows: list[list[str]], at: int, kind: Kind) -> bool:
    """A second header row holds names, not values: most of its own or joined names are known."""
    if at + 1 >= len(rows):
        return False
    upper, lower = _spread(rows[at], rows[at + 1]), rows[at + 1]
    below = [b for a, b in zip(upper, lower, strict=True) if b and a != b]
    if not below or any(re.search(r"\d{3,}", cell) for cell in below):
        return False
    both = [f"{a}{b}" for a, b in zip(upper, lower, strict=True) if b and a != b]
    known = sum(
        field_of(a, kind) is not None or field_of(b, kind) is not None
        for a, b in zip(below, both, strict=True)
    )
    return (
        known >= len(below) / 2
        and len(below) < len([c for c in lower if c]) + 1
        and all(len(c) < 10 for c in below)
    )


def _score(names: list[str], kind: Kind) -> float:
    """Count the fields a row names; a row of values names few, and long cells are no names."""
    found: dict[str, float] = {}
    for name in names:
        known = field_of(name, kind)
        if known and len(name) <= 24:
            found[known[0]] = max(found.get(known[0], 0.0), known[1])
    told = sum(1 for name in names if name)
    return sum(found.values()) * (0.5 + 0.5 * len(found) / told) if told else 0.0


def _table(sheet: Sheet, rows: list[list[str]], at: int, depth: int, names: list[str], kind: Kind) -> Table:
    first = at + depth
    body = [(number + 1, row) for number, row in enumerate(rows) if number >= first]
    body = [(number, row) for number, row in body if _is_data(row, names)]
    columns = map_columns(names, [row for _, row in body], kind)
    data: dict[str, list[str]] = {}
    for column in columns:
        if column.field:
            data[column.field] = [row[column.index] for _, row in body]
    frame = pl.DataFrame(data, schema=dict.fromkeys(data, pl.String()))
    frame = frame.with_columns(pl.Series("row", [number for number, _ in body], dtype=pl.Int64))
    return Table(sheet.name, at + depth, columns, frame, [row for _, row in body])


def _is_data(row: list[str], names: list[str]) -> bool:
    """Leave out blank rows, totals, notes and headers that are repeated on a new page."""
    told = [cell for cell in row if cell]
    if not told:
        return False
    first = told[0]
    if any(_TOTAL.match(cell) for cell in told[:2]) or (_NOTE.match(first) and len(set(told)) <= 3):
        return False
    if len(names) > 3 and len(set(told)) == 1 and len(told) != 1:
        return False
    if len(told) == 1 and len(names) >= 4 and (len(first) > 25 or first.endswith(("。", "表", "："))):
        return False
    return sum(a == b for a, b in zip(row, names, strict=True) if a) < max(len(told) * 0.6, 2)


def map_columns(names: list[str], body: list[list[str]], kind: Kind) -> tuple[Column, ...]:
    """Give each column its field: the surest name first, its content in doubt; a field is given once."""
    claims: list[tuple[float, int, str]] = []
    for index, name in enumerate(names):
        cells = [row[index] for row in body[:200]]
        known = field_of(name, kind)
        if known:
            looks = content.share(cells, known[0])
            sure = known[1] if looks is None else known[1] * (0.5 + 0.5 * looks)
            claims.append((sure, index, known[0]))
        else:
            claims.extend(_by_content(cells, index, kind, bool(name)))
    chosen: dict[int, tuple[str, float]] = {}
    for sure, index, name in sorted(claims, key=lambda claim: (-claim[0], claim[1])):
        if index not in chosen and name not in {given for given, _ in chosen.values()}:
            chosen[index] = (name, sure)
    return tuple(Column(index, name, *chosen.get(index, (None, 0.0))) for index, name in enumerate(names))


def _by_content(cells: list[str], index: int, kind: Kind, named: bool) -> list[tuple[float, int, str]]:
    own = {
        "posts": ("employer_name", "phone", "pay"),
        "workers": ("id_number", "phone"),
        "employers": ("phone",),
    }
    told = sum(1 for cell in cells if cell)
    if told < 2:
        return []
    looks = [(content.share(cells, name) or 0.0, index, name) for name in own.get(kind, ())]
    return [(0.6 * s if named else 0.8 * s, i, name) for s, i, name in looks if s >= 0.8]
