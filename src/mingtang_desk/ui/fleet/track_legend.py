"""What the track is coloured by, and which colour means what; painted from the same scale."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.fleet.track_layer import UNKNOWN, Scale
from mingtang_desk.ui.fleet.track_words import UNITS, tr
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font

_UNKNOWN = QT_TRANSLATE_NOOP("Track", "unknown")
_BAR, _GAP = 6, 3


class TrackLegend(QWidget):
    """A bar of colours with the bounds under it; grey at its end = not known."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._scale: Scale | None = None
        self._unit = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_scale(self, scale: Scale | None, name: str) -> None:
        """Show another scale, None = nothing."""
        self._scale, self._unit = scale, UNITS.get(name, "")
        words = "" if scale is None else f"{_numbers(scale)} {self._unit}"
        self.setAccessibleName(words)
        self.setVisible(scale is not None)
        self.update()

    def sizeHint(self) -> QSize:
        """Bar and one line of words."""
        return QSize(240, _BAR + _GAP + 15)

    def minimumSizeHint(self) -> QSize:
        """Still to be read."""
        return QSize(180, _BAR + _GAP + 15)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        scale = self._scale
        if scale is None:
            return
        painter = QPainter(self)
        small = font(Size.DRAWING)
        painter.setFont(small)
        metrics = QFontMetricsF(small)
        unknown = tr(_UNKNOWN)
        last = metrics.horizontalAdvance(unknown) + 8
        width = (self.width() - last) / len(scale.tokens)
        painter.setPen(Qt.PenStyle.NoPen)
        for n, token in enumerate(scale.tokens):
            painter.fillRect(QRectF(n * width, 0, width - 1, _BAR), self._theme.color(token))
        painter.fillRect(
            QRectF(self.width() - last + 4, 0, last - 4, _BAR), self._theme.color(UNKNOWN)
        )
        painter.setPen(self._theme.color("muted"))
        top = _BAR + _GAP
        for n, bound in enumerate(scale.bounds):
            text = f"{bound:g}".replace("-", "−")
            wide = metrics.horizontalAdvance(text) + 4
            box = QRectF((n + 1) * width - wide / 2, top, wide, 15)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.drawText(QRectF(0, top, width * 0.8, 15), Qt.AlignmentFlag.AlignLeft, self._unit)
        box = QRectF(self.width() - last + 4, top, last, 15)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft, unknown)


def _numbers(scale: Scale) -> str:
    return ", ".join(f"{bound:g}" for bound in scale.bounds)
