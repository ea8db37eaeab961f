"""The criterion table says met, not met, or unknown: never a guess."""

from datetime import date

import pytest

from matching.criteria import age_on, criteria, shown

NOTHING = {
    "p_education": None, "w_education": None, "p_age_low": None, "p_age_high": None, "w_born_month": None,
    "p_experience_low": None, "w_years_experience": None, "p_certificates": [], "w_certificates": [],
    "p_kinds": [], "w_kinds": [], "w_monthly_low": None, "p_monthly_low": None, "p_monthly_high": None,
    "w_needs": [], "p_offers": [], "w_forms": [], "p_form": "full", "as_of": date(2026, 6, 15),
}  # fmt: skip


def met(**said: object) -> dict[str, bool | None]:
    return {one.name: one.met for one in criteria(NOTHING | said)}


def test_what_is_not_asked_is_left_out() -> None:
    assert met() == {}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"p_education": "60", "w_education": "40"}, {"education": True}),
        ({"p_education": "30", "w_education": "70"}, {"education": False}),
        ({"p_education": "30"}, {"education": None}),
        ({"p_age_high": 45, "w_born_month": date(1981, 7, 1)}, {"age": True}),
        ({"p_age_high": 44, "w_born_month": date(1981, 3, 1)}, {"age": False}),
        ({"p_age_high": 44}, {"age": None}),
        ({"p_experience_low": 3.0, "w_years_experience": 2.5}, {"experience": False}),
        ({"p_certificates": ["电工证"], "w_certificates": []}, {"certificates": None}),
        (
            {"p_certificates": ["电工证"], "p_kinds": ["electrician"], "w_certificates": ["低压电工操作证"],
             "w_kinds": ["electrician"]},
            {"certificates": True},
        ),
        ({"w_monthly_low": 5000, "p_monthly_low": 4000, "p_monthly_high": 4900}, {"pay": False}),
        ({"w_monthly_low": 5000}, {"pay": None}),
        ({"w_monthly_low": 5000, "p_monthly_low": 3600, "p_monthly_high": 5100}, {"pay": None}),
        ({"w_monthly_low": 5000, "p_monthly_low": 5000}, {"pay": True}),
        ({"w_needs": ["lodging"], "p_offers": []}, {"needs": None}),
        ({"w_needs": ["lodging", "near_home"], "p_offers": ["lodging"]}, {"needs": True}),
        ({"w_forms": ["day"]}, {"form": False}),
    ],
)  # fmt: skip
def test_each_rule(said: dict[str, object], expected: dict[str, bool | None]) -> None:
    assert met(**said) == expected


def test_age_turns_only_when_the_month_is_over() -> None:
    assert age_on(date(1981, 6, 1), date(2026, 6, 30)) == 44
    assert age_on(date(1981, 6, 1), date(2026, 7, 1)) == 45


def test_values_in_both_languages() -> None:
    assert shown("education", "70", "zh") == "初中"
    assert shown("education", "70", "en") == "junior secondary school"
    assert shown("needs", "lodging,meals", "en") == "lodging、meals".replace("、", ", ")
    assert shown("age", "18–45", "zh") == "18–45 岁"
    assert shown("pay", "4000–5000", "zh") == "4000–5000"
    assert shown("age", "18–", "zh") == "不低于 18 岁"
    assert shown("age", "–50", "en") == "up to 50 years"
    assert shown("pay", "4000–", "en") == "4000 or more"
    assert shown("education", "", "zh") == ""
