"""What the link panel looks like over a good line, a bad one, one that broke off, and the air."""

from __future__ import annotations

import math
from typing import cast

from mingtang_desk.core.errors import LinkLostError
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.ui.main_window import MainWindow
from mingtang_desk.ui.panels.link import LinkPanel
from tests.ui.fakes import FakeHub, FakeSession, sample_weak

NOTHING: dict[str, object] = dict.fromkeys(
    ("good", "bad", "ignored_bytes", "answers", "timeouts", "retried", "foreign", "samples")
)
GAP = {**NOTHING, "seconds": 0.0, "latency_mean_s": None, "latency_max_s": None}


def over_the_air() -> FakeHub:
    """A board over Bluetooth, far away."""
    hub = FakeHub()
    board = hub.add("ble://A4:C1:38:55:01:0C?protocol=jbd")
    board.identify("JBD-SP16S001")
    board.live(sample_weak())
    return hub


def _panel(window: MainWindow) -> tuple[LinkPanel, FakeSession]:
    panel = window.docks["link"].panel
    assert isinstance(panel, LinkPanel)
    return panel, cast("FakeSession", panel.session)


def _pass(session: FakeSession, seconds: int, *, bad_every: int = 0, slow: float = 0.0) -> None:
    for second in range(seconds):
        mean = 0.042 + 0.004 * math.sin(second / 7) + slow
        values: dict[str, object] = {"latency_mean_s": mean, "latency_max_s": mean * 1.4}
        if bad_every and second % bad_every == 0:
            values |= {"bad": 1, "timeouts": 1, "retried": 1, "latency_max_s": mean + 0.11}
        session.second(**values)
    session.live(sample_weak(time=session.model.clock.now()))


def good(window: MainWindow) -> None:
    """Four minutes without a fault."""
    panel, session = _panel(window)
    _pass(session, 240)
    panel.follower.flush()


def damaged(window: MainWindow) -> None:
    """Sound at first, then a cable that is bad."""
    panel, session = _panel(window)
    _pass(session, 120)
    _pass(session, 140, bad_every=6, slow=0.03)
    panel.follower.flush()


def lost(window: MainWindow) -> None:
    """A plug that was pulled, after a break before."""
    panel, session = _panel(window)
    _pass(session, 100)
    session.model.set_link(LinkPhase.LOST, error=LinkLostError("link_lost", where="/dev/ttyUSB0"))
    for _ in range(30):
        session.second(**GAP)
    session.live(sample_weak(time=session.model.clock.now()))
    _pass(session, 60, bad_every=9)
    session.model.set_link(LinkPhase.LOST, error=LinkLostError("link_lost", where="/dev/ttyUSB0"))
    for _ in range(25):
        session.second(**GAP)
    panel.follower.flush()


def weak(window: MainWindow) -> None:
    """Hardly heard, found three times."""
    panel, session = _panel(window)
    for dbm in (-72, -81, -88):
        session.second(signal_dbm=dbm)
        _pass(session, 70)
    panel.follower.flush()
