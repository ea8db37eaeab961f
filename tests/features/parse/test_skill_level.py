import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.codes.skill_levels import NAMES, reaches
from features.parse.certificates import parse_certificates
from features.parse.skill_level import parse_skill_level

NUMBERS = dict(enumerate("一二三四五", start=1))


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("五级/初级工", 5),
        ("四级/中级工", 4),
        ("三级/高级工", 3),
        ("二级/技师", 2),
        ("一级/高级技师", 1),
        ("特级技师", 1),
        ("中级焊工证", 4),
        ("电工(四级)", 4),
        ("焊工 4级", 4),
        ("职业技能等级三级", 3),
        ("国家职业资格二级", 2),
        ("高级育婴员", 3),
        ("二级及以上", 2),
        ("初级", 5),
        ("senior technician", 1),
    ],
)
def test_levels_are_read_by_number_and_by_name(text: str, level: int) -> None:
    read = parse_skill_level(text)
    assert (read.level, read.raw) == (level, text)
    assert read.confidence > 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "无",
        "学徒工",
        "英语四级",
        "计算机二级",
        "普通话二级甲等",
        "一级建造师",
        "高级工程师",
        "中级会计师",
        "三级医院护士",
        "高级技工学校",
        "技师学院毕业",
        "中级工资待遇",
        "三级/中级工",
        "15级",
        "肢体残疾四级",
    ],
)
def test_what_is_another_scale_or_contradicts_itself_gives_no_level(text: str) -> None:
    assert (parse_skill_level(text).level, parse_skill_level(text).confidence) == (None, 0.0)


@given(st.sampled_from(sorted(NAMES)))
def test_every_level_is_read_from_its_own_name_and_surest_with_its_number(level: int) -> None:
    zh, en = NAMES[level]
    both = parse_skill_level(f"{NUMBERS[level]}级/{zh}")
    assert (both.level, both.confidence) == (level, 1.0)
    assert parse_skill_level(zh).level == level
    assert parse_skill_level(f"焊工{NUMBERS[level]}级").level == level
    assert en


def test_a_level_is_compared_the_right_way_round() -> None:
    assert (reaches(1, 3), reaches(3, 3), reaches(5, 3)) == (True, True, False)
    assert (reaches(None, 3), reaches(None, None)) == (None, True)


def test_a_certificate_keeps_its_words_its_level_and_how_sure_it_is() -> None:
    held = {one.name: one for one in parse_certificates("中级焊工证、健康证、花卉园艺资格证")}
    assert (held["焊工证"].said, held["焊工证"].level, held["健康证"].level) == ("中级焊工证", 4, None)
    assert held["焊工证"].confidence == 1.0 > held["花卉园艺资格证"].confidence
