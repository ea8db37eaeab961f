"""Hand-set weights over the same features: serves while there is too little to learn from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np

from features.pairs import NAMES
from matching.rank.files import read_settings, write_settings
from matching.rank.ranker import Pairs
from matching.types import Floats, Scores


@dataclass(frozen=True, slots=True)
class Rule:
    """Weigh one feature: 0 at ``centre``, plus or minus ``weight`` from one ``scale`` away on."""

    feature: str
    centre: float
    scale: float
    weight: float


RULES: tuple[Rule, ...] = (
    Rule("sim_dense", 0.35, 0.4, 1.2),
    Rule("sim_lexical", 0.15, 0.3, 0.4),
    Rule("lex_wanted", 0.3, 0.5, 0.7),
    Rule("lex_past", 0.3, 0.5, 0.4),
    Rule("occ_relation", 1.5, 2.0, 1.0),
    Rule("occ_first", 1.5, 2.0, 0.4),
    Rule("skills_share", 0.2, 0.5, 0.4),
    Rule("certificates_missing", 0.0, 1.0, -0.5),
    Rule("experience_short", 0.0, 3.0, -0.5),
    Rule("education_short", 0.0, 2.0, -0.5),
    Rule("pay_ratio", 1.0, 0.4, 0.8),
    Rule("pay_low_over_wish", 0.0, 1500.0, 0.3),
    Rule("pay_market", 0.0, 0.4, 0.3),
    Rule("km_log", 2.7, 2.0, -0.7),
    Rule("away_unlodged", 0.0, 1.0, -0.7),
    Rule("commute_unaided", 0.0, 1.0, -0.2),
    Rule("place_wanted", 0.0, 1.0, 0.6),
    Rule("lodging_met", 0.0, 1.0, 0.5),
    Rule("meals_met", 0.0, 1.0, 0.2),
    Rule("couple_room_met", 0.0, 1.0, 0.4),
    Rule("child_school_met", 0.0, 1.0, 0.3),
    Rule("insurance_met", 0.0, 1.0, 0.3),
    Rule("day_shift_met", 0.0, 1.0, 0.2),
    Rule("near_home_missed", 0.0, 1.0, -0.4),
    Rule("freshness", 7.0, 20.0, -0.15),
    Rule("places_left", 1.5, 1.5, 0.3),
    Rule("crowd", 0.5, 2.0, -0.3),
    Rule("employer_reply", 0.5, 0.4, 0.3),
    Rule("employer_hire", 0.4, 0.4, 0.5),
    Rule("employer_stay", 0.6, 0.3, 0.3),
    Rule("employer_wages", 0.9, 0.2, 0.2),
    Rule("post_unwilling", 0.3, 0.4, -0.3),
    Rule("same_employer_refused", 0.0, 1.0, -0.8),
)
"""Judged, not fitted: trade first, then pay and distance, then needs, then the employer's past."""

STRENGTH = 0.3
"""How much one point counts in the logarithm of the value: a pair with every rule met has value 1."""


@dataclass(frozen=True)
class Rules:
    """Add up weighted features. No stage is claimed: the value (0..1) compares, it is no probability."""

    kind: ClassVar[str] = "rules"
    rules: tuple[Rule, ...] = RULES

    @property
    def name(self) -> str:
        """Name it for people and cards."""
        return self.kind

    def score(self, pairs: Pairs, threads: int = 1) -> Scores:
        """Give a value in 0..1, of which the logarithm is the sum of the parts."""
        short = self._parts(pairs).sum(axis=1) - np.float32(sum(abs(rule.weight) for rule in self.rules))
        return Scores(np.exp(STRENGTH * short).astype(np.float32))

    def contributions(self, pairs: Pairs, threads: int = 1) -> Floats:
        """Give each feature's share of the log value: exactly its part of the sum."""
        shares = np.zeros((len(pairs), len(NAMES)), dtype=np.float32)
        shares[:, [NAMES.index(rule.feature) for rule in self.rules]] = STRENGTH * self._parts(pairs)
        return shares

    def save(self, folder: Path) -> None:
        """Write the weights."""
        rows = [[rule.feature, rule.centre, rule.scale, rule.weight] for rule in self.rules]
        write_settings(folder, {"kind": self.kind, "rules": rows})

    @classmethod
    def load(cls, folder: Path) -> Rules:
        """Read the weights back."""
        rows = read_settings(folder, cls.kind)["rules"]
        return cls(tuple(Rule(str(row[0]), float(row[1]), float(row[2]), float(row[3])) for row in rows))

    def _parts(self, pairs: Pairs) -> Floats:
        """Give the weighted parts (n, rules); what is not known adds nothing."""
        values = pairs.features.select(rule.feature for rule in self.rules).to_numpy()
        centre, scale, weight = np.array([[r.centre, r.scale, r.weight] for r in self.rules], np.float32).T
        parts: Floats = np.nan_to_num(weight * np.clip((values - centre) / scale, -1, 1), nan=0.0)
        return parts
