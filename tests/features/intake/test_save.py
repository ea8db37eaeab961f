from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from features.intake.read import read_file
from features.intake.save import save
from features.intake.screen import screen
from features.store import Store

TODAY = date(2026, 3, 2)
POSTS = """企业名称,岗位名称,招聘人数,年龄要求,学历要求,月薪,工作地点,联系电话
甲纺织有限公司,缝纫工,20,18-50岁,初中,4000-6000,苏州·吴江区,13800000001
甲纺织有限公司,裁剪工,3人,,,5000元以上,苏州·吴江区,13800000001
乙餐饮店,洗碗工,若干,60岁以下,不限,日结120,昆明·西山区,
,洗车工,2,,,3000,昆明,
"""


def _posts(folder: Path, text: str = POSTS, name: str = "posts.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_posts_and_their_employers_are_written_once(store: Store, tmp_path: Path) -> None:
    path = _posts(tmp_path)
    first = save(read_file("posts", path, TODAY), store)
    again = save(read_file("posts", path, TODAY), store)
    posts = store.posts.frame()
    assert (first.added, first.unchanged, again.added, again.unchanged) == (3, 0, 0, 3)
    assert posts["title"].to_list() == ["缝纫工", "裁剪工", "洗碗工"]
    assert posts["monthly_low"].to_list() == [4000, 5000, 2610]
    assert posts["division"].to_list() == ["320509", "320509", "530112"]
    assert store.employers.frame()["name"].to_list() == ["甲纺织有限公司", "乙餐饮店"]
    assert posts["status"].unique().to_list() == ["draft"]


def test_the_same_rows_in_another_file_add_nothing(store: Store, tmp_path: Path) -> None:
    save(read_file("posts", _posts(tmp_path), TODAY), store)
    other = save(read_file("posts", _posts(tmp_path, POSTS + "\n", "copy.csv"), TODAY), store)
    assert (other.added, other.updated, other.unchanged) == (0, 0, 3)
    assert store.posts.count() == 3


def test_a_row_changed_in_a_file_of_the_same_name_updates_its_post(store: Store, tmp_path: Path) -> None:
    save(read_file("posts", _posts(tmp_path), TODAY), store)
    raised = _posts(tmp_path, POSTS.replace("4000-6000", "4500-6500"))
    saved = save(read_file("posts", raised, TODAY), store)
    assert (saved.added, saved.updated, saved.unchanged) == (0, 1, 2)
    assert store.posts.frame()["monthly_low"].to_list() == [4500, 5000, 2610]


def test_a_failure_in_the_middle_leaves_nothing(store: Store, tmp_path: Path) -> None:
    read = read_file("posts", _posts(tmp_path), TODAY)
    broken = read.records.with_columns(pl.lit("").alias("title"))
    with pytest.raises(Exception, match="title must not be empty"):
        save(replace(read, records=broken), store)
    assert store.posts.count() == 0
    assert store.employers.count() == 0


WORKERS = """姓名,公民身份号码,联系电话,文化程度,求职意向,期望薪资,常住地,性别,婚姻状况
测试甲,11010519491231002X,13800000002,初中,缝纫工、包装工,4000以上,昆明市西山区,女,已婚
测试乙,,13800000003,高中,电工,6000,苏州吴江,男,
"""


def test_workers_are_known_again_by_number_or_by_name_and_phone(store: Store, tmp_path: Path) -> None:
    path = _posts(tmp_path, WORKERS, "workers.csv")
    first = save(read_file("workers", path, TODAY), store)
    other = _posts(tmp_path, WORKERS.replace("4000以上", "4500以上"), "workers2.csv")
    second = save(read_file("workers", other, TODAY), store)
    frame = store.workers.frame()
    assert (first.added, second.added, second.updated, second.unchanged) == (2, 0, 1, 1)
    assert frame["monthly_low"].to_list() == [4500, 6000]
    assert frame["wanted"].to_list() == [["缝纫工", "包装工"], ["电工"]]
    assert frame["sex"].to_list() == ["female", "male"]
    person = store.workers.identity(frame["worker_id"][0], why="test")
    assert (person.name, person.birth_date) == ("测试甲", date(1949, 12, 31))


EMPLOYERS = """单位名称,统一社会信用代码,行业,规模,联系电话
甲纺织有限公司,91110000600037341L,纺织,150-500人,0512-63000000
"""


def test_employers_are_known_again_by_code(store: Store, tmp_path: Path) -> None:
    save(read_file("employers", _posts(tmp_path, EMPLOYERS, "e.csv"), TODAY), store)
    more = EMPLOYERS.replace("甲纺织有限公司", "甲纺织股份有限公司")
    saved = save(read_file("employers", _posts(tmp_path, more, "e2.csv"), TODAY), store)
    frame = store.employers.frame()
    assert (saved.added, saved.updated) == (0, 1)
    assert (frame["name"].to_list(), frame["size"].to_list()) == (["甲纺织股份有限公司"], [325])


SLIPS = """介绍信编号,推荐结果,回执日期,录用方式,未录用原因
2026-000001,录用,2026-03-01,合同制,
2026-000002,不录用,2026-03-01,,距离远
"""


def _letters(store: Store, tmp_path: Path) -> None:
    save(read_file("posts", _posts(tmp_path), TODAY), store)
    save(read_file("workers", _posts(tmp_path, WORKERS, "workers.csv"), TODAY), store)
    worker, post = store.workers.frame()["worker_id"][0], store.posts.frame()["post_id"][0]
    day = date(2026, 2, 20)
    letter = {
        "referral_id": 0,
        "letter_number": "",
        "worker_id": worker,
        "post_id": post,
        "division": "530112",
    }
    store.referrals.add_frame(pl.DataFrame([{**letter, "referred_on": day}, {**letter, "referred_on": day}]))


def test_slips_are_written_down_by_letter_number(store: Store, tmp_path: Path) -> None:
    _letters(store, tmp_path)
    path = _posts(tmp_path, SLIPS, "slips.csv")
    saved = save(read_file("referrals", path, TODAY), store)
    again = save(read_file("referrals", path, TODAY), store)
    hired, refused = store.referrals.by_letter("2026-000001"), store.referrals.by_letter("2026-000002")
    assert (saved.updated, again.unchanged) == (2, 2)
    assert (hired.slip, hired.slip_detail, hired.not_hired) == (1, "contract", None)
    assert (refused.slip, refused.not_hired, refused.stayed_30) == (2, "distance", None)


def test_a_letter_that_does_not_exist_sends_its_row_back(store: Store, tmp_path: Path) -> None:
    _letters(store, tmp_path)
    path = _posts(tmp_path, SLIPS.replace("000002", "000009"), "slips.csv")
    read = screen(read_file("referrals", path, TODAY), store)
    assert [(r.row, r.reason, r.value) for r in read.rejected] == [(3, "unknown_letter", "2026-000009")]
    assert "没有这个编号的介绍信" in read.rejected[0].message("zh")
    assert save(read, store).updated == 1
    assert store.referrals.by_letter("2026-000001").slip == 1
    assert save(read_file("referrals", path, TODAY), store).unchanged == 1


def test_a_sheet_without_days_tells_the_same_posts_the_day_after(store: Store, tmp_path: Path) -> None:
    save(read_file("posts", _posts(tmp_path), TODAY), store)
    copy = _posts(tmp_path, POSTS + "\n", "corrected.csv")
    saved = save(read_file("posts", copy, TODAY + timedelta(days=1)), store)
    assert (saved.added, saved.unchanged) == (0, 3)
    raised = _posts(tmp_path, POSTS.replace("4000-6000", "4500-6500"))
    assert save(read_file("posts", raised, TODAY + timedelta(days=2)), store).updated == 1
    assert store.posts.frame()["opened_on"].unique().to_list() == [TODAY]


def test_a_cell_with_two_posts_gives_two_records_of_one_row(store: Store, tmp_path: Path) -> None:
    text = "企业名称,岗位名称,月薪\n甲公司,操作工20人、质检员5人,4000-6000\n"
    path = _posts(tmp_path, text, "two.csv")
    assert save(read_file("posts", path, TODAY), store).added == 2
    assert save(read_file("posts", path, TODAY), store).unchanged == 2
    posts = store.posts.frame()
    assert posts["title"].to_list() == ["操作工", "质检员"]
    assert posts["headcount"].to_list() == [20, 5]
    traces = [store.provenance.of("post", number).row(0, named=True) for number in posts["post_id"]]
    assert [(t["row"], t["part"]) for t in traces] == [(2, 1), (2, 2)]
