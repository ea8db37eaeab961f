"""Read back any ranker by the kind its folder names."""

from __future__ import annotations

from pathlib import Path

from features.errors import Integrity
from matching.rank.files import SETTINGS, read_settings
from matching.rank.funnel import Funnel
from matching.rank.plain import KeepOrder, Shuffle
from matching.rank.ranker import Ranker
from matching.rank.rules import Rules


def load_ranker(folder: Path) -> Ranker:
    """Read any ranker by the kind it names; Integrity for one that is broken or unknown."""
    kinds: dict[str, type[Ranker]] = {each.kind: each for each in (KeepOrder, Shuffle, Rules, Funnel)}
    kind = str(read_settings(folder).get("kind"))
    if kind not in kinds:
        raise Integrity("ranker_broken", where=str(folder / SETTINGS), detail=f"kind {kind}")
    return kinds[kind].load(folder)
