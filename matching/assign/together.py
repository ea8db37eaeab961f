"""Allocate where couples, relatives and crews keep together: choose their visits by price, then the flow.

In rounds: at the present prices every party takes the joint visits that are worth most to it while places
last; those are fixed, everybody else is allocated optimally beside them, and the prices of that allocation
serve the next round. Each set of prices also bounds what any choice can be worth: every arc that is no
party's at its reduced cost, every party at its best joint visits as if places were no concern (Lagrangian
relaxation of the nodes; Ahuja, Magnanti and Orlin, Network Flows, ch. 16). The best choice found and the
smallest bound are kept, and the gap between them is told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from matching.assign.network import Network, worker_costs
from matching.assign.parties import Parties, Visits, visits
from matching.assign.problem import Doubles, Problem
from matching.assign.residual import FAR, distances, residual
from matching.assign.schedule import Schedule, worth
from matching.assign.seating import Hall
from matching.types import Ints, Mask

ROUNDS = 8
"""Rounds at most; the gap hardly narrows after a few."""

NEAR_ENOUGH = 0.002
"""Gap, as a share of what the invitations are worth without the bonus, at which the rounds end."""

Solve = Callable[[Network], Ints | None]
LayOut = Callable[[Problem, Schedule], Network]


@dataclass(frozen=True, slots=True)
class Joint:
    """Hold the problem with the parties' visits fixed, its flow, and how far it can be from the best."""

    problem: Problem
    network: Network
    flow: Ints
    chosen: Mask
    objective: float
    bound: float

    @property
    def gap(self) -> float:
        """Give how much a better choice could be worth at most."""
        return max(0.0, self.bound - self.objective)


def keep_together(
    problem: Problem, plan: Schedule, parties: Parties, lay_out: LayOut, solve: Solve
) -> Joint | None:
    """Give the best joint choice found with its bound; None where promises cannot be kept beside it."""
    whole, options = lay_out(problem, plan), visits(problem, parties)
    taken: Mask = np.zeros(len(problem.worker), np.bool_)
    taken[np.isin(problem.worker, parties.worker)] = True
    flow = solve(whole)
    if flow is None:
        return None
    price, bound, best = _potential(whole, flow), np.inf, None
    for _ in range(ROUNDS):
        bound = min(bound, _bound(problem, plan, whole, options, taken, price))
        joint = _beside(problem, plan, taken, _choice(problem, plan, whole, options, price), (lay_out, solve))
        if joint is None:
            break
        if best is None or joint.objective > best.objective:
            best = joint
        price = _potential(joint.network, joint.flow)
        if _share(problem, plan, best, bound) <= NEAR_ENOUGH:
            break
    if best is None:
        return None
    called = _last_call(problem, plan, options, taken, best, (lay_out, solve))
    return replace(called, bound=max(float(bound), called.objective))


def _last_call(
    problem: Problem, plan: Schedule, options: Visits, taken: Mask, joint: Joint, how: tuple[LayOut, Solve]
) -> Joint:
    """Seat parties that have nothing while places for all of them remain, whatever the prices say."""
    price, part = _potential(joint.network, joint.flow), joint.problem
    ours = np.isin(part.worker, options.member) & joint.chosen
    key, mine = (
        problem.worker * len(problem.places) + problem.post,
        part.worker * len(problem.places) + part.post,
    )
    served = np.isin(options.member, part.worker[ours])
    idle = np.ones(len(options.sizes), np.bool_)
    idle[options.of_site[options.of_cell[served]]] = False
    whole = how[0](problem, plan)
    _, sites = _profits(problem, whole, options, price)
    hall = Hall.of(problem, whole, options, price, part.post[joint.chosen])
    starts = np.searchsorted(options.of_site, np.arange(len(options.sizes) + 1))
    found: list[int] = []
    for party in np.flatnonzero(idle):
        rows = np.arange(starts[party], starts[party + 1])
        order = rows[np.argsort(-sites[rows], kind="stable")]
        found += hall.visit(order, sites, np.array([-FAR]))
    if not found:
        return joint
    choice = np.concatenate([np.searchsorted(key, mine[ours]), np.array(found, np.int64)])
    return _beside(problem, plan, taken, choice, how) or joint


def _share(problem: Problem, plan: Schedule, joint: Joint, bound: float) -> float:
    served = len(np.unique(joint.problem.worker[joint.chosen]))
    return max(0.0, bound - joint.objective) / max(joint.objective - plan.bonus * served, 1e-12)


def _potential(network: Network, flow: Ints) -> Ints:
    """Give the distances from the hub; what cannot be reached is set just beyond everything else."""
    there = distances(*residual(network, flow), len(network.supply))
    assert there is not None
    far = there > FAR // 2
    beyond = 2 * (int(np.abs(there[~far]).max(initial=0)) + int(np.abs(network.cost).max(initial=0)) + 1)
    return np.where(far, there - FAR + beyond, there)


