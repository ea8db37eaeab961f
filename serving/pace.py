"""Hold strangers to a pace: so many forms from one address in a stretch of time."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field

from serving.errors import Refused

MOST_ADDRESSES = 10_000
"""Addresses remembered; past it the oldest is forgotten."""


@dataclass(eq=False)
class Pace:
    """Count forms per address; times are seconds of a monotonic clock."""

    forms: int = 10
    seconds: float = 600.0
    _seen: dict[str, deque[float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def step(self, address: str, now: float) -> None:
        """Count one form; raise Refused (429) with the seconds to wait where there were too many."""
        with self._lock:
            times = self._seen.pop(address, deque())
            while times and times[0] <= now - self.seconds:
                times.popleft()
            self._seen[address] = times
            while len(self._seen) > MOST_ADDRESSES:
                self._seen.pop(next(iter(self._seen)))
            if len(times) >= self.forms:
                wait = int(times[0] + self.seconds - now) + 1
                raise Refused("too_often", 429, where="form", seconds=wait)
            times.append(now)
