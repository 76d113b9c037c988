"""What a hand does in the window of the fleet: typing, choosing, clicking rows and the map."""

from __future__ import annotations

import asyncio
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QScrollArea,
    QTabBar,
    QWidget,
)

from mingtang_desk.ui.fleet.track_layer import CURSOR
from mingtang_desk.ui.map.mercator import Place
from mingtang_desk.ui.map.overlays import MapDesk
from mingtang_desk.ui.widgets.elided import ElidedText
from tests.fleet.map_kit import Hand
from tests.integration.driving import act, until


class MapHand(Hand):
    """The same hand in a window with tasks of its own: nothing is pressed inside of one."""

    async def click(self, place: Place, *, double: bool = False) -> None:
        """Click a place."""
        assert not double
        at = await self.at(place)
        await act(lambda: QTest.mouseMove(self.surface, at))
        await act(lambda: QTest.mouseClick(self.surface, Qt.MouseButton.LeftButton, pos=at))
        await self.settle()

    async def drag(self, start: Place, end: Place) -> None:
        """Press at one place, let go at another."""
        one, other = await self.at(start), await self.at(end)
        surface, left = self.surface, Qt.MouseButton.LeftButton
        await act(lambda: QTest.mouseMove(surface, one))
        await act(lambda: QTest.mousePress(surface, left, pos=one))
        for part in range(1, 6):
            await act(partial(QTest.mouseMove, surface, one + (other - one) * part / 5))
            await asyncio.sleep(0.03)
        await act(lambda: QTest.mouseRelease(surface, left, pos=other))
        await self.settle()


async def type_into(field: QLineEdit, text: str) -> None:
    """Click a field, empty it, type."""
    await until(lambda: field.isVisible() and field.isEnabled(), "a field")
    reveal(field)
    await act(lambda: QTest.mouseClick(field, Qt.MouseButton.LeftButton))
    await act(lambda: QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier))
    await act(lambda: QTest.keyClick(field, Qt.Key.Key_Delete))
    await act(lambda: QTest.keyClicks(field, text))
    assert field.text() == text


async def pick(box: QComboBox, at: int) -> None:
    """Choose a row of a box by its keys."""
    await until(lambda: box.isVisible() and box.isEnabled(), "a choice")
    box.setFocus()
    while box.currentIndex() != at:
        key = Qt.Key.Key_Down if box.currentIndex() < at else Qt.Key.Key_Up
        await act(partial(QTest.keyClick, box, key))


async def row_clicked(view: QListView, at: int) -> None:
    index = view.model().index(at, 0)
    view.scrollTo(index)
    place = view.visualRect(index).center()
    left = Qt.MouseButton.LeftButton
    await act(lambda: QTest.mouseClick(view.viewport(), left, pos=place))


def reveal(widget: QWidget) -> None:
    """Scroll to it, as the wheel does."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()


def cursor_of(desk: MapDesk) -> object:
    """Where the cursor of the track is on the map."""
    return tuple(
        mark.place for layer in desk.layers.values() for mark in layer.marks if mark.key == CURSOR
    )


def texts(root: QWidget) -> list[str]:
    """What is written on it, where it can be seen."""
    found: list[str] = []
    for widget in (root, *root.findChildren(QWidget)):
        if not widget.isVisible():
            continue
        if isinstance(widget, QLabel | QAbstractButton):
            found.append(widget.text())
        elif isinstance(widget, ElidedText):
            found.append(widget.text)
        elif isinstance(widget, QTabBar):
            found += [widget.tabText(at) for at in range(widget.count())]
        elif isinstance(widget, QComboBox):
            found.append(widget.currentText())
    return [text for text in found if text.strip()]
