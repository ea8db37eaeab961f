"""Whole columns read at once give what the parser of one cell gives."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from features.codes.identity import read_id_number
from features.intake import quick
from features.intake.tidy import turned, visible_column
from features.parse.clean import visible
from features.parse.phone import parse_phone

TODAY = date(2026, 3, 2)
_DAYS = st.dates(date(1890, 1, 1), date(2030, 1, 1))


@st.composite
def _numbers(draw: st.DrawFn) -> str:
    day = draw(_DAYS | st.just(None))
    born = day.strftime("%Y%m%d") if day else "20261399"
    body = (
        draw(st.sampled_from(["110105", "530112", "010105"])) + born + draw(st.sampled_from(["001", "992"]))
    )
    check = mod_11_2.calc_check_digit(body) if draw(st.booleans()) else draw(st.sampled_from("0123456789Xx"))
    return draw(st.sampled_from(["", " ", "'"])) + body + check + draw(st.sampled_from(["", " "]))


@settings(max_examples=80, deadline=None)
@given(st.lists(_numbers() | st.text(max_size=20) | st.just(""), max_size=8))
def test_identity_numbers(cells: list[str]) -> None:
    frame = quick.id_numbers(pl.Series("id", cells, dtype=pl.String), TODAY)
    one = [read_id_number(cell, TODAY) for cell in cells]
    assert frame.rows() == [(n.number, n.birth_date, n.fault) if n else ("", None, None) for n in one]


_PHONES = st.from_regex(r"(1[3-9][0-9]{9}|0[0-9]{3}-[2-9][0-9]{6}|[0-9]{3,12})(/[0-9]{11})?", fullmatch=True)


@settings(max_examples=80, deadline=None)
@given(st.lists(_PHONES | st.text(max_size=12), max_size=8))
def test_phones(cells: list[str]) -> None:
    one = [parse_phone(cell) for cell in cells]
    read = quick.phones(pl.Series("phone", cells, dtype=pl.String))
    assert read.to_list() == [phone.number if phone else None for phone in one]


_UNSEEN = "ab \t\r\n\x00\x0b\x1f\x7f\x85\u3000\xa0\u200b\u202e\ufeff\u00ad中\u2003"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(_UNSEEN, max_size=8) | st.text(max_size=8), max_size=6))
def test_what_is_not_seen_is_taken_out(cells: list[str]) -> None:
    cells = [cell.encode("utf-8", "replace").decode() for cell in cells]
    assert visible_column(pl.Series("a", cells, dtype=pl.String)).to_list() == [visible(c) for c in cells]


def test_lists_keep_their_words_and_empty_cells_stay_empty() -> None:
    read = quick.lists(pl.Series("w", ["a b", "", None, "c"]), str.split)
    assert read.to_list() == [["a", "b"], [], None, ["c"]]


@pytest.mark.parametrize(
    "cell", ["昆明市西山区某村12组3号", "昆明·西山区", "530112", "５３0112村", "", "3栋昆明市"]
)
def test_a_place_is_read_before_its_first_figure(cell: str) -> None:
    heard: list[str] = []

    def read(text: str) -> tuple[str]:
        heard.append(text)
        return (text,)

    quick.places(pl.Series("p", [cell, cell]), read, {"code": pl.String()})
    assert heard == [{"昆明市西山区某村12组3号": "昆明市西山区某村"}.get(cell, cell)]


def test_turning_marks_are_counted_by_cell() -> None:
    assert turned(pl.DataFrame({"0": ["a\u202eb\u202c", "b"], "1": ["\u2067", ""]})) == 2
    assert turned(pl.DataFrame()) == 0
