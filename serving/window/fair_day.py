"""The plan of a fair's day, and what must be ready for it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from features.errors import InputError
from serving.api.params import Id
from serving.fairs.day.layout import lay_out, read_layout
from serving.fairs.day.wishes import ask_slots, hours
from serving.fairs.kit import read_kit
from serving.fairs.paper.office import day as day_paper
from serving.fairs.plan import fair_of
from serving.fairs.ready import note_ready
from serving.fairs.transport import riders
from serving.guard import ScopedStore, TheOffice, genuine_form
from serving.language import language_of
from serving.window.render import forward, page

router = APIRouter()

Number = Annotated[str, Form(max_length=6)]
Clock = Annotated[str, Form(max_length=8)]
Day = Annotated[str, Form(max_length=12)]


@router.get("/fairs/{fair_id}/day")
def day(request: Request, fair_id: Id, store: ScopedStore, office: TheOffice) -> Response:
    """Show the day as it is laid out, with the form that lays it out anew."""
    fair, layout = fair_of(store, fair_id), read_layout(store, fair_id)
    paper = None
    if layout is not None:
        kit, away = read_kit(store, fair_id, office.today(), "none"), riders(store, fair_id, office.today())
        paper = day_paper(kit, layout, away, language_of(request)).as_dict()
    return page(request, "fair_day.html", fair=fair, paper=paper, day=store.fair_days.day(fair_id))


@router.post("/fairs/{fair_id}/day", dependencies=[Depends(genuine_form)])
def lay_out_day(
    fair_id: Id,
    store: ScopedStore,
    office: TheOffice,
    opens: Clock = "",
    closes: Clock = "",
    wave_minutes: Number = "",
    stay_minutes: Number = "",
    seats: Number = "",
    slots: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Lay the day out; the layout replaces the present one in one transaction."""
    told = {"opens": opens.strip(), "closes": closes.strip()}
    numbers = {"wave_minutes": wave_minutes, "stay_minutes": stay_minutes, "seats": seats}
    with store.transaction():
        ask_slots(
            store,
            fair_id,
            tuple(part for part in slots.replace("；", ";").replace(",", ";").split(";") if part.strip()),
        )
        whole = {**told, **{name: _number(name, text) for name, text in numbers.items()}}
        lay_out(store, fair_id, office.today(), hours(store, fair_id, whole))
    return forward(f"/fairs/{fair_id}/day")


@router.post("/fairs/{fair_id}/ready", dependencies=[Depends(genuine_form)])
def ready(
    fair_id: Id,
    store: ScopedStore,
    office: TheOffice,
    notice_on: Day = "",
    permit_applied_on: Day = "",
    permit_exempt: Annotated[str, Form(max_length=200)] = "",
    expected_visitors: Number = "",
    security_plan: Annotated[bool, Form()] = False,
    emergency_plan: Annotated[bool, Form()] = False,
) -> Response:
    """Write down what has been made ready."""
    told = {
        "notice_on": _day("notice_on", notice_on),
        "permit_applied_on": _day("permit_applied_on", permit_applied_on),
        "permit_exempt": permit_exempt.strip(),
        "security_plan": security_plan,
        "emergency_plan": emergency_plan,
    }
    visitors = _number("expected_visitors", expected_visitors)
    note_ready(
        store,
        fair_id,
        {**told, **({"expected_visitors": visitors} if visitors is not None else {})},
        office.today(),
    )
    return forward(f"/fairs/{fair_id}")


def _number(name: str, text: str) -> int | None:
    plain = text.strip()
    if not plain:
        return None
    if not (plain.isascii() and plain.isdigit()):
        raise InputError("field_int_parsing", where=name, limit="")
    return int(plain)


def _day(name: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise InputError("field_invalid", where=name, limit="") from None
