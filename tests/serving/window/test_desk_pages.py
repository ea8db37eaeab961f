"""The desk's pages as people use them: a link without an account, a stranger's form, a reviewer's answer."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from fastapi.testclient import TestClient

from features.store import Store
from serving import referrals
from serving.release import ledger, links

DAY = date(2026, 3, 10)
PAGE = {"Accept": "text/html"}


def sent(client: TestClient, **fields: str) -> dict[str, str]:
    """Give the fields of a form as the page that showed it would send them."""
    office = client.app.state.office  # type: ignore[attr-defined]
    cookie = client.cookies.get("springwind_session", "")
    return {**fields, "form_token": office.sessions.form_token(cookie)}


@pytest.fixture
def token(public: TestClient, office_store: Store) -> str:
    return links.give(office_store, 1, datetime.now(UTC), who="clerk")


def test_an_employer_without_an_account_enters_a_post_and_sees_it_wait(
    public: TestClient, office_store: Store, token: str
) -> None:
    assert "不用账号" in public.get(f"/e/{token}").text
    assert "No account needed" in public.get(f"/e/{token}", params={"lang": "en"}).text
    fields = {"title": "装配工<script>", "duties": "装配", "place": "云岭镇", "pay": "4500"}
    done = public.post(f"/e/{token}/post", data=sent(public, **fields), params={"lang": "zh"})
    assert done.status_code == 200
    assert "已收到" in done.text
    assert "<script>装配" not in done.text
    assert "装配工&lt;script&gt;" in done.text
    number = max(office_store.posts.frame()["post_id"])
    assert office_store.posts.get(number).status == "draft"
    assert "装配工" not in public.get("/posts", headers=PAGE).text


def test_what_cannot_be_taken_shows_the_form_again_filled(public: TestClient, token: str) -> None:
    fields = {
        "title": "装配工",
        "duties": "装配",
        "place": "云岭镇",
        "pay": "4500",
        "closes_on": "2026-03-01",
    }
    again = public.post(f"/e/{token}/post", data=sent(public, **fields))
    assert again.status_code == 422
    assert "截止日期" in again.text
    assert 'value="装配工"' in again.text


def test_a_forged_link_says_so_to_people(public: TestClient, token: str) -> None:
    answer = public.get(f"/e/{token[:-8]}AAAAAAAA", headers=PAGE)
    assert answer.status_code == 422
    assert "不是本机构发出的" in answer.text


def test_an_outcome_is_told_over_the_link_by_letter_number(
    public: TestClient, office_store: Store, token: str
) -> None:
    letter = referrals.refer(office_store, 1, 1, DAY).letter_number
    fields = {"letter": letter, "slip": "1", "interviewed": "true"}
    assert "结果已登记" in public.post(f"/e/{token}/letter", data=sent(public, **fields)).text
    assert referrals.by_letter(office_store, letter).interviewed is True
    other = public.post(f"/e/{token}/letter", data=sent(public, letter="2026-999999", slip="1"))
    assert other.status_code == 404


def test_a_stranger_leaves_name_and_phone_and_the_township_finds_them(
    public: TestClient, office_store: Store
) -> None:
    assert "/posts/1/interest" in public.get("/posts/1").text
    fields = {"name": "模拟丁四", "phone": "12000000044", "consent": "1", "township": "999902"}
    assert public.post("/posts/1/interest", data=sent(public, **{**fields, "consent": ""})).status_code == 422
    done = public.post("/posts/1/interest", data=sent(public, **fields))
    assert done.status_code == 200
    assert "已登记" in done.text
    [row] = office_store.intentions.rows()
    assert row["division"] == "999902"
    office = public.app.state.office  # type: ignore[attr-defined]
    public.headers["X-API-Key"] = office.keys.add("town", "999902")
    page = public.get("/intentions").text
    assert "模**" in page
    assert "12000000044" not in page
    assert public.get("/posts/4/interest", headers=PAGE).status_code == 404  # not public


def test_strangers_are_held_to_a_pace(public: TestClient) -> None:
    fields = sent(public, name="x", phone="1", consent="1")
    codes = [public.post("/posts/1/interest", data=fields).status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]


def test_anybody_reports_a_post_and_reads_the_answer_by_number(
    clerk: TestClient, office_store: Store
) -> None:
    told = clerk.post("/posts/1/report", data=sent(clerk, kind="fee", words="要交押金"))
    found = re.search(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", told.text)
    assert found is not None
    assert "正在处理" in clerk.get("/complaints", params={"number": found[0]}).text
    page = clerk.get("/release/complaints").text
    assert "要交押金" in page
    row = office_store.complaints.rows()[0]
    fields = sent(clerk, answer="已暂停", stop="1")
    assert clerk.post(f"/release/complaints/{row['complaint_id']}", data=fields).status_code == 303
    assert office_store.posts.get(1).status == "suspended"
    assert "已暂停" in clerk.get("/complaints", params={"number": found[0]}).text
    assert clerk.get("/complaints", params={"number": "AAAA-BBBB-CCCC"}).status_code == 404


def test_the_reviewer_sees_papers_makes_a_link_and_verifies(clerk: TestClient, office_store: Store) -> None:
    frame = office_store.employers.frame(ids=[1]).with_columns(simulated=pl.lit(False))
    office_store.employers.upsert_frame(frame)
    assert "模拟制衣厂" in clerk.get("/release/employers").text
    made = clerk.post("/release/employers/1/link", data=sent(clerk)).text
    path = re.search(r"/e/[\w-]{43}", made)
    assert path is not None
    assert clerk.get(path[0]).status_code == 200
    bad = clerk.post("/release/employers/1/verify", data=sent(clerk, credit_code="123"), headers=PAGE)
    assert bad.status_code == 422
    good = sent(clerk, basis="licence", credit_code="91350100M000100Y43")
    assert clerk.post("/release/employers/1/verify", data=good).status_code == 303
    assert office_store.employers.get(1).verified_on == DAY
    assert "模拟制衣厂" not in clerk.get("/release/employers").text


def test_the_reviewer_grants_an_exception_and_the_queue_says_the_law(
    clerk: TestClient, office_store: Store
) -> None:
    frame = office_store.posts.frame(ids=[3]).with_columns(duties=pl.lit("井下采煤，限男性"))
    office_store.posts.upsert_frame(frame.drop("hired", "referred"))
    ledger.check(office_store, [3], DAY, who="a")
    office: Any = clerk.app.state.office  # type: ignore[attr-defined]
    office.take_in(office_store.changes(office.seq))
    assert "法定例外放行" in clerk.get("/release").text
    fields = sent(clerk, code="underground_women", why="井下作业，矿长签字")
    assert clerk.post("/release/3/exempt", data=fields).status_code == 303
    assert ledger.history(office_store, 3)[-1].findings[-1] == "sex:advise"


def test_the_old_english_remark_is_chinese_on_the_chinese_page(
    clerk: TestClient, office_store: Store
) -> None:
    ledger.readmit(office_store, [3], who="clerk")
    office: Any = clerk.app.state.office  # type: ignore[attr-defined]
    office.take_in(office_store.changes(office.seq))
    page = clerk.get("/release", params={"lang": "zh"}).text
    assert "进入系统时已在发布" in page
    assert "entered as published" not in page
    assert "auto:" not in page
    assert "entered as published" in clerk.get("/release", params={"lang": "en"}).text


def test_rules_proof_and_policy_are_shown_in_both_languages(clerk: TestClient) -> None:
    for lang, words in (("zh", "性别限制"), ("en", "deposits and fees")):
        assert words in clerk.get("/release/rules", params={"lang": lang}).text
    assert "没有被改动" in clerk.get("/release/verify", params={"lang": "zh"}).text
    fields = sent(clerk, name="arrears", value="warn", why="三月十日局务会")
    assert clerk.post("/release/policy", data=fields).status_code == 303
    assert "三月十日局务会" in clerk.get("/release/rules").text


def test_a_letter_brings_its_guidance_and_a_clue_its_sheet(clerk: TestClient, office_store: Store) -> None:
    letter = referrals.refer(office_store, 1, 1, DAY).letter_number
    page = clerk.get(f"/letters/{letter}").text
    assert all(word in page for word in ("12333", "仲裁", "法律援助", "劳动合同法第十七条"))
    referrals.record_outcome(office_store, letter, {"slip": 1}, DAY)
    wrong = sent(clerk, owed_from="2026-03-10", owed_to="2026-04-10")
    again = clerk.post(f"/letters/{letter}/clue", data=wrong)
    assert again.status_code == 422
    assert 'value="2026-04-10"' in again.text
    fields = sent(clerk, owed_from="2026-03-10", owed_to="2026-03-10", amount="4200", contract="false")
    done = clerk.post(f"/letters/{letter}/clue", data=fields)
    sheet = clerk.get(done.headers["location"]).text
    assert "4,200" in sheet
    assert "模拟甲一" not in sheet  # the worker's name is written in by hand, with consent
    assert clerk.post(done.headers["location"], data=sent(clerk, handed_to="模拟监察大队")).status_code == 303


def test_programs_do_the_same_over_the_api(api: TestClient, office_store: Store) -> None:
    assert api.get("/api/v1/release/verify").json()["count"] == office_store.releases.verify()
    assert api.get("/api/v1/release/rules", params={"lang": "en"}).json()[0]["rule"] == "sex.1"
    made = api.post("/api/v1/posts/1/complaints", json={"kind": "wages", "words": "欠两个月"})
    assert made.status_code == 201
    [row] = api.get("/api/v1/release/complaints").json()
    number = office_store.complaints.rows()[0]["complaint_id"]
    told = api.post(f"/api/v1/release/complaints/{number}/answer", json={"answer": "在查", "suspend": True})
    assert told.json()["answer"] == "在查"
    assert api.get(f"/api/v1/complaints/{row['number']}").json()["answer"] == "在查"
    assert "sex" not in [f["rule"] for f in api.get("/api/v1/release/posts/2/findings").json()]
    done = api.post("/api/v1/release/due").json()
    assert 3 in done["published"]
    assert api.post("/api/v1/release/expire").json()["taken_back"] == []
    link = api.post("/api/v1/release/employers/1/links", json={"days": 3}).json()["path"]
    assert api.get(link).status_code == 200
    bad = api.post("/api/v1/release/posts/2/exceptions", json={"code": "nothing", "why": "because"})
    assert bad.status_code == 422
    assert set(bad.json()["error"]) == {"code", "message", "where"}
