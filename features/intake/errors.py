"""What can be wrong with a file given for import.

InputError
├── FileUnreadable    not a sheet, cut off, locked, too large
└── NoTable           no header row with the columns the kind needs
"""

from __future__ import annotations

from features.errors import InputError


class FileUnreadable(InputError):
    """Refuse a file that cannot be opened as a sheet."""

    code = "file_unreadable"


class NoTable(InputError):
    """Refuse a file in which no table of the asked kind was found."""

    code = "no_table"
