"""Numbers that look right and can belong to nobody: identity numbers, credit codes, telephones.

Divisions 9999xx are given to no place, and no telephone begins with 128: none of these can be real.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from training_jobs.county.places import COUNTY
from training_jobs.county.traits import Yes

ID_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
ID_CHECKS = "10X98765432"
"""GB 11643-1999 (ISO 7064, MOD 11-2)."""
CREDIT_WEIGHTS = np.array([1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28])
CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015."""
ORGANISATION_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2])
"""GB 11714-1997: check sign of the organisation code inside a credit code."""


def identity_numbers(rng: np.random.Generator, born: npt.NDArray[np.datetime64], female: Yes) -> list[str]:
    """Give one identity number each, with a valid check digit and the division 9999xx."""
    days = np.datetime_as_string(born, unit="D")
    serial = rng.integers(0, 500, len(born)) * 2 + ~female
    stems = [f"{COUNTY}{day.replace('-', '')}{number:03d}" for day, number in zip(days, serial, strict=True)]
    digits = np.frombuffer("".join(stems).encode(), dtype=np.uint8).reshape(-1, 17).astype(np.int64) - 48
    checks = (digits * ID_WEIGHTS).sum(axis=1) % 11
    return [stem + ID_CHECKS[check] for stem, check in zip(stems, checks, strict=True)]


def credit_codes(rng: np.random.Generator, count: int) -> list[str]:
    """Give one credit code each (18 signs, valid check sign), registered under the division 9999xx."""
    serial = rng.integers(0, 10**8, count)
    return [_credit_code(f"{int(number):08d}") for number in serial]


def _credit_code(serial: str) -> str:
    rest = 11 - sum(int(d) * w for d, w in zip(serial, ORGANISATION_WEIGHTS.tolist(), strict=True)) % 11
    stem = f"91{COUNTY}{serial}{'X' if rest == 10 else rest % 11}"
    total = sum(CREDIT_SIGNS.index(s) * w for s, w in zip(stem, CREDIT_WEIGHTS.tolist(), strict=True))
    return stem + CREDIT_SIGNS[-total % 31]


def phone_numbers(rng: np.random.Generator, count: int) -> list[str]:
    """Give telephone numbers of 11 digits in the unassigned range 128."""
    return [f"128{number:08d}" for number in rng.integers(0, 10**8, count)]
