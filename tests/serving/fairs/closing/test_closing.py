"""The closing report counts what happened once, keeps four things apart, and leaves unknown unknown."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from openpyxl import load_workbook

from features.errors import Conflict, NotFound
from features.records import Referral, frame_schema
from serving.fairs.closing import report
from serving.fairs.closing.booths import full_minutes, peaks
from serving.fairs.closing.labels import LABELS, labels
from serving.fairs.desk.intake import Desk, check_in, take_in
from serving.fairs.desk.note import mark, note
from serving.fairs.desk.visitor import Visitor

DAY = date(2026, 3, 28)
LATER = date(2026, 7, 10)
NINE = datetime(2026, 3, 28, 1, tzinfo=UTC)


def desk(entry, minutes):
    return Desk("A", entry, NINE + timedelta(minutes=minutes))


@pytest.fixture
def closed(hall, scorer):
    """Give a fair that went like this: 1 and 2 invited, 2 stays away; 1 and 3 wish; a newcomer is sent on."""
    plan = [
        {"worker_id": 1, "post_id": 1, "rank": 1, "value": 0.6},
        {"worker_id": 2, "post_id": 1, "rank": 1, "value": 0.9},
        {"worker_id": 3, "post_id": 1, "rank": 1, "value": 0.9, "reserve": True},
    ]
    hall.fairs.save_plan(
        1, pl.DataFrame(plan, infer_schema_length=None).with_columns(pl.col("reserve").fill_null(False))
    )
    check_in(hall, 1, "1", desk("c", 0))
    for n, word in (("1", "intention"), ("3", "intention"), ("5", "passed")):
        note(hall, 1, 1, n, word, desk(f"n{n}", 10 + int(n)), DAY, post_id=1)
    note(hall, 1, 2, "3", "intention", desk("x", 20), DAY, post_id=2)
    note(hall, 1, 2, "3", "withdrawn", desk("y", 30), DAY, post_id=2)
    mark(hall, 1, 4, True, desk("m", 40))
    take_in(hall, scorer, 1, Visitor("电工", phone="12000000700"), desk("t", 50), DAY)
    mark(hall, 1, 4, False, desk("o", 60))
    return hall


def outcome(store, worker, post, **told):
    letters = store.referrals.of_worker(worker).filter(post_id=post)
    store.referrals.record_outcome(int(letters["referral_id"][-1]), **told)


def test_counts_stand_apart_and_unknown_stays_unknown(closed):
    outcome(
        closed, 1, 1, slip=1, slip_on=DAY, arrived_on=date(2026, 4, 2), stayed_90=True, stayed_90_on=LATER
    )
    made = report.close(closed, 1, LATER)
    assert made.counts["people"] == {
        "invited": 2, "visitors": 4, "came_invited": 1, "walk_ins": 3, "sent": 1, "talked": 3,
    }  # fmt: skip
    assert made.counts["wishes"] == {"wishes": 2, "people_with_wish": 2}
    assert made.counts["later"] == {
        "letters": 3, "hired": 1, "not_hired": 0, "outcome_unknown": 2, "arrived": 1, "lasting_30": 0,
        "lasting_90": 1, "left_90": 0, "lasting_unknown": 0,
    }  # fmt: skip
    assert made.unserved == {"invited_away": 1, "came_nowhere": 0, "sent_not_noted": 1, "talked_no_wish": 1}


def test_expected_is_held_to_the_places_and_stands_beside_what_happened(closed):
    booth = report.close(closed, 1, LATER).booths.row(0, named=True)
    assert booth["expected"] == pytest.approx(1.0)  # 0.6 + 0.9 for one place
    told = {
        name: booth[name]
        for name in ("invited", "invited_came", "talked", "wishes", "letters", "hired", "state")
    }
    assert told == {
        "invited": 2,
        "invited_came": 1,
        "talked": 3,
        "wishes": 2,
        "letters": 2,
        "hired": 0,
        "state": "fine",
    }


def test_a_hire_that_left_is_no_lasting_job(closed):
    outcome(closed, 1, 1, slip=1, slip_on=DAY, stayed_30=False, stayed_30_on=LATER)
    later = report.close(closed, 1, LATER).counts["later"]
    assert (later["lasting_90"], later["left_90"], later["lasting_unknown"]) == (0, 1, 0)


def test_before_the_day_there_is_nothing_to_close(hall):
    with pytest.raises(Conflict, match="2026-03-28"):
        report.close(hall, 1, DAY - timedelta(days=1))
    with pytest.raises(NotFound):
        report.close(hall, 9, DAY)


def test_an_empty_fair_closes_with_zeros(hall, tmp_path):
    made = report.close(hall, 1, DAY)
    assert set(made.counts["people"].values()) | set(made.counts["later"].values()) == {0}
    assert len(report.write(made, tmp_path)) == 6
    assert pl.read_parquet(tmp_path / "labels.parquet").is_empty()


def test_labels_say_what_is_known_and_name_nobody(closed):
    outcome(closed, 1, 1, slip=2, slip_on=DAY, not_hired="pay")
    found = labels(report.close(closed, 1, LATER).facts)
    assert dict(found.schema) == LABELS
    rows = {(r["worker_id"], r["post_id"]): r for r in found.iter_rows(named=True)}
    assert (rows[1, 1]["came"], rows[1, 1]["wish"], rows[1, 1]["slip"], rows[1, 1]["invited_rank"]) == (
        True,
        True,
        2,
        1,
    )
    assert (rows[2, 1]["came"], rows[2, 1]["wish"], rows[2, 1]["slip"]) == (False, None, None)
    assert rows[5, 1]["wish"] is False
    assert rows[3, 2]["wish"] is False
    sent = [r for r in rows.values() if r["sent_rank"] is not None]
    assert len(sent) == 3
    assert {r["wish"] for r in sent} == {None}


def test_where_nobody_was_checked_in_nothing_is_known_of_who_came(hall):
    hall.fairs.save_plan(1, pl.DataFrame([{"worker_id": 1, "post_id": 1, "rank": 1, "value": 0.6}]))
    assert labels(report.close(hall, 1, DAY).facts)["came"].to_list() == [None]


def test_page_workbook_and_pdf_say_the_same(closed, tmp_path):
    made = report.close(closed, 1, LATER)
    files = {path.name: path for path in report.write(made, tmp_path)}
    assert set(files) == {
        "closing.zh.html",
        "closing.zh.pdf",
        "closing.en.html",
        "closing.en.pdf",
        "closing.xlsx",
        "labels.parquet",
    }
    book = load_workbook(files["closing.xlsx"])
    counts = {
        str(a).split(" / ")[-1]: b for a, b in book.worksheets[0].iter_rows(values_only=True, max_col=2)
    }
    assert counts["Visitors"] == 4
    assert counts["Wishes (person and employer)"] == 2
    page = files["closing.en.html"].read_text("utf-8")
    assert "<dt>Visitors</dt><dd>4</dd>" in page
    assert "never added" in page
    assert "模拟的" in files["closing.zh.html"].read_text("utf-8")


def events(rows):
    names = {
        "employer_id": pl.Int64,
        "worker_id": pl.Int64,
        "kind": pl.String,
        "at": pl.Datetime("us", "UTC"),
        "event_id": pl.String,
    }
    told = [(e, w, kind, NINE + timedelta(minutes=m), f"x{n}") for n, (e, w, kind, m) in enumerate(rows)]
    return pl.DataFrame(told, schema=names, orient="row")


def test_the_longest_queue_counts_those_who_stand_at_once():
    rows = [
        (1, 1, "sent", 0),
        (1, 2, "sent", 1),
        (1, 1, "passed", 2),
        (1, 3, "sent", 3),
        (1, 4, "sent", 200),
        (2, 5, "sent", 0),
    ]
    assert dict(peaks(events(rows)).iter_rows()) == {1: 2, 2: 1}


def test_full_minutes_run_until_it_opens_or_the_last_thing_noted():
    rows = [
        (1, None, "full", 0),
        (1, None, "open", 10),
        (1, None, "full", 20),
        (2, None, "full", 5),
        (3, 1, "sent", 50),
    ]
    assert dict(full_minutes(events(rows)).iter_rows()) == {1: 40, 2: 45}


def test_letters_of_other_ways_and_other_posts_do_not_count(closed):
    base = {
        "referral_id": 0,
        "letter_number": "",
        "worker_id": 7,
        "division": "530112202001",
        "referred_on": DAY,
        "simulated": True,
    }
    rows = [
        Referral(**base, post_id=1, source="window"),
        Referral(**{**base, "referred_on": date(2026, 1, 5)}, post_id=1, source="fair"),
    ]
    closed.referrals.add_frame(pl.DataFrame([r.model_dump() for r in rows], schema=frame_schema(Referral)))
    assert report.close(closed, 1, LATER).counts["later"]["letters"] == 3
