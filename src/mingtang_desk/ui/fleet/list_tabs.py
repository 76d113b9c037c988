"""The types of batteries as a row of buttons with their counts; a narrow panel has two rows."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QLayout, QLayoutItem, QWidget

from mingtang_desk.cloud.fleet_view import ALARM, ALL, TYPES
from mingtang_desk.cloud.table import UNKNOWN
from mingtang_desk.ui.fleet.list_columns import figure, state_word
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button

_GAP = 2


class FlowLayout(QLayout):
    """Items beside each other, going on in the next row where the width ends."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return one, None = there is none."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take one out, None = there is none."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Its height follows from its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return how high the rows are."""
        return self._lay(QRect(0, 0, width, 0), is_real=False)

    def setGeometry(self, place: QRect) -> None:
        """Lay all out."""
        super().setGeometry(place)
        self._lay(place, is_real=True)

    def sizeHint(self) -> QSize:
        """As wide as one row."""
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() + _GAP for size in sizes)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """As wide as its widest item."""
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def _lay(self, place: QRect, *, is_real: bool) -> int:
        left, top, high = place.left(), place.top(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if left > place.left() and left + size.width() > place.left() + place.width():
                left, top, high = place.left(), top + high + _GAP, 0
            if is_real:
                item.setGeometry(QRect(QPoint(left, top), size))
            left += size.width() + _GAP
            high = max(high, size.height())
        return top + high - place.top()


class TypeTabs(QWidget):
    """One button for each type; `picked(kind)` when another is wanted. Arrow keys move."""

    picked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        layout = FlowLayout(self)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, Button] = {}
        self._counts: Mapping[str, int] = {}
        for kind in (*TYPES, UNKNOWN, ALARM):
            button = Button(theme, "segment")
            button.setCheckable(True)
            button.setStyleSheet("padding: 0 4px;")
            button.setObjectName(f"type-{kind}")
            button.installEventFilter(self)
            button.clicked.connect(lambda _, kind=kind: self.picked.emit(kind))
            self._group.addButton(button)
            self.buttons[kind] = button
            layout.addWidget(button)
        self.buttons[ALL].setChecked(True)
        self.buttons[UNKNOWN].hide()

    @property
    def kind(self) -> str:
        """The type that is wanted."""
        return next(kind for kind, button in self.buttons.items() if button.isChecked())

    def pick(self, kind: str) -> None:
        """Want a type."""
        if not self.buttons[kind].isChecked():
            self.buttons[kind].setChecked(True)
            self.picked.emit(kind)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Write how many there are of each; a type that is not counted has no figure."""
        if counts != self._counts:
            self._counts = dict(counts)
            self.buttons[UNKNOWN].setVisible(UNKNOWN in counts or self.kind == UNKNOWN)
            self.retranslate()

    def retranslate(self) -> None:
        """Write all words."""
        for kind, button in self.buttons.items():
            count = self._counts.get(kind)
            word = state_word(kind)
            text = word if count is None else f"{word} {figure(count)}"
            if button.text() != text:
                button.setText(text)
                button.setAccessibleName(text)
                button.updateGeometry()
        self.setAccessibleName(self.tr("Types of batteries"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go to the type beside by the arrow keys."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
            if step is not None:
                kinds = [key for key, each in self.buttons.items() if not each.isHidden()]
                kind = kinds[(kinds.index(self.kind) + step) % len(kinds)]
                self.buttons[kind].setFocus(Qt.FocusReason.OtherFocusReason)
                self.pick(kind)
                return True
        return super().eventFilter(watched, event)
