"""What a panel looks like in the middle of something: typed, reviewed, written, asked, refused."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from mingtang_desk.core.errors import StorageError
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.device.transaction import FieldState
from mingtang_desk.ui.forms.review import ReviewPage
from mingtang_desk.ui.main_window import MainWindow
from mingtang_desk.ui.panels.control import ControlPanel
from mingtang_desk.ui.panels.journal import JournalPanel
from mingtang_desk.ui.panels.settings import SettingsPanel
from tests.ui.bench_kit import BenchHub
from tests.ui.building import settle
from tests.ui.fakes import FakeHub

TYPED = {"cell_ovp_v": "4.2", "cell_uvp_v": "2.8", "pack_ovp_v": "71.4", "chemistry": "lfp"}


@dataclass(frozen=True, slots=True)
class Scene:
    """A panel, the hub under it, and what is done before the picture."""

    panel: str
    name: str
    make: Callable[[], FakeHub]
    act: Callable[[MainWindow], None]


def _hub() -> FakeHub:
    hub = BenchHub()
    hub.bench()
    return hub


def _unlocked() -> FakeHub:
    hub = _hub()
    hub.set_writing(True)
    return hub


def _stubborn() -> FakeHub:
    hub = BenchHub()
    hub.bench()
    hub.set_writing(True)
    hub.states = {
        "cell_uvp_v": (FieldState.CLAMPED, 2.75),
        "pack_ovp_v": (FieldState.REFUSED, 71.75),
        "chemistry": (FieldState.UNKNOWN, None),
    }
    hub.side_effects = ("counters_cleared",)
    return hub


def _poor() -> FakeHub:
    hub = FakeHub()
    poor = hub.add("serial:///dev/ttyUSB0?baud=9600&protocol=jbd")
    poor.identify("JBD-SP04S020", capabilities=frozenset((Capability.CLOCK,)))
    poor.model.set_link(LinkPhase.LIVE)
    return hub


def _settings(window: MainWindow) -> SettingsPanel:
    panel = window.docks["settings"].panel
    assert isinstance(panel, SettingsPanel)
    return panel


def _type(window: MainWindow) -> None:
    for key, text in TYPED.items():
        _settings(window).form.rows[key].set_text(text)


def _mistype(window: MainWindow) -> None:
    rows = _settings(window).form.rows
    rows["cell_ovp_v"].set_text("4250")
    rows["cell_ovr_v"].set_text("12")
    rows["cell_uvp_v"].set_text("abc")


def _review(window: MainWindow) -> None:
    _type(window)
    _settings(window).review_all()


def _contradict(window: MainWindow) -> None:
    _settings(window).form.rows["cell_ovr_v"].set_text("4.3")
    _settings(window).review_all()


def _page(window: MainWindow) -> ReviewPage:
    page = _settings(window).review
    assert page is not None
    return page


def _writing(window: MainWindow) -> None:
    _review(window)
    _page(window).writing()


def _write(window: MainWindow) -> None:
    _review(window)

    async def go() -> None:
        _page(window).write.click()
        await asyncio.sleep(0.05)

    asyncio.run(go())


def _ask(window: MainWindow) -> None:
    panel = window.docks["control"].panel
    assert isinstance(panel, ControlPanel)
    panel.ask(Action.DISCHARGE, "off")
    settle()


def read_journal(window: MainWindow) -> None:
    """Let the journal ask its history, which takes a loop."""
    panel = window.docks["journal"].panel
    assert isinstance(panel, JournalPanel)

    async def go() -> None:
        panel.reload()
        await asyncio.sleep(0.05)

    asyncio.run(go())


def _select_line(window: MainWindow) -> None:
    read_journal(window)
    panel = window.docks["journal"].panel
    assert isinstance(panel, JournalPanel)
    panel.list.setCurrentIndex(panel.model_of_rows.index(0, 0))


def _damaged(window: MainWindow) -> None:
    window.docks["journal"].panel.show_error(
        StorageError("history_corrupt", path="/home/me/history.sqlite", detail="page 3")
    )


def _nothing(window: MainWindow) -> None:
    pass


SCENES: tuple[Scene, ...] = (
    Scene("settings", "typed", _unlocked, _type),
    Scene("settings", "mistyped", _unlocked, _mistype),
    Scene("settings", "review-locked", _hub, _review),
    Scene("settings", "review", _unlocked, _review),
    Scene("settings", "contradiction", _unlocked, _contradict),
    Scene("settings", "writing", _unlocked, _writing),
    Scene("settings", "result", _stubborn, _write),
    Scene("control", "confirm", _unlocked, _ask),
    Scene("journal", "lines", _hub, read_journal),
    Scene("journal", "details", _hub, _select_line),
    Scene("journal", "damaged", _hub, _damaged),
    *(Scene(key, "unsupported", _poor, _nothing) for key in ("settings", "cells", "stats")),
    *(Scene(key, "unsupported", _poor, _nothing) for key in ("status", "control")),
)
