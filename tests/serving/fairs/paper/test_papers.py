"""Papers say what the plan says, in both languages, as page and as PDF whose text can be copied out again."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import unicodedata
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from features.settings import Settings
from features.store import open_store
from serving.fairs.check import checks
from serving.fairs.desk.codes import code_of
from serving.fairs.kit import read_kit
from serving.fairs.letters import issue
from serving.fairs.paper import document as doc
from serving.fairs.paper import hall, people
from serving.fairs.paper.fonts import NoFont, chinese
from serving.fairs.paper.job import print_kit
from serving.fairs.paper.page import as_page
from serving.fairs.paper.pdf import as_pdf
from serving.fairs.plan import plan_fair
from serving.settings import ServiceSettings, ServingSettings

AS_OF = date(2026, 3, 2)
HOSTILE = ['<b>&"', "#strong[x]", "*粗*", "$x$", "@x", "\\u{41}", "=1+1", "`x`", "//x", "缺𠮷字"]


@pytest.fixture(scope="module")
def planned(new_database, tmp_path_factory, request):
    """Give one planned hall to all tests here."""
    fill_town, fill_hall, scorer = request.getfixturevalue("town_makers")
    with new_database() as url:
        settings = Settings(data_dir=tmp_path_factory.mktemp("var"), database_url=url)
        with open_store(settings) as store:
            fill_town(store)
            fill_hall(store)
            plan_fair(store, scorer, 1, None, AS_OF)
            yield store


@pytest.fixture(scope="module")
def kit_files(planned, tmp_path_factory):
    """Print the whole kit once, with full names."""
    folder = tmp_path_factory.mktemp("kit")
    settings = ServiceSettings(data_dir=folder / "var")
    files = print_kit(
        planned, settings, 1, folder, AS_OF, names="full", why="test", address="http://10.0.0.1"
    )
    return {str(path.relative_to(folder)): path for path in files}


def text_of(pdf):
    content = pdf if isinstance(pdf, bytes) else pdf.read_bytes()
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def squeezed(text):
    return re.sub(r"\s", "", text)


def test_the_kit_holds_everything_in_both_languages(kit_files):
    papers = {
        "ready",
        "wall_a4",
        "wall_a3",
        "poster",
        "booth_cards",
        "script",
        "call_list",
        "texts",
        "letters",
        "day",
        "sheet_A",
        "sheet_B",
    }
    wanted = {f"{name}.{lang}.{kind}" for name in papers for lang in ("zh", "en") for kind in ("html", "pdf")}
    assert wanted <= set(kit_files)
    assert {"booths.xlsx", "villages.xlsx", "sheet_A.xlsx", "script.zh.txt", "script.en.txt"} <= set(
        kit_files
    )
    assert len([name for name in kit_files if name.startswith("villages/")]) == 2
    assert (
        len([name for name in kit_files if name.startswith("booths/")]) == 1 + 4
    )  # the summary and each booth


def test_letters_carry_number_code_slip_and_name(planned, kit_files):
    issued = issue(planned, 1, "first", AS_OF)
    text = squeezed(text_of(kit_files["letters.zh.pdf"]))
    assert len(issued) == planned.fairs.invitations(1).filter(~pl.col("reserve"))["worker_id"].n_unique()
    for worker, _, number in issued.iter_rows():
        assert text.count(number) == 2
        assert code_of(1, worker) in text
        assert f"模拟{worker}" in text
    assert "回执" in text
    assert "不得收取押金" in text
    assert "SlipNo" not in text
    assert "Referralletter" in squeezed(text_of(kit_files["letters.en.pdf"]))


def test_letters_are_written_once_and_never_for_a_full_post(planned):
    before = planned.referrals.count()
    assert issue(planned, 1, "first", AS_OF).equals(issue(planned, 1, "first", AS_OF))
    assert planned.referrals.count() == before
    assert issue(planned, 1, "none", AS_OF).is_empty()
    posts = planned.posts.frame()
    full = posts.filter(pl.col("headcount").is_not_null() & (pl.col("hired") >= pl.col("headcount")))[
        "post_id"
    ]
    assert len(full)
    assert not set(issue(planned, 1, "all", AS_OF)["post_id"]) & set(full)


def test_names_stand_only_where_full_names_were_asked_for(planned):
    kit = read_kit(planned, 1, AS_OF, "masked")
    for paper in (
        people.calls(kit, "zh"),
        people.texts(kit, "zh"),
        people.letters(kit, issue(planned, 1, "first", AS_OF), "zh", "x"),
    ):
        page = as_page(paper)
        assert not re.search(
            r"模拟(?:[1-9]|1[0-2])(?![0-9])[^村]", re.sub("模拟(村|岗位|单位)[0-9]*", "", page)
        ), paper.name
        assert "000000000" not in page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_letter_of_a_pdf_can_be_copied_out_again(kit_files, lang):
    """No letter comes back as another one that looks like it (radicals, compatibility forms)."""
    for name, path in kit_files.items():
        if not name.endswith(f".{lang}.pdf"):
            continue
        text = text_of(path)
        odd = {c for c in text if 0x2E80 <= ord(c) <= 0x2FDF or 0xF900 <= ord(c) <= 0xFAFF or c == "\ufffd"}
        assert odd == set(), name
        page = re.sub(
            r"<style.*?</style>|<script.*?</script>|<title.*?</title>|<button.*?</button>|<[^>]+>",
            " ",
            path.with_suffix(".html").read_text("utf-8"),
            flags=re.S,
        )
        shown = {c for c in page if unicodedata.category(c) == "Lo"}
        assert shown <= set(text), name


def test_text_from_sheets_is_never_markup(tmp_path):
    rows = [[word, word] for word in HOSTILE]
    paper = doc.Paper(
        "x",
        "zh",
        HOSTILE[1],
        [doc.heading(HOSTILE[0]), doc.text(HOSTILE[5], "loud"), doc.table(["a", "b"], rows)],
    )
    text = squeezed(text_of(as_pdf(paper, AS_OF)))
    for word in HOSTILE[:-1]:
        assert squeezed(word) in text
    page = as_page(paper)
    assert "<b>&" not in page
    assert "&lt;b&gt;&amp;" in page


def test_the_same_paper_is_the_same_file():
    paper = doc.Paper("x", "zh", "标题", [doc.headed("介绍信", "2026-000001", "F1-W1-X")])
    assert as_pdf(paper, AS_OF) == as_pdf(paper, AS_OF)


def test_pages_take_nothing_from_outside(kit_files):
    for name, path in kit_files.items():
        if name.endswith(".html"):
            assert not re.search(r'(src|href)="(?!data:)', path.read_text("utf-8")), name


def test_the_loudspeaker_says_each_number_twice(planned):
    planned.employers.upsert_frame(
        planned.employers.frame(ids=[1]).with_columns(contact_phone=pl.lit("12000000001"))
    )
    kit = read_kit(planned, 1, AS_OF, "none")
    for lang in ("zh", "en"):
        lines = hall.script_lines(kit, lang)
        assert sum(line.count("120 0000 0001") for line in lines) == 2
        assert any("3月28日" in line or "28 March" in line for line in lines)
    assert "模拟的" in hall.script_lines(kit, "zh")[0]


def test_what_is_late_is_red(planned):
    from serving.fairs.paper.office import ready

    kit = read_kit(planned, 1, date(2026, 3, 27), "none")
    table = ready(kit, "zh").blocks[0]
    late = [n for n, item in enumerate(kit.readiness) if item.state == "late"]
    assert late
    assert table["red"] == late
    assert as_page(ready(kit, "zh")).count('<tr class="late">') == len(late)


def test_without_a_font_a_sentence_says_what_to_install_and_nothing_is_written(planned, tmp_path):
    with pytest.raises(NoFont, match="fonts-noto-cjk"):
        chinese((tmp_path,))
    (tmp_path / "NotoSansCJK.otf").write_bytes(b"no font at all")
    settings = ServiceSettings(data_dir=tmp_path / "var", serving=ServingSettings(font_dir=str(tmp_path)))
    before = planned.referrals.count()
    with pytest.raises(NoFont):
        print_kit(planned, settings, 1, tmp_path / "out", AS_OF, letters="all")
    assert planned.referrals.count() == before
    found = list(checks(settings))
    assert (found[0].ok, found[0].remedy) == (False, "apt-get install fonts-noto-cjk")
    assert next(iter(checks(Settings(data_dir=tmp_path)))).ok


def test_a_village_workbook_names_its_own_people_only(kit_files):
    mine = {"模拟村1": 0, "模拟村2": 1}
    for name, path in kit_files.items():
        if name.startswith("villages/"):
            rows = [
                r
                for r in load_workbook(path).worksheets[0].iter_rows(values_only=True)
                if isinstance(r[0], int)
            ]
            assert rows
            assert {r[0] % 2 for r in rows} == {mine[Path(name).stem]}


@pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="LibreOffice is not installed (apt-get install libreoffice-calc-nogui)",
)
def test_workbooks_open_in_libreoffice(kit_files, tmp_path):
    books = [kit_files[name] for name in ("booths.xlsx", "villages.xlsx", "sheet_A.xlsx")]
    csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = ["--headless", "--convert-to", csv, "--outdir", str(tmp_path)]
    command = ["soffice", profile, *convert, *map(str, books)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    texts = {path.name: path.read_text("utf-8", errors="replace") for path in tmp_path.glob("*.csv")}
    assert any("F1-A-0001" in text for text in texts.values())
    assert any("模拟岗位1" in text for text in texts.values())
    assert not any("Err:" in text or "#REF" in text for text in texts.values())
