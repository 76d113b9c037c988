"""The commands of a battery, newest first, changed in place; and how one is drawn."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import (
    QModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mingtang_desk.cloud.decode import AnswerError, Json, moment
from mingtang_desk.cloud.models import Command
from mingtang_desk.ui.fleet.battery_words import time_words
from mingtang_desk.ui.fleet.command_words import (
    SIGNS,
    TOKENS,
    command_title,
    result_lines,
    state_words,
)
from mingtang_desk.ui.fleet.paged_model import Index, PagedModel
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font

ROW = Qt.ItemDataRole.UserRole
HEIGHT = 44
_LINE, _TOP, _SIGN = 18, 4, 18


class CommandModel(PagedModel):
    """All commands that came so far."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Command] = []

    @property
    def rows(self) -> Sequence[Command]:
        """All that came so far."""
        return self._rows

    def show(self, commands: Iterable[Command]) -> None:
        """Show these and no others."""
        self.beginResetModel()
        self._rows = list(commands)
        self.endResetModel()

    def append(self, commands: Iterable[Command]) -> None:
        """Add older ones at the end."""
        known = {row.id for row in self._rows}
        new = [command for command in commands if command.id not in known]
        if new:
            at = len(self._rows)
            self.beginInsertRows(QModelIndex(), at, at + len(new) - 1)
            self._rows += new
            self.endInsertRows()

    def put(self, command: Command) -> None:
        """Take a command as the server tells it: in place, or on top."""
        for at, row in enumerate(self._rows):
            if row.id == command.id:
                if row.ended is not None and command.ended is None:
                    return  # an answer that was overtaken by an event
                self._rows[at] = command
                self.dataChanged.emit(self.index(at), self.index(at))
                return
        at = next(
            (n for n, row in enumerate(self._rows) if row.created <= command.created),
            len(self._rows),
        )
        self.beginInsertRows(QModelIndex(), at, at)
        self._rows.insert(at, command)
        self.endInsertRows()

    def take(self, values: Json) -> bool:
        """Take an event; return whether more has to be asked for: what came of it, or all of it."""
        known = self.get(str(values.get("id")))
        state = values.get("state")
        if known is None or not isinstance(state, str):
            return True
        try:
            changed = replace(
                known,
                state=state,
                sent=_moment(values.get("sent")),
                delivered=_moment(values.get("delivered")),
                ended=_moment(values.get("ended")),
            )
        except AnswerError:
            return True
        self.put(changed)
        return changed.ended is not None

    def get(self, command_id: str) -> Command | None:
        """Return one by its id."""
        return next((row for row in self._rows if row.id == command_id), None)

    def last_of(self, title: str) -> Command | None:
        """Return the latest of those that are called so."""
        return next((row for row in self._rows if command_title(row) == title), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a command, or itself."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            state = state_words(row.state, settling=row.is_settling)
            return f"{command_title(row)}, {state}, {time_words(row.created)}"
        return row if role == ROW else None


class CommandDelegate(QStyledItemDelegate):
    """Sign and name, time at the right; state and what came of it below."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.today: date | None = None
        self._plain, self._small = font(Size.TEXT), font(Size.SMALL)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One height for all."""
        return QSize(120, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a command."""
        row = index.data(ROW)
        if not isinstance(row, Command):
            return
        place: QRect = option.rect
        color, token = self._theme.color, TOKENS.get(row.state, "muted")
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, color("raised"))
        painter.fillRect(place.left(), place.bottom(), place.width(), 1, color("line"))
        left, top, right = place.left() + 6, place.top() + _TOP, place.right() - 6
        painter.setFont(self._plain)
        painter.setPen(color(token))
        middle = Qt.AlignmentFlag.AlignCenter
        painter.drawText(QRect(left, top, _SIGN, _LINE), middle, SIGNS.get(row.state, "?"))
        left += _SIGN + 6
        time = time_words(row.created, self.today)
        small = QFontMetrics(self._small)
        width = small.horizontalAdvance(time)
        painter.setFont(self._small)
        painter.setPen(color("muted"))
        high = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(right - width, top, width + 2, _LINE), high, time)
        painter.setFont(self._plain)
        painter.setPen(color("text"))
        room = right - width - 8 - left
        elide = Qt.TextElideMode.ElideRight
        title = QFontMetrics(self._plain).elidedText(command_title(row), elide, room)
        painter.drawText(QRect(left, top, room, _LINE), high, title)
        state = state_words(row.state, settling=row.is_settling)
        painter.setFont(self._small)
        painter.setPen(color(token))
        painter.drawText(QRect(left, top + _LINE, right - left, _LINE), high, state)
        left += small.horizontalAdvance(state) + 8
        lines = result_lines(row)
        if lines and right > left:
            painter.setPen(color("muted"))
            text = small.elidedText(lines[0], elide, right - left)
            painter.drawText(QRect(left, top + _LINE, right - left, _LINE), high, text)
        painter.restore()


def _moment(value: object) -> datetime | None:
    return None if value is None else moment(value, "command")
