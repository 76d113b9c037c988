"""A simulated Mingtang board: power, clock and line around its state.

The protocol is that of docs/protocols/mingtang.md: the public China Tower map, and this project's
open extension on the models that have it. Sensors 1 and 2 are the battery's, 3 and 4 external, 5 is
the board's own.
"""

import random
from collections.abc import Mapping, Sequence

from mingtang_desk.sim import mingtang_reports as reports
from mingtang_desk.sim import mingtang_state as st
from mingtang_desk.sim.board import Reply
from mingtang_desk.sim.faults import LineFaults
from mingtang_desk.sim.mingtang_protection import TT_COILS
from mingtang_desk.sim.mingtang_state import MingtangState
from mingtang_desk.sim.mingtang_writes import write_coils, write_words
from mingtang_desk.sim.modbus_frames import TURNAROUND, Request, RequestParser
from mingtang_desk.sim.modbus_server import BROADCAST, ILLEGAL_ADDRESS, ModbusError, serve
from mingtang_desk.sim.powered import PoweredBoard
from mingtang_desk.sim.ride import Ride

RESTART_S = 2.0


class MingtangMap:
    """The registers and coils of a board; see `mingtang_desk.sim.modbus_server.RegisterMap`."""

    def __init__(self, state: MingtangState) -> None:
        self._state = state
        has_extension = state.hardware.has_extension
        self._blocks = reports.TT_BLOCKS + (reports.EXTENSION_BLOCKS if has_extension else ())

    @property
    def writable(self) -> bool:
        """False for a board without the extension."""
        return self._state.hardware.has_extension

    def read_words(self, start: int, count: int) -> list[int]:
        """Registers; a range may run over several blocks, but over no gap."""
        end, words = start + count, list[int]()
        for first, last, content in self._blocks:
            at = start + len(words)
            if at < end and first <= at <= last:
                words += list(content(self._state))[at - first : end - first]
        if len(words) != count:
            raise ModbusError(ILLEGAL_ADDRESS)
        return words

    def read_coils(self, start: int, count: int) -> list[bool]:
        """Faults, or what was commanded."""
        if start + count <= TT_COILS:
            return reports.faults(self._state)[start : start + count]
        hardware = self._state.hardware
        last = st.LOCK if hardware.has_lock else st.BALANCING
        if not hardware.has_extension or start < st.CHARGING or start + count > last + 1:
            raise ModbusError(ILLEGAL_ADDRESS)
        return [self._state.coil(number) for number in range(start, start + count)]

    def write_words(self, start: int, words: Sequence[int]) -> None:
        """Settings, texts, clock, commands."""
        write_words(self._state, dict(enumerate(words, start)))

    def write_coils(self, start: int, values: Sequence[bool]) -> None:
        """Switches and the lock."""
        write_coils(self._state, dict(enumerate(values, start)))


class MingtangBoard(PoweredBoard):
    """One board; see `mingtang_desk.sim.board.Board` for the seam to a line.

    Args:
        state: its inner state.
        address: of the slave, 1 to 247.
        ride: drives the pack around; None = it stands.
        seed: of the line's faults.
        speed: how many times as fast as wall time the pack lives.
    """

    def __init__(
        self,
        state: MingtangState,
        *,
        address: int = 1,
        ride: Ride | None = None,
        seed: int = 0,
        speed: float = 1.0,
    ) -> None:
        super().__init__(state.rig, state.faults, speed=speed)
        self.state = state
        self.address = address
        self._ride = ride
        self._map = MingtangMap(state)
        self._parser = RequestParser()
        self._line = LineFaults(state.faults, random.Random(seed), silence=TURNAROUND)
        self._silent_until: float | None = None
        state.rig.on_event = state.write_journal
        self._power_up()

    @property
    def sensor_c(self) -> tuple[float, ...]:
        """How warm it really is at each temperature sensor."""
        own_c = self.pack.temperature_c
        return tuple(own_c + offset for offset in self.state.hardware.sensor_offset_c)

    @property
    def eeprom(self) -> Mapping[int, int]:
        """Settings registers as a restart would find them."""
        return self.state.memory.registers

    @property
    def registers(self) -> Mapping[int, int]:
        """Settings registers in use: the same, since every write is kept at once."""
        return self.state.memory.registers

    def advance(self, now: float) -> None:
        """Lets time pass up to `now`; the first call only sets the clock."""
        super().advance(now)
        self.state.now = now

    def _pass(self, seconds: float) -> None:
        if self._ride is None:
            self.rig.advance(seconds)
        else:
            self._ride.drive(self.rig, self.state.tracker, seconds)

    def _take(self, data: bytes, now: float) -> list[Reply]:
        if self._silent_until is not None:
            if now < self._silent_until:
                return []
            self._silent_until = None
        replies: list[Reply] = []
        for request in self._parser.feed(data, now):
            if request.address in (self.address, BROADCAST):
                replies += self._answer(request, now)
        return replies

    def _answer(self, request: Request, now: float) -> list[Reply]:
        if self._wakes_only(now) or self._silent_until is not None:
            return []
        self.advance(now)
        self.state.clock.run(now)
        self.state.is_unanswered = False
        reply = serve(self._map, request)
        if self.state.wants_restart:
            self.state.write_journal()
            self._count_restart()
            self._power_up()
            self._silent_until = now + RESTART_S
        if reply is None or self.state.is_unanswered:
            return []
        return self._line.send(reply)

    def _count_restart(self) -> None:
        self.state.store.count_restart()

    def _power_up(self) -> None:
        self._parser.clear()
        super()._power_up()
        self.state.restart()
