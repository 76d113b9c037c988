"""A town in words, of one language each: a reader of Chinese finds no Latin province in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

NEAR_M: Final = 2_000.0
"""Nearer than this it is said to be there."""
_REGIONS: Mapping[str, str] = {"HK": "香港", "MO": "澳门", "TW": "台湾"}
_PROVINCES: Mapping[str, str] = {
    "Anhui": "安徽省",
    "Beijing": "北京市",
    "Chongqing": "重庆市",
    "Fujian": "福建省",
    "Gansu": "甘肃省",
    "Guangdong": "广东省",
    "Guangxi": "广西",
    "Guizhou": "贵州省",
    "Hainan": "海南省",
    "Hebei": "河北省",
    "Heilongjiang": "黑龙江省",
    "Henan": "河南省",
    "Hubei": "湖北省",
    "Hunan": "湖南省",
    "Inner Mongolia": "内蒙古",
    "Jiangsu": "江苏省",
    "Jiangxi": "江西省",
    "Jilin": "吉林省",
    "Liaoning": "辽宁省",
    "Ningxia": "宁夏",
    "Qinghai": "青海省",
    "Shaanxi": "陕西省",
    "Shandong": "山东省",
    "Shanghai": "上海市",
    "Shanxi": "山西省",
    "Sichuan": "四川省",
    "Tianjin": "天津市",
    "Tibet": "西藏",
    "Xinjiang": "新疆",
    "Yunnan": "云南省",
    "Zhejiang": "浙江省",
}


@dataclass(frozen=True, slots=True)
class Town:
    """A town.

    Attributes:
        lat, lon: WGS-84 degrees.
        name: in Latin letters; chinese: "" where it has none.
        province, country: its province, and the code of its country.
    """

    lat: float
    lon: float
    name: str
    chinese: str
    province: str
    country: str


def can_say(town: Town, language: str) -> bool:
    """Return whether a town has words of a language; elsewhere than in China Latin ones will do."""
    at_home = town.country == "CN" or town.country in _REGIONS
    return language != "zh" or bool(town.chinese) or not at_home


def town_words(town: Town, metres: float, language: str) -> str:
    """Return a town, and how far it is where that is not near.

    Args:
        town: it.
        metres: to it.
        language: "zh", or anything else for English; towns elsewhere than in China that have no
            Chinese name are called as in English (`can_say` tells which towns will do).
    """
    name = _chinese(town) if language == "zh" else _latin(town)
    if metres < NEAR_M:
        return name
    far = f"{metres / 1000:.0f}"
    return f"距{name} {far} 公里" if language == "zh" else f"{far} km from {name}"


def _latin(town: Town) -> str:
    return ", ".join(each for each in (town.name, town.province, town.country) if each)


def _chinese(town: Town) -> str:
    if town.country == "CN":
        region = _PROVINCES.get(town.province, "")
    elif town.country in _REGIONS:
        region = _REGIONS[town.country]
    elif town.chinese:
        return f"{town.chinese}, {town.country}"
    else:
        return _latin(town)
    own = town.chinese
    return own if own.startswith(region) else region + own  # a municipality is not said twice
