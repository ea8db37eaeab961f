"""The invented county (division 9999xx, which no real place bears) and the real receiving cities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training_jobs.county.parameters import Geography

COUNTY = "999901"
COUNTY_NAME = "模拟县"
SEAT = "城关镇"
TOWNSHIPS = (
    SEAT, "青岩坡镇", "雾溪镇", "栗树坪镇", "羊角寨乡", "白泥井镇", "松毛岭乡", "双桥河镇", "落水洞乡",
    "云盘山镇", "石板沟乡", "麻栗箐乡", "花椒坡乡", "大龙滩镇", "小官田乡", "黑泥塘乡", "干海子镇",
    "回龙湾乡", "马鞍桥镇", "核桃冲乡",
)  # fmt: skip
VILLAGE_HEADS = (
    "上",
    "下",
    "大",
    "小",
    "老",
    "新",
    "前",
    "后",
    "水",
    "石",
    "竹",
    "梨",
    "岩",
    "沙",
    "旱",
    "茶",
)
VILLAGE_TAILS = (
    "坝",
    "湾",
    "冲",
    "寨",
    "箐",
    "坪",
    "塘",
    "窑",
    "营",
    "井",
    "坡",
    "洼",
    "磨",
    "棚",
    "凹",
    "沟",
)

CITIES: tuple[tuple[str, str, float, float, float, bool], ...] = (
    ("530302", "曲靖·麒麟区", 25.495, 103.805, 2.0, True),
    ("530303", "曲靖·沾益区", 25.601, 103.822, 0.8, True),
    ("530111", "昆明·官渡区", 24.950, 102.749, 3.0, True),
    ("530114", "昆明·呈贡区", 24.886, 102.822, 1.6, True),
    ("530181", "昆明·安宁市", 24.919, 102.478, 1.2, True),
    ("530402", "玉溪·红塔区", 24.341, 102.540, 1.0, True),
    ("532503", "红河·蒙自市", 23.396, 103.365, 0.6, True),
    ("441900", "东莞", 23.021, 113.752, 3.0, False),
    ("440306", "深圳·宝安区", 22.555, 113.884, 2.0, False),
    ("440307", "深圳·龙岗区", 22.721, 114.247, 1.2, False),
    ("440606", "佛山·顺德区", 22.805, 113.293, 1.6, False),
    ("440605", "佛山·南海区", 23.029, 113.143, 0.8, False),
    ("440113", "广州·番禺区", 22.938, 113.384, 1.0, False),
    ("441303", "惠州·惠阳区", 22.790, 114.456, 0.8, False),
    ("442000", "中山", 22.518, 113.393, 0.8, False),
    ("320506", "苏州·吴中区", 31.263, 120.632, 1.2, False),
    ("320583", "苏州·昆山市", 31.386, 120.981, 1.8, False),
    ("320214", "无锡·新吴区", 31.551, 120.353, 0.7, False),
    ("330109", "杭州·萧山区", 30.184, 120.264, 1.2, False),
    ("330110", "杭州·余杭区", 30.419, 120.299, 0.8, False),
    ("330206", "宁波·北仑区", 29.900, 121.844, 1.0, False),
    ("330282", "宁波·慈溪市", 30.170, 121.267, 1.0, False),
    ("330381", "温州·瑞安市", 27.779, 120.655, 0.8, False),
    ("310117", "上海·松江区", 31.032, 121.228, 0.7, False),
    ("350582", "泉州·晋江市", 24.782, 118.552, 1.0, False),
)
"""division code (GB/T 2260), words, degrees north, degrees east, weight (assumed), inside the province."""


REGIONS = ((COUNTY,), ("53",), ("44",), ("32", "33"), ())
"""Where people would work, as division-code prefixes; the last is anywhere else."""
WISHES: tuple[tuple[int, ...], ...] = ((2,), (3,), (1,), (1, 2), (2, 3), (1, 2, 3, 4))
"""What people who would leave name: rows of REGIONS; the last names nothing and takes all (assumed)."""


def region_of(division: str) -> int:
    """Give the row in REGIONS of a division code."""
    return next((row for row, codes in enumerate(REGIONS) if codes and division.startswith(codes)), 4)


@dataclass(frozen=True, slots=True)
class Spots:
    """Hold places as aligned columns (S of them)."""

    division: tuple[str, ...]
    name: tuple[str, ...]
    lat: npt.NDArray[np.float64]
    lon: npt.NDArray[np.float64]
    weight: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Atlas:
    """Hold every place: where workers live, where posts of the county lie, and the cities."""

    villages: Spots
    towns: Spots
    province: Spots
    beyond: Spots


def draw_atlas(rng: np.random.Generator, geography: Geography) -> Atlas:
    """Invent the county's map; the cities are real."""
    towns = _towns(rng, geography)
    return Atlas(_villages(rng, geography, towns), towns, _cities(True), _cities(False))


