"""The frames of both directions of a recording, found at once, in the order they were heard."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mingtang_desk.interfaces.driver import Driver, Frame
from mingtang_desk.session.batch_frames import (
    Bytes,
    Find,
    Ints,
    Located,
    locate,
)
from mingtang_desk.session.listener import hidden_frames
from mingtang_desk.wire.capture import Capture

type Counts = tuple[int, int, int]
"""Good and bad frames, and bytes in none."""


class Heard(NamedTuple):
    """The frames of both directions, in the order they were heard.

    Attributes:
        entry: index of the chunk that completed each; sent: it is a request of ours.
        start, end: where it lies in `data` of its direction.
    """

    entry: Ints
    sent: NDArray[np.bool_]
    start: Ints
    end: Ints
    rx: bytes
    tx: bytes

    def raw(self, index: int) -> bytes:
        """Return the bytes of one frame."""
        data = self.tx if self.sent[index] else self.rx
        return data[int(self.start[index]) : int(self.end[index])]


@dataclass(slots=True)
class _Side:
    """One direction of a recording.

    Attributes:
        entries: indices of its chunks; edges: where each begins in `data`, and its length.
        bounds: where its framer is flushed.
    """

    data: bytes
    entries: Ints
    edges: Ints
    bounds: Ints


def hear(
    capture: Capture, driver: Driver, times: NDArray[np.float64], find: Find
) -> tuple[Heard, Counts]:
    """Return the frames of a recording, and the counts of what was received."""
    received = np.array([entry.direction == "rx" for entry in capture.entries], np.bool_)
    parts, data = [], []
    counts: Counts = (0, 0, 0)
    for sent in (False, True):
        side = _side(capture, received != sent)
        start, end, entry, seen = _frames(side, driver, times, find)
        if not sent:
            counts = seen
        parts.append((entry, np.full(len(start), sent), start, end))
        data.append(side.data)
    entry, is_sent, start, end = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(entry, kind="stable")
    heard = Heard(entry[order], is_sent[order], start[order], end[order], *data)
    return heard, counts


def _side(capture: Capture, mine: NDArray[np.bool_]) -> _Side:
    entries = np.flatnonzero(mine)
    chunks = list(compress(map(attrgetter("data"), capture.entries), mine.tolist()))
    sizes = np.fromiter(map(len, chunks), np.int64, len(chunks))
    edges = np.concatenate([[0], np.cumsum(sizes)])
    # Whoever talks next ends what is unfinished on the other side.
    ends = edges[1:][np.diff(entries, append=len(mine) + 1) > 1]
    ends = np.concatenate([ends, edges[-1:]])
    bounds = ends[np.diff(ends, prepend=-1) > 0]
    return _Side(b"".join(chunks), entries, edges, bounds)


def _frames(
    side: _Side, driver: Driver, times: NDArray[np.float64], find: Find
) -> tuple[Ints, Ints, Ints, Counts]:
    """Return start, end and chunk of the frames of a side, and its counts."""
    array: Bytes = np.frombuffer(side.data, np.uint8)
    found = locate(find, array, side.bounds, many_bad=not driver.paired)
    strange = _strange(side, found, driver, times)
    entry = side.entries[np.searchsorted(side.edges, found.ready, "left") - 1]
    if not len(strange):
        return found.start, found.end, entry, (len(found.start), found.bad, found.ignored)
    return _by_hand(side, found, entry, strange, driver, times)


def _strange(side: _Side, found: Located, driver: Driver, times: NDArray[np.float64]) -> Ints:
    """Return the segments where the line paused in the middle of something."""
    again = np.diff(side.entries, prepend=-2) == 1  # else the other side talked before
    pause = again & (np.diff(times[side.entries], prepend=np.inf) > driver.silence_s)
    cuts = side.edges[:-1][pause]
    cuts = cuts[found.open_at(cuts)]
    return np.unique(np.searchsorted(side.bounds, cuts, "right"))


def _by_hand(
    side: _Side,
    found: Located,
    entry: Ints,
    strange: Ints,
    driver: Driver,
    times: NDArray[np.float64],
) -> tuple[Ints, Ints, Ints, Counts]:
    """Let the framer itself go through some segments, chunk by chunk."""
    segment = np.searchsorted(side.bounds, found.start, "right")
    keep = ~np.isin(segment, strange)
    rows = [tuple(row) for row in np.stack([found.start, found.end, entry], axis=1)[keep].tolist()]
    lows = np.concatenate([[0], side.bounds[:-1]])
    for number in strange.tolist():
        first, last = np.searchsorted(side.edges, (lows[number], side.bounds[number]), "left")
        rows += _fed(side, int(first), int(last), driver, times)
    # The counts of what vectors saw are of the whole side: so they are taken anew, all of it.
    counts = _counted(side, driver, times)
    start, end, at = np.array(sorted(rows), np.int64).reshape(-1, 3).T
    return start, end, at, counts


def _fed(
    side: _Side, first: int, last: int, driver: Driver, times: NDArray[np.float64]
) -> list[tuple[int, int, int]]:
    framer = driver.framer()
    cursor = int(side.edges[first])
    rows: list[tuple[int, int, int]] = []

    def take(frames: Sequence[Frame], entry: int) -> None:
        nonlocal cursor
        for frame in frames:
            at = side.data.index(frame.raw, cursor)
            cursor = at + len(frame.raw)
            rows.append((at, cursor, entry))

    before = int(side.entries[first])
    for index in range(first, last):
        entry = int(side.entries[index])
        if index > first and times[entry] - times[entry - 1] > driver.silence_s:
            take(hidden_frames(framer), before)
        take(framer.feed(side.data[int(side.edges[index]) : int(side.edges[index + 1])]), entry)
        before = entry
    take(framer.flush(), before)
    return rows


def _counted(side: _Side, driver: Driver, times: NDArray[np.float64]) -> Counts:
    framer = driver.framer()
    for index, entry in enumerate(side.entries.tolist()):
        if entry and times[entry] - times[entry - 1] > driver.silence_s:
            hidden_frames(framer)
        if index and entry - int(side.entries[index - 1]) > 1:
            framer.flush()
        framer.feed(side.data[int(side.edges[index]) : int(side.edges[index + 1])])
    framer.flush()
    return framer.counts.good, framer.counts.bad, framer.counts.ignored
