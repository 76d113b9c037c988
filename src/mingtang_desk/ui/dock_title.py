"""The title line of a dock: its name, the header of its panel, pin, float and close."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Dot, icon_button
from mingtang_desk.ui.widgets.card import CardPart
from mingtang_desk.ui.widgets.elided import ElidedText

_HEIGHT_PX = 36


class DockTitle(CardPart):
    """The upper part of the card; who owns it says what its buttons do, and names them."""

    def __init__(self, theme: Theme, key: str, *, follows: bool) -> None:
        super().__init__(theme, bottom=False)
        self.name = ElidedText(theme, strong=True)
        self.name.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.dot = Dot(theme)
        self.pin = icon_button(theme, "pin")
        self.pin.setObjectName(f"pin-{key}")
        self.pin.setCheckable(True)
        self.float_button = icon_button(theme, "external-link")
        self.close_button = icon_button(theme, "x")
        self._header = QHBoxLayout()
        self._header.setSpacing(8)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 6, 4)
        row.setSpacing(8)
        row.addWidget(self.name)
        row.addWidget(self.dot)
        row.addStretch(1)
        row.addLayout(self._header)
        tools = QHBoxLayout()
        tools.setSpacing(0)
        for button in (self.pin, self.float_button, self.close_button):
            tools.addWidget(button)
        row.addLayout(tools)
        self.setFixedHeight(_HEIGHT_PX)
        self.pin.setVisible(follows)

    def add(self, widget: QWidget) -> None:
        """Put a widget of the panel's header beside those that are there."""
        self._header.addWidget(widget)
