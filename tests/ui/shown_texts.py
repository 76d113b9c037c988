"""The texts that widgets show, and which of them are English: for the tests of the Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QTabBar,
    QTableView,
    QWidget,
)

from tests.ui.building import Built

# Names, units and codes that are the same in every language.
SAME = frozenset(
    re.findall(
        r"\w+",
        """
SOC SOH TCP SIM MOS BMS GPS LED ASCII JBD LFP NMC Ah Wh mV mA ms Inter English Xiaoxiang
Mingtang FT USB UART CH bench jbd lfp ttyUSB tty dev serial baud protocol sim Serial Bit OK kHz
Desk BM tcp Alt Ctrl tester CSV FA Esc Space Enter min HW hex dec decode read write coils holding
OpenStreetMap MBTiles PMTiles GPX KML Tianditu Traccar Shift km HELLO App
""",
    )
)
WORD = re.compile(r"[A-Za-z]{2,}")


def texts_of(widget: QWidget) -> Iterator[str]:
    yield widget.accessibleName()
    yield widget.toolTip()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    if isinstance(widget, QTabBar):
        yield from (widget.tabText(n) for n in range(widget.count()))
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(n) for n in range(widget.count()))
    if isinstance(widget, QMenu):
        yield from (action.text().partition("\t")[0] for action in widget.actions())
    if isinstance(widget, QTableView | QListView) and widget.model() is not None:
        yield from texts_of_model(widget.model())


def texts_of_model(model: QAbstractItemModel) -> Iterator[str]:
    """Yield titles, texts and tips; bytes stand in a font of their own and are left out."""
    display, tip = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole
    # That a list has one column is for its view to know.
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
    rows = model.rowCount(QModelIndex())
    for column in range(columns):
        if columns > 1:
            yield str(model.headerData(column, Qt.Orientation.Horizontal, display) or "")
        for index in (model.index(row, column) for row in range(rows)):
            if model.data(index, Qt.ItemDataRole.FontRole) is None:
                yield from (str(model.data(index, role) or "") for role in (display, tip))


def english_in(built: Built) -> set[tuple[str, str]]:
    """Return the English texts that a window shows or offers, with the kind of their widget."""
    names = {session.model.name for session in built.hub.sessions}
    found = set()
    for widget in built.window.findChildren(QWidget):
        if not widget.isVisibleTo(built.window) or widget.objectName().startswith("qt_"):
            continue
        for text in texts_of(widget):
            if english(text, names):
                found.add((type(widget).__name__, text))
    return found


def english(text: str, names: set[str]) -> list[str]:
    """Return the English words of a text, without names, addresses, numbers and keys."""
    for name in names:
        text = text.replace(name, "")
    plain = re.sub(
        r"\S+://\S*|/\S+/\S+|\S+\.jsonl|\b[0-9A-F]{2}\b|[A-Z0-9_.]*\d[A-Za-z0-9_.]*|Ctrl\+\S+",
        "",
        text,
    )
    return [word for word in WORD.findall(plain) if word not in SAME]
