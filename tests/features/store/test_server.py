"""The embedded server: made once, shared, adopted, revived, stopped by the last one out."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from features.records import Employer
from features.settings import Settings
from features.store import Store, cluster, open_store
from features.store.account import LONGEST_SOCKET_PATH, SOCKET, account, cluster_folder, socket_folder
from features.store.errors import DatabaseDown
from features.store.server import EmbeddedServer

PROGRAM = """
import sys, time
from pathlib import Path
from features.records import Employer
from features.settings import Settings
from features.store import open_store
with open_store(Settings(data_dir=Path(sys.argv[1]), database_url=None)) as store:
    {act}
"""
WAIT = "print('open', flush=True); time.sleep(60)"


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """Make one data folder with an initialised, stopped server, to be copied."""
    folder = Path(tempfile.mkdtemp(prefix="sw-"))
    folder.chmod(0o711)
    with open_store(settings_of(folder)):
        pass
    with (folder / "pg" / "postgresql.conf").open("a") as configuration:
        configuration.write("fsync = off\n")  # processes are killed here, not machines
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def folder(made: Path) -> Iterator[Path]:
    """Give a copy of the made folder; whatever still runs there is stopped afterwards."""
    place = Path(tempfile.mkdtemp(prefix="sw-"))
    place.chmod(0o711)
    subprocess.run(["cp", "-a", f"{made}/.", str(place)], check=True)
    yield place
    if pid(place) is not None:
        cluster.stop(place / "pg", account())
    shutil.rmtree(place)


@pytest.fixture
def program(folder: Path) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Start another program on the folder; it is killed afterwards if it still runs."""
    started: list[subprocess.Popen[str]] = []

    def start(act: str = WAIT) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", PROGRAM.format(act=act), str(folder)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"  # or what should not have been there
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def settings_of(folder: Path) -> Settings:
    return Settings(data_dir=folder, database_url=None)


def pid(folder: Path) -> int | None:
    return cluster.running_pid((folder / "pg").resolve())


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def employers(store: Store) -> list[str]:
    return store.employers.frame()["name"].to_list()


def test_a_new_folder_becomes_a_working_store_and_is_left_stopped(made):
    assert pid(made) is None
    names = {path.name for path in (made / "keys").iterdir()}
    assert names >= {f"{role}.password" for role in ("postgres", "springwind_app", "springwind_owner")}
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in (made / "keys").iterdir())


def test_starting_again_is_fast(folder):
    begun = time.perf_counter()
    with open_store(settings_of(folder)) as store:
        assert store.workers.count() == 0
        took = time.perf_counter() - begun
    assert took < 5
    assert pid(folder) is None


def test_a_second_program_shares_the_server_and_the_last_one_stops_it(folder, program):
    with open_store(settings_of(folder)):
        first = pid(folder)
        other = program(f"store.employers.add(Employer(employer_id=0, name='甲厂')); {WAIT}")
        assert pid(folder) == first
    assert pid(folder) == first
    kill(other)
    with open_store(settings_of(folder)) as store:
        assert pid(folder) == first
        assert employers(store) == ["甲厂"]
    assert pid(folder) is None


def test_many_starting_at_once_find_one_server(folder):
    def use(n: int) -> None:
        with open_store(settings_of(folder)) as store:
            store.employers.add(Employer(employer_id=0, name=f"厂{n}"))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(use, range(4)))
    with open_store(settings_of(folder)) as store:
        assert sorted(employers(store)) == ["厂0", "厂1", "厂2", "厂3"]


def test_a_server_left_by_a_killed_program_is_adopted(folder, program):
    process = program()
    left = pid(folder)
    kill(process)
    assert pid(folder) == left
    with open_store(settings_of(folder)):
        assert pid(folder) == left
    assert pid(folder) is None


def test_a_program_killed_in_the_middle_of_an_import_leaves_nothing_half_written(folder, program):
    process = program(
        "store.employers.add(Employer(employer_id=0, name='before'))\n"
        "    with store.transaction():\n"
        "        for n in range(50): store.employers.add(Employer(employer_id=0, name='half'))\n"
        f"        {WAIT}"
    )
    kill(process)
    with open_store(settings_of(folder)) as store:
        assert employers(store) == ["before"]
        store.employers.add(Employer(employer_id=0, name="after"))
        assert employers(store) == ["before", "after"]


