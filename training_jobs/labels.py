"""What a letter's fate says of each stage; what was not told stays unknown.

===========================  =======  =====  =========================================================
slip                          accept   hire   why
===========================  =======  =====  =========================================================
3 worker unwilling            0        -      about liking; the employer judged nobody
1 hired                       1        1
2 not hired                   1        0      skill, distance, pay, other: the employer saw the worker
2 not hired, no show          0        -      the worker did not take it up; the employer saw nobody
4 post full                   -        -      about capacity, says nothing of fit
5 other, not returned         -        -      unknown, never a success
===========================  =======  =====  =========================================================

Stay, given hired: the 90-day call; whoever was gone after 30 days is gone after 90. A call not yet due,
or not reached, is unknown and not a failure. Early leavers are known sooner than those who stay, so a
hire counts for this stage only once its call is due, whichever way it went.
"""

from __future__ import annotations

from datetime import date

import polars as pl

STAY_DAYS = 90

CALL_DAYS = 30
"""Days the office takes for the call after the 90; a hire is due when both are over."""


def labelled(referrals: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Give referrals with ``accept``, ``hire``, ``stay`` (Int8, null = unknown) as known before ``as_of``.

    ``censored`` marks hires whose 90-day call was not due yet. Letters written on or after the day are
    left out; a slip or call without a date is known at no time.
    """
    rows = referrals.filter(pl.col("referred_on") < as_of)
    slip = pl.when(_known("slip_on", as_of)).then(pl.col("slip"))
    return rows.with_columns(slip.alias("known_slip")).with_columns(
        _accept().cast(pl.Int8).alias("accept"),
        _hire().cast(pl.Int8).alias("hire"),
        _stay(as_of).cast(pl.Int8).alias("stay"),
        _censored(as_of).alias("censored"),
    )


def outcomes(rows: pl.DataFrame, stage: str) -> pl.DataFrame:
    """Give the rows of which the outcome of a stage is known."""
    return rows.filter(pl.col(stage).is_not_null())


def _known(day: str, as_of: date) -> pl.Expr:
    return (pl.col(day) < as_of).fill_null(False)


_SLIP = pl.col("known_slip")
_NO_SHOW = (pl.col("not_hired") == "no_show").fill_null(False)


def _accept() -> pl.Expr:
    return pl.when((_SLIP == 3) | ((_SLIP == 2) & _NO_SHOW)).then(0).when(_SLIP.is_in([1, 2])).then(1)


def _hire() -> pl.Expr:
    return pl.when(_SLIP == 1).then(1).when((_SLIP == 2) & ~_NO_SHOW).then(0)


def _stay(as_of: date) -> pl.Expr:
    gone = (pl.col("stayed_30") == False).fill_null(False) & _known("stayed_30_on", as_of)  # noqa: E712
    called = _known("stayed_90_on", as_of) & pl.col("stayed_90").is_not_null()
    settled = (_SLIP == 1) & ~_censored(as_of)
    return pl.when(settled).then(pl.when(gone).then(0).when(called).then(pl.col("stayed_90").cast(pl.Int8)))


def _censored(as_of: date) -> pl.Expr:
    start = pl.coalesce("arrived_on", "slip_on", "referred_on")
    return (_SLIP == 1).fill_null(False) & (
        start.dt.offset_by(f"{STAY_DAYS + CALL_DAYS}d") >= as_of
    ).fill_null(False)
