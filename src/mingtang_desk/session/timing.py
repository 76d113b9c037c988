"""Every wait of a session in one place, so that tests can shorten them and users can be told."""

import asyncio
from dataclasses import dataclass

_SLOW_BAUD = 19200
_TURN_CHARACTERS = 3.5
_BITS = 10
_FAST_TURN_S = 0.00175
_EARLY_S = 0.0015
"""The event loop wakes up to about a millisecond late: the last part of a short wait is awake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Seconds, where not said otherwise.

    Attributes:
        reply_s: patience for a reply beyond its time on the wire; boards take 0.5 to 1 s at worst.
        network_s: the same where a network lies between.
        write_s: the same for writes, which wait for a board's memory.
        tries: how often a repeatable request is sent; the first one after a sleep only wakes a
            board.
        write_tries: the same during a write, for a line that loses every fifth frame.
        repeat_writes: False = what changes the board is sent once, also where a second time would
            do the same: on a slow path the first one may arrive after the second.
        quiet_s: silence on the line before a request is repeated, so that a late reply is not taken
            for the new one.
        owed_s: how long a reply that did not come in time may still come.
        cleanup_s: for what a procedure must still send after it was cancelled.
        grace_s: for a write transaction to end in good order after it was cancelled.
        read_back_s: to get a line back and read what a write did.
        confirm_s: for a control to take effect.
        restart_s: for a board to come back after a restart.
        tick_s: within which a clock that runs must have moved.
        listen_s: how long to listen on a bus before the first byte is sent.
        gap_s: silence on a shared bus before a request of ours.
        backoff_s: first pause after a failure; doubles up to `backoff_max_s`.
        slow_s: rhythm of names and other things that hardly change.
        reopen_after: rounds of silence after which the link is opened anew.
        brief_s: least patience with a board that is silent while its neighbours answer.
        yield_times: it pauses so many times as long as it kept the line, up to `yield_max_s`.
    """

    reply_s: float = 1.0
    network_s: float = 1.0
    write_s: float = 1.5
    tries: int = 3
    write_tries: int = 8
    repeat_writes: bool = True
    quiet_s: float = 0.06
    owed_s: float = 3.0
    cleanup_s: float = 2.0
    grace_s: float = 15.0
    read_back_s: float = 10.0
    confirm_s: float = 3.0
    restart_s: float = 20.0
    tick_s: float = 2.5
    listen_s: float = 0.8
    gap_s: float = 0.15
    backoff_s: float = 0.5
    backoff_max_s: float = 10.0
    slow_s: float = 60.0
    reopen_after: int = 3
    brief_s: float = 0.3
    yield_times: float = 40.0
    yield_max_s: float = 120.0

    def backoff(self, failures: int) -> float:
        """Return how long to pause after so many failures in a row, one at least."""
        # 2 to the power of a night's failures is more than a float can hold.
        doublings = min(failures - 1, 30)
        return min(self.backoff_s * 2.0**doublings, self.backoff_max_s)

    def reply(self, *, size: int, baud: int | None, writes: bool) -> float:
        """Return how long to wait for a reply of `size` bytes (its request's bytes included)."""
        base = self.network_s if baud is None else self.reply_s
        wire = 0.0 if baud is None else size * 10 / baud * 1.5
        return max(base, self.write_s if writes else 0.0) + wire


def turn_s(baud: int) -> float:
    """Return the silence before another board is talked to: 3.5 characters, fixed above 19200.

    Source: Modbus over serial line 1.02, section 2.5.1.1.
    """
    return _FAST_TURN_S if baud > _SLOW_BAUD else _TURN_CHARACTERS * _BITS / baud


async def sleep_until(due: float) -> None:
    """Sleep until the loop's time is `due`, to a tenth of a millisecond."""
    loop = asyncio.get_running_loop()
    while (left := due - loop.time()) > 0:  # noqa: ASYNC110 -- what it waits for is the time
        await asyncio.sleep(max(left - _EARLY_S, 0.0))
