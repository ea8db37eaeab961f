"""The sheets hold what the plan says, open cleanly, and name nobody unless asked."""

from __future__ import annotations

import re
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from features.errors import InputError
from serving.fairs import words
from serving.fairs.kit import masked, read_kit
from serving.fairs.pages import write_pages
from serving.fairs.paper.people import messages
from serving.fairs.plan import plan_fair
from serving.fairs.sheets import plain, sheet_name, write_workbooks

AS_OF = date(2026, 3, 2)


@pytest.fixture
def planned(hall, scorer):
    plan_fair(hall, scorer, 1, None, AS_OF)
    return hall


def cells(path):
    book = load_workbook(path)
    return {sheet.title: [[c.value for c in row] for row in sheet.iter_rows()] for sheet in book}


def text_of(folder):
    pages = "".join(path.read_text("utf-8") for path in folder.glob("*.html"))
    return pages + "".join(str(cells(path)) for path in folder.glob("*.xlsx"))


def write(kit, folder):
    return [*write_workbooks(kit, folder), *write_pages(kit, folder)]


def test_there_is_a_sheet_per_booth_and_per_village(planned, tmp_path):
    kit = read_kit(planned, 1, AS_OF)
    write_workbooks(kit, tmp_path)
    booths, villages = cells(tmp_path / "booths.xlsx"), cells(tmp_path / "villages.xlsx")
    assert next(iter(booths)) == "总表"
    with_people = kit.rows["employer"].unique().to_list()
    assert len(booths) == 1 + len(with_people)
    assert set(villages) == {"模拟村1", "模拟村2"}
    for n in kit.rows["worker_id"].unique():
        assert any(row[0] == n for row in villages[f"模拟村{1 + n % 2}"])


def test_every_invitation_stands_on_its_booths_sheet_once(planned, tmp_path):
    kit = read_kit(planned, 1, AS_OF)
    write_workbooks(kit, tmp_path)
    sheets = cells(tmp_path / "booths.xlsx")
    found = [
        (row[3], row[1])
        for name, rows in sheets.items()
        if name != "总表"
        for row in rows
        if isinstance(row[0], int)
    ]
    assert sorted(found) == sorted(kit.rows.select("worker_id", "title").rows())


def test_the_summary_and_the_wall_list_what_has_places_and_how(planned, tmp_path):
    kit = read_kit(planned, 1, AS_OF)
    write(kit, tmp_path)
    rows = [row for row in cells(tmp_path / "booths.xlsx")["总表"] if row[0] and row[0].isdigit()]
    assert sum(row[4] for row in rows) == (~kit.rows["reserve"]).sum()
    pay = {row[2]: row[5] for row in rows}
    assert pay["模拟岗位7"] == "4000元/月起"
    wall = (tmp_path / "wall.zh.html").read_text("utf-8")
    assert set(pay) == set(re.findall("模拟岗位[0-9]", wall)) == {f"模拟岗位{n}" for n in (1, 2, 4, 5, 7, 8)}
    assert "若干" in wall
    assert "18岁以上" in wall


def test_a_booth_asks_those_with_nothing_before_the_others(hall, make_scorer, tmp_path):
    plan = plan_fair(
        hall, make_scorer(lambda worker_id, post_id: post_id == 7 or worker_id < 3), 1, None, AS_OF
    )
    write_workbooks(read_kit(hall, 1, AS_OF, "none"), tmp_path)
    lines = cells(tmp_path / "booths.xlsx")["3号 模拟单位3"]
    reserves = [row[3] for row in lines if isinstance(row[0], int) and "候补" in row[2]]
    waiting = plan.unserved["worker_id"].to_list()
    assert len(reserves) >= 2
    assert reserves == sorted(reserves, key=lambda n: n not in waiting)
    assert reserves[0] in waiting


def test_headers_are_in_both_languages_and_repeat_when_printed(planned, tmp_path):
    write_workbooks(read_kit(planned, 1, AS_OF), tmp_path)
    sheet = load_workbook(tmp_path / "booths.xlsx").worksheets[1]
    top = sheet.freeze_panes
    header = [cell.value for cell in sheet[int(re.sub(r"\D", "", top)) - 1]]
    assert "姓名\nName" in header
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows is not None


def test_names_are_masked_unless_revealed_and_absent_where_not_wanted(planned, tmp_path):
    folders = {name: tmp_path / name for name in ("none", "masked", "full")}
    for name, folder in folders.items():
        folder.mkdir()
        write(read_kit(planned, 1, AS_OF, name, why="test of the sheets"), folder)  # type: ignore[arg-type]
    shown = {name: text_of(folder) for name, folder in folders.items()}
    assert "模*" not in shown["none"]
    assert "模*" in shown["masked"]
    assert "模拟12" not in shown["masked"]
    assert "00000000012" not in shown["masked"]
    assert "模拟12" in shown["full"]
    assert "00000000012" in shown["full"]


