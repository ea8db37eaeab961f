"""The simulated sheets: the same from the same seed, their truth where the file has it."""

import csv
import io
import json
from collections import Counter
from datetime import date

import pytest
from python_calamine import CalamineWorkbook
from stdnum.cn import ric, uscc

from features.benchmarks.intake import drawn, seeds_of
from features.benchmarks.layouts import KINDS, Layout, content, layout
from features.benchmarks.layouts.draw import BOOKS, EVERYWHERE, ON_PAGES, TEXTS, TREES
from features.benchmarks.layouts.shape import Line

MANY = [layout(seed, kind) for kind in KINDS for seed in range(60)]


def grids(one: Layout) -> list[list[list[object]]]:
    """Read the cells back with the bare libraries, one grid per page that has cells."""
    raw = content(one)
    if one.suffix in ("csv", "tsv"):
        return [
            list(
                csv.reader(
                    io.StringIO(raw.decode(one.encoding)), delimiter="\t" if one.suffix == "tsv" else ","
                )
            )
        ]
    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    return [book.get_sheet_by_index(n).to_python(skip_empty_area=False) for n in range(len(book.sheet_names))]


def plain(cell: object) -> str:
    if isinstance(cell, date):
        return cell.isoformat()[:10].replace("-", "/")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).removesuffix(".0")


def test_a_seed_gives_the_same_bytes() -> None:
    for one in MANY[::7]:
        again = content(layout(one.seed, one.kind))
        assert again == content(one) or one.suffix in ("ods",)


def test_every_format_trouble_and_way_of_writing_occurs() -> None:
    seen = Counter(name for one in MANY for name in (*one.troubles, one.suffix))
    asked = {*BOOKS, *TEXTS, *TREES, *ON_PAGES, *EVERYWHERE, "unnamed", "serial", "several_sheets"}
    asked |= {"merged_employer", "several_in_cell", "gbk", "gb18030", "utf-8-sig", "en", "codes"}
    assert {name for name in asked if seen[name] < 2} == set()


def test_the_two_sets_have_no_seed_in_common_and_are_large_enough() -> None:
    dev, frozen = seeds_of("dev", 320), seeds_of("frozen", 320)
    assert not set(dev) & set(frozen)
    assert len(dev) == len(frozen) == 320
    kinds = Counter(one.kind for one in drawn(range(0, 28, 2), tuple(KINDS)))
    assert kinds == dict.fromkeys(KINDS, 2)


@pytest.mark.parametrize("suffix", sorted({*BOOKS, *TEXTS}))
def test_each_cell_stands_where_the_truth_counts_it(suffix: str) -> None:
    for seed in range(12):
        one = layout(seed, "posts", suffix)
        read = grids(one)
        for page, grid in zip(one.pages, read, strict=True):
            for number, line in page.data():
                assert [plain(cell) for cell in grid[number - 1]] == [plain(cell) for cell in line.cells]


def test_a_tree_holds_one_object_per_row() -> None:
    for seed in range(12):
        whole = json.loads(content(layout(seed, "workers", "json")))
        parts = list(whole.values()) if isinstance(whole, dict) else [whole]
        one = layout(seed, "workers", "json")
        assert [len(part) for part in parts] == [len(page.data()) for page in one.pages]
        assert [number for _, number, _ in one.truth()][: len(parts[0])] == list(range(1, len(parts[0]) + 1))
        rows = content(layout(seed, "workers", "ndjson")).decode().splitlines()
        assert len(rows) == layout(seed, "workers", "ndjson").rows


def lines(kind: str) -> list[Line]:
    return [line for one in MANY if one.kind == kind for _, _, line in one.truth()]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_row_is_either_told_or_sent_back(kind: str) -> None:
    told = lines(kind)
    assert all(bool(line.records) != bool(line.reasons) for line in told)
    assert any(line.reasons for line in told)


def test_pay_and_age_have_their_ends_in_order() -> None:
    records = [record for line in lines("posts") for record in line.records]
    for low, high in (("monthly_low", "monthly_high"), ("age_low", "age_high")):
        both = [(one[low], one[high]) for one in records if one[low] is not None and one[high] is not None]
        assert len(both) > 100
        assert all(a <= b for a, b in both)


def test_several_posts_in_a_cell_are_several_records() -> None:
    counts = {len(line.records) for line in lines("posts")}
    assert {1, 2, 3, 4} <= counts


def right_number(number: str) -> bool:
    return len(number) == 18 and ric.calc_check_digit(number) == number[-1]


def test_numbers_have_right_check_digits_where_they_must() -> None:
    workers = [record for line in lines("workers") for record in line.records if record["id_number"]]
    assert len(workers) > 100
    assert all(right_number(record["id_number"]) for record in workers)
    codes = [
        record["credit_code"]
        for line in lines("employers")
        for record in line.records
        if record["credit_code"]
    ]
    assert all(uscc.is_valid(code) for code in codes)
    wrong = [line for line in lines("workers") if line.reasons[:1] == ("bad_id_check_digit",)]
    assert wrong
    assert not [cell for line in wrong for cell in line.cells if isinstance(cell, str) and right_number(cell)]


def test_nobody_in_them_is_anybody() -> None:
    names = {record["name"] for line in lines("workers") for record in line.records}
    assert all(set(name[1:]) & set("甲乙丙丁戊己庚辛壬癸") for name in names)
    phones = {record["phone"] for line in lines("workers") for record in line.records if record["phone"]}
    assert all(phone[3:7] == "0000" for phone in phones if phone.startswith("1"))
