"""The guided bench check: rest, a known load, rest; driven by readings alone.

    check = BenchCheck()
    check.feed(reading)     # as they come
    check.phase, check.left_s, check.problems

It has no clock: the times of the readings are its time. The load is recognised by the current, in
either direction; whoever stands at the bench connects and removes it. Nothing is ever sent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from mingtang_desk.diagnosis.bench_reading import BenchReading, Remark

REST_A, REST_SHARE = 0.1, 0.003
"""What counts as no current: boards show some offset; the greater of both, the latter per Ah."""
LOAD_A, LOAD_SHARE = 0.5, 0.02
"""Least load: fifty steps of 10 mA, and 0.02 C where the capacity is known."""
GOOD_SHARE = 0.2
"""Load that is asked for, in C: the current of the DC resistance test in IEC 61960-3."""
UNSTEADY = 0.1
SPOILED_S = 10.0
"""A load below the least for so long has moved the cells: they must rest again."""
GAP_S = 10.0
SMALL_STEPS = 12
"""Millivolts of sag below which half a step of the converter is more than 5 %, with a margin."""
SETTLED_S = 15.0
INRUSH_S = 5.0
"""A lamp or motor takes more at first; what it takes after that is the load."""
UNSURE = 5
"""So many readings in a row without a current end a check."""
SAMPLE = 600
"""Readings that the median of the load is made of."""


class Phase(StrEnum):
    """Where the check is; in CONNECT and DISCONNECT it waits for a hand at the bench."""

    REST = "rest"
    CONNECT = "connect"
    LOAD = "load"
    DISCONNECT = "disconnect"
    RECOVERY = "recovery"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchPlan:
    """How long each phase lasts, seconds of the pack's time.

    Attributes:
        shortest_load_s: a load that ends before is not enough, and all begins anew.
        wait_s: patience with the hand at the bench.
    """

    rest_s: float = 60.0
    load_s: float = 120.0
    recovery_s: float = 180.0
    shortest_load_s: float = 60.0
    wait_s: float = 600.0


def rest_limit_a(capacity_ah: float | None) -> float:
    """Return the current below which a pack is at rest."""
    return max(REST_A, REST_SHARE * (capacity_ah or 0.0))


def least_load_a(capacity_ah: float | None) -> float:
    """Return the smallest load that is measured with."""
    return max(LOAD_A, LOAD_SHARE * (capacity_ah or 0.0))


class BenchCheck:
    """One check.

    Args:
        loaded: the load is on already: no rest before it, its removal alone is measured.

    Attributes:
        phase: where it is.
        readings: what the measurement rests on, from the start of the rest.
        load_at: index of the first reading with the load, None before it.
        problems: what is wrong at this moment; empty = nothing.
        notes: what was found by the way and belongs into the result, by key.
        failure: why it ended without a result.
    """

    def __init__(self, plan: BenchPlan | None = None, *, loaded: bool = False) -> None:
        self.plan = plan or BenchPlan()
        self.loaded = loaded
        self.phase = Phase.CONNECT if loaded else Phase.REST
        self.readings: list[BenchReading] = []
        self.load_at: int | None = None
        self.problems: tuple[Remark, ...] = ()
        self.notes: dict[str, Remark] = {}
        self.failure: Remark | None = None
        self._since: float | None = None
        self._small_since: float | None = None
        self._last: BenchReading | None = None
        self._capacity_ah: float | None = None
        self._unsure = 0
        self._off_at: int | None = None
        self._steps: dict[Phase, Callable[[BenchReading, float], None]] = {
            Phase.REST: self._rest,
            Phase.CONNECT: self._connect,
            Phase.LOAD: self._load,
            Phase.DISCONNECT: self._disconnect,
            Phase.RECOVERY: self._recover,
        }

    @property
    def over(self) -> bool:
        """True when no further reading is needed."""
        return self.phase in (Phase.DONE, Phase.FAILED)

    @property
    def length_s(self) -> float | None:
        """Length of the present phase, None where it waits for somebody."""
        return {
            Phase.REST: self.plan.rest_s,
            Phase.LOAD: self.plan.load_s,
            Phase.RECOVERY: self.plan.recovery_s,
        }.get(self.phase)

    @property
    def left_s(self) -> float | None:
        """What is left of the present phase, None where it waits for somebody."""
        length = self.length_s
        if length is None or self._since is None or self._last is None:
            return length
        return max(length - (self._last.at_s - self._since), 0.0)

    @property
    def load_a(self) -> float | None:
        """Median of the load so far, None before it is on."""
        if self.load_at is None:
            return None
        return median(
            _amps(reading) for reading in self.readings[self.load_at : self._off_at][:SAMPLE]
        )

    @property
    def sag_v(self) -> tuple[float | None, ...]:
        """How far each cell is from where it was before the load, positive = lower."""
        if self.load_at in (None, 0) or not self.readings:
            return ()
        before = self.readings[(self.load_at or 0) - 1].cell_v
        now = self.readings[-1].cell_v
        return tuple(
            None if a is None or b is None else a - b for a, b in zip(before, now, strict=True)
        )

    @property
    def rest_limit_a(self) -> float:
        """Below this current the pack is at rest."""
        return rest_limit_a(self._capacity_ah)

    @property
    def least_load_a(self) -> float:
        """The smallest load that is measured with."""
        return least_load_a(self._capacity_ah)

    def fail(self, key: str, **values: object) -> None:
        """End it without a result."""
        if not self.over:
            self.phase, self.failure, self.problems = Phase.FAILED, _remark(key, values), ()

    def refuse(self, key: str) -> None:
        """Take back that it is done: what was seen is not enough for a result."""
        self.phase, self.failure = Phase.FAILED, Remark(key=key)

    def feed(self, reading: BenchReading) -> None:
        """Take the next reading; one that is not later than the last is left out."""
        last = self._last
        if self.over or (last is not None and reading.at_s <= last.at_s):
            return
        self.problems = ()
        if not reading.cell_v:
            self.fail("cells_unknown")
            return
        if last is not None and len(last.cell_v) != len(reading.cell_v):
            self.fail("cells_changed")
            return
        if reading.current_a is None:
            self._unsure += 1
            self._say("current_unsure")
            if self._unsure >= UNSURE:
                self.fail("current_unknown")
            return
        self._unsure = 0
        self._capacity_ah = reading.capacity_ah or self._capacity_ah
        gap = last is not None and reading.at_s - last.at_s > GAP_S
        if gap:
            self._gap(reading)
        self._last = reading
        if reading.protections and self.phase is not Phase.REST:
            self.fail("protection", protections=reading.protections)
            return
        if reading.balancing and not (self.phase is Phase.REST and self._since is None):
            self._note("balancing", cells=reading.balancing)
        self._steps[self.phase](reading, reading.current_a)

    def _rest(self, reading: BenchReading, amps: float) -> None:
        if reading.protections:
            self._say("protection_active", protections=reading.protections)
            self._begin_again()
            return
        if abs(amps) > self.rest_limit_a:
            self._say("not_at_rest", current_a=amps)
            self._begin_again()
            return
        if self._since is None:
            self._since = reading.at_s
        self.readings.append(reading)
        if reading.at_s - self._since >= self.plan.rest_s:
            self._enter(Phase.CONNECT, reading)

    def _connect(self, reading: BenchReading, amps: float) -> None:
        if self._since is None:
            self._since = reading.at_s
        if reading.at_s - self._since > self.plan.wait_s:
            self.fail("no_load")
            return
        if self._small_since is not None and reading.at_s - self._small_since > SPOILED_S:
            if abs(amps) > self.rest_limit_a:
                self._say("rest_spoiled", current_a=amps, need_a=self.least_load_a)
            else:
                self._enter(Phase.REST, reading)
                self._begin_again()
            return
        self.readings.append(reading)
        if abs(amps) >= self.least_load_a:
            self.load_at = len(self.readings) - 1
            self._enter(Phase.LOAD, reading)
        elif abs(amps) > self.rest_limit_a:
            if self._small_since is None and not self.loaded:
                self._small_since = reading.at_s
            self._say("load_too_small", current_a=amps, need_a=self.least_load_a)
        else:
            self._small_since = None

    def _load(self, reading: BenchReading, amps: float) -> None:
        self.readings.append(reading)
        load = self.load_a or 0.0
        spent = reading.at_s - (self._since or 0.0)
        if amps / load < 0.5 and spent <= INRUSH_S and abs(amps) >= self.least_load_a:
            self.load_at = len(self.readings) - 1
        elif amps / load < 0.5:
            if spent < self.plan.shortest_load_s:
                self._enter(Phase.REST, reading)
                self._begin_again()
                self._say("load_ended_early", seconds=spent)
                return
            if spent < self.plan.load_s - GAP_S:
                self._note("load_short", seconds=spent)
            self._off(reading, amps)
            return
        if abs(amps / load - 1) > UNSTEADY and spent > SETTLED_S:
            self._say("load_unsteady", current_a=amps, load_a=load)
        self._weigh(spent)
        if spent >= self.plan.load_s:
            self._enter(Phase.DISCONNECT, reading)

    def _weigh(self, spent: float) -> None:
        """Tell early when the cells hardly move under this load."""
        moved = sorted(abs(sag) for sag in self.sag_v if sag is not None)
        if moved and spent > SETTLED_S and median(moved) < SMALL_STEPS * 0.001:
            self._say("sag_too_small", millivolts=median(moved) * 1000)

    def _disconnect(self, reading: BenchReading, amps: float) -> None:
        if reading.at_s - (self._since or 0.0) > self.plan.wait_s:
            self.fail("load_stays")
            return
        self.readings.append(reading)
        self._off(reading, amps)

    def _off(self, reading: BenchReading, amps: float) -> None:
        if self._off_at is None and amps / (self.load_a or amps) < 0.5:
            self._off_at = len(self.readings) - 1
        if abs(amps) <= self.rest_limit_a:
            self._enter(Phase.RECOVERY, reading)
            return
        if self.phase is not Phase.DISCONNECT:
            self._enter(Phase.DISCONNECT, reading)
        if self._off_at is not None and amps / (self.load_a or amps) < 0.5:
            self._say("current_remains", current_a=amps)

    def _recover(self, reading: BenchReading, amps: float) -> None:
        spent = reading.at_s - (self._since or 0.0)
        if abs(amps) > self.rest_limit_a:
            self._note("recovery_short", seconds=spent)
            self._enter(Phase.DONE, reading)
            return
        self.readings.append(reading)
        if spent >= self.plan.recovery_s:
            self._enter(Phase.DONE, reading)

    def _gap(self, reading: BenchReading) -> None:
        """Nothing was seen for a while: what rests on that time begins again."""
        missing = reading.at_s - (self._last.at_s if self._last else reading.at_s)
        if self.phase is Phase.REST:
            self._begin_again()
        elif self.phase is Phase.CONNECT and not self.loaded:
            self._enter(Phase.REST, reading)
            self._begin_again()
        else:
            self._note("gap", seconds=missing)

    def _begin_again(self) -> None:
        self.readings.clear()
        self.notes.clear()
        self.load_at = self._off_at = self._since = self._small_since = None

    def _enter(self, phase: Phase, reading: BenchReading) -> None:
        self.phase, self._since, self._small_since = phase, reading.at_s, None

    def _say(self, key: str, **values: object) -> None:
        self.problems = (*self.problems, _remark(key, values))

    def _note(self, key: str, **values: object) -> None:
        self.notes.setdefault(key, _remark(key, values))


def _amps(reading: BenchReading) -> float:
    return reading.current_a or 0.0


def _remark(key: str, values: dict[str, object]) -> Remark:
    return Remark(key=key, values=values)