def test_a_masked_name_keeps_no_more_than_its_first_character():
    names = pl.DataFrame({"name": ["模拟甲", "模拟", "模", "", None]})
    assert names.select(masked("name")).to_series().to_list() == ["模**", "模**", "*", "*", "*"]


def test_opening_names_is_logged_and_revealing_needs_a_purpose(planned):
    before = len(planned.audit.frame())
    read_kit(planned, 1, AS_OF, "none")
    assert len(planned.audit.frame()) == before
    read_kit(planned, 1, AS_OF, "full", why="calling the invited")
    opened = planned.audit.frame()[before:]
    assert set(opened["act"]) == {"open_identity"}
    assert set(opened["why"]) == {"calling the invited"}
    with pytest.raises(InputError) as caught:
        read_kit(planned, 1, AS_OF, "full", why=" ")
    assert caught.value.reason == "fair_reveal_why"


def test_a_fair_without_a_plan_has_no_sheets(hall):
    with pytest.raises(InputError) as caught:
        read_kit(hall, 1, AS_OF)
    assert caught.value.reason == "fair_no_plan"


def test_pages_say_that_all_is_simulated_and_escape_what_employers_write(planned, tmp_path):
    kit = read_kit(planned, 1, AS_OF)
    first = kit.posts.row(0, named=True)
    tricky = kit.posts.with_columns(title=first["title"] + kit.posts["title"] + "<script>")
    object.__setattr__(kit, "posts", tricky)
    write_pages(kit, tmp_path)
    assert len(list(tmp_path.glob("*.html"))) == 6
    for path in tmp_path.glob("*.html"):
        page = path.read_text("utf-8")
        assert ("模拟" if path.name.endswith("zh.html") else "simulated") in page
        scripts = 1 if path.name.startswith("messages") else 0  # the button that copies
        assert page.count("<script") == scripts
    assert "&lt;script&gt;" in (tmp_path / "wall.zh.html").read_text("utf-8")


def test_everybody_invited_gets_one_text_with_all_booths(planned):
    kit = read_kit(planned, 1, AS_OF, "none")
    told = messages(kit, "zh")
    invited = kit.rows.filter(~kit.rows["reserve"])
    assert [one["worker_id"] for one in told] == invited["worker_id"].unique().sort().to_list()
    for one in told:
        own = invited.filter(invited["worker_id"] == one["worker_id"])
        assert all(f"{booth}号展位" in one["text"] for booth in own["booth"])
        assert len(one["text"]) <= words.TEXT_LENGTH


ROW = {
    "employer": "模",
    "title": "缝纫工",
    "booth": 3,
    "monthly_low": 4000,
    "monthly_high": 5000,
    "pay_raw": "",
}
FAIR = {"name": "春风行动招聘会", "held_on": "2026-03-28", "venue": "体育馆"}


@given(st.lists(st.integers(1, 120), min_size=1, max_size=6), st.sampled_from(["zh", "en"]))
@settings(max_examples=100, deadline=None)
def test_a_text_fits_a_phone_message(lengths, lang):
    rows = [{**ROW, "employer": "模" * n} for n in lengths]
    text = words.invitation(FAIR, 7, rows, lang)
    assert len(text) <= words.TEXT_LENGTH
    assert "7" in text
    assert text.endswith("。" if lang == "zh" else ".")


@pytest.mark.parametrize(
    ("low", "high", "raw", "zh"),
    [(4000, 5000, "", "4000-5000元/月"), (4000, None, "", "4000元/月起"), (None, 5000, "", "5000元/月"),
     (4000, 4000, "", "4000元/月"), (None, None, "计件", "计件"), (None, None, "", "面议")],
)  # fmt: skip
def test_pay_is_said_as_it_is(low, high, raw, zh):
    assert words.pay({"monthly_low": low, "monthly_high": high, "pay_raw": raw}, "zh") == zh


@given(st.lists(st.text(max_size=50), max_size=30))
@settings(max_examples=100, deadline=None)
def test_sheet_names_are_taken_by_excel(wished):
    taken: set[str] = set()
    names = [sheet_name(name, taken) for name in wished]
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert 1 <= len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")


def test_a_text_that_looks_like_a_formula_stays_text():
    assert plain("=1+1") == "'=1+1"
    assert plain("缝纫工") == "缝纫工"
    assert plain(-5) == -5
