"""What cannot be taken: one sentence in each language, the right exit code, the right HTTP status."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from features.settings import Settings
from features.store import Store
from serving.app import create_app

DAY = date(2026, 11, 20)
ASKED_ZH, ASKED_EN = "请写一句话", "Write one sentence"
CLOSED = "postgresql://nobody:secret-word@127.0.0.1:1/none"
GREEK = "Ψάχνω για δουλειά ως ράφτης"


@pytest.fixture
def api(settings: Settings, small_office: Store) -> Iterator[TestClient]:
    """Give a client of the service with the real matcher and the office's key."""
    with TestClient(create_app(settings, today=lambda: DAY, follow=False)) as client:
        key = (settings.data_dir / "keys" / "office.key").read_text("utf-8").strip()
        client.headers["X-API-Key"] = key
        yield client


def shaped(answer: Any, status: int, code: str, part: str) -> None:
    assert answer.status_code == status, answer.text
    assert set(answer.json()) == {"error"}
    error = answer.json()["error"]
    assert set(error) == {"code", "message", "where"}
    assert error["code"] == code
    assert part in error["message"]


@pytest.mark.parametrize(
    ("arguments", "status", "zh", "en"),
    [
        (("--worker", "987654"), 3, "没有找到求职者 987654", "987654"),
        (("--post", "987654"), 3, "编号 987654 的岗位", "987654"),
        (("--text", ""), 2, "请写一句话", "write one sentence"),
        (("--text", " ，。! "), 2, "请写一句话", "write one sentence"),
        (("--text", "缝" * 2001), 2, "2001", "2001"),
        ((), 2, "--worker", "--worker"),
        (("--worker", "1", "--text", "x"), 2, "--worker", "--worker"),
    ],
)
def test_match_refuses(
    terminal: Any, small_office: Store, arguments: tuple[str, ...], status: int, zh: str, en: str
) -> None:
    terminal.refused(status, zh, en, "match", *arguments, "--as-of", str(DAY))


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code", "zh", "en"),
    [
        ("GET", "/api/v1/workers/987654/matches", None, 404, "worker_not_found", "987654", "987654"),
        ("GET", "/api/v1/posts/987654/candidates", None, 404, "no_post", "987654", "987654"),
        ("POST", "/api/v1/fairs/987654/plan", {}, 404, "fair_unknown", "987654", "987654"),
        ("POST", "/api/v1/matches", {"text": ""}, 422, "nothing_said", ASKED_ZH, ASKED_EN),
        (
            "POST",
            "/api/v1/matches",
            {"text": "，。"},
            422,
            "nothing_said",
            "请写一句话",
            "Write one sentence",
        ),
    ],
)
def test_the_service_refuses(
    api: TestClient, method: str, path: str, body: Any, status: int, code: str, zh: str, en: str
) -> None:
    for lang, part in (("zh", zh), ("en", en)):
        shaped(api.request(method, path, json=body, headers={"Accept-Language": lang}), status, code, part)


def test_an_unknown_language_is_answered_by_the_rest_and_said(terminal: Any, api: TestClient) -> None:
    """Place, pay and eligibility still sort; that no word was known is said beside the list."""
    for lang, part in (("zh", "请用中文或英文再说一次"), ("en", "Chinese or English")):
        code, told = terminal.run("match", "--text", GREEK, "--as-of", str(DAY), lang=lang)
        assert code == 0
        assert part in told.replace("\n", " ")
        found = api.post("/api/v1/matches", json={"text": GREEK}, headers={"Accept-Language": lang})
        assert found.status_code == 200
        assert part in found.text


