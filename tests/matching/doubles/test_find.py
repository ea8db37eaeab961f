"""The search as a whole: what must be proposed, and what must stay two."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from matching.doubles import DoublesConfig, find_employers, find_posts, find_workers
from matching.encode import Encoder, load_encoder

PERSON = {
    "name": 11, "id_number": 1, "phone": 5, "born_month": date(1980, 4, 1), "division": "530112101",
    "place": "模拟1村", "education": "70", "wanted": ["缝纫工"],
}  # fmt: skip
"""A simulated worker as the search sees one: traces are numbers."""


def people(*changes: dict[str, Any]) -> pl.DataFrame:
    crowd = [
        {**PERSON, "name": 1000 + k, "id_number": 1000 + k, "phone": 1000 + k, "place": f"模拟{k}村",
         "born_month": date(1960 + k % 40, 1 + k % 12, 1)}
        for k in range(300)
    ]  # fmt: skip
    rows = [*({**PERSON, **one} for one in changes), *crowd]
    return pl.DataFrame([{"worker_id": n + 1, **row} for n, row in enumerate(rows)])


def of_workers(*changes: dict[str, Any]) -> set[tuple[int, int]]:
    return set(find_workers(people(*changes)).pairs.select("a", "b").iter_rows())


@pytest.mark.parametrize(
    "second",
    [
        {"division": "530112102", "place": "模拟9村", "phone": 6},
        {"id_number": None, "place": "模拟9村"},
        {"name": 12, "division": "530112102"},
        {"id_number": None, "name": 12},
    ],
    ids=["two townships, new telephone", "without number", "name mistyped", "name mistyped, no number"],
)
def test_a_worker_registered_twice_is_found(second: dict[str, Any]) -> None:
    assert of_workers({}, second) == {(1, 2)}


@pytest.mark.parametrize(
    "second",
    [
        {"id_number": 2, "phone": 6, "born_month": date(1991, 7, 1)},
        {"id_number": 2, "name": 12},
        {"id_number": 2, "name": 12, "born_month": date(2003, 2, 1)},
        {"id_number": None, "phone": None, "name": 12},
    ],
    ids=["namesake of the village", "twin on the same telephone", "parent and child", "neighbour"],
)
def test_two_people_stay_two(second: dict[str, Any]) -> None:
    assert of_workers({}, second) == set()


FIRM = {
    "name": "昆明市甲子制衣有限公司", "credit_code": None, "industry": "C", "division": "530112",
    "place": "模拟路1号", "contact_name": "王甲", "contact_phone": "10000000001",
}  # fmt: skip

OTHERS = {"contact_phone": "10000000002", "place": "模拟路8号", "contact_name": "李乙"}


@pytest.mark.parametrize(
    ("second", "one"),
    [
        ({"name": "甲子制衣有限责任公司"}, True),
        ({"name": "甲子制衣厂"}, True),
        ({**OTHERS, "name": "甲子制衣二厂"}, False),
        ({**OTHERS, "name": "昆明市甲子食品有限公司"}, False),
        ({"name": "昆明市丙寅制衣有限公司", "contact_phone": "10000000002", "contact_name": "李乙"}, False),
    ],
    ids=["legal form", "short", "second house", "same brand, other trade", "neighbour of the same trade"],
)  # fmt: skip
def test_an_employer_under_two_spellings(second: dict[str, Any], one: bool) -> None:
    frame = pl.DataFrame(
        [{"employer_id": 1, **FIRM}, {"employer_id": 2, **FIRM, **second}], infer_schema_length=None
    )
    assert bool(find_employers(frame.cast({"credit_code": pl.String})).pairs.height) is one


POST = {
    "employer_id": 1, "title": "缝纫工", "division": "530112", "place": "模拟园区3号", "headcount": 20,
    "duties": (
        "负责服装平车缝制；按工艺单要求完成工序；机台每日清洁保养；上六休一；"
        "包吃住，四人间有空调；全勤奖200元"
    ),
    "monthly_low": 4000, "monthly_high": 6000, "education": None, "age_low": 18, "age_high": 50,
    "contact_phone": "10000000001",
}  # fmt: skip
REWORDED = (
    "诚聘！按工艺单要求完成工序；服装车缝工作；机台每天清理保养；上六休一；包吃住，四人间有空调；全勤奖200元"
)

LOCKSTITCH = "用包缝机给裁片锁边；与组长做好裁片交接；上六休一；包吃住，四人间有空调"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


@pytest.mark.parametrize(
    ("second", "one"),
    [
        ({"duties": REWORDED}, True),
        ({"duties": REWORDED, "employer_id": 9, "contact_phone": "20000000009"}, True),
        ({"title": "平车工", "duties": REWORDED, "headcount": 25}, True),
        ({"title": "锁边工", "duties": LOCKSTITCH}, False),
        ({"title": "缝纫工(夜班)", "duties": f"{POST['duties']}；夜班20:00-8:00"}, False),
        ({"duties": ""}, True),
        ({"duties": "", "title": "缝纫工(夜班)"}, False),
        ({"employer_id": 9, "contact_phone": "20000000009", "place": "模拟园区77号", "monthly_low": 4500,
          "headcount": 3, "duties": "服装车缝工作；照工艺要求做好每道工序；提供工作餐"}, False),
    ],
    ids=["reworded", "by an agency", "other words for the trade", "other trade", "other shift",
         "no duties told", "no duties told, other shift", "other factory"],
)  # fmt: skip
def test_a_post_told_twice(second: dict[str, Any], one: bool, encoder: Encoder) -> None:
    rows = [{"post_id": 1, **POST}, {"post_id": 2, **POST, **second}]
    frame = pl.DataFrame(rows).cast({"education": pl.String})
    assert bool(find_posts(frame, encoder).pairs.height) is one


def test_the_order_of_the_rows_changes_nothing(encoder: Encoder) -> None:
    rows = [{"post_id": n, **POST, **({"duties": REWORDED} if n == 2 else {})} for n in (1, 2)]
    frame = pl.DataFrame(rows).cast({"education": pl.String})
    ahead, back = find_posts(frame, encoder), find_posts(frame.reverse(), encoder)
    assert ahead.pairs.equals(back.pairs)
    assert ahead.pairs.select("a", "b").row(0) == (1, 2)


def test_what_speaks_for_a_pair_is_said() -> None:
    found = find_workers(people({}, {"division": "530112102", "phone": 6}))
    assert {"same_id_number", "same_name", "other_phone"} <= set(found.pairs["why"].to_list()[0])


def test_a_threshold_of_ones_own_goes_before_the_fitted_one() -> None:
    frame = people({}, {"id_number": None, "name": 12})
    loose = find_workers(frame, DoublesConfig(threshold=0.001)).pairs
    strict = find_workers(frame, DoublesConfig(threshold=0.999)).pairs
    assert strict.height < find_workers(frame).pairs.height <= loose.height


def test_an_empty_office_has_no_doubles(encoder: Encoder) -> None:
    assert find_workers(people().clear()).pairs.is_empty()
    assert find_posts(pl.DataFrame([{"post_id": 1, **POST}]).clear(), encoder).pairs.is_empty()
    assert find_employers(pl.DataFrame([{"employer_id": 1, **FIRM}]).clear()).pairs.is_empty()
