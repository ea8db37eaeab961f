"""Write a county into a store, and its truth beside it where only an evaluator looks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from features.errors import Conflict
from features.settings import Settings
from features.store import Store
from training_jobs.county.simulate import County
from training_jobs.county.truth import save_truth

NOUNS = ("employers", "posts", "workers", "statuses", "identities", "referrals", "shown")


def truth_folder(settings: Settings) -> Path:
    """Give the folder of the simulated county's truth, outside the store."""
    return settings.data_dir / "simulated_county"


def refuse_unless_empty(store: Store) -> None:
    """Raise Conflict where the store already holds workers, employers or posts."""
    held = {name: getattr(store, name).count() for name in ("workers", "employers", "posts")}
    if any(held.values()):
        raise Conflict("county_not_empty", where="county", workers=held["workers"], posts=held["posts"])


def write_county(
    store: Store, county: County, folder: Path, on_noun: Callable[[str], None] | None = None
) -> None:
    """Write everything in one transaction; the truth goes to ``folder``, and what staff saw once more.

    Killed on the way, the store is as empty as before and the next run starts over. Raises Conflict where
    the store is not empty.
    """
    records = county.records
    with store.transaction():
        refuse_unless_empty(store)
        steps: dict[str, Callable[[], object]] = {
            "employers": lambda: store.employers.add_frame(records.employers),
            "posts": lambda: store.posts.add_frame(records.posts),
            "workers": lambda: store.workers.add_frame(records.workers),
            "statuses": lambda: store.workers.add_statuses(records.statuses),
            "identities": lambda: store.workers.seal(records.identities),
            "referrals": lambda: store.referrals.add_frame(records.referrals),
            "shown": lambda: store.shown.add_frame(records.shown),
        }
        for noun in NOUNS:
            if on_noun:
                on_noun(noun)
            steps[noun]()
        save_truth(county.truth, folder, county.parameters)
        records.shown.write_parquet(folder / "shown.parquet")
