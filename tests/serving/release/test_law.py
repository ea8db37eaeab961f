"""The ledger with the rules of the law as they are shipped."""

from __future__ import annotations

from datetime import date

import polars as pl
from click.testing import CliRunner

from features.settings import Settings
from features.store import Store
from serving.release import ledger
from serving.release.command import release
from serving.release.due import release_due


def test_a_post_that_excludes_is_held_with_the_law_named(office_store: Store) -> None:
    store = office_store
    changed = store.posts.frame(ids=[2]).with_columns(duties=pl.lit("操作平车，限男性"))
    store.posts.upsert_frame(changed.drop("hired", "referred"))
    done = release_due(store, date(2026, 3, 10), who="clerk")
    assert [one.post_id for one in done.held] == [2]
    assert set(done.published) == {1, 3}
    finding = next(f for f in done.held[0].findings if f.severity == "block")
    assert finding.rule == "sex"
    assert "限男" in finding.excerpt
    assert finding.article
    assert ledger.history(store, 2)[-1].findings[0] == "sex:block"


def test_the_command_says_it_in_english(office_store: Store, settings: Settings, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("SPRINGWIND_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("SPRINGWIND_DATABASE_URL", str(settings.database_url))
    monkeypatch.setenv("SPRINGWIND_LANGUAGE", "en")
    changed = office_store.posts.frame(ids=[2]).with_columns(duties=pl.lit("限女"), title=pl.lit("缝纫工"))
    office_store.posts.upsert_frame(changed.drop("hired", "referred"))
    told = CliRunner().invoke(release, ["check", "--post", "2", "--as-of", "2026-03-10"])
    assert told.exit_code == 0, told.output
    assert "1 posts checked; 1 cannot be published" in told.output
