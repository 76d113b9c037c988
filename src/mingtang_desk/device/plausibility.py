"""What cannot be true of a sample: beyond a physical limit, or changed faster than a pack can.

A value that cannot be true is marked in `SampleQuality.implausible` and kept as it came. Marks are
status keys, `cell_v.N` with N from 1 for a single cell, and `temperature.NAME`; `cell_v` is the
array as a whole. Times are those of the samples. Each limit and its source: docs/decisions/0016.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from mingtang_desk.device.sample import PackSample

IN_A_ROW = 3
"""So many samples make a finding of a mark, and a new level of a jump."""

CELL_V: Mapping[str, float] = {"nmc": 4.7, "lmo": 4.7, "lfp": 4.2, "lto": 3.3}
"""Highest voltage by chemistry: past every over-voltage trip, where cells vent."""
HIGHEST_CELL_V = 5.0
DEAD_V, LIVING_V = 0.5, 1.5
"""A cell below the first beside one above the second is a sense wire that hangs free."""
CELL_STEP_V, CELL_RATE_V, CELL_OHM = 0.2, 0.02, 0.02
"""A cell may change at once, per second, and per ampere that the current changes."""
SUM_V, SUM_SHARE = 1.0, 0.05
"""How far pack voltage and sum of the cells may lie apart: the greater of both."""
HIGHEST_PACK_V, _CELLS_OF_A_PACK = 1000.0, 16
"""Where the number of cells is not known."""
SOC_STEP, SOC_RATE = 5.0, 0.5
HIGHEST_SOH = 120.0
COLDEST_C, HOTTEST_C = -40.0, 125.0
TEMPERATURE_STEP_C, TEMPERATURE_RATE_C = 5.0, 2.0
HIGHEST_A, C_RATE, LEAST_HIGHEST_A = 2000.0, 30.0, 200.0
"""Current: with a known capacity so many times that, at least the last, else the first."""
POWER_W, POWER_SHARE = 50.0, 0.2
HIGHEST_AH, OVERFULL = 10_000.0, 1.5
MOST_CYCLES, CYCLES_STEP = 30_000, 5.0

type Marks = dict[str, None]
"""Keys in the order they were found, each once."""

_NONE: frozenset[str] = frozenset()


class InARow:
    """Tells what has been there a number of times without a break.

    A finding or an alarm rests on it, so that one bad sample raises nothing.
    """

    def __init__(self, wanted: int = IN_A_ROW) -> None:
        self._wanted = wanted
        self._counts: dict[str, int] = {}

    def update(self, keys: Iterable[str]) -> frozenset[str]:
        """Take the keys of one sample; return those that have been there often enough."""
        counts = {key: self._counts.get(key, 0) + 1 for key in keys}
        self._counts = counts
        if not counts:
            return _NONE
        return frozenset(key for key, count in counts.items() if count >= self._wanted)


class _Level:
    """The last value that was believed, and another that is waiting to be."""

    __slots__ = ("at", "other", "other_at", "seen", "value")

    def __init__(self, value: float, at: float) -> None:
        self.value = self.other = value
        self.at = self.other_at = at
        self.seen = 0

    def strange(self, value: float, at: float, step: float, rate: float) -> bool:
        """Return whether `value` is a jump; one that stays becomes the new level."""
        if abs(value - self.value) > step + rate * (at - self.at):
            stays = self.seen and abs(value - self.other) <= step + rate * (at - self.other_at)
            self.seen = self.seen + 1 if stays else 1
            self.other, self.other_at = value, at
            if self.seen < IN_A_ROW:
                return True
        self.value, self.at, self.seen = value, at, 0
        return False


class PlausibilityCheck:
    """Looks at the samples of one board in turn.

    Attributes:
        confirmed: marks that the last samples all had (`IN_A_ROW` of them).
    """

    def __init__(self) -> None:
        self.confirmed = _NONE
        self._streak = InARow()
        self.reset()

    def reset(self) -> None:
        """Forget levels: another board, or what was sent to this one may move them."""
        self._levels: dict[str, _Level] = {}
        self._cells: tuple[float, ...] = ()
        self._cells_at = self._at = 0.0
        self._waiting: dict[int, _Level] = {}
        self._current: float | None = None
        self._swing = 0.0

    def check(self, sample: PackSample) -> PackSample:
        """Return the sample with marks at what cannot be true; a sound one is returned as it is."""
        at = sample.time.timestamp()
        if at < self._at:  # another place of a recording, or the clock of this computer was set
            self.reset()
        self._at = at
        marks: Marks = dict.fromkeys(sample.quality.implausible)
        swing = self._swing_of(sample.current_a)
        self._check_cells(sample, at, swing, marks)
        self._check_pack(sample, at, swing, marks)
        self._check_current(sample, marks)
        self._check_charge(sample, at, marks)
        self._check_temperatures(sample, at, marks)
        self.confirmed = self._streak.update(marks)
        if len(marks) == len(sample.quality.implausible):
            return sample
        return replace(sample, quality=replace(sample.quality, implausible=tuple(marks)))

    def _swing_of(self, current: float | None) -> float:
        """Return by how much the current changed, now or one sample ago.

        Boards read cells and current one after the other, so that either may be first to show it.
        """
        if current is None:
            return 0.0
        change = 0.0 if self._current is None else abs(current - self._current)
        if not change <= HIGHEST_A:  # no number at all, or none of a current
            change = 0.0
        swing = max(change, self._swing)
        self._current, self._swing = current, change
        return swing

    def _check_cells(self, sample: PackSample, at: float, swing: float, marks: Marks) -> None:
        cells, before = sample.cell_v, self._cells
        if not cells:
            return
        high = CELL_V.get(sample.info.chemistry or "", HIGHEST_CELL_V)
        step = CELL_STEP_V + CELL_OHM * swing
        if len(cells) != len(before):
            before, self._cells_at = cells, at
            self._waiting.clear()
        most = step + CELL_RATE_V * (at - self._cells_at)
        odd = [
            n
            for n, (volts, was) in enumerate(zip(cells, before, strict=True))
            if not (0.0 <= volts <= high and -most <= volts - was <= most)
        ]
        found = set[int]()
        if odd or self._waiting:
            found = self._odd_cells(cells, before, {*odd, *self._waiting}, at, step, high)
        if min(cells) < DEAD_V and max(cells) > LIVING_V:
            found.update(n for n, volts in enumerate(cells) if volts < DEAD_V)
        self._cells, self._cells_at = cells, at
        if not found:
            return
        marks.update((f"cell_v.{n + 1}", None) for n in sorted(found))
        strange = [cells[n] for n in found]
        if sample.cell_min_v in strange:
            marks["cell_min_v"] = None
        if sample.cell_max_v in strange:
            marks["cell_max_v"] = None
        if sample.cell_delta_v is not None and (min(cells) in strange or max(cells) in strange):
            marks["cell_delta_v"] = None

    def _odd_cells(
        self,
        cells: tuple[float, ...],
        before: tuple[float, ...],
        asked: set[int],
        at: float,
        step: float,
        high: float,
    ) -> set[int]:
        """Return which of the cells asked for are beyond a limit or have jumped."""
        found = set[int]()
        for n in asked:
            volts = cells[n]
            level = self._waiting.get(n) or _Level(before[n], self._cells_at)
            if not 0.0 <= volts <= high or level.strange(volts, at, step, CELL_RATE_V):
                found.add(n)
                self._waiting[n] = level
            else:
                self._waiting.pop(n, None)
        return found

    def _check_pack(self, sample: PackSample, at: float, swing: float, marks: Marks) -> None:
        volts, cells = sample.pack_v, sample.cell_v
        if volts is None:
            return
        count = max(len(cells), sample.info.cell_count or 0)
        high = count * HIGHEST_CELL_V if count else HIGHEST_PACK_V
        count = count or _CELLS_OF_A_PACK
        step = count * (CELL_STEP_V + CELL_OHM * swing)
        self._check_one("pack_v", volts, (0.0, high), at, (step, count * CELL_RATE_V), marks)
        whole = sample.info.cell_count in (None, len(cells))
        if not cells or not whole or any(key.startswith("cell_v") for key in marks):
            return
        total = sum(cells)
        if abs(volts - total) > max(SUM_V, SUM_SHARE * max(volts, total)):
            marks["pack_v" if total > 0.0 else "cell_v"] = None

    def _check_current(self, sample: PackSample, marks: Marks) -> None:
        amperes, watts, volts = sample.current_a, sample.power_w, sample.pack_v
        if amperes is not None:
            capacity = max(sample.nominal_ah or 0.0, sample.full_ah or 0.0)
            most = max(C_RATE * capacity, LEAST_HIGHEST_A) if capacity else HIGHEST_A
            if not -most <= amperes <= most:
                marks["current_a"] = None
        if watts is None:
            return
        if "power_w" in sample.quality.derived:
            if "current_a" in marks or "pack_v" in marks:
                marks["power_w"] = None
        elif amperes is not None and volts is not None:
            # Boards disagree about the sign of the power, and about nothing else.
            product = abs(amperes * volts)
            if not abs(abs(watts) - product) <= max(POWER_W, POWER_SHARE * product):
                marks["power_w"] = None

    def _check_charge(self, sample: PackSample, at: float, marks: Marks) -> None:
        soc, soh, cycles = sample.soc_pct, sample.soh_pct, sample.cycles
        if soc is not None:
            self._check_one("soc_pct", soc, (0.0, 100.0), at, (SOC_STEP, SOC_RATE), marks)
        if soh is not None and not 0.0 <= soh <= HIGHEST_SOH:
            marks["soh_pct"] = None
        left, full, nominal = sample.remaining_ah, sample.full_ah, sample.nominal_ah
        for key, value in (("full_ah", full), ("nominal_ah", nominal)):
            if value is not None and not 0.0 <= value <= HIGHEST_AH:
                marks[key] = None
        if left is not None:
            capacity = max(full or 0.0, nominal or 0.0)
            most = OVERFULL * capacity + 1.0 if capacity else HIGHEST_AH
            if not 0.0 <= left <= most:
                marks["remaining_ah"] = None
        if cycles is not None:
            level = self._levels.get("cycles")
            fewer = level is not None and cycles < level.value
            step = 0.0 if fewer else CYCLES_STEP
            self._check_one("cycles", cycles, (0.0, MOST_CYCLES), at, (step, 0.0), marks)
        position = sample.position
        if position is not None and not (
            -90.0 <= position.lat <= 90.0 and -180.0 <= position.lon <= 180.0
        ):
            marks["position"] = None

    def _check_temperatures(self, sample: PackSample, at: float, marks: Marks) -> None:
        change = (TEMPERATURE_STEP_C, TEMPERATURE_RATE_C)
        for sensor in sample.temperatures:
            if sensor.c is not None:
                key = "temperature." + sensor.name
                self._check_one(key, sensor.c, (COLDEST_C, HOTTEST_C), at, change, marks)

    def _check_one(
        self,
        key: str,
        value: float,
        limits: tuple[float, float],
        at: float,
        change: tuple[float, float],
        marks: Marks,
    ) -> None:
        """Mark a value beyond its limits, or that jumped (`change` = at once, per second)."""
        if not limits[0] <= value <= limits[1]:
            marks[key] = None
            return
        level = self._levels.get(key)
        if level is None:
            self._levels[key] = _Level(value, at)
        elif level.strange(value, at, *change):
            marks[key] = None
