"""Read a form as it was sent: names and texts, each once, files left out."""

from __future__ import annotations

from fastapi import Request

from features.errors import InputError

MOST_FIELDS = 60


async def sent_form(request: Request) -> dict[str, str]:
    """Give ``{name: text}`` of a form; InputError for one with too many fields."""
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    if len(form) > MOST_FIELDS:
        raise InputError("bad_request", where="form")
    return {name: value for name, value in form.items() if isinstance(value, str)}
