"""Follow the store: changed records and a new champion reach this process without a restart."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from queue import Empty, SimpleQueue

import polars as pl

from features.errors import SpringwindError
from serving.office import Office

log = logging.getLogger("springwind.serving")

FIRST_PAUSE = 0.5
"""Seconds before the next look after a failure; doubled each time."""
LONGEST_PAUSE = 30.0
"""Longest pause after failures, in seconds."""
TEACH_SECONDS = 1.0
"""Longest pause between two looks whether the matcher is ready, in seconds."""
TURN_SECONDS = 0.0005
"""How long one thread of Python may keep the others waiting: answers come in time beside the teaching."""
TRY_AGAIN = 30.0
"""Seconds until a bundle that could not be loaded is tried again: its files may have been put right."""


class Follower:
    """Look at the store when it tells of news, and every so often; in a thread of its own."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._stop = threading.Event()
        self._day: date | None = None
        self._tried = time.monotonic()
        self._take_in: Callable[[pl.DataFrame], None] = office.take_in
        self._untaught: SimpleQueue[pl.DataFrame | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="follower", daemon=True)
        self._teacher = threading.Thread(target=self._teach, name="teacher", daemon=True)

    @property
    def started(self) -> bool:
        """Say whether the thread was started and has not ended."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begin to follow; from now on the matching is brought up to date beside it."""
        self._take_in = self._show
        sys.setswitchinterval(TURN_SECONDS)
        self._thread.start()
        self._teacher.start()

    def stop(self) -> None:
        """Finish the present look and end."""
        self._stop.set()
        self._untaught.put(None)
        self._thread.join(timeout=10)
        self._teacher.join(timeout=10)

    def look(self) -> None:
        """Take in what is new: a new day, a new champion, changed records; in this order."""
        self._expire_once_a_day()
        if self._take_in != self._show:
            self.office.warm()
        new = self.office.store.bundles.champion() != self.office.champion
        if new or (self.office.trouble is not None and time.monotonic() - self._tried > TRY_AGAIN):
            self._tried = time.monotonic()
            self.office.load()
        changes = self.office.store.changes(self.office.seq)
        if changes.height:
            self._attend(changes)
            self._take_in(self.office.store.changes(self.office.seq))

    def _show(self, changes: pl.DataFrame) -> None:
        """Show a change at once and leave the matching to the other thread: it may take many seconds."""
        self.office.show(changes)
        self._untaught.put(changes)

    def _teach(self) -> None:
        """Bring the matcher up to what is shown already; what fails is tried again with what came since."""
        waiting: list[pl.DataFrame] = []
        pause = 0.0
        while not self._stop.wait(pause):
            try:
                self.office.warm()
                waiting += self._told()
                if waiting:
                    self.office.teach(pl.concat(waiting))
                waiting, pause = [], 0.0
            except Exception as error:
                pause = min(max(pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
                told = log.warning if isinstance(error, SpringwindError) else log.exception
                told("matching not brought up to date; next try in %.1f s: %s", pause, error)

    def _told(self) -> list[pl.DataFrame]:
        """Wait a moment for changes and give all that wait."""
        found: list[pl.DataFrame] = []
        with suppress(Empty):
            changes = self._untaught.get(timeout=TEACH_SECONDS)
            while changes is not None:  # None: the service is stopping
                found.append(changes)
                changes = self._untaught.get_nowait()
        return found

    def _attend(self, changes: pl.DataFrame) -> None:
        """Check changed words and close full posts before anybody is shown the change.

        A wage-arrears list that was just imported is held against every live post as well.
        """
        from serving.release.changes import attend

        attend(self.office.store, changes, self.office.today(), who="springwind")
        if (changes["kind"] == "arrears").any():
            self._day = None
            self._expire_once_a_day()

    def _expire_once_a_day(self) -> None:
        today = self.office.today()
        if self._day == today:
            return
        from serving.release.daily import daily

        daily(self.office.store, today, who="springwind")
        self._day = today

    def _run(self) -> None:
        pause = FIRST_PAUSE
        while not self._stop.is_set():
            try:
                self.look()
                self.office.store.outbox.wait(self.office.seq, self.office.settings.serving.follow_seconds)
                pause = FIRST_PAUSE
            except SpringwindError as error:  # the database is away: wait longer, then look again
                log.warning("following paused for %.1f s: %s", pause, error)
                self._stop.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            except Exception:  # a failure of ours must not end the following
                log.exception("following failed; next look in %.1f s", pause)
                self._stop.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
