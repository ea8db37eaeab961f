from datetime import date
from pathlib import Path

import pytest

from features.law import check_post
from features.law.errors import WageTableBad
from features.law.wages import MinimumWages, load_wages
from features.records import Post

DAY = date(2026, 3, 1)
TABLE = """division_prefix,place,since,monthly,hourly,source
53,甲省,2024-01-01,1900,18,例
5301,甲市,2025-01-01,2070,20,例
"""


def _post(**told: object) -> Post:
    fields = {
        "post_id": 1,
        "employer_id": 1,
        "title": "缝纫工",
        "duties": "缝制工装",
        "headcount": 3,
        "place": "甲市",
        "division": "530112",
        "monthly_low": 4000,
        "monthly_high": 6000,
        "pay_basis": "month",
        "pay_raw": "4000-6000",
        "opened_on": DAY,
        "closes_on": date(2026, 3, 16),
        **told,
    }
    return Post.model_validate(fields)


def _wages(tmp_path: Path, text: str = TABLE) -> MinimumWages:
    path = tmp_path / "wages.csv"
    path.write_text(text, "utf-8")
    return load_wages(path)


def test_a_whole_post_above_the_minimum_has_no_findings(tmp_path: Path) -> None:
    assert check_post(_post(), DAY, wages=_wages(tmp_path)) == []


def test_pay_below_the_minimum_of_place_and_day_is_refused(tmp_path: Path) -> None:
    low = _post(monthly_low=2000, monthly_high=2000, pay_raw="2000")
    found = check_post(low, DAY, wages=_wages(tmp_path))
    assert [(f.rule, f.severity) for f in found] == [("below_minimum_wage", "block")]
    assert check_post(low, date(2024, 6, 1), wages=_wages(tmp_path)) == []


def test_part_time_is_held_against_the_hourly_figure(tmp_path: Path) -> None:
    part = _post(
        form="part", pay_basis="hour", monthly_low=19 * 174, monthly_high=19 * 174, pay_raw="19元/小时"
    )
    assert [f.severity for f in check_post(part, DAY, wages=_wages(tmp_path))] == ["block"]


def test_a_place_without_a_figure_is_unknown_and_never_guessed() -> None:
    assert [(f.rule, f.severity) for f in check_post(_post(), DAY)] == [("below_minimum_wage", "advise")]


def test_a_total_without_base_pay_warns(tmp_path: Path) -> None:
    found = check_post(_post(pay_raw="综合薪资5-6k"), DAY, wages=_wages(tmp_path))
    assert [(f.rule, f.severity) for f in found] == [("below_minimum_wage", "warn")]


def test_what_published_recruitment_must_carry_is_asked_for(tmp_path: Path) -> None:
    bare = _post(
        duties="",
        headcount=None,
        place="",
        division="",
        pay_raw="",
        pay_basis=None,
        monthly_low=None,
        monthly_high=None,
    )
    found = check_post(bare, DAY, "en", _wages(tmp_path))
    assert [f.rule for f in found] == ["missing_field"] * 4
    assert "number of people" in found[0].suggestion


def test_age_fields_count_as_words_do(tmp_path: Path) -> None:
    found = check_post(_post(age_low=15, age_high=45), DAY, wages=_wages(tmp_path))
    assert {(f.rule, f.severity) for f in found} == {("minor", "block"), ("age_ceiling", "advise")}


@pytest.mark.parametrize(
    "row", ["53,甲省,2024-01-01,1900,18,", "53,甲省,gone,1900,18,例", "甲,甲省,2024-01-01,1900,18,例"]
)
def test_a_bad_wage_table_names_the_row(tmp_path: Path, row: str) -> None:
    with pytest.raises(WageTableBad) as caught:
        _wages(tmp_path, TABLE + row + "\n")
    assert caught.value.values["row"] == 4
