from __future__ import annotations

import pytest

from matching.occupations.levels import at_level, level_of, shared_levels


@pytest.mark.parametrize(
    ("code", "level"),
    [("6-29-01-01", 4), ("6-29-01-00", 3), ("6-29-00-00", 2), ("6-00-00-00", 1), ("2-08-99-00", 3)],
)
def test_level_of_a_code(code: str, level: int) -> None:
    assert level_of(code) == level
    assert at_level(code, level) == code


@pytest.mark.parametrize(
    ("left", "right", "levels"),
    [
        ("6-29-01-01", "6-29-01-01", 4),
        ("6-29-01-01", "6-29-01-02", 3),
        ("6-29-01-01", "6-29-02-01", 2),
        ("6-29-01-01", "6-30-01-01", 1),
        ("6-29-01-01", "4-29-01-01", 0),
        ("6-29-00-00", "6-29-01-01", 2),
        ("6-29-00-00", "6-30-00-00", 1),
    ],
)
def test_shared_levels_say_how_near_two_codes_are(left: str, right: str, levels: int) -> None:
    assert shared_levels(left, right) == shared_levels(right, left) == levels
