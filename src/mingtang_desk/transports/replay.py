"""Plays a capture as if it came from a link: `replay:///file.jsonl?speed=10`. It is read-only."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

from mingtang_desk.core.errors import DeniedReason, LinkDeniedError, LinkLostError, UsageError
from mingtang_desk.wire.capture import Capture, CaptureHeader, Entry, read_capture

_BREATH = 64
"""Entries played at full speed before other tasks of the loop get their turn."""
_LAG_S = 0.25
"""What was missed while the loop was busy is made up for, but not more than that."""


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
    """Implements `interfaces.transport.Transport` over a recorded file, with one time cursor.

    The cursor waits at the next moment somebody asked for by `reach`, so that it is never ahead of
    what is shown.
    """

    def __init__(self, path: Path, *, speed: float = 1.0) -> None:
        self._path = path
        self._speed = speed
        self._capture: Capture | None = None
        self._open = False
        self._paused = False
        self._base = self._limit = 0.0
        self._since: float | None = None
        self._turn = 0
        self._changed = asyncio.Event()

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def where(self) -> str:
        """The place in words."""
        return self._path.name

    @property
    def writable(self) -> bool:
        """A recording cannot be written to."""
        return False

    @property
    def is_open(self) -> bool:
        """True from `open` to `close`."""
        return self._open

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
    def position_s(self) -> float:
        """The cursor: recorded seconds since the start."""
        return min(self._reckoned(), max(self._limit, self._base))

    @property
    def speed(self) -> float:
        """Recorded seconds per second, 0 = as fast as possible; may be changed while it plays."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self._hold()
        self._speed = speed
        self._changed.set()

    @property
    def playing(self) -> bool:
        """False while it stands still."""
        return self._open and not self._paused

    def pause(self) -> None:
        """Stand still."""
        self._hold()
        self._paused = True
        self._changed.set()

    def play(self) -> None:
        """Go on."""
        self._paused = False
        self._changed.set()

    def seek(self, t: float) -> None:
        """Put the cursor somewhere else; whoever waits in `reach` is told."""
        self._base = self._limit = t
        self._since = None
        self._turn += 1
        self._changed.set()

    async def open(self, note: Callable[[int], None] | None = None) -> None:
        """Load the recording; `note` as in `wire.capture.read_capture`, called in a thread.

        Raises:
            InputFileError: it is missing or damaged; the error names the line.
        """
        if not self._open:
            self._capture = await asyncio.to_thread(read_capture, self._path, note)
            self._open = True
            self.seek(0.0)

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
        """Wait until the recorded time `t` is due; False = it was closed, or the cursor moved."""
        turn = self._turn
        while self._open and turn == self._turn:
            self._changed.clear()
            left: float | None = None
            if not self._paused:
                if self._speed == 0.0 or self._reckoned() >= t:
                    self._arrive(t)
                    return True
                if self._since is None:
                    self._since = time.monotonic()
                self._limit = max(t, self._base)
                left = (t - self._reckoned()) / self._speed
            with suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._changed.wait()
        return False

    async def moved(self) -> None:
        """Wait until somebody pauses, plays, moves the cursor, or closes."""
        self._changed.clear()
        await self._changed.wait()

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
        self._hold()
        self._open = False
        self._changed.set()

    def _reckoned(self) -> float:
        """Return where the cursor would be if it waited for nobody."""
        if self._since is None:
            return self._base
        return self._base + (time.monotonic() - self._since) * self._speed

    def _hold(self) -> None:
        if self._since is not None:
            self._base, self._since = self.position_s, None

    def _arrive(self, t: float) -> None:
        late = self._reckoned() - t
        self._limit = max(t, self._base)
        if self._speed == 0.0 or late > _LAG_S * self._speed:
            self._base, self._since = self._limit, None

    def _loaded(self) -> Capture:
        if self._capture is None or not self._open:
            raise LinkLostError("link_closed", where=self.where)
        return self._capture
