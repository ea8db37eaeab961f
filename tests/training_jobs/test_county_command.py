import json

import pytest
from click.testing import CliRunner

from features.errors import Conflict, InputError
from features.settings import Settings
from features.store import open_store
from training_jobs.county.keep import truth_folder
from training_jobs.county.truth import load_truth
from training_jobs.county_command import county

SMALL = ["--workers", "150", "--posts", "90", "--employers", "20", "--until", "2026-03-31", "--seed", "4"]


@pytest.fixture
def office(settings: Settings, monkeypatch) -> Settings:
    monkeypatch.setenv("SPRINGWIND_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("SPRINGWIND_DATABASE_URL", str(settings.database_url))
    return settings


def run(*arguments):
    return CliRunner().invoke(county, arguments, catch_exceptions=False)


def test_it_fills_an_empty_store_and_counts(office):
    result = run(*SMALL, "--json")
    assert result.exit_code == 0
    figures = json.loads(result.stdout)
    assert figures["simulated"] is True
    assert (figures["workers"], figures["posts"], figures["employers"]) == (150, 90, 20)
    assert figures["returned"] < figures["referrals"]
    with open_store(office) as store:
        assert store.referrals.count() == figures["referrals"]
    assert len(load_truth(truth_folder(office)).posts.post_id) == 90


@pytest.mark.parametrize(("language", "words"), [("zh", "全部为模拟数据"), ("en", "all data simulated")])
def test_the_table_says_simulated_in_both_languages(office, monkeypatch, language, words):
    monkeypatch.setenv("SPRINGWIND_LANGUAGE", language)
    assert words in run(*SMALL).stdout


def test_a_filled_store_and_a_bad_date_are_refused(office):
    run(*SMALL)
    with pytest.raises(Conflict):
        run(*SMALL)
    with pytest.raises(InputError) as refused:
        run("--until", "31.3.2026")
    assert "31.3.2026" in refused.value.message("zh")


def test_sizes_out_of_range_are_refused_by_name():
    result = run("--workers", "3")
    assert result.exit_code == 2
    assert "--workers" in result.stderr
