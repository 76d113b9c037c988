"""Hubs in every state on purpose, named after what a technician would say."""

from __future__ import annotations

from collections.abc import Callable

from mingtang_desk.core.errors import (
    DeniedReason,
    LinkDeniedError,
    LinkLostError,
    RejectedError,
)
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.model import LinkPhase
from tests.shots import wake_scenes
from tests.ui.fakes import FakeHub, bench_hub, sample_13s, sample_weak
from tests.ui.recordings import open_recording

PORT = "serial:///dev/ttyUSB0?baud=9600&protocol=jbd"


def nothing() -> FakeHub:
    """Nothing is open."""
    return FakeHub()


def bench() -> FakeHub:
    """The three devices of the drawn target."""
    return bench_hub()[0]


def connecting() -> FakeHub:
    """A port is being tried."""
    hub = FakeHub()
    hub.add("serial:///dev/ttyUSB0?baud=9600").model.set_link(LinkPhase.CONNECTING)
    return hub


def asleep() -> FakeHub:
    """A nearly empty board says nothing any more: it probably sleeps."""
    return wake_scenes.sleeping()


def silent() -> FakeHub:
    """A board that answered before says nothing any more, and nothing tells why."""
    return wake_scenes.silent()


def stale() -> FakeHub:
    """The link is in order, the values are old all the same."""
    hub, _ = bench_hub()
    hub.clock.go(17.0)
    return hub


def lost() -> FakeHub:
    """The cable was pulled."""
    hub, first = bench_hub()
    hub.clock.go(7.0)
    first.model.set_link(LinkPhase.LOST, error=LinkLostError("link_lost", where="/dev/ttyUSB0"))
    return hub


def refused() -> FakeHub:
    """The board answers, and says no."""
    hub, first = bench_hub()
    hub.clock.go(12.0)
    error = RejectedError("rejected", what="basic info", code=0x80, meaning="locked")
    first.model.set_link(LinkPhase.SILENT, error=error)
    return hub


def failed() -> FakeHub:
    """A first connect that failed, and keeps trying."""
    hub = FakeHub()
    session = hub.add(PORT)
    error = LinkDeniedError("port_busy", reason=DeniedReason.BUSY, where="/dev/ttyUSB0")
    session.model.set_link(LinkPhase.FAILED, error=error)
    return hub


def released() -> FakeHub:
    """The link was given to somebody else."""
    hub, first = bench_hub()
    hub.clock.go(90.0)
    first.released = True
    first.model.set_link(
        LinkPhase.OFFLINE, error=LinkLostError("link_released", where="/dev/ttyUSB0")
    )
    return hub


def not_supported() -> FakeHub:
    """A board that can hardly anything."""
    hub = FakeHub()
    poor = hub.add("serial:///dev/ttyUSB0?baud=9600&protocol=jbd")
    poor.identify("JBD-SP04S020", capabilities=frozenset((Capability.CLOCK,)))
    poor.model.set_link(LinkPhase.LIVE)
    return hub


def protections() -> FakeHub:
    """Outside limits, writing unlocked."""
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
    """A simulated pack."""
    hub, first = bench_hub()
    hub.drop(first)
    return hub


def replay() -> FakeHub:
    """A recording, paused."""
    hub = FakeHub()
    open_recording(hub)
    return hub


STATES: dict[str, Callable[[], FakeHub]] = {
    "not-connected": nothing,
    "connecting": connecting,
    "asleep": asleep,
    "silent": silent,
    "stale": stale,
    "lost": lost,
    "refused": refused,
    "error": failed,
    "released": released,
    "not-supported": not_supported,
    "protections": protections,
    "simulator": simulator,
    "replay": replay,
}
PANEL_STATES = {
    "live": bench,
    "empty": nothing,
    "asleep": asleep,
    "error": failed,
    "unsupported": not_supported,
}
"""States in which every panel is taken alone, narrow and wide."""
