"""Plan a fair in one act: read, score, allocate, keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import polars as pl

from features.errors import InputError, NotFound
from features.records import Fair
from matching.campaign import Campaign, CampaignWishes, plan_campaign
from serving.fairs.config import FairConfig, Wish
from serving.fairs.new import open_places
from serving.fairs.people import invitees
from serving.fairs.readiness import Facts, Item, readiness
from serving.fairs.told import Told

SAVED = ("worker_id", "post_id", "rank", "value", "reserve")


class Scorer(Protocol):
    """Be the matcher as a fair needs it."""

    def score_campaign(self, workers: pl.DataFrame, posts: pl.DataFrame, as_of: date, k: int) -> pl.DataFrame:
        """Give worker_id, post_id, value, accept, hire, stay of each worker's ``k`` best posts."""
        ...


@dataclass(frozen=True, slots=True)
class Plan:
    """Hold a fair's plan.

    ``invitations``: worker_id, post_id, rank, value, reserve. ``booths``: booth, employer_id, name, posts,
    places, most, invited, value, state. ``posts``: the engine's post table with title and headcount.
    ``unserved``: worker_id, reason, candidates, best_post_id. ``comparison``: springwind, greedy, top_k.
    ``objective``, ``greedy`` and ``top_k`` are the worth of the three by the stated schedule.
    """

    fair: Fair
    as_of: date
    config: FairConfig
    invitations: pl.DataFrame
    post_reserves: pl.DataFrame
    booths: pl.DataFrame
    posts: pl.DataFrame
    unserved: pl.DataFrame
    comparison: pl.DataFrame
    objective: float
    greedy: float
    top_k: float
    certified: bool
    readiness: tuple[Item, ...]
    notes: tuple[Told, ...]

    @property
    def fair_id(self) -> int:
        """Give the number of the fair."""
        return self.fair.fair_id


def plan_fair(
    store: Any, matcher: Scorer, fair_id: int, config: FairConfig | Wish | None, as_of: date
) -> Plan:
    """Allocate invitations for a fair and keep them as its plan, in one transaction.

    Raises NotFound for an unknown fair; InputError where no employer has a booth, no booth has an open
    post, or nobody in the division seeks work.
    """
    chosen = FairConfig.of(config)
    fair, facts = read(store, fair_id, as_of, chosen)
    posts = offered(facts, chosen)
    workers = invitees(store, fair, as_of, fair.expected_visitors)
    if workers.is_empty():
        raise InputError("fair_no_workers")
    scored = matcher.score_campaign(workers, posts, as_of, k=chosen.candidates)
    campaign = plan_campaign(scored, workers, posts, chosen.campaign, booth_wishes(facts.booths, posts))
    with store.transaction():
        store.fairs.save_plan(fair_id, campaign.invitations.select(SAVED))
    return _told(facts, campaign, chosen, len(workers))


def read(store: Any, fair_id: int, as_of: date, config: FairConfig) -> tuple[Fair, Facts]:
    """Read a fair with its booths, employers and their posts; NotFound names the fair."""
    fair = fair_of(store, fair_id)
    booths = store.fairs.booths(fair_id)
    if booths.is_empty():
        raise InputError("fair_no_booths", id=fair_id)
    employers = store.employers.frame(ids=booths["employer_id"].to_list())
    posts = store.posts.frame(as_of=as_of).filter(
        pl.col("employer_id").is_in(employers["employer_id"].to_list())
    )
    return fair, Facts(fair, employers, posts, booths, as_of, config.notice_days)


def fair_of(store: Any, fair_id: int) -> Fair:
    """Give a fair; NotFound names it and says how to see which there are."""
    try:
        found: Fair = store.fairs.get(fair_id)
    except NotFound as error:
        raise NotFound("fair_unknown", where="fair_id", id=fair_id) from error
    return found


