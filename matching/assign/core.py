"""Solve one allocation: network, flow, proof, prices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from features.errors import InputError, Integrity
from matching.assign.config import AssignConfig
from matching.assign.conflict import explain
from matching.assign.network import Network, lay_out
from matching.assign.parties import Parties
from matching.assign.prices import prove
from matching.assign.problem import Doubles, Labels, Problem, Wishes, pose
from matching.assign.schedule import Schedule, schedule, worth
from matching.assign.together import keep_together
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
    parties: Parties | None = None,
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
    ``parties`` keep together; then the choice is proven best beside their visits, and ``gap`` and the notes
    bound what other visits could bring. Pairs come back in the order worker, then value falling.

    Raises InputError naming a wish that contradicts another by itself, and Contradiction naming those that
    cannot be met together, with remedies.
    """
    problem = pose(
        (worker, post, value), places, workers,
        config=config or AssignConfig(), wishes=wishes or Wishes(), labels=labels or Labels(), chance=chance,
    )  # fmt: skip
    refuse_contradictions(problem)
    plan = schedule(problem)
    if parties is not None and len(parties):
        return _joint(problem, plan, parties)
    network = lay_out(problem, plan)
    flow = solved(network)
    if flow is None or not _promises_kept(network, flow):
        raise explain(problem, network)
    return _told(problem, plan, network, flow)


def _joint(problem: Problem, plan: Schedule, parties: Parties) -> Assignment:
    """Allocate with parties that keep together; their gap is told beside the worth of all invitations."""
    joint = keep_together(problem, plan, parties, lay_out, solved)
    if joint is None:
        network = lay_out(problem, plan)
        flow = solved(network)
        if flow is None or not _promises_kept(network, flow):
            raise explain(problem, network)
        raise InputError("assign_party_promises")
    told = _told(joint.problem, plan, joint.network, joint.flow)
    parts = worth(joint.problem, joint.chosen, plan)
    share = joint.gap / max(parts.value - parts.crowding, 1e-12)
    return replace(
        told, gap=joint.gap, notes=(*told.notes, f"parties={len(parties)}", f"party_gap<={share:.2%}")
    )


def solved(network: Network) -> Ints | None:
    """Give the optimal flow (arcs,) from OR-tools' cost-scaling push-relabel; None = fixed pairs too many."""
    from ortools.graph.python import min_cost_flow

    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        network.tail.astype(np.int32), network.head.astype(np.int32), network.capacity, network.cost
    )
    solver.set_nodes_supplies(np.arange(len(network.supply), dtype=np.int32), network.supply)
    status = solver.solve()
    if status == solver.INFEASIBLE:
        return None
    if status != solver.OPTIMAL:
        raise Integrity("assign_solver", status=str(status))
    return np.asarray(solver.flows(arcs), np.int64)


def _promises_kept(network: Network, flow: Ints) -> bool:
    """Say whether every employer's minimum and every group's floor is reached."""
    forced = (network.booths, network.groups)
    return all((flow[arcs] == network.capacity[arcs]).all() for arcs in forced)


def _told(problem: Problem, plan: Schedule, network: Network, flow: Ints) -> Assignment:
    chosen = (flow[: network.pairs] > 0) | problem.fixed
    proof = prove(problem, plan, network, flow)
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
        quotas=proof.quotas,
    )


def _notes(problem: Problem, network: Network) -> tuple[str, ...]:
    most = min(problem.workers * problem.config.per_worker, int(problem.limit.sum()))
    booths = [] if problem.wishes.employer is None else [f"booths={len(booth_limits(problem)[1])}"]
    return (f"scale={network.scale:.6g}", f"rounding_gap<={5 * most / network.scale:.3g}", *booths)
