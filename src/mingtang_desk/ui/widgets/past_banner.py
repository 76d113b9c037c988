"""One line over values of the past: of when they are, that they are not live, and the way back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mingtang_desk.ui.past import Past
from mingtang_desk.ui.plot.times import moment_text
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size
from mingtang_desk.ui.widgets.basics import Button
from mingtang_desk.ui.widgets.elided import ElidedText

_ICON_PX = 18


class PastBanner(QWidget):
    """Hidden while what is live is shown; `live` leads back to it."""

    def __init__(self, theme: Theme, past: Past) -> None:
        super().__init__()
        self._theme, self._past = theme, past
        self._icon = QLabel()
        self.title = ElidedText(theme, token="replay", size=Size.CELL, strong=True)
        self.hint = ElidedText(theme, token="muted")
        self.live = Button(theme, "")
        self.live.setObjectName("past-live")
        self.live.clicked.connect(past.leave)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 4)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.live, 0, Qt.AlignmentFlag.AlignVCenter)
        theme.changed.connect(self._themed)
        self._themed()
        self._retranslate()
        self.hide()

    def tell(self, *, on: bool) -> None:
        """Say of when the values are, or nothing."""
        if on:
            when = moment_text(self._past.t, dated=True)[:-2]
            self.title.set_text(self.tr("As of {time}").format(time=when))
        self.setVisible(on)

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.hint.set_text(self.tr("History at the cursor of the track, not live"))
        self.live.setText(self.tr("Live"))
        self.live.setToolTip(self.tr("Show what is live again; the track stops playing"))
        self.tell(on=not self.isHidden())

    def _themed(self) -> None:
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(self._theme.pixmap("history", "replay", _ICON_PX, ratio))
