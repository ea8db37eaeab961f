"""What the release desk keeps beside posts: papers seen, links, policies, exceptions, intentions, clues."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from features.store.table import Table


class EmployerChecks(Table):
    """Keep who saw which paper of an employer, and until when it counts; only ever appended to."""

    name, key = "employer_check", "check_id"


class EmployerPapers(Table):
    """Keep what employers say of themselves over a link, until somebody has seen the papers."""

    name, key = "employer_paper", "paper_id"


class Links(Table):
    """Keep the signed links that were given out."""

    name, key = "release_link", "link_id"


class Exceptions(Table):
    """Keep the statutory exceptions granted, with reviewer and reason."""

    name, key = "law_exception", "exception_id"


class Intentions(Table):
    """Keep who left name and phone for a post; the identity lies in the vault under the worker's number."""

    name, key = "intention", "intention_id"


class Clues(Table):
    """Keep reports of unpaid wages, to be handed to labour inspection."""

    name, key = "wage_clue", "clue_id"


class Policies(Table):
    """Keep what the office has decided, by whom and why; the newest row of a name counts."""

    name, key = "office_policy", "policy_id"

    def value(self, name: str, default: str = "") -> str:
        """Give what counts now."""
        found = self.rows(name=name, newest=1)
        return str(found[0]["value"]) if found else default

    def decide(self, name: str, value: str, *, at: datetime, who: str, why: str) -> dict[str, Any]:
        """Write down a decision; it counts from now on."""
        return self.add(name=name, value=value, at=at, who=who, why=why)
