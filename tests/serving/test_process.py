"""The service as a process: what it loads, where it listens, how it stops."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from features.errors import Unavailable
from features.settings import Settings
from serving.command import PortTaken, listen

HEAVY = ("torch", "sklearn", "mlflow", "pandas", "sentence_transformers", "matplotlib", "scipy")


def test_nothing_heavy_is_loaded_by_the_service_and_nothing_opens_at_import() -> None:
    code = (
        "import json, sys\n"
        "from features.settings import Settings\n"
        "from serving.app import create_app\n"
        "create_app(Settings(data_dir='/nonexistent/nowhere')).openapi()\n"
        f"print(json.dumps([name for name in {HEAVY!r} + ('faiss', 'lightgbm') if name in sys.modules]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.splitlines()[-1]) == []


def test_a_taken_port_is_said_before_anything_starts() -> None:
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(PortTaken) as refused:
            listen("127.0.0.1", port)
    assert str(port) in refused.value.message("zh")
    assert "--port" in refused.value.message("en")


def test_an_address_that_is_not_ours_is_said() -> None:
    for host in ("192.0.2.1", "no.such.host.invalid"):
        with pytest.raises(Unavailable) as refused:
            listen(host, 0)
        assert refused.value.reason == "bad_address"


def test_serve_says_where_it_listens_answers_and_stops_gracefully(settings: Settings) -> None:
    environment = {
        **os.environ, "SPRINGWIND_DATA_DIR": str(settings.data_dir), "SPRINGWIND_LANGUAGE": "en",
        "SPRINGWIND_DATABASE_URL": str(settings.database_url), "PYTHONUNBUFFERED": "1",
    }  # fmt: skip
    command = [sys.executable, "-m", "features", "serve", "--port", "0"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as served:
        try:
            told = lines_until(served, "started in")
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", told)
            key = re.search(r"lies in: (.+)", told)
            assert found, told
            assert key, told
            assert Path(key[1]).read_text().startswith("sw_")
            answer = ask(int(found[1]), "/healthz")
            assert '{"status":"ok"}' in answer
            assert "x-content-type-options: nosniff" in answer.lower()
        finally:
            served.send_signal(signal.SIGTERM)
            rest, _ = served.communicate(timeout=20)
    assert "Stopped." in rest
    assert served.returncode == 0


def test_serve_without_a_database_ends_with_one_sentence(tmp_path: Path) -> None:
    environment = {
        **os.environ, "SPRINGWIND_DATA_DIR": str(tmp_path), "SPRINGWIND_LANGUAGE": "en",
        "SPRINGWIND_DATABASE_URL": "postgresql://nobody:none@127.0.0.1:1/none",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "features", "serve", "--port", "0"], env=environment, capture_output=True,
        text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 6
    assert "The database does not answer" in done.stderr
    assert "Traceback" not in done.stderr


def lines_until(process: subprocess.Popen[str], last: str) -> str:
    told = ""
    while last not in told:
        line = process.stdout.readline()  # type: ignore[union-attr]
        assert line, told
        told += line
    return told


def ask(port: int, path: str, seconds: float = 30) -> str:
    end = time.monotonic() + seconds
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
                return b"".join(iter(lambda: connection.recv(65536), b"")).decode()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
