"""What one running service holds: settings, store, matcher, board, keys, metrics; built in the lifespan."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from starlette.requests import HTTPConnection

from features.clock import business_day
from features.errors import SpringwindError, Unavailable
from features.settings import Settings
from serving import board as boards
from serving.access.keys import Caller, KeyRing
from serving.access.sessions import Sessions
from serving.access.tries import Tries
from serving.board import Board
from serving.engine import Engine
from serving.errors import NotReady
from serving.metrics import Metrics
from serving.pace import Pace
from serving.settings import ServiceSettings

log = logging.getLogger("springwind.serving")

OpenStore = Callable[..., AbstractContextManager[Any]]
"""``features.store.open_store`` or a stand-in: (settings, role=, scope=, who=) -> store as a context."""

LoadMatcher = Callable[[Settings, Any], Engine]
"""``matching.matcher.Matcher.load`` or a stand-in."""


@dataclass(eq=False)
class Office:
    """Hold the parts of a running service. ``matcher`` and ``board`` are swapped as wholes."""

    settings: ServiceSettings
    open_store: OpenStore
    load_matcher: LoadMatcher
    today: Callable[[], date] = business_day
    metrics: Metrics = field(default_factory=Metrics)
    trouble: SpringwindError | None = None
    """Why no matcher is loaded, as the last try said it."""
    champion: str | None = None
    """The bundle that the store named when the matcher was loaded."""
    seq: int = 0
    """Newest outbox number taken in."""

    def __post_init__(self) -> None:
        folder = self.settings.data_dir / "keys"
        self.keys = KeyRing(folder)
        self.sessions = Sessions(folder, self.settings.serving.session_hours)
        self.tries = Tries()
        self.public_pace = Pace()
        self.counted: dict[str, tuple[dict[str, int], float]] = {}
        self._matcher: Engine | None = None
        self._board: Board | None = None
        self._stack = ExitStack()
        self._stores: dict[str, Any] = {}
        self._lock = threading.Lock()

    def open(self) -> None:
        """Open the store, make the keys, read the board and load the matcher.

        A database that does not answer raises; a bundle that cannot be loaded does not: the feeds and
        public pages still serve, and ``/readyz`` says what is missing.
        """
        self.store = self.store_for(Caller("springwind", self.settings.scope))
        self.keys.ensure(self.settings.scope)
        self.seq = self.store.outbox.last()
        self._board = boards.read(self.store)
        self.load()

    def load(self) -> None:
        """Load the matcher beside the present one and swap; keep the present one if that fails.

        A bundle that is broken stays ``trouble``; a database that goes away meanwhile raises Unavailable,
        and the champion counts as not seen yet.
        """
        champion = self.store.bundles.champion()
        try:
            self._matcher = self.load_matcher(self.settings, self.store)
            self.trouble = None
        except Unavailable:
            raise
        except SpringwindError as error:
            self.trouble = error
            log.error("no new matcher: %s", error)
        self.champion = champion

    def warm(self) -> None:
        """Let the matcher make ready what the first questions would wait for, once it is loaded."""
        if self._matcher is not None:
            self._matcher.warm()

    def close(self) -> None:
        """Close every store this service opened."""
        self._stack.close()

    def store_for(self, who: Caller) -> Any:
        """Give the store as ``who`` may see it: connections are shared per division, names kept apart."""
        with self._lock:
            if who.scope not in self._stores:
                opened = self.open_store(self.settings, role="app", scope=who.scope, who=who.name)
                self._stores[who.scope] = self._stack.enter_context(opened)
            held = self._stores[who.scope]
        return held.named(who.name)

    @property
    def matcher(self) -> Engine:
        """Give the matcher; raise Unavailable with the reason while there is none."""
        if self._matcher is None:
            raise NotReady(self.trouble) if self.trouble else Unavailable("starting")
        return self._matcher

    @property
    def board(self) -> Board:
        """Give the board of posts as it stands now."""
        if self._board is None:
            raise Unavailable("starting")
        return self._board

    @property
    def current_board(self) -> Board | None:
        """Give the board, or None before it was first read."""
        return self._board

    def take_in(self, changes: Any) -> None:
        """Bring board and matcher up to ``changes`` (frame of seq, kind, id)."""
        self.show(changes)
        self.teach(changes)

    def show(self, changes: Any) -> None:
        """Bring the board up to ``changes``: what the public sees waits for no matching."""
        self._board = boards.update(self.store, self.board, changes)
        self.seq = max(self.seq, int(changes["seq"].max()))

    def teach(self, changes: Any) -> None:
        """Bring the matcher up to ``changes``, if there is one."""
        if self._matcher is not None:
            self._matcher.refresh(changes)

    def ready(self) -> bool:
        """Say whether a bundle is loaded and the database answers; raise Unavailable otherwise."""
        self.store.ping()
        return self.matcher.ready()


def office_of(request: HTTPConnection) -> Office:
    """Give the office that answers this request."""
    office: Office | None = getattr(request.app.state, "office", None)
    if office is None:
        raise Unavailable("starting")
    return office
