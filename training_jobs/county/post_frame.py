"""The frames of employers and posts: numbers of ``market`` turned into ads with words."""

from __future__ import annotations

import numpy as np
import polars as pl

from features.records import Employer, Post
from features.records.vocabulary import NEEDS
from training_jobs.county.frames import blank, dates, framed
from training_jobs.county.market import Firms, Offers, zones
from training_jobs.county.numbers import credit_codes, phone_numbers
from training_jobs.county.parameters import Market, Parameters
from training_jobs.county.past import NEVER
from training_jobs.county.places import Atlas
from training_jobs.county.season import Calendar
from training_jobs.county.texts import Choice, Shapes, load_shapes, pay_text
from training_jobs.county.trades import Trades
from training_jobs.county.traits import Whole

HEADS = (
    "云",
    "岭",
    "溪",
    "恒",
    "瑞",
    "鑫",
    "宏",
    "永",
    "泰",
    "华",
    "锦",
    "新",
    "盛",
    "源",
    "嘉",
    "远",
    "达",
    "安",
)
KINDS = {
    "sewing": "制衣厂", "textile": "纺织厂", "electronics": "电子厂", "machining": "精密五金厂", "welding": "钢构厂",
    "assembly": "实业公司", "wood": "家具厂", "paper": "纸品厂", "food": "食品厂", "chemical": "材料公司",
    "electric": "机电公司", "building": "建筑劳务队", "machinery": "工程机械队", "driving": "运输公司",
    "logistics": "物流公司", "cooking": "饭店", "waiting": "酒店", "shop": "商贸公司", "guard": "保安公司",
    "cleaning": "保洁公司", "care": "照护服务中心", "beauty": "美业店", "repair": "维修店", "office": "服务公司",
    "it": "科技公司", "teach": "教育中心", "farm": "种养基地", "mining": "矿业公司",
}  # fmt: skip
SURNAMES = tuple("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗")
UNLAWFUL = ("上岗先交押金200元。", "限女性，已婚已育优先。", "只招男工。", "报名收服装费150元。")


def employer_frame(
    rng: np.random.Generator, trades: Trades, atlas: Atlas, firms: Firms, days: Calendar
) -> pl.DataFrame:
    """Build the employers' frame; every name says 模拟."""
    choice, count = Choice(rng, 20011), len(firms.trade)
    spots = zones(atlas)
    division = [spots[z].division[s] for z, s in zip(firms.zone, firms.spot, strict=True)]
    verified = dates(days, rng.integers(-300, 1, count))
    return framed(Employer, {
        "employer_id": np.arange(1, count + 1), "name": _names(choice, trades, firms),
        "credit_code": blank(pl.Series(credit_codes(rng, division)), firms.household),
        "household": firms.household, "industry": firms.industry, "size": firms.size, "division": division,
        "place": [spots[z].name[s] for z, s in zip(firms.zone, firms.spot, strict=True)],
        "lat": firms.lat, "lon": firms.lon, "contact_name": _contacts(choice, count),
        "contact_phone": phone_numbers(rng, count), "verified_on": verified,
        "verified_until": dates(days, np.full(count, days.last) + rng.integers(60, 700, count)),
        "simulated": [True] * count,
    })  # fmt: skip


def _names(choice: Choice, trades: Trades, firms: Firms) -> list[str]:
    names = []
    for number, (trade, household) in enumerate(zip(firms.trade, firms.household, strict=True), 1):
        if household:
            names.append(f"模拟-家庭雇主{number}")
            continue
        kind = KINDS[trades.families[trades.family[trade]]]
        names.append(f"模拟-{choice.one(HEADS)}{choice.one(HEADS)}{kind}{number}")
    return names


def _contacts(choice: Choice, count: int) -> list[str]:
    return [f"模拟{choice.one(SURNAMES)}{choice.one(('经理', '主管', '师傅', '人事'))}" for _ in range(count)]


