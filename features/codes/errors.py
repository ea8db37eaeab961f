"""What can be wrong with the code tables.

Unavailable
└── PlaceTableMissing    the package that brings the place table is not installed
"""

from __future__ import annotations

from features.errors import Unavailable


class PlaceTableMissing(Unavailable):
    """Say that the place table's file was not found."""

    code = "place_table_missing"
