"""Matches, letters and outcomes over HTTP."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient

from features.store import Store

NEVER_SHOWN = ("name", "phone", "id_number", "birth", "sex", "female", "groups", "hardship", "模拟甲", "1981")


def test_matches_of_a_worker_carry_post_stages_reasons_and_criteria(api: TestClient) -> None:
    answer = api.get("/api/v1/workers/1/matches", headers={"Accept-Language": "en"}).json()
    first = answer["matches"][0]
    assert first["post"]["employer"] == "模拟制衣厂"
    assert first["post"]["offers"] == ["lodging", "meals"]
    assert first["post"]["places_left"] == 2
    assert first["stages"] == {"accept": 0.7, "hire": 0.4, "stay": None}
    assert first["reasons"] == [{"feature": "skill", "weight": 0.3, "zh": "会缝纫", "en": "can sew"}]
    assert first["against"][0]["weight"] < 0
    assert [criterion["met"] for criterion in first["criteria"]] == [False, None]
    assert first["criteria"][0]["label"] == "education"
    assert answer["refused"][0] == {
        "gate": "reach", "count": 2, "would_bring": 1, "message": answer["refused"][0]["message"],
    }  # fmt: skip
    assert len(answer["refused"]) == 1
    assert answer["bundle"] == "0" * 64


def test_k_is_obeyed_and_held_to_the_services_longest(api: TestClient) -> None:
    assert len(api.get("/api/v1/workers/1/matches?k=1").json()["matches"]) == 1
    assert api.get("/api/v1/workers/1/matches?k=1000").status_code == 200


def test_what_identifies_or_groups_a_worker_is_on_no_answer(api: TestClient) -> None:
    for path in ("/api/v1/workers/1", "/api/v1/posts/1/candidates"):
        text = api.get(path).text
        for word in NEVER_SHOWN[3:]:
            assert word not in text
        worker: Any = api.get(path).json()
        worker = worker["matches"][0]["worker"] if "matches" in worker else worker
        assert not set(NEVER_SHOWN) & set(worker)


def test_a_sentence_and_a_profile_are_matched_and_not_stored(api: TestClient, office_store: Store) -> None:
    before = office_store.workers.count()
    said = api.post("/api/v1/matches", json={"text": "会缝纫，5000以上", "k": 1}).json()
    assert len(said["matches"]) == 1
    assert said["understood"][0]["field"] == "monthly_low"
    assert said["understood"][0]["value"] == "5,000"
    told = api.post("/api/v1/matches", json={"wanted": ["缝纫"], "needs": ["lodging"], "max_km": 20})
    assert told.status_code == 200
    asked = api.app.state.office.matcher.asked[-1]  # type: ignore[attr-defined]
    assert asked.height == 1
    assert asked.row(0, named=True)["needs"] == ["lodging"]
    assert asked.row(0, named=True)["registered_on"] == date(2026, 3, 10)
    assert office_store.workers.count() == before


def test_a_letter_its_slip_and_the_call_after_90_days(api: TestClient, office_store: Store) -> None:
    made = api.post("/api/v1/referrals", json={"worker_id": 1, "post_id": 1, "position": 3})
    assert made.status_code == 201
    letter = made.json()
    assert letter["slip"] is None
    assert letter["division"] == "999901"
    assert letter["position"] == 3
    again = api.post("/api/v1/referrals", json={"worker_id": 1, "post_id": 1})
    assert again.status_code == 409
    assert letter["letter_number"] in again.json()["error"]["message"]
    path = f"/api/v1/referrals/{letter['letter_number']}"
    slip = {"slip": 1, "slip_detail": "contract", "interviewed": True, "arrived_on": "2026-03-12"}
    told = api.post(f"{path}/outcome?as_of=2026-03-15", json=slip)
    assert told.status_code == 200
    assert told.json()["slip_on"] == "2026-03-15"
    assert told.json()["stayed_90"] is None
    assert office_store.posts.get(1).hired == 1
    later = api.post(f"{path}/outcome?as_of=2026-06-20", json={"stayed_90": False, "wages_on_time": True})
    assert later.json()["stayed_90"] is False
    assert office_store.referrals.by_letter(letter["letter_number"]).stayed_90_on == date(2026, 6, 20)
    assert api.get(path).json() == later.json()


@pytest.mark.parametrize(
    ("told", "code", "where"),
    [
        ({}, "outcome_empty", "slip"),
        ({"slip": None}, "outcome_empty", "slip"),
        ({"slip": 2, "slip_detail": "contract"}, "outcome_contradicts", "slip_detail"),
        ({"slip": 1, "not_hired": "pay"}, "outcome_contradicts", "not_hired"),
        ({"stayed_90": True}, "outcome_contradicts", "stayed_90"),
        ({"slip": 1, "slip_on": "2026-03-09"}, "outcome_day", "slip_on"),
        ({"slip": 1, "arrived_on": "2026-03-11"}, "outcome_day", "arrived_on"),
        ({"slip": 6}, "field_literal_error", "body.slip"),
    ],
)
def test_an_outcome_that_cannot_be_changes_nothing(
    api: TestClient, office_store: Store, told: dict[str, Any], code: str, where: str
) -> None:
    letter = api.post("/api/v1/referrals", json={"worker_id": 1, "post_id": 1}).json()["letter_number"]
    answer = api.post(f"/api/v1/referrals/{letter}/outcome", json=told)
    assert answer.status_code == 422
    assert (answer.json()["error"]["code"], answer.json()["error"]["where"]) == (code, where)
    assert office_store.referrals.by_letter(letter).slip is None


def test_a_full_or_ended_post_takes_no_letter(api: TestClient, office_store: Store) -> None:
    ended = api.post("/api/v1/referrals?as_of=2026-03-26", json={"worker_id": 1, "post_id": 1})
    assert ended.json()["error"]["code"] == "post_not_open"
    for worker in (1, 2):
        letter = api.post("/api/v1/referrals", json={"worker_id": worker, "post_id": 1}).json()[
            "letter_number"
        ]
        api.post(f"/api/v1/referrals/{letter}/outcome", json={"slip": 1})
    full = api.post("/api/v1/referrals", json={"worker_id": 3, "post_id": 1})
    assert full.json()["error"]["code"] == "post_full"


def test_a_post_is_released_and_withdrawn_over_http(api: TestClient, office_store: Store) -> None:
    refused = api.post("/api/v1/posts/1/ledger", json={"action": "approved"})
    assert refused.status_code == 409
    no_reason = api.post("/api/v1/posts/1/ledger", json={"action": "withdrawn"})
    assert no_reason.json()["error"]["code"] == "release_why"
    done = api.post("/api/v1/posts/1/ledger", json={"action": "withdrawn", "why": "单位来电"})
    assert done.status_code == 201
    assert done.json()["who"] == "office"
    history = api.get("/api/v1/posts/1/ledger").json()
    assert [entry["action"] for entry in history] == ["checked", "approved", "published", "withdrawn"]
    assert office_store.posts.get(1).status == "withdrawn"
