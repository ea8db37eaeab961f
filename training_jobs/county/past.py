"""The recorded past, week by week: who comes, what is listed, what is written, what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

import numpy as np

from training_jobs.county.parameters import Parameters
from training_jobs.county.season import Calendar
from training_jobs.county.slips import Happened, Told, happen, tell
from training_jobs.county.staff import Desk
from training_jobs.county.traits import Whole, Yes, weighted
from training_jobs.county.truth import Truth

NEVER = 10**6


@dataclass(slots=True)
class Book:
    """Collect what is written down, one array per week and column."""

    columns: dict[str, list[Whole]] = field(default_factory=dict)

    def write(self, **columns: Whole) -> None:
        """Add aligned columns."""
        for name, column in columns.items():
            self.columns.setdefault(name, []).append(np.asarray(column, dtype=np.int64))

    def sort(self, by: str) -> None:
        """Put every column in the order of one of them."""
        columns = self.read()
        order = np.argsort(columns[by], kind="stable")
        self.columns = {name: [column[order]] for name, column in columns.items()}

    def read(self) -> dict[str, Whole]:
        """Give each column as one array."""
        return {name: np.concatenate(parts) for name, parts in self.columns.items()}


class Past:
    """Live through the past once; afterwards the books are full. State changes in place, week by week."""

    def __init__(
        self, rng: np.random.Generator, parameters: Parameters, days: Calendar, truth: Truth, desk: Desk
    ) -> None:
        self.rng, self.parameters, self.days, self.truth, self.desk = rng, parameters, days, truth, desk
        workers, posts = len(truth.workers.worker_id), len(truth.posts.post_id)
        self.busy = days.busy()
        self.first_week = weighted(rng, self.busy, workers)
        self.comes = rng.random(workers) >= parameters.people.never_came
        self.seeking: Yes = np.zeros(workers, dtype=bool)
        self.job_ends = np.full(workers, -1, dtype=np.int64)
        self.left = desk.offers.places.copy()
        self.known_full = np.full(posts, NEVER, dtype=np.int64)
        self.letters = np.zeros(posts, dtype=np.int64)
        self.referrals, self.shown, self.situations = Book(), Book(), Book()

    def run(self) -> None:
        """Live through every week."""
        for week in range(self.days.weeks):
            self._jobs_end(week)
            self.seeking |= self.first_week == week
            self._window(week)
            self._elsewhere(week)
            self._give_up(week)

    def in_order(self) -> None:
        """Put the letters in the order of their day."""
        self.referrals.sort("day")

    def _window(self, week: int) -> None:
        """Serve the visitors of a week."""
        new = (self.first_week == week) & self.comes
        again = self.seeking & (self.first_week < week) & self.comes
        chance = self.parameters.staff.comes_back * self.busy[week]
        visitors = np.flatnonzero(new | (again & (self.rng.random(len(again)) < chance)))
        sheet = self.desk.sheet(self.rng, self._open(week), self.letters)
        if not len(visitors) or not len(sheet):
            return
        lists = self.desk.lists(self.rng, visitors, sheet, self.letters)
        day = week * 7 + self.rng.integers(0, 6, len(visitors))
        self._note_lists(week, visitors, lists, day)
        who, position = self.desk.picks(self.rng, self.truth, visitors, lists)
        self._write_letters(visitors[who], lists[who, position], day[who], position + 1)

    def _open(self, week: int) -> Yes:
        offers = self.desk.offers
        running = (offers.opened <= week * 7) & (offers.expires > week * 7 + 6)
        return running & (self.known_full > week * 7) & ~offers.unlawful

    def _note_lists(self, week: int, visitors: Whole, lists: Whole, day: Whole) -> None:
        row, position = np.nonzero(lists >= 0)
        self.shown.write(
            visit=week * 10**6 + row, worker=visitors[row], post=lists[row, position], position=position + 1,
            day=day[row],
        )  # fmt: skip

    def _write_letters(self, w: Whole, p: Whole, day: Whole, position: Whole) -> None:
        outcome = self.parameters.outcome
        became = happen(self.rng, self.truth, outcome, w, p, day, self.left)
        told = tell(self.rng, self.truth, outcome, w, p, day, became, self.days.last)
        np.add.at(self.letters, p, 1)
        np.subtract.at(self.left, p[became.hired], 1)
        self._learn_full(p[became.full], day[became.full] + 10)
        self._start_jobs(w, p, became)
        self.referrals.write(worker=w, post=p, day=day, position=position)
        self.referrals.write(**{f.name: getattr(told, f.name) for f in fields(Told)})
        self.referrals.write(**{f"true_{f.name}": getattr(became, f.name) for f in fields(Happened)})

    def _start_jobs(self, w: Whole, p: Whole, became: Happened) -> None:
        begins = became.arrives >= 0
        who = w[begins]
        self.seeking[who] = False
        self.job_ends[who] = became.leaves[begins]
        self._situation(who, became.arrives[begins], 1, p[begins])

    def _jobs_end(self, week: int) -> None:
        ends = np.flatnonzero((self.job_ends >= 0) & (self.job_ends < week * 7))
        back = self.rng.random(len(ends)) < self.parameters.outcome.hired_again
        self.seeking[ends[back]] = True
        self._situation(ends[back], self.job_ends[ends[back]], 2)
        self._situation(ends[~back], self.job_ends[ends[~back]], 3)
        self.job_ends[ends] = -1

    def _give_up(self, week: int) -> None:
        rate = self.parameters.staff.gives_up
        stops = np.flatnonzero(self.seeking & (self.rng.random(len(self.seeking)) < rate))
        self.seeking[stops] = False
        alone = self.rng.random(len(stops)) < 0.5
        day = np.full(len(stops), week * 7 + 6)
        self._situation(stops[alone], day[alone], 4)
        self._situation(stops[~alone], day[~alone], 3)

    def _elsewhere(self, week: int) -> None:
        """Let others fill places too; a post that is full is known to be so one to three weeks later."""
        offers = self.desk.offers
        running = (offers.opened <= week * 7) & (offers.expires > week * 7) & (self.left > 0)
        taken = self.rng.binomial(
            self.left.clip(min=0), self.parameters.market.elsewhere * self.busy[week] / 2.4
        )
        self.left = np.where(running, self.left - taken, self.left)
        full = np.flatnonzero(running & (self.left <= 0))
        self._learn_full(full, week * 7 + self.rng.integers(8, 22, len(full)))

    def _learn_full(self, posts: Whole, day: Whole) -> None:
        really = self.left[posts] <= 0
        np.minimum.at(self.known_full, posts[really], day[really])

    def _situation(self, who: Whole, day: Whole, kind: int, post: Whole | None = None) -> None:
        """Write a change down: 1 job through the office, 2 seeking, 3 at home / not seeking, 4 own job away."""
        posts = np.full(len(who), -1) if post is None else post
        self.situations.write(worker=who, day=day, kind=np.full(len(who), kind), post=posts)
