from datetime import date

import polars as pl
import pytest

from features.errors import Conflict
from training_jobs.county import Parameters, Size, simulate
from training_jobs.county.keep import NOUNS, truth_folder, write_county
from training_jobs.county.truth import load_truth

UNTIL = date(2026, 3, 31)


@pytest.fixture(scope="module")
def small():
    return simulate(Parameters(size=Size(120, 30, 90)), UNTIL, 3)


def test_what_was_written_is_read_back(store, settings, small):
    seen = []
    write_county(store, small, truth_folder(settings), seen.append)
    assert seen == list(NOUNS)
    for noun in ("employers", "posts", "workers", "referrals"):
        frame, wanted = getattr(store, noun).frame(), getattr(small.records, noun)
        assert frame.columns == wanted.columns
        differ = [c for c in frame.columns if not frame[c].equals(wanted[c])]
        assert differ == [], noun
    identity = store.workers.identity(5, why="test")
    assert identity.name.endswith("（模拟）")
    assert load_truth(truth_folder(settings)).workers.worker_id.tolist() == list(range(1, 121))
    assert pl.read_parquet(truth_folder(settings) / "shown.parquet").equals(small.records.shown)


def test_a_second_county_is_refused_and_changes_nothing(store, settings, small):
    write_county(store, small, truth_folder(settings))
    with pytest.raises(Conflict) as refused:
        write_county(store, small, truth_folder(settings))
    assert "120" in refused.value.message("zh")
    assert store.workers.count() == 120


def test_stopped_half_way_nothing_stays_and_the_next_run_works(store, settings, small):
    def stop(noun):
        if noun == "referrals":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_county(store, small, truth_folder(settings), stop)
    assert store.workers.count() == store.posts.count() == store.employers.count() == 0
    assert not truth_folder(settings).exists()
    write_county(store, small, truth_folder(settings))
    assert store.referrals.count() == small.records.referrals.height


def test_new_records_get_free_ids_afterwards(store, settings, small):
    write_county(store, small, truth_folder(settings))
    again = small.records.employers.head(1).with_columns(
        employer_id=pl.lit(0, pl.Int64), credit_code=pl.lit(None, pl.String)
    )
    assert store.employers.add_frame(again).to_list() == [31]
