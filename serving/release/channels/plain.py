"""Text as it may stand in XML, iCalendar and messages: no control characters, whatever a sheet held."""

from __future__ import annotations

import re

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def plain(text: object) -> str:
    """Give the text without characters that XML 1.0 forbids or that no reader shows."""
    return _CONTROL.sub("", str(text if text is not None else ""))
