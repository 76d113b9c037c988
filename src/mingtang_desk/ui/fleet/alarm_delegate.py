"""How one alarm of the list is drawn: three lines, one height, whatever the width."""

from datetime import date

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mingtang_desk.cloud.models_alarms import Alarm
from mingtang_desk.ui.fleet.alarm_model import (
    ROW,
    AlarmRow,
    measured_words,
    where,
    whose,
)
from mingtang_desk.ui.fleet.alarm_words import FILLS, SIGNS, alarm_title, state_word
from mingtang_desk.ui.fleet.battery_words import time_words
from mingtang_desk.ui.fleet.paged_model import Index
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font

HEIGHT = 62
_LINE, _TOP, _SIGN, _INDENT, _GAP = 18, 4, 18, 18, 8
_STATE_TOKENS = {"raised": "bad_text", "acknowledged": "muted", "cleared": "ok_text"}


class AlarmDelegate(QStyledItemDelegate):
    """Sign and type, value, battery, address; time and state at the right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.today: date | None = None
        self.temperature = "c"
        self._plain, self._strong = font(Size.TEXT), font(Size.TEXT, strong=True)
        self._small = font(Size.SMALL)
        self._bold_small = font(Size.SMALL, strong=True)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One height for all, so that a hundred thousand rows cost nothing."""
        return QSize(120, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        row = index.data(ROW)
        if not isinstance(row, AlarmRow):
            return
        place: QRect = option.rect
        alarm, color = row.alarm, self._theme.color
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, color("raised"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(place.left(), place.top(), 2, place.height(), color("accent"))
        painter.fillRect(place.left(), place.bottom(), place.width(), 1, color("line"))
        left = place.left() + 6 + (_INDENT if row.member else 0)
        top = place.top() + _TOP
        self._sign(painter, QRect(left, top + 1, _SIGN, _SIGN), alarm)
        left += _SIGN + _GAP
        right = place.right() - 6
        self._first(painter, QRect(left, top, right - left, _LINE), alarm)
        self._second(painter, QRect(left, top + _LINE, right - left, _LINE), row)
        self._third(painter, QRect(left, top + 2 * _LINE, right - left, _LINE), alarm)
        painter.restore()

    def _sign(self, painter: QPainter, place: QRect, alarm: Alarm) -> None:
        fill = FILLS.get(alarm.severity, "muted")
        over = alarm.state == "cleared"
        painter.setBrush(self._theme.color("raised" if over else f"{fill}_fill"))
        painter.setPen(self._theme.color("line") if over else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(place, 4, 4)
        painter.setPen(self._theme.color("muted" if over else "on_fill"))
        painter.setFont(self._strong)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, SIGNS.get(alarm.severity, "?"))

    def _first(self, painter: QPainter, place: QRect, alarm: Alarm) -> None:
        place = self._right(painter, place, time_words(alarm.time, self.today), "muted")
        title = alarm_title(alarm)
        if alarm.count > 1:
            title = f"{title} ×{alarm.count}"
        is_new = alarm.state == "raised"
        self._left(painter, place, title, "text", strong=is_new)

    def _second(self, painter: QPainter, place: QRect, row: AlarmRow) -> None:
        alarm = row.alarm
        token = _STATE_TOKENS.get(alarm.state, "muted")
        place = self._right(painter, place, state_word(alarm.state), token)
        if alarm.device is None:
            text = ("▾ " if row.open_storm else "▸ ") + self.tr("its alarms")
        else:
            text = whose(alarm)
        self._left(painter, place, text, "text", small=True)

    def _third(self, painter: QPainter, place: QRect, alarm: Alarm) -> None:
        measured = measured_words(alarm, self.temperature)
        if measured:
            metrics = QFontMetrics(self._bold_small)
            painter.setFont(self._bold_small)
            painter.setPen(self._theme.color("text"))
            most = place.width() * 2 // 3
            shown = metrics.elidedText(measured, Qt.TextElideMode.ElideRight, most)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
            place = place.adjusted(metrics.horizontalAdvance(shown) + _GAP, 0, 0, 0)
        self._left(painter, place, where(alarm), "muted", small=True)

    def _right(self, painter: QPainter, place: QRect, text: str, token: str) -> QRect:
        metrics = QFontMetrics(self._small)
        width = metrics.horizontalAdvance(text)
        painter.setFont(self._small)
        painter.setPen(self._theme.color(token))
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        return place.adjusted(0, 0, -width - _GAP, 0)

    def _left(
        self,
        painter: QPainter,
        place: QRect,
        text: str,
        token: str,
        *,
        strong: bool = False,
        small: bool = False,
    ) -> None:
        chosen = self._small if small else self._strong if strong else self._plain
        painter.setFont(chosen)
        painter.setPen(self._theme.color(token))
        shown = QFontMetrics(chosen).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
