"""The card of a battery on the painted map: its data, and buttons that lead to the panels."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mingtang_desk.ui.map.view import Card
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button, label, set_look

_WIDTH = 300
_ROWS_SEEN = 8
_COLUMNS = 3


class SpotCard(QFrame):
    """Shows a `Card`; `pressed` carries the key of a button, `picked` the number of a member."""

    pressed = Signal(str)
    picked = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: Card | None = None
        self.setObjectName("spot-card")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFixedWidth(_WIDTH)
        theme.changed.connect(self._themed)
        self._themed()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(10, 8, 10, 10)
        self._layout.setSpacing(4)
        self._inside: QWidget | None = None
        self.hide()

    @property
    def card(self) -> Card | None:
        """What it shows."""
        return self._shown

    def show_card(self, card: Card | None) -> None:
        """Show another card, or none; the button with the keyboard keeps it."""
        if card == self._shown:
            return
        before, self._shown = self._shown, card
        if card is None:
            self.hide()
            return
        if before is not None and _shape(before) == _shape(card):
            self._rewrite(card)
        else:
            self._build(card)
        self._layout.activate()
        self.resize(self.width(), self._layout.totalHeightForWidth(self.width()))
        self.show()
        self.raise_()

    def put(self, at: QPoint, room: QWidget) -> None:
        """Lie over a spot, inside the map; beside it where there is no room above and below."""
        width = max(min(_WIDTH, room.width() - 8), 160)
        if width != self.width():
            self.setFixedWidth(width)
            self.resize(width, self._layout.totalHeightForWidth(width))
        left = max(4, min(at.x() - self.width() // 2, room.width() - self.width() - 4))
        top = at.y() - self.height() - 18
        if top < 4:
            top = min(at.y() + 30, max(room.height() - self.height() - 4, 4))
            if top < at.y() + 30 and room.width() > 2 * self.width():
                beside = self.width() + 24
                left = at.x() + 24 if at.x() + beside < room.width() else at.x() - beside
        self.move(left, top)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _build(self, card: Card) -> None:
        if self._inside is not None:
            self._layout.removeWidget(self._inside)
            self._inside.deleteLater()
        inside = self._inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._title = label("strong", wrap=True)
        column.addWidget(self._title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        self._values = []
        for at, _ in enumerate(card.rows):
            name, value = label("muted"), label("", wrap=True)
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, at, 1)
            self._values.append((name, value))
        column.addLayout(grid)
        self._list = self._members(card) if card.members else None
        if self._list is not None:
            column.addWidget(self._list)
        self._more = label("muted", wrap=True)
        column.addWidget(self._more)
        buttons = QGridLayout()
        buttons.setSpacing(4)
        for at, (key, text) in enumerate(card.buttons):
            button = Button(self._theme, "")
            button.setText(text)
            button.clicked.connect(partial(self.pressed.emit, key))
            button.setObjectName(f"card-{key}")
            buttons.addWidget(button, at // _COLUMNS, at % _COLUMNS)
        column.addLayout(buttons)
        self._layout.addWidget(inside)
        self._rewrite(card)
        inside.show()

    def _members(self, card: Card) -> QListWidget:
        made = QListWidget()
        for number, text in card.members:
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, number)
            item.setToolTip("")
            made.addItem(item)
        rows = min(len(card.members), _ROWS_SEEN)
        made.setFixedHeight(rows * max(made.sizeHintForRow(0), 18) + 6)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.itemActivated.connect(self._activated)
        made.itemClicked.connect(self._activated)
        return made

    def _rewrite(self, card: Card) -> None:
        self._title.setText(card.title)
        self.setAccessibleName(card.title)
        for (name, value), (text, shown) in zip(self._values, card.rows, strict=True):
            name.setText(text)
            value.setText(shown)
            set_look(value, "muted" if card.stale else "")
        self._more.setText(card.more)
        self._more.setVisible(bool(card.more))

    def _activated(self, item: QListWidgetItem) -> None:
        self.picked.emit(str(item.data(Qt.ItemDataRole.UserRole)))

    def _themed(self) -> None:
        ground, line = self._theme.color("raised").name(), self._theme.color("line").name()
        self.setStyleSheet(
            f"#spot-card {{ background: {ground}; border: 1px solid {line}; border-radius: 6px; }}"
        )


def _shape(card: Card) -> tuple[object, ...]:
    """Return what decides which widgets a card has."""
    return card.spot, tuple(name for name, _ in card.rows), card.buttons, card.members
