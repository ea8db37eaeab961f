"""A window day in a real browser: desk and phone, Chinese and English, with the checks of basic access."""

from __future__ import annotations

import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from pypdf import PdfReader

from features.store import Store

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SWITCHES = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip
DESK, PHONE = (1280, 900), (390, 844)
TONGUE = {"zh": "zh-CN", "en": "en-GB"}
SENTENCE = {
    "zh": "45岁,会缝纫,想找包住的工作,5000以上",
    "en": "45, can sew, looking for work with lodging, 5000 or more",
}

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium here: apt-get install chromium"
)

LOOK = """() => {
  const seen = (e) => e.getClientRects().length > 0;
  const all = (s) => [...document.querySelectorAll(s)];
  const named = (e) => (e.textContent.trim() || e.getAttribute("aria-label") || "") !== "";
  const told = document.body.cloneNode(true);
  told.querySelectorAll("code, script").forEach((e) => e.remove());
  const ids = all("[id]").map((e) => e.id);
  return {
    lang: document.documentElement.lang,
    title: document.title,
    headings: all("h1").filter(seen).length,
    wider: document.documentElement.scrollWidth - window.innerWidth,
    unlabelled: all("input:not([type=hidden]), select, textarea")
      .filter((e) => e.labels.length === 0 && !e.getAttribute("aria-label")).map((e) => e.outerHTML),
    unnamed: all("a[href], button, summary").filter(seen).filter((e) => !named(e)).map((e) => e.outerHTML),
    double: ids.filter((id, at) => ids.indexOf(id) !== at),
    jumping: all("[tabindex]").filter((e) => e.tabIndex > 0).map((e) => e.outerHTML),
    small: all("main button, main .button, main select," +
      "main input:not([type=hidden], [type=radio], [type=checkbox]), main label:has([type=checkbox])")
      .filter(seen).filter((e) => e.getBoundingClientRect().height < 40).map((e) => e.outerHTML),
    unkeyed: /\\bwindow\\.[a-z_]+(\\.[a-z_]+)*\\b|\\{[a-z_]+\\}/.exec(told.textContent),
  };
}"""
"""What a careful visitor would trip over, read off the page as it is laid out."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Give one headless Chromium for all walks."""
    from playwright.sync_api import sync_playwright

    assert CHROMIUM, "continuous integration must have a Chromium"
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=list(SWITCHES))
        yield opened
        opened.close()


