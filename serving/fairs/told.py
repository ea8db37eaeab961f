"""One thing said in both languages, kept as key and values until it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from features.say import Lang, say


@dataclass(frozen=True, slots=True)
class Told:
    """Hold a message key and its values."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def text(self, lang: Lang = "zh") -> str:
        """Give the sentence in one language."""
        return say(self.key, lang, **self.values)

    def both(self) -> dict[str, str]:
        """Give the sentence as ``{"zh": ..., "en": ...}``."""
        return {"zh": self.text("zh"), "en": self.text("en")}


class Spoken(Told):
    """Hold a sentence that was said already, in both languages (``values``: zh and en)."""

    def text(self, lang: Lang = "zh") -> str:
        """Give it in one language."""
        return str(self.values[lang])
