"""Parameters that several routes share."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Depends, Path, Query, Request

from features.say import Lang
from serving.language import language_of
from serving.office import office_of

Id = Annotated[int, Path(ge=1, le=2**53)]
Letter = Annotated[str, Path(pattern=r"^[0-9]{4}-[0-9]{6,10}$", description="YYYY-NNNNNN")]


def as_of(
    request: Request,
    as_of: Annotated[date | None, Query(description="day to answer for; today unless said")] = None,
) -> date:
    """Give the day a question is asked for."""
    return as_of or office_of(request).today()


def how_many(request: Request, k: Annotated[int, Query(ge=1, le=1000)] = 20) -> int:
    """Give the length of a list, held to the service's longest."""
    return min(k, office_of(request).settings.serving.max_matches)


Day = Annotated[date, Depends(as_of)]
HowMany = Annotated[int, Depends(how_many)]
Tongue = Annotated[Lang, Depends(language_of)]
