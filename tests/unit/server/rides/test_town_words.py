"""A town is said in one language, not in two at once."""

import re

import pytest

from mingtang_desk.server.rides.address import nearest, towns
from mingtang_desk.server.rides.town_words import _PROVINCES, Town, can_say, town_words

SHENZHEN = Town(22.546, 114.068, "Shenzhen", "深圳市", "Guangdong", "CN")
LATIN = re.compile("[A-Za-z]")
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize(
    ("town", "metres", "english", "chinese"),
    [
        (SHENZHEN, 500.0, "Shenzhen, Guangdong, CN", "广东省深圳市"),
        (SHENZHEN, 12_400.0, "12 km from Shenzhen, Guangdong, CN", "距广东省深圳市 12 公里"),
        (Town(0, 0, "Beijing", "北京市", "Beijing", "CN"), 0.0, "Beijing, Beijing, CN", "北京市"),
        (Town(0, 0, "Sha Tin", "沙田", "Sha Tin", "HK"), 0.0, "Sha Tin, Sha Tin, HK", "香港沙田"),
        (Town(0, 0, "Tokyo", "东京", "Tokyo", "JP"), 0.0, "Tokyo, Tokyo, JP", "东京, JP"),
        (
            Town(0, 0, "Lyon", "", "Rhône", "FR"),
            3e3,
            "3 km from Lyon, Rhône, FR",
            "距Lyon, Rhône, FR 3 公里",
        ),
    ],
)
def test_both_languages(town: Town, metres: float, english: str, chinese: str) -> None:
    assert town_words(town, metres, "en") == english
    assert town_words(town, metres, "zh") == chinese


def test_no_town_of_china_is_said_in_two_languages() -> None:
    every = [town for cell in towns().values() for town in cell if town.country == "CN"]
    assert len(every) > 4000
    assert {town.province for town in every} - {""} <= set(_PROVINCES)
    for town in every:
        assert not CHINESE.search(town_words(town, 0, "en")), town
        if can_say(town, "zh"):
            assert not LATIN.search(town_words(town, 0, "zh")), town


def test_a_chinese_reader_gets_the_nearest_town_that_has_a_chinese_name() -> None:
    english, chinese = nearest(22.5, 114.0, "en"), nearest(22.5, 114.0, "zh")
    assert english is not None
    assert chinese is not None
    assert english[0].chinese == ""
    assert chinese[0].chinese
    assert english[1] < chinese[1] < 20_000
    abroad = nearest(45.76, 4.83, "zh")
    assert abroad == nearest(45.76, 4.83, "en")
