"""A line of text that gives way: too long, it ends in an ellipsis and the tooltip has all of it."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font
from mingtang_desk.ui.widgets.tips import plain_tip


class ElidedText(QWidget):
    """Text in one colour of the theme, on the ground of a card; `whole`: others give way first."""

    def __init__(
        self,
        theme: Theme,
        *,
        token: str = "text",
        size: int = Size.TEXT,
        strong: bool = False,
        middle: bool = False,
        whole: bool = False,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        super().__init__()
        self._theme, self._token, self._text = theme, token, ""
        self._least_px = 2**15 if whole else 32
        self._mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        self._align = align | Qt.AlignmentFlag.AlignVCenter
        self._in_font = font(size, strong=strong)
        self._metrics = QFontMetrics(self._in_font)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str, token: str | None = None) -> None:
        """Show another text, in another colour if one is named."""
        if text == self._text and token in (None, self._token):
            return
        # By its letters, not by their count: 4 of Chinese are wider than 4 of English.
        wider = self._metrics.horizontalAdvance(text) != self._metrics.horizontalAdvance(self._text)
        self._text, self._token = text, token or self._token
        self.setAccessibleName(text)
        is_cut = self._metrics.horizontalAdvance(text) > self.width()
        self.setToolTip(plain_tip(text) if is_cut else "")
        if wider:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the text."""
        return QSize(self._metrics.horizontalAdvance(self._text) + 2, self._metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        """Gives way to a few letters, unless it is to be seen whole."""
        return QSize(min(self._least_px, self.sizeHint().width()), self._metrics.height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("panel"))
        painter.setFont(self._in_font)
        painter.setPen(self._theme.color(self._token))
        place = QRect(self.rect())
        text = self._metrics.elidedText(self._text, self._mode, place.width())
        painter.drawText(place, int(self._align), text)
