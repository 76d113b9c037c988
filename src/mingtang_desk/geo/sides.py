"""Whether the sides of a polygon cross each other, and which."""

from collections.abc import Sequence

from mingtang_desk.geo.distance import Place, plane

type _Point = tuple[float, float]


def crossing_sides(corners: Sequence[Place]) -> tuple[int, int] | None:
    """Return two sides that meet although they are no neighbours, or lie on each other.

    A side is named by the index of the corner it begins at; None = all is well.
    """
    points = [plane(lat, lon, corners[0]) for lat, lon in corners]
    sides = list(zip(points, points[1:] + points[:1], strict=True))
    for i, one in enumerate(sides):
        for j in range(i + 1, len(sides)):
            neighbours = j == i + 1 or (i == 0 and j == len(sides) - 1)
            if neighbours:
                if _folds_back(one, sides[j]) or _folds_back(sides[j], one):
                    return i, j
            elif _meet(*one, *sides[j]):
                return i, j
    return None


def _turn(a: _Point, b: _Point, c: _Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _on(a: _Point, b: _Point, c: _Point) -> bool:
    """Whether c, on the line through a and b, lies between them."""
    return min(a[0], b[0]) <= c[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= c[1] <= max(a[1], b[1])


def _meet(a: _Point, b: _Point, c: _Point, d: _Point) -> bool:
    one, two, three, four = _turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b)
    if (one > 0) != (two > 0) and (three > 0) != (four > 0) and 0 not in (one, two, three, four):
        return True
    touching = ((one, a, b, c), (two, a, b, d), (three, c, d, a), (four, c, d, b))
    return any(turn == 0 and _on(p, q, r) for turn, p, q, r in touching)


def _folds_back(one: tuple[_Point, _Point], two: tuple[_Point, _Point]) -> bool:
    """Whether a side goes back over the one before it."""
    (a, b), (c, d) = one, two
    if b != c or _turn(a, b, d) != 0:
        return False
    return (b[0] - a[0]) * (d[0] - c[0]) + (b[1] - a[1]) * (d[1] - c[1]) < 0
