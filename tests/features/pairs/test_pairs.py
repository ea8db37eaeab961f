"""Every ranking input: where it comes from, which way it points, and what is said of it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.pairs import HEADS, NAMES, PAIR_FEATURES, fingerprint
from features.pairs.derive import POST, WORKER
from features.pairs.season import SPRING_FESTIVALS, festival_days
from features.pairs.themes import THEMES, themes
from features.records import Employer, Post, Use, Worker, spec
from features.say import say

MEASURED = {
    "as_of": (),
    "sim_dense": ("w.wanted", "w.skills", "w.past_jobs", "w.certificates", "p.title", "p.skills", "p.duties"),
    "sim_lexical": ("w.wanted", "w.skills", "w.past_jobs", "p.title", "p.skills", "p.duties"),
    "lex_wanted": ("w.wanted", "p.title"),
    "lex_past": ("w.past_jobs", "p.title"),
    "lex_skills": ("w.skills", "p.title", "p.skills", "p.duties"),
    "occ_relation": ("w.wanted", "w.past_jobs", "p.title"),
    "occ_first": ("w.wanted", "p.title"),
    "km": ("w.lat", "w.lon", "p.lat", "p.lon"),
    "place_wanted": ("w.wanted_places", "p.lat", "p.lon"),
    "w_tidy": ("w.skills",),
    "p_tidy": ("p.skills",),
    "w_kinds": ("w.certificates",),
    "p_kinds": ("p.certificates",),
}
"""Columns of the joined frame that are worked out, and the fields of the records they are made of.

