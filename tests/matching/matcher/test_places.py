"""At the window, the office's own townships count as places."""

from datetime import date

import pytest

from features.codes.divisions import Division
from features.store import Store
from matching.bundle import Bundle
from matching.matcher import Matcher

DAY = date(2026, 3, 2)


@pytest.mark.parametrize("known", [True, False])
def test_a_township_that_the_office_loaded_is_a_wanted_place(
    office: Store, bundle: Bundle, known: bool
) -> None:
    if known:
        office.places.put([Division("530112901", "模拟镇", 25.1, 102.1)])
    profile, _ = Matcher(bundle, office).sentence("想在模拟镇做缝纫", DAY)
    assert profile.wanted_places == (("模拟镇",) if known else ())
