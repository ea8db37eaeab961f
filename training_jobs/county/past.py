"""The recorded past, week by week: who comes, what is listed, what is written, what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields

import numpy as np

from training_jobs.county.slips import Happened, Letters, Told, happen, tell
from training_jobs.county.staff import Desk, pair_keys
from training_jobs.county.traits import Whole, Yes, weighted
from training_jobs.county.truth import Truth
from training_jobs.county.world import World

NEVER = 10**6
BEFORE, HIRED, SEEKING, STOPPED, OWN_AWAY = 0, 1, 2, 3, 4
"""Kinds of situation: away before registration, job through the office, seeking, stopped, own job away."""


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

    def __init__(self, rng: np.random.Generator, world: World, truth: Truth, desk: Desk) -> None:
        self.rng, self.truth, self.desk = rng, truth, desk
        self.parameters, days = world.parameters, world.days
        self.days = days
        workers, posts = len(truth.workers.worker_id), len(truth.posts.post_id)
        self.busy = days.busy()
        self.first_week = weighted(rng, self.busy, workers)
        self.comes = rng.random(workers) >= self.parameters.people.never_came
        self.seeking: Yes = np.zeros(workers, dtype=bool)
        self.own_away: Yes = np.zeros(workers, dtype=bool)
        self.at_home: Yes = np.zeros(workers, dtype=bool)
        self.job_ends = np.full(workers, -1, dtype=np.int64)
        self.earlier: Whole = np.zeros(0, dtype=np.int64)
        self.left = desk.offers.terms.places.copy()
        self.known_full = np.full(posts, NEVER, dtype=np.int64)
        self.letters = np.zeros(posts, dtype=np.int64)
        self.referrals, self.shown, self.situations = Book(), Book(), Book()

    def run(self, on_week: Callable[[int, int], None] | None = None) -> None:
        """Live through every week; the letters end up in the order of their day."""
        for week in range(self.days.weeks):
            self._jobs_end(week)
            self._festival(week)
            self.seeking |= self.first_week == week
            self._window(week)
            self._elsewhere(week)
            self._give_up(week)
            if on_week:
                on_week(week + 1, self.days.weeks)
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
        day = week * 7 + self.rng.choice(self.days.open_days(), len(visitors))
        self._note_lists(week, visitors, lists, day)
        who, position = self.desk.picks(self.rng, self.truth, visitors, lists, self.earlier)
        letters = Letters(visitors[who], lists[who, position], day[who])
        self._write_letters(letters, position + 1)

    def _open(self, week: int) -> Yes:
        offers = self.desk.offers
        running = (offers.opened <= week * 7) & (offers.expires > week * 7 + 6)
        return running & (self.known_full > week * 7 + 6) & ~offers.unlawful

    def _note_lists(self, week: int, visitors: Whole, lists: Whole, day: Whole) -> None:
        row, position = np.nonzero(lists >= 0)
        self.shown.write(
            visit=week * 10**6 + row, worker=visitors[row], post=lists[row, position], position=position + 1,
            day=day[row],
        )  # fmt: skip

    def _write_letters(self, letters: Letters, position: Whole) -> None:
        outcome, p = self.parameters.outcome, letters.p
        became = happen(self.rng, self.truth, outcome, letters, self.left)
        told = tell(self.rng, self.truth, outcome, letters, became, last=self.days.last)
        np.add.at(self.letters, p, 1)
        np.subtract.at(self.left, p[became.hired], 1)
        self.earlier = np.concatenate([self.earlier, pair_keys(letters.w, p)])
        self._learn_full(p[became.full], letters.day[became.full] + 10)
        self._start_jobs(letters.w, p, became)
        self.referrals.write(worker=letters.w, post=p, day=letters.day, position=position)
        self.referrals.write(**{f.name: getattr(told, f.name) for f in fields(Told)})
        self.referrals.write(**{f"true_{f.name}": getattr(became, f.name) for f in fields(Happened)})

    def _start_jobs(self, w: Whole, p: Whole, became: Happened) -> None:
        begins = became.arrives >= 0
        who = w[begins]
        self.seeking[who] = False
        self.job_ends[who] = became.leaves[begins]
        self._situation(who, became.arrives[begins], HIRED, p[begins])

    def _jobs_end(self, week: int) -> None:
        ends = np.flatnonzero((self.job_ends >= 0) & (self.job_ends < week * 7))
        back = self.rng.random(len(ends)) < self.parameters.outcome.hired_again
        self.seeking[ends[back]] = True
        self._situation(ends[back], self.job_ends[ends[back]], SEEKING)
        self._situation(ends[~back], self.job_ends[ends[~back]], STOPPED)
        self.job_ends[ends] = -1

    def _give_up(self, week: int) -> None:
        rate = self.parameters.staff.gives_up
        stops = np.flatnonzero(self.seeking & (self.rng.random(len(self.seeking)) < rate))
        self.seeking[stops] = False
        alone = self.rng.random(len(stops)) < 0.5
        day = np.full(len(stops), week * 7 + 6)
        self.own_away[stops[alone]] = True
        self._situation(stops[alone], day[alone], OWN_AWAY)
        self._situation(stops[~alone], day[~alone], STOPPED)

    def _festival(self, week: int) -> None:
        """Let people away come home before the Spring Festival; some look for work here after it."""
        to_go, staff = self.days.weeks_from_festival(week), self.parameters.staff
        if -3 <= to_go < 0:
            home = np.flatnonzero(
                self.own_away & (self.rng.random(len(self.seeking)) < staff.home_for_festival)
            )
            self.own_away[home], self.at_home[home] = False, True
            self._situation(home, np.full(len(home), week * 7 + 3), STOPPED)
        if to_go == 1:
            home = np.flatnonzero(self.at_home)
            stays = home[self.rng.random(len(home)) < staff.leaves_again]
            self.at_home[home], self.seeking[stays] = False, True
            self._situation(stays, np.full(len(stays), week * 7), SEEKING)

    def _elsewhere(self, week: int) -> None:
        """Let others fill places too; a post that is full is known to be so one to three weeks later."""
        offers = self.desk.offers
        running = (offers.opened <= week * 7) & (offers.expires > week * 7) & (self.left > 0)
        taken = self.rng.binomial(
            self.left.clip(min=0), self.parameters.market.elsewhere * self.busy[week] / 2.4
        )
        self.left = np.where(running, self.left - taken, self.left)
        full = np.flatnonzero(running & (self.left <= 0))
        self._learn_full(full, week * 7 + self.rng.integers(*self.parameters.desk.late_full, len(full)))

    def _learn_full(self, posts: Whole, day: Whole) -> None:
        really = self.left[posts] <= 0
        np.minimum.at(self.known_full, posts[really], day[really])

    def _situation(self, who: Whole, day: Whole, kind: int, post: Whole | None = None) -> None:
        """Write a change down."""
        posts = np.full(len(who), -1) if post is None else post
        self.situations.write(worker=who, day=day, kind=np.full(len(who), kind), post=posts)
