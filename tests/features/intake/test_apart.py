"""A file is read in a process of its own; what breaks there is a sentence here."""

import signal
from datetime import date
from pathlib import Path

import pytest

from features.errors import InputError
from features.intake import apart, parcel
from features.intake.apart import read_apart, send_back_apart
from features.intake.columns import Headings
from features.intake.errors import FileUnreadable, NoTable
from features.intake.limits import Limits
from features.intake.read import read_file

TODAY = date(2026, 3, 2)
TEXT = "单位,岗位,收益\n甲公司,电工20人、焊工5人,x\n,焊工,y\n"


def _csv(folder: Path, text: str = TEXT) -> Path:
    (folder / "p.csv").write_text(text, "utf-8")
    return folder / "p.csv"


def test_what_comes_out_is_what_reading_it_here_gives(tmp_path: Path) -> None:
    said, heard = Headings(given={"收益": "remark"}), []
    there = read_apart(
        "posts", _csv(tmp_path), TODAY, "530112", headings=said, tell=lambda stage, share: heard.append(share)
    )
    here = read_file("posts", tmp_path / "p.csv", TODAY, "530112", headings=said)
    assert there.records.equals(here.records)
    assert (there.rejected, there.digest, there.rows) == (here.rejected, here.digest, here.rows)
    assert there.columns == here.columns
    assert there.tables[0].raw.equals(here.tables[0].raw)
    assert heard == sorted(heard)
    assert heard[0] == 0.0
    assert send_back_apart(there, tmp_path / "out.xlsx", "zh") == "converted"
    assert [r.reason for r in read_file("posts", tmp_path / "out.xlsx", TODAY).rejected] == [
        "missing_employer"
    ]


def test_what_is_refused_there_is_refused_here(tmp_path: Path) -> None:
    with pytest.raises(NoTable, match="header"):
        read_apart("posts", _csv(tmp_path, "今天天气很好\n明天也是\n"), TODAY)
    with pytest.raises(InputError, match="收益"):
        read_apart("posts", _csv(tmp_path), TODAY, headings=Headings(given={"工种": "title"}))


def test_a_file_that_needs_too_much_memory_is_stopped(tmp_path: Path) -> None:
    rows = "".join(f"甲公司{n},电工{n},{'包' * 200}{n}\n" for n in range(60_000))
    with pytest.raises(FileUnreadable) as caught:
        read_apart(
            "posts",
            _csv(tmp_path, "单位,岗位,备注\n" + rows),
            TODAY,
            limits=Limits.model_construct(memory_mb=900, seconds=60),
        )
    assert caught.value.reason == "file_too_heavy"
    assert "900" in caught.value.message("zh")


def test_a_file_that_needs_too_much_time_is_stopped(tmp_path: Path) -> None:
    rows = "".join(
        f"甲公司{n},电工{n},昆明市西山区某某镇某某村{chr(0x4E00 + n % 9000)}组\n" for n in range(150_000)
    )
    with pytest.raises(FileUnreadable) as caught:
        read_apart("posts", _csv(tmp_path, "单位,岗位,地点\n" + rows), TODAY, limits=Limits(seconds=1))
    assert caught.value.reason == "file_too_slow"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (-signal.SIGXCPU, "file_too_slow"), (-signal.SIGKILL, "file_too_slow"),
        (-signal.SIGABRT, "file_too_heavy"),
        (-signal.SIGSEGV, "file_too_heavy"), (1, "file_broke"),
    ],
)  # fmt: skip
def test_every_way_to_end_has_a_sentence(status: int, code: str) -> None:
    error = apart._ended(status, "p.csv", Limits())
    assert error.reason == code
    assert "p.csv" in error.message("zh")


def test_the_process_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPRINGWIND_DATABASE_URL", "postgresql://secret")
    with apart._process({"task": "read"}, "p.csv", Limits()) as child:
        around = Path(f"/proc/{child.pid}/environ").read_bytes()
    assert b"secret" not in around
    assert b"PATH=" in around


def test_pieces_that_end_too_soon_are_no_parcel() -> None:
    import io

    sink = io.BytesIO()
    parcel.write(sink, b"R", "", b"{}")
    whole = sink.getvalue()
    assert list(parcel.pieces(io.BytesIO(whole))) == [(b"R", "", b"{}")]
    with pytest.raises(EOFError):
        parcel.collected(parcel.pieces(io.BytesIO(whole[:5])))
