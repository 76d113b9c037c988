"""Who talks on a line while we listen: another master, a board that talks by itself, noise.

On an RS485 bus two masters that do not know of each other damage each other's frames, and a reply
to one is taken for the other's. So a bus is listened to before anything is sent on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from mingtang_desk.core.errors import UsageError
from mingtang_desk.interfaces.driver import Driver, Frame, Framer
from mingtang_desk.interfaces.uri import DeviceUri
from mingtang_desk.session.listener import hidden_frames
from mingtang_desk.session.timing import Timing

BUSES = ("serial", "tcp")
"""Transports that may have others on the same wire."""
_LONGEST_S = 60.0


@dataclass(slots=True)
class Master:
    """Another master.

    Attributes:
        what: what it asks for, in English.
        times: when it was heard, monotonic seconds.
    """

    what: str
    times: list[float] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What it does and how often, as far as it was heard more than once."""
        if len(self.times) < 2:
            return self.what
        every_s = (self.times[-1] - self.times[0]) / (len(self.times) - 1)
        return f"{self.what}, every {every_s:.1f} s" if every_s >= 0.05 else self.what


class Ear:
    """Takes what is heard on a line before anything was sent.

    Args:
        drivers: whose frames to look for.

    Attributes:
        received: bytes so far.
    """

    def __init__(self, drivers: Sequence[Driver]) -> None:
        self.received = 0
        self._sides: list[tuple[Driver, Framer]] = [(driver, driver.framer()) for driver in drivers]
        self._masters: dict[str, Master] = {}
        self._last = 0.0

    @property
    def frames(self) -> int:
        """Good frames of any kind, as the driver counts them that understands most."""
        return max((framer.counts.good for _, framer in self._sides), default=0)

    @property
    def master(self) -> Master | None:
        """Whoever asks most often, None when no request was heard."""
        return max(self._masters.values(), key=lambda master: len(master.times), default=None)

    def hear(self, chunk: bytes, now: float) -> None:
        """Take bytes that came at `now`."""
        self.received += len(chunk)
        pause_s, self._last = now - self._last, now
        for driver, framer in self._sides:
            if pause_s > driver.silence_s:
                self._take(driver, hidden_frames(framer), now)
            self._take(driver, framer.feed(chunk), now)

    def end(self) -> None:
        """Say that nothing more comes."""
        for driver, framer in self._sides:
            self._take(driver, framer.flush(), self._last)

    def _take(self, driver: Driver, frames: Sequence[Frame], now: float) -> None:
        for frame in frames:
            words = None if driver.request_words is None else driver.request_words(frame)
            if words is None:
                continue
            # Dialects of one family hear the same request: it counts once.
            master = self._masters.setdefault(words, Master(words))
            if now not in master.times[-1:]:
                master.times.append(now)


def listen_s(uri: DeviceUri, timing: Timing) -> float:
    """Return how long to listen before the first byte, 0 = not at all.

    Raises:
        UsageError: the option `listen` is neither a number of seconds nor off.
    """
    text = uri.options.get("listen", "").lower()
    if text in ("off", "no", "false"):
        return 0.0
    try:
        seconds = float(text) if text else timing.listen_s
    except ValueError:
        seconds = -1.0
    if not 0.0 <= seconds <= _LONGEST_S:
        allowed = f"off, or seconds up to {_LONGEST_S:g}"
        raise UsageError("option_invalid", value=text, option="listen", allowed=allowed)
    return seconds if uri.scheme in BUSES else 0.0