@pytest.fixture
def address(app: FastAPI) -> Iterator[str]:
    """Serve the small office on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    assert server.started
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


class Walk:
    """Walk the pages as one person at one screen, looking around on every page."""

    def __init__(self, browser: Any, address: str, lang: str, size: tuple[int, int], **how: Any) -> None:
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale=TONGUE[lang], **how
        )
        self.page = self.context.new_page()
        self.address, self.lang, self.wrong = address, lang, list[str]()
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", self._request)

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.wrong.append(f"asked outside: {request.url}")

    def open(self, path: str) -> None:
        assert self.page.goto(self.address + path).ok, path
        self.look()

    def press(self, button: str) -> None:
        with self.page.expect_navigation():
            self.page.click(button)
        self.look()

    def look(self) -> None:
        seen, where = self.page.evaluate(LOOK), self.page.url
        lang = "zh-CN" if self.lang == "zh" else "en"
        assert seen.pop("lang") == lang, where
        assert seen.pop("title"), where
        assert seen.pop("headings") == 1, where
        assert seen.pop("wider") <= 0, where
        assert {what: found for what, found in seen.items() if found} == {}, where
        assert self.wrong == [], where

    def text(self) -> str:
        return str(self.page.inner_text("main"))


@pytest.fixture
def key(app: FastAPI, address: str) -> str:
    return str(app.state.office.keys.office_file.read_text().strip())


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_window_day(
    browser: Any, address: str, key: str, office_store: Store, lang: str, size: tuple[int, int]
) -> None:
    walk = Walk(browser, address, lang, size)
    _sign_in(walk, key)
    _a_sentence(walk)
    number = _find_and_refer(walk)
    _print(walk, number)
    _record(walk, number)
    kept = office_store.referrals.by_letter(number)
    assert (kept.slip, kept.not_hired, kept.interviewed) == (2, "distance", True)
    for path in ("/posts", "/posts/1", "/posts/1/candidates", "/posts/3", "/fairs", "/fairs/1", "/release",
                 "/how", "/docs", "/outcome"):  # fmt: skip
        walk.open(path)
    walk.context.close()


def _sign_in(walk: Walk, key: str) -> None:
    walk.open("/sign-in")
    walk.page.click("summary")
    walk.page.fill("#key", key)
    walk.press("details button")
    assert walk.page.url == walk.address + "/"
    assert walk.page.evaluate("document.activeElement.id") == "q"  # one types at once whom one looks for
    first = "document.querySelector('a, button, input').getAttribute('href')"
    assert walk.page.evaluate(first) == "#main"  # the first stop leads past the head of the page


def _a_sentence(walk: Walk) -> None:
    walk.page.fill("#text", SENTENCE[walk.lang])
    with walk.page.expect_navigation():
        walk.page.press("#text", "Enter")
    walk.look()
    assert "缝纫工1" in walk.text()
    assert walk.page.locator(".match").count() == 2
    assert "70" not in walk.page.locator(".criteria").first.inner_text()  # levels are said, not coded


def _find_and_refer(walk: Walk) -> str:
    walk.open("/")
    walk.page.fill("#q", "12000000011")
    walk.press("form[action='/find'] button")
    assert "模**" in walk.text()
    walk.press(".match form button")
    found = re.search(r"№ (\d{4}-\d{6})", walk.text())
    assert found
    return found[1]


def _print(walk: Walk, number: str) -> None:
    front, behind = PdfReader(BytesIO(walk.page.pdf(prefer_css_page_size=True))).pages
    assert front.extract_text().count(number) >= 2  # letter and slip on one sheet
    assert behind.extract_text().count(number) == 1  # what a contract must hold stands on its back
    walk.page.emulate_media(media="print")
    assert walk.page.is_hidden("nav")
    assert walk.page.is_hidden("[data-print]")
    assert walk.page.locator(".number", has_text=number).count() == 3  # letter, slip, guidance behind
    walk.page.emulate_media(media="screen")


def _record(walk: Walk, number: str) -> None:
    walk.open("/outcome")
    walk.page.fill("#letter", number)
    walk.press("main button")
    walk.page.check("input[name=slip][value='2']")
    walk.page.select_option("#interviewed", "true")
    walk.page.select_option("#not_hired", "distance")
    walk.press("form.outcome > button")
    assert ("不录用" if walk.lang == "zh" else "not hired") in walk.text()


def test_the_other_language_keeps_the_sentence(browser: Any, address: str, key: str) -> None:
    walk = Walk(browser, address, "zh", DESK)
    _sign_in(walk, key)
    _a_sentence(walk)
    walk.lang = "en"
    walk.press(".self form[action^='/match'] button")
    assert walk.page.input_value("#text") == SENTENCE["zh"]
    walk.context.close()


def test_without_a_script_the_forms_still_work(browser: Any, address: str, key: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(address + "/sign-in?next=/match")
    page.click("summary")
    page.fill("#key", key)
    page.click("details button")
    page.fill("#text", SENTENCE["zh"])
    page.click("main form button")
    assert page.locator(".match").count() == 2
    page.goto(address + "/workers/1")
    page.click(".match form button")
    assert "/letters/" in page.url
    context.close()


def test_a_situation_told_at_the_window_is_kept(
    browser: Any, address: str, key: str, office_store: Store
) -> None:
    walk = Walk(browser, address, "zh", PHONE)
    _sign_in(walk, key)
    walk.open("/workers/2")
    walk.page.click(".situation summary")
    walk.page.select_option("#status", "away")
    walk.press(".situation button")
    assert office_store.workers.get(2).status == "away"
    assert walk.page.is_visible("#status")  # who is not seeking can be set to seeking at once
    walk.context.close()
