"""What can be wrong with the tables of the law room.

InputError
├── WageTableBad    a row of a minimum-wage table cannot be read
└── RuleBad         a change of the office's to the rules cannot be read
"""

from __future__ import annotations

from features.errors import InputError


class WageTableBad(InputError):
    """Refuse a minimum-wage table with a row that cannot be read."""

    code = "wage_table_bad"


class RuleBad(InputError):
    """Refuse a change to the rules that cannot be read or names a rule that does not exist."""

    code = "law_rule_bad"
