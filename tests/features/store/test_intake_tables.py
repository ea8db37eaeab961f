from datetime import date

import polars as pl
import pytest
from psycopg.rows import tuple_row

from features.errors import InputError
from features.records import Arrears, Attendance, Course, frame_schema
from features.store import Store, open_store

LISTED = pl.DataFrame(
    {
        "credit_code": ["91110000600037341L", None],
        "employer_name": ["甲建筑公司", "乙劳务队"],
        "responsible_person": ["某负责人", None],
        "listed_on": [date(2025, 3, 1), date(2025, 6, 1)],
        "expires_on": [date(2028, 3, 1), date(2028, 6, 1)],
        "removed_on": [None, date(2025, 9, 1)],
        "source": ["省厅公告", "省厅公告"],
        "division": ["530112", "530112"],
    }
)


def test_the_arrears_list_is_kept_as_published(store: Store) -> None:
    ids = store.arrears.add_frame(LISTED)
    kept = store.arrears.frame()
    assert kept["arrears_id"].to_list() == ids.to_list()
    assert kept.drop("arrears_id").equals(LISTED.select(kept.columns[1:]))
    assert store.arrears.get(ids[1]).removed_on == date(2025, 9, 1)


def test_a_listing_cannot_end_before_it_began(store: Store) -> None:
    with pytest.raises(InputError, match="day of listing"):
        store.arrears.add_frame(LISTED.with_columns(pl.lit(date(2020, 1, 1)).alias("expires_on")))


def test_headings_of_the_county_hold_in_its_townships_and_not_elsewhere(settings) -> None:
    with open_store(settings, scope="530112") as county:
        county.headings.remember("posts", {"干啥": "title", "钱": "pay"})
    with open_store(settings, scope="530112001") as town:
        town.headings.remember("posts", {"钱": ""})
        assert town.headings.known("posts") == {"干啥": "title", "钱": ""}
        assert town.headings.forget("posts", "干啥") == 0
    with open_store(settings, scope="530113") as other:
        assert other.headings.known("posts") == {}
    with open_store(settings, scope="530112") as county:
        assert county.headings.known("posts") == {"干啥": "title", "钱": "pay"}
        assert county.headings.known("workers") == {}
        assert county.headings.forget("posts", "钱") == 1


@pytest.mark.parametrize(
    ("table", "record"), [("arrears", Arrears), ("course", Course), ("attendance", Attendance)]
)
def test_tables_of_intake_hold_the_fields_of_their_records(store: Store, table: str, record) -> None:
    query = f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'"
    with store.transaction() as connection, connection.cursor(row_factory=tuple_row) as cursor:
        columns = {row[0] for row in cursor.execute(query.encode()).fetchall()}
    assert columns == set(frame_schema(record))


def test_one_row_of_a_file_may_stand_for_several_posts(store: Store) -> None:
    row = {
        "kind": "post", "file_sha256": "a" * 64, "file_name": "甲.xlsx", "sheet": "甲镇", "row": 5,
        "at": "2026-03-02T00:00:00", "who": "test",
    }  # fmt: skip
    frame = pl.DataFrame([{**row, "record_id": 1, "part": 1}, {**row, "record_id": 2, "part": 2}])
    frame = frame.with_columns(pl.col("at").str.to_datetime("%Y-%m-%dT%H:%M:%S", time_zone="UTC"))
    assert store.provenance.add_frame(frame) == 2
    assert store.provenance.known("post", "a" * 64)["record_id"].to_list() == [1, 2]
