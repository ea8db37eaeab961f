"""The office's own day: Asia/Shanghai, whatever zone the machine is in."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

BUSINESS_ZONE = ZoneInfo("Asia/Shanghai")


def business_day() -> date:
    """Give today in the office's time zone; handed in as ``as_of``, never read deeper down."""
    return datetime.now(BUSINESS_ZONE).date()
