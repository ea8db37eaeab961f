"""Say what an import did, as JSON for programs: people masked unless they may be seen."""

from __future__ import annotations

from datetime import date
from typing import Any

from features.codes.identity import mask_id
from features.intake.read import Read
from features.intake.rows import Rejected
from features.parse.phone import mask_phone
from features.say import Lang

FIELDS: dict[str, tuple[str, ...]] = {
    "posts": (
        "employer_name",
        "title",
        "headcount",
        "monthly_low",
        "monthly_high",
        "education",
        "age_low",
        "age_high",
        "place",
        "phone",
    ),
    "workers": (
        "name",
        "id_number",
        "birth_date",
        "phone",
        "education",
        "wanted",
        "monthly_low",
        "monthly_high",
        "place",
    ),
    "employers": ("name", "credit_code", "industry", "size", "place", "contact_name", "phone"),
    "referrals": (
        "letter_number",
        "slip",
        "slip_on",
        "slip_detail",
        "interviewed",
        "not_hired",
        "arrived_on",
    ),
    "arrears": (
        "employer_name",
        "credit_code",
        "responsible_person",
        "listed_on",
        "expires_on",
        "removed_on",
        "source",
        "division",
    ),
    "courses": (
        "title",
        "provider",
        "skill_level",
        "place",
        "starts_on",
        "ends_on",
        "places",
        "fee",
        "phone",
    ),
    "attendance": ("fair", "worker_number", "name", "id_number", "phone", "came_at", "intentions"),
}
"""The fields each kind's records show, in order."""
PERSONAL = ("workers", "attendance")
"""Kinds whose rows are about persons: their values are masked."""
_EMPTY = ("name", "place", "phone", "id_number", "employer_name", "contact_name")


def to_json(read: Read, lang: Lang, reveal: bool = False) -> dict[str, Any]:
    """Give ``accepted, rejected, records``; identifying values are masked unless ``reveal``."""
    records = [_record(row, read.kind, reveal) for row in read.records.iter_rows(named=True)]
    return {
        "accepted": read.accepted,
        "rejected": [
            {
                "sheet": r.sheet,
                "row": r.row,
                "reason": r.reason,
                "message": message(r, read.kind, lang, reveal),
            }
            for r in read.rejected
        ],
        "records": records,
    }


def message(row: Rejected, kind: str, lang: Lang, reveal: bool) -> str:
    """Say why a row went back; what a person's cell holds only when it may be seen."""
    if kind not in PERSONAL or reveal or row.column == "age":
        return row.message(lang)
    hidden = mask_id(row.value) if row.column == "id_number" else "*" * min(len(row.value), 3)
    return Rejected(row.sheet, row.row, row.reason, row.column, row.cell, hidden).message(lang)


def _record(row: dict[str, Any], kind: str, reveal: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {"sheet": row["sheet"], "row": row["row"]}
    for name in FIELDS[kind]:
        source = "contact_phone" if name == "phone" and kind not in PERSONAL else name
        value = row[source]
        value = None if value == "" and name in _EMPTY else value
        value = value.isoformat() if isinstance(value, date) else value
        shown[name] = value if reveal else _masked(name, value, kind)
    return shown


def _masked(name: str, value: Any, kind: str) -> Any:
    if value is None or (kind not in PERSONAL and name not in ("phone", "contact_name")):
        return value
    if name == "phone":
        return mask_phone(value)
    if name == "id_number":
        return mask_id(value)
    if name == "birth_date":
        return f"{value[:4]}-**-**"
    return value[:1] + "*" * (len(value) - 1) if name in ("name", "contact_name") else value
