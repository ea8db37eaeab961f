"""The pages of a fair's day: a visitor is taken in, checked in and noted; sheets go out and come back."""

from __future__ import annotations

import io
import re
from datetime import date

import polars as pl
import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from features.store import Store

PAGES = (
    "",
    "/desk",
    "/desk?desk=B",
    "/in?code=x",
    "/day",
    "/papers",
    "/texts",
    "/what-if",
    "/closing",
    "/booths/1",
    "/slips/1",
)


@pytest.fixture
def hall(clerk: TestClient, office_store: Store) -> TestClient:
    """Give the signed-in browser over a fair with two booths and a plan."""
    office_store.fairs.upsert_frame(office_store.fairs.frame().with_columns(booths=pl.lit(5, pl.Int64)))
    office_store.fairs.set_booths(1, pl.DataFrame([{"employer_id": n, "booth": n} for n in (1, 2)]))
    office_store.fairs.save_plan(1, pl.DataFrame([{"worker_id": 1, "post_id": 1, "rank": 1, "value": 0.5}]))
    return clerk


def sent(client: TestClient, page: str, path: str, **fields: str) -> str:
    """Send the form of a page as a browser would, and give where it leads."""
    text = client.get(f"/fairs/1{page}").text
    hidden = dict(re.findall(r'<input type="hidden" name="(form_token|entry|desk)" value="([^"]*)"', text))
    answer = client.post(f"/fairs/1{path}", data={**hidden, **fields})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_every_page_in_both_languages(hall: TestClient) -> None:
    for path in PAGES:
        for lang in ("zh", "en"):
            answer = hall.get(f"/fairs/1{path}", headers={"Accept-Language": lang, "Accept": "text/html"})
            assert answer.status_code == 200, path
            assert not re.search(r'(src|href)="(https?:)?//', answer.text), path
            assert " style=" not in answer.text, path
            ids = re.findall(r' id="([^"]+)"', answer.text)
            assert len(ids) == len(set(ids)), path
            assert set(re.findall(r' for="([^"]+)"', answer.text)) <= set(ids), path
            assert "{" not in re.sub(r"<[^>]+>", "", answer.text), path


def test_a_visitor_gets_a_slip_and_is_noted_at_the_booth(hall: TestClient, office_store: Store) -> None:
    where = sent(hall, "/desk", "/desk", said="会缝纫", name="模拟新人", phone="12000000555")
    slip = hall.get(where).text
    code = re.search(r"F1-W\d+-[0-9A-Z]", slip)
    assert code
    assert "模拟制衣厂" in slip
    assert "data:image/svg+xml;base64," in slip
    assert "模拟新人" not in slip
    where = sent(hall, "/booths/1", "/booths/1/note", number=code[0].lower(), word="intention", post_id="1")
    letter = where.partition("done=")[2]
    assert letter in hall.get(where).text
    assert office_store.referrals.by_letter(letter).source == "fair"


def test_the_same_form_sent_twice_is_one_visitor(hall: TestClient, office_store: Store) -> None:
    text = hall.get("/fairs/1/desk").text
    hidden = dict(re.findall(r'<input type="hidden" name="(form_token|entry|desk)" value="([^"]*)"', text))
    first, second = (
        hall.post("/fairs/1/desk", data={**hidden, "said": "电工"}).headers["location"] for _ in "ab"
    )
    assert first == second
    assert office_store.workers.count() == 4


def test_a_scanned_address_checks_in_and_a_wrong_number_is_said(hall: TestClient) -> None:
    where = sent(hall, "/desk", "/check-in", number="1")
    assert "F1-W1-" in hall.get(where).text
    token = re.search(r'name="form_token" value="([^"]+)"', hall.get("/fairs/1/desk").text)
    assert token
    answer = hall.post(
        "/fairs/1/check-in",
        data={"form_token": token[1], "number": "F1-W1-0"},
        headers={"Accept": "text/html"},
    )
    assert answer.status_code == 422
    assert "校验位" in answer.text
    answer = hall.post(
        "/fairs/1/booths/1/note",
        data={"form_token": token[1], "entry": "00000001", "number": "777", "word": "passed"},
    )
    assert answer.status_code == 404
    assert 'value="777"' in answer.text