``place_wanted`` compares the wished-for place with the place of work: where that lies ranks (its
coordinates do), so its division code, the same fact in writing, is read for this and nothing else."""

RECORDS = {"w": Worker, "p": Post, "e": Employer}


def sources(column: str) -> tuple[str, ...]:
    if column in MEASURED:
        return MEASURED[column]
    prefix, _, name = column.partition("_")
    flat = {"w": WORKER, "p": POST}.get(prefix, {})
    if name in flat:
        return tuple(f"{prefix}.{root}" for root in flat[name].meta.root_names())
    return () if prefix == "h" else (f"{prefix}.{name}",)


def test_there_are_enough_and_each_has_its_own_name():
    assert len(PAIR_FEATURES) >= 40
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("feature", PAIR_FEATURES, ids=lambda f: f.name)
def test_no_input_reads_a_field_that_may_not_rank(feature):
    said = [expr for expr in (feature.good, feature.bad, *feature.values.values()) if expr is not None]
    for column in {name for expr in (feature.expr, *said) for name in expr.meta.root_names()}:
        for source in sources(column):
            prefix, _, name = source.partition(".")
            assert spec(RECORDS[prefix])[name].use is Use.RANK, f"{feature.name} reads {source}"


def test_the_walk_would_catch_a_forbidden_field():
    for column in ("w_sex", "w_groups", "w_born_month", "p_age_high"):
        prefix, _, name = sources(column)[0].partition(".")
        assert spec(RECORDS[prefix])[name].use is not Use.RANK


def test_every_worked_out_column_is_known():
    known = {f"{p}_{name}" for p, record in RECORDS.items() for name in record.model_fields}
    known |= {f"w_{name}" for name in WORKER} | {f"p_{name}" for name in POST} | MEASURED.keys()
    read = {column for feature in PAIR_FEATURES for column in feature.expr.meta.root_names()}
    assert {column for column in read - known if not column.startswith("h_")} == set()


@pytest.mark.parametrize("feature", PAIR_FEATURES, ids=lambda f: f.name)
def test_sentences_fill_in_both_languages_without_a_rest(feature):
    values = dict.fromkeys(feature.values, "7")
    for side, condition in (("good", feature.good), ("bad", feature.bad)):
        if condition is not None:
            for lang in ("zh", "en"):
                assert not re.search(r"[{}]", feature.sentence(side, lang, values))
        else:
            with pytest.raises(KeyError):
                say(f"pair.{feature.name}.{side}", "zh", **values)


def test_good_and_bad_are_never_both_true():
    pay = next(feature for feature in PAIR_FEATURES if feature.name == "pay_over_wish")
    frame = pl.DataFrame(
        {"p_pay_mid": [4500.0, 3000.0, 4000.0, None], "w_monthly_low": [4000, 4000, 4000, 4000]}
    )
    both = frame.select(good=pay.good, bad=pay.bad)
    assert both["good"].to_list() == [True, False, False, None]
    assert both["bad"].to_list() == [False, True, False, None]
    said = frame.select(**pay.values).row(0, named=True)
    assert pay.sentence("good", "zh", said) == "月薪约4500元，比期望的高500元"
    assert pay.sentence("bad", "en", frame.select(**pay.values).row(1, named=True)) == (
        "About 3000 yuan a month, 1000 less than asked for"
    )


def test_more_pay_and_a_shorter_way_are_never_worse_for_any_stage():
    sign = {feature.name: feature.monotone for feature in PAIR_FEATURES}
    raised = [
        f for f in PAIR_FEATURES if "p_pay_mid" in f.expr.meta.root_names() and f.name not in ("pay_stated",)
    ]
    assert {feature.monotone for feature in raised} == {(1,) * len(HEADS)}
    nearer = [feature for feature in PAIR_FEATURES if "km" in feature.expr.meta.root_names()]
    assert {feature.monotone for feature in nearer} == {(-1,) * len(HEADS)}
    assert all(value in (-1, 0, 1) for signs in sign.values() for value in signs)


@given(st.floats(0, 400), st.floats(0, 400), st.booleans(), st.booleans(), st.booleans())
def test_going_nearer_never_raises_a_feature_of_the_way(one, other, lodging, shuttle, home):
    near, far = sorted((one, other))
    frame = pl.DataFrame({"km": [near, far], "p_offer_lodging": lodging, "p_offer_shuttle": shuttle,
                          "w_need_near_home": home})  # fmt: skip
    way = [feature for feature in PAIR_FEATURES if "km" in feature.expr.meta.root_names()]
    for feature in way:
        values = frame.select(feature.expr.cast(pl.Float64)).to_series()
        assert values[0] <= values[1], feature.name


def test_themes_hold_known_features_once():
    named = [name for names in THEMES.values() for name in names]
    assert set(named) <= set(NAMES)
    assert len(named) == len(set(named))
    assert sorted(column for _, columns in themes() for column in columns) == list(range(len(NAMES)))


def test_fingerprint_is_of_names_and_directions():
    assert re.fullmatch(r"[0-9a-f]{64}", fingerprint())
    assert fingerprint() == fingerprint()


def test_spring_festivals_fall_on_new_moons_between_20_january_and_21_february():
    """Mean new moons by Meeus, Astronomical Algorithms, chapter 49; the true one is within 15 hours."""
    for festival in SPRING_FESTIVALS:
        assert date(festival.year, 1, 20) <= festival <= date(festival.year, 2, 21)
        day = (festival - date(2000, 1, 1)).days
        moons = (day + 0.5 - 5.597 - 8 / 24) / 29.530588861
        assert abs(moons - round(moons)) * 29.53 < 1.2, festival


@given(st.dates(date(2019, 3, 1), date(2036, 1, 1)))
def test_season_counts_to_the_nearest_festival(day):
    said = pl.DataFrame({"as_of": [day]}).select(festival_days(pl.col("as_of"))).item()
    nearest = min((day - festival).days for festival in SPRING_FESTIVALS if (day - festival).days >= 0)
    ahead = min((festival - day).days for festival in SPRING_FESTIVALS if festival > day)
    assert said == (nearest if nearest <= ahead else -ahead)


def test_season_is_unknown_outside_the_table():
    far = SPRING_FESTIVALS[-1] + timedelta(days=300)
    assert pl.DataFrame({"as_of": [far]}).select(festival_days(pl.col("as_of"))).item() is None
