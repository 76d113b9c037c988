"""Fewer points, the same line."""

from mingtang_desk.geo.simplify import simplified


def test_a_straight_ride_is_its_two_ends() -> None:
    places = [(22.5 + n * 1e-4, 114.0) for n in range(100)]
    assert simplified(places, 5.0) == [0, 99]


def test_corners_stay() -> None:
    places = [(22.5, 114.0 + n * 1e-3) for n in range(10)]
    places += [(22.5 + n * 1e-3, 114.009) for n in range(1, 10)]
    assert simplified(places, 5.0) == [0, 9, 18]


def test_a_way_there_and_back_keeps_its_turning_point() -> None:
    places = [(22.5, 114.0), (22.51, 114.0), (22.5, 114.0)]
    assert simplified(places, 5.0) == [0, 1, 2]


def test_few_places_are_all_kept() -> None:
    assert simplified([], 5.0) == []
    assert simplified([(1.0, 1.0), (1.0, 1.0)], 5.0) == [0, 1]
    assert simplified([(1.0, 1.0)] * 4, 5.0) == [0, 3]
