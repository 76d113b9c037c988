"""Sides of polygons that cross, touch or lie on each other."""

import pytest

from mingtang_desk.geo.sides import crossing_sides

SQUARE = ((22.49, 113.99), (22.49, 114.01), (22.51, 114.01), (22.51, 113.99))


@pytest.mark.parametrize(
    ("corners", "sides"),
    [
        (SQUARE, None),
        (SQUARE[::-1], None),
        ((SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]), (0, 2)),
        ((*SQUARE, (22.50, 114.00)), None),
        ((*SQUARE, (22.50, 114.02)), (1, 3)),
        (((0.0, 179.99), (0.0, -179.99), (0.02, -179.99), (0.02, 179.99)), None),
        (((0.0, 179.99), (0.02, -179.99), (0.0, -179.99), (0.02, 179.99)), (0, 2)),
        (((0.0, 0.0), (0.0, 0.1), (0.0, 0.05)), (0, 1)),  # it goes back over itself
        (((0.0, 0.0), (0.0, 0.2), (0.1, 0.1), (0.0, 0.1), (0.1, 0.0)), (0, 2)),  # it touches
    ],
)
def test_the_first_two_that_meet_are_named(
    corners: tuple[tuple[float, float], ...], sides: tuple[int, int] | None
) -> None:
    assert crossing_sides(corners) == sides
