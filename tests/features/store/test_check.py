"""What the doctor says of the store."""

import pytest

from features.settings import Settings
from features.store.check import checks


def found(settings):
    return {check.name: check for check in checks(settings)}


def test_a_server_with_its_tables_is_well(settings):
    check = found(settings)["database"]
    assert check.ok
    assert check.found.startswith("PostgreSQL")
    assert "最新" in check.found


def test_a_server_that_does_not_answer_is_not_well(tmp_path):
    check = found(Settings(data_dir=tmp_path, database_url="postgresql://x@127.0.0.1:1/x", language="en"))[
        "database"
    ]
    assert not check.ok
    assert "does not answer" in check.found


def test_the_embedded_server_needs_nothing_but_its_wheel(tmp_path):
    check = found(Settings(data_dir=tmp_path / "var", database_url=None, language="en"))["database"]
    assert check.ok
    assert "will be made" in check.found
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(("mode", "ok"), [(0o600, True), (0o644, False)])
def test_a_key_that_others_can_read_is_not_well(tmp_path, mode, ok):
    (tmp_path / "keys").mkdir()
    key = tmp_path / "keys" / "master.key"
    key.touch()
    key.chmod(mode)
    check = found(Settings(data_dir=tmp_path, database_url=None))["keys"]
    assert check.ok is ok
    assert ("chmod 600" in check.remedy) is not ok
