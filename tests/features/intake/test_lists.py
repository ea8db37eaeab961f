"""Wage-arrears lists, training courses and fair attendance: read, written once, written again."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from features.intake.attendance import moment
from features.intake.courses import fee, period, skill_level
from features.intake.read import read_file
from features.intake.save import save
from features.intake.screen import screen
from features.records import Fair
from features.store import Store

TODAY = date(2026, 3, 2)


def _csv(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


ARREARS = """拖欠农民工工资失信联合惩戒对象名单
序号,单位名称,统一社会信用代码,法定代表人,列入日期,移出日期,列入机关
1,甲建筑公司,91110000600037341L,某甲(身份证110105194912310021),2025年3月1日,,省厅
2,乙劳务队,,某乙,2025-06-01,2025-09-01,省厅
3,丙公司,91110000600037341X,,2025-06-01,,省厅
4,丁公司,,,不详,,省厅
5,戊公司,,,2025-06-01,2025-01-01,省厅
"""


def test_an_arrears_list_is_taken_as_published(store: Store, tmp_path: Path) -> None:
    read = read_file("arrears", _csv(tmp_path, "a.csv", ARREARS), TODAY, "530112")
    assert [(r.row, r.reason) for r in read.rejected] == [
        (5, "bad_credit_code"), (6, "missing_listed_on"), (7, "early_end"),
    ]  # fmt: skip
    assert save(read, store).added == 2
    first, second = store.arrears.frame().iter_rows(named=True)
    assert (first["responsible_person"], first["expires_on"]) == ("某甲", date(2028, 3, 1))
    assert (second["removed_on"], second["division"], second["source"]) == (
        date(2025, 9, 1),
        "530112",
        "省厅",
    )


def test_an_entry_removed_early_is_updated_and_the_same_list_changes_nothing(
    store: Store, tmp_path: Path
) -> None:
    save(read_file("arrears", _csv(tmp_path, "a.csv", ARREARS), TODAY), store)
    assert save(read_file("arrears", _csv(tmp_path, "b.csv", ARREARS + "\n"), TODAY), store).unchanged == 2
    removed = ARREARS.replace("2025年3月1日,,", "2025年3月1日,2026-01-01,")
    saved = save(read_file("arrears", _csv(tmp_path, "c.csv", removed), TODAY), store)
    assert (saved.added, saved.updated, saved.unchanged) == (0, 1, 1)
    assert store.arrears.frame()["removed_on"][0] == date(2026, 1, 1)
    entry = store.arrears.frame()["arrears_id"][0]
    assert store.provenance.of("arrears", entry)["file_name"].to_list() == ["a.csv", "b.csv", "c.csv"]


COURSES = """培训项目,培训等级,培训机构,培训时间,培训地点,培训人数,收费标准,联系电话
电工,中级工,甲职业培训学校,2026年3月10日至3月30日,昆明市西山区,40人,免费,13800000001
育婴员,五级,甲职业培训学校,2026-04-01至2026-03-01,昆明市西山区,30,,
,五级,甲职业培训学校,2026-04-01,昆明市西山区,30,,
"""


def test_courses_are_read_with_both_days_in_one_cell(store: Store, tmp_path: Path) -> None:
    read = read_file("courses", _csv(tmp_path, "c.csv", COURSES), TODAY)
    assert [(r.row, r.reason) for r in read.rejected] == [(3, "early_end"), (4, "missing_title")]
    assert (save(read, store).added, save(read, store).unchanged) == (1, 1)
    course = store.courses.frame().row(0, named=True)
    assert (course["title"], course["skill_level"], course["places"], course["fee"]) == ("电工", 4, 40, 0)
    assert (course["starts_on"], course["ends_on"]) == (date(2026, 3, 10), date(2026, 3, 30))
    assert course["division"] == "530112"


@pytest.mark.parametrize(
    ("cell", "level"),
    [
        ("高级技师", 1),
        ("技师/二级", 2),
        ("高级工", 3),
        ("四级/中级工", 4),
        ("初级", 5),
        ("4", 4),
        ("", None),
        ("不限", None),
    ],
)
def test_skill_levels(cell: str, level: int | None) -> None:
    assert skill_level(cell) == level


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("2026.3.1-2026.3.20", (date(2026, 3, 1), date(2026, 3, 20))),
        ("2026年3月1日—20日", (date(2026, 3, 1), date(2026, 3, 20))),
        ("3月1日至4月2日", (date(2026, 3, 1), date(2026, 4, 2))),
        ("2026-03-01", (date(2026, 3, 1), None)),
        ("待定", (None, None)),
    ],
)
def test_a_period_gives_both_days(cell: str, days: tuple[date | None, date | None]) -> None:
    assert period(cell, TODAY) == days


@pytest.mark.parametrize(("cell", "yuan"), [("免费", 0), ("300元", 300), ("", None), ("面议", None)])
def test_a_fee_is_never_invented(cell: str, yuan: int | None) -> None:
    assert fee(cell) == yuan


@pytest.mark.parametrize(
    ("cell", "utc"),
    [
        ("2026-03-02 09:30", datetime(2026, 3, 2, 1, 30, tzinfo=UTC)),
        ("下午2:05", datetime(2026, 3, 2, 6, 5, tzinfo=UTC)),
        ("2026-03-02", None),
        ("25:70", None),
    ],
)
def test_moments_are_kept_in_utc(cell: str, utc: datetime | None) -> None:
    assert moment(cell, TODAY) == utc


WORKERS = """姓名,公民身份号码,联系电话,登记日期
测试甲,11010519491231002X,13800000001,2026-01-01
测试乙,110105198003070039,13800000002,2026-01-01
测试丙,,13800000002,2026-01-01
"""
SIGNED = """姓名,身份证号,手机号,签到时间,意向岗位
测试甲,11010519491231002X,,2026-03-01 09:30,甲公司缝纫工、乙公司13900000009
测试丙,,13800000002,10:00,
,,13800000002,10:05,
测试丁,,,10:10,
"""


def test_whoever_signed_is_found_again_and_nobody_is_guessed(store: Store, tmp_path: Path) -> None:
    save(read_file("workers", _csv(tmp_path, "w.csv", WORKERS), TODAY, "530112"), store)
    fair = store.fairs.add(Fair(fair_id=0, name="春风招聘会", division="530112", held_on=TODAY))
    read = screen(read_file("attendance", _csv(tmp_path, "s.csv", SIGNED), TODAY), store, "春风招聘会")
    # two people share the phone of the third row, and nobody bears the name of the fourth
    assert [(r.row, r.reason) for r in read.rejected] == [(4, "unknown_worker"), (5, "unknown_worker")]
    assert (save(read, store).added, save(read, store).unchanged) == (2, 2)
    came = store.attendance.of_fair(fair)
    assert came["intentions"].to_list() == [["甲公司缝纫工", "乙公司"], []]
    assert came["came_at"][0] == datetime(2026, 3, 1, 1, 30, tzinfo=UTC)
    more = SIGNED.replace("测试丙,,13800000002,10:00,", "测试丙,,13800000002,11:00,丙公司").replace(
        "甲公司缝纫工、", "丁公司、"
    )
    later = screen(read_file("attendance", _csv(tmp_path, "t.csv", more), TODAY), store, str(fair))
    assert (save(later, store).updated, store.attendance.count()) == (2, 2)
    noted = store.attendance.of_fair(fair)["intentions"].to_list()
    assert noted == [["甲公司缝纫工", "乙公司", "丁公司"], ["丙公司"]]


def test_a_fair_nobody_knows_sends_every_row_back(store: Store, tmp_path: Path) -> None:
    read = screen(read_file("attendance", _csv(tmp_path, "s.csv", SIGNED), TODAY), store, "别处的会")
    assert {r.reason for r in read.rejected} == {"unknown_fair"}
    assert read.accepted == 0
