"""The statutory exceptions as data: which rule each lets pass, on what ground."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from features.errors import InputError
from features.law.check import Finding
from features.say import Lang


@dataclass(frozen=True, slots=True)
class Exemption:
    """Hold one coded exception; ``words`` says it in both languages."""

    code: str
    rule: str
    article: str
    words: dict[Lang, str]


@cache
def exemptions() -> dict[str, Exemption]:
    """Read the shipped exceptions by code."""
    told = tomllib.loads(files("features.law").joinpath("exceptions.toml").read_text("utf-8"))
    return {
        code: Exemption(code, one["rule"], one["article"], {"zh": one["zh"], "en": one["en"]})
        for code, one in told.items()
    }


def exemption(code: str) -> Exemption:
    """Give one exception; InputError names those there are."""
    found = exemptions().get(code)
    if found is None:
        raise InputError("exception_code", where="code", given=code[:40], known=", ".join(exemptions()))
    return found


def excused(findings: Iterable[Finding], codes: Iterable[str]) -> list[Finding]:
    """Turn what the granted exceptions let pass into advice that names the ground."""
    granted = {exemption(code).rule: exemption(code) for code in codes}
    return [
        replace(one, severity="advise", article=granted[one.rule].article or one.article)
        if one.rule in granted else one
        for one in findings
    ]  # fmt: skip
