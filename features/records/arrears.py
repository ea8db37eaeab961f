"""An entry of the wage-arrears list (拖欠农民工工资失信联合惩戒对象名单)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from features.records.field import Meta, Record, Use
from features.records.worker import DIVISION


class Arrears(Record):
    """Hold one unit as the published list names it; it stays after removal, with the day."""

    arrears_id: Annotated[int, Meta(Use.GATE)]
    credit_code: Annotated[str | None, Meta(Use.GATE, "GB 32100")] = None
    employer_name: Annotated[str, Meta(Use.GATE)]
    responsible_person: Annotated[str | None, Meta(Use.GATE, "", "as the list publishes it")] = None
    listed_on: Annotated[date, Meta(Use.GATE, "day")]
    expires_on: Annotated[date, Meta(Use.GATE, "day", "three years after listing unless said")]
    removed_on: Annotated[date | None, Meta(Use.GATE, "day", "early removal")] = None
    source: Annotated[str, Meta(Use.GATE, "", "who published the list, where and when")] = ""
    division: Annotated[str, Meta(Use.GATE, DIVISION)] = ""
