"""Solve one allocation: network, flow, proof, prices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from features.errors import InputError, Integrity
from matching.assign.config import AssignConfig
from matching.assign.network import Network, lay_out, worker_costs
from matching.assign.problem import Doubles, Labels, Problem, Wishes, pose
from matching.assign.residual import distances, is_feasible, is_optimal, residual
from matching.assign.schedule import Schedule, schedule, worth
from matching.assign.wishes import booth_limits, refuse_contradictions
from matching.types import Assignment, Ints


def assign(
    worker: Ints,
    post: Ints,
    value: Doubles,
    *,
    places: Ints,
    workers: int | None = None,
    chance: Doubles | None = None,
    config: AssignConfig | None = None,
    wishes: Wishes | None = None,
    labels: Labels | None = None,
) -> Assignment:
    """Choose the invitations that are worth most under headcount.

    ``worker``, ``post`` and ``value`` (n,) are aligned candidate pairs: row numbers and expected lasting
    placements (>= 0). ``places`` (p,) is the headcount of each post, 0 = none; ``workers`` says how many
    worker rows there are, so that those without a candidate count as unserved. ``chance`` (n,), where known,
    is the probability that the visit ends in a hire; the schedule's weights then follow from it.

    Optimal for the schedule of ``config`` up to rounding: an invitation uses three arcs in steps of
    ``1 / scale``, which under- and overstate it by 1.5 and 3 steps at most, so the true optimum is at most
    ``5 x invitations / scale`` better (told in the notes).
    A worker's price is what one more invitation for that worker would bring, a post's what one more
    invitation at the weight of a first invitee would bring, beyond its booth's capacity if need be.
    Pairs come back in the order worker, then value falling. Raises InputError naming contradictory wishes.
    """
    problem = pose(
        (worker, post, value), places, workers,
        config=config or AssignConfig(), wishes=wishes or Wishes(), labels=labels or Labels(), chance=chance,
    )  # fmt: skip
    refuse_contradictions(problem)
    plan = schedule(problem)
    network = lay_out(problem, plan)
    flow = _solve(network)
    _refuse_unmet(problem, network, flow)
    return _told(problem, plan, network, flow)


def _solve(network: Network) -> Ints:
    """Give the optimal flow (arcs,) from OR-tools' cost-scaling push-relabel."""
    from ortools.graph.python import min_cost_flow

    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        network.tail.astype(np.int32), network.head.astype(np.int32), network.capacity, network.cost
    )
    solver.set_nodes_supplies(np.arange(len(network.supply), dtype=np.int32), network.supply)
    status = solver.solve()
    if status == solver.INFEASIBLE:
        raise InputError("assign_infeasible")
    if status != solver.OPTIMAL:
        raise Integrity("assign_solver", status=str(status))
    return np.asarray(solver.flows(arcs), np.int64)


def _refuse_unmet(problem: Problem, network: Network, flow: Ints) -> None:
    """Raise InputError naming the employers whose minimum cannot be reached beside all other wishes."""
    asked, got = network.capacity[network.forced], flow[network.forced]
    short = np.flatnonzero(got < asked)
    if len(short):
        named = "; ".join(f"{problem.labels.of('employer', e)}: {got[e]}/{asked[e]}" for e in short[:5])
        raise InputError("assign_minimum_joint", employers=named, count=len(short))


@dataclass(frozen=True, slots=True)
class _Proof:
    certified: bool
    worker_price: Doubles
    post_price: Doubles


def _prove(problem: Problem, plan: Schedule, network: Network, flow: Ints) -> _Proof:
    """Certify the flow and price one unit more of each worker and post, both from shortest paths."""
    tail, head, cost = residual(network, flow)
    nodes, workers, posts = len(network.supply), problem.workers, len(problem.places)
    there = distances(tail, head, cost, nodes)
    certified = is_feasible(network, flow) and is_optimal(tail, head, cost, there)
    back = distances(head, tail, cost, nodes) if certified else None
    if there is None or back is None:
        return _Proof(False, np.full(workers, np.nan), np.full(posts, np.nan))
    one_more = worker_costs(plan, network.scale)[-1] + back[1 : 1 + workers]
    at_post = there[network.first_post : network.first_post + posts]
    gain = [np.maximum(0, -cost) / network.scale for cost in (one_more, at_post)]
    return _Proof(True, gain[0], gain[1])


def _told(problem: Problem, plan: Schedule, network: Network, flow: Ints) -> Assignment:
    chosen = (flow[: network.pairs] > 0) | problem.fixed
    proof = _prove(problem, plan, network, flow)
    worker, post, value = problem.worker[chosen], problem.post[chosen], problem.value[chosen]
    order = np.lexsort((post, -value, worker))
    return Assignment(
        worker=worker[order],
        post=post[order],
        value=value[order].astype(np.float32),
        objective=worth(problem, chosen, plan).total,
        worker_price=proof.worker_price.astype(np.float32),
        post_price=proof.post_price.astype(np.float32),
        certified=proof.certified,
        unserved=np.setdiff1d(np.arange(problem.workers), worker),
        notes=_notes(problem, network),
    )


def _notes(problem: Problem, network: Network) -> tuple[str, ...]:
    most = min(problem.workers * problem.config.per_worker, int(problem.limit.sum()))
    booths = [] if problem.wishes.employer is None else [f"booths={len(booth_limits(problem)[1])}"]
    return (f"scale={network.scale:.6g}", f"rounding_gap<={5 * most / network.scale:.3g}", *booths)
