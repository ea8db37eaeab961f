"""What printing needs of this machine: a font with Chinese letters."""

from __future__ import annotations

from collections.abc import Iterable

from features.doctor import Check
from features.settings import Settings
from serving.fairs.paper.fonts import REMEDY, NoFont, chinese, places_of
from serving.settings import ServiceSettings


def checks(settings: Settings) -> Iterable[Check]:
    """Say which font sets the papers, or how to get one."""
    try:
        family, _ = chinese(places_of(ServiceSettings.over(settings).serving.font_dir))
    except NoFont as missing:
        yield Check("font", False, missing.message(settings.language), REMEDY)
    else:
        yield Check("font", True, family)
