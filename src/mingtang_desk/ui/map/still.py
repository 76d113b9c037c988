"""A still picture of the page while a card lies over the window.

The page has a window of its own inside the main window (see `web`), and such a window lies over
every widget around it, a card of search or help too.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLabel, QSizePolicy, QStackedWidget, QWidget

from mingtang_desk.ui.widgets.overlay import Overlay


class Still(QLabel):
    """Changes places with the page in `stack` as long as a card of the same window is there.

    A card takes the keyboard when it opens: that is how it is noticed.

    Attributes:
        page: what it stands in for; None = nothing, it never shows.
    """

    def __init__(self, stack: QStackedWidget) -> None:
        super().__init__()
        self._stack = stack
        self.page: QWidget | None = None
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        stack.addWidget(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the page its place back when the card went."""
        if event.type() == QEvent.Type.Hide:
            watched.removeEventFilter(self)
            if self.page is not None and self._stack.currentWidget() is self:
                self._stack.setCurrentWidget(self.page)
            self.clear()
        return False

    def _focus_moved(self, _: QWidget | None, now: QWidget | None) -> None:
        page = self.page
        card = None if page is None else _card_of(now)
        if page is None or card is None or not page.isVisible():
            return
        if card.window() is self._stack.window() and self._stack.currentWidget() is page:
            self.setPixmap(page.grab())
            self._stack.setCurrentWidget(self)
            card.installEventFilter(self)


def _card_of(widget: QWidget | None) -> Overlay | None:
    while widget is not None:
        if isinstance(widget, Overlay):
            return widget
        widget = widget.parentWidget()
    return None
