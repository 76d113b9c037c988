"""Grabs the window and every panel into build/shots: `python -m tests.shots [PART OF A NAME]`.

Both themes and both languages, wide and narrow, and every state on purpose. Runs offscreen where
there is no screen.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget

from mingtang_desk.app.crash import CrashHandler
from mingtang_desk.core.errors import DeniedReason, LinkDeniedError
from mingtang_desk.ui.crash_dialog import show_crash
from mingtang_desk.ui.dock import CardDock
from mingtang_desk.ui.languages import LANGUAGES, Translations
from mingtang_desk.ui.main_window import MainWindow
from mingtang_desk.ui.panels import PANELS
from mingtang_desk.ui.panels.devices import DevicesPanel
from mingtang_desk.ui.panels.settings import SettingsPanel
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.tokens import Scheme
from mingtang_desk.ui.workspaces import WORKSPACES
from tests.shots.scenes import SCENES, live_a_while, read_journal
from tests.shots.states import PANEL_STATES, STATES, bench, nothing
from tests.ui.bench_kit import FakeHistory, full_history
from tests.ui.building import Built, app, settle
from tests.ui.fakes import FakeHub

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "shots"
WINDOWS = ((1480, 900), (1280, 720))
SMALLEST = (960, 600)
PANEL_SIZES = {"narrow": (280, 420), "wide": (760, 520)}
PLAIN = ("dark-en", "light-zh_CN")
"""Dresses of pictures whose colours and words other pictures show as well."""
DRESSES = (
    *((scheme, language.key) for scheme in (Scheme.DARK, Scheme.LIGHT) for language in LANGUAGES),
    (Scheme.CONTRAST, "en"),
)
"""Themes and languages every picture is taken in; high contrast in one language."""


def flush(window: MainWindow) -> None:
    """Show what came in since, without waiting for the next repaint."""
    window.strip.follower.flush()
    window.headline.follower.flush()
    for dock in window.docks.values():
        if dock.seen:
            dock.panel.follower.flush()


def _find(window: MainWindow) -> None:
    window.overlays.find()
    window.overlays.palette.field.setText("over")


def _help(window: MainWindow) -> None:
    panel = window.docks["settings"].panel
    assert isinstance(panel, SettingsPanel)
    panel.form.rows["cell_ovp_v"].entry.setFocus()
    window.overlays.help()


def _keys(window: MainWindow) -> None:
    window.overlays.help()
    window.overlays.help()


def _comment(window: MainWindow) -> None:
    window.overlays.comment_line.ask("BT204805013CT00220940784", "10:00:00")


OVERLAYS: dict[str, Callable[[MainWindow], None]] = {
    "palette": _find,
    "help": _help,
    "keyboard": _keys,
    "comment": _comment,
}


class Shooter:
    """Makes windows and panels, grabs them, takes them down."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        self.taken = 0
        self.theme = Theme()
        self.translations = Translations(app())
        FOLDER.mkdir(parents=True, exist_ok=True)

    def dressed(self) -> Iterator[tuple[str, str]]:
        for scheme, language in DRESSES:
            self.theme.apply(scheme)
            self.translations.use(language)
            yield scheme.value, language

    def skips(self, name: str) -> bool:
        return self.wanted not in name

    def grab(self, widget: QWidget, name: str) -> None:
        settle(6)
        widget.grab().save(str(FOLDER / f"{name}.png"))
        self.taken += 1

    def built(self, hub: FakeHub) -> Built:
        history = full_history() if hub.sessions else FakeHistory()
        return Built(hub, theme=self.theme, translations=self.translations, history=history)

    def window(
        self,
        name: str,
        make: Callable[[], FakeHub],
        size: tuple[int, int],
        *,
        workspace: str = "bench",
        act: Callable[[MainWindow], object] | None = None,
    ) -> None:
        if self.skips(name):
            return
        built = self.built(make())
        built.context.prefs.set(workspace=workspace)
        built.show(*size)
        built.window.use_workspace(workspace)
        settle()
        read_journal(built.window)
        if act is not None:
            act(built.window)
        flush(built.window)
        self.grab(built.window, name)
        built.close()

    def workspaces(self, dress: str) -> None:
        for row in WORKSPACES:
            for size in WINDOWS:
                name = f"workspace-{row.key}-{size[0]}x{size[1]}-{dress}"
                self.window(name, bench, size, workspace=row.key, act=live_a_while)
        self.window(f"workspace-bench-960x600-{dress}", bench, SMALLEST, act=live_a_while)

    def overlays(self, dress: str) -> None:
        for name, act in OVERLAYS.items():
            self.window(f"overlay-{name}-{dress}", bench, WINDOWS[1], act=act)

    def panels(self, dress: str, state: str, make: Callable[[], FakeHub]) -> None:
        names = [f"panel-{spec.key}-{state}-{dress}" for spec in PANELS]
        if all(self.skips(name) for name in names):
            return
        built = self.built(make())
        built.show()
        read_journal(built.window)
        for spec, name in zip(PANELS, names, strict=True):
            dock = built.window.docks[spec.key]
            dock.setFloating(True)
            for width, size in PANEL_SIZES.items():
                self._panel(dock, f"{name}-{width}", size)
            # A browser view in a window of its own does not outlive the main window here.
            dock.setFloating(False)
        built.close()

    def scenes(self, dress: str) -> None:
        for scene in SCENES:
            name = f"panel-{scene.panel}-{scene.name}-{dress}"
            if self.skips(name):
                continue
            built = self.built(scene.make())
            built.show()
            dock = built.window.docks[scene.panel]
            dock.setFloating(True)
            scene.act(built.window)
            for width, size in PANEL_SIZES.items():
                self._panel(dock, f"{name}-{width}", size)
            built.close()

    def crash(self, dress: str) -> None:
        name = f"dialog-crash-{dress}"
        if self.skips(name):
            return
        try:
            raise ZeroDivisionError("division by zero")
        except ZeroDivisionError as error:
            dialog = show_crash(CrashHandler().report(error), lambda: None)
        assert dialog is not None
        self.grab(dialog, name)
        dialog.close()

    def connect_form(self, dress: str) -> None:
        for state in ("form", "trying", "error"):
            name = f"panel-devices-{state}-{dress}"
            if self.skips(name):
                continue
            built = self.built(nothing())
            built.show()
            panel = built.window.docks["devices"].panel
            assert isinstance(panel, DevicesPanel)
            panel.open_form()
            if state == "trying":
                panel.form.set_busy(panel.tr("Trying {uri} …").format(uri="/dev/ttyUSB0"))
            if state == "error":
                panel.show_error(
                    LinkDeniedError("port_busy", reason=DeniedReason.BUSY, where="/dev/ttyUSB0")
                )
            built.window.docks["devices"].setFloating(True)
            self._panel(built.window.docks["devices"], name, (330, 420))
            built.close()

    def _panel(self, dock: CardDock, name: str, size: tuple[int, int]) -> None:
        if self.skips(name):
            return
        dock.show()
        dock.raise_()
        dock.resize(*size)
        settle()
        for ring in (dock.pin, dock.title.float_button):
            ring.clearFocus()
        self.grab(dock, name)


def main(wanted: str = "") -> int:
    """Take every picture whose name has `wanted` in it; return how many."""
    shooter = Shooter(wanted)
    for scheme, language in shooter.dressed():
        dress = f"{scheme}-{language}"
        shooter.workspaces(dress)
        shooter.overlays(dress)
        for state, make in STATES.items():
            shooter.window(f"state-{state}-{dress}", make, WINDOWS[1])
        for state, make in PANEL_STATES.items():
            if dress in PLAIN or state in ("live", "empty"):
                shooter.panels(dress, state, make)
        shooter.scenes(dress)
        shooter.connect_form(dress)
        shooter.crash(dress)
    return shooter.taken


if __name__ == "__main__":
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(f"{main(*sys.argv[1:2])} pictures in {FOLDER.relative_to(ROOT)}")
