"""Finding the frames of a whole recording at once, with numpy; frame for frame as the framers do.

A place where a frame may begin is a candidate. All candidates are checked together: lengths, end
bytes, sums. Then the good ones are taken from left to right, none over another, which is what a
framer does byte by byte. Source: `protocols.jbd.codec`, `protocols.modbus.codec`.
"""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mingtang_desk.protocols.jbd import codec as jbd
from mingtang_desk.protocols.modbus import codec as modbus
from mingtang_desk.wire.modbus import crc16

type Ints = NDArray[np.int64]
type Flags = NDArray[np.bool_]
type Bytes = NDArray[np.uint8]

_PAD = 16
_LONGEST_ADU = 264
_ROW = 1024
_PIECE = 1 << 22
"""Bytes whose checksums are worked out at once; bounds the memory, not the result."""


class Candidates(NamedTuple):
    """Places where a frame may begin, in order.

    Attributes:
        start, end: of the frame where it is `good`.
        wait: up to where a framer needs the stream before it goes on from here.
        wrong: it is whole and its sum is not right; suspect: it began like a frame.
    """

    start: Ints
    end: Ints
    wait: Ints
    good: Flags
    wrong: Flags
    suspect: Flags


class Located(NamedTuple):
    """The frames of a stream.

    Attributes:
        start, end: where they lie.
        ready: up to where the stream is needed until a framer hands each frame out.
        bad, ignored: as the framer counts them.
        reach_from, reach: how far a framer waits from a candidate on, and where those lie.
    """

    start: Ints
    end: Ints
    ready: Ints
    bad: int
    ignored: int
    reach_from: Ints
    reach: Ints

    def open_at(self, places: Ints) -> Flags:
        """Return whether a framer has something unfinished when the stream has come so far."""
        index = np.searchsorted(self.reach_from, places, "left") - 1
        return np.asarray((index >= 0) & (_at(self.reach, index) > places))


type Find = Callable[[Bytes, Ints], Candidates]


def locate(find: Find, data: Bytes, bounds: Ints, many_bad: bool) -> Located:
    """Return the frames of a stream.

    Args:
        find: finds the candidates of this protocol.
        data: the whole stream.
        bounds: where the stream was flushed, in order; the last one is its length.
        many_bad: every wrong frame counts, not one for each stretch without a good frame.
    """
    found = find(np.concatenate([data, np.zeros(_PAD, np.uint8)]), bounds)
    taken = _greedy(found.start[found.good], found.end[found.good])
    start, end = found.start[found.good][taken], found.end[found.good][taken]
    index = np.searchsorted(start, found.start, "right") - 1
    inside = (index >= 0) & (found.start < _at(end, index)) & (found.start != _at(start, index))
    loose = ~inside
    loose[np.flatnonzero(found.good)[taken]] = False
    # A framer looks at what no frame covers; that makes it wait, or count.
    seen = ~inside
    segment = np.searchsorted(bounds, found.start, "right")
    reach = _running(found.wait, seen, segment)
    ready = np.maximum(reach[np.searchsorted(found.start, start)], end)
    stretch = (np.searchsorted(start, found.start, "right") + segment)[loose]
    wrong, suspect = found.wrong[loose], found.suspect[loose]
    bad_stretches = np.unique(stretch[wrong])
    maybe = np.setdiff1d(np.unique(stretch[suspect]), bad_stretches)
    bad = (int(wrong.sum()) if many_bad else len(bad_stretches)) + len(maybe)
    ignored = len(data) - int((end - start).sum())
    return Located(start, end, ready, bad, ignored, found.start, reach)


def _at(values: Ints, index: Ints) -> Ints:
    return values[np.maximum(index, 0)] if len(values) else np.zeros(len(index), np.int64)


def _running(wait: Ints, seen: Flags, segment: Ints) -> Ints:
    """Return the farthest place waited for so far, anew in each segment."""
    if not len(wait):
        return wait
    far = int(wait.max()) + 1
    # The segments lie above each other, so that one running maximum serves all of them.
    lifted = np.where(seen, wait, 0) + segment * far
    return np.asarray(np.maximum.accumulate(lifted) - segment * far)


def _greedy(start: Ints, end: Ints) -> Ints:
    """Return which of the good candidates are taken: the first, then the next behind its end."""
    if len(start) < 2 or bool((start[1:] >= end[:-1]).all()):
        return np.arange(len(start))
    follows = np.searchsorted(start, end, "left").tolist()
    taken, at = [], 0
    while at < len(follows):
        taken.append(at)
        at = follows[at]
    return np.array(taken, np.int64)


def find_jbd(data: Bytes, bounds: Ints) -> Candidates:
    """Return every start byte of a JBD stream."""
    start = np.flatnonzero(data[: len(data) - _PAD] == jbd.START)
    limit = bounds[np.searchsorted(bounds, start, "right")]
    end = start + jbd.OVERHEAD + data[start + 3]
    whole = end <= limit
    close = np.where(whole, end, jbd.OVERHEAD)
    ended = whole & (data[close - 1] == jbd.END)
    sums = np.zeros(len(data) + 1, np.int64)
    np.cumsum(data, out=sums[1:])
    given = (data[close - 3].astype(np.int64) << 8) + data[close - 2]
    right = (sums[close - 3] - sums[np.minimum(start + 2, close - 3)] + given) & 0xFFFF == 0
    good = ended & right
    mode, status = data[start + 1], data[start + 2]
    known = np.isin(mode, (jbd.READ, jbd.WRITE)) | np.isin(status, jbd.STATUSES)
    suspect = known & (start + 3 <= limit) & ~good
    return Candidates(start, end, np.minimum(end, limit), good, ended & ~right, suspect)


