"""What every simulated board has: power that can go, its own clock, sleep, a current at its pack.

All line times (pauses, sleep, late replies) are wall time; the pack's own time runs `speed` times
as fast.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping

from mingtang_desk.sim.board import Reply
from mingtang_desk.sim.faults import Faults
from mingtang_desk.sim.load import TimedLoad
from mingtang_desk.sim.pack import Pack
from mingtang_desk.sim.rig import Rig

SHORTEST_S = 1e-6


class PoweredBoard(ABC):
    """One board; see `mingtang_desk.sim.board.Board` for the seam to a line.

    Args:
        rig: its pack with everything that measures and switches it.
        faults: what is wrong with it.
        speed: how many times as fast as wall time the pack lives.
    """

    def __init__(self, rig: Rig, faults: Faults, *, speed: float) -> None:
        self.rig = rig
        self.speed = speed
        self._sleep_s = faults.sleep_s
        self._left_bytes = faults.cut_after
        self._output_fed_s = faults.output_fed_s
        self._unfed_since: float | None = None
        self._is_powered = False
        self._now: float | None = None
        self._load: TimedLoad | None = None
        self._lived_s = 0.0
        self._awake_s: float | None = None

    @property
    def alive(self) -> bool:
        """False once its power is gone."""
        return self._is_powered

    @property
    def pack(self) -> Pack:
        """The battery itself: the truth behind the readings."""
        return self.rig.pack

    @property
    @abstractmethod
    def sensor_c(self) -> tuple[float, ...]:
        """How warm it really is at each temperature sensor."""

    @property
    @abstractmethod
    def eeprom(self) -> Mapping[int, int]:
        """Settings registers as a restart would find them."""

    @property
    @abstractmethod
    def registers(self) -> Mapping[int, int]:
        """Settings registers in use."""

    def set_current(self, amps: float) -> None:
        """Connects a charger (+) or a load (-); what flows depends on the switches."""
        self.rig.set_source(amps)

    def advance(self, now: float) -> None:
        """Lets time pass up to `now`; the first call only sets the clock."""
        if self._now is not None and self._is_powered:
            self._live(max(now - self._now, 0.0) * self.speed)
        self._now = now

    def plan_load(self, load: TimedLoad) -> None:
        """Connects a load that comes and goes; a ride on the road goes before it."""
        self._load = load
        self.set_current(load.current(self._lived_s))

    def _live(self, seconds: float) -> None:
        """Lets time pass, in pieces between which the load is connected or removed."""
        if self._load is None:
            self._pass(seconds)
            return
        end_s = self._lived_s + seconds
        while self._lived_s < end_s:
            piece_s = min(self._load.next_change_s(self._lived_s), end_s - self._lived_s)
            self._pass(piece_s)
            # A rest too small to count would never end.
            self._lived_s += max(piece_s, SHORTEST_S)
            self.set_current(self._load.current(self._lived_s))

    def _pass(self, seconds: float) -> None:
        """Lets the pack's own time pass."""
        self.rig.advance(seconds)

    def receive(self, data: bytes, now: float) -> list[Reply]:
        """Takes bytes and gives the replies; a power cut in between ends both."""
        self.advance(now)
        return self.hear(data, now)

    def hear(self, data: bytes, now: float) -> list[Reply]:
        """Takes bytes without letting time pass first: most on a shared line are for others."""
        if not self._is_powered or self._is_unfed(now):
            return []
        replies = self._hear(data, now)
        # What switched its own line off is done, and nobody hears so.
        return [] if self._is_unfed(now) else replies

    def _is_unfed(self, now: float) -> bool:
        """True while the line has no power because the pack's output has none."""
        if self._output_fed_s is None or self.rig.discharges:
            self._unfed_since = None
            return False
        if self._unfed_since is None:
            self._unfed_since = now
        return now - self._unfed_since < self._output_fed_s

    def _hear(self, data: bytes, now: float) -> list[Reply]:
        if self._left_bytes is None or len(data) < self._left_bytes:
            if self._left_bytes is not None:
                self._left_bytes -= len(data)
            return self._take(data, now)
        last = self._left_bytes - 1
        replies = self._take(data[:last], now)
        # The byte with which power goes still arrives: what it completes is done, not answered.
        self._take(data[last : last + 1], now)
        self.cut_power()
        return replies

    @abstractmethod
    def _take(self, data: bytes, now: float) -> list[Reply]:
        """Takes bytes while there is power."""

    def _wakes_only(self, now: float) -> bool:
        """True for a request that finds the board asleep and is lost by waking it."""
        slept = self._awake_s is None or (
            self._sleep_s is not None and now - self._awake_s > self._sleep_s
        )
        self._awake_s = now
        return self._sleep_s is not None and slept

    def cut_power(self) -> None:
        """The board dies: RAM is lost, EEPROM and pack stay as they are."""
        self._is_powered = False

    def power_on(self) -> None:
        """Starts the board again with what its EEPROM holds; a cut that happened is over."""
        self._left_bytes = None
        self._count_restart()
        self._power_up()

    @abstractmethod
    def _count_restart(self) -> None:
        """Notes in the journal that power came once more."""

    def _power_up(self) -> None:
        """Power is there: takes over what the EEPROM holds."""
        self._awake_s = None
        self._is_powered = True
