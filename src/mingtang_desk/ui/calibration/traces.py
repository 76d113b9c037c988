"""The small plot of a wait: what the board and the meter read, on one axis."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from mingtang_desk.device.stability import Points
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font

HEIGHT = 112
SHOWN_S = 60.0
_MARGIN, _AXIS = 8.0, 54.0
_LEAST_SHARE = 1e-4


class Traces(QWidget):
    """Painted; the newest minute at most. The legend stands inside, signs besides colours."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._board: Points = ()
        self._meter: Points = ()
        self._decimals = 3
        self._names = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def name(self, board: str, meter: str) -> None:
        """Say what the two lines are."""
        self._names = (board, meter)
        self.setAccessibleName(f"{board}, {meter}")
        self.update()

    def show_points(self, board: Points, meter: Points, decimals: int) -> None:
        """Draw these; the meter's are empty where the reference was typed."""
        self._board, self._meter, self._decimals = board, meter, decimals
        self.update()

    @property
    def count(self) -> int:
        """How many readings of the board are drawn."""
        return len(self._board)

    def sizeHint(self) -> QSize:
        """As high as a headline."""
        return QSize(240, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Narrow docks have it too."""
        return QSize(120, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, two levels with their figures, and the lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color
        painter.setPen(QPen(color("line"), 1))
        painter.setBrush(color("raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(font(Size.SMALL))
        self._legend(painter)
        area = QRectF(
            _MARGIN, 26.0, self.width() - _AXIS - 2 * _MARGIN, self.height() - 26.0 - _MARGIN
        )
        points = [*self._board, *self._meter]
        if len(self._board) < 2 or area.width() < 20:
            return
        values = [value for _, value in points]
        low, high = min(values), max(values)
        least = max(10.0**-self._decimals * 4, abs(high) * _LEAST_SHARE)
        if high - low < least:
            middle = (high + low) / 2
            low, high = middle - least / 2, middle + least / 2
        end = max(at for at, _ in points)
        begin = max(min(at for at, _ in points), end - SHOWN_S)
        painter.setPen(QPen(color("line"), 1))
        for y in (area.top(), area.bottom()):
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(color("muted"))
        for y, value in ((area.top(), high), (area.bottom(), low)):
            box = QRectF(area.right() + 4, y - 8, _AXIS, 16)
            text = f"{value:.{self._decimals}f}".replace("-", "−")
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        for token, line, style in (
            ("ok", self._meter, Qt.PenStyle.DashLine),
            ("accent", self._board, Qt.PenStyle.SolidLine),
        ):
            shape = QPolygonF(
                [
                    QPointF(
                        area.left() + area.width() * (at - begin) / max(end - begin, 1e-9),
                        area.bottom() - area.height() * (value - low) / (high - low),
                    )
                    for at, value in line
                    if at >= begin
                ]
            )
            painter.setPen(QPen(color(token), 1.6, style))
            painter.drawPolyline(shape)

    def _legend(self, painter: QPainter) -> None:
        x = _MARGIN
        signs = (("accent", "—", self._names[0]), ("ok", "- -", self._names[1]))
        for token, sign, name in signs[: 2 if self._meter else 1]:
            painter.setPen(self._theme.color(f"{token}_text"))
            painter.drawText(QPointF(x, 17), sign)
            x += painter.fontMetrics().horizontalAdvance(sign) + 5
            painter.setPen(self._theme.color("muted"))
            painter.drawText(QPointF(x, 17), name)
            x += painter.fontMetrics().horizontalAdvance(name) + 14
