"""One open device in the list: its colour, its name, how it is doing; a button disconnects it."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy

from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font
from mingtang_desk.ui.widgets.basics import icon_button
from mingtang_desk.ui.widgets.tips import plain_tip

HEIGHT = 46


class DeviceRow(QAbstractButton):
    """Checkable; the signals are `clicked` of the row and of `close_button`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown = ("", "", "muted", "muted")
        self._name_font, self._sub_font = font(Size.TEXT), font(Size.SMALL)
        self.setCheckable(True)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.close_button = icon_button(theme, "unplug")
        self.close_button.setObjectName("device-disconnect")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.addStretch(1)
        row.addWidget(self.close_button)
        theme.changed.connect(self.update)
        self._write()

    @property
    def name(self) -> str:
        """The name shown."""
        return self._shown[0]

    def show_device(self, name: str, sub: str, *, state: str, colour: str) -> None:
        """Show name and line below; `state` colours the dot, `colour` is the device's own."""
        if (name, sub, state, colour) != self._shown:
            self._shown = (name, sub, state, colour)
            self.setAccessibleName(f"{name}: {sub}")
            self.setToolTip(plain_tip(f"{name}\n{sub}"))
            self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._write()

    def sizeHint(self) -> QSize:
        """As wide as the panel."""
        return QSize(240, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, colour of the device, dot of its state, two lines."""
        name, sub, state, colour = self._shown
        color = self._theme.color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(color("accent"), 1) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(
            color("raised") if self.isChecked() or self.underMouse() else color("panel")
        )
        painter.drawRoundedRect(frame, 4, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(colour))
        painter.drawRoundedRect(QRectF(1, 8, 3, HEIGHT - 16), 1.5, 1.5)
        painter.setBrush(color(state))
        painter.drawEllipse(QPointF(16, HEIGHT / 2), 4, 4)
        room = self.width() - 30 - 36
        for text, in_font, token, y in (
            (name, self._name_font, "text", 20),
            (sub, self._sub_font, "muted", 37),
        ):
            painter.setFont(in_font)
            painter.setPen(color(token))
            mode = Qt.TextElideMode.ElideMiddle if y == 20 else Qt.TextElideMode.ElideRight
            painter.drawText(30, y, QFontMetrics(in_font).elidedText(text, mode, room))

    def _write(self) -> None:
        self.close_button.name(self.tr("Disconnect"))
