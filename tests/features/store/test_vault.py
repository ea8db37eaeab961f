"""What identifies a person lies sealed, and whoever destroys the key has erased it."""

import json
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.errors import NotFound
from features.records import Identity
from features.store import keyring as keys
from features.store import open_store
from features.store.errors import KeyLost
from features.store.keyring import Keyring
from features.store.vault import comparable, open_sealed, rewrap, seal

RING = Keyring(1, {1: b"m" * 32}, b"l" * 32)
PERSON = Identity(
    worker_id=5, name="模拟五", id_number="999901199001010005", birth_date=date(1990, 1, 1),
    phone="12000000005", address="模拟村 5 号", own_words="想找包住的工作",
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.builds(Identity, worker_id=st.integers(1, 2**60), birth_date=st.none() | st.dates()))
def test_what_is_sealed_opens_again(identity):
    assert open_sealed(seal(identity, RING), RING) == identity


def test_nothing_readable_is_left_in_the_sealed_form():
    sealed = seal(PERSON, RING)
    stored = (
        sealed.sealed + sealed.wrapped_key + b"".join(filter(None, (sealed.name_hash, sealed.phone_hash)))
    )
    for word in ("模拟", "9999011990", "12000000005", "1990"):
        assert word.encode() not in stored


def test_two_sealings_of_one_person_share_nothing_but_the_hashes():
    one, two = seal(PERSON, RING), seal(PERSON, RING)
    assert one.sealed != two.sealed
    assert one.wrapped_key != two.wrapped_key
    assert one.phone_hash == two.phone_hash


def test_a_sealed_record_cannot_be_moved_to_another_worker():
    sealed = seal(PERSON, RING)
    moved = type(sealed)(6, *[getattr(sealed, name) for name in sealed.__slots__[1:]])
    with pytest.raises(KeyLost):
        open_sealed(moved, RING)


def test_another_master_key_opens_nothing():
    sealed = seal(PERSON, RING)
    for wrong in (Keyring(1, {1: b"x" * 32}, b"l" * 32), Keyring(2, {2: b"m" * 32}, b"l" * 32)):
        with pytest.raises(KeyLost):
            open_sealed(sealed, wrong)


def test_rewrapping_leaves_the_content_and_needs_only_the_new_key():
    sealed = seal(PERSON, RING)
    ring = keys.renewed(RING)
    moved = type(sealed)(5, sealed.sealed, rewrap(sealed, ring), ring.current, None, None, None)
    assert open_sealed(moved, keys.only_current(ring)) == PERSON


def test_keys_stay_out_of_repr():
    assert "mmm" not in repr(RING)


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [("phone", "120 0000-0005", "12000000005"), ("name", "模拟 五", "模拟五"),
     ("id_number", "99990119900101000x", "99990119900101000X")],
)  # fmt: skip
def test_people_are_found_however_it_is_typed(field, one, other):
    assert comparable(field, one) == comparable(field, other)


def test_find_by_name_number_and_phone(office):
    for text in ("模拟2", "999901199001010002", "120 0000 0002"):
        assert office.workers.find(text) == [2]
    assert office.workers.find("") == office.workers.find("nobody") == []
    assert office.workers.identities.known("id_number", ["999901199001010003", "x", ""]) == {
        "999901199001010003": 3
    }


def test_opening_an_identity_is_a_logged_act(office):
    assert office.workers.identity(1, why="letter", who="window 3").phone == "12000000001"
    [entry] = office.audit.frame("worker", 1).to_dicts()
    assert (entry["act"], entry["who"], entry["why"]) == ("open_identity", "window 3", "letter")


def test_many_are_opened_in_order(office):
    frame = office.workers.identities.frame([3, 1, 99])
    assert frame["name"].to_list() == ["模拟1", "模拟3"]
    assert office.audit.frame("worker").height == 2


def test_erased_is_erased_even_when_the_old_file_is_read_again(office, sql):
    office.workers.erase(1, "asked for it")
    with pytest.raises(NotFound, match="erased"):
        office.workers.identity(1)
    assert office.workers.find("模拟1") == []
    query = (
        "SELECT num_nonnulls(sealed, wrapped_key, name_hash, id_number_hash, phone_hash) FROM worker_identity"
    )
    assert sql(f"{query} WHERE worker_id = 1", "owner") == [(0,)]
    people = pl.DataFrame([{"worker_id": n, "name": f"模拟{n}"} for n in (1, 2)])
    assert office.workers.seal(people) == 1
    assert office.workers.find("模拟1") == []
    assert office.workers.get(1).worker_id == 1
    assert office.audit.frame("worker", 1)["act"].to_list() == ["erase_identity"]


def test_rotation_changes_the_key_and_nothing_else(office, settings):
    before = keys.load(settings.data_dir)
    assert office.workers.identities.rotate("yearly") == 4
    after = keys.load(settings.data_dir)
    assert set(before.masters) == {1}
    assert set(after.masters) == {2}
    assert after.master != before.master
    assert office.workers.identity(4).name == "模拟4"
    with open_store(settings) as again:
        assert again.workers.identity(4).name == "模拟4"
        assert again.workers.find("模拟4") == [4]


def test_a_program_that_held_the_old_key_goes_on_after_a_rotation(office, settings):
    with open_store(settings) as other:
        assert other.workers.identity(1).name == "模拟1"
        office.workers.identities.rotate("yearly")
        assert other.workers.identity(1).name == "模拟1"
        other.workers.seal(pl.DataFrame([{"worker_id": 2, "name": "模拟二"}]))
    assert office.workers.identity(2).name == "模拟二"


def test_a_rotation_that_breaks_off_loses_nobody_and_can_be_repeated(office, settings, monkeypatch):
    def crash(*_):
        raise KeyboardInterrupt

    identities = office.workers.identities
    monkeypatch.setattr(identities, "_rewrap", crash)
    with pytest.raises(KeyboardInterrupt):
        identities.rotate("yearly")
    monkeypatch.undo()
    with open_store(settings) as again:
        assert again.workers.identity(2).name == "模拟2"
        assert again.workers.seal(pl.DataFrame([{"worker_id": 2, "name": "模拟二"}])) == 1
        assert again.workers.identities.rotate("again") == 4
        assert [again.workers.identity(n).name for n in (1, 2)] == ["模拟1", "模拟二"]
    assert len(keys.load(settings.data_dir).masters) == 1


def test_a_lost_key_is_named_and_never_replaced_in_silence(office, settings):
    path = settings.data_dir / "keys" / "master.key"
    content = path.read_text()
    path.unlink()
    with open_store(settings) as again:
        with pytest.raises(KeyLost, match=r"keys/master\.key"):
            again.workers.identity(1)
        assert not path.exists()
    held = json.loads(content)
    path.write_text(json.dumps({**held, "keys": {"1": held["keys"]["1"][::-1].lstrip("=") + "="}}))
    with open_store(settings) as again, pytest.raises(KeyLost):
        again.workers.identity(1)
    path.write_text(content)
    with open_store(settings) as again:
        assert again.workers.identity(1).name == "模拟1"


def test_key_files_are_ours_alone(office, settings):
    office.workers.find("anybody")
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in (settings.data_dir / "keys").iterdir()}
    assert modes == {"master.key": "0o600", "lookup.key": "0o600"}
    assert (settings.data_dir / "keys").stat().st_mode & 0o777 == 0o700
