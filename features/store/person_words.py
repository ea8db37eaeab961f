"""What a person is found by besides the whole name, phone or identity number: pieces, kept as keyed numbers.

Pinyin initials, the given name, the end of the phone number and of the identity number. Each piece is
hashed with the lookup key and cut to 64 bits, so that the database tells nothing without the key; a piece
is no proof, and pages show namesakes to choose from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice, product
from typing import TYPE_CHECKING

from features.store.vault import comparable

if TYPE_CHECKING:
    from features.records import Identity
    from features.store.keyring import Keyring

READINGS = 8
"""Readings of one name that are kept, for characters that are read in several ways."""

ENDS = {"phone": (4, 5, 6, 7, 8), "id_number": (4, 6)}
"""Lengths of the ends of numbers that people say."""

TWO_CHARACTER_SURNAMES = frozenset((
    "欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "长孙",
    "宇文", "端木", "南宫", "独孤", "司空", "闻人", "澹台",
))  # fmt: skip


def words(identity: Identity, ring: Keyring) -> list[int]:
    """Give the numbers an identity is found by, without order or doubles."""
    told: set[tuple[str, str]] = set()
    name = comparable("name", identity.name)
    told.update(("initials", reading) for reading in initials(name))
    told.update(("given", part) for part in given(name))
    for field, lengths in ENDS.items():
        number = comparable(field, getattr(identity, field))
        told.update((f"{field}_end", number[-n:]) for n in lengths if len(number) > n)
    return sorted({numbered(ring, *piece) for piece in told})


def asked(text: str, ring: Keyring) -> list[int]:
    """Give the numbers that what was typed may stand for; none for what is no piece."""
    plain = comparable("name", text)
    kinds: list[tuple[str, str]] = []
    if re.fullmatch(r"[A-Z]{2,6}", plain):
        kinds.append(("initials", plain.lower()))
    elif re.fullmatch(r"\d{4,8}|\d{3,5}X", plain):
        kinds.extend((f"{field}_end", plain) for field, lengths in ENDS.items() if len(plain) in lengths)
    elif plain and not plain.isascii():
        kinds.append(("given", plain))
    return [numbered(ring, *piece) for piece in kinds]


def numbered(ring: Keyring, kind: str, piece: str) -> int:
    """Give the keyed number of one piece, as PostgreSQL's bigint holds it."""
    told = ring.hash(kind, piece)
    assert told is not None
    return int.from_bytes(told[:8], "big", signed=True)


def initials(name: str) -> Iterable[str]:
    """Give the pinyin initials in every usual reading (单 is s and d): ``张三丰`` is ``zsf``."""
    letters = re.sub(r"[\W_]+", "", name)
    if not 2 <= len(letters) <= 20 or letters.isascii():
        return ()
    from pypinyin import Style, pinyin

    told = pinyin(letters, style=Style.FIRST_LETTER, heteronym=True, errors=lambda left: "?" * len(left))
    choices = [sorted(dict.fromkeys(reading)) for reading in told]
    found = ("".join(reading)[:6] for reading in product(*choices))
    return {one for one in islice(found, READINGS) if "?" not in one}


def given(name: str) -> Iterable[str]:
    """Give the name without the surname; of a name with a dot, each part (阿依古丽·买买提)."""
    parts = [part for part in re.split(r"[·•・.\-]", name) if part]
    if len(parts) > 1:
        return {*parts, "".join(parts)}
    cut = 2 if name[:2] in TWO_CHARACTER_SURNAMES else 1
    return {name[cut:]} if len(name) - cut >= 1 and not name.isascii() else ()
