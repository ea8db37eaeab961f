"""Counts and times for Prometheus, in its text format; labels are route patterns, never addresses or ids."""

from __future__ import annotations

import bisect
import threading
from collections import defaultdict
from collections.abc import Iterable

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the duration buckets, in seconds."""


class Metrics:
    """Count requests and their durations; safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: dict[tuple[str, str, int], int] = defaultdict(int)
        self._buckets: dict[str, list[int]] = {}
        self._seconds: dict[str, float] = defaultdict(float)

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        with self._lock:
            self._requests[method, route, status] += 1
            buckets = self._buckets.setdefault(route, [0] * (len(BOUNDS) + 1))
            buckets[bisect.bisect_left(BOUNDS, seconds)] += 1
            self._seconds[route] += seconds

    def text(self, gauges: dict[str, float]) -> str:
        """Give everything in Prometheus' text format 0.0.4, with ``gauges`` as they stand now."""
        with self._lock:
            lines = [*self._counter_lines(), *self._histogram_lines()]
        for name, value in gauges.items():
            lines += [f"# TYPE springwind_{name} gauge", f"springwind_{name} {value:g}"]
        return "\n".join(lines) + "\n"

    def _counter_lines(self) -> Iterable[str]:
        yield "# TYPE springwind_requests_total counter"
        for (method, route, status), count in sorted(self._requests.items()):
            labels = f'method="{method}",route="{_label(route)}",status="{status}"'
            yield f"springwind_requests_total{{{labels}}} {count}"

    def _histogram_lines(self) -> Iterable[str]:
        yield "# TYPE springwind_request_seconds histogram"
        for told, buckets in sorted(self._buckets.items()):
            route, total = _label(told), 0
            for bound, count in zip((*BOUNDS, "+Inf"), buckets, strict=True):
                total += count
                yield f'springwind_request_seconds_bucket{{route="{route}",le="{bound}"}} {total}'
            yield f'springwind_request_seconds_sum{{route="{route}"}} {self._seconds[told]:.6f}'
            yield f'springwind_request_seconds_count{{route="{route}"}} {total}'


def _label(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
