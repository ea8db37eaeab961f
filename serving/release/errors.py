"""What the release desk refuses.

Conflict
└── AlreadyDecided   an act that cannot follow, because somebody has done another one meanwhile
InputError
└── LinkBad          a signed link that is forged, cut off, ended or over
"""

from __future__ import annotations

from typing import Any

from features.errors import Conflict, InputError
from features.say import Lang, catalogue, say


class AlreadyDecided(Conflict):
    """Say who did what to the post and when, and what can be done now, in the caller's language."""

    code = "release_order"

    def __init__(
        self, post_id: int, status: str, action: str, possible: list[str], last: tuple[str, str] | None = None
    ) -> None:
        self.words = {"status": [status], "action": [action], "possible": possible}
        who, at = last or ("", "")
        code = "release_order" if last is None else "release_decided"
        super().__init__(code, where=f"post {post_id}", id=post_id, who=who, at=at)

    def message(self, lang: Lang = "zh") -> str:
        """Give the sentence; statuses and acts are said in words."""
        comma = "、" if lang == "zh" else ", "
        told: dict[str, Any] = {
            name: comma.join(_word(one, lang) for one in values) for name, values in self.words.items()
        }
        return say(f"error.{self.reason}", lang, where=self.where or "", **self.values, **told)


class LinkBad(InputError):
    """Refuse a link; the reason says whether it is over, ended by the office, or none of ours."""

    code = "link_forged"


def _word(name: str, lang: Lang) -> str:
    key = f"release.act.{name}"
    return say(key, lang) if key in catalogue() else name
