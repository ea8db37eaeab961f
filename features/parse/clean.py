"""Make one cell comparable: widths, dashes, spaces, invisible characters. The raw text is kept elsewhere."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_DASHES = re.compile("[‐-―−﹣－ー─━]+")
_WAVES = re.compile("[∼〜~～]+")
_THOUSANDS = re.compile(r"(?<![\d.])(\d{1,3})((?:,\d{3})+)(?![\d])")
_SPACED_THOUSANDS = re.compile(r"(?<![\d.] )(?<![\d.])(\d{1,3}) (\d{3})(?!\d)")
_HAN_GAP = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff](?: |$|[^\u4e00-\u9fff]))")
LONGEST = 2000
"""Characters of a cell that are read; what stands behind them is never a figure of the cell."""


def clean(text: str | None) -> str:
    """Give ``text`` in NFKC and lower case, one kind of dash, no invisible characters, no thousands marks."""
    if not text:
        return ""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).lower()[:LONGEST]
    plain = _INVISIBLE.sub("", plain.replace("\t", " ").replace("\r", "\n"))
    plain = _WAVES.sub("-", _DASHES.sub("-", plain))
    plain = _THOUSANDS.sub(lambda m: m[1] + m[2].replace(",", ""), plain)
    return _SPACED_THOUSANDS.sub(r"\1\2", plain).strip()


def visible(text: str | None) -> str:
    """Give ``text`` without control, zero-width and direction characters, spaces joined, ends stripped.

    For names and addresses: nothing that is seen changes, nothing that is not seen stays.
    """
    if not text:
        return ""
    plain = _INVISIBLE.sub("", text.replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"[ \u3000\u00a0]+", " ", plain).strip()


def squeeze(text: str) -> str:
    """Take out spaces between Han characters set apart one by one (``面 议``)."""
    return _HAN_GAP.sub("", text)
