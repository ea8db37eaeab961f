"""The hard gates: which pairs are possible at all, and which wish emptied a list."""

from matching.eligibility.conditions import NAMES, GateConfig, expressions
from matching.eligibility.judge import Gates, gates, gates_for_pairs, gates_for_post
from matching.eligibility.sided import Sided, post_ready, posts_sided, worker_ready, workers_sided

__all__ = [
    "NAMES", "GateConfig", "Gates", "Sided", "expressions", "gates", "gates_for_pairs", "gates_for_post",
    "post_ready", "posts_sided", "worker_ready", "workers_sided",
]  # fmt: skip