def _towns(rng: np.random.Generator, geography: Geography) -> Spots:
    count = geography.townships
    turn = np.arange(count) * 2.399963  # golden angle: spread evenly without a grid
    reach = geography.radius_km * np.sqrt(np.arange(count) / count) * rng.uniform(0.9, 1.1, count)
    lat, lon = _offset(geography, reach * np.sin(turn), reach * np.cos(turn))
    names = tuple(f"{COUNTY_NAME}{TOWNSHIPS[i % len(TOWNSHIPS)]}" for i in range(count))
    weight = np.concatenate([[8.0], rng.gamma(3.0, 0.35, count - 1)])
    return Spots(tuple(f"{COUNTY}{101 + i}" for i in range(count)), names, lat, lon, weight)


def _villages(rng: np.random.Generator, geography: Geography, towns: Spots) -> Spots:
    count, per = geography.villages, -(-geography.villages // geography.townships)
    town = np.arange(count) // per
    # About a square of degrees is fine at this scale: 1 km is 0.009 degrees north.
    lat = towns.lat[town] + rng.normal(0, 0.035, count)
    lon = towns.lon[town] + rng.normal(0, 0.038, count)
    words = [head + tail for head in VILLAGE_HEADS for tail in VILLAGE_TAILS]
    picked = rng.permutation(len(words))
    names = tuple(f"{towns.name[t]}{words[picked[i % len(words)]]}村" for i, t in enumerate(town))
    division = tuple(f"{towns.division[t]}{201 + i % per}" for i, t in enumerate(town))
    return Spots(division, names, lat, lon, rng.gamma(2.0, 0.5, count) * np.where(town == 0, 2.0, 1.0))


def _offset(
    geography: Geography, north_km: npt.NDArray[np.float64], east_km: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    lat = geography.lat + north_km / 110.57
    return lat, geography.lon + east_km / (111.32 * np.cos(np.radians(geography.lat)))


def _cities(inside: bool) -> Spots:
    rows = [row for row in CITIES if row[5] == inside]
    codes, names, lat, lon, weight, _ = zip(*rows, strict=True)
    return Spots(codes, names, np.array(lat), np.array(lon), np.array(weight))


def kilometres(
    lat: npt.NDArray[np.float32],
    lon: npt.NDArray[np.float32],
    to_lat: npt.NDArray[np.float32],
    to_lon: npt.NDArray[np.float32],
) -> npt.NDArray[np.float32]:
    """Give the distance in km of points that broadcast, by the flat-earth formula at their mean latitude.

    Within 1 % of the great circle for the distances of a daily way, 3 % across China.
    """
    north = (to_lat - lat) * np.float32(110.57)
    east = (to_lon - lon) * np.float32(111.32) * np.cos((lat + to_lat) * np.float32(np.pi / 360))
    way: npt.NDArray[np.float32] = np.sqrt(north * north + east * east)
    return way
