"""What other panels put on the map: lines, marks, areas; and what is drawn there by hand.

One `MapDesk` a window, in the context of every panel. Whoever has a layer puts it under its key and
takes it away when it ends; the map panel draws all of them, whichever view it has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from mingtang_desk.ui.map.mercator import Bounds, Place, bounds_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A way.

    Attributes:
        colour: token of the theme, where `colours` does not say otherwise.
        colours: one "#rrggbb" or token for each stretch between two points; () = one colour.
        width: pixels. dashed: where it is not certain.
    """

    points: Sequence[Place]
    colour: str = "accent"
    colours: Sequence[str] = ()
    width: float = 3.0
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place with a sign.

    Attributes:
        key: told when it is clicked. icon: of the icon set, "" = a dot.
        title: said beside it on hover, plain text. label: always shown, short.
        course_deg: an arrow that way, None = none.
    """

    key: str
    place: Place
    icon: str = ""
    colour: str = "accent"
    title: str = ""
    label: str = ""
    course_deg: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A circle (`centre`, `radius_m`) or a polygon (`corners`).

    Attributes:
        editable: centre, rim and corners can be dragged; `MapDesk.edited` tells.
    """

    key: str
    centre: Place | None = None
    radius_m: float = 0.0
    corners: Sequence[Place] = ()
    colour: str = "accent"
    title: str = ""
    selected: bool = False
    editable: bool = False
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """What one panel shows."""

    lines: Sequence[Line] = ()
    marks: Sequence[Mark] = ()
    areas: Sequence[Area] = ()


class Shape(StrEnum):
    """What can be drawn by hand."""

    CIRCLE = "circle"
    POLYGON = "polygon"
    PLACE = "place"


class MapDesk(QObject):
    """The layers of the map.

    Signals: `changed(key)` another layer, or none, under that key; `moved(key, mark)` one mark of a
    layer alone changed (the cursor of a playback, many times a second); `look(bounds)` look there;
    `wanted()` bring the map up; `draw_changed()` something else is to be drawn by hand.
    From the map: `clicked(layer, key)` a mark or an area was clicked; `edited(layer, area)` an area
    was dragged; `drawn(area)` drawing ended (a `PLACE` is an area with a centre and no radius).
    """

    changed = Signal(str)
    moved = Signal(str, object)
    look = Signal(object)
    wanted = Signal()
    draw_changed = Signal()
    clicked = Signal(str, str)
    edited = Signal(str, object)
    drawn = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layers: dict[str, Layer] = {}
        self._drawing: Shape | None = None
        self._wanted: Bounds | None = None

    @property
    def layers(self) -> Mapping[str, Layer]:
        """All layers in the order they were first put."""
        return self._layers

    @property
    def drawing(self) -> Shape | None:
        """What is to be drawn by hand now, None = nothing."""
        return self._drawing

    def put(self, key: str, layer: Layer) -> None:
        """Show a layer, in place of the one under that key."""
        if self._layers.get(key) != layer:
            self._layers[key] = layer
            self.changed.emit(key)

    def remove(self, key: str) -> None:
        """Take a layer away; one that is not there is no error."""
        if self._layers.pop(key, None) is not None:
            self.changed.emit(key)

    def move(self, key: str, mark: Mark) -> None:
        """Put one mark of a layer elsewhere, or add it; cheaper than another layer."""
        layer = self._layers.get(key, Layer())
        marks = [each for each in layer.marks if each.key != mark.key]
        self._layers[key] = Layer(lines=layer.lines, marks=(*marks, mark), areas=layer.areas)
        self.moved.emit(key, mark)

    def look_at(self, places: Sequence[Place], *, bring_up: bool = True) -> None:
        """Show some places as large as possible; none are no error, nor are such of no earth."""
        bounds: Bounds | None = bounds_of(
            [place for place in places if abs(place.lat) <= 90.0 and abs(place.lon) <= 180.0]
        )
        if bounds is not None:
            self._wanted = bounds
            if bring_up:
                self.wanted.emit()
            self.look.emit(bounds)

    def take_look(self) -> Bounds | None:
        """Return where to look, once: for a map that came up only because it was wanted."""
        bounds, self._wanted = self._wanted, None
        return bounds

    def draw(self, shape: Shape | None) -> None:
        """Let the user draw something, or nothing any more."""
        if shape is not self._drawing:
            self._drawing = shape
            self.draw_changed.emit()
            if shape is not None:
                self.wanted.emit()

    def finish(self, area: Area) -> None:
        """Hear from the map what was drawn."""
        self.draw(None)
        self.drawn.emit(area)
