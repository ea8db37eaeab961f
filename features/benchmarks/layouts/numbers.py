"""Numbers with and without right check digits: identity numbers, credit codes, telephones, letters."""

from __future__ import annotations

from datetime import date, timedelta

from features.benchmarks.layouts.shape import Draw, chance, pick

_DIVISIONS = ("530112", "530325", "530402", "520102", "510116", "500101", "441900", "320509", "330282")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_PREFIXES = ("130", "135", "137", "138", "139", "150", "152", "158", "166", "177", "182", "187", "191", "199")
_AREAS = ("0871", "0874", "0877", "0851", "028", "023", "0769", "0512")


def id_check(body: str) -> str:
    """Give the check character of 17 digits, GB 11643 (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(body, _ID_WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def id_number(draw: Draw, born: str = "") -> str:
    """Make an identity number with a right check digit; ``born`` as YYYYMMDD, else 18 to 60 years old."""
    day = born or (date(1966, 1, 1) + timedelta(days=int(draw.integers(0, 15000)))).strftime("%Y%m%d")
    body = f"{pick(draw, _DIVISIONS)}{day}{int(draw.integers(1, 1000)):03d}"
    return body + id_check(body)


def credit_code(draw: Draw, right: bool = True) -> str:
    """Make a unified social credit code, GB 32100, with a right or a wrong check character."""
    body = "91" + pick(draw, _DIVISIONS) + "".join(pick(draw, _CREDIT) for _ in range(9))
    total = sum(_CREDIT.index(one) * 3**n % 31 for n, one in enumerate(body))
    check = (31 - total % 31) % 31
    return body + _CREDIT[check if right else (check + 7) % 31]


def mobile(draw: Draw) -> str:
    """Make a mobile number whose middle is four noughts."""
    return f"{pick(draw, _PREFIXES)}0000{int(draw.integers(0, 10000)):04d}"


def telephone(draw: Draw) -> str:
    """Make a mobile or, less often, a landline number."""
    if chance(draw, 0.85):
        return mobile(draw)
    area = pick(draw, _AREAS)
    return (
        f"{area}-{int(draw.integers(2, 9))}{int(draw.integers(0, 10 ** (10 - len(area)))):0{10 - len(area)}d}"
    )


def wrong_id(draw: Draw) -> tuple[str, str]:
    """Make a number that cannot be, with the reason it must come back for."""
    flaw = pick(draw, ("check", "date", "format"))
    right = id_number(draw)
    if flaw == "check":
        return right[:-1] + ("0" if right[-1] != "0" else "1"), "bad_id_check_digit"
    if flaw == "date":
        return id_number(
            draw, f"19{int(draw.integers(60, 99))}1{int(draw.integers(3, 9))}{12}"
        ), "bad_id_date"
    return right[:-2] + "", "bad_id_format"
