"""The release ledger: numbers without gaps, a chain that shows every change, a status that follows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.errors import InputError, NotFound
from features.records import LedgerEntry, frame_schema
from features.store import open_store
from features.store.errors import LedgerBroken
from features.store.ledger import bound, check_chain, content_of

NOW = datetime(2026, 2, 1, 8, 30, 0, 123456, UTC)


def chain(n: int) -> list[LedgerEntry]:
    entries: list[LedgerEntry] = []
    for seq in range(1, n + 1):
        previous = entries[-1].digest if entries else ""
        entry = LedgerEntry(
            seq=seq,
            post_id=seq % 3,
            action="changed",
            at=NOW,
            who="office",
            content="c" * 64,
            previous=previous,
        )
        entries.append(bound(entry))
    return entries


def test_an_untouched_chain_holds():
    assert check_chain(chain(5)) == 5
    assert check_chain([]) == 0


@settings(max_examples=60)
@given(
    st.integers(0, 7),
    st.sampled_from([{"who": "x"}, {"why": "x"}, {"post_id": 9}, {"findings": ("a:b",)},
                     {"action": "expired"}, {"at": NOW + timedelta(seconds=1)},
                     {"content": "d" * 64}]),
    st.booleans(),
)  # fmt: skip
def test_every_change_breaks_the_chain_even_with_a_fresh_digest(place, change, rebind):
    entries = chain(8)
    entries[place] = entries[place].model_copy(update=change)
    if rebind and place < 7:  # a forger who recomputes the last entry leaves only the anchor to tell
        entries[place] = bound(entries[place])
    with pytest.raises(LedgerBroken):
        check_chain(entries)


@settings(max_examples=30)
@given(st.integers(0, 6), st.booleans())
def test_entries_left_out_or_swapped_are_found(place, swap):
    entries = chain(8)
    if swap:
        entries[place], entries[place + 1] = entries[place + 1], entries[place]
    else:
        del entries[place]
    with pytest.raises(LedgerBroken):
        check_chain(entries)


def test_the_time_zone_of_the_clock_does_not_matter():
    entry = chain(1)[0]
    there = entry.model_copy(update={"at": NOW.astimezone(timezone(timedelta(hours=8)))})
    assert bound(there).digest == entry.digest


def test_a_post_follows_its_ledger(office):
    for action in ("checked", "approved", "published"):
        office.releases.append(1, action, at=NOW, who="office", findings=["sex:warn"])
        assert office.posts.get(1).status == action
    changed = office.releases.append(1, "changed", at=NOW, who="office", why="pay")
    assert office.posts.get(1).status == "published"
    assert (changed.seq, changed.at, changed.findings) == (4, NOW, ())
    assert [entry.action for entry in office.releases.of_post(1)] == [
        "checked",
        "approved",
        "published",
        "changed",
    ]
    assert office.releases.verify() == 4
    assert office.releases.last() == changed


def test_the_content_is_that_of_the_text_not_of_the_status(office):
    before = content_of(office.posts.get(1))
    office.releases.append(1, "published", at=NOW, who="office")
    office.referrals.record_outcome(1, slip=1)
    assert content_of(office.posts.get(1)) == before
    row = office.posts.frame(ids=[1]).with_columns(monthly_low=pl.lit(4000))
    office.posts.upsert_frame(row)
    assert content_of(office.posts.get(1)) != before


def test_many_posts_go_in_one_act(office):
    entries = office.releases.append_all(
        [2, 1], "published", at=NOW, who="office", findings={1: ["bait:warn"]}
    )
    assert [(entry.seq, entry.post_id, entry.findings) for entry in entries] == [
        (1, 2, ()),
        (2, 1, ("bait:warn",)),
    ]
    frame = office.releases.frame(after_seq=1)
    assert frame["post_id"].to_list() == [1]
    assert dict(frame.schema) == frame_schema(LedgerEntry)


def test_one_unknown_post_stops_the_whole_act(office):
    with pytest.raises(NotFound):
        office.releases.append_all([1, 999], "published", at=NOW, who="office")
    assert office.releases.verify() == 0
    assert office.posts.get(1).status == "draft"


def test_a_time_without_a_zone_is_refused(office):
    with pytest.raises(InputError, match="time zone"):
        office.releases.append(1, "published", at=NOW.replace(tzinfo=None), who="office")


def test_writers_at_once_leave_no_gap(office, settings):
    def write(post_id):
        with open_store(settings) as mine:
            for _ in range(5):
                mine.releases.append(post_id, "changed", at=NOW, who="office")

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(write, [1, 2, 1]))
    assert office.releases.verify() == 15
    assert office.releases.frame()["seq"].to_list() == list(range(1, 16))


@pytest.fixture
def forge(sql):
    """Change the ledger as only the tables' owner could, past the trigger."""

    def run(statement):
        for one in ("DISABLE TRIGGER append_only", "ENABLE TRIGGER append_only"):
            sql(f"ALTER TABLE ledger {one}", "owner")
            if one.startswith("DISABLE"):
                sql(statement, "owner")

    return run


@pytest.mark.parametrize(
    ("forgery", "reason", "seq"),
    [
        ("UPDATE ledger SET why = 'something else' WHERE seq = 2", "ledger_digest", 2),
        ("UPDATE ledger SET at = at - interval '1 day' WHERE seq = 3", "ledger_digest", 3),
        ("DELETE FROM ledger WHERE seq = 2", "ledger_gap", 2),
        ("UPDATE ledger SET previous = repeat('a', 64) WHERE seq = 3", "ledger_link", 3),
        ("DELETE FROM ledger WHERE seq = 3", "ledger_cut", 3),
    ],
)
def test_tampering_in_the_database_is_found(office, forge, forgery, reason, seq):
    for action in ("checked", "approved", "published"):
        office.releases.append(1, action, at=NOW, who="office")
    last = office.releases.last()
    assert office.releases.verify((last.seq, last.digest)) == 3
    forge(forgery)
    with pytest.raises(LedgerBroken) as caught:
        office.releases.verify((last.seq, last.digest))
    assert (caught.value.reason, caught.value.values["seq"]) == (reason, seq)
