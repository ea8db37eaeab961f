"""Take another office's feed: its posts appear here with their origin, and vanish when withdrawn there."""

from serving.release.follow.found import Look
from serving.release.follow.look import begin, end, look

__all__ = ["Look", "begin", "end", "look"]
