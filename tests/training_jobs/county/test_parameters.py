from dataclasses import FrozenInstanceError, fields, is_dataclass, replace

import pytest

from training_jobs.county import Parameters, Size

FROZEN = "4099dd7a8a35837996efcd6e65b8e5ee5fdc14231aedb20a43d31bf3be99ca7e"


def test_the_figures_are_those_that_were_set_once():
    assert Parameters().digest() == FROZEN


def test_size_and_texts_leave_the_digest_and_any_figure_changes_it():
    given = Parameters()
    assert replace(given, size=Size(50, 20, 50), templates="test").digest() == given.digest()
    assert replace(given, staff=replace(given.staff, near=1.0)).digest() != given.digest()


def test_nothing_can_be_set_afterwards():
    given = Parameters()
    parts = [given, *(getattr(given, f.name) for f in fields(given) if is_dataclass(getattr(given, f.name)))]
    assert len(parts) == 13
    for part in parts:
        with pytest.raises(FrozenInstanceError):
            setattr(part, fields(part)[0].name, None)


@pytest.mark.parametrize("shares", [
    Parameters().people.age_shares,
    tuple(share for _, share in Parameters().people.education),
    tuple(share for _, share in Parameters().people.industries),
    tuple(share for _, share in Parameters().market.industries),
    *(shares for _, shares in Parameters().market.pay_basis),
    Parameters().desk.sources,
    Parameters().desk.contacts,
    Parameters().outcome.kinds_of_hire,
])  # fmt: skip
def test_shares_are_whole(shares):
    assert sum(shares) == pytest.approx(1, abs=1e-9)
