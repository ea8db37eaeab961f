"""Does the work fit: words, occupation, skills, certificates, experience, education."""

from __future__ import annotations

import polars as pl

from features.pairs.feature import Feature, down, free, up

C = pl.col
TITLE = C("p_trade")


def _listing(expr: pl.Expr) -> pl.Expr:
    return expr.list.head(3).list.join(" / ")


HELD = C("p_tidy").list.set_intersection(C("w_tidy"))
LACKED = C("p_tidy").list.set_difference(C("w_tidy"))
KINDS_HELD = C("p_kinds").list.set_intersection(C("w_kinds"))
KINDS_LACKED = C("p_kinds").list.set_difference(C("w_kinds"))
ASKED_YEARS = C("p_experience_low").fill_null(0.0)
EXPERIENCE = C("w_years_experience").fill_null(0.0)
EDUCATION = C("w_edu_level") - C("p_edu_level")

WORK: tuple[Feature, ...] = (
    up("sim_dense", C("sim_dense"), C("sim_dense") >= 0.5, C("sim_dense") < 0.15, title=TITLE),
    up("sim_lexical", C("sim_lexical"), C("sim_lexical") >= 0.3, C("sim_lexical") == 0, title=TITLE),
    up("lex_wanted", C("lex_wanted"), C("lex_wanted") >= 0.6, C("lex_wanted") == 0, title=TITLE),
    up("lex_past", C("lex_past"), C("lex_past") >= 0.6, None, title=TITLE),
    up("lex_skills", C("lex_skills"), C("lex_skills") >= 0.4, None),
    up("occ_relation", C("occ_relation"), C("occ_relation") >= 3, C("occ_relation") == 0, title=TITLE),
    up("occ_first", C("occ_first"), C("occ_first") == 4, C("occ_first") == 0, title=TITLE),
    up("skills_held", HELD.list.len(), HELD.list.len() > 0, None, skills=_listing(HELD)),
    down("skills_missing", LACKED.list.len(), None, LACKED.list.len() > 0, skills=_listing(LACKED)),
    up(
        "skills_share",
        HELD.list.len() / C("p_tidy").list.len().clip(1),
        HELD.list.len() * 2 >= C("p_tidy").list.len().clip(1),
        None,
        held=HELD.list.len().cast(pl.String),
        asked=C("p_tidy").list.len().cast(pl.String),
    ),
    up(
        "certificates_held",
        KINDS_HELD.list.len(),
        KINDS_HELD.list.len() > 0,
        None,
        names=_listing(C("w_certificates")),
    ),
    down(
        "certificates_missing",
        KINDS_LACKED.list.len(),
        None,
        KINDS_LACKED.list.len() > 0,
        names=_listing(C("p_certificates")),
    ),
    up(
        "certificates_any",
        C("w_kinds").list.len(),
        C("w_kinds").list.len() > 0,
        None,
        names=_listing(C("w_certificates")),
    ),
    up(
        "experience",
        C("w_years_experience"),
        EXPERIENCE >= 2,
        C("w_years_experience") == 0,
        years=EXPERIENCE.round(0).cast(pl.Int64).cast(pl.String),
    ),
    up(
        "experience_over",
        EXPERIENCE - ASKED_YEARS,
        (ASKED_YEARS > 0) & (EXPERIENCE >= ASKED_YEARS),
        None,
        years=EXPERIENCE.round(0).cast(pl.Int64).cast(pl.String),
        asked=ASKED_YEARS.cast(pl.Int64).cast(pl.String),
    ),
    down(
        "experience_short",
        (ASKED_YEARS - EXPERIENCE).clip(0),
        (ASKED_YEARS == 0),
        ASKED_YEARS > EXPERIENCE,
        asked=ASKED_YEARS.cast(pl.Int64).cast(pl.String),
    ),
    free("education", C("w_edu_level"), None, None),
    free("education_asked", C("p_edu_level").fill_null(0), C("p_edu_level").fill_null(0) == 0, None),
    up("education_over", EDUCATION.clip(-3, 2), EDUCATION >= 0, None),
    down("education_short", (-EDUCATION).clip(0), None, EDUCATION < 0),
)
