from datetime import date, timedelta

import polars as pl
import pytest

from features.records import Employer, Identity, Post, Referral, StatusEntry, Worker, frame_schema
from training_jobs.county.frames import SHOWN
from training_jobs.county.places import COUNTY

NOUNS = {
    "workers": Worker, "employers": Employer, "posts": Post, "referrals": Referral,
    "statuses": StatusEntry, "identities": Identity,
}  # fmt: skip


@pytest.mark.parametrize("noun", NOUNS)
def test_frames_have_exactly_the_columns_of_the_records(county, noun):
    frame = getattr(county.records, noun)
    assert dict(frame.schema) == frame_schema(NOUNS[noun])
    assert frame.height > 0


@pytest.mark.parametrize("noun", NOUNS)
def test_rows_are_valid_records(county, noun):
    for row in getattr(county.records, noun).sample(60, seed=2).iter_rows(named=True):
        NOUNS[noun].model_validate(row)


def test_what_staff_saw_has_its_columns(county):
    shown = county.records.shown
    assert dict(shown.schema) == SHOWN
    assert (
        shown.group_by("list_id")
        .agg(pl.col("position").sort())
        .select((pl.col("position") == pl.int_ranges(1, pl.col("position").list.len() + 1)).all())
        .item()
    )


def test_everything_says_it_is_simulated(county):
    records = county.records
    for noun in ("workers", "employers", "posts", "referrals", "shown"):
        assert getattr(records, noun)["simulated"].all()
    assert records.employers["name"].str.starts_with("模拟").all()
    assert records.identities["name"].str.ends_with("（模拟）").all()
    assert records.workers["division"].str.starts_with(COUNTY).all()


def test_ids_are_unique_and_every_reference_leads_somewhere(county):
    records = county.records
    for noun, key in (("workers", "worker_id"), ("employers", "employer_id"), ("posts", "post_id"),
                      ("referrals", "referral_id"), ("referrals", "letter_number")):  # fmt: skip
        assert getattr(records, noun)[key].is_unique().all()
    assert records.posts["employer_id"].is_in(records.employers["employer_id"].to_list()).all()
    assert records.referrals["post_id"].is_in(records.posts["post_id"].to_list()).all()
    for noun in ("referrals", "statuses", "identities", "shown"):
        assert getattr(records, noun)["worker_id"].is_in(records.workers["worker_id"].to_list()).all()


def test_every_letter_was_possible_on_its_day(county):
    letters = county.records.referrals.join(county.records.posts, on="post_id", how="left").join(
        county.records.workers.select("worker_id", "registered_on", "forms"), on="worker_id", how="left"
    )
    assert (letters["referred_on"] >= letters["opened_on"]).all()
    assert (letters["referred_on"] <= letters["closes_on"]).all()
    assert (letters["referred_on"] >= letters["registered_on"]).all()
    assert (
        letters.filter(pl.col("forms").list.len() > 0)
        .select(pl.col("form").is_in(pl.col("forms")).all())
        .item()
    )
    assert not letters.select("worker_id", "post_id").is_duplicated().any()
    assert (letters["status"] != "draft").all()


def test_hires_never_exceed_the_headcount(county):
    posts = county.records.posts
    told = county.records.referrals.filter(pl.col("slip") == 1).group_by("post_id").len("told")
    both = posts.join(told, on="post_id", how="left").with_columns(pl.col("told").fill_null(0))
    assert (both["told"] == both["hired"]).all()
    assert (both["hired"] <= both["headcount"].fill_null(10**6)).all()
    really = (
        county.records.referrals.filter(pl.Series(county.truth.happened["hired"]))
        .group_by("post_id")
        .len("n")
    )
    assert (
        (posts.join(really, on="post_id").select(pl.col("n") <= pl.col("headcount").fill_null(10**6)))
        .to_series()
        .all()
    )


def test_posts_stand_as_they_should_on_the_last_day(county):
    posts, last = county.records.posts, county.until
    published = posts.filter(pl.col("status") == "published")
    assert (published["closes_on"] >= last).all()
    assert (posts.filter(pl.col("status") == "expired")["closes_on"] < last).all()
    assert (posts["opened_on"] <= last).all()
    periods = (posts["closes_on"] - posts["opened_on"]).dt.total_days()
    assert (periods % 15 == 0).all()
    assert periods.min() == 15
    drafts = posts.filter(pl.col("status") == "draft")
    assert drafts.height > 0
    assert drafts["duties"].str.contains("押金|限女|只招男|服装费").all()
    assert not published["duties"].str.contains("押金|限女|只招男|服装费").any()


def test_the_newest_status_stands_on_the_worker(county):
    newest = county.records.statuses.group_by("worker_id", maintain_order=True).last()
    both = county.records.workers.join(newest, on="worker_id", suffix="_told")
    assert both.height == county.records.workers.height
    assert (both["status"] == both["status_told"]).all()
    assert (both["status_since"] == both["since"]).all()
    assert (county.records.statuses["since"] <= county.until).all()
    away = county.records.statuses.filter(pl.col("status") == "away")
    assert (away["place"] != "").all()
    assert away["monthly_pay"].is_not_null().all()


def test_nobody_is_too_young_and_identities_agree_with_the_records(county):
    both = county.records.workers.join(county.records.identities, on="worker_id")
    assert (both["birth_date"].dt.month_start() == both["born_month"]).all()
    assert (both["birth_date"] <= county.until - timedelta(days=int(16 * 365.25))).all()
    assert (both["birth_date"] >= date(county.until.year - 70, 1, 1)).all()
    parity = both["id_number"].str.slice(16, 1).cast(pl.Int64) % 2
    assert ((parity == 1) == (both["sex"] == "male")).all()
