"""Slow down guessing: after several wrong keys from one address, a pause that grows."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

FREE = 5
"""Wrong keys before the first pause."""
LONGEST = 900.0
"""Longest pause, in seconds."""
MOST = 10_000
"""Addresses remembered; past it the oldest is forgotten."""


@dataclass(eq=False)
class Tries:
    """Count wrong keys per address; times are seconds of a monotonic clock."""

    _seen: dict[str, tuple[int, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, address: str, now: float) -> int:
        """Give the whole seconds this address has to wait; 0 = none."""
        count, last = self._seen.get(address, (0, 0.0))
        if count < FREE:
            return 0
        left = last + min(LONGEST, 2.0 ** (count - FREE + 2)) - now
        return max(0, int(left + 0.999))

    def failed(self, address: str, now: float) -> None:
        """Count one wrong key."""
        with self._lock:
            count = self._seen.pop(address, (0, 0.0))[0]
            self._seen[address] = (count + 1, now)
            while len(self._seen) > MOST:
                self._seen.pop(next(iter(self._seen)))

    def forget(self, address: str) -> None:
        """Start anew after a right key."""
        with self._lock:
            self._seen.pop(address, None)
