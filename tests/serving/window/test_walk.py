"""A window day through the pages' own forms, as a browser without JavaScript would send them."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient
from httpx2 import Response

from features.store import Store

HTML = {"Accept": "text/html", "Accept-Language": "en"}


def submit(client: TestClient, page: Response, action: str, **filled: str) -> Response:
    """Send the form of a page with this address: its hidden fields and what is filled in."""
    form = re.search(rf'<form method="post" action="{re.escape(action)}".*?</form>', page.text, re.S)
    assert form, f"no form for {action}"
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[0]))
    answer = client.post(action, data={**hidden, **filled}, headers=HTML)
    return client.get(answer.headers["location"], headers=HTML) if answer.status_code == 303 else answer


def test_find_match_refer_print_and_record_the_slip(clerk: TestClient, office_store: Store) -> None:
    start = clerk.get("/", headers=HTML)
    worker = submit(clerk, start, "/find", q="12000000011")
    assert "Worker no. 1" in worker.text
    assert "模**" in worker.text
    assert "模拟甲一" not in worker.text
    letter = submit(clerk, worker, "/workers/1/refer")
    number = re.search(r"№ (\d{4}-\d{6})", letter.text)
    assert number
    assert "模拟甲一" in letter.text  # the employer has to know who comes
    assert letter.text.count(number[1]) >= 2  # on the letter and on its slip
    assert "deposits" in letter.text
    asked = clerk.get("/outcome", headers=HTML)
    form = submit(clerk, asked, "/outcome", letter=f" {number[1].replace('-', '－')} ")
    assert f"/letters/{number[1]}/outcome" in form.text
    done = submit(
        clerk, form, f"/letters/{number[1]}/outcome", slip="2", not_hired="distance", interviewed="true"
    )
    assert "not hired" in done.text
    kept = office_store.referrals.by_letter(number[1])
    assert (kept.slip, kept.not_hired, kept.interviewed, kept.stayed_90) == (2, "distance", True, None)
    opened = office_store.audit.frame(kind="worker", record_id=1).filter(act="open_identity")
    assert opened["why"].unique(maintain_order=True).to_list() == [
        "window page, masked",
        f"letter {number[1]}",
    ]
    assert set(opened["who"]) == {"office"}


def test_a_contradiction_shows_the_form_again_with_what_was_typed(
    clerk: TestClient, office_store: Store
) -> None:
    worker = clerk.get("/workers/2", headers=HTML)
    letter = submit(clerk, worker, "/workers/2/refer")
    number = re.search(r"№ (\d{4}-\d{6})", letter.text)
    assert number
    path = f"/letters/{number[1]}/outcome"
    form = clerk.get(path, headers=HTML)
    for fields in ({"slip": "1", "not_hired": "pay"}, {"slip": "1", "arrived_on": "soon"}):
        again = submit(clerk, form, path, **fields)
        assert again.status_code == 422
        assert 'role="alert"' in again.text
        assert re.search(r'name="slip" value="1" checked', again.text)
    assert office_store.referrals.by_letter(number[1]).slip is None


def test_a_sentence_shows_posts_and_can_be_read_in_the_other_language(clerk: TestClient) -> None:
    start = clerk.get("/", headers=HTML)
    found = submit(clerk, start, "/match", text="会缝纫 <script>alert(1)</script>")
    assert "缝纫工1" in found.text
    assert "<script>alert" not in found.text
    assert "pay from" in found.text.lower()
    other = submit(clerk, found, "/match?lang=zh")
    assert '<html lang="zh-CN">' in other.text
    assert "会缝纫" in other.text
    empty = submit(clerk, start, "/match", text="…")
    assert empty.status_code == 422
    assert "还没有说想找什么工作" in empty.text  # the language chosen last is kept


def test_nobody_found_is_said_and_keeps_what_was_typed(clerk: TestClient) -> None:
    start = clerk.get("/", headers=HTML)
    for asked in ("查无此人", "999999", "2026-999999", "12000000000"):
        page = submit(clerk, start, "/find", q=asked)
        assert page.status_code == 200
        assert f"Nothing found for “{asked}”" in page.text
        assert f'value="{asked}"' in page.text


def test_a_reviewer_withdraws_with_a_reason(clerk: TestClient, office_store: Store) -> None:
    post = clerk.get("/posts/1", headers=HTML)
    refused = submit(clerk, post, "/release/1/withdraw", why=" ")
    assert refused.status_code == 422
    submit(clerk, post, "/release/1/withdraw", why="employer called")
    last = office_store.releases.of_post(1)[-1]
    assert (last.action, last.who, last.why) == ("withdrawn", "office", "employer called")


def test_an_unknown_letter_number_is_said_at_the_field(clerk: TestClient) -> None:
    asked = clerk.get("/outcome", headers=HTML)
    for number in ("12", "abcd-000001", "2026-000077", "２０２６－０００００１"):
        page = submit(clerk, asked, "/outcome", letter=number)
        assert page.status_code == 404
        assert f'value="{number}"' in page.text
