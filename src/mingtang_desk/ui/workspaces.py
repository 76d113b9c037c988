"""The four workspaces: which docks stand where at first, and how much room each of them gets.

A row names a panel by its key; a key that no panel has is left out, so a table may name panels that
a build goes without.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.spec import Area

LEFT, CENTRE, RIGHT = Area.LEFT, Area.CENTRE, Area.RIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one dock stands at first.

    Attributes:
        key: of the panel.
        share: of the height of its column, in relation to the others in it.
        pixels: a first height of its own instead of a share, 0 = none.
        tab_with: key of the dock whose place it shares, behind it; "" = a place of its own.
        low_tab: the same where the window is too low for a place of its own; low_share: its share
            there, 0 = the same.
        closed: it is not open at first; opened it comes up in this place.
    """

    key: str
    area: Area
    share: int = 1
    pixels: int = 0
    tab_with: str = ""
    low_tab: str = ""
    low_share: int = 0
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """How wide a column beside the middle is: a share of the window, between two limits."""

    percent: float
    least: int
    most: int

    def width(self, window: int) -> int:
        """Return its width in pixels in a window of this width."""
        return max(self.least, min(self.most, int(window * self.percent / 100)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """One arrangement of the window for one kind of work.

    Attributes:
        key: stable name, in preferences too.
        title: marked for translation in context "Workspace".
        hint: who it is for, same context.
        places: in the order of each column from the top.
        big: the figures of the headline are large enough to be read from two metres.
        slim: in a low window they are one line, for the middle has better use of the room.
        first: panels that get the keyboard at first, the first one that is there.
    """

    key: str
    title: str
    hint: str
    shortcut: str
    left: Column
    right: Column
    places: tuple[Place, ...]
    big: bool = False
    slim: bool = False
    first: tuple[str, ...] = ("cells", "devices")


LOW_PX = 800
"""A window lower than this has no room for three panels above each other."""

DEVICES_PX = 236
"""The list of devices has room for three."""

_SIDE = Column(percent=22, least=256, most=330)
_FORMS = Column(percent=27.5, least=372, most=410)

WORKSPACES: tuple[Workspace, ...] = (
    Workspace(
        key="bench",
        title=QT_TRANSLATE_NOOP("Workspace", "Bench"),
        hint=QT_TRANSLATE_NOOP("Workspace", "Read, set and repair one pack"),
        shortcut="Ctrl+1",
        left=_SIDE,
        right=_FORMS,
        places=(
            Place(key="devices", area=LEFT, pixels=DEVICES_PX),
            Place(key="status", area=LEFT),
            Place(key="cells", area=CENTRE, share=54),
            Place(key="plot", area=CENTRE, share=46),
            Place(key="frames", area=CENTRE, tab_with="plot"),
            Place(key="map", area=CENTRE, tab_with="plot"),
            Place(key="bank", area=CENTRE, tab_with="plot"),
            Place(key="link", area=CENTRE, tab_with="plot"),
            Place(key="bench_check", area=CENTRE, tab_with="plot"),
            Place(key="jobs", area=CENTRE, tab_with="plot"),
            Place(key="settings", area=RIGHT, share=50),
            Place(key="calibration", area=RIGHT, tab_with="settings"),
            Place(key="control", area=RIGHT, share=29),
            Place(key="journal", area=RIGHT, share=21, low_tab="control"),
            Place(key="stats", area=RIGHT, tab_with="journal"),
            Place(key="extend", area=RIGHT, tab_with="journal"),
            Place(key="fleet", area=RIGHT, tab_with="journal", closed=True),
            Place(key="track", area=RIGHT, tab_with="journal", closed=True),
            Place(key="mileage", area=RIGHT, tab_with="journal", closed=True),
            Place(key="alarms", area=RIGHT, tab_with="journal", closed=True),
            Place(key="fences", area=RIGHT, tab_with="journal", closed=True),
            Place(key="battery", area=RIGHT, tab_with="journal", closed=True),
            Place(key="instructions", area=RIGHT, tab_with="journal", closed=True),
            Place(key="account", area=RIGHT, tab_with="journal", closed=True),
        ),
    ),
    Workspace(
        key="eol",
        title=QT_TRANSLATE_NOOP("Workspace", "EOL"),
        hint=QT_TRANSLATE_NOOP("Workspace", "End-of-line test: few panels, large figures"),
        shortcut="Ctrl+2",
        left=Column(percent=26, least=280, most=420),
        right=_FORMS,
        places=(
            Place(key="devices", area=LEFT, pixels=DEVICES_PX),
            Place(key="status", area=LEFT),
            Place(key="cells", area=CENTRE),
            Place(key="plot", area=CENTRE, tab_with="cells", closed=True),
            Place(key="frames", area=CENTRE, tab_with="cells", closed=True),
            Place(key="map", area=CENTRE, tab_with="cells", closed=True),
            Place(key="bank", area=CENTRE, tab_with="cells", closed=True),
            Place(key="link", area=CENTRE, tab_with="cells", closed=True),
            Place(key="bench_check", area=CENTRE, tab_with="cells", closed=True),
            Place(key="jobs", area=CENTRE, tab_with="cells", closed=True),
            Place(key="settings", area=RIGHT, share=60, closed=True),
            Place(key="calibration", area=RIGHT, tab_with="settings", closed=True),
            Place(key="control", area=RIGHT, share=40, closed=True),
            Place(key="journal", area=LEFT, tab_with="status", closed=True),
            Place(key="stats", area=LEFT, tab_with="status", closed=True),
            Place(key="extend", area=LEFT, tab_with="status", closed=True),
            Place(key="fleet", area=LEFT, tab_with="status", closed=True),
            Place(key="track", area=LEFT, tab_with="status", closed=True),
            Place(key="mileage", area=LEFT, tab_with="status", closed=True),
            Place(key="alarms", area=LEFT, tab_with="status", closed=True),
            Place(key="fences", area=LEFT, tab_with="status", closed=True),
            Place(key="battery", area=LEFT, tab_with="status", closed=True),
            Place(key="instructions", area=LEFT, tab_with="status", closed=True),
            Place(key="account", area=LEFT, tab_with="status", closed=True),
        ),
        big=True,
    ),
    Workspace(
        key="support",
        title=QT_TRANSLATE_NOOP("Workspace", "Support"),
        hint=QT_TRANSLATE_NOOP("Workspace", "Replay a log and find the cause"),
        shortcut="Ctrl+3",
        left=_SIDE,
        right=Column(percent=29, least=360, most=460),
        places=(
            Place(key="devices", area=LEFT, pixels=DEVICES_PX),
            Place(key="status", area=LEFT),
            Place(key="plot", area=CENTRE, share=58),
            Place(key="cells", area=CENTRE, share=42),
            Place(key="map", area=RIGHT, share=50),
            Place(key="frames", area=RIGHT, tab_with="map"),
            Place(key="bank", area=RIGHT, tab_with="map"),
            Place(key="link", area=RIGHT, tab_with="map"),
            Place(key="bench_check", area=RIGHT, tab_with="map", closed=True),
            Place(key="jobs", area=RIGHT, tab_with="map", closed=True),
            Place(key="journal", area=RIGHT, share=50),
            Place(key="stats", area=RIGHT, tab_with="journal"),
            Place(key="extend", area=RIGHT, tab_with="journal"),
            Place(key="settings", area=RIGHT, tab_with="journal", closed=True),
            Place(key="calibration", area=RIGHT, tab_with="journal", closed=True),
            Place(key="control", area=RIGHT, tab_with="journal", closed=True),
            Place(key="fleet", area=RIGHT, tab_with="journal", closed=True),
            Place(key="track", area=RIGHT, tab_with="journal", closed=True),
            Place(key="mileage", area=RIGHT, tab_with="journal", closed=True),
            Place(key="alarms", area=RIGHT, tab_with="journal", closed=True),
            Place(key="fences", area=RIGHT, tab_with="journal", closed=True),
            Place(key="battery", area=RIGHT, tab_with="journal", closed=True),
            Place(key="instructions", area=RIGHT, tab_with="journal", closed=True),
            Place(key="account", area=RIGHT, tab_with="journal", closed=True),
        ),
        first=("plot", "cells", "devices"),
    ),
    Workspace(
        key="fleet",
        title=QT_TRANSLATE_NOOP("Workspace", "Fleet"),
        hint=QT_TRANSLATE_NOOP("Workspace", "Batteries in the field: list, map, track, alarms"),
        shortcut="Ctrl+4",
        left=Column(percent=26, least=300, most=420),
        right=Column(percent=27.5, least=360, most=440),
        places=(
            Place(key="fleet", area=LEFT),
            Place(key="devices", area=LEFT, tab_with="fleet", closed=True),
            Place(key="map", area=CENTRE, share=58, low_share=50),
            Place(key="track", area=CENTRE, share=42, low_share=50),
            Place(key="mileage", area=CENTRE, tab_with="track"),
            Place(key="cells", area=CENTRE, tab_with="track"),
            Place(key="plot", area=CENTRE, tab_with="track"),
            Place(key="stats", area=CENTRE, tab_with="track"),
            Place(key="frames", area=CENTRE, tab_with="track", closed=True),
            Place(key="bank", area=CENTRE, tab_with="track", closed=True),
            Place(key="link", area=CENTRE, tab_with="track", closed=True),
            Place(key="bench_check", area=CENTRE, tab_with="track", closed=True),
            Place(key="jobs", area=CENTRE, tab_with="track", closed=True),
            Place(key="battery", area=RIGHT, share=52),
            Place(key="status", area=RIGHT, tab_with="battery"),
            Place(key="settings", area=RIGHT, tab_with="battery"),
            Place(key="control", area=RIGHT, tab_with="battery"),
            Place(key="account", area=RIGHT, tab_with="battery"),
            Place(key="calibration", area=RIGHT, tab_with="battery", closed=True),
            Place(key="extend", area=RIGHT, tab_with="battery", closed=True),
            Place(key="alarms", area=RIGHT, share=48, low_tab="battery"),
            Place(key="fences", area=RIGHT, tab_with="alarms"),
            Place(key="instructions", area=RIGHT, tab_with="alarms"),
            Place(key="journal", area=RIGHT, tab_with="alarms", closed=True),
        ),
        slim=True,
        first=("fleet", "map"),
    ),
)


def workspace(key: str) -> Workspace:
    """Return a workspace by its key, the first one for a key that nobody knows."""
    return next((row for row in WORKSPACES if row.key == key), WORKSPACES[0])


def places_for(row: Workspace, panels: tuple[str, ...], *, low: bool = False) -> tuple[Place, ...]:
    """Return the places of the panels that are there, each with a host that is there too.

    A panel no row names is closed, behind the journal. `low` is for a window that is.
    """
    named = {place.key for place in row.places}
    found = [
        replace(
            place,
            tab_with=place.low_tab or place.tab_with,
            share=place.low_share or place.share,
        )
        if low
        else place
        for place in row.places
        if place.key in panels
    ]
    strangers = [
        Place(key=key, area=RIGHT, tab_with="journal", closed=True)
        for key in panels
        if key not in named
    ]
    return (*_hosted(found, {place.key: place for place in row.places}), *strangers)


def _hosted(places: list[Place], table: Mapping[str, Place]) -> list[Place]:
    """Let the first guest of a dock that is not there take its place and its room."""
    keys = {place.key for place in places}
    heirs: dict[str, str] = {}
    made = []
    for place in places:
        host = heirs.get(place.tab_with, place.tab_with)
        if not host or host in keys:
            made.append(place if host == place.tab_with else replace(place, tab_with=host))
            continue
        heirs[host] = place.key
        made.append(replace(place, tab_with="", share=table[host].share))
    return made
