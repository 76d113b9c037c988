"""The clock of a board against this computer's: by how much it is off, in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from mingtang_desk.device.sample import PackSample

CLOCK_WARN_S = 120.0
"""A board whose clock is further off than this writes a wrong history."""
_CLOCK_SAME_S = 2.0
_BEHIND = QT_TRANSLATE_NOOP("Status", "{time} behind")
_AHEAD = QT_TRANSLATE_NOOP("Status", "{time} ahead")
_SAME_CLOCK = QT_TRANSLATE_NOOP("Status", "The board's clock agrees with this computer's.")
_BOARD_BEHIND = QT_TRANSLATE_NOOP("Status", "The board's clock is {time} behind this computer's.")
_BOARD_AHEAD = QT_TRANSLATE_NOOP("Status", "The board's clock is {time} ahead of this computer's.")
_DURATIONS: tuple[tuple[float, float, str], ...] = (
    (86400.0, 3600.0, QT_TRANSLATE_NOOP("Status", "{n} d {m} h")),
    (3600.0, 60.0, QT_TRANSLATE_NOOP("Status", "{n} h {m} min")),
    (60.0, 1.0, QT_TRANSLATE_NOOP("Status", "{n} min {m} s")),
    (1.0, 1.0, QT_TRANSLATE_NOOP("Status", "{n} s")),
)


def clock_offset(sample: PackSample) -> float | None:
    """Return by how much the board's clock is ahead of this computer's, s; None = it has none."""
    if sample.device_time is None:
        return None
    here = sample.time.astimezone().replace(tzinfo=None)
    return (sample.device_time - here).total_seconds()


def clock_words(sample: PackSample) -> str:
    """Return how far the board's clock is off, in a sentence."""
    off = clock_offset(sample)
    if off is None:
        return ""
    if abs(off) < _CLOCK_SAME_S:
        return _translated("Status", _SAME_CLOCK)
    text = _BOARD_BEHIND if off < 0 else _BOARD_AHEAD
    return _translated("Status", text).format(time=duration(off))


def offset_words(seconds: float) -> str:
    """Return how far a clock is off, in few words: "3 min 12 s behind"."""
    text = _BEHIND if seconds < 0 else _AHEAD
    return _translated("Status", text).format(time=duration(seconds))


def duration(seconds: float) -> str:
    """Return a time in its two largest units: "3 min 12 s"."""
    whole = round(abs(seconds))
    for unit, part, text in _DURATIONS:
        if whole >= unit or unit == 1.0:
            n, rest = divmod(whole, int(unit))
            return _translated("Status", text).format(n=n, m=int(rest // part))
    raise AssertionError(seconds)


_translated: Callable[[str, str], str] = QCoreApplication.translate
