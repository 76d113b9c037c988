"""Map (MISSION A2): devices and the fleet, with their data, tracks, layers, a choice of maps."""

from __future__ import annotations

import logging
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.model import Topic
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.ui.map.backend import backend
from mingtang_desk.ui.map.fleet_legend import FleetLegend
from mingtang_desk.ui.map.keys import MapKeys
from mingtang_desk.ui.map.painter import PainterMap
from mingtang_desk.ui.map.scene import MapScene
from mingtang_desk.ui.map.sketch import HINTS
from mingtang_desk.ui.map.source_menu import SourceMenu
from mingtang_desk.ui.map.sources import needs_key, open_tiles
from mingtang_desk.ui.map.still import Still
from mingtang_desk.ui.map.words import fleet_line, logged_out_line, state_line, unplaced_line
from mingtang_desk.ui.panel import Panel, words
from mingtang_desk.ui.remote_words import is_remote
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.basics import Button, icon_button, label, plain
from mingtang_desk.ui.widgets.state_note import AgeBanner

log = logging.getLogger(__name__)

_FLEET = "fleet"
_OF_SOURCE = {"map_source", "map_file", "map_url", "map_datum", "map_attribution"}


class MapPanel(Panel):
    """The painter draws at once; the web page takes its place when it is there, or never.

    Attributes:
        scene: what is on the map.
        keys: of tile servers.
        ways: buttons that lead to what can be shown, while nothing is.
        hint: what to do while something is drawn by hand.
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
        self.keys = MapKeys()
        self.menu = SourceMenu(context.prefs, self.keys, self.scene.net, self)
        self.source.setMenu(self.menu)
        self.menu.failed.connect(self.show_error)
        self.menu.key_given.connect(self._key_given)
        self.legend = FleetLegend(theme)
        self.header = [self.legend, self.follow, self.whole, self.source]
        self.banner = AgeBanner(theme)
        self.log_in = Button(theme, "primary")
        self.log_in.clicked.connect(lambda: context.chosen.panel_wanted.emit("account"))
        self.devices = plain(theme)
        self.devices.clicked.connect(lambda: context.chosen.panel_wanted.emit("devices"))
        self.ways = QWidget()
        ways = QHBoxLayout(self.ways)
        ways.setContentsMargins(0, 0, 0, 4)
        ways.setSpacing(8)
        ways.addWidget(self.log_in)
        ways.addWidget(self.devices)
        ways.addStretch(1)
        self.hint = label("muted", wrap=True)
        self.cancel = plain(theme)
        self.cancel.clicked.connect(lambda: context.map.draw(None))
        self.drawing = QHBoxLayout()
        self.drawing.setSpacing(8)
        self.drawing.addWidget(self.hint, 1)
        self.drawing.addWidget(self.cancel)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.painter)
        self.still = Still(self.stack)
        self.body.addWidget(self.banner)
        self.body.addWidget(self.ways)
        self.body.addLayout(self.drawing)
        self.body.addWidget(self.stack, 1)
        self.scene.following_changed.connect(self._show_following)
        self.scene.updated.connect(self._updated)
        context.map.draw_changed.connect(self._show_drawing)
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
        self.follow.name(self.tr("Keep the selected device or battery in the middle"))
        self.whole.name(self.tr("Show the whole track, or all batteries"))
        self.cancel.setText(self.tr("Cancel"))
        self.log_in.setText(self.tr("Log in…"))
        self.devices.setText(self.tr("Devices…"))
        self._show_drawing()
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
        self._find_source()
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

    def _find_source(self) -> None:
        """Open the source; one with a key once the keyring was asked, until then the sample."""
        values = self.context.prefs.values
        if not needs_key(values) or values.map_source in self.keys.known:
            self._open_source()
            return
        self.scene.use_sample()
        spawn(self, self.keys.look(values.map_source), done=self._open_source)

    def _key_given(self) -> None:
        if self._loading:
            self._open_source()

    def _updated(self) -> None:
        self.whole.setEnabled(bool(self.scene.markers) or len(self.scene.fleet) > 0)
        self.legend.setVisible(self.scene.fleet.fleet is not None)
        self._show()

    def _show_drawing(self) -> None:
        shape = self.context.map.drawing
        self.hint.setText("" if shape is None else words("Map", HINTS[shape]))
        for widget in (self.hint, self.cancel):
            widget.setVisible(shape is not None)
        view = self.stack.currentWidget()
        if shape is not None and view is not None and self.isVisible():
            view.setFocus()

    def _open_source(self) -> None:
        try:
            tiles = open_tiles(self.context.prefs.values, self.keys.known)
        except MingtangError as error:
            self.show_error(error)
            self.scene.use_sample()
            return
        self.show_error(None)
        self.scene.set_tiles(tiles)

    def _preferred(self, names: set[Any]) -> None:
        if self._loading and names & _OF_SOURCE:
            self._find_source()
        if "workspace" in names:
            self._show()

    def _follow(self) -> None:
        self.scene.set_following(self.follow.isChecked())

    def _show_following(self, on: bool) -> None:
        self.follow.setChecked(on)
        self.follow.set_icon("locate-fixed", "accent_text" if on else "muted")

    def _show(self) -> None:
        session, fleet = self.session, self.scene.fleet.fleet
        known = session is not None and self.scene.knows(session.model.uri)
        uri = None if session is None else session.uri
        logged_out = (
            session is None
            and fleet is None
            and self.context.cloud is not None
            and self.context.prefs.values.workspace == _FLEET
        )
        said = fleet_line(fleet, len(self.scene.fleet))
        if said is None or (session is not None and not said[0]):
            said = state_line(self.model, uri, known=known)
            if fleet is not None and session is not None and is_remote(session.uri):
                there = session.uri.target.rpartition("/")[2] in fleet.table
                said = ("", "") if known else unplaced_line(there=there)
        self.banner.say(*(logged_out_line() if logged_out else said))
        self.ways.setVisible(session is None and fleet is None)
        self.log_in.setVisible(logged_out)
