"""Places as people write them, and positions that are none."""

import math

import pytest

from mingtang_desk.geo.places import is_nowhere, read_place, write_place


@pytest.mark.parametrize(
    "text",
    [
        "22.5,114",
        "22.5, 114.0",
        " 22.5 114 ",
        "22.5；114",
        "\uff12\uff12.\uff15，\uff11\uff11\uff14",
        "(22.5°, 114°)",
        "22.5、114",
    ],
)
def test_they_are_read(text: str) -> None:
    assert read_place(text) == (22.5, 114.0)


@pytest.mark.parametrize(
    "text", ["", "22.5", "x, y", "91, 0", "0, 181", "1,2,3", "nan, nan", "1e5,2"]
)
def test_what_is_none(text: str) -> None:
    assert read_place(text) is None


def test_signs_and_the_way_back() -> None:
    assert read_place("−33.9,151.2") == (-33.9, 151.2)
    assert read_place(write_place((-33.9, 151.2))) == (-33.9, 151.2)


@pytest.mark.parametrize(
    ("lat", "lon", "nowhere"),
    [
        (None, 114.0, True),
        (22.5, None, True),
        (0.0, 0.0, True),
        (0.0, 114.0, False),
        (91.0, 0.0, True),
        (0.0, 181.0, True),
        (math.nan, 114.0, True),
        (22.5, 114.0, False),
    ],
)
def test_positions_that_are_none(lat: float | None, lon: float | None, nowhere: bool) -> None:
    assert is_nowhere(lat, lon) is nowhere
