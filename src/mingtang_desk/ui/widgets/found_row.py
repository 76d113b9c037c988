"""A board that a search found: its name, what it is and where; a click connects it."""

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from mingtang_desk.interfaces.ble import Advert
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.session.found import Found
from mingtang_desk.ui.shown import number
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font
from mingtang_desk.ui.widgets.tips import plain_tip

HEIGHT = 44
_PAD, _ICON = 10, 16


class FoundRow(QAbstractButton):
    """Painted like a row of the list of devices, on a raised ground: it wants to be clicked."""

    def __init__(self, theme: Theme, found: Found) -> None:
        super().__init__()
        self._theme, self.found = theme, found
        self._name_font, self._sub_font = font(Size.TEXT), font(Size.SMALL)
        self._sub = found_words(found)
        self.setObjectName("found-row")
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{found.name}: {self._sub}")
        self.setToolTip(plain_tip(f"{found.name}\n{self._sub}\n{found.uri}"))
        theme.changed.connect(self.update)

    def fits(self, text: str) -> bool:
        """Return whether what somebody typed finds it: last five, part of name or address."""
        heard = Advert(address=parse_uri(self.found.uri).target, name=self.found.name)
        return heard.fits(text) or self.found.last5.endswith(text.strip().upper())

    def sizeHint(self) -> QSize:
        """As wide as the panel."""
        return QSize(240, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, two lines, and the sign of connecting."""
        color = self._theme.color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lively = self.isEnabled() and (self.underMouse() or self.hasFocus())
        painter.setPen(QPen(color("accent" if lively else "line"), 1))
        painter.setBrush(color("raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 2.5, -0.5, -2.5), 4, 4)
        room = self.width() - 2 * _PAD - _ICON - 8
        token = "text" if self.isEnabled() else "muted"
        for text, in_font, pen, y in (
            (self.found.name, self._name_font, token, 19),
            (self._sub, self._sub_font, "muted", 35),
        ):
            painter.setFont(in_font)
            painter.setPen(color(pen))
            mode = Qt.TextElideMode.ElideMiddle if y == 19 else Qt.TextElideMode.ElideRight
            painter.drawText(_PAD, y, QFontMetrics(in_font).elidedText(text, mode, room))
        icon = self._theme.pixmap("plug", "accent_text", _ICON, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - _PAD - _ICON, (HEIGHT - _ICON) // 2, icon)


def found_words(found: Found) -> str:
    """Return what stands under the name: brand, last five, speed, address, signal, voltage."""
    options = parse_uri(found.uri).options
    unknown = QCoreApplication.translate("FoundRow", "unknown")
    parts = [found.label or found.protocol or unknown]
    if found.signal is not None and found.last5:
        parts.append(f"…{found.last5}")
    if "baud" in options:
        parts.append(options["baud"])
    if "address" in options:
        parts.append(f"#{options['address']}")
    if found.signal is not None:
        parts.append(f"{number(found.signal, 0)} dBm")
    if found.sample is not None and found.sample.pack_v is not None:
        parts.append(f"{number(found.sample.pack_v, 2)} V")
    return " · ".join(parts)
