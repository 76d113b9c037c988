"""What lies under the pointer on the painted map, and which spot has the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from mingtang_desk.ui.map.painter_fleet import radius_of
from mingtang_desk.ui.map.painter_layers import HANDLE_RADIUS, MARK_RADIUS, area_path
from mingtang_desk.ui.map.painting import HIT
from mingtang_desk.ui.map.projection import Projection
from mingtang_desk.ui.map.scene import MapScene
from mingtang_desk.ui.map.view import Marker, Spot


class Hits:
    """Looks in the reverse order of drawing: what lies on top is hit.

    Attributes:
        focused: key of the spot that Enter opens, "" = none.
    """

    def __init__(self, scene: MapScene) -> None:
        self._scene = scene
        self.focused = ""

    def handle(self, at: QPointF, seen: Projection) -> str:
        """Return the key of a handle, "" = none; corners lie over what would make one."""
        handles = self._scene.sketch.shown.handles
        near = [each for each in handles if _far(seen.at(each.place), at) <= HANDLE_RADIUS + 4]
        near.sort(key=lambda each: (each.kind == "middle", _far(seen.at(each.place), at)))
        return near[0].key if near else ""

    def mark(self, at: QPointF, seen: Projection) -> tuple[str, str] | None:
        """Return layer and key of a mark."""
        layers = self._scene.context.map.layers
        for key in reversed(list(layers)):
            for mark in reversed(layers[key].marks):
                if _far(seen.at(mark.place), at) <= MARK_RADIUS + 1:
                    return key, mark.key
        return None

    def spot(self, at: QPointF, seen: Projection) -> Spot | None:
        """Return a battery or a cluster."""
        for spot in reversed(self._scene.fleet.spots):
            if _far(seen.spot(spot.x, spot.y), at) <= radius_of(spot) + 3:
                return spot
        return None

    def marker(self, at: QPointF, seen: Projection) -> Marker | None:
        """Return a device."""
        near = [
            each
            for each in self._scene.markers
            if not each.twin and _far(seen.at(each.place), at) <= HIT
        ]
        return min(near, key=lambda each: _far(seen.at(each.place), at), default=None)

    def area(self, at: QPointF, seen: Projection) -> tuple[str, str] | None:
        """Return layer and key of an area; the smallest that is there."""
        found = [
            (path.boundingRect().width(), layer, area.key)
            for layer in self._scene.context.map.layers
            for area in self._scene.sketch.areas(layer)
            if (path := area_path(area, seen)).contains(at)
        ]
        return min(found)[1:] if found else None

    def title(self, at: QPointF, seen: Projection) -> str:
        """Return what is said of what lies there, "" = nothing."""
        handle = self.handle(at, seen)
        if handle:
            shown = self._scene.sketch.shown.handles
            return next((each.title for each in shown if each.key == handle), "")
        mark = self.mark(at, seen)
        if mark is not None:
            marks = self._scene.context.map.layers[mark[0]].marks
            return _plain(next(each.title for each in marks if each.key == mark[1]))
        spot = self.spot(at, seen)
        if spot is not None:
            return _plain(spot.title)
        marker = self.marker(at, seen)
        if marker is not None:
            return _plain(marker.name)
        area = self.area(at, seen)
        if area is None:
            return ""
        areas = self._scene.sketch.areas(area[0])
        return _plain(next(each.title for each in areas if each.key == area[1]))

    def next(self, *, back: bool) -> None:
        """Give the keyboard to the next spot."""
        keys = [spot.key for spot in sorted(self._scene.fleet.spots, key=lambda s: (s.y, s.x))]
        if not keys:
            self.focused = ""
        elif self.focused not in keys:
            self.focused = keys[-1 if back else 0]
        else:
            self.focused = keys[(keys.index(self.focused) + (-1 if back else 1)) % len(keys)]


def _far(one: QPointF, other: QPointF) -> float:
    way = one - other
    return float(max(abs(way.x()), abs(way.y())))


def _plain(text: str) -> str:
    """Return a tooltip that shows a text as it is, for Qt takes what looks like HTML for it."""
    from html import escape

    return f"<qt>{escape(text)}</qt>" if "<" in text or "&" in text else text
