"""A desk with an embedded database of its own, whose programs and server may be killed at any moment."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import psycopg
import pytest

from features.cli import main
from features.records import Employer, Post, Worker
from features.settings import Settings
from features.store import Store, cluster, open_store
from features.store.account import account
from features.store.roles import DATABASE
from features.store.server import EmbeddedServer
from matching.bundle import save_bundle
from matching.rank import Rules
from training_jobs.promotion import aside, install

DAY = "2026-11-20"
PATIENCE = 60.0
"""Seconds after which what was waited for will not come."""

QUICK = """
import sys
import training_jobs.ranker as ranker
from training_jobs.evaluate import EvaluateConfig
from training_jobs.funnel import Recipe
from training_jobs.heads import HeadConfig

real, recipe = ranker.TrainConfig, Recipe(HeadConfig(trees=8, folds=2, least_outcomes=50, least_class=10))
ranker.TrainConfig = lambda **told: real(recipe, evaluate=EvaluateConfig(lists=20, resamples=20), **told)
ranker.blocked = lambda verdicts: []  # what is asked here is where a run stops, not how good it is

def die(*_, **__):
    import os, signal
    os.kill(os.getpid(), signal.SIGKILL)

{act}
from features.cli import main
main(["train", "ranker", "--as-of", "{day}"])
"""
"""A training in seconds whose model always passes; ``act`` says where it is killed."""


@dataclass
class Desk:
    """Run springwind's programs in one data folder, and kill them."""

    folder: Path
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def settings(self) -> Settings:
        return Settings(data_dir=self.folder, database_url=None)

    def open(self) -> AbstractContextManager[Store]:
        return open_store(self.settings)

    def environment(self, **more: str) -> dict[str, str]:
        told = {**os.environ, "SPRINGWIND_DATA_DIR": str(self.folder), "SPRINGWIND_LANGUAGE": "en", **more}
        told.pop("SPRINGWIND_DATABASE_URL" if "SPRINGWIND_DATABASE_URL" not in more else "", None)
        return {**told, "PYTHONUNBUFFERED": "1"}

    def start(self, *arguments: str, code: str = "", **more: str) -> subprocess.Popen[str]:
        command = ["-c", code] if code else ["-m", "features", *arguments]
        process = subprocess.Popen(
            [sys.executable, *command], env=self.environment(**more), text=True, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.started.append(process)
        return process

    def run(self, *arguments: str, code: str = "") -> str:
        process = self.start(*arguments, code=code)
        told, _ = process.communicate(timeout=120)
        assert process.returncode == 0, told[-3000:]
        return told

    def train(self, act: str = "") -> subprocess.Popen[str]:
        return self.start(code=QUICK.format(act=act, day=DAY))

    def serve(self, *arguments: str, **more: str) -> Service:
        process = self.start("serve", *(arguments or ("--port", "0")), **more)
        assert process.stdout is not None
        told, found, key = "", None, None
        for line in process.stdout:
            told += line
            found = found or re.search(r"http://127\.0\.0\.1:\d+", line)
            key = key or re.search(r"lies in: (.+)", line)
            if "started in" in line:
                break
        assert found, told
        assert key, told
        return Service(process, found.group(), Path(key[1]).read_text("utf-8").strip())

    def server_pid(self) -> int | None:
        return cluster.running_pid((self.folder / "pg").resolve())

    def crash_server(self) -> None:
        """Kill PostgreSQL and every process of it at once, as a power cut would."""
        server = self.server_pid()
        assert server is not None
        os.kill(server, signal.SIGSTOP)  # it must not tidy up behind its children
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(server)], capture_output=True, text=True, check=True
        )
        for pid in (server, *map(int, listed.stdout.split())):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        until(lambda: not Path(f"/proc/{server}/cmdline").exists() or self.server_pid() != server)

    @contextmanager
    def superuser(self) -> Iterator[psycopg.Connection]:
        """Lend a connection that sees and locks everything, for as long as the server is used."""
        server = EmbeddedServer(self.folder).open()
        try:
            address = {**server.address(), "dbname": DATABASE}
            connection = psycopg.connect(**address, autocommit=True)  # type: ignore[arg-type]
            connection.execute("SET search_path = springwind")
            yield connection
            connection.close()
        finally:
            server.close()

    def close(self) -> None:
        for process in self.started:
            process.kill()
            process.communicate()
        if self.server_pid() is not None:
            cluster.stop((self.folder / "pg").resolve(), account())
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass
class Service:
    """Hold a running service and its key."""

    process: subprocess.Popen[str]
    address: str
    key: str

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.address, headers={"X-API-Key": self.key}, timeout=60)

    def stop(self) -> str:
        self.process.terminate()
        told, _ = self.process.communicate(timeout=60)
        return told


