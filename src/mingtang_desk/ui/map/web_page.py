"""The page of the map and what it may call."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile

from mingtang_desk.ui.map.scheme import PAGE

log = logging.getLogger(__name__)


class Desk(QObject):
    """What the page may call; `said` carries JSON to it."""

    said = Signal(str)
    ready = Signal()
    pick = Signal(str)
    seen = Signal(float, float, int, bool)
    heard = Signal(str, str)

    @Slot()
    def opened(self) -> None:
        """Hear that the page listens."""
        self.ready.emit()

    @Slot(str)
    def picked(self, uri: str) -> None:
        """Hear that a marker was clicked."""
        self.pick.emit(uri)

    @Slot(float, float, int, bool)
    def moved(self, lat: float, lon: float, zoom: int, by_hand: bool) -> None:
        """Hear what the page shows now."""
        self.seen.emit(lat, lon, zoom, by_hand)

    @Slot(str, str)
    def told(self, kind: str, text: str) -> None:
        """Hear what was done by hand: what it is, and JSON."""
        self.heard.emit(kind, text)


class Page(QWebEnginePage):
    """The one page: it goes nowhere else, and what it complains of is logged.

    Attributes:
        complaints: its last errors and warnings, without the keys of tile servers.
    """

    def __init__(self, profile: QWebEngineProfile, hide: Callable[[str], str]) -> None:
        super().__init__(profile)
        self._hide = hide
        self.complaints: deque[str] = deque(maxlen=50)

    def acceptNavigationRequest(
        self, url: QUrl | str, kind: QWebEnginePage.NavigationType, main: bool
    ) -> bool:
        """Load the page of the map and nothing else."""
        return QUrl(url) == QUrl(PAGE)

    def javaScriptConsoleMessage(
        self,
        level: QWebEnginePage.JavaScriptConsoleMessageLevel,
        message: str,
        line: int,
        source: str,
    ) -> None:
        """Log what went wrong in the page."""
        if level is not QWebEnginePage.JavaScriptConsoleMessageLevel.InfoMessageLevel:
            message, source = self._hide(message), self._hide(source)
            self.complaints.append(f"{source}:{line}: {message}")
            log.warning("map page, %s:%d: %s", source, line, message)
