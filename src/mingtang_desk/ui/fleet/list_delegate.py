"""How a battery of the list is drawn: cells of a wide panel, two lines in a narrow one."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mingtang_desk.cloud.models import Battery
from mingtang_desk.ui.fleet.list_columns import COLUMNS, KEYS, seen, shown_name, soc, text_of
from mingtang_desk.ui.fleet.list_model import NARROW, FleetModel, Index
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font

WIDE_PX, NARROW_PX = 30, 48
_PAD, _GAP = 8, 6
_BAR_W, _BAR_H = 30, 10
_LOW_PCT, _EMPTY_PCT = 40.0, 15.0
_SIGN = 9
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TOKENS = {"online": "ok", "sleeping": "accent", "offline": "muted", "expired": "warn"}
_HEARD = frozenset(("online", "sleeping"))
_WORDS = {"online": "ok_text", "expired": "warn_text"}


class FleetDelegate(QStyledItemDelegate):
    """Draws the rows of a `FleetModel`; texts of the server are drawn as they are.

    Attributes:
        chosen: number of the battery that all panels show.
        is_old: everything is grey, for it is of the last time.
    """

    def __init__(self, theme: Theme, model: FleetModel) -> None:
        super().__init__()
        self._theme, self._model = theme, model
        self.chosen = ""
        self.is_old = False
        self._fonts = font(Size.TEXT), font(Size.SMALL), font(Size.TEXT, strong=True)
        self._metrics = {id(each): QFontMetrics(each) for each in self._fonts}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        row = self._model.battery(index.row())
        place: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, self._theme.color("raised"))
        elif option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(place.left(), place.top(), place.width(), 1, self._accent())
        if row is None:
            return
        at = index.column()
        is_first = at in (0, NARROW) or place.left() <= 0
        if row.number == self.chosen and is_first:
            painter.fillRect(place.left(), place.top() + 2, 3, place.height() - 4, self._accent())
        painter.save()
        if at == NARROW:
            self._narrow(painter, place.adjusted(_PAD, 4, -_PAD, -4), row)
        else:
            self._cell(painter, place.adjusted(_PAD, 0, -_PAD, 0), KEYS[at], row)
        painter.restore()
        painter.fillRect(place.left(), place.bottom(), place.width(), 1, self._theme.color("line"))

    def _accent(self) -> QColor:
        return self._theme.color("accent")

    def _cell(self, painter: QPainter, place: QRect, key: str, row: Battery) -> None:
        text = text_of(key, row, self._model.now())
        plain, small, _ = self._fonts
        match key:
            case "state":
                self._state(painter, place, row, plain)
            case "soc":
                self._soc(painter, place, row)
            case "alarms":
                if text:
                    self._text(painter, place, f"! {text}", plain, self._token("bad_text"))
            case "number":
                self._text(painter, place, text, plain, self._token("text"))
            case "name" | "account":
                self._text(painter, place, text, plain, self._token("text", row))
            case _:
                side = _RIGHT if COLUMNS[KEYS.index(key)].is_right else _LEFT
                self._text(painter, place, text, small, self._token("text", row), side)

    def _narrow(self, painter: QPainter, place: QRect, row: Battery) -> None:
        _, small, strong = self._fonts
        half = place.height() // 2
        top = QRect(place.left(), place.top(), place.width(), half)
        low = QRect(place.left(), place.top() + half, place.width(), place.height() - half)
        name, number = shown_name(row), text_of("number", row, self._model.now())
        soc_width = _BAR_W + _GAP + self._width("100\N{NO-BREAK SPACE}%", small)
        self._soc(painter, QRect(top.right() - soc_width, top.top(), soc_width + 1, half), row)
        left = top.adjusted(0, 0, -soc_width - _GAP, 0)
        if row.open_alarms > 0:
            sign = f"! {row.open_alarms}"
            wide = self._width(sign, strong)
            self._text(painter, left, sign, strong, self._token("bad_text"), _RIGHT)
            left.setRight(left.right() - wide - _GAP)
        self._text(painter, left, name or number, strong, self._token("text", row))
        age = seen(row, self._model.now())
        wide = self._width(age, small)
        self._text(painter, low, age, small, self._token("muted"), _RIGHT)
        low.setRight(low.right() - wide - _GAP)
        if name:
            room = min(self._width(number, small), low.width() // 2)
            own = QRect(low.left(), low.top(), room + 2, low.height())
            self._text(painter, own, number, small, self._token("muted"))
            low.setLeft(low.left() + room + 10)
        self._state(painter, low, row, small)

    def _state(self, painter: QPainter, place: QRect, row: Battery, face: QFont) -> None:
        colour = self._theme.color(self._token(_TOKENS.get(row.state, "muted")))
        box = QRectF(place.left(), place.center().y() - _SIGN / 2 + 0.5, _SIGN, _SIGN)
        _draw_sign(painter, box, row.state, colour)
        words = place.adjusted(_SIGN + _GAP, 0, 0, 0)
        token = self._token(_WORDS.get(row.state, "muted"))
        self._text(painter, words, text_of("state", row, self._model.now()), face, token)

    def _soc(self, painter: QPainter, place: QRect, row: Battery) -> None:
        _, small, _ = self._fonts
        words = place.adjusted(_BAR_W + _GAP, 0, 0, 0)
        if row.soc_pct is None:
            self._text(painter, place, soc(row), small, "muted")
            return
        bar = QRectF(place.left() + 0.5, place.center().y() - _BAR_H / 2 + 0.5, _BAR_W, _BAR_H)
        is_low, is_empty = row.soc_pct < _LOW_PCT, row.soc_pct < _EMPTY_PCT
        token = "bad" if is_empty else "warn" if is_low else "ok"
        fill = self._theme.color("hatch" if self._is_grey(row) else token)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("hatch"), 1))
        painter.setBrush(self._theme.color("raised"))
        painter.drawRoundedRect(bar, 2, 2)
        inner = bar.adjusted(1.5, 1.5, -1.5, -1.5)
        inner.setWidth(inner.width() * min(max(row.soc_pct, 0.0), 100.0) / 100)
        painter.fillRect(inner, fill)
        self._text(painter, words, soc(row), small, self._token("text", row))

    def _is_grey(self, row: Battery) -> bool:
        return self.is_old or row.state not in _HEARD

    def _token(self, token: str, row: Battery | None = None) -> str:
        """Return a colour, grey for what is old; with a battery also where that is not heard."""
        is_grey = self.is_old if row is None else self._is_grey(row)
        return "muted" if is_grey else token

    def _width(self, text: str, face: QFont) -> int:
        return self._metrics[id(face)].horizontalAdvance(text)

    def _text(
        self,
        painter: QPainter,
        place: QRect,
        text: str,
        face: QFont,
        token: str,
        side: Qt.AlignmentFlag = _LEFT,
    ) -> None:
        painter.setFont(face)
        painter.setPen(self._theme.color(token))
        shown = self._metrics[id(face)].elidedText(
            text, Qt.TextElideMode.ElideRight, max(place.width(), 0)
        )
        painter.drawText(place, int(side | Qt.TextFlag.TextSingleLine), shown)


def _draw_sign(painter: QPainter, box: QRectF, state: str, colour: QColor) -> None:
    """Draw the sign of a state: full, half, empty, crossed, a dash; never by colour alone."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    disc = box.adjusted(0.75, 0.75, -0.75, -0.75)
    match state:
        case "online":
            painter.setBrush(colour)
            painter.drawEllipse(disc)
        case "sleeping":
            painter.drawEllipse(disc)
            painter.setBrush(colour)
            painter.drawPie(disc, 90 * 16, 180 * 16)
        case "offline":
            painter.drawEllipse(disc)
        case "expired":
            painter.drawLine(disc.topLeft(), disc.bottomRight())
            painter.drawLine(disc.topRight(), disc.bottomLeft())
        case _:
            middle = disc.center().y()
            painter.drawLine(QPointF(disc.left(), middle), QPointF(disc.right(), middle))
