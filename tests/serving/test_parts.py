"""Small parts: languages, route patterns, metrics, masks, JSON-LD, threads, settings."""

from __future__ import annotations

import json
import os
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from features.settings import Settings
from serving.language import language_of
from serving.metrics import Metrics
from serving.referrals import need_letter
from serving.release.jsonld import job_posting
from serving.routename import method, pattern
from serving.settings import ServiceSettings
from serving.threads import VARIABLES, one_thread_each
from serving.window.masked import mask_name, mask_phone


def request(accept: str = "", cookie: str = "", query: str = "") -> Request:
    headers = [(b"accept-language", accept.encode("latin-1", "replace")), (b"cookie", cookie.encode())]
    return Request({"type": "http", "headers": headers, "query_string": query.encode(), "path": "/"})


@pytest.mark.parametrize(
    ("accept", "lang"),
    [("", "zh"), ("en", "en"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("en-GB;q=0.9, zh;q=0.3", "en"),
     ("fr,en;q=0.1", "en"), ("zh;q=0,en;q=0.2", "en"), ("de", "zh"), ("en;q=x", "zh"), ("*", "zh")],
)  # fmt: skip
def test_accept_language(accept: str, lang: str) -> None:
    assert language_of(request(accept)) == lang


def test_the_address_goes_before_the_cookie_and_the_cookie_before_the_browser() -> None:
    assert language_of(request("en", "springwind_lang=zh")) == "zh"
    assert language_of(request("en", "springwind_lang=zh", "lang=en")) == "en"
    assert language_of(request("en", "springwind_lang=klingon", "lang=")) == "en"


@given(st.text(max_size=200))
def test_any_header_gives_a_language(header: str) -> None:
    assert language_of(request(header)) in ("zh", "en")


def test_a_pattern_never_holds_what_was_asked_for() -> None:
    scope = {"path": "/api/v1/posts/7/candidates", "path_params": {"post_id": "7"}, "endpoint": print}
    assert pattern(scope) == "/api/v1/posts/{post_id}/candidates"
    assert pattern({"path": "/zhang-san", "path_params": {}}) == "(none)"
    assert method({"method": "zhang-san"}) == "(other)"
    assert method({"method": "POST"}) == "POST"


def test_a_label_cannot_end_its_line_or_begin_another() -> None:
    metrics = Metrics()
    metrics.observe("GET", 'a"} 1\nb\\', 200, 1)
    told = metrics.text({}).splitlines()
    assert 'springwind_requests_total{method="GET",route="a\\"} 1\\nb\\\\",status="200"} 1' in told


def test_metrics_are_cumulative_and_sum_up() -> None:
    metrics = Metrics()
    for seconds in (0.001, 0.02, 0.02, 99.0):
        metrics.observe("GET", "/x", 200, seconds)
    told = metrics.text({"live": 3}).splitlines()
    lines = dict(line.rsplit(" ", 1) for line in told if line[0] != "#")
    assert lines['springwind_request_seconds_bucket{route="/x",le="0.005"}'] == "1"
    assert lines['springwind_request_seconds_bucket{route="/x",le="0.025"}'] == "3"
    assert lines['springwind_request_seconds_bucket{route="/x",le="10.0"}'] == "3"
    assert lines['springwind_request_seconds_bucket{route="/x",le="+Inf"}'] == "4"
    assert lines['springwind_request_seconds_count{route="/x"}'] == "4"
    assert float(lines['springwind_request_seconds_sum{route="/x"}']) == pytest.approx(99.041)
    assert lines["springwind_live"] == "3"


@given(st.text(min_size=3, max_size=40))
def test_a_masked_name_keeps_its_first_character_and_tells_no_length(name: str) -> None:
    assert mask_name(name) == name[0] + "**"


@pytest.mark.parametrize(("number", "masked"), [("12000000011", "****11"), ("1234", "****"), ("", "")])
def test_a_masked_phone(number: str, masked: str) -> None:
    assert mask_phone(number) == masked


POST: dict[str, Any] = {
    "post_id": 1, "title": "缝纫工", "duties": "", "opened_on": date(2026, 3, 1),
    "closes_on": date(2026, 3, 16), "form": "full", "employer": "模拟厂", "place": "云岭镇",
    "headcount": None, "monthly_low": None, "monthly_high": 6000, "skills": [], "simulated": False,
}  # fmt: skip


@given(st.text(max_size=80))
def test_no_text_of_a_post_can_leave_its_script_element(text: str) -> None:
    told = job_posting({**POST, "duties": text}, "http://x")
    assert not {"<", ">", "&"} & set(told)
    assert json.loads(told)["description"] == (text or "缝纫工")


def test_job_posting_leaves_out_what_is_not_known() -> None:
    told = json.loads(job_posting(POST, "http://x"))
    assert "totalJobOpenings" not in told
    assert "disambiguatingDescription" not in told
    assert "simulated" in job_posting({**POST, "simulated": True}, "http://x")
    assert told["baseSalary"]["value"] == {
        "@type": "QuantitativeValue", "unitText": "MONTH", "maxValue": 6000,
    }  # fmt: skip
    assert "baseSalary" not in json.loads(job_posting({**POST, "monthly_high": None}, "http://x"))


def test_letter_numbers_are_read_as_people_type_them() -> None:
    for typed in ("2026-000123", " 2026-000123 ", "２０２６－０００１２３", "2026—000123"):
        assert need_letter(typed) == "2026-000123"


def test_one_thread_each_leaves_what_the_administrator_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OMP_NUM_THREADS", "4")
    one_thread_each()
    assert os.environ["OMP_NUM_THREADS"] == "4"
    assert os.environ["POLARS_MAX_THREADS"] == "1"
    for name in VARIABLES:  # set by the call, taken back by hand
        monkeypatch.delenv(name, raising=False)


def test_settings_of_the_service_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPRINGWIND_SERVING__PORT", "9000")
    whole = ServiceSettings.over(Settings(language="en"))
    assert (whole.serving.port, whole.serving.host, whole.language) == (9000, "127.0.0.1", "en")
    assert ServiceSettings.over(whole) is whole
