from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.benchmarks import golden
from features.benchmarks.cells import read_facts
from features.intake import read_sentence

GOLDEN = Path(__file__).parents[2] / "golden"


@pytest.mark.parametrize(
    ("name", "found", "invented"),
    [
        ("sentences_dev", 0.99, 0.02),
        ("sentences2_dev", 0.98, 0.02),
        ("sentences_frozen", 0.915, 0.056),
        ("sentences2_frozen", 0.93, 0.045),
    ],
)
def test_facts_are_found_and_few_are_invented(name: str, found: float, invented: float) -> None:
    facts = golden.count_facts(golden.rows(GOLDEN / f"{name}.jsonl"), read_facts)["all"]
    assert facts.found / facts.told >= found
    assert facts.invented / facts.given <= invented


def test_a_sentence_at_the_window() -> None:
    said = read_sentence("45岁,会缝纫,想找包住的工作,5000以上")
    assert (said.age, said.wanted, said.monthly_low, said.needs) == (45, ("缝纫",), 5000, ("lodging",))
    assert said.said["age"] == ("45岁",)


def test_a_sentence_only_an_office_elsewhere_can_answer() -> None:
    said = read_sentence("会PLC,想在苏州做自动化")
    assert said.wanted == ("自动化",)
    assert said.skills == ("PLC",)
    assert said.wanted_places == ("苏州",)


def test_english_is_understood() -> None:
    said = read_sentence("Welder, 10 years, forklift license, 8000 and up, housing please, no night shifts")
    assert (said.monthly_low, said.years_experience) == (8000, 10)
    assert said.needs == ("lodging", "day_shift")
    assert "Welder" in said.wanted


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("can drive a forklift and fix machines, I can start tomorrow", ("drive a forklift", "fix machines")),
        ("I know PLC, good at cooking, can't weld", ("PLC", "cooking")),
        ("I don't know PLC", ()),
        ("会用Excel,不会用手机,社会保险要交,会计证有", ("Excel",)),
        ("针车都会,摊煎饼我也会", ("针车", "摊煎饼")),
        ("电工,有证,干了五年", ("电工",)),
        ("Electrician with 6 years experience, licensed", ("Electrician",)),
        ("想学电工,没干过", ()),
        ("找份工作,机会多的", ()),
    ],
)
def test_skills_are_what_is_said_to_be_known(text: str, skills: tuple[str, ...]) -> None:
    assert read_sentence(text).skills == skills


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("会做账,要找出纳", ("出纳",)),
        ("老婆在超市收银,我想找个保安", ("保安",)),
        ("儿子在跑外卖,我做保洁", ("保洁",)),
        ("夫妻两个,他做木工,我做打包,一个厂", ("木工", "打包")),
        ("想干保安或者司机", ("保安", "司机")),
        ("做了五年销售不想做了,想转行做文员", ("文员",)),
        ("在老家种地,农闲找点零活", ()),
        ("有没有中介费啊,我想找个洗碗的", ("洗碗",)),
        ("快递分拣有人招不", ("快递分拣",)),
        ("包水电,住公司,找包装", ("包装",)),
    ],
)
def test_what_is_asked_for_outright_is_what_is_wanted(text: str, wanted: tuple[str, ...]) -> None:
    assert read_sentence(text).wanted == wanted


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("夜班免谈", ("day_shift",)),
        ("三班倒受不了", ("day_shift",)),
        ("夜班也行", ()),
        ("远了不去", ("near_home",)),
        ("外地也行本地也行", ()),
        ("中午管顿饭", ("meals",)),
        ("自己带饭", ()),
        ("with meals and a bed", ("lodging", "meals")),
        ("要有保险的", ("insurance",)),
        ("卖保险", ()),
    ],
)
def test_needs_are_what_is_asked_not_what_is_borne(text: str, needs: tuple[str, ...]) -> None:
    assert read_sentence(text).needs == needs


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("工龄二十一年的钳工", 21),
        ("保洁,做过半年", 0.5),
        ("厨师干了十好几年", 10),
        ("driver, more than 10 years", 10),
        ("焊工,歇了两年", None),
        ("做了五年销售不想做了,想做文员", None),
        ("做了五年销售不想做了", None),
        ("其实我六七年的,想看鱼塘", None),
        ("叉车证拿了三年,想开叉车", None),
    ],
)
def test_years_are_those_of_the_work(text: str, years: float | None) -> None:
    assert read_sentence(text).years_experience == years


@pytest.mark.parametrize("text", ["", "   ", "你好", "xyzzy"])
def test_what_says_nothing_gives_an_empty_profile(text: str) -> None:
    assert read_sentence(text).empty


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    said = read_sentence(text)
    assert said.age is None or 15 <= said.age <= 80
    assert said.years_experience is None or 0 < said.years_experience <= 60
