"""All values of one device over time, in numpy: a column of times and a row per value."""

from collections import deque
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import cast

import numpy as np
import numpy.typing as npt

from mingtang_desk.device.model import STALE_AFTER_POLLS
from mingtang_desk.device.sample import PackSample
from mingtang_desk.ui.plot.plotted import WORST_CELL, cell_key
from mingtang_desk.ui.plot.quantities import NUMBERS

ROWS = 86_400
"""Kept for a device: 24 h at 1 Hz, 72 min at 20 Hz. With 60 values that is 22 MB, no more."""
BLOCK = 8_192
"""Memory grows, and at the end is let go, by so many rows."""
WORSE_V = 0.003
"""Another cell becomes the worst one when it is off by so much more: no jumping in the noise."""
_USUAL = 4

type Floats = npt.NDArray[np.float32]
type Times = npt.NDArray[np.float64]

_NAN = float("nan")
_GETTERS = tuple((spec.key, spec.get) for spec in NUMBERS)


class Track:
    """Samples as columns. What is missing, implausible or long ago is NaN, and drawn as a gap.

    A row of NaN is put in where samples stopped coming, at the time when the last one was too old.
    A clock that was set back starts anew from there: rows after the new time are dropped.

    Args:
        limit: rows kept; None = all of them, for a recording.

    Attributes:
        count: rows there are, gaps too.
        worst: key of the cell furthest from the mean, None while there are no cells.
    """

    def __init__(self, limit: int | None = ROWS) -> None:
        self.count = 0
        self.worst: str | None = None
        self._limit = limit
        self._rows: dict[str, int] = {}
        self._time: Times = np.empty(0, np.float64)
        self._table: Floats = np.empty((0, 0), np.float32)
        self._seen: set[int] = set()
        self._shape: tuple[object, ...] = ()
        self._broken = False
        self._steps: deque[float] = deque(maxlen=_USUAL)

    def __bool__(self) -> bool:
        """True once there is a sample."""
        return self.count > 0

    @property
    def keys(self) -> tuple[str, ...]:
        """Every value that was reported at least once."""
        return tuple(self._rows)

    @property
    def reported(self) -> tuple[str, ...]:
        """Every value of which there is a number now."""
        if not self.count:
            return ()
        there = ~np.isnan(self._table[:, : self.count]).all(axis=1)
        return tuple(key for key, row in self._rows.items() if there[row])

    @property
    def times(self) -> Times:
        """Seconds since 1970, UTC, going up. Do not write into it, nor keep it."""
        return self._time[: self.count]

    @property
    def last(self) -> float | None:
        """When the last sample came, None before the first."""
        return float(self._time[self.count - 1]) if self.count else None

    def values(self, key: str) -> Floats | None:
        """Return the values of a key beside `times`, None when it was never reported."""
        row = self._rows.get(self.resolve(key))
        if row is None:
            return None
        found = self._table[row, : self.count]
        if row not in self._seen:
            if np.isnan(found).all():
                return None
            self._seen.add(row)
        return found

    def resolve(self, key: str) -> str:
        """Return the key that is meant: for the worst cell that of a cell."""
        return self.worst or key if key == WORST_CELL else key

    def break_off(self) -> None:
        """Say that the link is gone: what comes next is not joined to what was."""
        self._broken = self.count > 0

    def end(self, at: float, counts_s: float) -> None:
        """Say that no sample came up to `at`: the last one counts for so many seconds."""
        last = self.last
        if last is not None and last + counts_s < at:
            self._gap(last + counts_s)

    def add(self, sample: PackSample, poll_s: float = 1.0) -> None:
        """Take a sample; one of the same time takes the place of the last."""
        at = sample.time.timestamp()
        last = self.last
        if last is not None and at <= last:
            self.count = int(np.searchsorted(self.times, at, side="left"))
            self._steps.clear()
            self._broken = False
        elif last is not None:
            self._mark_gap(last, at, poll_s)
        values = self._read(sample)
        self._room()
        self._time[self.count] = at
        # None becomes NaN on its way into the table.
        self._table[:, self.count] = cast("list[float]", values)
        self.count += 1

    def _mark_gap(self, last: float, at: float, poll_s: float) -> None:
        """Put a row of NaN between two samples that have too much time between them.

        A board that is always slower than its poll has no gaps: what counts is also the shortest
        of the last steps.
        """
        usual = min(self._steps) if len(self._steps) == _USUAL else 0.0
        old_after = STALE_AFTER_POLLS * max(poll_s, 0.2, usual)
        step = at - last
        if self._broken or step > old_after:
            self._gap(min(last + old_after, (last + at) / 2))
            self._broken = False
        self._steps.append(step)

    def _gap(self, at: float) -> None:
        self._room()
        self._time[self.count] = at
        self._table[:, self.count] = _NAN
        self.count += 1

    def _read(self, sample: PackSample) -> list[object]:
        """Return the values in the order of the rows; new ones get a row first."""
        extras = {key: value for key, value in sample.extras.items() if _is_number(value)}
        shape = (len(sample.cell_v), tuple(t.name for t in sample.temperatures), tuple(extras))
        values: list[object] = [get(sample) for _, get in _GETTERS]
        values += sample.cell_v
        values += [sensor.c for sensor in sample.temperatures]
        values += extras.values()
        if shape != self._shape:
            self._lay_out(sample, tuple(extras))
            self._shape = shape
        if len(values) == len(self._rows) and not sample.quality.implausible:
            self._choose_worst(dict(enumerate(sample.cell_v)))
            return values
        return self._by_key(sample, values, tuple(extras))

    def _by_key(
        self, sample: PackSample, values: Sequence[object], extras: Sequence[str]
    ) -> list[object]:
        """Return the values when this sample has fewer of them, or some that cannot be true."""
        found = dict(zip(_keys(sample, extras), values, strict=True))
        marks = frozenset(sample.quality.implausible)
        whole = "cell_v" in marks
        if not whole:
            # A wire that hangs free is no cell that is worse than the others.
            cells = enumerate(sample.cell_v)
            self._choose_worst({n: v for n, v in cells if cell_key(n) not in marks})
        return [
            None if key in marks or (whole and key.startswith("cell_v.")) else found.get(key)
            for key in self._rows
        ]

    def _lay_out(self, sample: PackSample, extras: Sequence[str]) -> None:
        """Give every new key a row of its own; rows are never moved while there is another key."""
        keys = _keys(sample, extras)
        new = [key for key in keys if key not in self._rows]
        if new:
            self._rows.update({key: len(self._rows) + n for n, key in enumerate(new)})
            added = np.full((len(new), self._time.size), np.nan, np.float32)
            old = self._table if self._table.size else np.empty((0, self._time.size), np.float32)
            self._table = np.concatenate((old, added))
        # Values come in the order of the sample, and so must the rows, or they are sorted by key.
        if len(keys) == len(self._rows) and tuple(self._rows) != keys:
            self._table = self._table[[self._rows[key] for key in keys]]
            self._rows = {key: n for n, key in enumerate(keys)}
            self._seen.clear()

    def _room(self) -> None:
        """Make room for one more row, in new memory: what is drawn still looks at the old."""
        if self.count < self._time.size:
            return
        begin = 0
        if self._limit is not None and self.count >= self._limit:
            begin = min(BLOCK, self.count)
        kept = self.count - begin
        block = BLOCK if self._limit is not None else max(BLOCK, kept)
        time, table = self._time, self._table
        self._time = np.empty(kept + block, np.float64)
        self._time[:kept] = time[begin : self.count]
        self._table = np.full((table.shape[0], kept + block), np.nan, np.float32)
        self._table[:, :kept] = table[:, begin : self.count]
        self.count = kept

    def _choose_worst(self, cells: Mapping[int, float]) -> None:
        """Take the cell furthest from the mean, but not for a few millivolts."""
        if not cells:
            return
        mean = sum(cells.values()) / len(cells)
        low, high = min(cells, key=cells.__getitem__), max(cells, key=cells.__getitem__)
        extreme = low if mean - cells[low] >= cells[high] - mean else high
        if self.worst is not None:
            now = cells.get(int(self.worst.rpartition(".")[2]) - 1)
            if now is not None and abs(cells[extreme] - mean) <= abs(now - mean) + WORSE_V:
                return
        self.worst = cell_key(extreme)


def track_of(samples: Sequence[PackSample], poll_s: float | None = None) -> Track:
    """Return a whole recording; `poll_s`, or else its usual rhythm, says what is a gap."""
    track = Track(limit=None)
    steps = sorted(
        (after.time - before.time).total_seconds() for before, after in pairwise(samples)
    )
    rhythm = steps[len(steps) // 2] if steps else 1.0
    for sample in samples:
        track.add(sample, max(rhythm, 0.0) if poll_s is None else poll_s)
    return track


def _keys(sample: PackSample, extras: Sequence[str]) -> tuple[str, ...]:
    return (
        *(key for key, _ in _GETTERS),
        *(cell_key(n) for n in range(len(sample.cell_v))),
        *(f"temperature.{sensor.name}" for sensor in sample.temperatures),
        *extras,
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
