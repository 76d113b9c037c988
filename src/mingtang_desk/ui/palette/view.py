"""The palette on screen: one line to type, the best answers under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from mingtang_desk.ui.palette.items import Item, find, kind_word
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font
from mingtang_desk.ui.widgets.basics import label
from mingtang_desk.ui.widgets.overlay import Overlay

type Index = QModelIndex | QPersistentModelIndex

_LINE_PX = 30
_KIND_PX = 84
_MOST = 60
_LINES = 12
_WIDTH_PX = 620
_NOWHERE = QModelIndex()


class Answers(QAbstractListModel):
    """The items that answer, the best first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: list[Item] = []

    def show_items(self, items: list[Item]) -> None:
        """Show other items."""
        self.beginResetModel()
        self.items = items[:_MOST]
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many answer."""
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the name, or the whole line for a screen reader."""
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{kind_word(item.kind)}: {item.title} {item.note}".strip()
        return None


class _Line(QStyledItemDelegate):
    """Kind muted at the left, name, note muted at the right."""

    def __init__(self, theme: Theme, answers: Answers) -> None:
        super().__init__(answers)
        self._theme, self._answers = theme, answers
        self._name, self._small = font(Size.TEXT), font(Size.SMALL)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, _LINE_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item, color = self._answers.items[index.row()], self._theme.color
        place = QRect(option.rect)
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("raised"))
            painter.drawRoundedRect(place, 4, 4)
            painter.setBrush(color("accent"))
            painter.drawRoundedRect(QRect(place.x() + 1, place.y() + 7, 3, _LINE_PX - 14), 1.5, 1.5)
        middle = Qt.AlignmentFlag.AlignVCenter
        inside = place.adjusted(12, 0, -10, 0)
        metrics = QFontMetrics(self._small)
        painter.setFont(self._small)
        painter.setPen(color("muted"))
        painter.drawText(inside, int(middle), kind_word(item.kind))
        note = metrics.elidedText(item.note, Qt.TextElideMode.ElideRight, inside.width() // 3)
        painter.drawText(inside, int(middle | Qt.AlignmentFlag.AlignRight), note)
        name = inside.adjusted(_KIND_PX, 0, -metrics.horizontalAdvance(note) - 12, 0)
        painter.setFont(self._name)
        painter.setPen(color("text"))
        text = QFontMetrics(self._name).elidedText(
            item.title, Qt.TextElideMode.ElideRight, name.width()
        )
        painter.drawText(name, int(middle), text)
        painter.restore()


class Palette(Overlay):
    """Opened with a function that gathers what can be found now."""

    def __init__(self, theme: Theme, window: QWidget, gather: Callable[[], Sequence[Item]]) -> None:
        super().__init__(theme, window)
        self.setObjectName("palette")
        self._gather = gather
        self._items: Sequence[Item] = ()
        self.field = QLineEdit()
        self.field.textChanged.connect(self._find)
        self.field.installEventFilter(self)
        self.answers = Answers(self)
        self.list = QListView()
        self.list.setModel(self.answers)
        self.list.setItemDelegate(_Line(theme, self.answers))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(lambda index: self._take(index.row()))
        self.nothing = label("muted", wrap=True)
        self.body.addWidget(self.field)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.nothing)
        self._retranslate()

    def ask(self) -> None:
        """Open it empty."""
        self._items = self._gather()
        self.field.clear()
        self._find()
        self.open()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows walk through the answers, Enter takes one; the keyboard stays in the field."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            steps = {
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_PageDown: 10,
                Qt.Key.Key_PageUp: -10,
            }
            if event.key() in steps:
                self._walk(steps[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.list.currentIndex().row())
                return True
        return super().eventFilter(watched, event)

    def _find(self) -> None:
        found = find(self._items, self.field.text())
        self.answers.show_items(found)
        self.list.setVisible(bool(found))
        self.nothing.setVisible(not found)
        lines = max(1, min(len(found), _LINES))
        self.resize_card(QSize(_WIDTH_PX, 66 + lines * _LINE_PX))
        if found:
            self.list.setCurrentIndex(self.answers.index(0, 0))

    def _walk(self, steps: int) -> None:
        row = self.list.currentIndex().row() + steps
        last = self.answers.rowCount() - 1
        self.list.setCurrentIndex(self.answers.index(max(0, min(row, last)), 0))

    def _take(self, row: int) -> None:
        if 0 <= row < len(self.answers.items):
            item = self.answers.items[row]
            self.leave()
            item.run()

    def _retranslate(self) -> None:
        self.field.setPlaceholderText(self.tr("Find a setting, command, panel or device"))
        self.field.setAccessibleName(self.tr("Find a setting, command, panel or device"))
        self.list.setAccessibleName(self.tr("What was found"))
        self.nothing.setText(self.tr("Nothing has these letters in its name."))