def test_a_killed_server_is_started_again_under_a_program_that_goes_on(folder):
    with open_store(settings_of(folder)) as store:
        store.employers.add(Employer(employer_id=0, name="committed"))
        assert employers(store) == ["committed"]
        crash(folder)
        assert employers(store) == ["committed"]
        store.employers.add(Employer(employer_id=0, name="later"))
        assert store.employers.count() == 2
    assert pid(folder) is None


def test_a_killed_server_is_recovered_at_the_next_start(folder, program):
    process = program("store.employers.add(Employer(employer_id=0, name='committed'))\n    " + WAIT)
    crash(folder)
    kill(process)
    with open_store(settings_of(folder)) as store:
        assert employers(store) == ["committed"]


def crash(folder: Path) -> None:
    """Kill the server and every process of it, as a power cut would."""
    server = pid(folder)
    assert server is not None
    os.kill(server, signal.SIGSTOP)  # it must not tidy up behind its children
    children = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(server)], capture_output=True, text=True, check=True
    )
    for one in (server, *map(int, children.stdout.split())):
        try:
            os.kill(one, signal.SIGKILL)
        except ProcessLookupError:
            continue
    deadline = time.monotonic() + 10
    while pid(folder) is not None and time.monotonic() < deadline:
        time.sleep(0.02)


def test_a_pid_file_that_names_a_stranger_is_no_hindrance(folder):
    (folder / "pg" / "postmaster.pid").write_text(f"{os.getppid()}\n{folder}/pg\n1\n5432\n\n\n\nready\n")
    with open_store(settings_of(folder)) as store:
        assert store.workers.count() == 0
    assert pid(folder) is None


def test_a_server_whose_socket_was_swept_away_is_started_anew(folder, program):
    process = program()
    first = pid(folder)
    kill(process)
    (folder / "pg" / SOCKET).unlink()
    with open_store(settings_of(folder)) as store:
        assert store.workers.count() == 0
        assert pid(folder) != first


def test_left_overs_of_an_interrupted_making_are_swept(folder):
    left = folder / ".pg-half"
    (left / "pg").mkdir(parents=True)
    with open_store(settings_of(folder)):
        assert not left.exists()


def test_nobody_gets_in_without_the_password(folder):
    server = EmbeddedServer(folder).open()
    try:
        for user in ("postgres", "springwind_app", "springwind_owner"):
            address = {**server.address(), "user": user, "password": "guess"}
            with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
                psycopg.connect(**address)
        assert server.socket.stat().st_mode & 0o077 == 0
        with psycopg.connect(**server.address()) as connection:
            listening = connection.execute("SHOW listen_addresses").fetchone()
        assert listening == ("",)
    finally:
        server.close()


def test_a_long_path_gets_a_short_closed_socket_folder(tmp_path):
    deep = tmp_path / ("long" * 20) / "pg"
    assert len(str(deep / SOCKET)) > LONGEST_SOCKET_PATH
    folder = socket_folder(deep, account())
    try:
        assert len(str(folder / SOCKET)) < LONGEST_SOCKET_PATH
        assert folder.stat().st_mode & 0o777 == 0o700
        assert socket_folder(deep, account()) == folder
    finally:
        folder.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server under another account")
def test_below_a_closed_folder_root_keeps_the_cluster_where_its_account_can_get(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with open_store(settings_of(closed / "var")) as store:
        assert store.workers.count() == 0
    place = (closed / "var" / "pg").resolve()
    assert closed not in place.parents
    assert closed.stat().st_mode & 0o777 == 0o700
    assert cluster_folder(closed / "var", account()) == place
    shutil.rmtree(place.parent)


def test_a_store_that_is_closed_answers_in_a_sentence(folder):
    with open_store(settings_of(folder)) as store:
        pass
    for read in (store.workers.count, store.workers.frame):
        with pytest.raises(DatabaseDown) as caught:
            read()
        assert "数据库没有应答" in caught.value.message("zh")
    assert pid(folder) is None


def test_a_start_that_finds_everything_loads_nothing_heavy(folder, program):
    heavy = "{'pandas', 'pyarrow', 'alembic', 'sqlalchemy', 'torch', 'sklearn', 'mlflow'}"
    act = f"store.posts.frame(); print(*(set(sys.modules) & {heavy}) or ['open'], flush=True)"
    assert program(act).wait(30) == 0
