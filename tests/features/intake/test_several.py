from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.intake.read import Read, read_file

TODAY = date(2026, 3, 2)


def _read(folder: Path, title: str, **more: str) -> Read:
    path = folder / "s.csv"
    quoted = [f'"{cell}"' for cell in ("甲公司", title, *more.values())]
    names = ",".join(["企业名称", "岗位名称", *more])
    path.write_text(f"{names}\n{','.join(quoted)}\n", "utf-8")
    return read_file("posts", path, TODAY)


@pytest.mark.parametrize(
    ("cell", "posts"),
    [
        ("操作工20人、质检员5人", [("操作工", 20), ("质检员", 5)]),
        ("操作工20人，质检员5名；保洁2位", [("操作工", 20), ("质检员", 5), ("保洁", 2)]),
        ("1.操作工20人 2.质检员5人", [("操作工", 20), ("质检员", 5)]),
        ("操作工（20人）\n质检员（5人）", [("操作工", 20), ("质检员", 5)]),
        ("操作工：20人/质检员：5人", [("操作工", 20), ("质检员", 5)]),
        ("操作工二十人、质检员五人", [("操作工", 20), ("质检员", 5)]),
        ("CNC操作工3人、保安、厨师2人", [("CNC操作工", 3), ("保安", None), ("厨师", 2)]),
        ("操作工若干人、质检员5人", [("操作工", None), ("质检员", 5)]),
    ],
)
def test_each_post_of_a_cell_has_its_own_headcount(
    tmp_path: Path, cell: str, posts: list[tuple[str, int | None]]
) -> None:
    read = _read(tmp_path, cell)
    assert list(zip(read.records["title"], read.records["headcount"], strict=True)) == posts
    assert read.records["row"].unique().to_list() == [2]
    assert read.records["part"].to_list() == list(range(1, len(posts) + 1))
    assert (read.accepted, len(read.rejected)) == (1, 0)


@pytest.mark.parametrize(
    "cell", ["操作工、质检员", "操作工20人", "操作工(男10人、女10人)", "操作工，包吃住", "焊工/电工"]
)
def test_what_tells_one_post_stays_one(tmp_path: Path, cell: str) -> None:
    assert _read(tmp_path, cell).records["title"].to_list() == [cell]


def test_counts_and_pay_that_stand_side_by_side_go_to_their_posts(tmp_path: Path) -> None:
    read = _read(tmp_path, "操作工\n质检员", 招聘人数="20\n5", 月薪="4000\n5000", 工作地点="昆明")
    assert read.records["title"].to_list() == ["操作工", "质检员"]
    assert read.records["headcount"].to_list() == [20, 5]
    assert read.records["monthly_low"].to_list() == [4000, 5000]
    assert read.records["place"].to_list() == ["昆明", "昆明"]


def test_pay_beside_a_count_is_that_posts_own(tmp_path: Path) -> None:
    read = _read(tmp_path, "操作工20人月薪4000元、质检员5人月薪5000元")
    assert read.records["monthly_low"].to_list() == [4000, 5000]


def test_a_row_of_several_posts_goes_back_as_one_row(tmp_path: Path) -> None:
    read = _read(tmp_path, "操作工20人、质检员5人", 最低年龄="60", 最高年龄="18")
    assert (read.accepted, [(r.row, r.reason) for r in read.rejected]) == (0, [(2, "impossible_age")])


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["操作工", "质检员", "保洁", "厨师"]), st.integers(1, 300)),
        min_size=2,
        max_size=5,
    )
)
def test_as_many_posts_come_out_as_were_told(posts: list[tuple[str, int]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        read = _read(Path(folder), "、".join(f"{title}{count}人" for title, count in posts))
    assert list(zip(read.records["title"], read.records["headcount"], strict=True)) == posts
