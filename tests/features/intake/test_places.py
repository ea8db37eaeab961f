"""An office's own townships and villages: read, remembered, counted in imports and sentences."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from features.codes.divisions import Division, divisions, knowing, national
from features.errors import Forbidden
from features.intake import read_sentence
from features.intake.apart import read_apart
from features.intake.errors import NoTable
from features.intake.places import LAT, LON, read_places
from features.intake.places_command import places
from features.parse.place import parse_place
from features.settings import Settings
from features.store import Store, open_store

DAY = date(2026, 3, 1)
HEAD = "区划代码,乡镇村名称,纬度,经度"
TOWN, VILLAGE = "530112901", "530112901201"
OWN = (Division(TOWN, "模拟镇", 25.1, 102.1), Division(VILLAGE, "模拟村", 25.2, 102.2))


def _file(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "places.csv"
    path.write_text("\n".join((head, *rows)), encoding="utf-8")
    return path


def test_a_list_of_places_is_read_whatever_the_order_of_its_columns(tmp_path: Path) -> None:
    path = _file(
        tmp_path, f"102.1,25.1,模拟镇,{TOWN}000", f"102.2°,25.2,模拟村,{VILLAGE}", head="经度,纬度,名称,代码"
    )
    read = read_places(path)
    assert (read.taken, read.rejected) == (OWN, ())


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("5301129,模拟镇,25.1,102.1", "place_code"),
        ("999912901,模拟镇,25.1,102.1", "place_county"),
        (f"{TOWN},,25.1,102.1", "place_name"),
        (f"{TOWN},模拟镇,很远,102.1", "place_degrees"),
        (f"{TOWN},模拟镇,102.1,25.1", "place_swapped"),
        (f"{TOWN},模拟镇,25.1,2.1", "place_outside"),
        (f"{TOWN},模拟镇,25.1,", "place_outside"),
    ],
)
def test_a_row_that_is_no_place_says_why(row: str, reason: str, tmp_path: Path) -> None:
    read = read_places(_file(tmp_path, row, f"{VILLAGE},模拟村,,"))
    assert [(one.row, one.reason) for one in read.rejected] == [(2, reason)]
    assert read.taken == (Division(VILLAGE, "模拟村", None, None),)
    for lang in ("zh", "en"):
        assert read.rejected[0].message(lang)


def test_a_code_that_stands_twice_is_kept_once(tmp_path: Path) -> None:
    read = read_places(_file(tmp_path, f"{TOWN},模拟镇,,", f"{TOWN}000,又名镇,,"))
    assert [place.name for place in read.taken] == ["模拟镇"]
    assert [(one.row, one.reason) for one in read.rejected] == [(3, "place_twice")]


def test_a_file_without_codes_and_names_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoTable, match="code, name, latitude"):
        read_places(_file(tmp_path, "1,2", head="a,b"))


@given(st.floats(*LAT), st.floats(*LON))
def test_every_point_of_the_country_is_taken_as_written(lat: float, lon: float) -> None:
    from features.intake.places import _place

    told = {"code": VILLAGE, "name": "模拟村", "lat": f"{lat:.6f}", "lon": f"{lon:.6f}"}
    place = _place(told, "", 2)
    assert isinstance(place, Division)
    assert (place.lat, place.lon) == (float(f"{lat:.6f}"), float(f"{lon:.6f}"))


def test_own_places_count_within_and_not_after() -> None:
    assert parse_place("昆明西山模拟镇模拟村").code == "530112"  # type: ignore[union-attr]
    with knowing(OWN):
        inside = parse_place("西山区模拟镇模拟村")
        assert inside is not None
        assert (inside.code, inside.lat, inside.confidence) == (VILLAGE, 25.2, 1.0)
        assert parse_place("模拟村").code == VILLAGE  # type: ignore[union-attr]
        assert read_sentence("想在模拟镇做缝纫").wanted_places == ("模拟镇",)
    assert divisions() is national()
    assert read_sentence("想在模拟镇做缝纫").wanted_places == ()


def test_the_process_that_reads_a_file_knows_them_too(tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_text("企业名称,岗位名称,招聘人数,工作地点\n模拟厂,缝纫工,2,模拟镇模拟村\n", encoding="utf-8")
    with knowing(OWN):
        read = read_apart("posts", path, DAY)
    assert read.records.select("division", "lat", "lon").row(0) == (VILLAGE, 25.2, 102.2)


def test_what_is_loaded_is_remembered_and_changed_only_where_it_differs(store: Store) -> None:
    assert store.places.put(OWN) == 2
    assert store.places.put(OWN) == 0
    assert store.places.put([Division(TOWN, "模拟新镇", 25.1, 102.1)]) == 1
    assert [place.name for place in store.places.all()] == ["模拟新镇", "模拟村"]
    assert store.places.remove("530112901201") == 1
    assert [place.code for place in store.places.all()] == [TOWN]


def test_places_are_written_within_the_scope_and_read_by_all(settings: Settings) -> None:
    with open_store(settings, scope="530112") as office:
        office.places.put(OWN)
    with open_store(settings, scope="4401") as other:
        assert other.places.all() == OWN
        with pytest.raises(Forbidden):
            other.places.put([Division("530112902", "别处镇", None, None)])
        assert other.places.remove("530112") == 0


@pytest.fixture
def command(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run ``springwind places`` on the test's own database."""
    monkeypatch.setenv("SPRINGWIND_DATABASE_URL", settings.database_url or "")
    monkeypatch.setenv("SPRINGWIND_DATA_DIR", str(settings.data_dir))
    return lambda *arguments: CliRunner().invoke(places, list(arguments), catch_exceptions=False)


def test_the_command_checks_loads_lists_and_removes(
    command: Callable[..., Result], tmp_path: Path, settings: Settings
) -> None:
    path = str(_file(tmp_path, f"{TOWN},模拟镇,25.1,102.1", f"{VILLAGE},模拟村,102.2,25.2"))
    dry = command(path, "--dry-run")
    assert "没有写入" in dry.output
    assert "写反了" in dry.output
    assert command("--json").output.strip() == "[]"
    assert '"changed": 1' in command(path, "--json").output
    assert f"{TOWN}  模拟镇" in command().output
    assert "1" in command("--remove", TOWN).output
    with open_store(settings) as store:
        assert store.places.all() == ()
        assert {"load_places", "remove_places"} <= set(store.audit.frame()["act"])


def test_an_import_counts_the_offices_own_places(
    command: Callable[..., Result], tmp_path: Path, settings: Settings
) -> None:
    from features.intake.command import import_

    command(str(_file(tmp_path, f"{TOWN},模拟镇,25.1,102.1")))
    path = tmp_path / "posts.csv"
    path.write_text("企业名称,岗位名称,招聘人数,工作地点\n模拟厂,缝纫工,2,模拟镇\n", encoding="utf-8")
    done = CliRunner().invoke(import_, ["posts", str(path), "--today", "2026-03-01"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    with open_store(settings) as store:
        assert store.posts.frame()["division"].to_list() == [TOWN]
