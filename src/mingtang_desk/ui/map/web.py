"""The map as a web page in QtWebEngine; imported only when a map is shown and it is there."""

from __future__ import annotations

import json
import logging
from collections import deque
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineSettings
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mingtang_desk import __version__
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.map.mercator import Bounds, Place
from mingtang_desk.ui.map.scene import MapScene
from mingtang_desk.ui.map.scheme import (
    PAGE,
    SCHEME,
    Gate,
    PageServer,
    allow_root,
    quit_once,
    register_scheme,
    tile_url,
)
from mingtang_desk.ui.map.view import Camera
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.tokens import Scheme
from mingtang_desk.ui.widgets.basics import KEEPS_ARROWS

log = logging.getLogger(__name__)

PATIENCE_MS = 20_000
"""A page that has not said a word by then will not; a slow machine takes some three seconds."""

_COLOURS = ("bg", "panel", "raised", "line", "text", "muted", "accent")
_WORDS = {
    "nearer": QT_TRANSLATE_NOOP("Map", "Nearer"),
    "farther": QT_TRANSLATE_NOOP("Map", "Farther"),
}
_NAME = QT_TRANSLATE_NOOP("Map", "Map")


class Desk(QObject):
    """What the page may call; `said` carries JSON to it."""

    said = Signal(str)
    ready = Signal()
    pick = Signal(str)
    seen = Signal(float, float, int, bool)

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


class Page(QWebEnginePage):
    """The one page: it goes nowhere else, and what it complains of is logged.

    Attributes:
        complaints: its last errors and warnings.
    """

    def __init__(self, profile: QWebEngineProfile) -> None:
        super().__init__(profile)
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
            self.complaints.append(f"{source}:{line}: {message}")
            log.warning("map page, %s:%d: %s", source, line, message)


