"""What the office knew of both sides on a given day, from its own referral letters.

Every fact counts from the day it became known (slip returned, call made), and only facts dated before
``as_of`` enter: what arrives on the day itself may be the outcome of the very letter being written.
Training and serving ask the same object; training gives one day per row, serving one day for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from features.counts import Counts, Longs, days
from features.market import Market

REPLY_DAYS = 21
"""A letter younger than this says nothing about whether the employer answers."""

PRIOR_LETTERS = 6.0
"""Weight of the level above (post < employer < office) in a shrunk rate, in letters."""

EMPLOYERS = 1 << 24
"""Room for employer numbers in the key of a worker-employer pair: 16 million."""

POSTS = 1 << 32
"""Room for post numbers in the key of a worker-post pair."""

_AMOUNTS = (
    "letters", "due", "replied", "answered", "hired", "unwilling", "full", "no_show", "stay_known", "stayed",
    "wages_known", "wages_on_time",
)  # fmt: skip

Known = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class History:
    """Hold dated counts per employer, post, worker, and worker-employer pair, and market pay."""

    office: Counts
    employers: Counts
    posts: Counts
    workers: Counts
    couples: Counts
    refusals: pl.DataFrame
    market: Market

    @classmethod
    def of(cls, referrals: pl.DataFrame, posts: pl.DataFrame, market: Market | None = None) -> History:
        """Read all referrals and all posts (``employer_id``; ``occ_code`` where coded) once.

        With a ``market`` made before, of the posts only their employers are read.
        """
        known = posts.select("post_id", "employer_id").unique("post_id")
        rows = events(referrals.join(known, on="post_id", how="left"))
        rows = rows.with_columns(
            office=pl.lit(0), couple=pl.col("worker_id") * EMPLOYERS + pl.col("employer_id")
        )
        refusals = referrals.filter((pl.col("slip") == 3) & pl.col("slip_on").is_not_null())
        return cls(
            Counts.of(rows, "office", _AMOUNTS),
            Counts.of(rows, "employer_id", _AMOUNTS),
            Counts.of(rows, "post_id", _AMOUNTS),
            Counts.of(rows, "worker_id", _AMOUNTS),
            Counts.of(rows, "couple", _AMOUNTS),
            refusals.select("worker_id", "post_id", pl.col("slip_on").alias("known_on")),
            market or Market.of(posts),
        )

    def refused(self, worker_id: int, as_of: date) -> pl.Series:
        """Give the posts this worker turned down, as known before ``as_of``."""
        mine = (pl.col("worker_id") == worker_id) & (pl.col("known_on") < as_of)
        return self.refusals.filter(mine)["post_id"].unique()

    def refused_among(self, workers: Longs, posts: Longs, as_of: date) -> npt.NDArray[np.bool_]:
        """Mark pairs (n,) refused by slip before ``as_of``; one worker or one post may stand against n."""
        known_on = pl.col("known_on") < as_of
        if len(workers) == 1:
            said = self.refusals.filter(pl.col("worker_id") == int(workers[0]), known_on)
            return _among(posts, said["post_id"].to_numpy())
        if len(posts) == 1:
            said = self.refusals.filter(pl.col("post_id") == int(posts[0]), known_on)
            return _among(workers, said["worker_id"].to_numpy())
        said = self.refusals.filter(known_on)
        known = _couple_keys(said["worker_id"].to_numpy(), said["post_id"].to_numpy())
        return np.isin(_couple_keys(workers, posts), known)

    def columns(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """Give the ``h_`` columns (n rows) for pairs with worker_id, post_id, employer_id and as_of."""
        day = days(pairs["as_of"])
        office = self._office(day)
        employer, found = self._employer(_ids(pairs, "employer_id"), day, office)
        found |= self._post(_ids(pairs, "post_id"), day, employer)
        found |= self._worker(_ids(pairs, "worker_id"), day)
        found |= self._couple(pairs, day)
        return pl.DataFrame([pl.Series(name, values, nan_to_null=True) for name, values in found.items()])

    def _office(self, day: Longs) -> dict[str, Known]:
        once = day[:1] if len(day) and (day == day[0]).all() else None
        at, row = np.unique(day, return_inverse=True) if once is None else (once, np.zeros_like(day))
        sums = _named(self.office.before(np.zeros_like(at), at))
        return {name: rate[row] for name, rate in _rates(sums, None).items()}

    def _employer(
        self, ids: Longs, day: Longs, office: dict[str, Known]
    ) -> tuple[dict[str, Known], dict[str, Known]]:
        sums = _named(self.employers.before(ids, day))
        recent = _named(self.employers.before(ids, day, 30))
        rates = _rates(sums, office)
        found = {f"h_e_{name}": rate for name, rate in rates.items()}
        return rates, found | {"h_e_letters": sums["letters"], "h_e_letters_30": recent["letters"]}

    def _post(self, ids: Longs, day: Longs, above: dict[str, Known]) -> dict[str, Known]:
        sums = _named(self.posts.before(ids, day))
        recent = _named(self.posts.before(ids, day, 30))
        rates = _rates(sums, above)
        kept = {f"h_p_{name}": rates[name] for name in ("hire_rate", "unwilling_rate")}
        counts = {
            "h_p_letters": sums["letters"],
            "h_p_letters_30": recent["letters"],
            "h_p_hired": sums["hired"],
        }
        return kept | counts

    def _worker(self, ids: Longs, day: Longs) -> dict[str, Known]:
        sums = _named(self.workers.before(ids, day))
        recent = _named(self.workers.before(ids, day, 90))
        left = sums["stay_known"] - sums["stayed"]
        return {
            "h_w_letters": sums["letters"], "h_w_letters_90": recent["letters"], "h_w_hired": sums["hired"],
            "h_w_unwilling": sums["unwilling"], "h_w_no_show": sums["no_show"], "h_w_stayed": sums["stayed"],
            "h_w_left": left, "h_w_last_days": day - self.workers.last_day(ids, day),
        }  # fmt: skip

    def _couple(self, pairs: pl.DataFrame, day: Longs) -> dict[str, Known]:
        keys = _ids(pairs, "worker_id") * EMPLOYERS + _ids(pairs, "employer_id")
        sums = _named(self.couples.before(keys, day))
        refused = sums["unwilling"] + sums["answered"] - sums["hired"]
        return {"h_we_letters": sums["letters"], "h_we_hired": sums["hired"], "h_we_refused": refused}


def history_at(history: History, pairs: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Give the ``h_`` columns for pairs (worker_id, post_id, employer_id) on one day for all."""
    return history.columns(pairs.with_columns(pl.lit(as_of).alias("as_of")))


