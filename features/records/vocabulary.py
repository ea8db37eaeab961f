"""Closed word lists shared by the records; the words are stored as they stand here."""

from __future__ import annotations

from typing import Literal, get_args

Need = Literal["lodging", "meals", "near_home", "couple_room", "insurance", "child_school", "day_shift"]
"""What a worker needs beside pay; a post's offer uses the same words."""

Offer = Literal["lodging", "meals", "couple_room", "insurance", "child_school", "day_shift", "shuttle"]
"""What a post gives beside pay."""

Status = Literal["at_home", "away", "seeking", "not_seeking"]
"""A worker's employment status: at home without seeking said, away at work, seeking, not seeking."""

ContactResult = Literal["reached", "not_reached", "wrong_number", "refused"]
"""What came of the last attempt to reach a worker."""

Form = Literal["full", "part", "day"]
"""Form of work: full-time, part-time, day labour (零工)."""

PayBasis = Literal["hour", "day", "month", "year", "piece", "negotiable"]
"""The unit in which pay was written."""

Group = Literal[
    "hardship", "out_of_poverty", "veteran", "graduate", "older_migrant", "young_migrant", "returnee"
]
"""Groups with special attention (就业困难人员, 脱贫劳动力, ...): order of service and audits only."""

Sex = Literal["female", "male"]

PostStatus = Literal[
    "draft", "checked", "approved", "published", "filled", "expired", "withdrawn", "suspended"
]

SlipCode = Literal[1, 2, 3, 4, 5]
"""Outcome on the 回执: 1 hired, 2 not hired, 3 worker unwilling, 4 post full, 5 other."""

SlipDetail = Literal["contract", "agency", "part_time", "other"]
"""Kind of hire on the slip: 合同制, 劳务制, 兼职, 其他."""

NotHired = Literal["no_show", "skill", "distance", "pay", "other"]
"""Second line of the slip: why not hired."""

Source = Literal["window", "fair", "campaign", "self"]
"""Where a referral came about."""

LedgerAction = Literal[
    "draft", "checked", "approved", "published", "changed", "filled", "expired", "withdrawn", "suspended"
]

NEEDS: tuple[str, ...] = get_args(Need)
OFFERS: tuple[str, ...] = get_args(Offer)
GROUPS: tuple[str, ...] = get_args(Group)