def offered(facts: Facts, config: FairConfig) -> pl.DataFrame:
    """Give the posts of the booths that are published and open, with their places."""
    day = facts.as_of
    open_now = (pl.col("status") == "published") & (pl.col("opened_on") <= day) & (pl.col("closes_on") >= day)
    posts = facts.posts.filter(open_now).with_columns(open_places(config.places_unsaid))
    if posts.is_empty():
        raise InputError("fair_no_posts", day=day.isoformat())
    return posts


def booth_wishes(booths: pl.DataFrame, posts: pl.DataFrame) -> CampaignWishes:
    """Hold each booth with an open post to the people it can talk to, where it said how many."""
    said = booths.filter(pl.col("capacity").is_not_null()).join(posts, on="employer_id", how="semi")
    if said.is_empty():
        return CampaignWishes()
    return CampaignWishes(booths=said.select("employer_id", "capacity", minimum=pl.lit(0, pl.Int64)))


def _told(facts: Facts, campaign: Campaign, config: FairConfig, workers: int) -> Plan:
    worth = dict(campaign.comparison.select("way", "objective").iter_rows())
    about = facts.posts.select("post_id", "title", "headcount")
    posts = campaign.posts.join(about, on="post_id", how="left", maintain_order="left")
    return Plan(
        fair=facts.fair, as_of=facts.as_of, config=config,
        invitations=campaign.invitations, post_reserves=campaign.post_reserves,
        booths=booth_table(facts, campaign), posts=posts, unserved=campaign.unserved,
        comparison=campaign.comparison, objective=campaign.objective,
        greedy=worth["greedy"], top_k=worth["top_k"], certified=campaign.certified,
        readiness=readiness(facts), notes=_notes(facts, posts, campaign, config, workers),
    )  # fmt: skip


def booth_table(facts: Facts, campaign: Campaign) -> pl.DataFrame:
    """Sum the posts of each booth; a booth is ``starving`` when nobody is sent to it."""
    sums = campaign.posts.group_by("employer_id").agg(
        pl.len().alias("posts"), pl.col("places", "most", "invited", "value").sum()
    )
    names = facts.employers.select("employer_id", "name")
    table = facts.booths.select("booth", "employer_id", "capacity").join(names, on="employer_id", how="left")
    whole = table.join(sums, on="employer_id", how="left").with_columns(
        pl.col("posts", "places", "most", "invited").fill_null(0).cast(pl.Int64),
        pl.col("value").fill_null(0.0),
    )
    whole = whole.with_columns(pl.min_horizontal("most", "capacity").alias("most")).drop("capacity")
    state = (
        pl.when(pl.col("places") == 0).then(pl.lit("closed"))
        .when(pl.col("invited") == 0).then(pl.lit("starving"))
        .when(pl.col("invited") >= pl.col("most")).then(pl.lit("full"))
        .when(pl.col("invited") < pl.col("places")).then(pl.lit("short"))
        .otherwise(pl.lit("open")).alias("state")
    )  # fmt: skip
    return whole.with_columns(state).sort("booth", "employer_id", nulls_last=True)


def _notes(
    facts: Facts, posts: pl.DataFrame, campaign: Campaign, config: FairConfig, workers: int
) -> tuple[Told, ...]:
    learned = Told("fair.note.ways", {"draws": config.campaign.draws})
    notes = [learned if campaign.learned else Told("fair.note.not_learned")]
    notes += [Told("fair.note.simulated")] if facts.fair.simulated else []
    notes.append(Told("fair.note.certified" if campaign.certified else "fair.note.not_certified"))
    unsaid, places = int(posts["headcount"].null_count()), int(posts["places"].sum())
    if unsaid:
        notes.append(Told("fair.note.headcount", {"posts": unsaid, "places": config.places_unsaid}))
    if workers > 6 * max(places, 1):
        notes.append(Told("fair.note.few_places", {"workers": workers, "places": places}))
    return tuple(notes)
