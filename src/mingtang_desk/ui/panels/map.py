"""Map (MISSION A2): where the devices are, with their key data, tracks, and a choice of maps."""

from __future__ import annotations

import logging
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.model import Topic
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.ui.map.backend import backend
from mingtang_desk.ui.map.painter import PainterMap
from mingtang_desk.ui.map.scene import MapScene
from mingtang_desk.ui.map.source_menu import SourceMenu
from mingtang_desk.ui.map.sources import open_tiles
from mingtang_desk.ui.map.still import Still
from mingtang_desk.ui.map.words import state_line
from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.widgets.basics import icon_button
from mingtang_desk.ui.widgets.state_note import AgeBanner

log = logging.getLogger(__name__)


class MapPanel(Panel):
    """The painter draws at once; the web page takes its place when it is there, or never.

    Attributes:
        scene: what is on the map.
        painter: the painted map.
        still: stands in for the page while a card lies over the window.
        web: the page, None until it was loaded or where it cannot be.
        stack: shows one of them.
    """

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.scene = MapScene(context, self)
        self.painter = PainterMap(self.scene, theme)
        self.web: Any = None
        self._loading = False
        self.follow = icon_button(theme, "locate-fixed")
        self.follow.setCheckable(True)
        self.follow.clicked.connect(self._follow)
        self.whole = icon_button(theme, "route")
        self.whole.clicked.connect(self.scene.fit)
        self.source = icon_button(theme, "layers")
        self.menu = SourceMenu(context.prefs, self)
        self.source.setMenu(self.menu)
        self.menu.failed.connect(self.show_error)
        self.header = [self.follow, self.whole, self.source]
        self.banner = AgeBanner(theme)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.painter)
        self.still = Still(self.stack)
        self.body.addWidget(self.banner)
        self.body.addWidget(self.stack, 1)
        self.scene.following_changed.connect(self._show_following)
        self.scene.updated.connect(lambda: self.whole.setEnabled(bool(self.scene.markers)))
        context.prefs.changed.connect(self._preferred)
        self._show_following(self.scene.following)
        self.start()

    def bind(self, session: DeviceSession | None) -> None:
        """Mark another device."""
        self.scene.set_current(session)
        self._show()

    def refresh(self, topics: frozenset[Topic]) -> None:
        """Say what keeps the device off the map; the scene updates itself."""
        self._show()

    def retranslate(self) -> None:
        """Write texts anew."""
        self.follow.name(self.tr("Keep the selected device in the middle"))
        self.whole.name(self.tr("Show the whole track"))
        self.source.name(self.tr("Choose the map"))
        self.painter.setAccessibleName(self.tr("Map"))
        self.menu.retranslate()
        self.scene.redress()
        self._show()

    def rethemed(self) -> None:
        """Take the present colours."""
        self.scene.redress()

    def stop(self) -> None:
        """Let go of devices, page and file."""
        super().stop()
        self.scene.stop()
        self._drop_web()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Load the map after the first paint somebody sees."""
        super().paintEvent(event)
        if not self._loading:
            self._loading = True
            QTimer.singleShot(0, self, self.load)

    def showEvent(self, event: QShowEvent) -> None:
        """Update from now on."""
        super().showEvent(event)
        self.scene.set_awake(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Update no more; places are kept all the same."""
        super().hideEvent(event)
        self.scene.set_awake(False)

    def load(self) -> None:
        """Open the map that was chosen, painted; then fetch the page if there can be one."""
        self._loading = True
        self._open_source()
        self.scene.attach(self.painter)
        found = backend()
        if not found.web:
            log.info("map: %s", found.reason)
            self._stay_painted()
            return
        from mingtang_desk.ui.map.web import WebMap

        self.web = WebMap(self.scene, self.context.theme)
        self.web.ready.connect(self._show_web)
        self.web.failed.connect(self._web_failed)
        self.stack.addWidget(self.web)
        self.web.load()

    def _show_web(self) -> None:
        focused = self.painter.hasFocus()
        self.stack.setCurrentWidget(self.web)
        self.still.page = self.web
        self.scene.attach(self.web)
        if focused:
            self.web.setFocus()

    def _web_failed(self, reason: str) -> None:
        log.warning("map: painted from now on, the page failed: %s", reason)
        self.still.page = None
        self.stack.setCurrentWidget(self.painter)
        self.scene.attach(self.painter)
        self._stay_painted()
        # Not from inside one of its own signals.
        QTimer.singleShot(0, self, self._drop_web)

    def _stay_painted(self) -> None:
        self.painter.final = True
        self.painter.update()

    def _drop_web(self) -> None:
        web, self.web = self.web, None
        self.still.page = None
        if web is not None:
            self.stack.removeWidget(web)
            web.close_page()
            web.deleteLater()

    def _open_source(self) -> None:
        try:
            tiles = open_tiles(self.context.prefs.values)
        except MingtangError as error:
            self.show_error(error)
            self.scene.use_sample()
            return
        self.show_error(None)
        self.scene.set_tiles(tiles)

    def _preferred(self, names: set[Any]) -> None:
        if self._loading and names & {"map_source", "map_file", "map_url"}:
            self._open_source()

    def _follow(self) -> None:
        self.scene.set_following(self.follow.isChecked())

    def _show_following(self, on: bool) -> None:
        self.follow.setChecked(on)
        self.follow.set_icon("locate-fixed", "accent_text" if on else "muted")

    def _show(self) -> None:
        session = self.session
        known = session is not None and self.scene.knows(session.model.uri)
        uri = None if session is None else session.uri
        self.banner.say(*state_line(self.model, uri, known=known))
