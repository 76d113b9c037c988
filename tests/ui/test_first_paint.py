"""What the window must not load or make before its first paint; `bench_start.py` times it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.layout import restore, saved
from mingtang_desk.ui.main_window import MainWindow
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.theme import Theme
from tests.ui.building import settle

FOREIGN = {
    *("numpy", "pyqtgraph", "httpx", "websockets", "sqlalchemy", "msgspec", "argon2", "bleak"),
    *("serial", "keyring", "PySide6.QtWebEngineCore", "PySide6.QtNetwork"),
    *("hashlib", "hmac", "secrets", "html", "csv", "email", "logging.handlers"),
    *("importlib.metadata", "platform"),
}
OURS = {
    *("core.error_texts", "device.calibration", "device.sample", "device.settings_file"),
    "device.transaction",
    *("interfaces.storage", "session.recorder", "session.opening", "session.drivers"),
    *("cloud.client", "cloud.fleet", "server", "sim", "protocols", "transports", "history"),
    *("ui.panel", "ui.errors", "ui.menu", "ui.overlays", "ui.port_question", "ui.replay_bar"),
    *("app.demo", "app.cli.parser"),
}
CHILD = """
import gc, os, sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QMainWindow
def done():
    print("collects", gc.isenabled())
    print(*sys.modules, flush=True)
    os._exit(0)
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            done()
        return False
def show(window, plain=QMainWindow.show):
    window.watch = Watch(window)
    window.installEventFilter(window.watch)
    plain(window)
QMainWindow.show = show
from mingtang_desk.app.__main__ import main
main([])
"""


def test_the_first_paint_waits_for_nothing_that_comes_after_it(tmp_path: Path) -> None:
    environment = {**os.environ, "MINGTANG_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env=environment,
    )
    collects, _, modules = done.stdout.strip().partition("\n")
    assert collects == "collects False", "a start makes no garbage worth looking for"
    early = set(modules.split()) & (FOREIGN | {f"mingtang_desk.{name}" for name in OURS})
    assert not early
    panels = [name for name in modules.split() if name.startswith("mingtang_desk.ui.panels.")]
    assert not panels


def test_docks_behind_others_have_no_title_line_before_they_come_up(
    context: PanelContext, translations: Translations
) -> None:
    window = MainWindow(context, translations, late=True)
    window.show()
    settle(30)
    made = {key for key, dock in window.docks.items() if dock._title is not None}
    assert made == {key for key, dock in window.docks.items() if dock.seen}
    behind = window.docks["stats"]
    assert "stats" not in made
    behind.raise_()
    settle()
    assert behind.seen
    assert behind.titleBarWidget() is behind.title
    assert behind.title.name.text == behind.windowTitle() != ""
    window.stop()
    window.close()
    window.deleteLater()
    settle()


def test_menu_and_replay_bar_are_there_once_a_late_window_is(
    context: PanelContext, translations: Translations
) -> None:
    window = MainWindow(context, translations, late=True)
    assert not {"menu", "replay_bar"} & vars(window).keys()
    window.show()
    settle(30)
    assert {"menu", "replay_bar"} <= vars(window).keys()
    assert window.replay_bar.isHidden()
    assert any(action.shortcut().toString() == "Ctrl+Q" for action in window.actions())
    window.stop()
    window.close()
    window.deleteLater()
    settle()


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_a_panel_that_was_left_floating_comes_back_with_its_title(
    context: PanelContext, translations: Translations
) -> None:
    first = MainWindow(context, translations)
    first.show()
    settle()
    first.docks["stats"].setFloating(True)
    settle()
    layout = saved(first, first.docks)
    first.stop()
    first.close()
    second = MainWindow(context, translations, late=True)
    dock = second.docks["stats"]
    assert restore(second, second.docks, layout)
    assert dock.titleBarWidget() is not None
    second.show()
    settle(30)
    assert dock.isFloating()
    assert dock.isVisible()
    assert dock.panel.isVisible()
    second.stop()
    for window in first, second:
        window.close()
        window.deleteLater()
    settle()


def test_icons_are_drawn_finer_once_there_is_a_finer_screen(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = Theme()
    assert len(theme.icon("lock").availableSizes()) == 1
    coarse = len(theme._pixmaps)
    told: list[bool] = []
    theme.changed.connect(lambda: told.append(True))
    qapp.screens()[0].geometryChanged.emit(qapp.screens()[0].geometry())
    assert not told, "it is scaled as before"
    monkeypatch.setattr(QApplication, "devicePixelRatio", lambda _: 2.0)
    qapp.screens()[0].geometryChanged.emit(qapp.screens()[0].geometry())
    assert told == [True]
    theme.icon("lock")
    assert len(theme._pixmaps) == 2 * coarse
    assert {key[3] for key in theme._pixmaps} == {1.0, 2.0}
