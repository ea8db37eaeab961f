"""Seat parties visit by visit while places at posts and booths last."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.assign.network import Network
from matching.assign.parties import Visits
from matching.assign.problem import Problem
from matching.assign.wishes import seats
from matching.types import Ints


@dataclass(slots=True)
class Hall:
    """Hold the room that is left at posts and booths while parties take their visits."""

    post: Ints
    employer: Ints
    room: Ints
    seats: Ints
    pairs_of: list[Ints]
    cells_of: Ints
    used: set[int]

    @classmethod
    def of(cls, problem: Problem, network: Network, options: Visits, price: Ints, held: Ints) -> Hall:
        """Give the room beside the invitations that are ``held`` (post rows)."""
        posts = len(problem.places)
        room = problem.limit - np.bincount(held, minlength=posts)
        employer, most = seats(problem)
        left = most - np.bincount(employer[held], minlength=len(most))
        brings = -network.cost[options.pair] + price[network.head[options.pair]]
        order = np.lexsort((-brings, options.cell))
        cuts = np.flatnonzero(np.diff(options.cell[order])) + 1
        pairs = np.split(options.pair[order], cuts) if len(order) else []
        cells = np.searchsorted(options.of_cell, np.arange(len(options.of_site) + 1))
        return cls(problem.post, employer, room, left, pairs, cells, set())

    def visit(self, sites: Ints, profit: Ints, cost: Ints) -> list[int]:
        """Take the best of these visits, at most one per invitation and while they are worth it."""
        found: list[int] = []
        visited = 0
        for site in sites:
            if visited == len(cost) or profit[site] <= cost[visited]:
                break
            taken = self._seat(int(site))
            visited += bool(taken)
            found += taken
        return found

    def _seat(self, site: int) -> list[int]:
        """Give each member the best pair with room, or nobody anything."""
        taken: list[int] = []
        for cell in range(self.cells_of[site], self.cells_of[site + 1]):
            pair = next((int(p) for p in self.pairs_of[cell] if self._open(int(p))), None)
            if pair is None:
                for back in taken:
                    self._take(back, -1)
                return []
            self._take(pair, 1)
            taken.append(pair)
        return taken

    def _open(self, pair: int) -> bool:
        post = self.post[pair]
        return pair not in self.used and self.room[post] > 0 and self.seats[self.employer[post]] > 0

    def _take(self, pair: int, count: int) -> None:
        post = self.post[pair]
        self.room[post] -= count
        self.seats[self.employer[post]] -= count
        (self.used.add if count > 0 else self.used.discard)(pair)
