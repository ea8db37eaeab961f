"""The provincial platform, proven against a simulated receiver: what differs goes, what failed comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from features.errors import InputError
from features.records import Employer, Post
from features.settings import Settings
from features.store import Store, open_store
from serving import board
from serving.channels import ChannelSettings
from serving.release.channels.province import by_hand
from serving.release.channels.province.dictionary import load
from serving.release.channels.province.upload import ROWS, Uploaded, upload
from serving.release.wire import WireFailed

DAY = date(2026, 3, 10)
CHANNELS = ChannelSettings()


class Platform:
    """Stand for the provincial platform (simulated): keep rows by acb200, refuse what its rules refuse."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, Any]] = {}
        self.files: list[dict[str, Any]] = []
        self.refuses: dict[str, tuple[str, str]] = {}

    def __call__(self, body: bytes) -> Any:
        told = json.loads(body)
        self.files.append(told)
        errors = []
        for row in told["rows"]:
            bad = self.refuses.get(row["aca112"])
            if bad:
                error = {"code": bad[0], "field": bad[1], "message": "不在代码表内\x00"}
                errors.append({"acb200": row["acb200"], **error})
            else:
                self.rows[row["acb200"]] = row
        for row in told["removed"]:
            self.rows.pop(row["acb200"], None)
        return {"batch": told["batch"], "errors": errors}


def codes(titles: Any) -> list[str]:
    return ["6-05-01-03"] * len(titles)


def post(number: int, **told: Any) -> Post:
    given = {
        "title": f"模拟缝纫工{number}", "place": "云岭镇", "division": "999901101", "headcount": 2,
        "monthly_low": 4000, "education": "70", "contact_phone": "12000000001", "opened_on": DAY,
        "closes_on": date(2026, 3, 25), "status": "published", "simulated": True, "duties": "平车",
    }  # fmt: skip
    return Post(post_id=number, employer_id=1, **{**given, **told})


class RolledBack(Exception):
    """Undo what a test wrote."""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: Any, new_database: Any) -> Iterator[Store]:
    """Give one store for the tests of this file."""
    with new_database() as url:
        settings = Settings(data_dir=tmp_path_factory.mktemp("var"), database_url=url)
        with open_store(settings) as store:
            yield store


@pytest.fixture
def clean(shared: Store) -> Iterator[Store]:
    """Give the store within a transaction that is undone after the test."""
    with suppress(RolledBack), shared.transaction():
        yield shared
        raise RolledBack


@pytest.fixture
def office(clean: Store) -> Store:
    store = clean
    store.employers.add(Employer(employer_id=1, name="模拟制衣厂", simulated=True))
    for number in (1, 2, 3):
        store.posts.add(post(number))
    return store


def send(store: Store, platform: Any, kind: Any = "difference") -> Uploaded:
    return upload(
        store, board.read(store), CHANNELS, on=DAY, kind=kind, send=platform, codes_of=codes
    )  # fmt: skip


def change(store: Store, number: int, **told: Any) -> None:
    frame = store.posts.frame(ids=[number]).drop("hired", "referred")
    import polars as pl

    store.posts.upsert_frame(frame.with_columns(**{k: pl.lit(v) for k, v in told.items()}))


def test_rows_bear_ministry_codes_and_words_of_the_dictionary(office: Store) -> None:
    platform = Platform()
    send(office, platform)
    row = platform.rows["1"]
    assert {"acb200": "1", "aca112": "模拟缝纫工1", "aca111": "6-05-01-03", "acb240": "2", "acb202": "云岭镇",
            "aab301": "999901101", "aac011": "71", "aae397": "2026-03-10", "aae398": "2026-03-25",
            "ace752": "1", "x_form": "1"}.items() <= row.items()  # fmt: skip
    assert set(row) == {field.code for field in load().fields}


def test_only_what_differs_is_sent(office: Store) -> None:
    platform = Platform()
    assert send(office, platform).taken == [1, 2, 3]
    assert send(office, platform).batches == []
    change(office, 2, place="新街")
    office.releases.append(3, "withdrawn", at=datetime.now(UTC), who="a", why="x")
    done = send(office, platform)
    assert (done.taken, done.removed, sorted(platform.rows)) == ([2], [3], ["1", "2"])
    assert platform.rows["2"]["acb202"] == "新街"
    assert [(f["rows"], f["removed"]) for f in platform.files[1:2]] == [
        ([], [{"acb200": "3", "ace752": "2"}])
    ]
    assert send(office, platform, "full").taken == [1, 2]


def test_errors_come_onto_the_post_and_only_they_are_sent_again(office: Store) -> None:
    platform = Platform()
    platform.refuses = {"模拟缝纫工2": ("E102", "aca111")}
    done = send(office, platform)
    assert (done.taken, done.refused) == ([1, 3], [2])
    [row] = office.province.frame(failed=True).to_dicts()
    assert (row["post_id"], row["error_code"], row["error_field"], row["error_message"]) == (
        2, "E102", "aca111", "不在代码表内",
    )  # fmt: skip
    assert send(office, platform).batches == []  # refused as it is: nothing new to say
    platform.refuses = {}
    again = send(office, platform, "failed")
    assert (again.taken, [row["acb200"] for row in platform.files[-1]["rows"]]) == ([2], ["2"])
    assert office.province.frame(failed=True).is_empty()


