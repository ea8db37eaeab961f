"""Do the terms fit: pay against wish and market, the way there, and what the worker needs."""

from __future__ import annotations

from typing import Any

import polars as pl

from features.pairs.feature import Feature, down, free, up

C = pl.col
WISH = C("w_monthly_low")
PAY = C("p_pay_mid")
MARKET = C("h_market_pay")
FAR = 80.0
"""Kilometres past which nobody goes home at night; work there means living there."""


def _yuan(expr: pl.Expr) -> pl.Expr:
    return expr.round(0).cast(pl.Int64, strict=False).cast(pl.String)


def _percent(expr: pl.Expr) -> pl.Expr:
    return (expr * 100).round(0).cast(pl.Int64, strict=False).cast(pl.String)


def _flag(name: str) -> pl.Expr:
    return C(name).cast(pl.Int8)


def _met(need: str) -> Feature:
    """Make the feature of one need: 1 asked and offered, -1 asked and not said, 0 not asked."""
    asked, given = C(f"w_need_{need}").fill_null(False), C(f"p_offer_{need}").fill_null(False)
    value = pl.when(~asked).then(0).when(given).then(1).otherwise(-1)
    return up(f"{need}_met", value, asked & given, asked & ~given)


NEEDED = ("lodging", "meals", "couple_room", "insurance", "child_school", "day_shift")
UNMET = pl.sum_horizontal(
    (C(f"w_need_{need}").fill_null(False) & ~C(f"p_offer_{need}").fill_null(False)).cast(pl.Int8)
    for need in NEEDED
)
OFFERED = pl.sum_horizontal(_flag(f"p_offer_{offer}").fill_null(0) for offer in (*NEEDED, "shuttle"))
AWAY = C("km") > FAR
LODGED = C("p_offer_lodging").fill_null(False)
RIDE = C("p_offer_shuttle").fill_null(False)
WAY: dict[str, Any] = {"km": _yuan(C("km"))}
OVER = (PAY - WISH).abs()
PAID: dict[str, Any] = {"pay": _yuan(PAY), "gap": _yuan(OVER)}

PAYS: tuple[Feature, ...] = (
    up("pay_over_wish", PAY - WISH, PAY > WISH, PAY < WISH, **PAID),
    up(
        "pay_ratio",
        PAY / WISH.clip(500),
        PAY >= WISH * 1.1,
        PAY <= WISH * 0.9,
        pay=_yuan(PAY),
        wish=_yuan(WISH),
    ),
    up(
        "pay_low_over_wish",
        C("p_monthly_low") - WISH,
        C("p_monthly_low") >= WISH,
        C("p_monthly_low") < WISH,
        low=_yuan(C("p_monthly_low")),
        wish=_yuan(WISH),
    ),
    up("pay", PAY, PAY >= 5000, PAY < 3000, pay=_yuan(PAY)),
    up(
        "pay_market",
        PAY / MARKET - 1,
        PAY >= MARKET * 1.05,
        PAY <= MARKET * 0.95,
        pay=_yuan(PAY),
        share=_percent((PAY / MARKET - 1).abs()),
    ),
    free(
        "pay_spread",
        C("p_monthly_high") - C("p_monthly_low"),
        None,
        C("p_monthly_high") >= C("p_monthly_low") * 1.8,
        low=_yuan(C("p_monthly_low")),
        high=_yuan(C("p_monthly_high")),
    ),
    free("pay_stated", PAY.is_not_null().cast(pl.Int8), PAY.is_not_null(), PAY.is_null(), pay=_yuan(PAY)),
    free("pay_by_piece", _flag("p_by_piece"), None, C("p_by_piece").fill_null(False)),
    free("wish", WISH, None, None),
    free(
        "wish_market", WISH / MARKET - 1, None, WISH >= MARKET * 1.15, wish=_yuan(WISH), market=_yuan(MARKET)
    ),
)

PLACES: tuple[Feature, ...] = (
    down("km", C("km"), C("km") <= 15, C("km").is_between(30, FAR), **WAY),
    down("km_log", C("km").log1p(), C("km") <= 5, AWAY, **WAY),
    down("away", AWAY.cast(pl.Int8), None, AWAY, **WAY),
    down("away_unlodged", (AWAY & ~LODGED).cast(pl.Int8), AWAY & LODGED, AWAY & ~LODGED, **WAY),
    down(
        "commute_unaided",
        ((C("km") >= 8) & ~RIDE & ~LODGED).cast(pl.Int8),
        C("km").is_between(8, FAR) & (RIDE | LODGED),
        C("km").is_between(8, FAR) & ~RIDE & ~LODGED,
        **WAY,
    ),
    up("place_wanted", _flag("place_wanted"), C("place_wanted"), C("place_wanted").not_()),
    down(
        "near_home_missed",
        (C("w_need_near_home").fill_null(False) & (C("km") > 20)).cast(pl.Int8),
        C("w_need_near_home") & (C("km") <= 20),
        C("w_need_near_home") & (C("km") > 20),
        **WAY,
    ),
)

NEEDS_MET: tuple[Feature, ...] = (
    *(_met(need) for need in NEEDED),
    down("needs_unmet", UNMET, None, UNMET >= 2, count=UNMET.cast(pl.String)),
    up("offers", OFFERED, OFFERED >= 3, OFFERED == 0, count=OFFERED.cast(pl.String)),
)
