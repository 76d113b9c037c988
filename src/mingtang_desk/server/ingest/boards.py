"""Bytes of a board that came through a tracker without being asked for: whose frames are they."""

import logging
from collections.abc import Sequence
from datetime import datetime

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.sample import PackSample
from mingtang_desk.interfaces.driver import Driver, Frame
from mingtang_desk.session.drivers import DRIVERS

_log = logging.getLogger(__name__)
FRESH_S = 30.0
"""Frames that came within this of each other are one sample."""
KINDS = 16
"""Different replies of one board that are kept."""


def drivers_of(protocol: str) -> tuple[Driver, ...]:
    """Return the drivers whose frames a battery may send; all of them where nobody knows."""
    if protocol in ("", "auto"):
        return DRIVERS
    return tuple(d for d in DRIVERS if d.key == protocol or d.key.startswith(protocol + "_"))


def frames_of(driver: Driver, data: bytes) -> list[Frame]:
    """Return the frames of a message if it holds nothing else, every checksum right."""
    framer = driver.framer()
    frames = [*framer.feed(data), *framer.flush()]
    counts = framer.counts
    whole = bool(frames) and not counts.bad and not counts.ignored
    return frames if whole and all(frame.verified for frame in frames) else []


def sample_of(driver: Driver, frames: Sequence[Frame], heard: datetime) -> PackSample | None:
    """Return what replies of a board say, None where they are no sample."""
    try:
        return driver.decode([("rx", frame) for frame in frames], heard).sample
    except MingtangError as error:
        _log.info("frames of %s were not read: %s", driver.key, error.key)
        return None


def driver_of(key: str) -> Driver:
    """Return a driver by its key."""
    return next(driver for driver in DRIVERS if driver.key == key)


class BoardEar:
    """Listens to what one board says by itself.

    Args:
        protocol: of the battery, "auto" = unknown.
    """

    def __init__(self, protocol: str) -> None:
        self._drivers = drivers_of(protocol)
        self._heard: dict[str, dict[int, tuple[Frame, float]]] = {}
        self._last_ms = 0

    def moment(self, now_ms: int) -> int:
        """Return a time for what is heard now; two samples never have the same one."""
        self._last_ms = max(now_ms, self._last_ms + 1)
        return self._last_ms

    def hear(self, data: bytes, now_s: float) -> tuple[str, list[Frame]] | None:
        """Take the bytes of one message; return whose they are and its latest frames together.

        Exactly one protocol must have right checksums all through, else they stay bytes.

        Args:
            data: the bytes.
            now_s: seconds of a monotonic clock.
        """
        found = [(d, frames) for d in self._drivers if (frames := frames_of(d, data))]
        if len(found) != 1 or found[0][0].paired:
            return None
        driver, frames = found[0]
        kept = self._heard.setdefault(driver.key, {})
        for frame in frames:
            kept.pop(frame.command, None)
            kept[frame.command] = (frame, now_s)
        for command in [c for c, (_, when) in kept.items() if now_s - when > FRESH_S]:
            del kept[command]
        while len(kept) > KINDS:
            del kept[next(iter(kept))]
        return driver.key, [frame for frame, _ in kept.values()]
