"""Administration: who may sign in and in which jobs; and one's own password."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from features.errors import Conflict, InputError, NotFound, SpringwindError
from features.store.accounts import JOBS
from serving import accounts
from serving.access.sessions import COOKIE
from serving.api.params import Id
from serving.guard import ScopedStore, TheOffice, Who, genuine_form
from serving.language import language_of
from serving.window.render import forward, page

router = APIRouter()
Jobs = Annotated[list[str], Form()]
Text = Annotated[str, Form(max_length=200)]


@router.get("/accounts")
def listed(request: Request, store: ScopedStore) -> Response:
    """Show every account of the division."""
    return _page(request, store)


@router.post("/accounts", dependencies=[Depends(genuine_form)])
def add(
    request: Request, store: ScopedStore, name: Text = "", scope: Text = "", jobs: Jobs = []  # noqa: B006
) -> Response:  # fmt: skip
    """Make an account and show its first password once; nothing typed is lost when it is refused."""
    try:
        _, password = accounts.add(store, name, scope, jobs)
    except (InputError, Conflict) as refusal:
        return _page(request, store, refusal, typed={"name": name, "scope": scope, "jobs": jobs})
    return _page(request, store, told=(name.strip(), password))


@router.post("/accounts/{account_id}", dependencies=[Depends(genuine_form)])
def change(
    request: Request, account_id: Id, store: ScopedStore, scope: Text = "", jobs: Jobs = []  # noqa: B006
) -> Response:  # fmt: skip
    """Give other jobs or another division."""
    try:
        accounts.change(store, account_id, scope, jobs)
    except (InputError, Conflict) as refusal:
        return _page(request, store, refusal)
    return forward("/accounts")


@router.post("/accounts/{account_id}/closed", dependencies=[Depends(genuine_form)])
def close(request: Request, account_id: Id, store: ScopedStore, closed: Annotated[bool, Form()]) -> Response:
    """Shut an account or open it again."""
    try:
        accounts.close(store, account_id, closed)
    except Conflict as refusal:
        return _page(request, store, refusal)
    return forward("/accounts")


@router.post("/accounts/{account_id}/password", dependencies=[Depends(genuine_form)])
def reset(request: Request, account_id: Id, store: ScopedStore) -> Response:
    """Set a new first password and show it once."""
    password = accounts.reset(store, account_id)
    return _page(request, store, told=(store.accounts.get(account_id).name, password))


@router.get("/password")
def own(request: Request, who: Who) -> Response:
    """Show the form for one's own password."""
    return page(request, "password.html", message="", done=False)


@router.post("/password", dependencies=[Depends(genuine_form)])
def set_own(
    request: Request, office: TheOffice, who: Who, old: Text = "", new: Text = "", again: Text = ""
) -> Response:
    """Change one's own password; every session of the account ends, this one too."""
    account = office.store.accounts.named(who.name)
    if account is None:
        raise NotFound("account_not_found", where="name", id=who.name)
    try:
        accounts.own_password(office.store.named(who.name), account, old, new, again)
    except InputError as refusal:
        message = refusal.message(language_of(request))
        return page(request, "password.html", 422, message=message, done=False)
    response = forward("/sign-in")
    response.delete_cookie(COOKIE)
    return response


def _page(
    request: Request, store: ScopedStore, refusal: SpringwindError | None = None,
    told: tuple[str, str] | None = None, typed: dict[str, object] | None = None,
) -> Response:  # fmt: skip
    message = refusal.message(language_of(request)) if refusal else ""
    response = page(
        request, "accounts.html", 422 if refusal else 200, accounts=store.accounts.all(), jobs=JOBS,
        message=message, told=told, typed=typed or {"name": "", "scope": "", "jobs": []}, scope=store.scope,
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"
    return response
