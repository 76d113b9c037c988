"""Drawing and dragging by hand: one behaviour for both views, which only say where the pointer is.

A circle is drawn by a press and a drag, or by two clicks; a polygon by clicks, ended by a double
click, Enter or a click on its first corner; Escape gives up. An area that is editable has handles.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QObject, Signal

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.geo.distance import M_PER_DEG, haversine_m
from mingtang_desk.ui.map.mercator import Place, world
from mingtang_desk.ui.map.overlays import Area, MapDesk, Shape
from mingtang_desk.ui.map.view import Handle, Sketched

_DRAG_PX = 4.0
_CLOSE_PX = 10.0
_MOST_CORNERS = 200
_TITLES = {
    "centre": QT_TRANSLATE_NOOP("Map", "Drag to move"),
    "rim": QT_TRANSLATE_NOOP("Map", "Drag to change the radius"),
    "corner": QT_TRANSLATE_NOOP("Map", "Drag the corner; Delete removes it"),
    "middle": QT_TRANSLATE_NOOP("Map", "Drag to add a corner"),
}
HINTS = {
    Shape.CIRCLE: QT_TRANSLATE_NOOP(
        "Map", "Press at the middle and drag, or click the middle and then the rim. Esc cancels."
    ),
    Shape.POLYGON: QT_TRANSLATE_NOOP(
        "Map",
        "Click the corners; a double click or Enter ends, Backspace takes one back, Esc cancels.",
    ),
    Shape.PLACE: QT_TRANSLATE_NOOP("Map", "Click the place. Esc cancels."),
}


class Sketch(QObject):
    """What is drawn and dragged; `changed` after each step.

    Args:
        desk: hears of what came of it.
        zoom: tells how near the map is looked at.
    """

    changed = Signal()

    def __init__(self, desk: MapDesk, zoom: Callable[[], int], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._zoom = desk, zoom
        self._points: list[Place] = []
        self._cursor: Place | None = None
        self._pressed: Place | None = None
        self._edited: dict[tuple[str, str], Area] = {}
        self._base: Area | None = None
        self._dragged: tuple[str, Place] | None = None
        self._chosen = ""
        desk.draw_changed.connect(self._begin)
        desk.changed.connect(self._layer_changed)

    @property
    def drawing(self) -> Shape | None:
        """What is drawn now."""
        return self._desk.drawing

    @property
    def shown(self) -> Sketched:
        """What a view shows of it."""
        if self.drawing is None:
            return Sketched(handles=tuple(self._handles()))
        trail = tuple(self._points) if self._cursor is None else (*self._points, self._cursor)
        if self.drawing is Shape.CIRCLE and len(trail) == 2:
            radius = haversine_m(*trail[0], *trail[1])
            return Sketched(
                area=Area(key="", centre=trail[0], radius_m=radius, dashed=True, selected=True),
                line=trail,
            )
        if self.drawing is Shape.POLYGON and len(trail) > 2:
            return Sketched(area=Area(key="", corners=trail, dashed=True, selected=True))
        return Sketched(line=trail if self._points else ())

    def areas(self, layer: str) -> tuple[Area, ...]:
        """Return the areas of a layer as they lie under the hand."""
        found = self._desk.layers.get(layer)
        return (
            ()
            if found is None
            else tuple(self._edited.get((layer, area.key), area) for area in found.areas)
        )

    # --- drawing ---------------------------------------------------------------------------------

    def press(self, place: Place) -> None:
        """Hear that the button went down."""
        if self.drawing is None:
            return
        self._pressed = self._cursor = place
        if self.drawing is Shape.CIRCLE and not self._points:
            self._points = [place]
        self.changed.emit()

    def move(self, place: Place) -> None:
        """Hear where the pointer is."""
        if self.drawing is not None and (self._points or self._pressed is not None):
            self._cursor = place
            self.changed.emit()

    def release(self, place: Place) -> None:
        """Hear that the button went up."""
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            return
        self._cursor = place
        match self.drawing:
            case Shape.PLACE:
                self._desk.finish(Area(key="", centre=place))
            case Shape.CIRCLE:
                if self._px(self._points[0], place) >= _DRAG_PX:
                    radius = haversine_m(*self._points[0], *place)
                    self._desk.finish(Area(key="", centre=self._points[0], radius_m=radius))
            case Shape.POLYGON:
                self._corner(place)
        self.changed.emit()

    def double(self) -> None:
        """Hear a double click, after its two clicks."""
        self._close()

    def key(self, name: str) -> bool:
        """Hear a key ("Escape", "Enter", "Backspace", "Delete"); return whether it meant this."""
        if self.drawing is None:
            return name == "Delete" and self._remove()
        if name == "Escape":
            self._desk.draw(None)
        elif name == "Enter":
            self._close()
        elif name == "Backspace" and self._points:
            self._points.pop()
            self.changed.emit()
        else:
            return False
        return True

    # --- dragging --------------------------------------------------------------------------------

    def choose(self, handle: str) -> None:
        """Choose a handle, "" = none: Delete takes a corner away."""
        if handle != self._chosen:
            self._chosen = handle
            self.changed.emit()

    def drag(self, handle: str, place: Place, *, end: bool) -> None:
        """Hear that a handle is dragged; at the `end` the desk is told."""
        found = self._of(handle)
        if found is None:
            return
        layer, area, part = found
        if self._base is None or self._base.key != area.key:
            self._base = area
        changed = dragged(self._base, part, place)
        self._edited[layer, area.key] = changed
        if not end:
            self._dragged = (handle, place)
            self.changed.emit()
            return
        self._base = self._dragged = None
        if part.startswith("m"):
            self._chosen = _key(layer, area.key, f"c{int(part[1:]) + 1}")
        self.changed.emit()
        self._desk.edited.emit(layer, changed)

    # --- inside ----------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._points, self._cursor, self._pressed = [], None, None
        self._chosen = ""
        self.changed.emit()

    def _layer_changed(self, layer: str) -> None:
        if self._dragged is None or not self._dragged[0].startswith(layer + "\n"):
            self._edited = {key: area for key, area in self._edited.items() if key[0] != layer}
            self.changed.emit()

    def _corner(self, place: Place) -> None:
        if self._points and self._px(self._points[-1], place) < _DRAG_PX:
            return  # the second click of a double click
        if len(self._points) >= 3 and self._px(self._points[0], place) < _CLOSE_PX:
            self._close()
        elif len(self._points) < _MOST_CORNERS:
            self._points.append(place)

    def _close(self) -> None:
        if self.drawing is Shape.POLYGON and len(self._points) >= 3:
            self._desk.finish(Area(key="", corners=tuple(self._points)))

    def _remove(self) -> bool:
        found = self._of(self._chosen)
        if found is None or not found[2].startswith("c") or found[2] == "centre":
            return False
        layer, area, part = found
        at = int(part[1:])
        if len(area.corners) <= 3 or at >= len(area.corners):
            return False
        corners = (*area.corners[:at], *area.corners[at + 1 :])
        changed = self._edited[layer, area.key] = replace(area, corners=corners)
        self._chosen = ""
        self.changed.emit()
        self._desk.edited.emit(layer, changed)
        return True

    def _of(self, handle: str) -> tuple[str, Area, str] | None:
        layer, _, rest = handle.partition("\n")
        key, _, part = rest.partition("\n")
        area = next((each for each in self.areas(layer) if each.key == key), None)
        return None if area is None or not area.editable else (layer, area, part)

    def _handles(self) -> Iterator[Handle]:
        for layer in self._desk.layers:
            for area in self.areas(layer):
                if area.editable:
                    yield from self._of_area(layer, area)

    def _of_area(self, layer: str, area: Area) -> Iterator[Handle]:
        for part, place in parts(area):
            key = _key(layer, area.key, part)
            if self._dragged is not None and self._dragged[0] == key:
                place = self._dragged[1]
            kind = {"c": "corner", "m": "middle"}.get(part[0], part)
            kind = "centre" if part == "centre" else kind
            title = QCoreApplication.translate("Map", _TITLES[kind])
            yield Handle(key=key, place=place, kind=kind, title=title, chosen=key == self._chosen)

    def _px(self, one: Place, other: Place) -> float:
        zoom = self._zoom()
        (ax, ay), (bx, by) = world(one, zoom), world(other, zoom)
        return math.hypot(ax - bx, ay - by)


def parts(area: Area) -> Iterator[tuple[str, Place]]:
    """Yield what of an area can be dragged: its name and where it is."""
    if area.centre is not None:
        lat, lon = area.centre
        east = area.radius_m / (M_PER_DEG * max(math.cos(math.radians(lat)), 1e-6))
        yield "centre", area.centre
        yield "rim", Place(lat, lon + east)
    elif area.corners:
        count = len(area.corners)
        yield "centre", middle(area)
        for at, place in enumerate(area.corners):
            after = area.corners[(at + 1) % count]
            if count < _MOST_CORNERS:
                yield f"m{at}", Place((place.lat + after.lat) / 2, (place.lon + after.lon) / 2)
            yield f"c{at}", place


def middle(area: Area) -> Place:
    """Return the middle of a polygon's corners."""
    count = len(area.corners)
    return Place(
        sum(each.lat for each in area.corners) / count,
        sum(each.lon for each in area.corners) / count,
    )


def dragged(area: Area, part: str, place: Place) -> Area:
    """Return an area after one of its `parts` was dragged to a place."""
    if part == "rim" and area.centre is not None:
        return replace(area, radius_m=max(haversine_m(*area.centre, *place), 1.0))
    if part == "centre":
        if area.centre is not None:
            return replace(area, centre=place)
        old = middle(area)
        north, east = place.lat - old.lat, place.lon - old.lon
        moved = tuple(Place(each.lat + north, each.lon + east) for each in area.corners)
        return replace(area, corners=moved)
    at, corners = int(part[1:]), tuple(area.corners)
    if part.startswith("m"):
        return replace(area, corners=(*corners[: at + 1], place, *corners[at + 1 :]))
    return replace(area, corners=(*corners[:at], place, *corners[at + 1 :]))


def _key(layer: str, area: str, part: str) -> str:
    return f"{layer}\n{area}\n{part}"
