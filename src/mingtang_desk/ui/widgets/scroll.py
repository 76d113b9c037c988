"""Scroll areas without a frame that scroll up and down alone and take no keyboard of their own."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget
from shiboken6 import isValid


def scrolling(content: QWidget) -> QScrollArea:
    """Return a scroll area around `content`, as wide as its panel."""
    made = QScrollArea()
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setWidgetResizable(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setWidget(content)
    return made


def reveal(area: QScrollArea, part: QWidget) -> None:
    """Scroll to a part of the content that was just shown or changed.

    It has its place only after the next turn of the loop.
    """

    def scroll() -> None:
        if isValid(part):
            area.ensureWidgetVisible(part, 0, 0)

    QTimer.singleShot(0, area, scroll)


class GivesWay(QScrollArea):
    """As high as its content where there is room; scrolls, down to `least` pixels, elsewhere.

    So that content that grows never pushes the docks of a window about.
    """

    def __init__(self, content: QWidget, *, least: int) -> None:
        super().__init__()
        self._content, self._least = content, least
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setWidget(content)

    def sizeHint(self) -> QSize:
        """As high as the content at this width."""
        wanted = self._content.sizeHint()
        high = self._content.heightForWidth(self.width())
        return QSize(wanted.width(), high if high > 0 else wanted.height())

    def minimumSizeHint(self) -> QSize:
        """As wide as the content needs."""
        return QSize(self._content.minimumSizeHint().width(), self._least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words break elsewhere at another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for another height when the content changes."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