@cache
def _kinds() -> tuple[Flags, Flags, Flags, Flags]:
    """Return by function: reads, writes of one, writes of many, exceptions."""
    reads, ones, manies = modbus.READS, modbus.WRITES_ONE, modbus.WRITES_MANY
    table = np.zeros((4, 256), np.bool_)
    for row, codes in enumerate((reads, ones, manies)):
        table[row, list(codes)] = True
    table[3, [code | modbus.EXCEPTION for code in (*reads, *ones, *manies)]] = True
    return table[0], table[1], table[2], table[3]


def find_modbus(data: Bytes, bounds: Ints) -> Candidates:
    """Return every place of a stream where address and function may be those of a frame."""
    reads, ones, manies, exceptions = _kinds()
    size = len(data) - _PAD
    code = data[1 : size + 1]
    known = (reads | ones | manies | exceptions)[code]
    start = np.flatnonzero(known & (data[:size] <= modbus.HIGHEST_ADDRESS))
    limit = bounds[np.searchsorted(bounds, start, "right")]
    start, limit = start[start + 2 <= limit], limit[start + 2 <= limit]
    code, room = data[start + 1], limit - start
    count = data[start + 2].astype(np.int64)
    coils = (code == 1) | (code == 2)
    reply = reads[code] & (count > 0) & (count <= 250) & (coils | (count % 2 == 0))
    # The lengths in the order they are tried; 0 = none.
    first = np.where(exceptions[code], 5, np.where(reply, count + 5, 8))
    second = np.where(reply, 8, 0)
    body = data[start + 6].astype(np.int64)
    second = np.where(manies[code] & (body > 0), body + 9, second)
    early = (reads[code] & (room < 3)) | (manies[code] & (room < 7))
    second = np.where(manies[code] & (room < 7), 0, second)
    first = np.where(reads[code] & (room < 3), _LONGEST_ADU + 8, first)
    fits_1, fits_2 = first <= room, (second > 0) & (second <= room)
    right_1 = _valid(data, start, first, fits_1)
    right_2 = _valid(data, start, second, fits_2 & ~right_1)
    good = right_1 | right_2
    end = start + np.where(right_1, first, second)
    tried = np.where(right_1, first, np.maximum(first, second))
    failed = ~good & (fits_1 | fits_2)
    promised = ~good & ~failed & (room > 2) & (early | ~fits_1 | ((second > 0) & ~fits_2))
    wait = np.minimum(start + tried, limit)
    return Candidates(start, end, wait, good, failed, promised)


@cache
def _step() -> NDArray[np.uint16]:
    """What one byte does to a sum of zero."""
    # The sum of one byte is known from FFFF on; what the start gives is taken out again.
    base = crc16(b"\0")
    low = np.array([crc16(bytes([byte])) ^ base for byte in range(256)], np.uint16)
    return low


@cache
def _shifts() -> NDArray[np.uint16]:
    """What so many zero bytes do to a sum, its low and its high byte apart: [bytes, half, byte]."""
    step = _step()
    table = np.zeros((_LONGEST_ADU + 1, 2, 256), np.uint16)
    table[0, 0] = np.arange(256, dtype=np.uint16)
    table[0, 1] = np.arange(256, dtype=np.uint16) << 8
    for size in range(1, _LONGEST_ADU + 1):
        table[size] = (table[size - 1] >> 8) ^ step[table[size - 1] & 0xFF]
    return table


def _valid(data: Bytes, start: Ints, length: Ints, wanted: Flags) -> Flags:
    """Return which frames have the right sum; those that are not wanted have not."""
    right = np.zeros(len(start), np.bool_)
    chosen = np.flatnonzero(wanted & (length >= 4))
    for low in range(0, len(data), _PIECE):
        first, last = np.searchsorted(start[chosen], (low, low + _PIECE))
        index = chosen[first:last]
        if len(index):
            right[index] = _sums(data[low:], start[index] - low, length[index]) == 0
    return right


def _sums(data: Bytes, start: Ints, length: Ints) -> NDArray[np.uint16]:
    """Return the checksums over frames.

    The stream is cut into rows that reach into the next one as far as a frame can; the running sum
    of all rows is made at once, byte by byte. The sum of a part is that up to its end, without what
    came before its start, moved on by its length: the sum is linear.
    """
    step, shifts = _step(), _shifts()
    rows = int(start[-1]) // _ROW + 1
    wide = _ROW + _LONGEST_ADU
    padded = np.zeros(rows * _ROW + wide, np.uint8)
    room = min(len(data), len(padded))
    padded[:room] = data[:room]
    view = np.lib.stride_tricks.sliding_window_view(padded, wide)[::_ROW][:rows]
    columns = np.ascontiguousarray(view.T)
    running = np.zeros((wide + 1, rows), np.uint16)
    for at in range(wide):
        before = running[at]
        running[at + 1] = (before >> 8) ^ step[(before ^ columns[at]) & 0xFF]
    row, first = start // _ROW, start % _ROW
    head = running[first, row] ^ np.uint16(0xFFFF)
    moved = shifts[length, 0, head & 0xFF] ^ shifts[length, 1, head >> 8]
    return np.asarray(running[first + length, row] ^ moved)
