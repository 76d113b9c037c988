"""Plays a capture as if it came from a link: `replay:///file.jsonl?speed=10`. It is read-only."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from mingtang_desk.core.errors import DeniedReason, LinkDeniedError, LinkLostError, UsageError
from mingtang_desk.wire.capture import Capture, CaptureHeader, Entry, read_capture

_BREATH = 64
"""Entries played at full speed before other tasks of the loop get their turn."""


def parse_speed(text: str) -> float:
    """Return a speed: 1 = as recorded, 0 or "max" = as fast as possible.

    Raises:
        UsageError: it is neither a number nor "max".
    """
    if text == "max":
        return 0.0
    try:
        speed = float(text)
    except ValueError:
        speed = -1.0
    if not 0.0 <= speed < 1e6:
        raise UsageError("option_invalid", value=text, option="speed", allowed="0, 1, 10, …, max")
    return speed


class ReplayTransport:
    """Implements `interfaces.transport.Transport` over a recorded file.

    Attributes:
        speed: 1 = as recorded, 0 = as fast as possible; may be changed while it plays.
        position_s: recorded seconds played so far.
    """

    def __init__(self, path: Path, *, speed: float = 1.0) -> None:
        self.position_s = 0.0
        self._path = path
        self._speed = speed
        self._capture: Capture | None = None
        self._open = False
        self._paused = False
        self._changed = asyncio.Event()

    @property
    def where(self) -> str:
        """The place in words."""
        return self._path.name

    @property
    def writable(self) -> bool:
        """A recording cannot be written to."""
        return False

    @property
    def capture(self) -> Capture:
        """All of it. Raises `LinkLostError` before `open`."""
        return self._loaded()

    @property
    def header(self) -> CaptureHeader:
        """Where the recording comes from. Raises `LinkLostError` before `open`."""
        return self._loaded().header

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All chunks of both directions. Raises `LinkLostError` before `open`."""
        return self._loaded().entries

    @property
    def duration_s(self) -> float:
        """Length of the recording in recorded seconds."""
        return self.entries[-1].t if self.entries else 0.0

    @property
    def speed(self) -> float:
        """Recorded seconds per second, 0 = as fast as possible."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self._speed = speed
        self._changed.set()

    def pause(self) -> None:
        """Stand still."""
        self._paused = True
        self._changed.set()

    def play(self) -> None:
        """Go on."""
        self._paused = False
        self._changed.set()

    async def open(self) -> None:
        """Load the recording.

        Raises:
            InputFileError: it is missing or damaged; the error names the line.
        """
        if not self._open:
            self._capture = await asyncio.to_thread(read_capture, self._path)
            self._open, self.position_s = True, 0.0

    async def timeline(self) -> AsyncIterator[Entry]:
        """Yield the chunks of both directions, each at its time."""
        entries = self._loaded().entries
        for number, entry in enumerate(entries):
            if not await self.reach(entry.t):
                return
            if number % _BREATH == 0:
                await asyncio.sleep(0)
            yield entry

    async def reach(self, t: float) -> bool:
        """Wait until the recorded time `t` is due; return False when the transport was closed."""
        clock = asyncio.get_running_loop().time
        while self._open and (self._paused or (self._speed > 0 and self.position_s < t)):
            self._changed.clear()
            started, speed = clock(), 0.0 if self._paused else self._speed
            try:
                async with asyncio.timeout((t - self.position_s) / speed if speed else None):
                    await self._changed.wait()
            except TimeoutError:
                self.position_s = t
            else:
                self.position_s = min(t, self.position_s + (clock() - started) * speed)
        self.position_s = max(self.position_s, t)
        return self._open

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield what was received, each chunk at its time; ends with the recording."""
        async for entry in self.timeline():
            if entry.direction == "rx":
                yield entry.data

    async def write(self, data: bytes) -> None:
        """Refuse."""
        if not self._open:
            raise LinkLostError("link_closed", where=self.where)
        raise LinkDeniedError("read_only_link", reason=DeniedReason.UNSUPPORTED, where=self.where)

    async def close(self) -> None:
        """Stop playing."""
        self._open = False
        self._changed.set()

    def _loaded(self) -> Capture:
        if self._capture is None or not self._open:
            raise LinkLostError("link_closed", where=self.where)
        return self._capture
