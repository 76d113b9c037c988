"""A notice in the corner of the window: says one thing, takes no keyboard, goes by itself."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button, icon_button, label
from mingtang_desk.ui.widgets.card import CardPart

_STAYS_MS = 12_000
_WIDTH, _MARGIN = 340, 24


class AlarmToast(CardPart):
    """`opened()`: the user wants to see it."""

    opened = Signal()

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme)
        self._theme, self._window = theme, window
        self.setParent(window)
        self.setFixedWidth(_WIDTH)
        self._sign = QLabel()
        self._sign.setFixedWidth(16)
        self.title, self.text = label("strong", wrap=True), label("muted", wrap=True)
        self.show_button = Button(theme, "link")
        self.show_button.clicked.connect(self._open)
        self.close_button = icon_button(theme, "x")
        self.close_button.clicked.connect(self.leave)
        words = QVBoxLayout()
        words.setSpacing(2)
        for part in (self.title, self.text):
            words.addWidget(part)
        words.addWidget(self.show_button, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 8, 10)
        row.setSpacing(8)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self, singleShot=True, interval=_STAYS_MS)
        self._timer.timeout.connect(self.hide)
        for button in (self.show_button, self.close_button):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it would take the keyboard away
        window.installEventFilter(self)
        theme.changed.connect(self._themed)
        self._themed()
        self.hide()

    def show_notice(self, title: str, text: str) -> None:
        """Say something, in place of what was said before."""
        self.title.setText(title)
        self.text.setText(text)
        self.setAccessibleName(f"{title}. {text}")
        self.show_button.setText(self.tr("Show"))
        self.close_button.name(self.tr("Dismiss"))
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def leave(self) -> None:
        """Go."""
        self._timer.stop()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the corner."""
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        room = self._window.rect()
        self.move(
            max(room.width() - self.width() - _MARGIN, 0),
            max(room.height() - self.height() - _MARGIN, 0),
        )

    def _open(self) -> None:
        self.leave()
        self.opened.emit()

    def _themed(self) -> None:
        self._sign.setPixmap(
            self._theme.pixmap("triangle-alert", "warn_text", 16, self.devicePixelRatioF())
        )