def test_a_full_booth_shows_full_and_gets_nobody(hall: TestClient) -> None:
    sent(hall, "/booths/1", "/booths/1/full", full="true")
    assert "已满" in hall.get("/fairs/1/desk", headers={"Accept-Language": "zh"}).text
    slip = hall.get(sent(hall, "/desk", "/desk", said="会缝纫")).text
    assert "模拟制衣厂" not in slip
    sent(hall, "/booths/1", "/booths/1/full", full="false")
    assert "模拟制衣厂" in hall.get(sent(hall, "/desk", "/desk", said="会缝纫")).text


def test_a_sheet_goes_out_and_comes_back(hall: TestClient, office_store: Store) -> None:
    answer = hall.get("/fairs/1/sheets/A")
    assert answer.headers["content-disposition"].startswith("attachment")
    book = load_workbook(io.BytesIO(answer.content))
    page = book.worksheets[0]
    first = next(r for r in range(1, 9) if str(page.cell(r, 1).value).startswith("F1-A-0001"))
    page.cell(first, 3).value, page.cell(first, 8).value = "模拟纸人", "1"
    page.cell(first + 1, 3).value, page.cell(first + 1, 8).value = "模拟纸二", "77"
    out = io.BytesIO()
    book.save(out)
    token = re.search(r'name="form_token" value="([^"]+)"', hall.get("/fairs/1/papers").text)
    assert token
    for registered in (1, 0):
        told = hall.post(
            "/fairs/1/sheets",
            data={"form_token": token[1]},
            files={"file": ("x.xlsx", out.getvalue())},
            headers={"Accept-Language": "en"},
        )
        assert told.status_code == 200
        assert f"people registered {registered}." in told.text
        assert "there is no booth 77" in told.text
    assert office_store.fair_days.events(1).height == 2


def test_the_day_is_laid_out_and_readiness_written_down(hall: TestClient, office_store: Store) -> None:
    sent(hall, "/day", "/day", opens="8:30", closes="12:00", slots="1=15x2")
    assert office_store.fair_days.day(1).opens == 510
    assert "08:30" in hall.get("/fairs/1/day").text
    assert hall.get("/fairs/1/papers/day/zh").content.startswith(b"%PDF")
    sent(hall, "", "/ready", notice_on="2026-03-01", security_plan="true", expected_visitors="1500")
    fair = office_store.fairs.get(1)
    assert (fair.security_plan, fair.emergency_plan, fair.expected_visitors) == (True, False, 1500)
    assert 'class="late"' in hall.get("/fairs/1").text


def test_a_change_is_tried_beside_the_plan(hall: TestClient, office_store: Store) -> None:
    text = hall.get("/fairs/1/what-if").text
    token = re.search(r'name="form_token" value="([^"]+)"', text)
    assert token
    before = office_store.fairs.invitations(1)
    form = {"form_token": token[1], "kind": "places", "number": "1", "value": "+2"}
    answer = hall.post("/fairs/1/what-if", data=form, headers={"Accept-Language": "zh"})
    assert answer.status_code == 200
    assert "places:1=+2" in answer.text
    again = hall.post("/fairs/1/what-if", data={**form, "value": "x", "changes": "places:1=+2"})
    assert again.status_code == 422
    assert 'value="places:1=+2"' in again.text
    assert "岗位 1 的名额改为 +2" in answer.text
    assert 'name="value" value="x"' in again.text
    assert office_store.fairs.invitations(1).equals(before)


def test_a_fair_to_come_says_when_it_can_be_closed(hall: TestClient, office_store: Store) -> None:
    fair = office_store.fairs.get(1)
    office_store.fairs.add(fair.model_copy(update={"fair_id": 2, "held_on": date(2099, 1, 5)}))
    early = hall.get("/fairs/2/closing", headers={"Accept-Language": "zh"})
    assert early.status_code == 409
    assert "2099-01-05" in early.text
    assert 'aria-current="page">总结' in early.text
    assert "closing/xlsx" not in early.text
