"""One small county for all tests of this folder; nothing here changes it."""

from datetime import date

import pytest

from training_jobs.county import County, Parameters, Size, simulate

UNTIL = date(2026, 3, 31)
SIZE = Size(workers=3000, employers=400, posts=1800)


@pytest.fixture(scope="session")
def county() -> County:
    """Give a county with the texts for training."""
    return simulate(Parameters(size=SIZE), UNTIL, seed=5)


@pytest.fixture(scope="session")
def test_county() -> County:
    """Give a county with the texts for testing."""
    return simulate(Parameters(size=Size(400, 80, 300), templates="test"), UNTIL, seed=5)
