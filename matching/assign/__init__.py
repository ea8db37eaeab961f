"""Allocate a whole campaign under headcount, optimally for a stated schedule, with prices and proof.

``assign`` is the door; ``AssignConfig`` states what is maximised; ``Wishes`` carries what the organiser
demands. ``baselines`` holds the two simple ways it is compared with.
"""

from matching.assign.config import AssignConfig
from matching.assign.core import assign
from matching.assign.parties import Parties
from matching.assign.problem import Labels, Pairs, Wishes

__all__ = ["AssignConfig", "Labels", "Pairs", "Parties", "Wishes", "assign"]
