"""Which language a request is answered in."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from features.say import Lang

COOKIE = "springwind_lang"


def language_of(request: HTTPConnection) -> Lang:
    """Give the language asked for: ``?lang=``, then the switch's cookie, then ``Accept-Language``.

    Without any of them the office's own language; Chinese where that is not known yet.
    """
    for asked in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if asked in ("zh", "en"):
            return "en" if asked == "en" else "zh"
    return _accepted(request.headers.get("accept-language", "")) or _office(request)


def _accepted(header: str) -> Lang | None:
    """Give the first of zh and en by quality; anything else in the header is passed over."""
    best: tuple[float, Lang] | None = None
    for part in header.split(",")[:20]:
        tag, _, rest = part.strip().lower().partition(";")
        quality = _quality(rest)
        lang: Lang | None = "zh" if tag.startswith("zh") else "en" if tag.startswith("en") else None
        if lang and quality > 0 and (best is None or quality > best[0]):
            best = (quality, lang)
    return best[1] if best else None


def _quality(rest: str) -> float:
    name, _, number = rest.strip().partition("=")
    try:
        return float(number) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0


def _office(request: HTTPConnection) -> Lang:
    office = getattr(request.app.state, "office", None) if "app" in request.scope else None
    lang: Lang = office.settings.language if office is not None else "zh"
    return lang
