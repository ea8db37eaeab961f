"""A small made-up labour market (simulated), seeded, for the tests of the engine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from features.history import History
from features.records import Employer, Post, Referral, Worker, frame_schema
from matching.pairing import Prepared, posts_from, workers_from

TRADES = {
    "6-31-01-03": ("电工", ["电路维修", "布线"]),
    "6-18-02-04": ("焊工", ["氩弧焊", "二保焊"]),
    "6-04-05-01": ("缝纫工", ["平车", "锁边"]),
    "4-03-02-01": ("中式厨师", ["炒菜", "切配"]),
    "4-02-02-01": ("货车司机", ["开车", "装卸"]),
}
TODAY = date(2026, 4, 15)


@dataclass(frozen=True)
class Office:
    workers: Prepared
    posts: Prepared
    employers: pl.DataFrame
    referrals: pl.DataFrame
    history: History


def framed(record, rows: list[dict]) -> pl.DataFrame:
    schema = frame_schema(record)
    filled = [{name: record.model_fields[name].get_default() for name in schema} | row for row in rows]
    plain = [{k: None if repr(v) == "PydanticUndefined" else v for k, v in row.items()} for row in filled]
    return pl.DataFrame(plain, schema=schema)


def unit(rng: np.random.Generator, codes: list[str]) -> np.ndarray:
    centres = {code: np.random.default_rng(i).normal(size=16) for i, code in enumerate(TRADES)}
    raw = np.stack([centres[code] for code in codes]) + 0.3 * rng.normal(size=(len(codes), 16))
    return (raw / np.linalg.norm(raw, axis=1, keepdims=True)).astype(np.float32)


def make_workers(n: int, rng: np.random.Generator) -> Prepared:
    codes = [list(TRADES)[i] for i in rng.integers(0, len(TRADES), n)]
    rows = [
        {
            "worker_id": i + 1,
            "division": "999901101",
            "lat": 25.3 + 0.1 * rng.normal(),
            "lon": 103.6 + 0.1 * rng.normal(),
            "registered_on": TODAY - timedelta(90),
            "valid_until": TODAY + timedelta(90),
            "born_month": date(1960 + int(rng.integers(0, 45)), 5, 1),
            "education": str(rng.choice(["80", "70", "60", "40", "30"])),
            "wanted": [TRADES[code][0]],
            "skills": TRADES[code][1][: int(rng.integers(0, 3))],
            "past_jobs": [TRADES[code][0]],
            "certificates": ["低压电工操作证"] if "电工" in TRADES[code][0] and rng.random() < 0.5 else [],
            "years_experience": float(rng.integers(0, 15)),
            "monthly_low": int(rng.integers(25, 60)) * 100,
            "max_km": float(rng.choice([10, 30, 60])),
            "will_leave": bool(rng.random() < 0.5),
            "needs": ["lodging"] if rng.random() < 0.4 else [],
            "sex": str(rng.choice(["female", "male"])),
            "groups": ["hardship"] if rng.random() < 0.1 else [],
            "simulated": True,
        }
        for i, code in enumerate(codes)
    ]
    frame = framed(Worker, rows).with_columns(occ_codes=pl.Series([[code] for code in codes]))
    return workers_from(frame, unit(rng, codes))


def make_posts(n: int, rng: np.random.Generator) -> Prepared:
    codes = [list(TRADES)[i] for i in rng.integers(0, len(TRADES), n)]
    rows = [
        {
            "post_id": i + 1,
            "employer_id": 1 + i % max(n // 5, 1),
            "title": TRADES[code][0],
            "duties": "按时到岗",
            "skills": TRADES[code][1],
            "certificates": ["电工证"] if "电工" in TRADES[code][0] else [],
            "division": "999901101",
            "lat": 25.3 + 0.3 * rng.normal(),
            "lon": 103.6 + 0.3 * rng.normal(),
            "headcount": int(rng.integers(1, 20)),
            "monthly_low": int(rng.integers(28, 50)) * 100,
            "monthly_high": int(rng.integers(50, 80)) * 100,
            "pay_basis": "month",
            "education": "70",
            "experience_low": float(rng.integers(0, 4)),
            "offers": ["lodging"] if rng.random() < 0.5 else ["meals"],
            "opened_on": TODAY - timedelta(int(rng.integers(0, 400))),
            "closes_on": TODAY + timedelta(10),
            "status": "published",
            "simulated": True,
        }
        for i, code in enumerate(codes)
    ]
    frame = framed(Post, rows).with_columns(occ_code=pl.Series(codes), occ_score=pl.lit(0.9))
    return posts_from(frame, unit(rng, codes))


def make_employers(posts: Prepared) -> pl.DataFrame:
    ids = posts.frame["employer_id"].unique().sort()
    rows = [{"employer_id": i, "name": f"模拟-{i}号厂", "size": 10 * i, "verified_on": TODAY} for i in ids]
    return framed(Employer, rows)


def make_referrals(n: int, workers: Prepared, posts: Prepared, rng: np.random.Generator) -> pl.DataFrame:
    rows = []
    for i in range(n):
        day = TODAY - timedelta(int(rng.integers(1, 400)))
        slip = int(rng.choice([1, 2, 3, 4])) if rng.random() < 0.7 else None
        stayed = bool(rng.random() < 0.6) if slip == 1 and rng.random() < 0.7 else None
        rows.append(
            {
                "referral_id": i + 1,
                "letter_number": f"2026-{i:06d}",
                "worker_id": int(rng.integers(1, len(workers) + 1)),
                "post_id": int(rng.integers(1, len(posts) + 1)),
                "division": "999901",
                "referred_on": day,
                "position": 1,
                "slip": slip,
                "slip_on": day + timedelta(int(rng.integers(1, 40))) if slip else None,
                "stayed_90": stayed,
                "stayed_90_on": day + timedelta(120) if stayed is not None else None,
                "simulated": True,
            }
        )
    return framed(Referral, rows)


def make_office(n_workers: int, n_posts: int, n_referrals: int, seed: int = 7) -> Office:
    rng = np.random.default_rng(seed)
    workers, posts = make_workers(n_workers, rng), make_posts(n_posts, rng)
    referrals = make_referrals(n_referrals, workers, posts, rng)
    return Office(workers, posts, make_employers(posts), referrals, History.of(referrals, posts.frame))


@pytest.fixture(scope="session")
def office() -> Office:
    return make_office(60, 120, 400)
