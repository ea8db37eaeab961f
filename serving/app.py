"""Build the service: everything is made in the lifespan, nothing at import."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI

from features.clock import business_day
from features.errors import SpringwindError
from features.settings import Settings
from serving import errors
from serving.middleware import BodyLimit, Envelope
from serving.office import LoadMatcher, Office, OpenStore
from serving.settings import ServiceSettings

if TYPE_CHECKING:
    from serving.jobs import Worker


def create_app(
    settings: Settings,
    *,
    open_store: OpenStore | None = None,
    load_matcher: LoadMatcher | None = None,
    today: Callable[[], date] = business_day,
    follow: bool = True,
    announce: Callable[[Office, float], None] = lambda office, seconds: None,
) -> FastAPI:
    """Give the application; store, keys, board and matcher open when it starts and close when it ends.

    ``open_store`` and ``load_matcher`` default to the real ones; ``today`` gives the business day;
    ``follow=False`` leaves out the thread that follows changes (a test calls it by hand);
    ``announce`` is told the office and the seconds it took to open. What keeps the service from opening
    is left in ``app.state.failure``.
    """
    whole = ServiceSettings.over(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        office = Office(whole, open_store or _real_store, load_matcher or _real_matcher, today)
        async with _running(app, office, follow, announce):
            yield

    app = FastAPI(
        title="springwind", version=version("springwind"), lifespan=lifespan, docs_url=None, redoc_url=None,
        separate_input_output_schemas=False,
    )  # fmt: skip
    app.add_middleware(BodyLimit, most=whole.serving.max_body)
    app.add_middleware(Envelope)
    errors.install(app)
    _mount(app)
    return app


@asynccontextmanager
async def _running(
    app: FastAPI, office: Office, follow: bool, announce: Callable[[Office, float], None]
) -> AsyncIterator[None]:
    from anyio import to_thread

    from serving.follower import Follower
    from serving.release.feed import feed_id

    to_thread.current_default_thread_limiter().total_tokens = office.settings.serving.threads
    follower, worker = Follower(office), None
    try:
        started = time.perf_counter()
        await to_thread.run_sync(office.open)
        await to_thread.run_sync(feed_id, office)  # known before the database may be away
        app.state.office = office
        announce(office, time.perf_counter() - started)
        if follow:
            follower.start()
            worker = _worker(office)
        yield
    except SpringwindError as failure:
        app.state.failure = failure
        raise
    finally:
        app.state.office = None
        if worker is not None:
            await to_thread.run_sync(worker.stop)
        if follow and follower.started:
            await to_thread.run_sync(follower.stop)
        await to_thread.run_sync(office.close)


def _worker(office: Office) -> Worker | None:
    """Start the background work where the database is our own; else ``springwind work`` does it."""
    if office.settings.database_url is not None:
        return None
    from serving.jobs import Background, Worker

    worker = Worker(Background(office.settings, office.store, lambda: office.board, office.today))
    worker.start()
    return worker


def _mount(app: FastAPI) -> None:
    from serving import api, window
    from serving.window.render import error_page

    app.state.error_page = error_page
    app.include_router(api.router())
    app.include_router(window.router())
    window.mount_static(app)


def _real_store(*arguments: Any, **named: Any) -> Any:
    from features.store import open_store

    return open_store(*arguments, **named)


def _real_matcher(settings: Settings, store: Any) -> Any:
    from matching.matcher import Matcher

    return Matcher.load(settings, store)