def _bound(
    problem: Problem, plan: Schedule, network: Network, options: Visits, taken: Mask, price: Ints
) -> float:
    """Give what no choice can exceed, in value units."""
    reduced = network.cost + price[network.tail] - price[network.head]
    free = np.ones(len(reduced), np.bool_)
    free[: network.pairs] = ~taken
    members = np.zeros(problem.workers, np.bool_)
    members[problem.worker[taken]] = True
    people = slice(network.pairs, network.pairs + problem.workers * problem.config.per_worker)
    free[people] = ~np.tile(members, problem.config.per_worker)
    rest = int((network.capacity[free] * np.minimum(0, reduced[free])).sum())
    rest -= int((price * network.supply).sum())
    forced = sum(int(network.capacity[part].sum()) for part in (network.booths, network.groups))
    steps = -rest + _best_joint(problem, plan, network, options, price) - forced * network.force
    return steps / network.scale + float(problem.value[problem.fixed].sum())


def _profits(problem: Problem, network: Network, options: Visits, price: Ints) -> tuple[Ints, Ints]:
    """Give what each cell's best pair brings (c,) at the prices, and each whole visit (s,)."""
    brings = -network.cost[options.pair] + price[network.head[options.pair]]
    cells = np.full(len(options.of_cell), -FAR, np.int64)
    np.maximum.at(cells, options.cell, brings)
    sites = np.zeros(len(options.of_site), np.int64)
    np.add.at(sites, options.of_cell, cells)
    return cells, sites


def _layer_costs(problem: Problem, plan: Schedule, network: Network, price: Ints) -> Ints:
    """Give what each invitation of each worker costs (per_worker, w) at the prices."""
    cost = worker_costs(plan, network.scale)[:-1].copy()
    group = problem.wishes.group
    if group is not None:
        inside = group >= 0
        cost[0, inside] += price[network.first_group + np.asarray(group)[inside]]
    return cost


def _of_party(problem: Problem, options: Visits, cost: Ints) -> Ints:
    """Sum the members' costs of the n-th invitation (per_worker, parties)."""
    pairs = np.unique(np.stack([options.of_site[options.of_cell], options.member]), axis=1)
    total = np.zeros((len(cost), len(options.sizes)), np.int64)
    for n, row in enumerate(cost):
        np.add.at(total[n], pairs[0], row[pairs[1]])
    return total


def _best_joint(problem: Problem, plan: Schedule, network: Network, options: Visits, price: Ints) -> int:
    """Give what all parties together bring at most, each with its best visits."""
    _, sites = _profits(problem, network, options, price)
    cost = _of_party(problem, options, _layer_costs(problem, plan, network, price))
    order = np.lexsort((-sites, options.of_site))
    party = options.of_site[order]
    first = np.searchsorted(party, np.arange(len(options.sizes)))
    rank = np.arange(len(party)) - first[party]
    inside = rank < len(cost)
    best = np.zeros((len(cost) + 1, len(options.sizes)), np.int64)
    reached = np.zeros((len(cost), len(options.sizes)), np.bool_)
    best[1 + rank[inside], party[inside]] = sites[order][inside] - cost[rank[inside], party[inside]]
    reached[rank[inside], party[inside]] = True
    best[1:][~reached] = 0
    return int(np.cumsum(best, axis=0).max(axis=0).sum())


def _choice(problem: Problem, plan: Schedule, network: Network, options: Visits, price: Ints) -> Ints:
    """Take visits party by party while places last, the most worthwhile first; give pair rows."""
    _, sites = _profits(problem, network, options, price)
    cost = _of_party(problem, options, _layer_costs(problem, plan, network, price))
    hall = Hall.of(problem, network, options, price, problem.post[problem.fixed])
    first = np.full(len(options.sizes), -FAR, np.int64)
    np.maximum.at(first, options.of_site, sites)
    starts = np.searchsorted(options.of_site, np.arange(len(options.sizes) + 1))
    found: list[int] = []
    for party in np.argsort(-first, kind="stable"):
        rows = np.arange(starts[party], starts[party + 1])
        found += hall.visit(rows[np.argsort(-sites[rows], kind="stable")], sites, cost[:, party])
    return np.array(sorted(found), np.int64)


def _beside(
    problem: Problem, plan: Schedule, taken: Mask, choice: Ints, how: tuple[LayOut, Solve]
) -> Joint | None:
    """Fix the parties' pairs, leave out their others, and allocate everybody else optimally."""
    lay_out, solve = how
    ours = np.zeros(len(taken), np.bool_)
    ours[choice] = True
    keep = ~taken | ours
    chance: Doubles | None = None if problem.chance is None else problem.chance[keep]
    part = replace(
        problem, worker=problem.worker[keep], post=problem.post[keep], value=problem.value[keep],
        fixed=(problem.fixed | ours)[keep], chance=chance,
    )  # fmt: skip
    network = lay_out(part, plan)
    flow = solve(network)
    forced = (network.booths, network.groups)
    if flow is None or any((flow[arcs] < network.capacity[arcs]).any() for arcs in forced):
        return None
    chosen: Mask = (flow[: network.pairs] > 0) | part.fixed
    return Joint(part, network, flow, chosen, worth(part, chosen, plan).total, np.inf)
