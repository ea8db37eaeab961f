"""How staff at the window list posts and pick: biased to near, popular and known ones, as people are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from training_jobs.county.firms import Firms
from training_jobs.county.offers import Offers
from training_jobs.county.parameters import Staff
from training_jobs.county.persons import Persons
from training_jobs.county.places import kilometres
from training_jobs.county.trades import Trades
from training_jobs.county.traits import Real, Whole, Yes
from training_jobs.county.truth import Truth


def pair_keys(w: Whole, p: Whole) -> Whole:
    """Give one number for each pair of rows."""
    return w * 10**7 + p


@dataclass(frozen=True)
class Desk:
    """Hold what staff know: the forms people filled in, the posts, the firms. Nothing hidden."""

    habits: Staff
    trades: Trades
    relation: npt.NDArray[np.float32]
    persons: Persons
    offers: Offers
    firms: Firms
    county_km: float

    @cached_property
    def form(self) -> Whole:
        """Give the form of work of each trade: 0 full, 1 part, 2 day."""
        return np.array([("full", "part", "day").index(form) for form in self.trades.forms])

    def sheet(self, rng: np.random.Generator, open_now: Yes, letters: Whole) -> Whole:
        """Give the rows of the posts on this week's sheet: the open ones, popular and known first."""
        rows = np.flatnonzero(open_now)
        pull = self.habits.popular * np.log1p(letters[rows]) + 0.3 * self.firms.known[self.offers.firm[rows]]
        order = np.argsort(-(pull + rng.gumbel(0, 1, len(rows))), kind="stable")
        return np.sort(rows[order[: self.habits.looks_at]])

    def lists(self, rng: np.random.Generator, w: Whole, sheet: Whole, letters: Whole) -> Whole:
        """Give the list for each visitor, shape (v, list_length), best first; -1 fills up."""
        liking = self._liking(w[:, None], sheet[None, :], letters)
        liking = liking + self.habits.noise * rng.gumbel(0, 1, liking.shape).astype(np.float32)
        liking = np.where(self._possible(w[:, None], sheet[None, :]), liking, -np.inf)
        length = min(self.habits.list_length, len(sheet))
        top = np.argsort(-liking, axis=1, kind="stable")[:, :length]
        found = np.where(np.isfinite(np.take_along_axis(liking, top, axis=1)), sheet[top], -1)
        return np.pad(found, ((0, 0), (0, self.habits.list_length - length)), constant_values=-1)

    def picks(
        self, rng: np.random.Generator, truth: Truth, w: Whole, lists: Whole, earlier: Whole
    ) -> tuple[Whole, Whole]:
        """Give (visitor, position) of each letter: one or two a visit, high in the list, liked by the worker.

        The worker sits there and has a say, so the real chance of acceptance enters here. ``earlier`` holds
        the pairs (see ``pair_keys``) that already had a letter; they get no second one.
        """
        h, places = self.habits, np.arange(lists.shape[1])
        chance = truth.accept(w[:, None], np.maximum(lists, 0))
        free = (lists >= 0) & ~np.isin(pair_keys(w[:, None], lists), earlier)
        pull = h.picks_liked * np.log(chance / (1 - chance)) - h.picks_first * np.log1p(places)
        pull = np.where(free, pull + rng.gumbel(0, 1, lists.shape), -np.inf)
        order = np.argsort(-pull, axis=1, kind="stable")[:, :2]
        wanted = np.isfinite(np.take_along_axis(pull, order, axis=1))
        wanted[:, 1] &= rng.random(len(w)) < h.second_letter
        visitor, which = np.nonzero(wanted)
        return visitor, order[visitor, which]

    def _liking(self, w: Whole, p: Whole, letters: Whole) -> Real:
        h, a, b = self.habits, self.persons.traits, self.offers.traits
        way = kilometres(a.lat[w], a.lon[w], b.lat[p], b.lon[p])
        near = np.where(way > self.county_km, -h.away, -h.near * np.log1p(way / 8))
        pull = h.popular * np.log1p(letters[p]) + h.known * self.firms.known[self.offers.firm[p]]
        old = ((a.age[w] > 50) * 0.7 + (a.level[w] < 1) * 0.6) * ~self.trades.simple[b.trade[p]]
        wrong = h.place * ((way > self.county_km) & ~a.regions[w, b.region[p]])
        liking: Real = near + pull + h.wanted * self._asked(w, p) - wrong - h.narrow * old
        return liking

    def _asked(self, w: Whole, p: Whole) -> Real:
        """Give how near the post is to what stands on the form, 0..1."""
        a, trade = self.persons.traits, self.offers.traits.trade[p]
        shown = self.persons.shown_wants
        found: Real = self.relation[a.trades[w, 0], trade] * np.float32(0.7)
        for k in range(3):
            np.maximum(found, self.relation[a.wants[w, k], trade] * shown[w, k], out=found)
        return found

    def _possible(self, w: Whole, p: Whole) -> Yes:
        """Keep out what plainly cannot be: too far, not leaving the county, over the stated age."""
        a, b, persons = self.persons.traits, self.offers.traits, self.persons
        way = kilometres(a.lat[w], a.lon[w], b.lat[p], b.lon[p])
        far = way > self.county_km
        limit = np.where(persons.stated_km[w] > 0, persons.stated_km[w] * 1.2, self.county_km)
        reach = np.where(far, persons.will_leave[w] != 0, (way <= limit) | (b.offers[p, 0]))
        top = self.offers.terms.age_high[p]
        form = persons.forms[w, self.form[b.trade[p]]] | ~persons.forms[w].any(axis=-1)
        possible: Yes = reach & form & ((top == 0) | (a.age[w] <= top + 2))
        return possible
