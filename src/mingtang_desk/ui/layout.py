"""Where the docks stand at first: three columns as wide as their work."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from mingtang_desk.ui.dock import CardDock
from mingtang_desk.ui.spec import Area

VERSION = 1
"""Of saved layouts; goes up when docks come or go in a way that old layouts do not know."""

_AREAS = {
    Area.LEFT: Qt.DockWidgetArea.LeftDockWidgetArea,
    # The middle is what is left under the headline, which is the central widget.
    Area.CENTRE: Qt.DockWidgetArea.BottomDockWidgetArea,
    Area.RIGHT: Qt.DockWidgetArea.RightDockWidgetArea,
}
# Shares of the height of a column, by panel; the list of devices has room for three.
_HEIGHTS = {"cells": 66, "journal": 34, "settings": 60, "control": 40}
_DEVICES = 236
_DEVICES_FORM = 372
# What strip, margins and gaps take of the height.
_STRIP = 78


def arrange(window: QMainWindow, docks: Mapping[str, CardDock]) -> None:
    """Put the docks into their columns, in the order of the rows."""
    left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
    for corner, area in (
        (Qt.Corner.TopLeftCorner, left),
        (Qt.Corner.BottomLeftCorner, left),
        (Qt.Corner.TopRightCorner, right),
        (Qt.Corner.BottomRightCorner, right),
    ):
        window.setCorner(corner, area)
    for dock in docks.values():
        window.addDockWidget(_AREAS[dock.spec.area], dock, Qt.Orientation.Vertical)
    for dock in docks.values():
        if dock.spec.tab_with in docks:
            window.tabifyDockWidget(docks[dock.spec.tab_with], dock)
            docks[dock.spec.tab_with].raise_()


def give_devices_room(window: QMainWindow, docks: Mapping[str, CardDock], form: bool) -> None:
    """Make the devices high enough for the connect form and an error, or as they were."""
    docked = not (docks["devices"].isFloating() or docks["status"].isFloating())
    if docked:
        both = docks["devices"].height() + docks["status"].height()
        wanted = min(_DEVICES_FORM if form else _DEVICES, both * 2 // 3)
        left = [docks["devices"], docks["status"]]
        window.resizeDocks(left, [wanted, both - wanted], Qt.Orientation.Vertical)


def size_docks(window: QMainWindow, docks: Mapping[str, CardDock]) -> None:
    """Give columns and rows their first sizes."""
    width = window.width()
    side = max(256, min(330, width * 22 // 100))
    other = max(372, min(410, width * 275 // 1000))
    horizontal, vertical = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    window.resizeDocks([docks["devices"], docks["settings"]], [side, other], horizontal)
    left = [_DEVICES, max(window.height() - _STRIP - _DEVICES, _DEVICES)]
    window.resizeDocks([docks["devices"], docks["status"]], left, vertical)
    for column in (("cells", "journal"), ("settings", "control")):
        window.resizeDocks(
            [docks[key] for key in column], [_HEIGHTS[key] for key in column], vertical
        )
