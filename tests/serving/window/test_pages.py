"""Every page in both languages: it renders, escapes, takes nothing from outside and needs no script."""

from __future__ import annotations

import json
import re

from fastapi.testclient import TestClient
from httpx2 import Response

PUBLIC = (
    "/",
    "/posts",
    "/posts?q=缝纫&place=云岭&pay=5000&offer=lodging",
    "/posts/1",
    "/how",
    "/docs",
    "/sign-in",
)
STAFF = ("/", "/match", "/workers/1", "/posts/1", "/posts/3", "/posts/1/candidates", "/outcome", "/fairs",
         "/fairs/1", "/release")  # fmt: skip


def test_public_pages(public: TestClient) -> None:
    for path in PUBLIC:
        for lang in ("zh", "en"):
            _check(public.get(path, headers={"Accept-Language": lang, "Accept": "text/html"}), path, lang)


def test_staff_pages(clerk: TestClient) -> None:
    for path in STAFF:
        for lang in ("zh", "en"):
            _check(clerk.get(path, headers={"Accept-Language": lang, "Accept": "text/html"}), path, lang)


def test_staff_pages_lead_the_public_to_the_sign_in(public: TestClient) -> None:
    for path in set(STAFF) - {"/", "/posts/1", "/posts/3"}:
        answer = public.get(path, headers={"Accept": "text/html"})
        assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={path}")


def _check(answer: Response, path: str, lang: str) -> None:
    assert answer.status_code == 200, path
    text = answer.text
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in text
    assert not re.search(r'(src|href)="(https?:)?//', text)
    assert " style=" not in text
    assert " onclick=" not in text
    assert all("ld+json" in tag or 'src="/static/' in tag for tag in re.findall(r"<script[^>]*>", text))
    assert "<b>四线</b>" not in text
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r' for="([^"]+)"', text)) <= set(ids)


def test_job_posting_says_what_the_page_says(public: TestClient) -> None:
    text = public.get("/posts/1").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    assert found
    assert "<b>" not in found[1]
    told = json.loads(found[1])
    assert told["@type"] == "JobPosting"
    assert told["title"] == "缝纫工1"
    assert told["description"] == "平车 <b>四线</b>"
    assert told["hiringOrganization"]["name"] == "模拟制衣厂"
    assert told["validThrough"] == "2026-03-25"
    assert told["baseSalary"]["value"] == {
        "@type": "QuantitativeValue", "unitText": "MONTH", "minValue": 4000, "maxValue": 6000,
    }  # fmt: skip


def test_public_does_not_see_an_unpublished_post(public: TestClient) -> None:
    answer = public.get("/posts/3", headers={"Accept": "text/html", "Accept-Language": "en"})
    assert answer.status_code == 404
    assert "There is no post 3" in answer.text