def events(referrals: pl.DataFrame) -> pl.DataFrame:
    """Give one row per fact that became known: ids, ``day`` and the amounts it adds.

    A slip without a return date, or a call without a day, is known at no day and enters nowhere.
    Whoever was gone after 30 days is known to have left; somebody there after 30 is not yet known
    to stay 90.
    """
    slip = pl.col("slip")
    letter = _fact(referrals, pl.col("referred_on"), letters=pl.lit(True))
    due_on = pl.col("referred_on").dt.offset_by(f"{REPLY_DAYS}d")
    due = _fact(referrals, due_on, due=pl.lit(True))
    reply_on = pl.when(slip.is_not_null()).then(pl.max_horizontal(due_on, _if_both("slip_on")))
    replied = _fact(referrals, reply_on, replied=slip.is_not_null())
    slip_back = _fact(
        referrals, pl.when(slip.is_not_null()).then("slip_on"), answered=slip.is_in([1, 2]), hired=slip == 1,
        unwilling=slip == 3, full=slip == 4, no_show=pl.col("not_hired") == "no_show",
    )  # fmt: skip
    left = _fact(referrals, pl.when(_gone_early()).then("stayed_30_on"), stay_known=pl.lit(True))
    called = pl.when(pl.col("stayed_90").is_not_null() & ~_gone_early()).then("stayed_90_on")
    stayed = _fact(referrals, called, stay_known=pl.lit(True), stayed=pl.col("stayed_90"))
    wages_on = pl.when(pl.col("wages_on_time").is_not_null()).then(
        pl.max_horizontal("stayed_30_on", "stayed_90_on")
    )
    wages = _fact(referrals, wages_on, wages_known=pl.lit(True), wages_on_time=pl.col("wages_on_time"))
    return pl.concat([letter, due, replied, slip_back, left, stayed, wages])


def _gone_early() -> pl.Expr:
    return (pl.col("stayed_30") == False).fill_null(False) & pl.col("stayed_30_on").is_not_null()  # noqa: E712


def _if_both(column: str) -> pl.Expr:
    """Keep an unknown return date unknown: max_horizontal would otherwise skip over the null."""
    return pl.when(pl.col(column).is_null()).then(pl.lit(date(2300, 1, 1))).otherwise(pl.col(column))


def _fact(referrals: pl.DataFrame, day: pl.Expr, **amounts: pl.Expr) -> pl.DataFrame:
    values = [
        amounts.get(name, pl.lit(False)).fill_null(False).cast(pl.Int8).alias(name) for name in _AMOUNTS
    ]
    ids = ["worker_id", "post_id", "employer_id"]
    return referrals.select(*ids, day.alias("day"), *values).drop_nulls("day")


def _named(sums: npt.NDArray[np.int64]) -> dict[str, Known]:
    return dict(zip(_AMOUNTS, np.ascontiguousarray(sums.T, dtype=np.float64), strict=True))


_RATES = {
    "reply_rate": ("replied", ("due",)),
    "hire_rate": ("hired", ("answered",)),
    "unwilling_rate": ("unwilling", ("answered", "unwilling")),
    "full_rate": ("full", ("answered", "full")),
    "stay_rate": ("stayed", ("stay_known",)),
    "wages_rate": ("wages_on_time", ("wages_known",)),
}


def _rates(sums: dict[str, Known], above: dict[str, Known] | None) -> dict[str, Known]:
    """Shrink each rate to the level above; the office itself has none and says nan while it knows nothing."""
    found: dict[str, Known] = {}
    for name, (hits, parts) in _RATES.items():
        tries = sum((sums[part] for part in parts[1:]), start=sums[parts[0]])
        if above is None:
            found[name] = np.divide(sums[hits], tries, out=np.full_like(tries, np.nan), where=tries > 0)
        else:
            found[name] = (sums[hits] + PRIOR_LETTERS * above[name]) / (tries + PRIOR_LETTERS)
    return found


def _among(ids: Longs, few: Longs) -> npt.NDArray[np.bool_]:
    return np.isin(ids, few) if len(few) else np.zeros(len(ids), dtype=np.bool_)


def _couple_keys(workers: Longs, posts: Longs) -> Longs:
    return workers * POSTS + posts


def _ids(pairs: pl.DataFrame, column: str) -> Longs:
    ids = pairs[column]
    return (ids.fill_null(-1) if ids.null_count() else ids).to_numpy().astype(np.int64)
