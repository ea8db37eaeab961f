"""Records are frozen, strict, and each field says its unit and its allowed use."""

from datetime import date

import polars as pl
import pytest
from pydantic import ValidationError

from features import records
from features.records import Meta, Post, Record, Use, Worker, fields_for, frame_schema, spec

NOUNS = [getattr(records, n) for n in records.__all__ if isinstance(getattr(records, n), type)]
NOUNS = [noun for noun in NOUNS if issubclass(noun, Record) and noun is not Record]


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_each_field_says_its_use(noun: type[Record]) -> None:
    assert all(isinstance(meta, Meta) for meta in spec(noun).values())
    pl.DataFrame(schema=frame_schema(noun))


def test_a_field_without_use_is_refused() -> None:
    class Loose(Record):
        anything: int

    with pytest.raises(TypeError, match="allowed use"):
        spec(Loose)


def test_what_is_protected_never_ranks() -> None:
    ranked = set(fields_for(Worker, Use.RANK)) | set(fields_for(Post, Use.RANK))
    assert ranked.isdisjoint({"sex", "groups", "born_month", "age_low", "age_high"})


def test_frozen_and_strict() -> None:
    worker = Worker(
        worker_id=1, division="999901101", registered_on=date(2026, 1, 1), valid_until=date(2026, 7, 1)
    )
    with pytest.raises(ValidationError):
        worker.division = "1"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="height"):
        Worker(**worker.model_dump(), height=170)
