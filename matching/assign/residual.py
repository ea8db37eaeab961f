"""Check an allocation and price its limits on the residual network, independently of the solver.

A flow is optimal if and only if its residual network has no negative cycle (Klein 1967; Ahuja, Magnanti
and Orlin, Network Flows, ch. 9): shortest distances then exist, and as potentials they leave no residual
arc a negative reduced cost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.assign.network import HUB, Network
from matching.types import Ints

FAR = 2**61
"""Distance of a node no residual path has reached yet."""


@dataclass(frozen=True, slots=True)
class Arcs:
    """Hold the residual arcs grouped by tail: those of node v stand at ``start[v]:start[v + 1]``."""

    tail: Ints
    head: Ints
    cost: Ints
    start: Ints


def residual(network: Network, flow: Ints) -> tuple[Ints, Ints, Ints]:
    """Give tail, head and cost of every residual arc; fixed pairs have none."""
    room, used = flow < network.capacity, flow > 0
    tail = np.concatenate([network.tail[room], network.head[used]])
    head = np.concatenate([network.head[room], network.tail[used]])
    return tail, head, np.concatenate([network.cost[room], -network.cost[used]])


def distances(tail: Ints, head: Ints, cost: Ints, nodes: int) -> Ints | None:
    """Give the shortest distance from the hub to every node, or None where a negative cycle exists.

    Nodes no residual path reaches stand at ``FAR`` or, among themselves, near it (``FAR`` is an arc from
    the hub too dear for anything else).
    """
    arcs = _grouped(tail, head, cost, nodes)
    distance = np.full(nodes, FAR, np.int64)
    distance[HUB] = 0
    settled = _relax(arcs, distance, np.array([HUB]))
    unreached = np.flatnonzero(distance == FAR)
    if settled and len(unreached):
        settled = _relax(arcs, distance, unreached)
    return distance if settled else None


def _relax(arcs: Arcs, distance: Ints, near: Ints) -> bool:
    """Relax in rounds (Bellman and Ford) the arcs of nodes that came nearer; False = a negative cycle."""
    for _ in range(len(distance) + 1):
        at = _of(arcs, near)
        came = arcs.head[at]
        offered = distance[arcs.tail[at]] + arcs.cost[at]
        better = offered < distance[came]
        if not better.any():
            return True
        came = came[better]
        np.minimum.at(distance, came, offered[better])
        if distance[HUB] < 0:
            return False
        near = np.unique(came)
    return False


def _grouped(tail: Ints, head: Ints, cost: Ints, nodes: int) -> Arcs:
    start = np.zeros(nodes + 1, np.int64)
    np.cumsum(np.bincount(tail, minlength=nodes), out=start[1:])
    # short integers are sorted by counting, ten times as fast
    order = np.argsort(tail.astype(np.uint16) if nodes <= 2**16 else tail, kind="stable")
    return Arcs(tail[order], head[order], cost[order], start)


def _of(arcs: Arcs, nodes: Ints) -> Ints:
    """Give the positions of all arcs that leave ``nodes``."""
    first, length = arcs.start[nodes], arcs.start[nodes + 1] - arcs.start[nodes]
    skip = np.repeat(first - (np.cumsum(length) - length), length)
    return skip + np.arange(int(length.sum()))


def is_feasible(network: Network, flow: Ints) -> bool:
    """Check capacities and that every node passes on what it gets."""
    if (flow < 0).any() or (flow > network.capacity).any():
        return False
    nodes = len(network.supply)
    out = np.bincount(network.tail, flow, nodes) - np.bincount(network.head, flow, nodes)
    return bool((out == network.supply).all())


def is_optimal(tail: Ints, head: Ints, cost: Ints, potential: Ints | None) -> bool:
    """Check that no residual arc has a negative reduced cost under the potentials."""
    if potential is None:
        return False
    return bool((cost + potential[tail] - potential[head] >= 0).all())
