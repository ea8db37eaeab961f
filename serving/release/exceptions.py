"""Let a rule pass for one post on a coded statutory ground: a reviewer answers for it, with a reason."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from features.errors import InputError
from features.law.exceptions import exemption
from features.say import Lang
from features.store.ledger import content_of
from serving.release import ledger
from serving.release.ledger import Checked


def grant(store: Any, post_id: int, code: str, on: date, *, who: str, why: str, lang: Lang = "zh") -> Checked:
    """Grant an exception for the text as it stands and check the post anew, both in the ledger.

    Raises InputError for an unknown code, a reason left out, or a rule that finds nothing in this post;
    Conflict for a post that is live.
    """
    ground = exemption(code)
    if len(why.strip()) < 4:
        raise InputError("exception_why", where="why")
    with store.transaction():
        store.releases.turn()
        post = store.posts.get(post_id)
        found = ledger.examine(store, [post], on, lang=lang)[0]
        if not any(f.rule == ground.rule and f.severity != "advise" for f in found.findings):
            raise InputError("exception_idle", where="code", id=post_id, rule=ground.rule)
        store.exceptions.add(
            post_id=post_id, rule=ground.rule, code=code, content=content_of(post), at=datetime.now(UTC),
            who=who, why=why,
        )  # fmt: skip
        return ledger.check(store, [post_id], on, who=who, lang=lang, why=f"{code}: {why}")[0]
