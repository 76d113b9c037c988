"""Puts the docks where a workspace wants them, sizes them, and keeps what the user made of it."""

from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping
from zlib import crc32

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from mingtang_desk.ui.dock import CardDock
from mingtang_desk.ui.spec import Area
from mingtang_desk.ui.workspaces import DEVICES_PX, LOW_PX, Place, Workspace, places_for

VERSION = 2
"""Of saved layouts; goes up when the first arrangement changes so much that old ones are in the
way."""

_AREAS = {
    Area.LEFT: Qt.DockWidgetArea.LeftDockWidgetArea,
    # The middle is what is left under the headline, which is the central widget.
    Area.CENTRE: Qt.DockWidgetArea.BottomDockWidgetArea,
    Area.RIGHT: Qt.DockWidgetArea.RightDockWidgetArea,
}
_DEVICES_FORM = 372
# What strip, margins and gaps take of the height, and the headline of that of the middle.
_STRIP = 78
_WAYS = Qt.Orientation


def layout_version(docks: Mapping[str, CardDock]) -> int:
    """Return the version of layouts of these docks: one that knows other docks is not taken."""
    return crc32(f"{VERSION} {sorted(docks)}".encode()) & 0x7FFFFFFF


def arrange(window: QMainWindow, docks: Mapping[str, CardDock], workspace: Workspace) -> None:
    """Put the docks into their columns as a workspace has them at first."""
    left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
    for corner, area in (
        (Qt.Corner.TopLeftCorner, left),
        (Qt.Corner.BottomLeftCorner, left),
        (Qt.Corner.TopRightCorner, right),
        (Qt.Corner.BottomRightCorner, right),
    ):
        window.setCorner(corner, area)
    places = _places(window, docks, workspace)
    for dock in docks.values():
        dock.setFloating(False)
        # Out of whatever tabs it is in: `addDockWidget` alone leaves those as they are.
        window.removeDockWidget(dock)
    for place in places:
        if not place.tab_with:
            window.addDockWidget(_AREAS[place.area], docks[place.key], _WAYS.Vertical)
            docks[place.key].show()
    for place in places:
        if place.tab_with:
            window.tabifyDockWidget(docks[place.tab_with], docks[place.key])
            docks[place.key].show()
    for place in places:
        if place.closed:
            docks[place.key].hide()
    for place in places:
        if not place.tab_with and not place.closed:
            docks[place.key].raise_()


def size_docks(window: QMainWindow, docks: Mapping[str, CardDock], workspace: Workspace) -> None:
    """Give columns and rows the sizes a workspace has at first."""
    standing = [
        place
        for place in _places(window, docks, workspace)
        if not place.tab_with and not place.closed
    ]
    for area, column in ((Area.LEFT, workspace.left), (Area.RIGHT, workspace.right)):
        first = next((docks[place.key] for place in standing if place.area is area), None)
        if first is not None:
            window.resizeDocks([first], [column.width(window.width())], _WAYS.Horizontal)
    for area in Area:
        rows = [place for place in standing if place.area is area]
        height = window.height() - _STRIP
        free = height - sum(place.pixels for place in rows)
        shares = sum(place.share for place in rows if not place.pixels) or 1
        heights = [place.pixels or max(free * place.share // shares, 1) for place in rows]
        window.resizeDocks([docks[place.key] for place in rows], heights, _WAYS.Vertical)


def give_devices_room(window: QMainWindow, docks: Mapping[str, CardDock], form: bool) -> None:
    """Make the devices high enough for the connect form and an error, or as they were."""
    devices, status = docks["devices"], docks["status"]
    if any(dock.isFloating() or dock.isHidden() for dock in (devices, status)):
        return
    if devices.x() != status.x() or devices.y() > status.y():  # the user put them elsewhere
        return
    both = devices.height() + status.height()
    wanted = min(_DEVICES_FORM if form else DEVICES_PX, both * 2 // 3)
    window.resizeDocks([devices, status], [wanted, both - wanted], _WAYS.Vertical)


def saved(window: QMainWindow, docks: Mapping[str, CardDock]) -> str:
    """Return where the docks stand now, as a text for the preferences."""
    return b64encode(bytes(window.saveState(layout_version(docks)).data())).decode("ascii")


def restore(window: QMainWindow, docks: Mapping[str, CardDock], text: str) -> bool:
    """Put the docks where they were saved; False when the text is of another version."""
    try:
        state = b64decode(text, validate=True)
    except (Base64Error, ValueError):
        return False
    if not state or not window.restoreState(state, layout_version(docks)):
        return False
    for dock in docks.values():
        if dock.isFloating():
            _ = dock.title  # now, or it would come up without one for a moment
    return True


def _places(
    window: QMainWindow, docks: Mapping[str, CardDock], workspace: Workspace
) -> tuple[Place, ...]:
    return places_for(workspace, tuple(docks), low=window.height() < LOW_PX)
