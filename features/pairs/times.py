"""When and how much: season, freshness, places, and what the office's own past says of both sides."""

from __future__ import annotations

import polars as pl

from features.pairs.feature import Feature, down, free, up
from features.pairs.season import festival_days

C = pl.col
SEASON = festival_days(C("as_of"))
AGE = (C("as_of") - C("p_opened_on")).dt.total_days().clip(0)
LEFT = (C("p_headcount") - C("h_p_hired")).clip(0)
CROWD = C("h_p_letters_30") / LEFT.clip(1)


def _text(expr: pl.Expr) -> pl.Expr:
    return expr.round(0).cast(pl.Int64, strict=False).cast(pl.String)


def _percent(column: str) -> pl.Expr:
    return _text(C(column) * 100)


TIMES: tuple[Feature, ...] = (
    free("season", SEASON, SEASON.is_between(0, 45), SEASON.is_between(-30, -1), days=_text(SEASON.abs())),
    free("freshness", AGE, AGE <= 3, AGE > 30, days=_text(AGE), within=_text(AGE + 1)),
    up(
        "headcount",
        C("p_headcount").log1p(),
        C("p_headcount") >= 10,
        C("p_headcount") == 1,
        count=_text(C("p_headcount")),
    ),
    up("places_left", LEFT.log1p(), LEFT >= 5, LEFT == 1, count=_text(LEFT)),
    down("crowd", CROWD, CROWD < 0.5, CROWD > 2, letters=_text(C("h_p_letters_30")), places=_text(LEFT)),
    free("employer_size", C("e_size").log1p(), C("e_size") >= 300, None, size=_text(C("e_size"))),
)

PAST: tuple[Feature, ...] = (
    up(
        "employer_reply",
        C("h_e_reply_rate"),
        C("h_e_reply_rate") >= 0.7,
        C("h_e_reply_rate") < 0.45,
        share=_percent("h_e_reply_rate"),
    ),
    up(
        "employer_hire",
        C("h_e_hire_rate"),
        C("h_e_hire_rate") >= 0.5,
        C("h_e_hire_rate") < 0.25,
        share=_percent("h_e_hire_rate"),
    ),
    up(
        "employer_stay",
        C("h_e_stay_rate"),
        C("h_e_stay_rate") >= 0.65,
        C("h_e_stay_rate") < 0.5,
        share=_percent("h_e_stay_rate"),
    ),
    up(
        "employer_wages",
        C("h_e_wages_rate"),
        C("h_e_wages_rate") >= 0.95,
        C("h_e_wages_rate") < 0.85,
        share=_percent("h_e_wages_rate"),
    ),
    down(
        "employer_unwilling",
        C("h_e_unwilling_rate"),
        None,
        C("h_e_unwilling_rate") >= 0.5,
        share=_percent("h_e_unwilling_rate"),
    ),
    down(
        "employer_full", C("h_e_full_rate"), None, C("h_e_full_rate") >= 0.3, share=_percent("h_e_full_rate")
    ),
    free(
        "employer_letters",
        C("h_e_letters").log1p(),
        C("h_e_letters") >= 20,
        None,
        letters=_text(C("h_e_letters")),
    ),
    free(
        "employer_letters_30",
        C("h_e_letters_30").log1p(),
        None,
        C("h_e_letters_30") >= 30,
        letters=_text(C("h_e_letters_30")),
    ),
    up("post_hire", C("h_p_hire_rate"), C("h_p_hired") >= 1, None, count=_text(C("h_p_hired"))),
    down(
        "post_unwilling",
        C("h_p_unwilling_rate"),
        None,
        C("h_p_unwilling_rate") >= 0.5,
        share=_percent("h_p_unwilling_rate"),
    ),
    free("worker_letters", C("h_w_letters").log1p(), None, None),
    free(
        "worker_letters_90",
        C("h_w_letters_90"),
        None,
        C("h_w_letters_90") >= 4,
        letters=_text(C("h_w_letters_90")),
    ),
    free("worker_hired", C("h_w_hired"), C("h_w_hired") > 0, None, count=_text(C("h_w_hired"))),
    down(
        "worker_unwilling", C("h_w_unwilling"), None, C("h_w_unwilling") >= 2, count=_text(C("h_w_unwilling"))
    ),
    down("worker_no_show", C("h_w_no_show"), None, C("h_w_no_show") >= 1, count=_text(C("h_w_no_show"))),
    up("worker_stayed", C("h_w_stayed"), C("h_w_stayed") > 0, None),
    down("worker_left", C("h_w_left"), None, C("h_w_left") > 0),
    free(
        "worker_idle",
        C("h_w_last_days").log1p(),
        None,
        C("h_w_last_days") > 180,
        days=_text(C("h_w_last_days")),
    ),
    free("same_employer", C("h_we_letters"), None, None),
    up("same_employer_hired", C("h_we_hired"), C("h_we_hired") > 0, None),
    down("same_employer_refused", C("h_we_refused"), None, C("h_we_refused") > 0),
)
