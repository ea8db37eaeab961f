"""Records that may be the same person, post or employer: found and proposed, never merged by machine."""

from matching.doubles.config import DoublesConfig
from matching.doubles.find import Found, find, find_employers, find_posts, find_workers
from matching.doubles.weights import WEIGHTS, Weights

__all__ = [
    "WEIGHTS", "DoublesConfig", "Found", "Weights", "find", "find_employers", "find_posts", "find_workers",
]  # fmt: skip
