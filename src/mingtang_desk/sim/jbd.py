"""A simulated JBD board: power, clock and line around its state.

Bad checksums are answered by the status 82, garbage by nothing. Requests that come while one is
being answered wait; they are not lost. All line times (pauses, sleep, late replies) are wall time;
the pack's own time runs `speed` times as fast.
"""

import random
from collections.abc import Mapping

from mingtang_desk.sim.board import Reply
from mingtang_desk.sim.faults import LineFaults
from mingtang_desk.sim.jbd_commands import answer
from mingtang_desk.sim.jbd_frames import RequestParser, encode_reply
from mingtang_desk.sim.jbd_registers import CYCLES
from mingtang_desk.sim.jbd_state import JbdState
from mingtang_desk.sim.pack import Pack
from mingtang_desk.sim.rig import Rig


class JbdBoard:
    """One board; see `mingtang_desk.sim.board.Board` for the seam to a line."""

    def __init__(self, state: JbdState, *, seed: int = 0, speed: float = 1.0) -> None:
        self.state = state
        self.speed = speed
        self._alive = False
        self._now: float | None = None
        self._parser = RequestParser()
        self._line = LineFaults(state.faults, random.Random(seed))
        self._awake_s: float | None = None
        self._left_bytes = state.faults.cut_after
        state.rig.on_event = state.write_journal
        self._power_up()

    @property
    def alive(self) -> bool:
        """False once its power is gone."""
        return self._alive

    @property
    def rig(self) -> Rig:
        """The pack with everything that measures and switches it."""
        return self.state.rig

    @property
    def pack(self) -> Pack:
        """The battery itself: the truth behind the readings."""
        return self.state.rig.pack

    @property
    def eeprom(self) -> Mapping[int, int]:
        """Settings registers as a restart would find them."""
        return self.state.store.memory.registers

    @property
    def registers(self) -> Mapping[int, int]:
        """Settings registers in use."""
        return self.state.ram.registers

    def set_current(self, amps: float) -> None:
        """Connects a charger (+) or a load (-); what flows depends on the switches."""
        self.rig.set_source(amps)

    def advance(self, now: float) -> None:
        """Lets time pass up to `now`; the first call only sets the clock."""
        if self._now is not None and self._alive:
            self.rig.advance(max(now - self._now, 0.0) * self.speed)
        self._now = now

    def receive(self, data: bytes, now: float) -> list[Reply]:
        """Takes bytes and gives the replies; a power cut in between ends both."""
        self.advance(now)
        replies: list[Reply] = []
        if not self._alive:
            return replies
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

    def _take(self, data: bytes, now: float) -> list[Reply]:
        replies: list[Reply] = []
        for request in self._parser.feed(data, now):
            if self._wakes_only(now):
                continue
            status, content = answer(self.state, request)
            replies += self._line.send(encode_reply(request.register, status, content))
        return replies

    def _wakes_only(self, now: float) -> bool:
        """True for a request that finds the board asleep and is lost by waking it."""
        sleep_s = self.state.faults.sleep_s
        slept = self._awake_s is None or (sleep_s is not None and now - self._awake_s > sleep_s)
        self._awake_s = now
        return sleep_s is not None and slept

    def cut_power(self) -> None:
        """The board dies: RAM is lost, EEPROM and pack stay as they are."""
        self._alive = False

    def power_on(self) -> None:
        """Starts the board again with what its EEPROM holds; a cut that happened is over."""
        self._left_bytes = None
        self.state.store.count_restart()
        self._power_up()

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
        self._awake_s = None
        self._alive = True
        state.apply()
