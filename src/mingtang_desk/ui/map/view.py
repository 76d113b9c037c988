"""What a scene hands to whoever draws it: markers, a camera; and what a view has to offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

from mingtang_desk.ui.map.mercator import Bounds, Place
from mingtang_desk.ui.map.overlays import Area, Mark


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
        twin: drawn as a battery of the fleet already, its track alone is drawn here.
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
    twin: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A battery of the fleet, or several that are drawn as one.

    Attributes:
        key: says which it is when it is hit.
        x, y: where, in the datum of the map, in the picture of the world one tile wide.
        count: how many it stands for.
        title: said on hover and to those who cannot see it; plain text.
        colour: token of its fill; `sign` says the same without colour.
        tag: short words below it, "" = none.
        signed: of several, how many have the sign.
        accuracy_m: how far off it may be, None = not known.
    """

    key: str
    x: float
    y: float
    count: int
    title: str
    colour: str
    sign: str
    tag: str = ""
    signed: int = 0
    course_deg: float | None = None
    accuracy_m: float | None = None
    selected: bool = False
    stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is told of a battery beside it, or which batteries lie on one spot.

    Attributes:
        spot: key of what it belongs to. x, y: as of a `Spot`.
        rows: label and value. buttons: key and text. members: number and text.
        more: said below the members. All plain text.
    """

    spot: str
    x: float
    y: float
    title: str
    rows: tuple[tuple[str, str], ...] = ()
    buttons: tuple[tuple[str, str], ...] = ()
    members: tuple[tuple[str, str], ...] = ()
    more: str = ""
    stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Handle:
    """Something of an area that can be dragged.

    Attributes:
        key: told with each drag. kind: centre, rim, corner or middle (it makes a corner).
        chosen: the one that Delete takes away.
    """

    key: str
    place: Place
    kind: str
    title: str
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketched:
    """What is being drawn by hand, and what can be dragged."""

    area: Area | None = None
    line: tuple[Place, ...] = ()
    handles: tuple[Handle, ...] = ()


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

    def show_fleet(self) -> None:
        """Draw the batteries of the fleet anew."""
        ...

    def show_card(self) -> None:
        """Show the card of the fleet, or none."""
        ...

    def show_layer(self, key: str) -> None:
        """Draw a layer anew; one that is gone is drawn no more."""
        ...

    def show_mark(self, key: str, mark: Mark) -> None:
        """Draw one mark of a layer anew."""
        ...

    def show_sketch(self) -> None:
        """Draw what is being drawn by hand, and what can be dragged."""
        ...

    def width(self) -> int:
        """How wide it is, pixels."""
        ...

    def height(self) -> int:
        """How high it is, pixels."""
        ...
