"""One terminal on one connection: who it is, and what it says while it may speak."""

from typing import Protocol

from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.ingest.boards import BoardEar
from mingtang_desk.server.ingest.link import TrackerLink
from mingtang_desk.wire.jt808.codec import SERIALS
from mingtang_desk.wire.jt808.header import Terminal


class Carrier(Protocol):
    """A connection, as a terminal on it sees it."""

    def write(self, data: bytes) -> None:
        """Send bytes."""
        ...

    def dismiss(self, speaker: "Speaker") -> None:
        """Let a terminal go; the connection ends where nobody else speaks on it."""
        ...


class Speaker:
    """A terminal.

    Attributes:
        terminal: as its heads name it; key: what to look its battery up by.
        link: its link once it has proven who it is.
        ear: what its board said.
        refused: messages of it that were refused since they were last noted.
        noted_s: when that was, monotonic seconds; None = never.
        beat_s: when its last heartbeat came; beat_gap_s: between the last two.
    """

    def __init__(self, terminal: Terminal, carrier: Carrier) -> None:
        self.terminal = terminal
        self.key = terminal.key
        self.link: TrackerLink | None = None
        self.ear: BoardEar | None = None
        self.refused = 0
        self.noted_s: float | None = None
        self.beat_s: float | None = None
        self.beat_gap_s = 0.0
        self._carrier = carrier
        self._serial = 0

    def may_speak(self, device: Device) -> bool:
        """Whether it speaks for a battery: it has proven it, or nobody has yet and anybody may."""
        if self.link is not None:
            return self.link.device.pk == device.pk
        return device.is_open and not device.proven

    def take_serial(self) -> int:
        """Return the serial number of the next packet to it."""
        if self.link is not None:
            return self.link.take_serial()
        serial = self._serial
        self._serial = (serial + 1) % SERIALS
        return serial

    def beats(self, now_s: float) -> None:
        """Its heart beat."""
        if self.beat_s is not None:
            self.beat_gap_s = now_s - self.beat_s
        self.beat_s = now_s

    def write(self, data: bytes) -> None:
        """Send bytes to it."""
        self._carrier.write(data)

    def close(self) -> None:
        """End its link."""
        self._carrier.dismiss(self)
