"""Every refusal has the one shape, in the language of the request."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from features.errors import (
    Conflict,
    Forbidden,
    InputError,
    Integrity,
    NotFound,
    SpringwindError,
    Unavailable,
)
from features.say import catalogue
from features.settings import Settings
from serving.app import create_app
from serving.errors import Unauthorised, from_validation, status_of

DAY_WANTED = "field_date_from_datetime_parsing"


def shape(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message", "where"}
    assert body["error"]["code"] == code
    assert body["error"]["message"]
    return body["error"]


def operations(app: FastAPI) -> list[tuple[str, str, bool]]:
    """Give method, address and whether a key is asked, of every operation of the description."""
    found = []
    for path, methods in app.openapi()["paths"].items():
        plain = path.replace("{letter}", "2026-000001")
        for name in ("worker_id", "post_id", "fair_id"):
            plain = plain.replace(f"{{{name}}}", "1")
        found += [(method, plain, bool(told.get("security"))) for method, told in methods.items()]
    return found


def test_every_operation_that_needs_a_key_refuses_without_and_with_a_wrong_one(public: TestClient) -> None:
    guarded = [(method, path) for method, path, key in operations(public.app) if key]  # type: ignore[arg-type]
    assert len(guarded) >= 9
    for method, path in guarded:
        shape(public.request(method, path, json={}), 401, "no_key")
        shape(public.request(method, path, json={}, headers={"X-API-Key": "sw_wrong"}), 401, "wrong_key")


def test_only_public_operations_answer_without_a_key(public: TestClient) -> None:
    open_ = {path for _, path, key in operations(public.app) if not key}  # type: ignore[arg-type]
    assert open_ == {
        "/api/v1/posts/1", "/feed/posts/snapshot", "/feed/posts/changes", "/healthz", "/readyz", "/metrics",
        "/feed", "/feed/posts.atom", "/feed/fairs.ics", "/api/v1/posts/1/complaints",
        "/api/v1/complaints/{ticket}",
        "/api/v1/subscribers/{subscriber_id}/changes", "/api/v1/subscribers/{subscriber_id}/taken",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code", "where"),
    [
        ("GET", "/api/v1/nothing", None, 404, "no_page", "/api/v1/nothing"),
        ("DELETE", "/api/v1/posts/1", None, 405, "no_method", "/api/v1/posts/1"),
        ("GET", "/api/v1/workers/abc", None, 422, "field_int_parsing", "path.worker_id"),
        ("GET", "/api/v1/workers/0", None, 422, "field_greater_than_equal", "path.worker_id"),
        ("GET", "/api/v1/workers/99", None, 404, "worker_not_found", "worker_id"),
        ("GET", "/api/v1/posts/99", None, 404, "no_post", "post_id"),
        ("GET", "/api/v1/posts/99/candidates", None, 404, "no_post", "post_id"),
        ("GET", "/api/v1/workers/1/matches?k=0", None, 422, "field_greater_than_equal", "query.k"),
        ("GET", "/api/v1/workers/1/matches?as_of=soon", None, 422, DAY_WANTED, "query.as_of"),
        ("POST", "/api/v1/matches", {}, 422, "nothing_said", "body.text"),
        ("POST", "/api/v1/matches", {"text": " ，。"}, 422, "nothing_said", "body.text"),
        ("POST", "/api/v1/matches", {"text": "缝纫", "wanted": ["缝纫"]}, 422, "text_or_fields", "body.text"),
        ("POST", "/api/v1/matches", {"text": "字" * 2001}, 422, "field_string_too_long", "body.text"),
        ("POST", "/api/v1/matches", {"wages": 1}, 422, "field_extra_forbidden", "body.wages"),
        ("POST", "/api/v1/matches", {"needs": ["gold"]}, 422, "field_literal_error", "body.needs.0"),
        ("POST", "/api/v1/referrals", {"worker_id": 1}, 422, "field_missing", "body.post_id"),
        ("POST", "/api/v1/referrals", {"worker_id": 1, "post_id": 3}, 409, "post_not_published", "post_id"),
        ("GET", "/api/v1/referrals/12", None, 422, "field_string_pattern_mismatch", "path.letter"),
        ("GET", "/api/v1/referrals/2026-000009", None, 404, "letter_not_found", "letter_number"),
        ("POST", "/api/v1/fairs/9/plan", {}, 404, "fair_unknown", "fair_id"),
    ],
)  # fmt: skip
def test_refusals(
    api: TestClient, method: str, path: str, body: Any, status: int, code: str, where: str
) -> None:
    for lang in ("zh", "en"):
        found = shape(api.request(method, path, json=body, headers={"Accept-Language": lang}), status, code)
        assert found["where"] == where
        assert any("一" <= character <= "鿿" for character in found["message"]) == (lang == "zh")


def test_broken_json_and_a_body_past_the_limit(api: TestClient) -> None:
    json_type = {"Content-Type": "application/json"}
    shape(api.post("/api/v1/matches", content=b'{"text": ', headers=json_type), 422, "field_json_invalid")
    big = b'{"text": "' + b"a" * 1_100_000 + b'"}'
    shape(api.post("/api/v1/matches", content=big, headers=json_type), 413, "too_large")


def test_a_failure_nobody_foresaw_names_the_request_and_nothing_else(api: TestClient) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError("secret detail")

    api.app.state.office._matcher.match_worker = broken  # type: ignore[attr-defined]
    answer = api.get("/api/v1/workers/1/matches")
    found = shape(answer, 500, "internal")
    assert "secret" not in answer.text
    assert found["where"] == answer.headers["x-request-id"]


def test_a_database_that_goes_away_is_said(api: TestClient) -> None:
    office = api.app.state.office  # type: ignore[attr-defined]

    def gone() -> None:
        raise Unavailable("database_down", detail="gone")

    office.store.ping = gone
    answer = api.get("/readyz")
    shape(answer, 503, "database_down")
    assert answer.headers["retry-after"] == "5"


def test_without_a_bundle_the_feeds_still_serve(settings: Settings) -> None:
    def none(*_: Any) -> Any:
        raise Integrity(detail="manifest")

    with TestClient(create_app(settings, load_matcher=none, follow=False)) as client:
        found = shape(client.get("/readyz", headers={"Accept-Language": "en"}), 503, "not_ready")
        assert "manifest" in found["message"]
        assert client.get("/feed/posts/snapshot").text == ""
        assert client.get("/healthz").json() == {"status": "ok"}


BRANCHES: list[tuple[SpringwindError, int]] = [
    (Unauthorised(), 401), (Forbidden(detail=""), 403), (NotFound(kind="", id=1), 404),
    (Conflict(detail=""), 409), (InputError(detail=""), 422), (Unavailable(detail=""), 503),
    (Integrity(detail=""), 500), (SpringwindError(detail=""), 500),
]  # fmt: skip


@pytest.mark.parametrize(("error", "status"), BRANCHES)
def test_each_branch_has_its_status(error: SpringwindError, status: int) -> None:
    assert status_of(error) == status


def test_an_unknown_kind_of_finding_still_names_the_field() -> None:
    error = from_validation({"loc": ("body", "k"), "type": "never_heard_of", "ctx": {"error": "x"}})
    assert error.to_dict("en")["error"] == {
        "code": "field_invalid", "where": "body.k",
        "message": "body.k is not valid; correct it and send again.",
    }  # fmt: skip


def test_every_sentence_of_the_service_is_there_in_both_languages() -> None:
    for key, texts in catalogue().items():
        assert set(texts) == {"zh", "en"}, key