class WebMap(QWidget):
    """Implements `MapView`. `ready` when the page draws, `failed` with a reason when it will not.

    Attributes:
        gate: lets the page reach its own files and the chosen tile server, and counts the rest.
        page: the page; gone after `close_page`.
    """

    ready = Signal()
    failed = Signal(str)

    def __init__(self, scene: MapScene, theme: Theme) -> None:
        super().__init__()
        # A window of its own: Qt would make the whole main window anew, hidden for a moment, to
        # draw a page inside it.
        # Without a screen there are no child windows, and Qt crashes as it destroys one.
        if QGuiApplication.platformName() != "offscreen":
            self.setAttribute(Qt.WidgetAttribute.WA_DontCreateNativeAncestors)
            self.setAttribute(Qt.WidgetAttribute.WA_NativeWindow)
        allow_root()
        register_scheme()
        self._scene, self._theme = scene, theme
        self._open = False
        self._sent: dict[str, tuple[int, int, int]] = {}
        self.gate = Gate(self)
        self.server = PageServer(self)
        # Without a name it keeps nothing on disk: no cookies, no cache, no history.
        self.profile = QWebEngineProfile()
        quit_once()
        self.profile.setHttpUserAgent(f"MingtangDesk/{__version__}")
        self.profile.setUrlRequestInterceptor(self.gate)
        self.profile.installUrlSchemeHandler(SCHEME, self.server)
        self.page = Page(self.profile)
        self.page.setBackgroundColor(theme.color("bg"))
        for unused in (
            QWebEngineSettings.WebAttribute.LocalStorageEnabled,
            QWebEngineSettings.WebAttribute.JavascriptCanOpenWindows,
            QWebEngineSettings.WebAttribute.PluginsEnabled,
            QWebEngineSettings.WebAttribute.PdfViewerEnabled,
        ):
            self.page.settings().setAttribute(unused, False)
        self.desk = Desk(self)
        self.desk.ready.connect(self._opened)
        self.desk.pick.connect(scene.pick)
        self.desk.seen.connect(self._seen)
        self.channel = QWebChannel(self)
        self.channel.registerObject("desk", self.desk)
        self.page.setWebChannel(self.channel)
        self.page.loadFinished.connect(self._loaded)
        self.page.renderProcessTerminated.connect(self._ended)
        self.view = QWebEngineView()
        self.view.setPage(self.page)
        self.setFocusProxy(self.view)
        self.setProperty(KEEPS_ARROWS, True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(lambda: self._fail("it did not answer in time"))

    def load(self) -> None:
        """Start to load the page."""
        self._patience.start()
        self.page.load(QUrl(PAGE))

    def close_page(self) -> None:
        """Destroy view, page and profile, in the only order Qt accepts; again is harmless."""
        self._patience.stop()
        self._open = False
        for part in (self.view, self.page, self.profile):
            if shiboken6.isValid(part):
                shiboken6.delete(part)

    def dress(self) -> None:
        """Take colours, words and source anew."""
        tiles = self._scene.tiles
        self.gate.allow(tiles.origins)
        self.server.use(tiles.file)
        bounds = None if tiles.file is None else tiles.file.bounds
        url = tiles.url if tiles.file is None else tile_url(self.server.generation)
        self.view.setAccessibleName(_tr(_NAME))
        self._say(
            dress={
                "language": self.locale().bcp47Name(),
                "colours": {name: self._theme.color(name).name() for name in _COLOURS},
                "dark": self._theme.scheme is not Scheme.LIGHT,
                "words": {key: _tr(text) for key, text in _WORDS.items()},
                "tiles": {
                    "url": url,
                    "min": tiles.min_zoom,
                    "max": tiles.max_zoom,
                    "bounds": None if bounds is None else _corners(bounds),
                    "attribution": _tr(tiles.attribution),
                },
            }
        )

    def show_scene(self) -> None:
        """Send the markers, and what is new of their tracks."""
        self._say(
            markers=[
                {
                    "uri": marker.uri,
                    "name": marker.name,
                    "lat": marker.place.lat,
                    "lon": marker.place.lon,
                    "colour": self._theme.color(marker.colour).name(),
                    "course": marker.course_deg,
                    "selected": marker.selected,
                    "stale": marker.stale,
                    "age": marker.age,
                    "rows": marker.rows,
                }
                for marker in self._scene.markers
            ],
            tracks=self._new_of_tracks(),
            following=self._scene.following,
        )

    def go(self, camera: Camera) -> None:
        """Look at a place."""
        lat, lon = camera.centre
        self._say(go={"lat": lat, "lon": lon, "zoom": camera.zoom})

    def fit(self, bounds: Bounds) -> None:
        """Show an area as large as possible."""
        self._say(fit=_corners(bounds))

    def open_popup(self, uri: str) -> None:
        """Show the data of a device beside its marker; "" shows none."""
        self._say(popup=uri)

    def _say(self, **what: Any) -> None:
        if self._open:
            self.desk.said.emit(json.dumps(what))

    def _new_of_tracks(self) -> list[dict[str, object]]:
        news, there = [], {marker.uri for marker in self._scene.markers}
        self._sent = {uri: sent for uri, sent in self._sent.items() if uri in there}
        for uri in there:
            track = self._scene.track(uri)
            old = self._sent.get(uri, (-1, 0, 0))
            now = (track.generation, len(track.places), track.done)
            if now == old:
                continue
            known = old[1] if old[0] == track.generation else 0
            news.append(
                {
                    "uri": uri,
                    "generation": track.generation,
                    "points": track.places[known:],
                    "done": track.done,
                }
            )
            self._sent[uri] = now
        return news

    def _opened(self) -> None:
        self._patience.stop()
        self._open = True
        self._sent.clear()
        self.ready.emit()

    def _seen(self, lat: float, lon: float, zoom: int, by_hand: bool) -> None:
        if self._open:
            self._scene.moved(Camera(Place(lat, lon), zoom), by_hand=by_hand)

    def _loaded(self, good: bool) -> None:
        # Once it talks, a refused way out of it ends here too.
        if not good and not self._open:
            self._fail("it could not be loaded")

    def _ended(self, status: object, code: int) -> None:
        self._fail(f"its process ended ({status}, {code})")

    def _fail(self, reason: str) -> None:
        self._patience.stop()
        self._open = False
        self.failed.emit(reason)


def _corners(bounds: Bounds) -> list[list[float]]:
    return [[bounds.south, bounds.west], [bounds.north, bounds.east]]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Map", text)
