"""The time that bytes take on a serial line: 10 bits a byte, one direction at a time.

Everything is scheduled from absolute times, so that late wake-ups do not add up. A protocol may
want silence between frames (Modbus RTU: 3.5 characters): it takes line time like bytes do, up to
19200 baud by the character, above that as if a character took 0.5 ms (3.5 of them 1.75 ms, as the
Modbus serial line guide says).
"""

import asyncio
import time
from collections.abc import Callable

BITS_PER_BYTE = 10
PIECE_S = 0.010
SMALLEST_PIECE = 8
# The event loop wakes up to about a millisecond late: the last part is waited out awake.
EARLY_S = 0.002
SILENCE_BAUD = 19200
SILENT_CHARACTER_S = 0.0005


async def sleep_until(due: float, clock: Callable[[], float]) -> None:
    """Sleeps until the clock shows `due`, to a few hundredths of a millisecond."""
    left_s = due - clock()
    while left_s > 0.0:
        await asyncio.sleep(max(left_s - EARLY_S, 0.0))
        left_s = due - clock()


class Pacer:
    """Keeps the time of one half-duplex line.

    Args:
        baud: bits per second; None = the line takes no time.
        clock: the monotonic clock that counts.
    """

    def __init__(self, baud: int | None, clock: Callable[[], float] = time.monotonic) -> None:
        if baud is not None and baud <= 0:
            raise ValueError(f"a line needs a positive speed, not {baud}")
        self._byte_s = 0.0 if baud is None else BITS_PER_BYTE / baud
        is_fast = baud is not None and baud > SILENCE_BAUD
        self._silence_s = SILENT_CHARACTER_S if is_fast else self._byte_s
        self._clock = clock
        self._free_at = 0.0

    def silence_s(self, characters: float) -> float:
        """How long a silence of so many characters lasts on this line."""
        return characters * self._silence_s

    async def inbound(self, count: int, arrived: float) -> float:
        """Waits until the last of `count` bytes, begun at `arrived`, would be on the board.

        Returns:
            That time, which is a little earlier than the clock's when this comes back.
        """
        if not self._byte_s:
            return arrived
        self._free_at = complete = max(arrived, self._free_at) + count * self._byte_s
        await sleep_until(complete, self._clock)
        return complete

    async def outbound(self, data: bytes, due: float, write: Callable[[bytes], None]) -> None:
        """Writes `data`, from `due` on, in pieces at the time when their last byte would arrive.

        What the simulator itself needed since then is caught up, so it adds nothing to the line.
        """
        await sleep_until(due, self._clock)
        if not self._byte_s:
            write(data)
            return
        begun = max(due, self._free_at)
        self._free_at = begun + len(data) * self._byte_s
        size = max(SMALLEST_PIECE, round(PIECE_S / self._byte_s))
        for start in range(0, len(data), size):
            piece = data[start : start + size]
            await sleep_until(begun + (start + len(piece)) * self._byte_s, self._clock)
            write(piece)