def workbook(path: Path) -> bytes:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        for row in range(200):
            page.write_row(row, 0, ["企业名称", "岗位名称"] if row == 0 else [f"模拟单位{row}", "缝纫工"])
    return path.read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "zh", "en"),
    [
        ("none.csv", None, "没有这个文件", "There is no file"),
        ("empty.csv", b"", "是空文件", "is empty"),
        ("cut.xlsx", "cut", "打不开", "cannot be opened"),
        ("noise.xlsx", bytes(range(256)) * 20, "二进制", "binary"),
        ("other.csv", "颜色,数量\n红,3\n".encode(), "没有找到需要的表头", "header"),
    ],
)
def test_an_unreadable_posts_file(
    terminal: Any, store: Store, tmp_path: Path, name: str, content: Any, zh: str, en: str
) -> None:
    path = tmp_path / name
    if content == "cut":
        whole = workbook(path)
        path.write_bytes(whole[: len(whole) // 2])
    elif content is not None:
        path.write_bytes(content)
    terminal.refused(2, zh, en, "import", "posts", str(path))
    assert store.posts.count() == 0


def test_a_posts_file_nobody_may_read(terminal: Any, tmp_path: Path, monkeypatch: Any) -> None:
    path = tmp_path / "closed.csv"
    path.write_text("企业名称,岗位名称\n模拟单位,缝纫工\n", "utf-8")
    real = Path.open

    def closed(self: Path, *arguments: Any, **named: Any) -> Any:
        if self.name == path.name:  # root may read everything: the refusal is made here
            raise PermissionError(13, "Permission denied")
        return real(self, *arguments, **named)

    monkeypatch.setattr(Path, "open", closed)
    terminal.refused(2, "读不出来", "cannot be read", "import", "posts", str(path))


def test_rows_sent_back_that_cannot_be_written_keep_the_import_out(
    terminal: Any, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "posts.csv"
    path.write_text("企业名称,岗位名称\n模拟单位,缝纫工\n,焊工\n", "utf-8")
    rejects = str(tmp_path / "nowhere" / "rejects.xlsx")
    told = ("import", "posts", str(path), "--rejects", rejects)
    terminal.refused(6, "什么都没有导入", "Nothing was imported", *told)
    assert store.posts.count() == 0


@pytest.mark.parametrize(
    "arguments",
    [
        *("match --text 缝纫", "match --worker 1", "import posts FILE", "release publish --due"),
        *(
            "train ranker",
            "train county --workers 50",
            "train compare",
            "train promote abc",
            "train rollback",
        ),
        *("release verify", "fair plan --new"),
    ],
)
def test_a_database_that_is_down(terminal: Any, tmp_path: Path, arguments: str) -> None:
    path = tmp_path / "posts.csv"
    path.write_text("企业名称,岗位名称\n模拟单位,缝纫工\n", "utf-8")
    terminal.set("DATABASE_URL", CLOSED)
    told = [str(path) if one == "FILE" else one for one in arguments.split()]
    terminal.refused(6, "数据库没有应答", "The database does not answer", *told)
    said = terminal.run(*told)[1]
    assert "Connection refused" in said
    assert "secret-word" not in said


def test_what_cannot_be_set_names_its_variable(terminal: Any, tmp_path: Path) -> None:
    terminal.set("DATABASE_URL", "nonsense")
    terminal.refused(2, "数据库地址无法识别", "database address cannot be read", "match", "--worker", "1")
    terminal.set("DATABASE_URL", "")
    (tmp_path / "file").write_text("")
    terminal.set("DATA_DIR", str(tmp_path / "file" / "below"))
    terminal.refused(6, "SPRINGWIND_DATA_DIR", "SPRINGWIND_DATA_DIR", "match", "--worker", "1")
    terminal.set("KEEP_LEDGER_DAYS", "5")
    terminal.refused(
        2, "SPRINGWIND_KEEP_LEDGER_DAYS", "SPRINGWIND_KEEP_LEDGER_DAYS", "match", "--worker", "1"
    )


def test_a_service_that_fails_to_start_for_no_known_reason_does_not_end_well(desk: Any) -> None:
    code = (
        "import serving.app as app\n"
        "def broken(*_): raise ZeroDivisionError('unforeseen')\n"
        "app._real_matcher = broken\n"
        "from features.cli import main\n"
        "main(['serve', '--port', '0'])"
    )
    process = desk.start(code=code)
    told, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "unforeseen" in told
    assert "Stopped." not in told
