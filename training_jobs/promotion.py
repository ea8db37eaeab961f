"""A bundle becomes champion: verified in a folder aside, moved in one step, then one row in the store.

Killed at any point, the old champion serves on or the new one does; a folder left aside is swept by
the next run.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from features.errors import Conflict, Integrity, NotFound
from features.settings import Settings
from features.store import Store
from matching.bundle import Bundle, load_bundle, verify_bundle
from training_jobs.tracking import Tracked, set_champion

_ASIDE = ".making-"


@contextmanager
def aside(bundles: Path) -> Iterator[Path]:
    """Give an empty folder beside the bundles, on the same disk; it is gone afterwards, moved or not."""
    bundles.mkdir(parents=True, exist_ok=True)
    for old in bundles.glob(f"{_ASIDE}*"):
        if not _alive(int(old.name.removeprefix(_ASIDE) or 0)):
            shutil.rmtree(old, ignore_errors=True)
    folder = bundles / f"{_ASIDE}{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def install(folder: Path, sha256: str, bundles: Path) -> Path:
    """Verify a finished bundle by loading it, and move it to its name in one step."""
    load_bundle(folder)
    target = bundles / sha256
    if not target.exists():
        _settled(folder)
        folder.rename(target)
    return target


def promote(store: Store, settings: Settings, sha256: str, who: str, why: str) -> Tracked:
    """Make an installed bundle the champion; Integrity if it is broken, NotFound if it is not here."""
    verify_bundle(_folder(settings, sha256))
    store.bundles.promote(sha256, who, why)
    return set_champion(settings.data_dir, sha256)


def rollback(store: Store, settings: Settings, who: str, why: str) -> tuple[str, Tracked]:
    """Make the champion before this one champion again; Conflict if there was none."""
    now = store.bundles.champion()
    earlier = [sha for sha in store.bundles.history()["sha256"].to_list()[::-1] if sha != now]
    if now is None or not earlier:
        raise Conflict("train_no_rollback", where="champion")
    return earlier[0], promote(store, settings, earlier[0], who, why)


def champion(store: Store, settings: Settings) -> tuple[Bundle | None, str]:
    """Load the champion; None before the first, or None and the reason if its files are broken."""
    sha256 = store.bundles.champion()
    if sha256 is None:
        return None, ""
    try:
        return load_bundle(_folder(settings, sha256)), ""
    except (Integrity, NotFound) as error:
        return None, error.message(settings.language)


def full_sha(store: Store, start: str) -> str:
    """Give the whole sha256 that begins with ``start``; NotFound if none or several do."""
    found = [sha for sha in store.bundles.frame()["sha256"].to_list() if sha.startswith(start)]
    if len(found) != 1:
        raise NotFound("bundle_unknown", where="sha256", id=start, count=len(found))
    return str(found[0])


def _folder(settings: Settings, sha256: str) -> Path:
    folder = settings.bundles_dir / sha256
    if not folder.is_dir():
        raise NotFound("bundle_unknown", where=str(settings.bundles_dir), id=sha256, count=0)
    return folder


def _settled(folder: Path) -> None:
    """Have the disk hold every file before the folder gets its name."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return pid > 0
