"""Subscribers over HTTP: token, acknowledgement, and the page that shows who has not taken a removal."""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import feedparser
import pytest
from fastapi.testclient import TestClient

from features.store import Store
from serving import board
from serving.release.site import Site, write

NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)


def withdraw(client: TestClient, store: Store, number: int) -> None:
    store.releases.append(number, "withdrawn", at=NOW, who="a", why="x")
    office = client.app.state.office  # type: ignore[attr-defined]
    office.take_in(store.changes(office.seq))


def test_a_subscriber_fetches_acknowledges_and_is_shown_while_it_lags(
    api: TestClient, office_store: Store
) -> None:
    made = api.post("/api/v1/subscribers", json={"name": "县电视台", "channel": "pull"}).json()
    path, token = f"/api/v1/subscribers/{made['subscriber_id']}", {"X-Subscriber-Token": made["token"]}
    first = api.get(f"{path}/changes", headers=token).json()
    assert sorted(change["id"] for change in first["changes"]) == [1, 2]
    withdraw(api, office_store, 1)
    [listed] = api.get("/api/v1/subscribers").json()
    assert (listed["not_taken"], listed["sent"], listed["taken"]) == ([1], 6, 0)
    assert "token" not in listed
    page = api.get("/release/channels").text
    assert "还没有确认" in page
    assert "缝纫工1" in page
    ahead = api.post(f"{path}/taken", headers=token, json={"cursor": 7})
    assert (ahead.status_code, ahead.json()["error"]["code"]) == (409, "taken_ahead")
    then = api.get(f"{path}/changes", params={"after": 6}, headers=token).json()
    assert [(c["id"], c["removed"]) for c in then["changes"]] == [(1, True)]
    assert api.get("/api/v1/subscribers").json()[0]["taken"] == 6  # to ask from 6 says that 6 was taken
    assert api.post(f"{path}/taken", headers=token, json={"cursor": then["cursor"]}).json() == {"taken": 7}
    assert api.get("/api/v1/subscribers").json()[0]["not_taken"] == []
    assert api.delete(path).status_code == 204
    assert api.get(f"{path}/changes", headers=token).status_code == 404


@pytest.mark.parametrize("token", [None, "", "tk_wrong", "x" * 200])
def test_without_its_token_nobody_speaks_for_a_subscriber(
    public: TestClient, office_store: Store, token: str | None
) -> None:
    number = office_store.subscribers.add("一处", "pull", who="x")
    headers = {} if token is None else {"X-Subscriber-Token": token}
    answers = [
        public.get(f"/api/v1/subscribers/{number}/changes", headers=headers),
        public.post(f"/api/v1/subscribers/{number}/taken", headers=headers, json={"cursor": 0}),
    ]
    assert {answer.status_code for answer in answers} <= {401, 422}
    assert office_store.subscribers.get(number).sent_seq == 0


@pytest.mark.parametrize(
    "wish",
    [
        {"channel": "webhook"}, {"channel": "webhook", "url": "ftp://a"}, {"channel": "pull", "url": "http://a"},
        {"channel": "pull", "divisions": ["1"]},
        {"channel": "pull", "occupations": ["六"]}, {"channel": "fax"},
        {"channel": "pull", "name": ""}, {"channel": "robot", "url": "http://u:p@a/"},
    ],
)  # fmt: skip
def test_a_subscriber_that_makes_no_sense_is_refused(api: TestClient, wish: dict[str, Any]) -> None:
    answer = api.post("/api/v1/subscribers", json={"name": "一处", **wish})
    assert answer.status_code == 422
    assert set(answer.json()["error"]) == {"code", "message", "where"}


def test_the_static_site_stands_by_itself(public: TestClient, office_store: Store, tmp_path: Path) -> None:
    found = board.read(office_store)
    site = Site(found, [], "模拟县公共就业服务", "0" * 16, "https://x.example.org", NOW)
    out = tmp_path / "site.zip"
    count = write(site, out)
    first = out.read_bytes()
    with zipfile.ZipFile(out) as packed:
        names = set(packed.namelist())
        assert len(names) == count
        pages = {name: packed.read(name).decode() for name in names if name.endswith(".html")}
        atom, sitemap = packed.read("posts.atom"), packed.read("sitemap.xml")
    assert {"index.html", "places.html", "posts/1.html", "en/posts/1.html", "style.css"} <= names
    assert not {"posts/3.html", "posts/4.html"} & names  # what is not out is not in it
    assert len(feedparser.parse(atom).entries) == 2
    assert [url[0].text for url in Xml.fromstring(sitemap)][1] == "https://x.example.org/posts/1.html"
    for name, text in pages.items():
        assert "模拟" in text
        assert "<script" not in text.replace('<script type="application/ld+json">', "")
        for link in (part.split('"')[0] for part in text.split('href="')[1:]):
            if not link.startswith(("tel:", "http", "#")):
                assert str(_joined(name, link)) in names, (name, link)
    assert "平车 &lt;b&gt;四线&lt;/b&gt;" in pages["posts/1.html"]
    write(site, out)
    assert out.read_bytes() == first


def _joined(name: str, link: str) -> str:
    parts: list[str] = name.split("/")[:-1]
    for part in link.split("/"):
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


def test_what_the_commands_refuse_is_a_sentence(
    monkeypatch: Any, settings: Any, store: Store, capfd: Any
) -> None:
    from features.cli import main

    monkeypatch.setenv("SPRINGWIND_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("SPRINGWIND_DATABASE_URL", str(settings.database_url))
    monkeypatch.setenv("SPRINGWIND_LANGUAGE", "zh")
    for arguments, words in (
        (["follow", "ftp://x"], "不是可用的网址"), (["unfollow", "http://x"], "没有跟随"),
        (["province"], "没有设定省平台网址"), (["site", "--out", "x.zip"], "写明网页将放在哪个网址下"),
    ):  # fmt: skip
        with pytest.raises(SystemExit) as ended:
            main(["release", *arguments])
        assert ended.value.code == 2
        assert words in capfd.readouterr().err
    with pytest.raises(SystemExit):
        main(["work", "--once", "--json"])
    assert '"done": 1' in capfd.readouterr().out
    assert date.today() >= store.jobs.all()[0]["done_at"].date()
