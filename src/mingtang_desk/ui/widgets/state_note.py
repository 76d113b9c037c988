"""A state on purpose instead of an empty panel: what it is, what to do, at most one button."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font
from mingtang_desk.ui.widgets.basics import Button, label

_MARGIN, _GAP, _PICTURE = 12, 6, 20


class StateNote(QWidget):
    """A few centred words; `action` is hidden until it gets a text."""

    def __init__(self, theme: Theme, icon: str = "plug") -> None:
        super().__init__()
        self._theme, self._icon = theme, icon
        self._picture = QLabel()
        self._title = label("strong", wrap=True)
        self._hint = label("muted", wrap=True)
        self.action = Button(theme, "primary")
        self.action.hide()
        for text in (self._picture, self._title, self._hint):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.action)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        outer.setSpacing(_GAP)
        outer.addStretch(1)
        for text in (self._picture, self._title, self._hint):
            outer.addWidget(text)
        outer.addLayout(row)
        outer.addStretch(1)
        theme.changed.connect(self._themed)
        self._themed()

    def say(self, title: str, hint: str = "", icon: str | None = None) -> None:
        """Write the words, with another icon if one is named."""
        if self._title.text() != title:
            self._title.setText(title)
        if self._hint.text() != hint:
            self._hint.setText(hint)
        self._fit()
        if icon is not None and icon != self._icon:
            self._icon = icon
            self._themed()

    @property
    def title(self) -> str:
        """The words in front."""
        return self._title.text()

    def minimumSizeHint(self) -> QSize:
        """Gives way down to its title, so that an error below it keeps its room."""
        return QSize(120, self._title.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what does not fit."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show the picture, then the hint, only where there is height for them."""
        width = max(self.width() - 2 * _MARGIN, 1)
        need = self._title.heightForWidth(width)
        if not self.action.isHidden():
            need += self.action.sizeHint().height() + _GAP
        hint = self._hint.heightForWidth(width) + _GAP if self._hint.text() else 0
        has_hint = bool(hint) and need + hint <= self.height()
        has_picture = need + hint + _PICTURE + _GAP + 2 * _MARGIN <= self.height()
        self._hint.setVisible(has_hint)
        self._picture.setVisible(has_picture)
        side = _MARGIN if has_picture else 0
        outer = self.layout()
        if outer is not None:
            outer.setContentsMargins(_MARGIN, side, _MARGIN, side)

    def _themed(self) -> None:
        self._picture.setPixmap(
            self._theme.pixmap(self._icon, "muted", _PICTURE, self.devicePixelRatioF())
        )


class AgeBanner(QWidget):
    """One line over grey values: how old they are, large, and what to do."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._title = label("warn", wrap=True)
        self._title.setFont(font(Size.CELL, strong=True))
        # The sheet's size for plain words would win over the font otherwise.
        self._title.setStyleSheet("font-size: 17px; font-weight: 600;")
        self._hint = label("muted", wrap=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 4)
        outer.setSpacing(2)
        outer.addWidget(self._title)
        outer.addWidget(self._hint)
        self.hide()

    def say(self, title: str, hint: str) -> None:
        """Write both lines and show them; an empty title hides them."""
        if self._title.text() != title:
            self._title.setText(title)
        if self._hint.text() != hint:
            self._hint.setText(hint)
        self.setVisible(bool(title))
