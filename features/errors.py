"""Every error springwind raises on purpose, with one shape.

SpringwindError
├── InputError      a file, field or text that cannot be taken      exit 2   HTTP 422
├── NotFound        an id that stands for nothing here              exit 3   HTTP 404
├── Conflict        the record has moved on since it was read       exit 4   HTTP 409
├── Forbidden       outside the caller's role or division           exit 5   HTTP 403
├── Unavailable     a database, model or file that does not answer  exit 6   HTTP 503
└── Integrity       something stored is not what it was             exit 7   HTTP 500

Upper floors add leaves in their own ``errors.py``. A leaf names a ``code``; the sentences for it
stand in ``features/say/messages`` under ``error.<code>``, in Chinese and in English.
"""

from __future__ import annotations

from typing import Any, ClassVar

from features.say import Lang, say


class SpringwindError(Exception):
    """Say what went wrong, where, and what would be right."""

    code: ClassVar[str] = "error"
    exit_status: ClassVar[int] = 1

    def __init__(self, code: str | None = None, *, where: str | None = None, **values: Any) -> None:
        self.reason = code or self.code
        self.where = where
        self.values = values
        super().__init__(self.message("en"))

    def message(self, lang: Lang = "zh") -> str:
        """Give the sentence in ``lang``; it names row, cell or field where there is one."""
        return say(f"error.{self.reason}", lang, where=self.where or "", **self.values)

    def to_dict(self, lang: Lang = "zh") -> dict[str, dict[str, str | None]]:
        """Give the one error shape: ``{"error": {"code", "message", "where"}}``."""
        return {"error": {"code": self.reason, "message": self.message(lang), "where": self.where}}


class InputError(SpringwindError):
    """Refuse something given from outside that cannot be taken as it is."""

    code = "bad_input"
    exit_status = 2


class NotFound(SpringwindError):
    """Say that an id stands for nothing here (or nothing the caller may see)."""

    code = "not_found"
    exit_status = 3


class Conflict(SpringwindError):
    """Say that the record has moved on since it was read."""

    code = "conflict"
    exit_status = 4


class Forbidden(SpringwindError):
    """Refuse what lies outside the caller's role or division."""

    code = "forbidden"
    exit_status = 5


class Unavailable(SpringwindError):
    """Say that something needed does not answer: database, model, file."""

    code = "unavailable"
    exit_status = 6


class Integrity(SpringwindError):
    """Say that something stored is not what it was: checksum, chain, manifest."""

    code = "integrity"
    exit_status = 7
