"""What an office changes for itself, the exceptions it may grant, and the arrears list."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.errors import InputError
from features.law import check_text
from features.law.arrears import SCHEMA, listed, on_list, plain_name
from features.law.errors import RuleBad, WageTableBad
from features.law.exceptions import excused, exemption, exemptions
from features.law.office import office_law
from features.law.rules import rules
from features.records import Arrears, Employer, frame_schema

DAY = date(2026, 3, 1)
SIXTIES = "年龄45岁以下"


def severities(text: str, changes: str) -> dict[str, str]:
    law = office_law(changes)
    return {f.rule: f.severity for f in check_text(text, DAY, rules=law.rules)}


def test_an_office_may_make_a_rule_graver_or_leave_it_out() -> None:
    assert severities(SIXTIES, "") == {"age_ceiling": "advise"}
    warn = '[[change]]\nrule = "age_ceiling.1"\nseverity = "warn"\n'
    assert severities(SIXTIES, warn) == {"age_ceiling": "warn"}
    assert severities(SIXTIES, warn.replace('"warn"', '"off"')) == {}
    assert office_law(warn).changed == {"age_ceiling.1"}
    assert office_law(warn.replace('"warn"', '"off"')).changed == {"age_ceiling.1"}


def test_an_office_may_add_words_and_rules_of_its_own() -> None:
    more = """
[[change]]
rule = "sex.1"
unless = ["澡堂搓澡"]
[[rule]]
id = "other"
severity = "warn"
article = ""
since = 2020-01-01
say = ["无偿加班"]
"""
    assert severities("澡堂搓澡，限男", "") == {"sex": "block"}
    assert severities("澡堂搓澡限男", more) == {}
    assert severities("要求无偿加班", more) == {"other": "warn"}
    assert "office.1" in office_law(more).changed


@pytest.mark.parametrize(
    "text",
    [
        "not toml [",
        '[[change]]\nrule = "nothing.9"\n',
        '[[change]]\nrule = "sex.1"\nseverity = "maybe"\n',
        '[[change]]\nrule = "sex.1"\nsay = ["(unclosed"]\n',
        '[[rule]]\nid = "x"\n',
        '[[rule]]\nid = "x"\nseverity = "fatal"\narticle = ""\nsince = 2020-01-01\nsay = ["a"]\n',
    ],
)
def test_a_change_that_cannot_be_read_says_where(text: str) -> None:
    with pytest.raises(RuleBad) as refused:
        office_law(text)
    assert refused.value.values["detail"]


def test_the_office_brings_its_own_minimum_wages() -> None:
    table = "division_prefix,place,since,monthly,hourly,source\n53,甲省,2024-01-01,1900,18,例\n"
    assert office_law("", table).wages.rows[0].monthly == 1900
    with pytest.raises(WageTableBad):
        office_law("", table.replace("1900", "viel"))


def test_every_rule_has_a_name_of_its_own_and_a_law_where_it_blocks() -> None:
    names = [rule.name for rule in rules()]
    assert len(names) == len(set(names))
    assert all(rule.article for rule in rules() if rule.severity == "block")


def test_an_exception_turns_its_own_rule_into_advice_only() -> None:
    found = check_text("井下掘进工，限男性，押金300元", DAY)
    assert {f.rule: f.severity for f in found} == {"sex": "warn", "deposit_fee": "block"}
    after = {f.rule: f for f in excused(found, ["underground_women"])}
    assert after["sex"].severity == "advise"
    assert "女职工劳动保护特别规定" in after["sex"].article
    assert after["deposit_fee"].severity == "block"
    with pytest.raises(InputError):
        exemption("because_we_like_it")
    assert not {e.rule for e in exemptions().values()} & {"deposit_fee", "identity_papers", "bait", "other"}


def employers(*rows: dict[str, object]) -> pl.DataFrame:
    told = [Employer.model_validate({"employer_id": i, **row}).model_dump() for i, row in enumerate(rows, 1)]
    return pl.DataFrame(told, schema=frame_schema(Employer))


def entries(**told: object) -> pl.DataFrame:
    row = {
        "arrears_id": 1, "employer_name": "模拟建筑（集团）有限公司", "credit_code": "91530000MA6K00000X",
        "responsible_person": "模拟某", "listed_on": date(2025, 1, 1),
        "expires_on": date(2027, 12, 31), **told,
    }  # fmt: skip
    return pl.DataFrame([Arrears.model_validate(row).model_dump()], schema=frame_schema(Arrears))


def test_code_comes_before_name_and_a_namesake_is_only_named() -> None:
    firms = employers(
        {"name": "换了名字的公司", "credit_code": "91530000MA6K00000X"},
        {"name": "模拟建筑(集团)有限公司"},
        {"name": "别的公司", "contact_name": "模拟某"},
        {"name": "模拟建筑（集团）有限公司", "credit_code": "91530000MA6K11111X"},
    )
    found = listed(firms, entries(), DAY)
    assert dict(found.select("employer_id", "how").iter_rows()) == {1: "credit_code", 2: "name", 3: "person"}
    assert on_list(firms.filter(pl.col("employer_id") == 3), entries(), DAY) is None
    assert on_list(firms.filter(pl.col("employer_id") == 1), entries(), DAY) == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ({"removed_on": date(2026, 2, 1)}, DAY),
        ({"expires_on": date(2026, 2, 28)}, DAY),
        ({}, date(2024, 12, 31)),
    ],
)
def test_an_entry_counts_only_from_listing_until_removal_or_expiry(
    told: dict[str, object], day: date
) -> None:
    firms = employers({"name": "x", "credit_code": "91530000MA6K00000X"})
    assert listed(firms, entries(), DAY).height == 1
    assert listed(firms, entries(**told), day).schema == SCHEMA
    assert listed(firms, entries(**told), day).is_empty()


@given(st.text("模拟建筑公司集团一二abcXYZ09（）()【】 ·　", max_size=20))
def test_a_name_is_compared_without_brackets_and_blanks(name: str) -> None:
    assert plain_name(f" （{name}） ") == plain_name(name)
    assert plain_name(plain_name(name)) == plain_name(name)
