"""What every record has in common: frozen fields that carry a unit and an allowed use."""

from __future__ import annotations

import types
import typing
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import polars as pl
from pydantic import BaseModel, ConfigDict


class Use(StrEnum):
    """Say what a field may be used for; each level includes the ones after it, never stands alone."""

    RANK = "rank"
    """May be an input of ranking (and of gates and audits)."""
    GATE = "gate"
    """May decide whether a pair is possible at all, and be audited; never moves a rank."""
    AUDIT = "audit"
    """Only for statistics and fairness audits; never part of a match."""
    NEVER = "never"
    """Identifies a person or a file; never leaves the record except by a logged act."""


@dataclass(frozen=True, slots=True)
class Meta:
    """Annotate one field: its use, its unit and one line of meaning."""

    use: Use
    unit: str = ""
    note: str = ""


class Record(BaseModel):
    """Be the base of every noun: frozen, strict about unknown fields; its errors repeat no value."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def spec(record: type[Record]) -> dict[str, Meta]:
    """Give ``{field: Meta}`` of a record; a field without a Meta raises TypeError."""
    found: dict[str, Meta] = {}
    for name, info in record.model_fields.items():
        meta = next((m for m in info.metadata if isinstance(m, Meta)), None)
        if meta is None:
            raise TypeError(f"{record.__name__}.{name} says neither unit nor allowed use")
        found[name] = meta
    return found


def fields_for(record: type[Record], *uses: Use) -> tuple[str, ...]:
    """Give the names of the fields whose allowed use is one of ``uses``."""
    return tuple(name for name, meta in spec(record).items() if meta.use in uses)


_PLAIN: dict[Any, pl.DataType] = {
    int: pl.Int64(), float: pl.Float64(), bool: pl.Boolean(), str: pl.String(),
    date: pl.Date(), datetime: pl.Datetime("us", "UTC"),
}  # fmt: skip


def frame_schema(record: type[Record]) -> dict[str, pl.DataType]:
    """Give the polars schema of a frame of such records: tuples become lists, enums become text."""
    return {name: _dtype(info.annotation) for name, info in record.model_fields.items()}


def _dtype(annotation: Any) -> pl.DataType:
    inner = [a for a in typing.get_args(annotation) if a is not type(None)]
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        return _dtype(inner[0])
    if typing.get_origin(annotation) is tuple:
        return pl.List(_dtype(inner[0]))
    if typing.get_origin(annotation) is typing.Literal:
        return _PLAIN[type(inner[0])]
    return _PLAIN[annotation]
