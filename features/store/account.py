"""Under which system account the embedded server runs, and where it may keep its files.

PostgreSQL refuses to run as root. Started by root, the server runs as the account ``pgserver`` (the
name the wheel uses as well), which must be able to reach its data folder.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import secrets
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from features.store.errors import EmbeddedFailed

ACCOUNT = "pgserver"
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 100
SYSTEM_HOME = Path("/var/lib/springwind")


@dataclass(frozen=True, slots=True)
class Account:
    """Name the account by number; None = our own."""

    uid: int | None
    gid: int | None

    def own(self, path: Path) -> None:
        """Give ``path`` to the account."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def identity(self) -> dict[str, int | list[int]]:
        """Give what ``subprocess`` needs to become the account."""
        if self.uid is None or self.gid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def account() -> Account:
    """Give the account the server runs under; as root, make ``pgserver`` if it is missing."""
    if os.geteuid() != 0:
        return Account(None, None)
    try:
        entry = pwd.getpwnam(ACCOUNT)
    except KeyError:
        entry = _make_account()
    return Account(entry.pw_uid, entry.pw_gid)


def _make_account() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
        return pwd.getpwnam(ACCOUNT)
    except (OSError, subprocess.CalledProcessError, KeyError) as error:
        try:  # another program may have made it in the same moment
            return pwd.getpwnam(ACCOUNT)
        except KeyError:
            detail = getattr(error, "stderr", None) or str(error)
            raise EmbeddedFailed("database_account", account=ACCOUNT, detail=detail.strip()) from error


def cluster_folder(data_dir: Path, who: Account) -> Path:
    """Give the folder of the cluster: ``data_dir/pg``, or what that link points to.

    Where root keeps ``data_dir`` below a closed folder (``/root``), the account cannot get there.
    Opening the folder to everybody would be worse than a link to a place meant for servers.
    """
    inside = data_dir / "pg"
    if inside.is_symlink():
        return inside.resolve()
    if inside.exists() or who.uid is None or _reachable(data_dir):
        return inside
    temporary = Path(tempfile.gettempdir()).resolve()
    home = temporary if data_dir.is_relative_to(temporary) else SYSTEM_HOME
    place = home / f"springwind-{secrets.token_hex(6)}"
    place.mkdir(parents=True, mode=0o711)
    inside.symlink_to(place / "pg")
    return place / "pg"


def _reachable(folder: Path) -> bool:
    return all(part.stat().st_mode & 0o001 for part in (folder, *folder.parents))


def socket_folder(cluster: Path, who: Account) -> Path:
    """Give a folder only the account can enter, with a path short enough for a Unix socket.

    The cluster's own folder serves (PostgreSQL holds it at 0700) unless its path is too long.
    """
    if len(str(cluster / SOCKET).encode()) < LONGEST_SOCKET_PATH:
        return cluster
    digest = hashlib.sha256(str(cluster).encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"springwind-{digest}"
    if not os.path.lexists(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
    # others may have put something in our place: nothing of theirs is taken over, and no link followed
    state = folder.lstat()
    if not stat.S_ISDIR(state.st_mode) or state.st_uid not in (os.geteuid(), who.uid):
        raise EmbeddedFailed("database_socket", folder=str(folder))
    who.own(folder)
    folder.chmod(0o700)
    return folder
