"""The map as a web page in QtWebEngine; imported only when a map is shown and it is there."""

from __future__ import annotations

import json
import logging
import re
from typing import Any

import shiboken6
from PySide6.QtCore import QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEngineProfile, QWebEngineSettings
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mingtang_desk.ui.map.mercator import Bounds, Place
from mingtang_desk.ui.map.overlays import Mark
from mingtang_desk.ui.map.scene import MapScene
from mingtang_desk.ui.map.scheme import (
    PAGE,
    SCHEME,
    Gate,
    PageServer,
    allow_root,
    quit_once,
    register_scheme,
)
from mingtang_desk.ui.map.view import Camera
from mingtang_desk.ui.map.web_feed import Feed
from mingtang_desk.ui.map.web_page import Desk, Page
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import KEEPS_ARROWS

log = logging.getLogger(__name__)

_ADDRESS = re.compile(r"(https?://[^/\s\"'?#]+)[/?#][^\s\"']*")
PATIENCE_MS = 20_000
"""A page that has not said a word by then will not; a slow machine takes some three seconds."""


class WebMap(QWidget):
    """Implements `MapView`. `ready` when the page draws, `failed` with a reason when it will not.

    Attributes:
        feed: words things for the page.
        gate: lets the page reach its own files alone, and counts the rest.
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
        self._open = self._talked = False
        self.feed = Feed(scene, theme)
        self.gate = Gate(self)
        self.server = PageServer(scene.net, self)
        scene.net.again.connect(self._ask_again)
        # Without a name it keeps nothing on disk: no cookies, no cache, no history.
        self.profile = QWebEngineProfile()
        quit_once()
        self.profile.setUrlRequestInterceptor(self.gate)
        self.profile.installUrlSchemeHandler(SCHEME, self.server)
        self.page = Page(self.profile, self._hidden)
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
        self.desk.heard.connect(self._heard)
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show more or less; the page tells nothing while its middle stays."""
        super().resizeEvent(event)
        self._scene.resized(self)

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
        self.server.use(self._scene.tiles)
        self.view.setAccessibleName(self.feed.name())
        self._say(dress=self.feed.dress(self.locale().bcp47Name(), self.server.generation))

    def show_scene(self) -> None:
        """Send the markers, and what is new of their tracks."""
        self._say(
            markers=self.feed.markers(),
            tracks=self.feed.new_of_tracks(),
            following=self._scene.following,
        )

    def show_fleet(self) -> None:
        """Send the batteries of the fleet."""
        self._say(fleet=self.feed.spots())

    def show_card(self) -> None:
        """Show the card of the fleet, or none."""
        self._say(card=self.feed.card())

    def show_layer(self, key: str) -> None:
        """Send a layer; one that is gone is empty."""
        layer = self._scene.context.map.layers.get(key)
        self._say(icons=self.feed.new_icons(layer), layer=self.feed.layer(key, layer))

    def show_mark(self, key: str, mark: Mark) -> None:
        """Send one mark of a layer."""
        self._say(
            icons=self.feed.icons_of([mark]), mark={"layer": key, "mark": self.feed.mark(mark)}
        )

    def show_sketch(self) -> None:
        """Send what is being drawn by hand, and what can be dragged."""
        self._say(sketch=self.feed.sketch())

    def go(self, camera: Camera) -> None:
        """Look at a place."""
        lat, lon = self._scene.shift.out(camera.centre)
        self._say(go={"lat": lat, "lon": lon, "zoom": camera.zoom})

    def fit(self, bounds: Bounds) -> None:
        """Show an area as large as possible."""
        self._say(fit=self.feed.corners(self._scene.shift.area(bounds)))

    def open_popup(self, uri: str) -> None:
        """Show the data of a device beside its marker; "" shows none."""
        self._say(popup=uri)

    def _say(self, **what: Any) -> None:
        if self._open:
            self.desk.said.emit(json.dumps(what))

    def _opened(self) -> None:
        self._patience.stop()
        self._open = self._talked = True
        self.feed.begin()
        self.ready.emit()

    def _ask_again(self) -> None:
        if self._open:
            self.dress()

    def _seen(self, lat: float, lon: float, zoom: int, by_hand: bool) -> None:
        if self._open:
            place = self._scene.shift.back(Place(lat, lon))
            self._scene.moved(Camera(place, zoom), by_hand=by_hand)

    def _heard(self, kind: str, text: str) -> None:
        """Do what was done by hand on the page."""
        if not self._open:
            return
        scene, what = self._scene, json.loads(text)
        match kind:
            case "spot":
                scene.fleet.hit(str(what))
            case "member":
                scene.fleet.open(str(what))
            case "closed":
                scene.fleet.close_card()
            case "act":
                scene.fleet.act(str(what["key"]), self, self._global(what))
            case "menu":
                scene.fleet.menu(str(what["key"]), self, self._global(what))
            case "clicked":
                scene.context.map.clicked.emit(str(what[0]), str(what[1]))
            case "press":
                scene.sketch.press(self._place(what))
            case "move":
                scene.sketch.move(self._place(what))
            case "release":
                scene.sketch.release(self._place(what))
            case "double":
                scene.sketch.double()
            case "key":
                scene.sketch.key(str(what))
            case "choose":
                scene.sketch.choose(str(what))
            case "drag":
                scene.sketch.drag(str(what["key"]), self._place(what), end=bool(what["end"]))

    def _hidden(self, text: str) -> str:
        """Return a complaint of the page with no more than the host of addresses.

        A key may stand behind it, in the path as well, and the place somebody looks at does.
        """
        return _ADDRESS.sub(r"\1/…", text)

    def _place(self, what: Any) -> Place:
        return self._scene.shift.back(Place(float(what["lat"]), float(what["lon"])))

    def _global(self, what: Any) -> QPoint:
        return self.view.mapToGlobal(QPoint(round(what["x"]), round(what["y"])))

    def _loaded(self, good: bool) -> None:
        # Once it talked, a refused way out of it ends here too.
        if not good and not self._talked:
            self._fail("it could not be loaded")

    def _ended(self, status: object, code: int) -> None:
        self._fail(f"its process ended ({status}, {code})")

    def _fail(self, reason: str) -> None:
        self._patience.stop()
        self._open = False
        self.failed.emit(reason)
