"""The one place that knows the order: gates, retrieval, pairs, ranking, reasons."""

from matching.matcher.matcher import Matcher

__all__ = ["Matcher"]
