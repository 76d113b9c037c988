"""The map as a page in QtWebEngine: what it draws and tells, and that nothing leaves unasked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mingtang_desk.device.model import LinkPhase
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.replay_session import ReplaySession
from mingtang_desk.session.roles import Roles
from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.map.backend import VARIABLE, backend
from mingtang_desk.ui.map.mercator import Place
from mingtang_desk.ui.map.url_dialog import Asked
from mingtang_desk.ui.map.view import Camera
from mingtang_desk.ui.panels.map import MapPanel
from mingtang_desk.ui.roles.idle import IdleSignOut
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.tokens import Scheme
from mingtang_desk.ui.widgets.overlay import Overlay
from tests.ui.building import settle
from tests.ui.fakes import FakeHub
from tests.ui.map_kit import HERE, URI, at, located, picture, ride

# The one list of what Chromium says of a machine without a graphics card.
pytestmark = [
    pytest.mark.usefixtures("qapp"),
    pytest.mark.qt_log_ignore(
        "createPlatformVulkanInstance",
        "QVulkanInstance: Failed to initialize Vulkan",
        "QRhiGles2: Failed to create",
        "Failed to create RHI for backend",
        "GBM is not supported",
        "Sandboxing disabled by user",
        "Failed to load vulkan|No Vulkan library|Failed to create platform Vulkan",
        "GPUInfo not initialized",
        # The page has a window of its own, and the offscreen platform cannot stack windows.
        r"This plugin does not support (raise|lower)\(\)",
        extend=True,
    ),
]
ROOT = Path(__file__).resolve().parents[2]
EVIL = '<img src=x onerror="window.hit=1"><b>pack</b>'
OTHER = "sim://jbd-16s-lfp"
PATIENCE_MS = 20_000
"""Chromium beside a whole suite on two cores is slow to start and to hear a click."""


class Served:
    """A tile server on this machine that counts what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.agents: set[str] = set()
        served, tile = self, picture("#00ff00")

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                served.asked.append(self.path)
                served.agents.add(self.headers.get("User-Agent", ""))
                self.send_response(200)
                self.send_header("Content-Type", "image/png")
                self.send_header("Content-Length", str(len(tile)))
                self.end_headers()
                self.wfile.write(tile)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


