"""Matches for somebody who is not registered; nothing of the question is kept."""

from __future__ import annotations

from fastapi import APIRouter

from features.errors import InputError
from serving.api.answers import profile_frame, with_posts
from serving.api.params import Day, Tongue
from serving.api.shapes import AnswerOut, ProfileIn
from serving.engine import AnswerLike
from serving.guard import TheOffice, Who
from serving.office import Office

router = APIRouter(tags=["matches"])


@router.post("/matches")
def match(profile: ProfileIn, office: TheOffice, who: Who, as_of: Day, lang: Tongue) -> AnswerOut:
    """Find posts for one sentence, or for a profile given in fields."""
    return with_posts(ask(office, profile, as_of), office.board, as_of, lang)


def ask(office: Office, profile: ProfileIn, as_of: Day) -> AnswerLike:
    """Ask the matcher with the sentence or the fields of a profile; an empty sentence is refused."""
    k = min(profile.k, office.settings.serving.max_matches)
    if profile.text is None:
        return office.matcher.match_profile(profile_frame(profile.fields, as_of), as_of, k)
    if not any(character.isalnum() for character in profile.text):
        raise InputError("nothing_said", where="body.text")
    return office.matcher.match_text(profile.text, as_of, k)
