"""The help on a simulated board at a port: it falls silent, is asked in vain, wakes, is read."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo terminals", allow_module_level=True)

from mingtang_desk.device.asleep import ENOUGH_ASKS, Verdict
from mingtang_desk.device.model import Absence, LinkPhase
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.hub import DeviceHub
from mingtang_desk.session.waking import WakePlan
from mingtang_desk.sim.models import make_board
from mingtang_desk.ui.panels.devices import DevicesPanel
from mingtang_desk.ui.prefs import Preferences
from mingtang_desk.ui.selection import Selection
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.theme import Theme
from tests.session.bench import QUICK
from tests.session.waking_kit import answering
from tests.ui.building import settle
from tests.ui.conftest import until as until_soon

PLAN = WakePlan(waits_s=(0.15, 0.15, 1.5, 1.5, 1.5), proof_s=(1.5,) * ENOUGH_ASKS, gap_s=0.5)
"""Patient where the board answers: window, terminal and board share one loop here."""


async def until(true: Callable[[], bool]) -> None:
    """Boards, time-outs and back-off take their time."""
    await until_soon(true, seconds=15.0)


@pytest.mark.asyncio
async def test_from_silence_to_the_next_sample(tmp_path: Path, theme: Theme) -> None:
    board = make_board("jbd-4s", faults={}, sets={"soc_pct": "5"})
    board.power_on()
    asleep = charger = False
    heard: list[bytes] = []

    def answer(data: bytes) -> bytes:
        nonlocal asleep
        heard.append(data)
        step = panel.wake_help.view.step
        if charger and step is not None and step.ask >= 3:
            asleep = False  # it starts while it is asked
        if asleep:
            return b""
        return b"".join(reply.data for reply in board.receive(data, time.monotonic()))

    hub = DeviceHub(clock=SystemClock(), timing=QUICK)
    selection = Selection(hub)
    context = PanelContext(hub=hub, theme=theme, prefs=Preferences(None), selection=selection)
    panel = DevicesPanel(context)
    panel.resize(320, 460)
    panel.show()
    async with answering(tmp_path / "tty", answer) as port:
        panel.connect_to(f"serial://{port}?protocol=jbd&listen=off")
        await until(lambda: bool(hub.sessions) and hub.sessions[0].model.phase is LinkPhase.LIVE)
        (session,) = hub.sessions
        session.waker.plan = PLAN
        session.poll_s = 0.05

        asleep = True
        await until(lambda: session.model.absence is Absence.ASLEEP)
        panel.show_now()
        line, view = panel.wake_help.line, panel.wake_help.view
        assert line.words.text() == "The board is probably asleep"
        line.button.click()
        view.go_button.click()
        await until(lambda: not view.running)
        assert view.diagnosis.verdict is Verdict.ASLEEP
        assert view.diagnosis.evidence.asked == len(PLAN.waits_s)

        before = session.model.sample
        charger = True
        view.go_button.click()
        await until(lambda: view.diagnosis.verdict is Verdict.WOKEN)
        assert view.diagnosis.evidence.answered[0] in (3, 4)  # the window is told beside the asking
        await until(lambda: session.model.phase is LinkPhase.LIVE)
        await until(lambda: session.model.sample is not before)
        panel.show_now()
        assert view.title.text() == "The board was asleep and is awake now"
        assert line.isHidden()
        await hub.close_all()
    panel.stop()
    selection.stop()
    panel.deleteLater()
    settle()
    requests = b"".join(heard)
    assert requests.count(b"\xdd\xa5") > len(PLAN.waits_s)
    assert b"\xdd\x5a" not in requests, "nothing was written"