@pytest.fixture(autouse=True)
def watched(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    """As in the window, where somebody idle is signed out: that once ended the process here."""
    idle = IdleSignOut(Roles(tmp_path / "roles.json", SystemClock()), qapp)
    yield
    idle.stop()


@pytest.fixture
def served() -> Iterator[Served]:
    made = Served()
    yield made
    made.close()


class Shown:
    """A panel with its page, and a way to ask the page."""

    def __init__(self, panel: MapPanel, qtbot: QtBot) -> None:
        self.panel, self._qtbot = panel, qtbot

    @property
    def web(self) -> Any:
        return self.panel.web

    def ask(self, script: str) -> Any:
        answers: list[Any] = []
        self.web.page.runJavaScript(script, 0, answers.append)
        self._qtbot.waitUntil(lambda: bool(answers), timeout=PATIENCE_MS)
        return answers[0]

    def until(self, script: str, wanted: object = True) -> None:
        """Wait until the page answers so."""
        last: list[Any] = []

        def so() -> bool:
            last[:] = [self.ask(script)]
            return bool(last[0] == wanted)

        try:
            self._qtbot.waitUntil(so, timeout=PATIENCE_MS)
        except Exception as error:
            raise AssertionError(f"{script}: {last}, {list(self.web.page.complaints)}") from error


@pytest.fixture
def shown(context: PanelContext, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[Shown]:
    monkeypatch.delenv(VARIABLE, raising=False)
    found = backend()
    if not found.web:
        pytest.skip(f"the map is drawn by the {found.reason}")
    panel = MapPanel(context)
    reasons: list[str] = []
    window = QWidget()
    QVBoxLayout(window).addWidget(panel)
    window.resize(640, 440)
    window.show()
    qtbot.waitUntil(lambda: panel.web is not None, timeout=PATIENCE_MS)
    panel.web.failed.connect(reasons.append)
    qtbot.waitUntil(
        lambda: bool(reasons) or panel.stack.currentWidget() is panel.web, timeout=20_000
    )
    if reasons and "process ended" in reasons[0]:
        pytest.skip(f"Chromium cannot start here: {reasons[0]}")
    assert not reasons
    made = Shown(panel, qtbot)
    yield made
    panel.stop()
    window.close()
    window.deleteLater()
    settle()


def test_markers_are_live_and_every_name_is_text(shown: Shown, hub: FakeHub) -> None:
    panel = shown.panel
    session = located(hub, name=EVIL, soc_pct=76.0)
    shown.until("document.querySelectorAll('.pin').length", 1)
    shown.web.open_popup(URI)
    shown.until("document.querySelector('.card h1')?.textContent", EVIL)
    shown.until("document.querySelector('.card dl')?.innerText.includes('76 %')")
    shown.until("document.querySelector('.leaflet-marker-icon')?.title", EVIL)
    session.live(at(0, 1, soc_pct=75.0))
    shown.until("document.querySelector('.card dl')?.innerText.includes('75 %')")
    hub.clock.go(75)
    session.model.set_link(LinkPhase.SILENT)
    shown.until("document.querySelector('.pin.stale .tag')?.textContent", "1 min ago")
    assert shown.ask("document.querySelectorAll('img[src=x], .card b').length") == 0
    assert shown.ask("typeof window.hit") == "undefined"
    # The second lock: a script that got in all the same would not run.
    shown.ask("document.body.insertAdjacentHTML('beforeend', `" + EVIL + "`); 1")
    QTest.qWait(50)
    assert shown.ask("typeof window.hit") == "undefined"
    assert any("Content Security Policy" in line for line in shown.web.page.complaints)
    hub.drop(session)
    shown.until("document.querySelectorAll('.pin').length", 0)
    assert panel.stack.currentWidget() is shown.web


def test_the_sample_map_and_nothing_else_is_loaded(shown: Shown) -> None:
    shown.until("document.querySelectorAll('img.leaflet-tile-loaded').length >= 4")
    pictures = "[...document.querySelectorAll('img.leaflet-tile-loaded')]"
    shown.until(pictures + ".some(each => each.naturalWidth === 256)")
    shown.until("document.fonts.check('12px Inter') && document.fonts.size > 0")
    parts = (
        "[...document.querySelectorAll('[src], link[href]')].map(e => e.src || e.href).join(' ')"
    )
    used = shown.ask(parts).split()
    assert all(name.startswith("mtdesk://map/") for name in used)
    assert "mtdesk://map/leaflet.js" in used
    assert (shown.web.gate.refusals, shown.panel.scene.net.requests) == (0, 0)
    assert not shown.web.page.complaints
    assert not shown.web.server.missing
    assert shown.web.profile.isOffTheRecord()
    assert shown.ask("document.querySelector('.source').textContent") == (
        "Sample map, not a real place"
    )


def test_degrees_of_the_grid_are_whole_and_apart(shown: Shown) -> None:
    shown.until("document.querySelectorAll('.grid-labels span').length > 3")
    script = """(() => {
      const rects = (what) => [...document.querySelectorAll(what)].map(
        (each) => each.getBoundingClientRect());
      const words = rects(".grid-labels span");
      const edge = map_desk.getContainer().getBoundingClientRect();
      const others = [...words, ...rects(".leaflet-control")];
      const cut = words.filter((a) => a.left < edge.left || a.right > edge.right
        || a.top < edge.top || a.bottom > edge.bottom);
      const met = words.filter((a) => others.some((b) => a !== b
        && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom));
      return cut.length + met.length;
    })()"""
    for lat in (22.54, 22.548, 22.556, 22.564):  # from one line of the grid to the next
        shown.panel.scene.go(Camera(Place(lat, 114.05 + (lat - 22.54)), 13))
        shown.until(f"Math.abs(map_desk.getCenter().lat - {lat}) < 1e-3")
        shown.until(script, 0)  # its words are placed anew once it stands


def test_nothing_leaves_unless_it_was_chosen(shown: Shown, served: Served, qtbot: QtBot) -> None:
    panel, net = shown.panel, shown.panel.scene.net
    shown.ask(
        f"new Image().src = '{served.url}/spy.png'; fetch('{served.url}/f').catch(() => 0); 1"
    )
    shown.ask(f"window.open('{served.url}/w'); window.location = '{served.url}/page'; 1")
    qtbot.waitUntil(lambda: len(shown.web.page.complaints) >= 2, timeout=PATIENCE_MS)
    assert all("Content Security Policy" in line for line in shown.web.page.complaints)
    assert served.asked == []
    panel.menu.use_url(Asked(url=f"{served.url}/{{z}}/{{x}}/{{y}}.png"))
    shown.until("document.querySelectorAll('img.leaflet-tile-loaded').length >= 4")
    qtbot.waitUntil(lambda: len(served.asked) >= 4, timeout=PATIENCE_MS)
    assert all(path.endswith(".png") and path.count("/") == 3 for path in served.asked)
    assert served.agents
    assert all(agent.startswith("MingtangDesk/") for agent in served.agents)
    assert shown.ask("document.querySelector('.source').textContent") == "127.0.0.1"
    # Another port of the same machine is another server, and a script is no picture.
    before, asked = len(shown.web.page.complaints), len(served.asked)
    shown.ask("new Image().src = 'http://127.0.0.1:9/x.png'; 1")
    qtbot.waitUntil(lambda: len(shown.web.page.complaints) > before, timeout=PATIENCE_MS)
    assert all(url.startswith(served.url) for url in net.asked)
    # The page itself gets nothing from the chosen server either: its tiles come by the desk.
    before = len(shown.web.page.complaints)
    shown.ask(f"new Image().src = '{served.url}/3/1/1.png?by-the-page'; 1")
    qtbot.waitUntil(lambda: len(shown.web.page.complaints) > before, timeout=PATIENCE_MS)
    assert not any("by-the-page" in path for path in served.asked)
    panel.menu.entries["sample"].trigger()
    shown.until("document.querySelector('.source')?.textContent", "Sample map, not a real place")
    before = len(shown.web.page.complaints)
    shown.ask(f"new Image().src = '{served.url}/late.png'; 1")
    qtbot.waitUntil(lambda: len(shown.web.page.complaints) > before, timeout=PATIENCE_MS)
    assert "/late.png" not in served.asked
    assert len(served.asked) <= asked + 40
    assert shown.ask("location.href") == "mtdesk://map/page.html"


def test_the_gate_behind_the_policy_refuses_too(shown: Shown, served: Served, qtbot: QtBot) -> None:
    """In a page of the same profile that has no policy, nothing but the gate is in the way."""
    from PySide6.QtWebEngineCore import QWebEnginePage

    panel, gate = shown.panel, shown.web.gate
    page = QWebEnginePage(shown.web.profile)
    loaded: list[bool] = []
    page.loadFinished.connect(loaded.append)
    page.setHtml("<p>no policy</p>", QUrl("mtdesk://map/elsewhere.html"))
    qtbot.waitUntil(lambda: bool(loaded), timeout=PATIENCE_MS)

    def refused(script: str, wanted: str) -> None:
        before = gate.refusals
        page.runJavaScript(script + "; 1")
        qtbot.waitUntil(lambda: gate.refusals == before + 1, timeout=PATIENCE_MS)
        assert gate.refused[-1] == wanted

    try:
        picture, fetched = f"{served.url}/spy.png", f"{served.url}/f"
        refused(f"new Image().src = '{picture}'", picture)
        refused(f"fetch('{fetched}').catch(() => 0)", fetched)
        script = f"{served.url}/s.js"
        tag = "document.head.appendChild(document.createElement('script')).src"
        refused(f"{tag} = '{script}'", script)
        assert served.asked == []
        panel.menu.use_url(Asked(url=f"{served.url}/{{z}}/{{x}}/{{y}}.png"))
        shown.until("document.querySelectorAll('img.leaflet-tile-loaded').length >= 4")
        # Tiles of the chosen server come by the desk: the page may ask it as little as another.
        own = f"{served.url}/own.png"
        refused(f"new Image().src = '{own}'", own)
        other = "http://127.0.0.1:9/x.png"
        refused(f"new Image().src = '{other}'", other)
        refused(f"fetch('{fetched}').catch(() => 0)", fetched)
        refused(f"{tag} = '{script}'", script)
        panel.menu.entries["sample"].trigger()
        shown.until(
            "document.querySelector('.source')?.textContent", "Sample map, not a real place"
        )
        late = f"{served.url}/late.png"
        refused(f"new Image().src = '{late}'", late)
        assert {"/spy.png", "/f", "/s.js", "/own.png", "/late.png"}.isdisjoint(served.asked)
    finally:
        page.deleteLater()
        settle()


def test_clicks_and_drags_reach_the_desk(shown: Shown, hub: FakeHub, qtbot: QtBot) -> None:
    panel = shown.panel
    located(hub)
    other = located(hub, OTHER, "JBD", position=replace(HERE, lat=HERE.lat + 0.002))
    shown.until("document.querySelectorAll('.pin').length", 2)
    spot = f"map_desk.latLngToContainerPoint([{HERE.lat + 0.002}, {HERE.lon}])"
    where = QPoint(round(shown.ask(spot + ".x")), round(shown.ask(spot + ".y")))
    surface = shown.web.view.focusProxy()
    QTest.mouseClick(surface, Qt.MouseButton.LeftButton, pos=where)
    qtbot.waitUntil(
        lambda: panel.session is not None and panel.session.model is other.model,
        timeout=PATIENCE_MS,
    )
    shown.until("document.querySelector('.card h1')?.textContent", "JBD")
    assert panel.scene.following
    before = panel.scene.camera
    QTest.mousePress(surface, Qt.MouseButton.LeftButton, pos=QPoint(500, 330))
    for x in range(490, 380, -20):
        QTest.mouseMove(surface, QPoint(x, 330))
        QTest.qWait(10)
    QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, pos=QPoint(390, 330))
    qtbot.waitUntil(lambda: not panel.scene.following, timeout=PATIENCE_MS)
    assert panel.scene.camera.centre.lon > before.centre.lon
    assert not panel.follow.isChecked()


def test_tracks_colours_and_words(
    shown: Shown, hub: FakeHub, theme: Theme, translations: Translations
) -> None:
    panel = shown.panel
    session: Any = hub.add(URI)
    session.recorded = ride(40)
    session.identify("ride")
    session.live(session.recorded[10])
    lines = (
        "(() => { const found = []; map_desk.eachLayer(l => { if (l instanceof L.Polyline)"
        " found.push(l.getLatLngs().length); }); return found.join(); })()"
    )
    shown.until(lines, "11,30")
    panel.whole.click()
    shown.until(
        "(() => { let all = true; map_desk.eachLayer(l => { if (l instanceof L.Polyline)"
        " all = all && map_desk.getBounds().contains(l.getBounds()); }); return all; })()"
    )
    session.live(session.recorded[30])
    shown.until(lines, "31,10")
    root = "document.documentElement"
    assert shown.ask(f"{root}.classList.contains('dark')") is True
    theme.apply(Scheme.LIGHT)
    try:
        shown.until(f"{root}.classList.contains('dark')", False)
        assert shown.ask(f"{root}.style.getPropertyValue('--panel')") == "#ffffff"
    finally:
        theme.apply(Scheme.DARK)
    assert shown.ask("document.querySelector('.leaflet-control-zoom-in').title") == "Nearer"


def test_a_card_over_the_window_lies_over_a_still_picture(
    shown: Shown, theme: Theme, qtbot: QtBot
) -> None:
    panel = shown.panel
    window = panel.window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
    card = Overlay(theme, window)
    card.open()
    qtbot.waitUntil(lambda: panel.stack.currentWidget() is panel.still, timeout=PATIENCE_MS)
    assert not panel.still.pixmap().isNull()
    card.leave()
    qtbot.waitUntil(lambda: panel.stack.currentWidget() is panel.web, timeout=PATIENCE_MS)


def test_the_painter_takes_over_when_the_page_dies(
    shown: Shown, hub: FakeHub, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = shown.panel
    located(hub)
    shown.until("document.querySelectorAll('.pin').length", 1)
    os.kill(shown.web.page.renderProcessPid(), signal.SIGKILL)
    qtbot.waitUntil(lambda: panel.web is None, timeout=PATIENCE_MS)
    assert panel.stack.currentWidget() is panel.painter
    assert panel.painter.final
    assert len(panel.scene.markers) == 1
    assert not panel.painter.grab().isNull()


ONE_WINDOW = """
import asyncio, sys
from mingtang_desk.ui.app import run_application, run_window
from mingtang_desk.ui.prefs import Preferences
from tests.ui.fakes import bench_hub

crashes, seen = [], []

async def main(app):
    stop, hub = asyncio.Event(), bench_hub()[0]
    tasks = []

    async def look(window):
        seen.append([name for name in sys.modules if "WebEngine" in name])
        window.docks["map"].bring_up()
        panel = window.docks["map"].panel
        async with asyncio.timeout(20):
            while panel.web is None or panel.stack.currentWidget() is not panel.web:
                await asyncio.sleep(0.02)
        seen.append([w.objectName() for w in window.docks.values() if w.internalWinId()])
        for dock in window.docks.values():  # it has to end well in pieces too
            dock.show()
            dock.setFloating(True)
            await asyncio.sleep(0)
        stop.set()

    await run_window(
        hub.real, Preferences(None), stop=stop,
        shown=lambda window: tasks.append(asyncio.ensure_future(look(window))),
    )
    return 7

code = run_application(main, crashed=crashes.append)
print("result", code, seen, crashes)
"""


def test_a_window_with_a_map_starts_without_webengine_and_ends_well() -> None:
    if not backend().web and "MINGTANG_MAP" not in backend().reason:
        pytest.skip(f"the map is drawn by the {backend().reason}")
    env = {name: value for name, value in os.environ.items() if name != VARIABLE}
    env["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(
        [sys.executable, "-c", ONE_WINDOW],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    # Nothing of WebEngine before the map is seen, no dock with a window of its own because of it.
    assert "result 7 [[], []] []" in done.stdout, done.stderr
    assert "Release of profile" not in done.stderr
    assert done.returncode == 0, done.stderr


def test_a_recording_has_what_the_map_asks_for() -> None:
    assert isinstance(ReplaySession.recorded, property)
