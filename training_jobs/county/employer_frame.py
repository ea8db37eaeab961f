"""The employers' frame: numbers of ``firms`` turned into records; every name says 模拟 (simulated)."""

from __future__ import annotations

import numpy as np
import polars as pl

from features.records import Employer
from training_jobs.county.firms import Firms, zones
from training_jobs.county.frames import blank, dates, framed
from training_jobs.county.numbers import credit_codes, phone_numbers
from training_jobs.county.texts import SURNAMES, Choice
from training_jobs.county.trades import Trades
from training_jobs.county.world import World

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
    "sewing": "制衣厂", "textile": "纺织厂", "electronics": "电子厂", "machining": "精密五金厂",
    "welding": "钢构厂",
    "assembly": "实业公司", "wood": "家具厂", "paper": "纸品厂", "food": "食品厂", "chemical": "材料公司",
    "electric": "机电公司", "building": "建筑劳务队", "machinery": "工程机械队", "driving": "运输公司",
    "logistics": "物流公司", "cooking": "饭店", "waiting": "酒店", "shop": "商贸公司", "guard": "保安公司",
    "cleaning": "保洁公司", "care": "照护服务中心", "beauty": "美业店", "repair": "维修店",
    "office": "服务公司",
    "it": "科技公司", "teach": "教育中心", "farm": "种养基地", "mining": "矿业公司",
}  # fmt: skip


def employer_frame(rng: np.random.Generator, world: World, firms: Firms) -> pl.DataFrame:
    """Build the employers' frame."""
    choice, count, days = Choice(rng, 20011), len(firms.trade), world.days
    spots = zones(world.atlas)
    return framed(Employer, {
        "employer_id": np.arange(1, count + 1), "name": _names(choice, world.trades, firms),
        "credit_code": blank(pl.Series(credit_codes(rng, count)), firms.household),
        "household": firms.household, "industry": firms.industry, "size": firms.size,
        "division": firms.division,
        "place": [spots[z].name[s] for z, s in zip(firms.zone, firms.spot, strict=True)],
        "lat": firms.lat, "lon": firms.lon, "contact_name": _contacts(choice, count),
        "contact_phone": phone_numbers(rng, count), "verified_on": dates(days, rng.integers(-300, 1, count)),
        "verified_until": dates(days, days.last + rng.integers(60, 700, count)), "simulated": [True] * count,
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
