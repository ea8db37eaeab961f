"""Atom, calendar, sitemap and JobPosting, each read by a program that is not ours."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree as Xml

import feedparser
import icalendar
import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from features.records import Fair
from features.store import Store
from serving.release.channels import atom as atoms
from serving.release.channels import sitemap as maps
from serving.release.channels.calendar import calendar
from serving.release.channels.plain import plain
from serving.release.moves import EVERYTHING

NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)
DAY = date(2026, 3, 10)
SOURCE = atoms.Source("模拟县公共就业服务", "0123456789abcdef", "https://jobs.example.org", "zh")

# https://schema.org/JobPosting: the types each property may have there; required: what search engines ask.
REQUIRED = {"title", "description", "datePosted", "hiringOrganization", "jobLocation"}
TYPES: dict[str, tuple[str, ...]] = {
    "identifier": ("PropertyValue", "Text", "URL"), "url": ("URL",), "title": ("Text",),
    "disambiguatingDescription": ("Text",), "description": ("Text",), "datePosted": ("Date", "DateTime"),
    "validThrough": ("Date", "DateTime"), "employmentType": ("Text",),
    "hiringOrganization": ("Organization", "Person"), "jobLocation": ("Place",),
    "totalJobOpenings": ("Integer",), "baseSalary": ("MonetaryAmount", "Number", "PriceSpecification"),
    "skills": ("DefinedTerm", "Text"),
    "educationRequirements": ("EducationalOccupationalCredential", "Text"),
    "experienceRequirements": ("OccupationalExperienceRequirements", "Text"),
    "qualifications": ("EducationalOccupationalCredential", "Text"), "jobBenefits": ("Text",),
    "applicationContact": ("ContactPoint",), "directApply": ("Boolean",),
}  # fmt: skip
WITHIN: dict[str, dict[str, tuple[str, ...]]] = {
    "PropertyValue": {"name": ("Text",), "value": ("Text",)},
    "Organization": {"name": ("Text",)},
    "Place": {"address": ("PostalAddress", "Text")},
    "PostalAddress": {"addressCountry": ("Text",), "addressLocality": ("Text",), "addressRegion": ("Text",)},
    "MonetaryAmount": {"currency": ("Text",), "value": ("QuantitativeValue", "Number")},
    "QuantitativeValue": {
        "minValue": ("Number",), "maxValue": ("Number",), "value": ("Number",), "unitText": ("Text",),
    },
    "ContactPoint": {"name": ("Text",), "telephone": ("Text",)},
}  # fmt: skip


def is_a(value: Any, kind: str) -> bool:
    if isinstance(value, dict):
        return value.get("@type") == kind and not faults(value, WITHIN.get(kind, {}))
    tests = {
        "Text": lambda: isinstance(value, str) and value.strip() != "",
        "URL": lambda: isinstance(value, str) and re.fullmatch(r"https?://[^\s]+", value) is not None,
        "Date": lambda: isinstance(value, str) and bool(date.fromisoformat(value)),
        "Integer": lambda: isinstance(value, int) and not isinstance(value, bool),
        "Number": lambda: isinstance(value, (int, float)) and not isinstance(value, bool),
        "Boolean": lambda: isinstance(value, bool),
    }
    return kind in tests and tests[kind]()


def faults(told: dict[str, Any], types: dict[str, tuple[str, ...]]) -> list[str]:
    """Name the properties that schema.org does not know here, or whose value is of none of its types."""
    values = {name: value for name, value in told.items() if not name.startswith("@")}
    return [n for n, v in values.items() if n not in types or not any(is_a(v, kind) for kind in types[n])]


def posting(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert found
    return json.loads(found[1])


def test_the_table_of_types_refuses_what_schema_org_would() -> None:
    assert faults({"title": "", "baseSalary": {"@type": "MonetaryAmount", "value": "x"}}, TYPES) == [
        "title", "baseSalary",
    ]  # fmt: skip
    assert faults({"salary": 3}, TYPES) == ["salary"]


def test_each_detail_page_holds_a_jobposting_that_says_what_the_page_says(public: TestClient) -> None:
    page = public.get("/posts/1", headers={"Accept": "text/html"}).text
    told = posting(page)
    assert (told["@context"], told["@type"]) == ("https://schema.org", "JobPosting")
    assert set(told) >= REQUIRED
    assert faults(told, TYPES) == []
    seen = html.unescape(re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", page, flags=re.S))
    place = told["jobLocation"]["address"]["addressLocality"]
    for words in (told["title"], told["hiringOrganization"]["name"], place, told["validThrough"]):
        assert words in seen
    assert all(word in seen for word in told["description"].split())
    assert f"{told['baseSalary']['value']['minValue']:,}" in seen
    assert str(told["totalJobOpenings"]) in seen


def test_lists_and_gone_posts_hold_none(public: TestClient) -> None:
    assert "ld+json" not in public.get("/posts", headers={"Accept": "text/html"}).text
    gone = public.get("/posts/3", headers={"Accept": "text/html"})
    assert (gone.status_code, "ld+json" in gone.text) == (404, False)


def test_atom_is_read_by_feedparser_with_removals_aside(public: TestClient, office_store: Store) -> None:
    office_store.releases.append(2, "withdrawn", at=NOW, who="a", why="x")
    office = public.app.state.office  # type: ignore[attr-defined]
    office.take_in(office_store.changes(office.seq))
    answer = public.get("/feed/posts.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    read = feedparser.parse(answer.content)
    assert not read.bozo
    assert [entry.title for entry in read.entries] == ["缝纫工1 · 模拟制衣厂"]
    entry = read.entries[0]
    assert entry.link.endswith("/posts/1")
    assert (entry.id.startswith("urn:springwind:"), bool(entry.updated_parsed)) == (True, True)
    assert "模拟" in read.feed.title
    root = Xml.fromstring(answer.content)
    [gone] = root.findall("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
    assert (gone.get("ref", "")[-2:], gone.get("when")) == (":2", "2026-03-10T08:00:00+00:00")
    assert [part.text for part in gone] == ["withdrawn"]


def test_atom_can_be_held_to_a_division(public: TestClient) -> None:
    assert len(feedparser.parse(public.get("/feed/posts.atom?division=9999").content).entries) == 2
    assert feedparser.parse(public.get("/feed/posts.atom?division=11").content).entries == []


def test_the_calendar_shows_only_fairs_of_public_notice(public: TestClient, office_store: Store) -> None:
    assert icalendar.Calendar.from_ical(public.get("/feed/fairs.ics").content).walk("VEVENT") == []
    told = {
        "division": "999901",
        "venue": "模拟大厅; 东门, 一楼",
        "lat": 30.5,
        "lon": 104.1,
        "simulated": True,
    }
    for number, notice in ((2, DAY), (3, date(2026, 3, 11))):
        office_store.fairs.add(
            Fair(
                fair_id=number,
                name=f"春风行动专场{number}",
                held_on=date(2026, 3, 20),
                notice_on=notice,
                **told,
            )
        )
    answer = public.get("/feed/fairs.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    [event] = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["SUMMARY"]) == "春风行动专场2（模拟）"
    assert str(event["LOCATION"]) == "模拟大厅; 东门, 一楼"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2026, 3, 20), date(2026, 3, 21))
    assert event["GEO"].to_ical() == "30.5;104.1"


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200), st.text(max_size=90))
def test_any_name_survives_the_calendar(name: str, venue: str) -> None:
    fair = {"fair_id": 1, "name": name, "venue": venue, "held_on": DAY, "lat": None, "lon": None,
            "booths": 3, "simulated": False}  # fmt: skip
    told = calendar([fair], SOURCE, NOW)
    assert all(len(line) <= 75 for line in told.split(b"\r\n"))
    [event] = icalendar.Calendar.from_ical(told).walk("VEVENT")
    same = plain(name).replace("\r\n", "\n").replace("\r", "\n")
    assert str(event["SUMMARY"]) == same


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_well_formed_xml(text: str) -> None:
    element = Xml.Element("x")
    element.text = plain(text)
    read = Xml.fromstring(Xml.tostring(element))
    assert (read.text or "") == plain(text).replace("\r\n", "\n").replace("\r", "\n")


def test_the_sitemap_names_the_live_posts(public: TestClient) -> None:
    root = Xml.fromstring(public.get("/sitemap.xml").content)
    places = [url.find(f"{{{maps.SPACE}}}loc").text for url in root]  # type: ignore[union-attr]
    assert places == [f"http://testserver/posts{end}" for end in ("", "/1", "/2")]
    assert "Sitemap: http://testserver/sitemap.xml" in public.get("/robots.txt").text
    missing = public.get("/sitemap-2.xml")
    assert missing.status_code == 404


def test_a_large_sitemap_is_cut_into_files(public: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maps, "PER_FILE", 1)
    root = Xml.fromstring(public.get("/sitemap.xml").content)
    assert root.tag.endswith("sitemapindex")
    parts = [part[0].text for part in root]
    assert len(parts) == 2
    found = [Xml.fromstring(public.get(str(part)).content) for part in parts]
    assert [len(part) for part in found] == [2, 1]


def test_the_feed_describes_itself_and_counts_its_posts(public: TestClient) -> None:
    told = public.get("/feed").json()
    snapshot = public.get(told["snapshot"])
    assert re.fullmatch("[0-9a-f]{16}", told["feed"])
    assert snapshot.headers["x-feed-id"] == told["feed"]
    assert snapshot.headers["x-feed-posts"] == str(told["posts"]) == "2"
    part = public.get("/feed/posts/snapshot", params={"division": "11"})
    assert (part.text, part.headers["x-feed-posts"]) == ("", "0")


@pytest.mark.parametrize("query", ["division=1", "occupation=x", "division=" + "&division=11" * 51])
def test_a_wish_that_makes_no_sense_is_refused(public: TestClient, query: str) -> None:
    answer = public.get(f"/feed/posts/changes?{query}")
    assert (answer.status_code, set(answer.json()["error"])) == (422, {"code", "message", "where"})


def test_atom_without_any_post_is_still_a_feed() -> None:
    from serving.board import Board, empty_ledger  # an office that has only begun

    class Nothing(Board):
        simulated = False

    told = atoms.atom(Nothing(empty_ledger(), empty_ledger()), SOURCE, EVERYTHING, NOW)
    assert feedparser.parse(told).feed.updated == "2026-03-10T08:00:00+00:00"
