from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.codes.divisions import divisions, prefix
from features.codes.education import LEVELS, level, meets
from features.codes.identity import age_on, mask_id, read_credit_code, read_id_number
from features.parse.place import parse_place

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "code", "sure"),
    [
        ("昆明·西山区", "530112", 1.0),
        ("苏州吴江松陵", "320509", 0.8),
        ("上海", "310000", 1.0),
        ("苏州", "320500", 1.0),
        ("广东省深圳市宝安区西乡街道", "440306", 0.8),
        ("北京朝阳", "110105", 1.0),
        ("仙桃", "429004", 1.0),
        ("新疆", "650000", 1.0),
        ("恩施", "422800", 1.0),
        ("530112", "530112", 1.0),
        ("东莞·长安镇", "441900", 0.8),
    ],
)
def test_places_are_read_to_the_smallest_division_named(text: str, code: str, sure: float) -> None:
    place = parse_place(text)
    assert place is not None
    assert (place.code, place.confidence) == (code, sure)
    assert place.lat is not None


@pytest.mark.parametrize("text", ["", "和平路12号", "长三角", "不限", "朝阳区", "本县"])
def test_what_names_no_one_place_gives_none(text: str) -> None:
    assert parse_place(text) is None


def test_the_office_itself_settles_a_name_that_exists_twice() -> None:
    place = parse_place("朝阳区", near="2201")
    assert place is not None
    assert place.code == "220104"


def test_an_office_adds_its_own_villages() -> None:
    own = pl.DataFrame(
        {
            "code": ["530112901000", "530112901201"],
            "name": ["模拟镇", "模拟村"],
            "lat": [25.1, 25.2],
            "lon": [102.1, 102.2],
        }
    )
    place = parse_place("昆明西山模拟镇模拟村", divisions().with_own(own))
    assert place is not None
    assert (place.code, place.lat, place.confidence) == ("530112901201", 25.2, 1.0)


def test_every_division_is_found_by_its_full_way() -> None:
    table = divisions()
    counties = [row for row in table.rows if row.level == "county"][::40]
    for row in counties:
        way = "".join(above.name for above in reversed(table.ancestors(row))) + row.name
        place = parse_place(way)
        assert place is not None
        assert place.code == row.code


@pytest.mark.parametrize(
    ("code", "short"),
    [("530000", "53"), ("530100", "5301"), ("530112", "530112"), ("530112203000", "530112203")],
)
def test_a_prefix_is_what_all_inside_share(code: str, short: str) -> None:
    assert prefix(code) == short


def test_identity_numbers_name_their_fault() -> None:
    faults = {
        number: (read := read_id_number(number, DAY)) and read.fault
        for number in (
            "11010519491231002X",
            "11010519491231002x ",
            "110105194912310021",
            "110105194913310021",
            "123",
            "11010520491231002X",
        )
    }
    assert list(faults.values()) == [
        None,
        None,
        "bad_id_check_digit",
        "bad_id_date",
        "bad_id_format",
        "bad_id_date",
    ]
    assert read_id_number("", DAY) is None


@given(st.text(max_size=25))
def test_no_text_breaks_the_reader_of_numbers(text: str) -> None:
    read = read_id_number(text, DAY)
    assert read is None or read.fault is not None or len(read.number) == 18


def test_credit_codes_and_masks_and_ages() -> None:
    assert read_credit_code("9111 0000 6000 37341L") == ("91110000600037341L", True)
    assert read_credit_code("91110000600037341A") == ("91110000600037341A", False)
    assert mask_id("11010519491231002X") == "110*************2X"
    assert (age_on(date(2000, 3, 2), DAY), age_on(date(2000, 3, 3), DAY)) == (26, 25)


def test_education_is_compared_by_level_not_by_code() -> None:
    assert level("40") == level("60") > level("70")
    assert (meets("40", "60"), meets("70", "60"), meets(None, "60"), meets(None, None)) == (
        True,
        False,
        None,
        True,
    )
    assert sorted(LEVELS.values()) == [1, 2, 3, 3, 4, 5, 6]
