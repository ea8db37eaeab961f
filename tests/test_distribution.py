"""The packages are ours alone: another distribution of the same name would overwrite them."""

from importlib.metadata import packages_distributions

import pytest


@pytest.mark.parametrize("package", ["features", "matching", "training_jobs", "serving"])
def test_no_other_distribution_brings_our_packages(package: str) -> None:
    assert set(packages_distributions().get(package, ["springwind"])) == {"springwind"}
