"""What runs in the background: the day's round, deliveries, followed feeds, uploads to the province.

Jobs lie in the database (``features.store.jobs``). Inside ``serve`` they run when the database is the
embedded one, otherwise ``springwind work`` runs them, in as many processes as one likes: each job is taken
by one worker at a time. They are not kept by ``procrastinate``: its tables and functions follow that
package's versions and not ours, its connections know neither the division that row-level security asks
for nor how an embedded server that died is started anew, and a job could not be asked for in the
transaction that writes the ledger.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from features.clock import BUSINESS_ZONE
from features.errors import NotFound, SpringwindError
from features.say import say
from features.store.jobs import Job
from serving.board import Board
from serving.release.signing import Signer
from serving.settings import ServiceSettings

log = logging.getLogger("springwind.work")

HOLD = 900.0
"""Seconds after which a job whose worker died is taken by another; longer than any job may take."""

LONGEST_WAIT = 1.0
"""Seconds after which a worker looks for jobs even if nothing was told."""

SHORTEST_WAIT, BEHIND = 0.25, 0.05
"""Seconds between two looks while a job is due, and while the board has not taken in the newest entry."""


@dataclass
class Background:
    """Hold what jobs work with: settings, store, the board as it stands, the business day."""

    settings: ServiceSettings
    store: Any
    board: Callable[[], Board]
    today: Callable[[], date]
    signer: Signer = field(init=False)

    def __post_init__(self) -> None:
        self.signer = Signer(self.settings.data_dir / "keys")

    @property
    def base(self) -> str:
        """Give the address under which the public reaches the pages."""
        serving = self.settings.serving
        return (serving.public_url or f"http://{serving.host}:{serving.port}").rstrip("/")

    @property
    def office_name(self) -> str:
        """Give the name of the office."""
        return self.settings.serving.office_name or say("window.office", self.settings.language)


def day_round(background: Background, key: str) -> float | None:
    """Take back what ended, hold live employers against the arrears list; once a business day."""
    from serving.release.daily import daily

    daily(background.store, background.today(), who="springwind")
    return seconds_to_midnight(datetime.now(BUSINESS_ZONE)) + 60


def delivery(background: Background, key: str) -> float | None:
    """Send to one subscriber what it has not taken yet; asked for anew whenever something moves."""
    from serving.release.deliver import Sender, deliver

    sender = Sender(
        background.office_name, background.base, background.settings.language, background.signer,
        background.settings.serving.channels.send_seconds,
    )  # fmt: skip
    try:
        subscriber = background.store.subscribers.get(int(key))
    except NotFound:  # it has ended since
        return None
    return deliver(background.store, background.board(), subscriber, sender)


def following(background: Background, key: str) -> float | None:
    """Look at one followed feed; again after a while."""
    from serving.release.follow import look

    try:
        feed = background.store.feeds.get(int(key))
    except NotFound:  # it is followed no longer
        return None
    look(background.store, feed, background.today(), background.settings.serving.channels)
    return background.settings.serving.channels.follow_every


def upload(background: Background, key: str) -> float | None:
    """Upload what differs to the provincial platform, where one is set."""
    from serving.release.channels.province.upload import upload as send

    channels = background.settings.serving.channels
    if not channels.province_url:
        return None
    send(background.store, background.board(), channels, on=background.today())
    return channels.province_every


Run = Callable[[Background, str], float | None]
KINDS: dict[str, Run] = {"daily": day_round, "deliver": delivery, "follow": following, "province": upload}
"""What can be done, by kind; each gives the seconds until it is due again, None for when it is asked for."""


def plan(background: Background) -> None:
    """See that everything regular is planned, and ask for deliveries to whom something moved for."""
    jobs, store = background.store.jobs, background.store
    jobs.plan("daily")
    if background.settings.serving.channels.province_url:
        jobs.plan("province")
    for feed in store.feeds.all():
        jobs.plan("follow", str(feed.followed_id))
    newest = background.board().cursor
    for subscriber in store.subscribers.all():
        # one that fails is tried again by its own pauses, not by every change
        if subscriber.pushed and subscriber.acked_seq < newest and not subscriber.failures:
            jobs.ask("deliver", str(subscriber.subscriber_id), tell=False)


def run_one(background: Background, job: Job) -> bool:
    """Do one job and say how it ended; its failure is noted, and it is tried again later."""
    jobs, run = background.store.jobs, KINDS.get(job.kind)
    try:
        if run is None:
            jobs.drop(job.kind, job.key)
            return False
        jobs.done(job, run(background, job.key))
        return True
    except SpringwindError as error:
        pause = jobs.failed(job, error.message(background.settings.language))
        log.warning("job %s %s failed, again in %.0f s: %s", job.kind, job.key, pause, error.reason)
    except Exception as error:  # a failure of ours must not end the worker
        pause = jobs.failed(job, type(error).__name__)
        log.exception("job %s %s failed, again in %.0f s", job.kind, job.key, pause)
    return False


def run_due(background: Background, most: int = 1000) -> int:
    """Plan, then do everything that is due now, one after the other; give how many jobs ended well."""
    plan(background)
    done = 0
    for _ in range(most):
        job = background.store.jobs.take(HOLD)
        if job is None:
            break
        done += run_one(background, job)
    return done


class Worker:
    """Do jobs in threads of this process until told to stop."""

    def __init__(self, background: Background) -> None:
        self.background = background
        self._stop, self._news = threading.Event(), threading.Condition()
        count = background.settings.serving.channels.workers
        self._threads = [threading.Thread(target=self._listen, name="jobs-plan", daemon=True)]
        self._threads += [
            threading.Thread(target=self._work, name=f"jobs-{number}", daemon=True) for number in range(count)
        ]

    def start(self) -> None:
        """Begin to work."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish the jobs in hand and end; a job that does not end in time is taken up by the next worker."""
        self._stop.set()
        with self._news:
            self._news.notify_all()
        until = time.monotonic() + 10
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=max(0.1, until - time.monotonic()))

    def _listen(self) -> None:
        store, seen, quiet = self.background.store, 0, 1.0
        while not self._stop.is_set():
            try:
                seen = store.outbox.last()
                plan(self.background)
                with self._news:
                    self._news.notify_all()
                self._wait(seen)
                quiet = 1.0
            except SpringwindError as error:  # the database is away: look again later
                log.warning("background work paused for %.0f s: %s", quiet, error.reason)
                self._stop.wait(quiet)
                quiet = min(quiet * 2, 30.0)
            except Exception:
                log.exception("planning failed")
                self._stop.wait(quiet)

    def _wait(self, seen: int) -> None:
        """Wait for news; shortly while something is due, or while the board is behind the ledger."""
        store = self.background.store
        newest = store.releases.last()
        if newest is not None and self.background.board().cursor < newest.seq:
            self._stop.wait(BEHIND)
            return
        due = store.jobs.seconds_to_next()
        longest = LONGEST_WAIT if due is None else min(LONGEST_WAIT, max(SHORTEST_WAIT, due))
        store.outbox.wait(seen, longest)

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                job = self.background.store.jobs.take(HOLD)
                if job is not None:
                    run_one(self.background, job)
                    continue
            except SpringwindError as error:
                log.warning("no job can be taken: %s", error.reason)
                self._stop.wait(1.0)
            with self._news:
                if not self._stop.is_set():
                    self._news.wait(LONGEST_WAIT)


class OwnBoard:
    """Keep a board for a process that serves nobody: brought up to date whenever it is asked for."""

    def __init__(self, store: Any) -> None:
        from serving import board

        self._store, self._lock = store, threading.Lock()
        self._seq = store.outbox.last()
        self._board = board.read(store)

    def __call__(self) -> Board:
        """Give the board as the store stands now."""
        from serving import board

        with self._lock:
            changes = self._store.changes(self._seq)
            if changes.height:
                self._board = board.update(self._store, self._board, changes)
                self._seq = int(changes["seq"].max())
            return self._board


def seconds_to_midnight(now: datetime) -> float:
    """Give the seconds until the office's next day begins."""
    tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (tomorrow - now).total_seconds()
