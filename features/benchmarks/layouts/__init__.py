"""Simulated sheets as county offices write them, each with its truth; nothing here is shared with the reader.

Everybody and every firm in them is made up of calendar signs (甲乙丙丁 ... 子丑寅卯) and is nobody.
"""

from features.benchmarks.layouts.draw import KINDS, layout
from features.benchmarks.layouts.shape import Layout, Line, Page
from features.benchmarks.layouts.write import content

__all__ = ["KINDS", "Layout", "Line", "Page", "content", "layout"]
