"""Another desk asks for a port: a card with a countdown; without an answer the port is kept."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QEvent, QObject, QSize, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mingtang_desk.session.lender import Asker
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label, plain, primary
from mingtang_desk.ui.widgets.card import CardPart
from mingtang_desk.ui.widgets.layouts import button_row

_SIZE = QSize(520, 132)
_TOP_PX = 64
_MARGIN = 24
_SHORTEST_S, _LONGEST_S = 3.0, 120.0
_MARGIN_S = 1.0
"""The answer must reach who asked before it gives up."""


class PortQuestion(CardPart):
    """Lies over the top of a window and takes no keyboard from anybody; one question at a time."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme)
        self.setParent(window)
        self._window = window
        self._asker: Asker | None = None
        self._answer: asyncio.Future[bool] | None = None
        self._left = 0
        self._turn = asyncio.Lock()
        self.title, self.says = label("title"), label("muted", wrap=True)
        self.release, self.keep = plain(theme), primary(theme)
        self.release.clicked.connect(lambda: self._end(True))
        self.keep.clicked.connect(lambda: self._end(False))
        foot = button_row(self.release, self.keep)
        body = self._body = QVBoxLayout(self)
        body.setContentsMargins(12, 12, 12, 12)
        body.setSpacing(8)
        body.addWidget(self.title)
        body.addWidget(self.says, 1)
        body.addLayout(foot)
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._count)
        window.installEventFilter(self)
        self.hide()

    async def ask(self, asker: Asker) -> bool:
        """Return whether the user lets the port go; cancelled when nobody asks any more."""
        async with self._turn:
            self._asker = asker
            self._left = int(min(max(asker.seconds - _MARGIN_S, _SHORTEST_S), _LONGEST_S))
            self._answer = asyncio.get_running_loop().create_future()
            self._retranslate()
            self._place()
            self.show()
            self.raise_()
            self._tick.start()
            try:
                return await self._answer
            finally:
                self._tick.stop()
                self.hide()
                self._asker = self._answer = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle."""
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _end(self, release: bool) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(release)

    def _count(self) -> None:
        self._left -= 1
        self._retranslate()
        if self._left <= 0:
            self._end(False)

    def _place(self) -> None:
        room = self._window.rect()
        width = min(_SIZE.width(), room.width() - 2 * _MARGIN)
        height = max(_SIZE.height(), self._body.heightForWidth(width))
        self.setGeometry((room.width() - width) // 2, _TOP_PX, width, height)

    def _retranslate(self) -> None:
        asker = self._asker
        if asker is None:
            return
        port = asker.port.rsplit("/", 1)[-1]
        self.title.setText(
            self.tr("{program} asks for {port}").format(program=asker.program, port=port)
        )
        self.says.setText(
            self.tr(
                "Release the port for it? What is being written ends first, and the desk takes the "
                "port back by itself when the other is done."
            )
        )
        self.release.setText(self.tr("Release"))
        self.keep.setText(self.tr("Keep ({seconds} s)").format(seconds=max(self._left, 0)))
        self.setAccessibleName(self.title.text())
