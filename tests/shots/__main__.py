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
from mingtang_desk.core.errors import DeniedReason, LinkDeniedError, LinkLostError
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.ui.crash_dialog import show_crash
from mingtang_desk.ui.dock import CardDock
from mingtang_desk.ui.languages import LANGUAGES, Translations
from mingtang_desk.ui.panels import PANELS
from mingtang_desk.ui.panels.devices import DevicesPanel
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.tokens import Scheme
from tests.shots.scenes import SCENES, read_journal
from tests.ui.bench_kit import FakeHistory, full_history
from tests.ui.building import Built, app, settle
from tests.ui.fakes import FakeHub, FakeSession, bench_hub, sample_13s, sample_weak

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "shots"
WINDOWS = ((1480, 900), (1280, 720))
PANEL_SIZES = {"narrow": (280, 420), "wide": (760, 520)}
ALL_SCHEMES = (Scheme.DARK, Scheme.LIGHT)


def nothing() -> FakeHub:
    return FakeHub()


def bench() -> FakeHub:
    return bench_hub()[0]


def connecting() -> FakeHub:
    hub = FakeHub()
    hub.add("serial:///dev/ttyUSB0?baud=9600").model.set_link(LinkPhase.CONNECTING)
    return hub


def stale() -> FakeHub:
    hub, first = bench_hub()
    hub.clock.go(42.0)
    first.model.set_link(LinkPhase.SILENT)
    return hub


def lost() -> FakeHub:
    hub, first = bench_hub()
    hub.clock.go(7.0)
    first.model.set_link(LinkPhase.LOST, error=LinkLostError("link_lost", where="/dev/ttyUSB0"))
    return hub


def protections() -> FakeHub:
    hub, first = bench_hub()
    cells = (4.262, *sample_13s().cell_v[1:])
    first.live(
        sample_weak(
            cell_v=cells,
            current_a=-12.4,
            state="discharge",
            protections=("cell_ov", "chg_oc_2"),
            alarms=("low_soc",),
        )
    )
    hub.set_writing(True)
    return hub


def simulator() -> FakeHub:
    hub = bench()
    hub.drop(_first(hub))
    return hub


def _first(hub: FakeHub) -> FakeSession:
    first = hub.sessions[0]
    assert isinstance(first, FakeSession)
    return first


STATES: dict[str, Callable[[], FakeHub]] = {
    "not-connected": nothing,
    "connecting": connecting,
    "stale": stale,
    "lost": lost,
    "protections": protections,
    "simulator": simulator,
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
        for scheme in ALL_SCHEMES:
            self.theme.apply(scheme)
            for language in LANGUAGES:
                self.translations.use(language.key)
                yield scheme.value, language.key

    def skips(self, name: str) -> bool:
        return self.wanted not in name

    def grab(self, widget: QWidget, name: str) -> None:
        settle(6)
        widget.grab().save(str(FOLDER / f"{name}.png"))
        self.taken += 1

    def built(self, hub: FakeHub) -> Built:
        history = full_history() if hub.sessions else FakeHistory()
        return Built(hub, theme=self.theme, translations=self.translations, history=history)

    def window(self, name: str, make: Callable[[], FakeHub], size: tuple[int, int]) -> None:
        if self.skips(name):
            return
        built = self.built(make())
        built.show(*size)
        read_journal(built.window)
        self.grab(built.window, name)
        built.close()

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
        for ring in (dock.pin, dock.float_button):
            ring.clearFocus()
        self.grab(dock, name)


def main(wanted: str = "") -> int:
    """Take every picture whose name has `wanted` in it; return how many."""
    shooter = Shooter(wanted)
    for scheme, language in shooter.dressed():
        dress = f"{scheme}-{language}"
        for size in WINDOWS:
            shooter.window(f"window-{size[0]}x{size[1]}-{dress}", bench, size)
        for state, make in STATES.items():
            shooter.window(f"state-{state}-{dress}", make, WINDOWS[1])
        shooter.panels(dress, "live", bench)
        shooter.panels(dress, "empty", nothing)
        shooter.scenes(dress)
        shooter.connect_form(dress)
        shooter.crash(dress)
    return shooter.taken


if __name__ == "__main__":
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(f"{main(*sys.argv[1:2])} pictures in {FOLDER.relative_to(ROOT)}")