def test_a_corrected_post_goes_with_the_next_difference(office: Store) -> None:
    platform = Platform()
    platform.refuses = {"模拟缝纫工2": ("E102", "aca112")}
    send(office, platform)
    change(office, 2, title="模拟服装缝纫工")
    assert send(office, platform).taken == [2]


def test_what_the_dictionary_does_not_know_is_an_error_before_it_is_sent(office: Store) -> None:
    change(office, 1, headcount=None)
    change(office, 2, place="")
    change(office, 3, education="99", title="长" * 101)
    platform = Platform()
    done = send(office, platform)
    assert (done.faulty, platform.files) == ([1, 2, 3], [])
    rows = office.province.frame().select("post_id", "error_code", "error_field").rows()
    assert rows == [
        (1, "local_missing", "acb240"),
        (2, "local_missing", "acb202"),
        (3, "local_long", "aca112"),
    ]
    change(office, 2, place="云岭镇")
    assert send(office, platform).taken == [2]


def test_an_answer_in_between_that_fails_costs_only_the_rest(office: Store) -> None:
    import polars as pl

    frame = pl.concat([office.posts.frame(ids=[1])] * (ROWS + 5)).drop("hired", "referred")
    office.posts.add_frame(frame.with_columns(post_id=pl.int_range(100, 100 + ROWS + 5, dtype=pl.Int64)))
    platform = Platform()

    def breaks(body: bytes) -> Any:
        return platform(body) if not platform.files else None

    with pytest.raises(WireFailed) as failed:
        send(office, breaks)
    assert failed.value.reason == "province_answer"
    assert len(platform.rows) == ROWS
    assert len(send(office, platform).taken) == 8
    assert len(platform.rows) == ROWS + 8


@pytest.mark.parametrize("answer", [None, [], {"errors": "no"}, {"errors": [1]}, {}, "ok"])
def test_an_answer_that_is_none_takes_nothing(answer: Any) -> None:
    from serving.release.channels.province.upload import _errors

    with pytest.raises(WireFailed):
        _errors(answer, load())


def test_posts_of_another_office_are_that_offices_to_report(office: Store) -> None:
    change(office, 1, origin="aaaaaaaaaaaaaaaa/1 邻县")
    assert send(office, Platform()).taken == [2, 3]


def test_by_hand_a_file_goes_out_and_errors_come_back(office: Store, tmp_path: Path) -> None:
    change(office, 1, duties="=HYPERLINK(1)")
    out = tmp_path / "上报.csv"
    done = by_hand.write(office, board.read(office), CHANNELS, out, "difference", codes)
    text = out.read_text("utf-8-sig")
    assert (done.taken, text.splitlines()[0].split(",")[0]) == ([1, 2, 3], "acb200")
    assert "'=HYPERLINK" in text
    returned = tmp_path / "退回.csv"
    returned.write_bytes("acb200,code,field,message\n2,E7,aca111,职业代码不对\n".encode("gb18030"))
    assert by_hand.take_back(office, CHANNELS, returned).refused == [2]
    [row] = office.province.frame(failed=True).to_dicts()
    assert (row["error_code"], row["error_message"]) == ("E7", "职业代码不对")
    again = by_hand.write(office, board.read(office), CHANNELS, tmp_path / "b.csv", "failed", codes)
    assert again.taken == [2]


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("a.csv", b"id,code\n1,x\n", "province_returned"), ("a.json", b"{", "province_returned"),
        ("a.csv", b"acb200,code\n99,x\n", "province_row"), ("a.csv", b"acb200,code\nx,x\n", "province_row"),
    ],
)  # fmt: skip
def test_a_list_of_errors_that_is_none_is_refused_with_its_row(
    office: Store, tmp_path: Path, name: str, body: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    with pytest.raises(InputError) as refused:
        by_hand.take_back(office, CHANNELS, path)
    assert refused.value.reason == code
    assert name in (refused.value.where or "")


@pytest.mark.parametrize(
    "text",
    ["[[field]]\ncode='x'\nof='title'", "not toml", "", "[[field]]\ncode='x'\nof='post_id'\nwords='none'",
     "[[field]]\ncode='x'\nof='post_id'\nwhat='x'"],
)  # fmt: skip
def test_a_dictionary_that_is_not_right_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text)
    with pytest.raises(InputError) as refused:
        load(path)
    assert refused.value.reason == "province_dictionary"


def test_the_ministrys_codes_are_in_the_shipped_dictionary() -> None:
    known = {field.code for field in load().fields if field.ministry}
    assert {"acb200", "aca112", "aca111", "acb240", "acb202", "aab301", "acb221", "acb222", "acc217",
            "aae004", "aae005", "aae397", "aae398", "ace752", "aac011"} == known  # fmt: skip
