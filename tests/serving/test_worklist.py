"""What stands on the worklist on a day, and when it leaves it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from fastapi.testclient import TestClient

from features.records import Identity, Referral, Worker, frame_schema
from features.store import Store
from serving.worklist import WorkConfig, calls_due, next_steps, silent, slips_due, worklist

DAY = date(2026, 3, 10)
CONFIG = WorkConfig()
HTML = {"Accept": "text/html", "Accept-Language": "en"}


def letter(number: int, sent: date, worker: int = 1, **told: Any) -> dict[str, Any]:
    return Referral(
        referral_id=number, letter_number=f"2026-{number:06}", worker_id=worker, post_id=1, division="999901",
        referred_on=sent, **told,
    ).model_dump()  # fmt: skip


def letters(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=frame_schema(Referral))


def workers(*told: dict[str, Any]) -> pl.DataFrame:
    given = {"division": "999901", "registered_on": date(2026, 1, 1), "valid_until": date(2026, 9, 1)}
    rows = [Worker(**{"worker_id": n, **given, **one}).model_dump() for n, one in enumerate(told, 1)]
    return pl.DataFrame(rows, schema=frame_schema(Worker))


def before(days: int) -> date:
    return DAY - timedelta(days=days)


def test_a_slip_is_due_after_a_week_and_not_once_it_is_back() -> None:
    told = letters(
        letter(1, before(6)), letter(2, before(7)), letter(3, before(20)), letter(4, before(20), slip=2)
    )
    assert slips_due(told, DAY, CONFIG)["letter_number"].to_list() == ["2026-000003", "2026-000002"]


@pytest.mark.parametrize(
    ("told", "after"),
    [
        ({"arrived_on": before(29)}, []), ({"arrived_on": before(30)}, [30]), ({"slip_on": before(31)}, [30]),
        ({"arrived_on": before(95), "stayed_30": True}, [90]), ({"arrived_on": before(95)}, [90]),
        ({"arrived_on": before(95), "stayed_30": False}, []),
        ({"arrived_on": before(95), "stayed_90": True}, []),
        ({"arrived_on": before(151)}, []), ({"arrived_on": before(40), "stayed_30": True}, []),
    ],
)  # fmt: skip
def test_calls_after_30_and_90_days(told: dict[str, Any], after: list[int]) -> None:
    hired = letters(letter(1, before(200), slip=1, **told))
    assert calls_due(hired, DAY, CONFIG)["after"].to_list() == after
    refused = letters(letter(1, before(200), slip=2))
    assert calls_due(refused, DAY, CONFIG).height == 0


def test_somebody_silent_is_called_and_leaves_the_list_then() -> None:
    people = workers({}, {"last_contact_on": before(3)}, {"status": "away"}, {"registered_on": before(2)})
    assert silent(people, letters(), DAY, CONFIG)["worker_id"].to_list() == [1]
    sent = letters(letter(1, before(5), worker=1))
    assert silent(people, sent, DAY, CONFIG).height == 0


def test_monthly_checks_employers_and_lonely_posts() -> None:
    people = workers(
        {"groups": ("out_of_poverty",), "last_contact_on": date(2026, 2, 28)},
        {"groups": ("out_of_poverty",), "last_contact_on": date(2026, 3, 1)}, {"groups": ("hardship",)},
        {"groups": ("veteran",)},
    )  # fmt: skip
    board = pl.DataFrame(
        {
            "post_id": [1, 2, 3], "employer_id": [7, 7, 8], "employer": ["厂", "厂", "店"],
            "title": ["a", "b", "c"],
            "contact_phone": ["", "", ""], "place": ["", "", ""], "status": ["published"] * 3,
            "opened_on": [before(10), before(10), before(2)], "closes_on": [DAY, before(1), DAY],
            "referred": [0, 0, 0], "places_left": [1, None, 2],
        },
    )  # fmt: skip
    found = worklist(letters(letter(1, before(9)), letter(2, before(8), worker=2)), people, board, DAY)
    assert found.monthly["worker_id"].to_list() == [3, 1]
    assert found.employers.select("employer_id", "slips", "oldest").row(0) == (7, 2, 9)
    assert found.posts["post_id"].to_list() == [1]
    assert found.sizes()["slips"] == 2


def test_the_next_step_is_the_most_urgent_one() -> None:
    people = workers({}, {"valid_until": before(1)}, {"status": "not_seeking"}, {}, {})
    told = letters(
        letter(1, before(100), worker=4, slip=1, arrived_on=before(95)), letter(2, before(2), worker=5),
        letter(3, before(9), worker=4),
    )  # fmt: skip
    steps = next_steps(people, told, DAY, CONFIG)
    assert [step.name for step in steps.values()] == ["match", "renew", "ask", "slip", "slip_later"]
    assert steps[4].letter == "2026-000003"


def test_the_page_shows_the_division_only(clerk: TestClient, office_store: Store) -> None:
    office_store.referrals.add(Referral(**letter(0, before(9), worker=1) | {"letter_number": ""}))
    office_store.referrals.add(
        Referral(**letter(0, before(9), worker=3) | {"letter_number": "", "division": "999902"})
    )
    shown = clerk.get("/worklist", headers={"Accept": "text/html", "Accept-Language": "en"})
    assert shown.status_code == 200
    assert "2026-000001" in shown.text
    assert "2026-000002" in shown.text
    assert "模拟甲一" not in shown.text  # masked
    assert "模**" in shown.text
    clerk.cookies.clear()
    clerk.headers["X-API-Key"] = clerk.app.state.office.keys.add("town", "999902")  # type: ignore[attr-defined]
    town = clerk.get("/worklist").text
    assert "2026-000002" in town
    assert "2026-000001" not in town


def test_namesakes_are_told_apart_on_the_first_page(clerk: TestClient, office_store: Store) -> None:
    token = clerk.app.state.office.sessions.form_token(clerk.cookies["springwind_session"])  # type: ignore[attr-defined]
    office_store.workers.seal(
        pl.DataFrame(
            [Identity(worker_id=2, name="模拟甲一", phone="12000000022").model_dump()],
            schema=frame_schema(Identity),
        )
    )
    card = "模拟甲一,女,999901198001010011,某地"
    for typed in ("0011", "12000000011"):
        found = clerk.post("/find", data={"q": typed, "form_token": token})
        assert found.headers["location"] == "/workers/1", typed
    for typed in ("模拟甲一", "mnjy", "拟甲一"):
        page = clerk.post("/find", data={"q": typed, "form_token": token}, headers=HTML)
        assert page.status_code == 200
        assert "/workers/1" in page.text, typed
        assert "/workers/2" in page.text, typed
        assert "1981" in page.text  # born, to tell namesakes apart
        assert "find posts" in page.text  # what comes next
        assert "模拟甲一" not in page.text.replace('value="模拟甲一"', ""), typed
    assert (
        clerk.post("/find", data={"q": card, "form_token": token}).status_code == 200
    )  # nobody has this card
    assert clerk.post("/find", data={"q": "nobody at all", "form_token": token}).status_code == 200
