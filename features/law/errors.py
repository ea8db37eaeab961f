"""What can be wrong with the tables of the law room.

InputError
└── WageTableBad    a row of a minimum-wage table cannot be read
"""

from __future__ import annotations

from features.errors import InputError


class WageTableBad(InputError):
    """Refuse a minimum-wage table with a row that cannot be read."""

    code = "wage_table_bad"
