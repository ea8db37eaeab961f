"""Folders in places that everybody may write to are ours, or nothing is done with them."""

from __future__ import annotations

import stat
import tempfile
from pathlib import Path

import pytest

from features.store.account import Account, socket_folder
from features.store.errors import EmbeddedFailed
from features.store.keys import keys_folder

OURS = Account(None, None)


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    return tmp_path


def test_a_long_path_gets_a_closed_folder_for_its_socket(shared: Path) -> None:
    deep = shared / ("x" * 120) / "pg"
    made = socket_folder(deep, OURS)
    assert made.parent == shared
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert socket_folder(deep, OURS) == made


def test_a_link_put_in_its_place_is_not_followed(shared: Path) -> None:
    deep, victim = shared / ("x" * 120) / "pg", shared / "victim"
    made = socket_folder(deep, OURS)
    made.rmdir()
    victim.mkdir(mode=0o755)
    for link_to in (victim, shared / "nothing"):
        made.symlink_to(link_to)
        with pytest.raises(EmbeddedFailed) as refused:
            socket_folder(deep, OURS)
        assert refused.value.reason == "database_socket"
        made.unlink()
    assert stat.S_IMODE(victim.stat().st_mode) == 0o755
    made.write_text("")
    with pytest.raises(EmbeddedFailed):
        socket_folder(deep, OURS)


def test_a_folder_of_keys_left_open_is_closed(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys").chmod(0o755)
    assert stat.S_IMODE(keys_folder(tmp_path).stat().st_mode) == 0o700
