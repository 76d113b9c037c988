"""The serial line of a simulated tracker with an ear on it: what really reached the board."""

import asyncio
from collections.abc import Callable

from mingtang_desk.session.judging import writes
from mingtang_desk.sim.tracker.machine import SimTracker
from mingtang_desk.sim.tracker.serial_line import SerialLine


class TappedLine(SerialLine):
    """Passes everything on and remembers it.

    Attributes:
        reached: bytes that reached the board, in order; `changes` those that change it.
        on_change: called after such bytes have reached the board.
        on_read: called after a question has.
        is_held: replies stay on the line.
    """

    def __init__(self, inner: SerialLine, protocol: str) -> None:
        super().__init__(None)
        self._inner = inner
        self._protocol = protocol
        self.reached: list[bytes] = []
        self.on_change: Callable[[], None] = lambda: None
        self.on_read: Callable[[], None] = lambda: None
        self.is_held = False

    @property
    def changes(self) -> list[bytes]:
        """Bytes that change the board."""
        return [data for data in self.reached if writes(data, self._protocol) is not False]

    @property
    def has_board(self) -> bool:
        """As the inner one."""
        return self._inner.has_board

    @property
    def is_busy(self) -> bool:
        """As the inner one."""
        return self._inner.is_busy

    def write(self, data: bytes, now_s: float) -> None:
        """Pass on, and tell."""
        self.reached.append(data)
        self._inner.write(data, now_s)
        loop = asyncio.get_running_loop()
        changes = writes(data, self._protocol) is not False
        loop.call_soon(self.on_change if changes else self.on_read)

    def collect(self, now_s: float) -> list[bytes]:
        """Pass on unless held; what is held is lost."""
        heard = self._inner.collect(now_s)
        return [] if self.is_held else heard


def tap(tracker: SimTracker, protocol: str) -> TappedLine:
    """Put an ear on the line of a tracker."""
    line = TappedLine(tracker.line, protocol)
    tracker.line = line
    return line
