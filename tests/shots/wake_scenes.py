"""What the pictures show of finding, of many packs, and of boards that do not answer."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from mingtang_desk.core.errors import (
    DeniedReason,
    LinkDeniedError,
    LinkNotFoundError,
    LinkTimeoutError,
)
from mingtang_desk.device.asleep import Diagnosis, Evidence, Way, judge
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.session.found import Doing, Failure, Found, Step
from mingtang_desk.session.waking import WakeStep, Waking
from mingtang_desk.ui.main_window import MainWindow
from mingtang_desk.ui.panels.devices import DevicesPanel
from tests.ui.fakes import FakeHub, FakeSession, bench_hub, sample_13s, sample_weak

USB0, USB1, USB2 = "/dev/ttyUSB0", "/dev/ttyUSB1", "/dev/ttyUSB2"
RADIO = "Bluetooth"
KNOWN = Evidence(opened=True, asked=3, answered_before=True, sleeps=True, soc_pct=50.0)


def _devices(window: MainWindow) -> DevicesPanel:
    panel = window.docks["devices"].panel
    assert isinstance(panel, DevicesPanel)
    return panel


def _board(where: str, name: str, protocol: str, label: str, options: str) -> Found:
    return Found(
        uri=f"serial://{where}?{options}&protocol={protocol}",
        where=where,
        name=name,
        protocol=protocol,
        label=label,
        sample=sample_13s(),
    )


def _heard(name: str, address: str, protocol: str, label: str, signal: int) -> Found:
    return Found(
        uri=f"ble://{address}?protocol={protocol}" if protocol else f"ble://{address}",
        where=RADIO,
        name=name,
        protocol=protocol,
        label=label,
        signal=signal,
        last5=address.replace(":", "")[-5:],
    )


def found(window: MainWindow) -> None:
    """Boards were found, on a wire and by radio."""
    panel = _devices(window)
    panel.finder.begin()
    panel.show_finder(True)
    news = (
        _board(USB0, "PACK 1", "mingtang", "Mingtang", "baud=9600&address=1"),
        _board(USB0, "PACK 7", "tt", "China Tower (TT)", "baud=9600&address=7"),
        Step(where=USB1, doing=Doing.SWEEPING, baud=19200, what="Mingtang", address=12),
        _heard("JBD-SP16S001", "A5:C2:37:01:02:03", "jbd", "JBD / Xiaoxiang", -58),
        _heard("DL-40784", "C2:4D:54:01:40:78", "aiobmsble:daly", "Daly smart BMS", -71),
        _heard("Galaxy Buds", "5C:10:02:11:22:33", "", "", -88),
    )
    for one in news:
        panel.finder.take(one)
    panel.finder.show_now()


def not_found(window: MainWindow) -> None:
    """Nothing was found, for a different reason at each place."""
    panel = _devices(window)
    panel.finder.begin()
    panel.show_finder(True)
    tried = "JBD / Xiaoxiang, Mingtang (9600, 115200, 19200)"
    errors = (
        LinkNotFoundError("find_silent", where=USB0, tried=tried),
        LinkNotFoundError("find_garbage", where=USB1, count=412, tried=tried),
        LinkDeniedError("port_busy", reason=DeniedReason.BUSY, where=USB2),
        LinkDeniedError("ble_off", reason=DeniedReason.UNSUPPORTED, where=RADIO, detail=""),
    )
    for where, error in zip((USB0, USB1, USB2, RADIO), errors, strict=True):
        panel.finder.take(Failure(where=where, error=error))
    panel.finder.end()


def bank() -> FakeHub:
    """Six packs side by side, one of them unlike the others, one silent."""
    hub = FakeHub()
    sessions = [
        hub.add(f"serial:///dev/ttyUSB0?protocol=mingtang&address={n}") for n in range(1, 7)
    ]
    for number, session in enumerate(sessions, start=1):
        session.identify(f"PACK {number}", "Mingtang")
        session.live(sample_13s(current_a=-8.0 - number / 10, soc_pct=61.0 + number / 2))
    sessions[2].live(sample_weak(current_a=-2.1, soc_pct=44.0, cell_delta_v=0.119))
    sessions[4].live(sample_13s(current_a=0.0, soc_pct=12.0, protections=("cell_uv",)))
    _fall_silent(sessions[5], KNOWN)
    return hub


def _fall_silent(session: FakeSession, seen: Evidence) -> None:
    error = LinkTimeoutError("no_answer", where=USB0, what="basic info", tries=3)
    session.model.set_link(LinkPhase.SILENT, error=error, diagnosis=judge(seen))


def _silent_hub(seen: Evidence) -> FakeHub:
    hub, first = bench_hub()
    hub.clock.go(42.0)
    _fall_silent(first, seen)
    return hub


def silent() -> FakeHub:
    """A board fell silent, and nothing says why."""
    return _silent_hub(KNOWN)


def sleeping() -> FakeHub:
    """A board fell silent, and it had reason to sleep."""
    return _silent_hub(replace(KNOWN, soc_pct=4.0, rest_s=900.0))


def taken() -> FakeHub:
    """A board is near, and lets nobody in."""
    hub = FakeHub()
    session = hub.add("ble://A5:C2:37:01:02:03?protocol=jbd")
    session.identify("JBD-SP16S001", "JBD / Xiaoxiang")
    error = LinkDeniedError(
        "ble_refused", reason=DeniedReason.BUSY, where="JBD-SP16S001", detail="0x3E"
    )
    seen = Evidence(way=Way.RADIO, opened=False, problem="ble_refused", heard=True)
    session.model.set_link(LinkPhase.FAILED, error=error, diagnosis=judge(seen))
    return hub


def radio() -> FakeHub:
    """Boards over Bluetooth in the list."""
    hub = FakeHub()
    for address, name, label in (
        ("A5:C2:37:01:02:03", "JBD-SP16S001", "JBD / Xiaoxiang"),
        ("C2:4D:54:01:40:78", "DL-40784", "Daly smart BMS"),
    ):
        session = hub.add(f"ble://{address}")
        session.identify(name, label)
        session.live(sample_13s())
    return hub


def look(window: MainWindow) -> None:
    """Let the panel see what the hub has."""
    _devices(window).show_now()


def help_waking(window: MainWindow) -> None:
    """Open the help."""
    window.help_waking()


def trying(window: MainWindow) -> None:
    """The desk asks."""
    help_waking(window)
    view = _devices(window).wake_help.view
    view.take(WakeStep(Waking.ASKING, 3, 7))


def _tried(window: MainWindow, diagnosis: Diagnosis) -> None:
    panel = _devices(window)
    help_waking(window)
    session = cast("FakeSession", panel.context.hub.sessions[0])
    session.model.set_link(LinkPhase.SILENT, error=session.model.error, diagnosis=diagnosis)
    panel.show_now()


def mute(window: MainWindow) -> None:
    """The desk asked, and nobody answered."""
    _tried(window, judge(replace(KNOWN, asked=7)))


def woken(window: MainWindow) -> None:
    """The desk asked, and the board woke up."""
    help_waking(window)
    view = _devices(window).wake_help.view
    view.end(judge(replace(KNOWN, asked=3, answered=(2, 3))))
