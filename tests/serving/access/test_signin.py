from __future__ import annotations

from fastapi.testclient import TestClient

from features.store import Store

HTML = {"Accept": "text/html", "Accept-Language": "en"}


def token_of(page: str) -> str:
    return page.partition('name="form_token" value="')[2].partition('"')[0]


def test_sign_in_leads_back_and_sign_out_ends_it(public: TestClient) -> None:
    key = public.app.state.office.keys.office_file.read_text()  # type: ignore[attr-defined]
    done = public.post("/sign-in", data={"key": key, "next": "/workers/1"})
    assert (done.status_code, done.headers["location"]) == (303, "/workers/1")
    cookie = done.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    page = public.get("/workers/1", headers=HTML)
    assert page.status_code == 200
    assert public.post("/sign-out", data={"form_token": token_of(page.text)}).status_code == 303
    assert public.get("/workers/1", headers=HTML).status_code == 303


def test_a_wrong_key_is_said_and_then_slowed_down(public: TestClient) -> None:
    statuses = [public.post("/sign-in", data={"key": "sw_guess"}).status_code for _ in range(6)]
    assert statuses == [401] * 5 + [429]
    key = public.app.state.office.keys.office_file.read_text()  # type: ignore[attr-defined]
    assert public.post("/sign-in", data={"key": key}).status_code == 429


def test_nobody_is_led_elsewhere(public: TestClient) -> None:
    key = public.app.state.office.keys.office_file.read_text()  # type: ignore[attr-defined]
    for elsewhere in ("https://example.com", "//example.com", "/\\example.com", "/a\nb"):
        done = public.post("/sign-in", data={"key": key, "next": elsewhere})
        assert done.headers["location"] == "/"
        assert public.get("/language/en", params={"back": elsewhere}).headers["location"] == "/"
    assert public.get("/language/en", params={"back": "/posts"}).headers["location"] == "/posts"


def test_a_form_from_elsewhere_is_refused(clerk: TestClient, office_store: Store) -> None:
    before = office_store.referrals.count()
    for fields in ({}, {"form_token": ""}, {"form_token": "0" * 64}):
        answer = clerk.post("/workers/1/refer", data={"post_id": "1", **fields}, headers=HTML)
        assert answer.status_code == 403
        assert "expired" in answer.text
    assert office_store.referrals.count() == before


def test_a_copied_cookie_is_worth_nothing_after_the_sign_out(clerk: TestClient) -> None:
    copied = clerk.cookies["springwind_session"]
    page = clerk.get("/match", headers=HTML).text
    assert clerk.post("/sign-out", data={"form_token": token_of(page)}).status_code == 303
    clerk.cookies.set("springwind_session", copied)
    assert clerk.get("/match", headers=HTML).status_code == 303


def test_a_session_changes_nothing_through_the_api(clerk: TestClient, office_store: Store) -> None:
    assert clerk.get("/api/v1/workers/1").status_code == 200
    wish = {"worker_id": 1, "post_id": 1}
    assert clerk.post("/api/v1/referrals", json=wish).status_code == 401
    assert office_store.referrals.count() == 0


def test_a_refused_form_leads_back_to_a_page_of_ours_only(clerk: TestClient) -> None:
    for came, back in (("http://testserver/workers/1", True), ("http://testserver//example.com/x", False),
                       ("http://example.com/workers/1", False)):  # fmt: skip
        answer = clerk.post("/workers/1/refer", data={"post_id": "1"}, headers={**HTML, "Referer": came})
        assert ('href="/workers/1"' in answer.text) is back
        assert "example.com" not in answer.text


def test_a_session_of_a_key_that_was_taken_away_is_over(clerk: TestClient) -> None:
    ring = clerk.app.state.office.keys  # type: ignore[attr-defined]
    assert clerk.get("/match", headers=HTML).status_code == 200
    ring.file.write_text("[]")
    assert clerk.get("/match", headers=HTML).status_code == 303


def test_a_township_sees_its_own_workers_on_every_route(township: TestClient) -> None:
    assert township.get("/api/v1/workers/3").json()["division"] == "999902"
    for path in ("/api/v1/workers/1", "/api/v1/workers/1/matches", "/workers/1"):
        answer = township.get(path)
        assert answer.status_code == 404
        assert answer.json()["error"]["code"] == "worker_not_found"
    seen = township.get("/api/v1/posts/1/candidates").json()["matches"]
    assert [match["worker"]["worker_id"] for match in seen] == [3]
    refused = township.post("/api/v1/referrals", json={"worker_id": 1, "post_id": 1})
    assert refused.json()["error"]["code"] == "worker_not_found"


def test_a_township_cannot_reach_a_letter_or_a_post_of_another(
    township: TestClient, office_store: Store
) -> None:
    from datetime import date

    from serving import referrals

    letter = referrals.refer(office_store, 1, 1, date(2026, 3, 10)).letter_number
    assert township.get(f"/api/v1/referrals/{letter}").status_code == 404
    assert township.get(f"/letters/{letter}").status_code == 404
    told = township.post(f"/api/v1/referrals/{letter}/outcome", json={"slip": 1})
    assert told.status_code == 404
    act = township.post("/api/v1/posts/1/ledger", json={"action": "withdrawn", "why": "x"})
    assert act.status_code == 403
    assert office_store.posts.get(1).status == "published"
