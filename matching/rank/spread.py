"""Keep lists from sending everybody to the same posts: a post shown often counts for a little less.

A chance of a lasting placement holds for one person at one post. When many are shown the same few places,
most of them come too late. The value is divided by 1 + weight x (times shown lately per place): the share
left to the next person where each of those before takes part of the places.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

WEIGHT = 0.1
"""Part of a place that one more person on whose list it stood takes on average; set on simulated counties
11 and 12."""


def spread(value: Numbers, shown: Numbers, places: Numbers, weight: float = WEIGHT) -> Numbers:
    """Give values (n,) less what earlier lists (n,), times shown, take of the places (n,)."""
    return value / (1 + weight * shown / np.maximum(places, 1))


def in_turn(
    query: Longs, post: Longs, value: Numbers, places: Numbers, k: int = 10, weight: float = WEIGHT
) -> Numbers:
    """Give spread values (n,) of lists that come one after the other, ``query`` in their order.

    ``places`` (posts,) by post number; each list adds its first ``k`` to what the next one sees.
    """
    shown, found = np.zeros(len(places)), np.empty(len(value))
    bounds = np.flatnonzero(np.diff(query, prepend=-1, append=query[-1] + 1 if len(query) else 0))
    for start, stop in pairwise(bounds):
        rows = post[start:stop]
        found[start:stop] = spread(value[start:stop], shown[rows], places[rows], weight)
        shown[rows[np.argsort(-found[start:stop], kind="stable")[:k]]] += 1
    return found
