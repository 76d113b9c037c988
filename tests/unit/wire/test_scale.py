"""Scales are exact both ways on every raw value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.wire.scale import TENTH_KELVIN, UNITY, Scale

SCALES = [
    UNITY,
    TENTH_KELVIN,
    *(Scale(den=den, num=num) for den in (10, 100, 1000) for num in (1, -1)),
]


@pytest.mark.parametrize("scale", SCALES, ids=str)
def test_every_16_bit_value_comes_back(scale: Scale) -> None:
    for raw in range(-0x8000, 0x10000):
        assert scale.to_wire(scale.to_model(raw)) == raw


@given(
    den=st.sampled_from([1, 10, 100, 1000, 10_000]),
    num=st.sampled_from([1, -1, 2, 5]),
    offset=st.integers(-400_000, 400_000),
    raw=st.integers(-(2**31), 2**32 - 1),
)
def test_any_scale_comes_back(den: int, num: int, offset: int, raw: int) -> None:
    scale = Scale(den=den, num=num, offset=offset)
    assert scale.to_wire(scale.to_model(raw)) == raw


@pytest.mark.parametrize(
    ("scale", "raw", "value"),
    [
        (Scale(den=100), 4718, 47.18),
        (Scale(den=1000), 3629, 3.629),
        (TENTH_KELVIN, 3006, 27.5),
        (TENTH_KELVIN, 3009, 27.8),
        (TENTH_KELVIN, 2531, -20.0),
        (Scale(den=100, num=-1), -4500, 45.0),
    ],
)
def test_values_are_the_nearest_floats(scale: Scale, raw: int, value: float) -> None:
    assert scale.to_model(raw) == value
    assert scale.to_wire(value) == raw


def test_step_is_the_smallest_difference() -> None:
    assert Scale(den=100, num=-1).step == 0.01
    assert TENTH_KELVIN.step == 0.1
    assert UNITY.step == 1