def until(reached: Callable[[], object], pause: float = 0.005) -> None:
    """Wait for something to become true; fail if it does not."""
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(pause)


def kill(process: subprocess.Popen[str]) -> None:
    """Kill a program as nothing can be caught, and wait until it is gone."""
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL


@pytest.fixture(scope="session")
def tools() -> SimpleNamespace:
    """Give what the tests of this folder share."""
    return SimpleNamespace(until=until, kill=kill, day=DAY)


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="sw-"))
    folder.chmod(0o711)
    return folder


@pytest.fixture(scope="session")
def empty_office() -> Iterator[Path]:
    """Give a stopped data folder with an empty store."""
    made = Desk(_folder())
    with made.open():
        pass
    yield made.folder
    made.close()


@pytest.fixture(scope="session")
def simulated_county(empty_office: Path) -> Iterator[Path]:
    """Give a stopped data folder with a small simulated county and a champion."""
    made = _copied(empty_office)
    made.run("train", "county", "--workers", "400", "--until", DAY, "--seed", "3")
    with made.open() as store, aside(made.settings.bundles_dir) as folder:
        sha256 = save_bundle(folder, Rules(), datetime.now(UTC), {}, "# the first champion\n")
        install(folder, sha256, made.settings.bundles_dir)
        store.bundles.add(sha256, {}, "test")
        store.bundles.promote(sha256, "test", "first")
    assert made.server_pid() is None
    yield made.folder
    made.close()


@pytest.fixture
def desk(empty_office: Path) -> Iterator[Desk]:
    """Give a desk with an empty store."""
    made = _copied(empty_office)
    yield made
    made.close()


@pytest.fixture
def county_desk(simulated_county: Path) -> Iterator[Desk]:
    """Give a desk with a copy of the simulated county."""
    made = _copied(simulated_county)
    yield made
    made.close()


def _copied(folder: Path) -> Desk:
    made = Desk(_folder())
    subprocess.run(["cp", "-a", f"{folder}/.", str(made.folder)], check=True)
    return made


class Terminal:
    """Run commands in this process, as ``springwind`` would, and give exit code and last line."""

    def __init__(self, settings: Settings, monkeypatch: Any, capfd: Any) -> None:
        self.monkeypatch, self.capfd = monkeypatch, capfd
        self.set("DATA_DIR", str(settings.data_dir))
        self.set("DATABASE_URL", str(settings.database_url))

    def set(self, name: str, value: str) -> None:
        self.monkeypatch.setenv(f"SPRINGWIND_{name}", value)

    def run(self, *arguments: str, lang: str = "en") -> tuple[int, str]:
        self.set("LANGUAGE", lang)
        self.capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        out, err = self.capfd.readouterr()
        assert "Traceback" not in err
        return int(ended.value.code or 0), err if ended.value.code else out

    def refused(self, status: int, zh: str, en: str, *arguments: str) -> None:
        for lang, part in (("zh", zh), ("en", en)):
            code, told = self.run(*arguments, lang=lang)
            sentence = told.strip().splitlines()[-1]
            assert (code, sentence.startswith("springwind: ")) == (status, True), told
            assert part in sentence
            han = len(re.findall("[一-鿿]", sentence))  # English may cite the names of columns
            assert (han > 8) == (lang == "zh"), sentence


@pytest.fixture
def terminal(settings: Settings, monkeypatch: Any, capfd: Any) -> Terminal:
    return Terminal(settings, monkeypatch, capfd)


@pytest.fixture
def small_office(store: Store) -> Store:
    """Give a store with one employer, one published post and one worker."""
    store.employers.add(Employer(employer_id=1, name="模拟制衣厂", simulated=True))
    post = Post(
        post_id=1, employer_id=1, title="缝纫工", division="999901", place="模拟镇", headcount=2,
        monthly_low=4000, monthly_high=6000, pay_basis="month", pay_raw="4000-6000", offers=("lodging",),
        opened_on=date(2026, 11, 1), closes_on=date(2026, 12, 31), status="draft", simulated=True,
    )  # fmt: skip
    store.posts.add(post)
    for action in ("checked", "approved", "published"):
        store.releases.append_all((1,), action, at=datetime.now(UTC), who="test")
    worker = Worker(
        worker_id=1, division="999901", place="模拟村", registered_on=date(2026, 11, 1),
        valid_until=date(2027, 5, 1), wanted=("缝纫",), simulated=True,
    )  # fmt: skip
    store.workers.add(worker)
    return store
