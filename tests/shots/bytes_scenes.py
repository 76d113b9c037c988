"""What crosses a link in the pictures of Frames and Extend: polls, a refused write, noise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

from mingtang_desk.device.sample import PackSample, Position
from mingtang_desk.device.settings import SettingsReading
from mingtang_desk.protocols.jbd import settings
from mingtang_desk.protocols.jbd.codec import JbdFramer
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.ui.main_window import MainWindow
from mingtang_desk.ui.panels.extend import ExtendPanel
from mingtang_desk.ui.panels.frames import FramesPanel
from tests.protocols.jbd.hand import CELLS_13S, basic, read, reply, words, write
from tests.ui.fakes import FakeClock, FakeSession

TAIL = bytes.fromhex("50 0000 1388 0000 0000")
CELLS = reply(4, words(*CELLS_13S))
BAD = CELLS[:9] + bytes([CELLS[9] ^ 8]) + CELLS[10:]


def talk(window: MainWindow) -> FramesPanel:
    """Let frames cross the link."""
    panel = window.docks["frames"].panel
    assert isinstance(panel, FramesPanel)
    session = _jbd(cast("FakeSession", panel.session))
    clock = cast("FakeClock", session.model.clock)
    for ask, answer in (
        *((read(3), reply(3, basic(amps=-120, tail=TAIL))), (read(4), CELLS)) * 3,
        (write(0, b"\x56\x78"), reply(0)),
        (write(0x24, words(4250)), reply(0x24, status=0x81)),
        (read(0x24), b"\x00\x13" + reply(0x24, words(4250))),
        (read(4), BAD),
        (read(0xAA), reply(0xAA, words(*range(11)))),
    ):
        session.hear("tx", ask)
        clock.go(0.06)
        session.hear("rx", answer)
        clock.go(0.2)
    panel.tick()
    return panel


def frame_details(window: MainWindow) -> None:
    """Select a reply."""
    talk(window).table.selectRow(1)


def console_asks(window: MainWindow) -> None:
    """Type a write and press once."""
    panel = talk(window)
    panel.engineer.setChecked(True)
    panel.console.entry.setText("write 24 10 68")
    panel.console.send()


def registers(window: MainWindow) -> None:
    """Let the board tell more than the common set."""
    panel = window.docks["extend"].panel
    assert isinstance(panel, ExtendPanel)
    session = _jbd(cast("FakeSession", panel.session))
    for amps in (0, -1200):
        frames = JbdFramer().feed(reply(3, basic(amps=amps, tail=TAIL)) + CELLS)
        sample = JBD.decode([("rx", frame) for frame in frames], datetime.now(UTC)).sample
        assert sample is not None
        session.live(_with_position(sample))
        panel.follower.flush()
    raw = {0x24: b"\x10\x9a", 0x3A: b"\x05\x02", 0xA2: b"\x05HELLO", 0x38: b"\x81\x23"}
    session.model.settings = None
    session.model.apply_settings(
        SettingsReading(
            time=session.model.clock.now(),
            protocol="jbd",
            device_id=None,
            values=settings.decode(raw),
            raw={f"{register:02X}": data for register, data in raw.items()},
        )
    )
    panel.follower.flush()


def _with_position(sample: PackSample) -> PackSample:
    return replace(sample, position=Position(lat=48.1374, lon=11.5755, speed_kmh=12.0))


def _jbd(session: FakeSession) -> FakeSession:
    session.model.identify(
        protocol="jbd",
        label="JBD",
        name=session.model.name,
        capabilities=JBD.capabilities,
        specs=dict(JBD.settings),
        origins=JBD.origins,
        setting_origins=JBD.setting_origins,
    )
    return session
