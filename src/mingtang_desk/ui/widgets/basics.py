"""Labels, buttons and chips in the look of the desk; the sheet dresses them by property `look`."""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QPushButton, QSizePolicy, QWidget

from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font

KEEPS_ARROWS = "keeps_arrows"
"""Property of a widget that is walked through by the arrow keys; a recording leaves them to it."""

type LabelLook = Literal["", "title", "strong", "muted", "small", "ok", "warn", "bad", "key"]
type ButtonLook = Literal["", "primary", "danger", "armed", "link", "icon", "tab", "segment"]


def set_look(widget: QWidget, look: str) -> None:
    """Give a widget another dress of the style sheet."""
    if widget.property("look") != look:
        widget.setProperty("look", look)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def label(look: LabelLook = "", *, wrap: bool = False) -> QLabel:
    """Return an empty label; its owner writes the text in `retranslate`."""
    made = QLabel()
    made.setFont(font())
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if look:
        made.setProperty("look", look)
    return made


def choice() -> QComboBox:
    """Return an empty list to choose from, as wide as its words in every language."""
    made = QComboBox()
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return made


class Button(QPushButton):
    """A button with an optional icon that follows the theme.

    An icon alone needs an accessible name and a tooltip: `name` sets both.
    """

    def __init__(
        self, theme: Theme, look: ButtonLook = "", *, icon: str = "", token: str = "text"
    ) -> None:
        super().__init__()
        self._theme, self._icon, self._token = theme, icon, token
        self.setProperty("look", look)
        self.setAutoDefault(False)
        self.setIconSize(QSize(16, 16))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self._themed)
        self._themed()

    def set_icon(self, icon: str, token: str | None = None) -> None:
        """Show another icon, in another colour if one is named."""
        if (icon, token or self._token) != (self._icon, self._token):
            self._icon, self._token = icon, token or self._token
            self._themed()

    def name(self, text: str) -> None:
        """Say what an icon button does."""
        self.setToolTip(text)
        self.setAccessibleName(text)

    def _themed(self) -> None:
        if self._icon:
            self.setIcon(self._theme.icon(self._icon, self._token))


def primary(theme: Theme) -> Button:
    """Return the one main button of a panel."""
    return Button(theme, "primary")


def plain(theme: Theme, icon: str = "") -> Button:
    """Return a plain button."""
    return Button(theme, "", icon=icon)


def icon_button(theme: Theme, icon: str, token: str = "muted") -> Button:
    """Return a small button of one icon; call `name` in `retranslate`."""
    return Button(theme, "icon", icon=icon, token=token)


class Chip(QWidget):
    """A state in one word on a filled ground: `chip.show_state("ON", "ok")`."""

    def __init__(self, theme: Theme, *, minimum: int = 48, height: int = 26) -> None:
        super().__init__()
        self._theme, self._text, self._state = theme, "", "muted"
        self._font = font(Size.SMALL, strong=True)
        self._minimum, self._height = minimum, height
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """The word shown."""
        return self._text

    @property
    def state(self) -> str:
        """The fill it has."""
        return self._state

    def show_state(self, text: str, state: str) -> None:
        """Show a word; `state` is ok, warn, bad, accent, replay or muted."""
        if (text, state) != (self._text, self._state):
            self._text, self._state = text, state
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as its word."""
        width = QFontMetrics(self._font).horizontalAdvance(self._text) + 20
        return QSize(max(self._minimum, width), self._height)

    def minimumSizeHint(self) -> QSize:
        """Never cut a word."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(f"{self._state}_fill"))
        painter.drawRoundedRect(self.rect(), 4, 4)
        painter.setPen(self._theme.color("on_fill"))
        painter.setFont(self._font)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)


class Dot(QWidget):
    """A small filled circle: the colour of a device or of a state. Never the only sign of it."""

    def __init__(self, theme: Theme, token: str = "muted") -> None:
        super().__init__()
        self._theme, self._token = theme, token
        self.setFixedSize(10, 10)
        theme.changed.connect(self.update)

    def set_token(self, token: str) -> None:
        """Take another colour."""
        if token != self._token:
            self._token = token
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the circle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(self._token))
        painter.drawEllipse(1, 1, 8, 8)


def rule() -> QFrame:
    """Return a hairline."""
    made = QFrame()
    made.setFixedHeight(1)
    made.setProperty("look", "rule")
    return made
