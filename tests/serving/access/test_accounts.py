"""Accounts: passwords, jobs, locks and sessions that end everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from features.errors import Conflict, InputError
from features.store import Store
from features.store.accounts import JOBS, Job
from serving import accounts
from serving.access import passwords
from serving.access.jobs import ALL, RULES, jobs_for
from serving.access.keys import KeyRing

HTML = {"Accept": "text/html", "Accept-Language": "en"}


def form_token(client: TestClient) -> str:
    cookie = client.cookies.get("springwind_session") or ""
    token: str = client.app.state.office.sessions.form_token(cookie)  # type: ignore[attr-defined]
    return token


def sign_in(client: TestClient, name: str, password: str) -> int:
    return client.post("/sign-in", data={"name": name, "password": password}).status_code


@pytest.fixture
def clerk(public: TestClient, office_store: Store) -> tuple[TestClient, str]:
    _, password = accounts.add(office_store, "窗口一号", "999901", ["window"])
    return public, password


def test_a_password_opens_a_session_with_its_jobs_only(clerk: tuple[TestClient, str]) -> None:
    public, password = clerk
    assert sign_in(public, "窗口一号", password) == 303
    assert public.get("/match", headers=HTML).status_code == 200
    refused = public.get("/accounts", headers=HTML)
    assert refused.status_code == 403
    assert "administrator" in refused.text
    assert public.get("/workers/3", headers=HTML).status_code == 404  # another division's


def test_the_hash_is_kept_and_shown_nowhere(clerk: tuple[TestClient, str], office_store: Store) -> None:
    public, password = clerk
    account = office_store.accounts.named("窗口一号")
    assert account is not None
    assert account.secret.startswith("$argon2id$")
    assert password not in account.secret
    assert account.secret not in repr(account)
    key = public.app.state.office.keys.office_file.read_text()  # type: ignore[attr-defined]
    public.post("/sign-in", data={"key": key})
    assert account.secret not in public.get("/accounts").text


def test_wrong_passwords_lock_the_account_in_every_process(
    clerk: tuple[TestClient, str], office_store: Store
) -> None:
    public, password = clerk
    said = {public.post("/sign-in", data={"name": n, "password": "x" * 12}).text.count("alert")
            for n in ("窗口一号", "nobody")}  # fmt: skip
    assert said == {1}
    account = office_store.accounts.named("窗口一号")
    assert account is not None
    for _ in range(5):
        office_store.accounts.failed(account.account_id, 5, 900)
    public.app.state.office.tries.forget("testclient")  # type: ignore[attr-defined]
    assert sign_in(public, "窗口一号", password) == 429
    office_store.accounts.change(account.account_id, scope="999901")  # an administrator's change lifts it
    public.app.state.office.tries.forget("testclient")  # type: ignore[attr-defined]
    assert sign_in(public, "窗口一号", password) == 303


def test_signing_out_ends_a_copied_cookie_in_another_process(
    clerk: tuple[TestClient, str], office_store: Store
) -> None:
    public, password = clerk
    sign_in(public, "窗口一号", password)
    copied = public.cookies["springwind_session"]
    public.post("/sign-out", data={"form_token": form_token(public)})
    public.cookies.set("springwind_session", copied)
    assert public.get("/match", headers=HTML).status_code == 303


def test_closing_or_changing_an_account_ends_its_sessions(
    clerk: tuple[TestClient, str], office_store: Store
) -> None:
    public, password = clerk
    account = office_store.accounts.named("窗口一号")
    assert account is not None
    sign_in(public, "窗口一号", password)
    accounts.close(office_store, account.account_id, True)
    assert public.get("/match", headers=HTML).status_code == 303
    assert sign_in(public, "窗口一号", password) == 401
    accounts.close(office_store, account.account_id, False)
    assert sign_in(public, "窗口一号", password) == 303
    fresh = accounts.reset(office_store, account.account_id)
    assert public.get("/match", headers=HTML).status_code == 303
    assert sign_in(public, "窗口一号", password) == 401
    assert sign_in(public, "窗口一号", fresh) == 303


def test_people_change_their_own_password(clerk: tuple[TestClient, str]) -> None:
    public, password = clerk
    sign_in(public, "窗口一号", password)
    new = {"old": password, "new": "春天 的 风 很 暖 和 呀", "again": "春天 的 风 很 暖 和 呀"}
    for told in (
        {**new, "old": "x"},
        {**new, "again": "other words here"},
        {**new, "new": "short", "again": "short"},
    ):
        assert public.post("/password", data={**told, "form_token": form_token(public)}).status_code == 422
    assert public.post("/password", data={**new, "form_token": form_token(public)}).status_code == 303
    assert sign_in(public, "窗口一号", password) == 401
    assert sign_in(public, "窗口一号", new["new"]) == 303


def test_an_administrator_makes_an_account_on_the_page(public: TestClient, office_store: Store) -> None:
    key = public.app.state.office.keys.office_file.read_text()  # type: ignore[attr-defined]
    public.post("/sign-in", data={"key": key})
    told: dict[str, Any] = {"name": "组织者", "scope": "999902", "jobs": ["organiser", "analyst"]}
    done = public.post("/accounts", data={**told, "form_token": form_token(public)})
    assert done.status_code == 200
    password = done.text.partition("<code>")[2].partition("</code>")[0]
    assert sign_in(public, "组织者", password) == 303
    public.post("/sign-in", data={"key": key})
    again = public.post("/accounts", data={**told, "form_token": form_token(public)})
    assert again.status_code == 422
    assert 'value="999902"' in again.text  # nothing typed is lost


@pytest.mark.parametrize(
    ("scope", "jobs", "reason"),
    [("99990", ["window"], "account_scope"), ("x", ["window"], "account_scope"), ("", [], "account_jobs"),
     ("", ["king"], "account_jobs")],
)  # fmt: skip
def test_bad_accounts_are_refused(office_store: Store, scope: str, jobs: list[str], reason: str) -> None:
    with pytest.raises(InputError) as refused:
        accounts.add(office_store, "x", scope, jobs)
    assert refused.value.reason == reason
    assert office_store.accounts.all() == ()


def test_the_last_administrator_stays(office_store: Store) -> None:
    first, _ = accounts.add(office_store, "a", "", ["administrator"])
    with pytest.raises(Conflict):
        accounts.close(office_store, first, True)
    with pytest.raises(Conflict):
        accounts.change(office_store, first, "", ["window"])
    second, _ = accounts.add(office_store, "b", "", ["administrator"])
    accounts.close(office_store, first, True)
    with pytest.raises(Conflict):
        accounts.close(office_store, second, True)


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaa", "窗口一号窗口一号窗口一", " " * 30])
def test_a_guessable_password_is_refused(password: str) -> None:
    with pytest.raises(InputError):
        passwords.hashed(password, "窗口一号窗口一号窗口一")


def test_a_broken_hash_fits_nothing() -> None:
    assert not passwords.fits("", "x")
    assert not passwords.fits("$argon2id$v=19$broken", "x")


def test_a_route_without_a_rule_is_closed() -> None:
    assert jobs_for("GET", "/nowhere") is None
    assert jobs_for("GET", "/workersx") is None
    assert jobs_for("HEAD", "/workers/{worker_id}") == frozenset({"window"})
    assert all(rule.jobs <= ALL and rule.jobs for rule in RULES)


@pytest.mark.parametrize("job", JOBS)
def test_a_key_holds_the_jobs_it_was_made_with(tmp_path: Path, job: Job) -> None:
    ring = KeyRing(tmp_path)
    found = ring.caller(ring.add(f"only {job}", "999901", frozenset({job})))
    assert found is not None
    assert found.jobs == {job}
