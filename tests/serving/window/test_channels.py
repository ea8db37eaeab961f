"""Pages of the channels: what they show, and what an accessibility checker not written here says of them."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from features.store import Store
from features.store.province import Told

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PUBLIC = ("/posts", "/posts/1", "/posts/1/poster", "/wall", "/screen")
STAFF = ("/posts/1/channels", "/release/channels")
TURNING = "/screen"
"""Turns its pages by itself: nobody holds a mouse before it, and the list has the same posts."""

HTML = {"Accept": "text/html"}


def test_the_screen_turns_its_pages_without_a_script_and_begins_anew(public: TestClient) -> None:
    page = public.get("/screen?seconds=5", headers=HTML).text
    assert '<meta http-equiv="refresh" content="5;url=/screen?page=1&amp;seconds=5">' in page
    assert "<script" not in page
    assert "缝纫工2" in page
    assert "缝纫工3" not in page  # a draft
    assert public.get("/screen?page=99", headers=HTML).status_code == 200
    for query in ("page=0", "seconds=1", "division=x"):
        assert public.get(f"/screen?{query}").status_code == 422


def test_poster_picture_and_wall_show_only_what_is_out(public: TestClient) -> None:
    assert "模拟岗位，不是真实招聘" in public.get("/posts/1/poster?size=a3", headers=HTML).text
    picture = public.get("/posts/1/picture.png")
    assert (picture.headers["content-type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    for path in ("/posts/3/poster", "/posts/3/picture.png", "/posts/99/poster"):
        assert public.get(path).status_code == 404
    assert public.get("/posts/1/poster?size=a9").status_code == 422
    wall = public.get("/wall?place=云岭", headers=HTML).text
    assert ("缝纫工1" in wall, "缝纫工3" in wall) == (True, False)
    assert "缝纫工1" not in public.get("/wall?division=11", headers=HTML).text


def test_one_post_ready_for_every_channel(clerk: TestClient, office_store: Store) -> None:
    office_store.province.keep([Told(1, "", "x", "b", "E102", "aca111", "职业代码不对")])
    page = clerk.get("/posts/1/channels", headers=HTML).text
    for words in (
        "招缝纫工1",
        "乡亲们",
        "/posts/1/picture.png",
        "/posts/1/poster?size=a3",
        "E102",
        "职业代码不对",
    ):
        assert words in page
    assert 'class="copy" readonly' in page  # selected whole by one touch, without a script
    assert clerk.get("/posts/3/channels", headers=HTML).status_code == 404
    assert "E102" in clerk.get("/release/channels", headers=HTML).text


def test_a_subscriber_is_entered_by_a_form_and_its_token_shown_once(clerk: TestClient) -> None:
    office = clerk.app.state.office  # type: ignore[attr-defined]
    token = office.sessions.form_token(clerk.cookies["springwind_session"])
    fields = {"name": "邻镇大屏", "channel": "pull", "divisions": "999901，9999", "form_token": token}
    shown = clerk.post("/release/subscribers", data=fields).text
    assert "tk_" in shown
    assert "tk_" not in clerk.get("/release/channels", headers=HTML).text
    [taker] = office.store.subscribers.all()
    assert taker.divisions == ("999901", "9999")
    assert clerk.post("/release/subscribers", data={**fields, "form_token": "x"}).status_code == 403
    gone = clerk.post(f"/release/subscribers/{taker.subscriber_id}/end", data={"form_token": token})
    assert (gone.status_code, office.store.subscribers.all()) == (303, [])


def test_a_feed_is_followed_and_left_by_a_form(clerk: TestClient) -> None:
    office = clerk.app.state.office  # type: ignore[attr-defined]
    token = office.sessions.form_token(clerk.cookies["springwind_session"])
    wish = {"url": "http://192.0.2.1/feed", "form_token": token}
    assert clerk.post("/release/followed", data=wish).status_code == 303
    [feed] = office.store.feeds.all()
    assert (feed.url, [job["kind"] for job in office.store.jobs.all()]) == ("http://192.0.2.1", ["follow"])
    assert "http://192.0.2.1" in clerk.get("/release/channels", headers=HTML).text
    clerk.post(f"/release/followed/{feed.followed_id}/end", data={"form_token": token})
    assert office.store.feeds.all() == []


@pytest.fixture
def address(app: FastAPI) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium here")
def test_no_page_has_a_fault_that_axe_finds_and_none_is_wider_than_a_phone(
    address: str, app: FastAPI, office_store: Store
) -> None:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    office_store.subscribers.add("县电视台", "pull", who="x")
    office_store.feeds.add("http://192.0.2.1", "x")
    faults: list[Any] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True)
        page = context.new_page()
        faults += _looked_at(page, Axe(), address, [f"{path}?lang=zh" for path in PUBLIC])
        faults += _looked_at(page, Axe(), address, ["/posts/1?lang=en"])
        key = app.state.office.keys.office_file.read_text().strip()
        signed = httpx.post(f"{address}/sign-in", data={"key": key, "next": "/"})
        session = signed.cookies["springwind_session"]
        context.add_cookies([{"name": "springwind_session", "value": session, "url": address}])
        faults += _looked_at(page, Axe(), address, list(STAFF))
        browser.close()
    faults = [one for one in faults if one[:2] != (f"{TURNING}?lang=zh", "meta-refresh")]
    assert faults == [], "\n".join(map(str, faults))


def _looked_at(page: Any, axe: Any, address: str, paths: list[str]) -> list[Any]:
    found: list[Any] = []
    for path in paths:
        page.goto(address + path)
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        result = axe.run(
            page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
        )
        found += [
            (path, v["id"], [n["html"][:120] for n in v["nodes"]]) for v in result.response["violations"]
        ]
        found += [(path, "wider", wider)] if wider > 0 else []
    return found
