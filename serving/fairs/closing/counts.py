"""Count a closed fair. Wish, hire, arrival and lasting job are four things and are never added together."""

from __future__ import annotations

import polars as pl

from serving.fairs.closing.facts import Facts
from serving.fairs.desk.state import last_words, visitors, wishes

HALL = ("employers", "posts", "places", "posts_unsaid")
PEOPLE = ("invited", "visitors", "came_invited", "walk_ins", "sent", "talked")
WISHES = ("wishes", "people_with_wish")
LATER = ("letters", "hired", "not_hired", "outcome_unknown", "arrived", "lasting_30", "lasting_90", "left_90",
         "lasting_unknown")  # fmt: skip

Counts = dict[str, int]


def counts(facts: Facts) -> dict[str, Counts]:
    """Give the numbers by part: hall, people, wishes, later."""
    return {"hall": _hall(facts), "people": _people(facts), "wishes": _wishes(facts), "later": _later(facts)}


def _hall(facts: Facts) -> Counts:
    posts = facts.posts
    return {
        "employers": posts["employer_id"].n_unique(), "posts": len(posts),
        "places": int(posts["headcount"].sum() or 0), "posts_unsaid": posts["headcount"].null_count(),
    }  # fmt: skip


def _people(facts: Facts) -> Counts:
    here, invited = visitors(facts.events), facts.invited["worker_id"].unique()
    came = here.filter(pl.col("worker_id").is_in(invited.implode()))
    sent = facts.events.filter(kind="sent")["worker_id"].n_unique()
    talked = last_words(facts.events)["worker_id"].n_unique()
    return {
        "invited": len(invited), "visitors": len(here), "came_invited": len(came),
        "walk_ins": len(here) - len(came), "sent": sent, "talked": talked,
    }  # fmt: skip


def _wishes(facts: Facts) -> Counts:
    wished = wishes(facts.events)
    return {
        "wishes": wished.select("worker_id", "employer_id").n_unique() if len(wished) else 0,
        "people_with_wish": wished["worker_id"].n_unique(),
    }


def _later(facts: Facts) -> Counts:
    letters = facts.letters
    hired = letters.filter(pl.col("slip") == 1)
    gone = (pl.col("stayed_30") == False) | (pl.col("stayed_90") == False)  # noqa: E712
    told = {name: int(hired.filter(what).height) for name, what in {
        "arrived": pl.col("arrived_on").is_not_null(), "lasting_30": pl.col("stayed_30").fill_null(False),
        "lasting_90": pl.col("stayed_90").fill_null(False), "left_90": gone.fill_null(False),
    }.items()}  # fmt: skip
    unknown = letters["slip"].null_count()
    return {
        "letters": len(letters), "hired": len(hired), "not_hired": len(letters) - len(hired) - unknown,
        "outcome_unknown": unknown, **told,
        "lasting_unknown": len(hired) - told["lasting_90"] - told["left_90"],
    }  # fmt: skip
