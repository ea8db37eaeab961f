"""Keep secrets in files of their own, outside the database: ``data_dir/keys``, readable by us alone."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path


def keys_folder(data_dir: Path) -> Path:
    """Give the folder of keys and passwords, made with mode 0700."""
    folder = data_dir / "keys"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:  # copied back from a backup, or made by hand
        folder.chmod(0o700)
    return folder


def password(data_dir: Path, role: str) -> str:
    """Give the generated password of a database role, the same on every call."""
    path = keys_folder(data_dir) / f"{role}.password"
    return once(path, secrets.token_urlsafe(24))


def once(path: Path, content: str) -> str:
    """Write ``content`` unless the file is there, and give what the file holds.

    The file appears whole or not at all: two programs starting together read the same content.
    """
    if not path.exists():
        draft = _draft(path, content)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text("utf-8").strip()


def replace(path: Path, content: str) -> None:
    """Put new content in place of the old in one step that survives a crash."""
    _draft(path, content).replace(path)


def _draft(path: Path, content: str) -> Path:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        file.write(content + "\n")
        file.flush()
        os.fsync(file.fileno())
    return draft
