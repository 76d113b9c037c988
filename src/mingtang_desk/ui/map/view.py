"""What a scene hands to whoever draws it: markers, a camera; and what a view has to offer."""

from dataclasses import dataclass
from typing import NamedTuple, Protocol

from mingtang_desk.ui.map.mercator import Bounds, Place


class Camera(NamedTuple):
    """The middle of what is seen, and how near."""

    centre: Place
    zoom: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A device on the map.

    Attributes:
        colour: its token of the theme.
        course_deg: where it heads, clockwise from north; None = stands, or not reported.
        stale: not heard or not located now; `age` says then since when.
        rows: label and value of each line of its popup; plain text.
    """

    uri: str
    name: str
    colour: str
    place: Place
    course_deg: float | None
    selected: bool
    stale: bool
    age: str
    rows: tuple[tuple[str, str], ...]


class MapView(Protocol):
    """Draws a scene: called when something of it changed."""

    def dress(self) -> None:
        """Take colours, words and the source of the tiles anew."""
        ...

    def show_scene(self) -> None:
        """Draw markers and tracks anew."""
        ...

    def go(self, camera: Camera) -> None:
        """Look at a place."""
        ...

    def fit(self, bounds: Bounds) -> None:
        """Show an area as large as possible, and tell the scene what that came to."""
        ...
