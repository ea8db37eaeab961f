"""Rankers behind one interface: two that know nothing, the rules, and the learned funnel."""

from matching.rank.funnel import Funnel, Head
from matching.rank.load import load_ranker
from matching.rank.plain import KeepOrder, Shuffle
from matching.rank.ranker import Pairs, Ranker
from matching.rank.rules import Rules

__all__ = ["Funnel", "Head", "KeepOrder", "Pairs", "Ranker", "Rules", "Shuffle", "load_ranker"]
