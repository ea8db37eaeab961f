"""Certify a flow and price every quota, all from two searches for shortest paths.

Let d(v) be the residual distance from the hub to v and b(v) from v to the hub. One more unit of a limit
adds one residual arc; what it brings is the length, taken negative, of the shortest cycle through it, and
that is d or b plus the cost of the arc. Promises (minimum, floor) are arcs that are filled by force: one
unit promised less turns a forced unit into a free one, one more a free one into a forced one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.assign.network import Network, whole, worker_costs
from matching.assign.problem import Doubles, Problem
from matching.assign.residual import distances, is_feasible, is_optimal, residual
from matching.assign.schedule import Schedule
from matching.types import Ints, Mask, QuotaPrices


@dataclass(frozen=True, slots=True)
class Proof:
    """Hold whether the flow is proven optimal, and the prices (nan where it is not).

    ``potential`` (nodes,) are the distances from the hub, in steps of ``1 / scale``.
    """

    certified: bool
    worker_price: Doubles
    post_price: Doubles
    quotas: QuotaPrices
    potential: Ints


def prove(problem: Problem, plan: Schedule, network: Network, flow: Ints) -> Proof:
    """Certify the flow and price one unit more of each worker, post, booth, promise and floor."""
    tail, head, cost = residual(network, flow)
    nodes = len(network.supply)
    there = distances(tail, head, cost, nodes)
    certified = is_feasible(network, flow) and is_optimal(tail, head, cost, there)
    back = distances(head, tail, cost, nodes) if certified else None
    if there is None or back is None:
        return _unproven(problem, network)
    one_more = worker_costs(plan, network.scale)[-1] + back[1 : 1 + problem.workers]
    at_post = there[network.first_post : network.first_post + len(problem.places)]
    return Proof(
        True, _gain(one_more, network), _gain(at_post, network),
        _quotas(problem, plan, network, flow, there, back), there,
    )  # fmt: skip


def _gain(cost: Ints, network: Network) -> Doubles:
    gain: Doubles = np.maximum(0, -cost) / network.scale
    return gain


def _quotas(
    problem: Problem, plan: Schedule, network: Network, flow: Ints, there: Ints, back: Ints
) -> QuotaPrices:
    at_post = there[network.first_post : network.first_post + len(problem.places)]
    places = np.maximum(problem.places, 1)
    layer = np.minimum(problem.limit // places, len(plan.place) - 1)
    weight = whole(plan.place, network.scale)[layer, np.arange(len(places))]
    invitation = np.where(problem.places > 0, _gain(at_post + weight, network), 0.0)
    booth = slice(network.first_booth, network.first_group)
    group = slice(network.first_group, len(there))
    at_booth = _promise(network, flow, network.booths, there[booth], back[booth])
    of_group = _promise(network, flow, network.groups, back[group], there[group])
    seat = _gain(there[booth], network)
    parts = (invitation, seat, at_booth[0], at_booth[1], of_group[0], of_group[1])
    return QuotaPrices(*(part.astype(np.float32) for part in parts))


def _promise(network: Network, flow: Ints, arcs: slice, bring: Ints, drop: Ints) -> tuple[Doubles, Doubles]:
    """Give what one promised more and one promised less bring.

    ``bring`` is what one more unit on the promised arc costs elsewhere, ``drop`` what one unit less costs.
    """
    size = arcs.stop - arcs.start
    rest = slice(arcs.stop, arcs.stop + size)
    free: Mask = flow[rest] > 0
    most = network.capacity[rest]
    possible = free | ((most > 0) & (bring < network.force // 2))
    more = np.where(possible, np.where(free, 0.0, -np.maximum(0, bring) / network.scale), np.nan)
    binding = ~free & (network.capacity[arcs] > 0)
    return more, np.where(binding, _gain(drop, network), 0.0)


def _unproven(problem: Problem, network: Network) -> Proof:
    def unknown(size: int) -> Doubles:
        return np.full(size, np.nan)

    posts, booths = len(problem.places), network.first_group - network.first_booth
    groups = len(network.supply) - network.first_group
    quotas = QuotaPrices(
        *(unknown(n).astype(np.float32) for n in (posts, booths, booths, booths, groups, groups))
    )
    return Proof(
        False, unknown(problem.workers), unknown(posts), quotas, np.zeros(len(network.supply), np.int64)
    )
