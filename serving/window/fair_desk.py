"""The help desk of a fair: take visitors in, check in who was invited, and see how the booths stand."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import Response

from serving.api.params import Id
from serving.fairs.desk.codes import code_of
from serving.fairs.desk.hall import queue_now
from serving.fairs.desk.intake import Desk, check_in, slip_of, take_in
from serving.fairs.desk.visitor import Visitor
from serving.fairs.paper.document import qr_svg
from serving.fairs.paper.page import data_of
from serving.fairs.plan import fair_of
from serving.guard import ScopedStore, TheOffice, genuine_form
from serving.window.render import forward, page

router = APIRouter()

DeskName = Annotated[str, Query(pattern=r"^[0-9A-Za-z一-鿿]{1,12}$")]
Entry = Annotated[str, Form(pattern=r"^[0-9a-f]{8}$")]
FormDesk = Annotated[str, Form(pattern=r"^[0-9A-Za-z一-鿿]{1,12}$")]


@router.get("/fairs/{fair_id}/desk")
def desk(request: Request, fair_id: Id, store: ScopedStore, desk: DeskName = "1", came: int = 0) -> Response:
    """Show the form of one desk, and every booth as it stands now."""
    return _desk(request, store, fair_id, desk, came=came)


@router.get("/fairs/{fair_id}/in")
def scanned(
    request: Request, fair_id: Id, store: ScopedStore, code: Annotated[str, Query(max_length=80)] = ""
) -> Response:
    """Show the desk with a scanned number filled in: one touch checks the person in."""
    return _desk(request, store, fair_id, "1", code=code)


@router.post("/fairs/{fair_id}/desk", dependencies=[Depends(genuine_form)])
def visitor(
    fair_id: Id,
    store: ScopedStore,
    office: TheOffice,
    entry: Entry,
    desk: FormDesk = "1",
    name: Annotated[str, Form(max_length=80)] = "",
    phone: Annotated[str, Form(max_length=30)] = "",
    said: Annotated[str, Form(max_length=2000)] = "",
    village: Annotated[str, Form(max_length=40)] = "",
    number: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Take a visitor in and lead to the slip with three booths; the same form twice gives the same slip."""
    at = Desk(desk, entry, datetime.now(UTC))
    told = Visitor(said, name, phone, village)
    worker_id = take_in(store, office.matcher, fair_id, told, at, office.today(), number)
    return forward(f"/fairs/{fair_id}/slips/{worker_id}?desk={desk}")


@router.post("/fairs/{fair_id}/check-in", dependencies=[Depends(genuine_form)])
def arrived(
    fair_id: Id, store: ScopedStore, number: Annotated[str, Form(max_length=300)], desk: FormDesk = "1"
) -> Response:
    """Note that somebody has come; lead back to the desk, ready for the next."""
    worker_id = check_in(store, fair_id, number, Desk(desk, secrets.token_hex(4), datetime.now(UTC)))
    return forward(f"/fairs/{fair_id}/desk?desk={desk}&came={worker_id}")


@router.get("/fairs/{fair_id}/slips/{worker_id}")
def slip(request: Request, fair_id: Id, worker_id: Id, store: ScopedStore, desk: DeskName = "1") -> Response:
    """Show the newest slip of a person, ready for printing."""
    found = slip_of(store, fair_id, worker_id)
    picture = data_of(qr_svg(found.code))
    return page(request, "fair_slip.html", slip=found, rows=found.rows.to_dicts(), picture=picture, desk=desk)


def stands(store: Any, fair_id: int) -> list[dict[str, Any]]:
    """Give booth, employer_id, employer, waiting, intentions, is_full of every booth, by number."""
    booths = store.fairs.booths(fair_id).select("employer_id", "booth")
    names = store.employers.frame(ids=booths["employer_id"].to_list()).select("employer_id", employer="name")
    now = queue_now(store, fair_id, datetime.now(UTC))
    rows: pl.DataFrame = booths.join(names, on="employer_id").join(now, on="employer_id")
    return rows.sort("booth", "employer_id", nulls_last=True).to_dicts()


def _desk(request: Request, store: Any, fair_id: int, desk: str, came: int = 0, code: str = "") -> Response:
    number = code_of(fair_id, came) if came else ""
    return page(
        request, "fair_desk.html", fair=fair_of(store, fair_id), desk=desk, entry=secrets.token_hex(4),
        came=number, code=code, booths=stands(store, fair_id),
    )  # fmt: skip
