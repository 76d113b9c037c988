"""The painted map with the tiles of a server, and the menu that deletes what was kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from mingtang_desk.ui.map.backend import VARIABLE
from mingtang_desk.ui.map.mercator import Place
from mingtang_desk.ui.map.url_dialog import Asked
from mingtang_desk.ui.map.view import Camera
from mingtang_desk.ui.panels.map import MapPanel
from mingtang_desk.ui.spec import PanelContext
from tests.ui.building import settle
from tests.ui.tile_server import TileServer

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def server() -> Iterator[TileServer]:
    made = TileServer()
    yield made
    made.close()


@pytest.fixture
def panel(context: PanelContext, monkeypatch: pytest.MonkeyPatch) -> Iterator[MapPanel]:
    monkeypatch.setenv(VARIABLE, "painter")
    made = MapPanel(context)
    made.resize(600, 400)
    made.show()
    settle()
    yield made
    made.stop()
    made.close()
    made.deleteLater()
    settle()


def middle_of(panel: MapPanel) -> QColor:
    image = panel.painter.grab().toImage()
    return image.pixelColor(image.width() // 2 + 9, image.height() // 2 + 9)


def test_the_painter_shows_the_tiles_of_a_server(
    server: TileServer, panel: MapPanel, qtbot: QtBot
) -> None:
    assert panel.painter.final
    panel.menu.use_url(Asked(url=f"{server.url}/{{z}}/{{x}}/{{y}}.png"))
    assert panel.scene.tiles.file is None
    bare = middle_of(panel)
    assert bare.green() < 120
    qtbot.waitUntil(lambda: middle_of(panel).green() > 120, timeout=20_000)
    assert len(server.asked) == len({each.path for each in server.asked})
    # A server that was busy is asked anew for what is seen.
    server.status, panel.scene.net.first_pause_ms = 429, 100
    panel.scene.go(Camera(Place(10.0, 10.0), 9))
    qtbot.waitUntil(lambda: bool(panel.scene.net.paused), timeout=20_000)
    middle_of(panel)
    server.status = 200
    qtbot.waitUntil(lambda: middle_of(panel).green() > 120, timeout=20_000)


def test_the_menu_deletes_the_kept_tiles(server: TileServer, panel: MapPanel, qtbot: QtBot) -> None:
    panel.menu.aboutToShow.emit()
    assert not panel.menu.emptied.isEnabled()
    panel.menu.use_url(Asked(url=f"{server.url}/{{z}}/{{x}}/{{y}}.png"))
    middle_of(panel)
    net = panel.scene.net
    qtbot.waitUntil(lambda: net.kept_bytes > 0 and not net._waiting, timeout=20_000)
    panel.menu.aboutToShow.emit()
    assert panel.menu.emptied.text() == "Delete the kept tiles (0.0 MB)"
    panel.menu.emptied.trigger()
    assert net.kept_bytes == 0
