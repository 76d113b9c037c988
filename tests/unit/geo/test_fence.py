import pytest

from mingtang_desk.geo.fence import Circle, Crossing, Fence, Polygon, Seen

LAT, LON = 31.0, 121.0
M = 1 / 111195.08


def seen(time: float, north: float, kmh: float = 0.0, accuracy: float = 5.0) -> Seen:
    return Seen(time=time, lat=LAT + north * M, lon=LON, accuracy_m=accuracy, speed_kmh=kmh)


def walk(fence: Fence, *rows: Seen) -> list[tuple[str, float, float]]:
    events = [fence.step(row) for row in rows]
    return [(e.crossing.value, e.time, e.confirmed) for e in events if e]


def circle() -> Fence:
    return Fence(Circle(LAT, LON, 100.0))


def test_the_first_row_is_no_crossing() -> None:
    assert walk(circle(), seen(0, 500), seen(10, 500)) == []


def test_one_far_jump_is_not_believed() -> None:
    assert walk(circle(), seen(0, 0), seen(10, 300), seen(20, 0), seen(30, 300)) == []


def test_between_edge_and_margin_nothing_happens() -> None:
    rows = [seen(t, 110) for t in range(10, 400, 10)]
    assert walk(circle(), seen(0, 90), *rows, seen(400, 90)) == []


def test_an_exit_needs_two_rows_and_half_a_minute() -> None:
    events = walk(circle(), seen(0, 0), seen(10, 110), seen(20, 150), seen(30, 150), seen(50, 150))
    assert events == [("exit", 10, 50)]


def test_or_speed_away() -> None:
    rows = [seen(10, 130, 20), seen(20, 180, 20)]
    assert walk(circle(), seen(0, 0), *rows) == [("exit", 10, 20)]


def test_or_three_moving_rows() -> None:
    rows = [seen(10, 130, 5), seen(15, 131, 5), seen(20, 130, 5)]
    assert walk(circle(), seen(0, 0), *rows) == [("exit", 10, 20)]


def test_entering_needs_two_rows_or_a_silence() -> None:
    assert walk(circle(), seen(0, 200), seen(10, 50), seen(20, 50)) == [("enter", 10, 20)]
    assert walk(circle(), seen(0, 200), seen(100, 50)) == [("enter", 100, 100)]


def test_polygon_with_distance_to_its_edge() -> None:
    d = 200 * M
    square = Polygon(
        ((LAT - d, LON - d), (LAT - d, LON + d), (LAT + d, LON + d), (LAT + d, LON - d))
    )
    assert square.outside_m(LAT, LON) == pytest.approx(-171.4, abs=0.5)
    assert square.outside_m(LAT + 300 * M, LON) == pytest.approx(100, abs=0.5)
    assert square.size_m == pytest.approx(171.4, abs=0.5)
    fence = Fence(square)
    events = walk(fence, seen(0, 0), seen(10, 260, 20), seen(20, 300, 20))
    assert events == [(Crossing.EXIT.value, 10, 20)]


def test_polygon_over_the_date_line_and_one_without_width() -> None:
    area = Polygon(((-1.0, 179.0), (-1.0, -179.0), (1.0, -179.0), (1.0, 179.0)))
    assert area.outside_m(0.0, 180.0) < 0
    assert area.outside_m(0.0, -179.5) < 0
    assert area.outside_m(0.0, -178.0) > 0
    dot = Polygon(((1.0, 1.0), (1.0, 1.0), (1.0, 1.0)))
    assert dot.outside_m(1.0, 1.001) == pytest.approx(111.2, abs=0.1)
