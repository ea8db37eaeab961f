"""Model files and bundles that are not what they were: refused by name, and nothing else suffers."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from features.errors import Integrity, Unavailable
from features.settings import Settings
from features.store import Store
from matching.bundle import MANIFEST, save_bundle
from matching.encode import load_encoder, shipped
from matching.occupations import load_coder
from matching.rank import Rules, load_ranker
from serving import follower as following
from serving.app import create_app
from serving.follower import Follower

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: Any) -> tuple[Path, str]:
    """Give a whole bundle and its sha256."""
    folder = tmp_path_factory.mktemp("bundle") / "whole"
    return folder, save_bundle(folder, Rules(), AT, {"cut_off": str(DAY)}, "# card\n")


@pytest.fixture
def champion(settings: Settings, small_office: Store, made: tuple[Path, str]) -> Path:
    """Give the folder of a champion that is whole as yet."""
    folder, sha256 = made
    shutil.copytree(folder, settings.bundles_dir / sha256)
    small_office.bundles.add(sha256, {}, "test")
    small_office.bundles.promote(sha256, "test", "")
    return settings.bundles_dir / sha256


def cut(name: str) -> Callable[[Path], None]:
    def halve(folder: Path) -> None:
        path = folder / name
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    return halve


def change_a_byte(folder: Path) -> None:
    path = folder / "encoder" / "model.safetensors"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def made_for_other_features(folder: Path) -> None:
    path = folder / MANIFEST
    told = {**json.loads(path.read_text("utf-8")), "fingerprint": "0" * 16}
    path.write_text(json.dumps(told), "utf-8")


DAMAGES: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "one byte changed": (change_a_byte, "encoder/model.safetensors", "encoder/model.safetensors"),
    "other features": (made_for_other_features, "特征", "features"),
    "a file missing": (lambda folder: (folder / "card.md").unlink(), "card.md", "card.md"),
    "a file added": (lambda folder: (folder / "more.txt").touch(), "more.txt", "more.txt"),
    "encoder cut off": (cut("encoder/tokenizer.json"), "encoder/tokenizer.json", "encoder/tokenizer.json"),
    "coder cut off": (cut("coder/coder.safetensors"), "coder/coder.safetensors", "coder/coder.safetensors"),
    "ranker cut off": (cut("ranker/ranker.json"), "ranker/ranker.json", "ranker/ranker.json"),
    "manifest cut off": (cut(MANIFEST), MANIFEST, MANIFEST),
    "nothing there": (shutil.rmtree, MANIFEST, MANIFEST),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_champion(champion: Path, settings: Settings, terminal: Any, damage: str) -> None:
    """A command refuses with 7; the service starts, says why it cannot match, and serves the rest."""
    act, zh, en = DAMAGES[damage]
    act(champion)
    terminal.refused(7, zh, en, "match", "--text", "会缝纫", "--as-of", str(DAY))
    with service(settings) as client:
        for lang, part in (("zh", zh), ("en", en)):
            for answer in (
                client.get("/readyz", headers={"Accept-Language": lang}),
                client.post("/api/v1/matches", json={"text": "会缝纫"}, headers={"Accept-Language": lang}),
            ):
                assert answer.status_code == 503
                assert answer.json()["error"]["code"] == "not_ready"
                assert part in answer.json()["error"]["message"]
        assert client.get("/feed/posts/snapshot").text.count("\n") == 1
        assert client.get("/api/v1/workers/1").status_code == 200


@contextmanager
def service(settings: Settings) -> Iterator[TestClient]:
    """Give a client of the service, with the office's key."""
    with TestClient(create_app(settings, today=lambda: DAY, follow=False)) as client:
        key = settings.data_dir / "keys" / "office.key"
        client.headers["X-API-Key"] = key.read_text("utf-8").strip()
        yield client


def test_a_champion_put_right_is_taken_up_without_a_restart(
    champion: Path, settings: Settings, made: tuple[Path, str], monkeypatch: Any
) -> None:
    monkeypatch.setattr(following, "TRY_AGAIN", 0.0)
    cut("coder/coder.json")(champion)
    with service(settings) as client:
        follower = Follower(client.app.state.office)  # type: ignore[attr-defined]
        follower.look()
        assert client.get("/readyz").status_code == 503
        shutil.copyfile(made[0] / "coder" / "coder.json", champion / "coder" / "coder.json")
        follower.look()
        assert client.get("/readyz").json()["bundle"] == made[1]


def test_a_database_that_goes_away_while_a_champion_is_loaded_is_tried_again(
    champion: Path, settings: Settings, small_office: Store, made: tuple[Path, str]
) -> None:
    small_office.bundles.add("0" * 64, {}, "test")
    with service(settings) as client:
        office = client.app.state.office  # type: ignore[attr-defined]
        real, known = office.load_matcher, office.champion
        small_office.bundles.promote("0" * 64, "test", "")
        small_office.bundles.promote(made[1], "test", "")
        office.champion = "0" * 64

        def gone(*_: Any) -> Any:
            raise Unavailable("database_down", detail="gone")

        office.load_matcher = gone
        with pytest.raises(Unavailable):
            Follower(office).look()
        assert office.champion == "0" * 64
        assert client.get("/readyz").status_code == 200
        office.load_matcher = real
        Follower(office).look()
        assert office.champion == known == made[1]


PARTS: list[tuple[str, str, Callable[[Path], Any]]] = [
    ("encoder", "model.safetensors", load_encoder),
    ("encoder", "tokenizer.json", load_encoder),
    ("encoder", "config.json", load_encoder),
    ("coder", "coder.safetensors", load_coder),
    ("coder", "coder.json", load_coder),
]


@pytest.mark.parametrize(("part", "name", "load"), PARTS, ids=lambda one: one if isinstance(one, str) else "")
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_model_file_cut_off(tmp_path: Path, part: str, name: str, load: Any, share: float) -> None:
    shutil.copytree(shipped(part), tmp_path / part)
    path = tmp_path / part / name
    size = path.stat().st_size
    path.write_bytes(path.read_bytes()[: min(int(size * share), size - 3)])
    with pytest.raises(Integrity) as refused:
        load(tmp_path / part)
    assert refused.value.reason == f"{part}_broken"
    assert str(tmp_path / part) in refused.value.message("zh")
    assert refused.value.message("zh") != refused.value.message("en")


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_ranker_cut_off(tmp_path: Path, share: float) -> None:
    Rules().save(tmp_path)
    path = tmp_path / "ranker.json"
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(Integrity) as refused:
        load_ranker(tmp_path)
    assert refused.value.reason == "ranker_broken"
