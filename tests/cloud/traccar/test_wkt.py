"""Areas of Traccar, there and back; what is none of ours is no area."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.cloud.models_rides import Circle
from mingtang_desk.cloud.traccar.wkt import area_of, circle_text, polygon_text

LAT, LON = st.floats(-90, 90), st.floats(-180, 180)


@given(LAT, LON, st.floats(0.1, 1e6))
def test_a_circle_goes_there_and_back(lat: float, lon: float, radius: float) -> None:
    back = area_of(circle_text(Circle(lat=lat, lon=lon, radius_m=radius)))
    assert isinstance(back, Circle)
    assert back.lat == pytest.approx(lat, abs=1e-6)
    assert back.lon == pytest.approx(lon, abs=1e-6)
    assert back.radius_m == pytest.approx(radius, abs=0.06)


@given(st.lists(st.tuples(LAT, LON), min_size=3, max_size=20, unique_by=lambda c: round(c[0], 5)))
def test_a_polygon_goes_there_and_back(corners: list[tuple[float, float]]) -> None:
    back = area_of(polygon_text(tuple(corners)))
    assert isinstance(back, tuple)
    assert len(back) == len(corners)
    for (lat, lon), found in zip(corners, back, strict=True):
        assert found == pytest.approx((lat, lon), abs=1e-6)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "LINESTRING (22.5 114.0, 22.6 114.1)",
        "CIRCLE (91 114, 300)",
        "CIRCLE (22 114, 0)",
        "CIRCLE (22 114, 1e999)",
        "POLYGON ((22 114, 23 114))",
        "POLYGON ((22 114, 23 114, 23 x))",
        "POLYGON ((0 0, 9 0, 9 9, 0 0), (1 1, 2 1, 2 2, 1 1))",
        "POLYGON ((200 114, 23 114, 23 115, 200 114))",
    ],
)
def test_anything_else_is_no_area(text: str) -> None:
    assert area_of(text) is None


@given(st.text(max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    area_of(text)
