"""Builds contexts and windows for tests and pictures."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.main_window import MainWindow
from mingtang_desk.ui.prefs import Preferences
from mingtang_desk.ui.selection import Selection
from mingtang_desk.ui.spec import PackOffer, PanelContext, PortOffer
from mingtang_desk.ui.theme import Theme
from tests.ui.fakes import FakeHub

PORTS = (
    PortOffer(path="/dev/ttyUSB0", label="FT232R USB UART"),
    PortOffer(path="/dev/ttyUSB1", label="CH340"),
)
PACKS = (
    PackOffer(uri="sim://jbd-13s", label="JBD 13S"),
    PackOffer(uri="sim://jbd-16s-lfp", label="JBD 16S LFP"),
)
PROTOCOLS = (("jbd", "JBD / Xiaoxiang"),)


def app() -> QApplication:
    found = QApplication.instance()
    return found if isinstance(found, QApplication) else QApplication([])


def context_of(
    hub: FakeHub, theme: Theme, folder: Path | None = None, history: object | None = None
) -> PanelContext:
    return PanelContext(
        hub=hub.real,
        theme=theme,
        prefs=Preferences(folder),
        selection=Selection(hub.real),
        history=history,
        ports=lambda: PORTS,
        packs=PACKS,
        protocols=lambda: PROTOCOLS,
        tiles=None if folder is None else folder / "tiles",
    )


class Built:
    """A window with what it was made from."""

    def __init__(
        self,
        hub: FakeHub,
        *,
        theme: Theme,
        translations: Translations,
        history: object | None = None,
    ) -> None:
        self.hub = hub
        self.context = context_of(hub, theme, history=history)
        self.translations = translations
        self.window = MainWindow(self.context, translations)

    def show(self, width: int = 1480, height: int = 900) -> None:
        self.window.resize(width, height)
        self.window.show()
        settle()

    def close(self) -> None:
        self.window.stop()
        self.context.selection.stop()
        self.window.close()
        self.window.deleteLater()
        settle()


def settle(rounds: int = 4) -> None:
    for _ in range(rounds):
        app().processEvents()
        # Outside a running loop nothing else deletes what asked for it.
        app().sendPostedEvents(None, QEvent.Type.DeferredDelete)
