"""Train the ranker: labels, split by time, funnel, floors, gates, bundle, promotion, tracking."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from features.errors import InputError
from features.pairs import fingerprint
from features.settings import Settings
from features.store import Store
from matching.bundle import Bundle, default_bundle, save_bundle, verify_bundle
from matching.rank import Funnel, Ranker
from training_jobs import plots, promotion
from training_jobs.card import card
from training_jobs.evaluate import EvaluateConfig, Evaluation, evaluate
from training_jobs.funnel import Recipe, learn_funnel
from training_jobs.gates import CHALLENGER, CHAMPION, GateConfig, Verdict, blocked, judge
from training_jobs.labels import labelled
from training_jobs.leaks import refuse_leaks
from training_jobs.office import Office
from training_jobs.splits import Split, SplitConfig, by_time
from training_jobs.tracking import Entry, Tracked, track
from training_jobs.truth import TrueValue

Say = Callable[[str], None]


@dataclass(frozen=True)
class TrainConfig:
    """Set a whole run."""

    recipe: Recipe = field(default_factory=Recipe)
    split: SplitConfig = field(default_factory=SplitConfig)
    evaluate: EvaluateConfig = field(default_factory=EvaluateConfig)
    gates: GateConfig = field(default_factory=GateConfig)
    seed: int = 0
    promote: bool = True
    """Whether a challenger that passes every gate becomes champion at once."""


@dataclass(frozen=True, slots=True)
class Trained:
    """Hold what a run came to."""

    sha256: str
    promoted: bool
    funnel: Funnel
    found: Evaluation
    verdicts: list[Verdict]
    tracked: Tracked
    notes: tuple[str, ...]


def train_ranker(
    store: Store,
    settings: Settings,
    as_of: date,
    config: TrainConfig | None = None,
    *,
    truth: TrueValue | None = None,
    who: str = "train",
    say: Say = lambda _: None,
) -> Trained:
    """Learn from every letter before ``as_of`` and promote what passes the gates.

    InputError where there is too little to learn from: then the rules, or the champion, serve on.
    """
    config = config or TrainConfig()
    say("read")
    office = read_office(store)
    split = by_time(office.referrals, as_of, config.split)
    refuse_leaks(office, split.train)
    say("learn")
    challenger = _learned(office, split.train, config)
    serving, note = promotion.champion(store, settings)
    rivals = _rivals(office, split, challenger, serving, config)
    say("evaluate")
    found = evaluate(office, split, rivals, config.evaluate, config.seed, truth)
    verdicts = judge(found, fingerprint(), config.gates)
    say("relearn")
    final = _learned(office, labelled(office.referrals, as_of), config)
    say("bundle")
    told = {**_told(office, as_of, config), "measured": measures(found)}
    text = card(found, verdicts, final, as_of, told)
    sha256 = _installed(settings, final, told, text)
    store.bundles.add(sha256, dict(verify_bundle(settings.bundles_dir / sha256)), who)
    promoted = config.promote and not blocked(verdicts)
    if promoted:
        store.bundles.promote(sha256, who, f"train ranker {as_of}")
    say("track")
    tracked = _tracked(settings, sha256, final, found, told, text, promoted)
    return Trained(sha256, promoted, final, found, verdicts, tracked, (note,) if note else ())


def read_office(store: Store) -> Office:
    """Read all records of the store and make them ready with the shipped encoder and coder."""
    frames = (store.workers.frame(), store.posts.frame(), store.employers.frame(), store.referrals.frame())
    return Office.of(default_bundle(), *frames, store.shown.frame())


def _learned(office: Office, letters: pl.DataFrame, config: TrainConfig) -> Funnel:
    funnel = learn_funnel(office, letters, config.recipe, config.seed)
    if not {"accept", "hire"} <= funnel.heads.keys():
        why = "; ".join(f"{stage}: {reason}" for stage, reason in funnel.missing.items())
        raise InputError(
            "train_too_little", where="referrals", why=why, least=config.recipe.head.least_outcomes
        )
    return funnel


def _rivals(
    office: Office, split: Split, challenger: Funnel, serving: Bundle | None, config: TrainConfig
) -> dict[str, Ranker]:
    """A champion that has seen the test months is learned again by its own recipe without them."""
    rivals: dict[str, Ranker] = {CHALLENGER: challenger}
    if serving is None:
        return rivals
    recipe = serving.manifest.get("recipe")
    if recipe and str(serving.manifest.get("cut_off", "")) > str(split.cut):
        rivals[CHAMPION] = learn_funnel(office, split.train, Recipe.of(recipe), config.seed)
    else:
        rivals[CHAMPION] = serving.ranker
    return rivals


def _told(office: Office, as_of: date, config: TrainConfig) -> dict[str, Any]:
    columns = [
        "referral_id",
        "worker_id",
        "post_id",
        "referred_on",
        "slip",
        "slip_on",
        "stayed_90",
        "stayed_90_on",
    ]
    rows = office.referrals.filter(pl.col("referred_on") < as_of).select(columns).sort("referral_id")
    return {
        "cut_off": str(as_of), "letters": rows.height, "seed": config.seed, "recipe": config.recipe.to_dict(),
        "data_sha256": hashlib.sha256(rows.write_csv().encode()).hexdigest(), "code": version("springwind"),
        "simulated": bool(office.referrals["simulated"].any()),
    }  # fmt: skip


def _installed(settings: Settings, funnel: Funnel, told: dict[str, Any], text: str) -> str:
    with promotion.aside(settings.bundles_dir) as folder:
        sha256 = save_bundle(folder, funnel, datetime.now(UTC), told, text)
        promotion.install(folder, sha256, settings.bundles_dir)
    return sha256


def _tracked(
    settings: Settings, sha256: str, funnel: Funnel, found: Evaluation, told: dict[str, Any], text: str,
    promoted: bool,
) -> Tracked:  # fmt: skip
    with promotion.aside(settings.data_dir / "mlflow") as folder:
        plots.draw(folder / "plots", found, funnel)
        (folder / "card.md").write_text(text, "utf-8")
        entry = Entry(
            f"ranker {told['cut_off']}", _parameters(told), measures(found),
            {"sha256": sha256, "promoted": str(promoted), "simulated": str(told["simulated"])},
            {"plots": folder / "plots", "card": folder / "card.md"},
        )  # fmt: skip
        return track(settings.data_dir, entry, _bundle(settings, sha256), promoted)


def _bundle(settings: Settings, sha256: str) -> Path:
    return settings.bundles_dir / sha256


def _parameters(told: dict[str, Any]) -> dict[str, Any]:
    recipe: dict[str, Any] = told["recipe"]
    flat = {**told, **recipe, **recipe["head"]}
    return {key: value for key, value in flat.items() if key not in ("recipe", "head", "measured")}


def measures(found: Evaluation) -> dict[str, float]:
    """Give every figure of an evaluation by a flat name, intervals included."""
    flat: dict[str, float] = {}
    for name, row in found.standings.items():
        for key, interval in (("ndcg", row.ndcg), ("recall", row.recall), ("best", row.best)):
            if interval is not None:
                flat |= {f"{name}.{key}": interval.mean, f"{name}.{key}.low": interval.low,
                         f"{name}.{key}.high": interval.high}  # fmt: skip
        flat |= {f"{name}.gini": row.gini, f"{name}.never_shown": row.unseen, f"{name}.placed": row.placed}
        flat |= {f"{name}.gap.{group}": gap for group, gap in row.gaps.items()}
    for stage in found.stages.values():
        flat |= {f"stage.{stage.name}.{key}": getattr(stage, key) for key in ("auc", "brier", "ece", "rate")}
    if found.promised is not None and found.kept is not None:
        flat |= {"first_places.promised": found.promised, "first_places.true": found.kept}
    return {key: value for key, value in flat.items() if value == value}  # noqa: PLR0124  (nan is not itself)
