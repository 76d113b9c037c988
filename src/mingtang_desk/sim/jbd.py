"""A simulated JBD board: power, clock and line around its state.

Bad checksums are answered by the status 82, garbage by nothing. Requests that come while one is
being answered wait; they are not lost.
"""

import random
from collections.abc import Mapping

from mingtang_desk.sim.board import Reply
from mingtang_desk.sim.faults import LineFaults
from mingtang_desk.sim.jbd_commands import answer, is_unacked
from mingtang_desk.sim.jbd_frames import RequestParser, encode_reply
from mingtang_desk.sim.jbd_registers import CYCLES
from mingtang_desk.sim.jbd_state import JbdState
from mingtang_desk.sim.powered import PoweredBoard


class JbdBoard(PoweredBoard):
    """One board; see `mingtang_desk.sim.board.Board` for the seam to a line."""

    def __init__(self, state: JbdState, *, seed: int = 0, speed: float = 1.0) -> None:
        super().__init__(state.rig, state.faults, speed=speed)
        self.state = state
        self._parser = RequestParser()
        self._line = LineFaults(state.faults, random.Random(seed))
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
        return self.state.store.memory.registers

    @property
    def registers(self) -> Mapping[int, int]:
        """Settings registers in use."""
        return self.state.ram.registers

    def _take(self, data: bytes, now: float) -> list[Reply]:
        replies: list[Reply] = []
        for request in self._parser.feed(data, now):
            if self._wakes_only(now):
                continue
            status, content = answer(self.state, request)
            if is_unacked(self.state, request):
                continue
            replies += self._line.send(encode_reply(request.register, status, content))
        return replies

    def _count_restart(self) -> None:
        self.state.store.count_restart()

    def _power_up(self) -> None:
        state, journal = self.state, self.state.store.journal
        state.ram = state.store.memory.copy()
        state.ram.registers[CYCLES] = journal.cycles
        state.factory_mode = state.is_verified = False
        state.rig.bms.restart(journal.counters)
        gauge = state.rig.gauge
        gauge.cycles, gauge.discharged_ah = journal.cycles, journal.discharged_ah
        gauge.remaining_ah = journal.remaining_ah
        self._parser.clear()
        super()._power_up()
        state.apply()
