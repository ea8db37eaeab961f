"""The list a letter was chosen from is kept with it, from the window and over the API."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient

from features.store import Store

PAGE = {"Accept": "text/html"}


def test_a_letter_of_the_window_leaves_its_list(clerk: TestClient, office_store: Store) -> None:
    shown = clerk.get("/workers/1", headers=PAGE).text
    listed = re.findall(r'name="listed" value="([0-9,]+)"', shown)
    posts = [int(one) for one in re.findall(r'name="post_id" value="(\d+)"', shown)]
    assert len(set(listed)) == 1
    assert [int(one) for one in listed[0].split(",")] == posts
    token = re.search(r'name="form_token" value="([^"]+)"', shown)
    assert token
    fields = {"form_token": token[1], "post_id": str(posts[1]), "position": "2", "listed": listed[0]}
    assert clerk.post("/workers/1/refer", data=fields, follow_redirects=False).status_code == 303
    kept = office_store.shown.frame()
    assert kept["post_id"].to_list() == posts
    assert kept["position"].to_list() == list(range(1, len(posts) + 1))
    assert kept["worker_id"].unique().to_list() == [1]


def test_a_list_that_is_no_list_is_refused_and_no_letter_written(
    clerk: TestClient, office_store: Store
) -> None:
    shown = clerk.get("/workers/1", headers=PAGE).text
    token = re.search(r'name="form_token" value="([^"]+)"', shown)
    assert token
    fields = {"form_token": token[1], "post_id": "1", "listed": "1;DROP"}
    assert clerk.post("/workers/1/refer", data=fields).status_code == 422
    assert office_store.referrals.count() == 0


def test_over_the_api_a_list_is_kept_only_if_the_post_stood_on_it(
    api: TestClient, office_store: Store
) -> None:
    wish = {"worker_id": 1, "post_id": 1, "position": 2, "listed": [2, 1, 2]}
    assert api.post("/api/v1/referrals", json=wish).status_code == 201
    assert office_store.shown.frame()["post_id"].to_list() == [2, 1]
    other = {"worker_id": 2, "post_id": 1, "listed": [2]}
    assert api.post("/api/v1/referrals", json=other).status_code == 201
    assert office_store.shown.frame().height == 2
    assert api.post("/api/v1/referrals", json={**wish, "listed": [0]}).status_code == 422
