"""What can be wrong with a file given for import.

InputError
├── FileUnreadable    not a sheet, cut off, locked, too large
└── NoTable           no header row with the columns the kind needs
"""

from __future__ import annotations

from features.errors import InputError
from features.say import Lang, say


class FileUnreadable(InputError):
    """Refuse a file that cannot be opened as a sheet."""

    code = "file_unreadable"


class NoTable(InputError):
    """Refuse a file without a table of the asked kind; ``fields``: what it must name, by commas."""

    code = "no_table"

    def message(self, lang: Lang = "zh") -> str:
        """Name the columns in the reader's own language."""
        if "fields" not in self.values:
            return super().message(lang)
        told = [say(f"intake.field.{name}", lang) for name in self.values["fields"].split(",")]
        columns = ("、" if lang == "zh" else ", ").join(told)
        return say(f"error.{self.reason}", lang, where=self.where or "", columns=columns)
