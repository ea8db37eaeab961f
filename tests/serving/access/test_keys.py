from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from features.errors import Conflict, InputError, Integrity
from serving.access.jobs import ALL
from serving.access.keys import Caller, KeyRing
from serving.access.sessions import Sessions
from serving.access.tries import FREE, LONGEST, MOST, Tries


def test_the_office_key_is_made_once_private_and_kept_as_a_digest(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path / "keys")
    path = ring.ensure()
    token = path.read_text().strip()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(ring.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert token not in ring.file.read_text()
    assert KeyRing(tmp_path / "keys").ensure().read_text().strip() == token
    assert ring.caller(token) == Caller("office", "", ALL)
    assert ring.caller(f" {token}\n") == Caller("office", "", ALL)
    for wrong in ("", "sw_", token[:-1], token + "x", "密钥"):
        assert ring.caller(wrong) is None


def test_a_key_added_elsewhere_is_known_at_once_and_one_removed_is_not(tmp_path: Path) -> None:
    ring, other = KeyRing(tmp_path), KeyRing(tmp_path)
    ring.ensure()
    token = other.add("township", "999901101")
    assert ring.caller(token) == Caller("township", "999901101")
    assert ring.named("township") == Caller("township", "999901101")
    rows = [row for row in json.loads(ring.file.read_text()) if row["name"] != "township"]
    ring.file.write_text(json.dumps(rows))
    assert ring.caller(token) is None
    assert ring.named("township") is None


def test_names_and_scopes_that_cannot_be(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    ring.ensure()
    with pytest.raises(Conflict):
        ring.add("office")
    for name in ("", " ", "x" * 61):
        with pytest.raises(InputError):
            ring.add(name)
    for scope in ("云南", "99-01", "1" * 13, "9", "99990110"):
        with pytest.raises(InputError):
            ring.add("a", scope)


def test_a_broken_key_file_is_said_and_not_replaced(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    ring.file.write_text("{")
    with pytest.raises(Integrity) as refused:
        ring.ensure()
    assert refused.value.reason == "keys_broken"
    assert ring.file.read_text() == "{"


def test_a_session_lasts_its_hours_and_cannot_be_forged(tmp_path: Path) -> None:
    sessions = Sessions(tmp_path, hours=1)
    cookie = sessions.open("office", now=1000)
    assert sessions.read(cookie, now=1000 + 3599).name == "office"  # type: ignore[union-attr]
    assert sessions.read(cookie, now=1000 + 3600) is None
    body, _, signature = cookie.partition(".")
    for forged in ("", ".", body, f"{body}.", f"{body}.{'0' * 64}", f"{body}x.{signature}", "é.é"):
        assert sessions.read(forged, now=1000) is None
    assert Sessions(tmp_path, 1).read(cookie, now=1000) is not None  # the key outlives the process
    assert sessions.form_ok(cookie, sessions.form_token(cookie))
    one, other = (sessions.read(told, 1000) for told in (cookie, sessions.open("office", now=1000)))
    assert one is not None
    assert other is not None
    assert one.digest != other.digest
    assert not sessions.form_ok(cookie, sessions.form_token(sessions.open("office", now=1000)))


def test_guessing_is_slowed_down_more_and_more() -> None:
    tries = Tries()
    for _ in range(FREE - 1):
        tries.failed("a", 0)
    assert tries.wait("a", 0) == 0
    waits = []
    for _ in range(12):
        tries.failed("a", 0)
        waits.append(tries.wait("a", 0))
    assert waits == sorted(waits)
    assert waits[0] >= 4
    assert waits[-1] == LONGEST
    assert tries.wait("b", 0) == 0
    assert tries.wait("a", LONGEST) == 0
    tries.forget("a")
    assert tries.wait("a", 0) == 0


def test_only_so_many_addresses_are_remembered() -> None:
    tries = Tries()
    for number in range(MOST + 50):
        tries.failed(str(number), 0)
    assert len(tries._seen) == MOST


def test_a_new_key_stays_within_the_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from serving.command import serve

    monkeypatch.setenv("SPRINGWIND_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SPRINGWIND_SCOPE", "999901")
    for name, asked in (("county", ""), ("township", "999901101")):
        assert CliRunner().invoke(serve, ["--new-key", name, "--scope", asked]).exit_code == 0
    assert KeyRing(tmp_path / "keys").named("county") == Caller("county", "999901")
    assert KeyRing(tmp_path / "keys").named("township") == Caller("township", "999901101")
    refused = CliRunner().invoke(serve, ["--new-key", "other", "--scope", "999902"]).exception
    assert isinstance(refused, InputError)
    assert refused.reason == "key_scope"