def post_frame(
    rng: np.random.Generator, parameters: Parameters, trades: Trades, firms: Firms, offers: Offers,
    employers: pl.DataFrame, days: Calendar, known_full: Whole, hired: Whole, referred: Whole,
) -> pl.DataFrame:  # fmt: skip
    """Build the posts' frame as it stands on the last day."""
    choice, shapes = Choice(rng, 60013), load_shapes(parameters.templates)
    trade, count = offers.traits.trade, len(offers.firm)
    firm = employers[offers.firm]
    pay = [
        pay_text(choice, *row)
        for row in zip(offers.low.tolist(), offers.high.tolist(), offers.basis, strict=True)
    ]
    says = [_ad(choice, shapes, trades, offers, row) for row in range(count)]
    closes = _closes(parameters.market, offers, days.last, known_full)
    return framed(Post, {
        "post_id": offers.traits.post_id, "employer_id": firm["employer_id"],
        "title": [ad[0] for ad in says], "duties": [ad[1] for ad in says], "skills": [ad[2] for ad in says],
        "certificates": [list(trades.certificates[t]) if c else []
                         for t, c in zip(trade, offers.traits.certificate, strict=True)],
        "division": firm["division"], "place": firm["place"], "lat": firm["lat"], "lon": firm["lon"],
        "headcount": blank(pl.Series(offers.headcount), offers.headcount == 0),
        "monthly_low": [p[1] for p in pay], "monthly_high": [p[2] for p in pay], "pay_basis": list(offers.basis),
        "pay_raw": [p[0] for p in pay], "education": list(offers.education),
        "experience_low": blank(pl.Series(offers.experience.astype(float)), offers.experience == 0),
        "age_low": blank(pl.Series(np.full(count, 18)), offers.age_high == 0),
        "age_high": blank(pl.Series(offers.age_high), offers.age_high == 0),
        "offers": [_benefits(offers, row) for row in range(count)],
        "form": [trades.forms[t] for t in trade],
        "opened_on": dates(days, offers.opened), "closes_on": dates(days, closes),
        "status": _status(rng, offers, closes, days.last, known_full),
        "contact_name": firm["contact_name"], "contact_phone": firm["contact_phone"],
        "hired": hired, "referred": referred, "simulated": [True] * count,
    })  # fmt: skip


def _ad(
    choice: Choice, shapes: Shapes, trades: Trades, offers: Offers, row: int
) -> tuple[str, str, list[str]]:
    trade = int(offers.traits.trade[row])
    lodging = bool(offers.traits.offers[row, 0]) and choice.number() < 0.35
    shape = choice.one(shapes.title_lodging if lodging else shapes.title)
    title = shape.format(t=choice.one(trades.titles[trade]), n=max(int(offers.headcount[row]), 2))
    first, second = (*choice.some(trades.tasks[trade], 2), "服从安排")[:2]
    duties = "" if choice.number() < 0.1 else choice.one(shapes.duties).format(a=first, b=second)
    if offers.unlawful[row]:
        duties += choice.one(UNLAWFUL)
    tags = list(choice.some(trades.tags[trade], int(choice.number() * 3)))
    return title, duties, tags + ([first] if choice.number() < 0.3 else [])


def _benefits(offers: Offers, row: int) -> list[str]:
    given = [NEEDS[k] for k in np.flatnonzero(offers.traits.offers[row])]
    return given + (["shuttle"] if offers.shuttle[row] else [])


def _closes(market: Market, offers: Offers, last: int, known_full: Whole) -> Whole:
    """Give the close date as it stands: the end of the period running when the post ended, or on the last day."""
    seen = np.minimum(np.minimum(offers.expires - 1, last), known_full)
    periods = np.maximum(seen - offers.opened, 0) // market.open_days + 1
    return np.minimum(offers.opened + market.open_days * periods, offers.expires)


def _status(
    rng: np.random.Generator, offers: Offers, closes: Whole, last: int, known_full: Whole
) -> list[str]:
    status = np.where(closes >= last, "published", "expired").astype(object)
    status[(known_full <= last) & (known_full < NEVER)] = "filled"
    drawn = rng.random(len(closes))
    ended = status == "expired"
    status[ended & (drawn < 0.02)] = "withdrawn"
    status[ended & (drawn > 0.995)] = "suspended"
    status[offers.unlawful & (status == "published")] = "draft"
    status[offers.unlawful & (status == "expired")] = "withdrawn"
    return list(status)
