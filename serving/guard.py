"""The guards of the routes: who asks, with which store, and whether a form is genuine."""

from __future__ import annotations

import time
from typing import Annotated, Any

from fastapi import Depends, Form, Request, Security
from fastapi.security import APIKeyHeader

from features.errors import Forbidden, SpringwindError
from serving.access.jobs import admit
from serving.access.keys import Caller
from serving.access.sessions import COOKIE, Session
from serving.errors import Unauthorised
from serving.office import Office, office_of
from serving.routename import pattern

API_KEY = APIKeyHeader(name="X-API-Key", auto_error=False, description="made at the first start; see `serve`")


READING = frozenset(("GET", "HEAD"))
_UNKNOWN = object()


def maybe_caller(request: Request) -> Caller | None:
    """Give who asks by key or session; None for the public. A wrong key is refused, not overlooked.

    A session changes nothing through the API, where no form token proves that a page of ours asked.
    Looked up once a request, an error included: the page that shows it must not wait a second time.
    """
    known: Any = getattr(request.state, "caller", _UNKNOWN)
    if known is _UNKNOWN:
        try:
            known = _look_up(request)
        except SpringwindError as refusal:
            known = refusal
        request.state.caller = known
    if isinstance(known, SpringwindError):
        raise known
    found: Caller | None = known
    return found


def _look_up(request: Request) -> Caller | None:
    office = office_of(request)
    key = request.headers.get("x-api-key")
    if key is not None:
        caller = office.keys.caller(key)
        if caller is None:
            raise Unauthorised("wrong_key", where="X-API-Key")
        return caller
    if request.method not in READING and request.url.path.startswith("/api/"):
        return None
    cookie = request.cookies.get(COOKIE)
    session = office.sessions.read(cookie, time.time()) if cookie else None
    return behind(office, session) if session else None


def behind(office: Office, session: Session) -> Caller | None:
    """Give who a session stands for today; None once its account, its key or the session itself has ended."""
    accounts = office.store.accounts
    if accounts.session_ended(session.digest):
        return None
    if session.kind == "key":
        return office.keys.named(session.name)
    account = accounts.named(session.name)
    if account is None or account.disabled_at or account.valid_from.timestamp() > session.at:
        return None
    return Caller(account.name, account.scope, frozenset(account.roles))


def caller(request: Request, key: Annotated[str | None, Security(API_KEY)] = None) -> Caller:
    """Give who asks; without key or session raise Unauthorised (401), on another's page Forbidden (403)."""
    found = maybe_caller(request)
    if found is None:
        raise Unauthorised(where="X-API-Key")
    admit(found.jobs, request.method, pattern(request.scope))
    return found


def scoped_store(request: Request, who: Annotated[Caller, Depends(caller)]) -> Any:
    """Give the store as the caller may see it: row-level security holds it to the caller's division."""
    return office_of(request).store_for(who)


def genuine_form(request: Request, form_token: Annotated[str, Form()] = "") -> None:
    """Refuse a form that no page of this session has shown."""
    cookie = request.cookies.get(COOKIE, "")
    if not office_of(request).sessions.form_ok(cookie, form_token):
        raise Forbidden("stale_form", where="form_token")


Who = Annotated[Caller, Depends(caller)]
MaybeWho = Annotated[Caller | None, Depends(maybe_caller)]
ScopedStore = Annotated[Any, Depends(scoped_store)]
TheOffice = Annotated[Office, Depends(office_of)]
