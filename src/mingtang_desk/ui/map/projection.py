"""Where things lie in a painted map: what it shows, in pixels."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF

from mingtang_desk.ui.map.mercator import Place, place_at, world
from mingtang_desk.ui.map.shift import Shift


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """A part of the picture of the whole world.

    Attributes:
        left, top: its corner, pixels of that picture. width, height: pixels.
        shift: to the datum of the map.
    """

    left: float
    top: float
    width: float
    height: float
    zoom: int
    shift: Shift

    def at(self, place: Place) -> QPointF:
        """Return where a place, WGS-84, is drawn."""
        return self.drawn(place if self.shift.none else self.shift.out(place))

    def drawn(self, place: Place) -> QPointF:
        """Return where a place in the datum of the map is drawn."""
        x, y = world(place, self.zoom)
        return QPointF(x - self.left, y - self.top)

    def spot(self, x: float, y: float) -> QPointF:
        """Return where a point of the world one tile wide is drawn."""
        scale = 2.0**self.zoom
        return QPointF(x * scale - self.left, y * scale - self.top)

    def place(self, at: QPointF) -> Place:
        """Return which place, WGS-84, is drawn there."""
        found = place_at(self.left + at.x(), self.top + at.y(), self.zoom)
        return found if self.shift.none else self.shift.back(found)
