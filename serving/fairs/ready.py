"""Write down what has been made ready for a fair."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from features.errors import InputError
from features.records import frame_schema
from features.records.fair import Fair
from serving.fairs.config import FairConfig
from serving.fairs.plan import fair_of, read
from serving.fairs.readiness import Item, readiness

NOTED = (
    "notice_on", "permit_applied_on", "permit_exempt", "security_plan", "emergency_plan", "expected_visitors",
)  # fmt: skip
"""Fields of a fair that are told as it is made ready."""


def note_ready(store: Any, fair_id: int, told: dict[str, Any], as_of: date) -> tuple[Item, ...]:
    """Keep what is told and give the list as it stands; days that are still to come are refused."""
    with store.transaction():
        fair = fair_of(store, fair_id)
        for name in ("notice_on", "permit_applied_on"):
            if told.get(name) is not None and told[name] > as_of:
                raise InputError("fair_ready_day", where=name, day=told[name].isoformat())
        if told:
            row = {**fair.model_dump(), **{name: told[name] for name in NOTED if name in told}}
            store.fairs.upsert_frame(pl.DataFrame([row], schema=frame_schema(Fair)))
        return readiness(read(store, fair_id, as_of, FairConfig())[1])
