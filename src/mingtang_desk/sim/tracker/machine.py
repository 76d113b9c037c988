"""A simulated terminal: what it does on its link and with its time. No I/O, no clock of its own.

Whoever carries its bytes opens a link while `wants_link`, says so by `connected`, feeds what comes
in and sends what `outgoing` gives, calls `advance` as time passes, and hangs up when it wants no
link any more. Waiting for answers is wall time; reports, heartbeats, sleep and coverage are the
time of its own life, which may run faster.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import replace

from mingtang_desk.sim.tracker import bodies, settings
from mingtang_desk.sim.tracker.faults import TrackerFaults
from mingtang_desk.sim.tracker.progress import Counters, State, Waiting
from mingtang_desk.sim.tracker.radio import Radio
from mingtang_desk.sim.tracker.rows import Row, Track
from mingtang_desk.sim.tracker.serial_line import SerialLine
from mingtang_desk.sim.tracker.settings import Settings
from mingtang_desk.sim.tracker.telegram import Identity, Telegram, Unpacker, u16

REPLY, HEARTBEAT, REGISTER, AUTHENTICATE = 0x0001, 0x0002, 0x0100, 0x0102
REPORT, BATCH, TRANSPARENT = 0x0200, 0x0704, 0x0900
REGISTERED, ANSWERED = 0x8100, 0x8001
BATCH_ROWS, KEPT_ROWS = 10, 5000
REFUSED_WAIT_S, RETRY_S = 30.0, 2.0
BUSY_S, IDLE_S = 0.02, 1.0


class SimTracker:
    """The terminal.

    Args:
        identity: who it is.
        track: where it goes.
        memory: its parameters.
        faults: what is wrong with it.
        line: its serial line with what hangs on it.
        seed: of the dice for faults.
        speed: how many times as fast as the wall clock it lives.
    """

    def __init__(
        self,
        identity: Identity,
        track: Track,
        memory: Settings,
        *,
        faults: TrackerFaults,
        line: SerialLine,
        seed: int = 0,
        speed: float = 1.0,
    ) -> None:
        self.identity = identity
        self.track = track
        self.memory = memory
        self.faults = faults
        self.line = line
        self.counters = Counters()
        self.state = State.OFF
        self.firmware = "1.0.0"
        self.on_order: Callable[[SimTracker, Telegram, float], None] = lambda *_: None
        """Takes what the platform wants; set by the factory."""
        self._radio = Radio(faults, seed)
        self._speed = speed
        self._born_s: float | None = None
        self._now_s = 0.0
        self._code: bytes | None = None
        self._is_code_new = False
        self._unpacker = Unpacker()
        self._waiting: dict[int, Waiting] = {}
        self._kept: deque[Row] = deque(maxlen=KEPT_ROWS)
        self._heartbeat_s = 0.0
        self._away_until_s = 0.0
        self._leave: tuple[float, float] | None = None
        self._tracking: tuple[float, float] | None = None
        self._is_parked = self._was_online = False

    # --- its time --------------------------------------------------------------------------------

    @property
    def life_s(self) -> float:
        """Seconds of its life."""
        return 0.0 if self._born_s is None else (self._now_s - self._born_s) * self._speed

    @property
    def every_s(self) -> float:
        """Seconds of its life between two reports."""
        if self._tracking is not None and self.life_s < self._tracking[1]:
            return self._tracking[0]
        return float(self.memory.number(settings.REPORT))

    def _in_second_half(self, cycle: tuple[float, float] | None) -> bool:
        return cycle is not None and self.life_s % sum(cycle) >= cycle[0]

    @property
    def is_asleep(self) -> bool:
        """It sleeps: no link, no rows."""
        return self._in_second_half(self.faults.sleep_s)

    @property
    def is_covered(self) -> bool:
        """The radio network is there."""
        return not self._in_second_half(self.faults.no_coverage_s)

    @property
    def wants_link(self) -> bool:
        """It would have a link, or keep the one it has."""
        leaves = self._leave is not None and self._now_s >= self._leave[0]
        is_away = leaves or self._now_s < self._away_until_s
        return not self.is_asleep and self.is_covered and not is_away

    def idle_s(self) -> float:
        """Wall seconds until `advance` has something to do, if nothing comes in before."""
        if self._radio.is_busy or self._leave is not None or self.line.is_busy:
            return BUSY_S
        ahead_s = self.track.next_s(self.every_s) - self.life_s
        return min(max(ahead_s / self._speed, BUSY_S), IDLE_S)

    # --- its link --------------------------------------------------------------------------------

    def connected(self, now_s: float) -> None:
        """There is a link."""
        self._set_time(now_s)
        self.counters.links += 1
        self._unpacker = Unpacker()
        self._radio.clear()
        if self._code is None:
            self._register()
        else:
            self._authenticate()

    def disconnected(self, now_s: float) -> None:
        """The link is gone: rows that nobody confirmed come late, on the next one."""
        self._set_time(now_s)
        self.state = State.OFF
        self._radio.clear()
        for waiting in self._waiting.values():
            self._keep(waiting.rows)
        self._waiting.clear()
        self._away_until_s = now_s + RETRY_S if self._leave is None else self._leave[1]
        self._leave = None

    def leave(self, at_s: float, away_s: float) -> None:
        """Hangs up at a wall time, and wants no link for so long after it."""
        self._leave = at_s, at_s + away_s

    def receive(self, data: bytes, now_s: float) -> None:
        """Bytes came from the platform, cut anywhere."""
        self._set_time(now_s)
        for telegram in self._unpacker.feed(data):
            if int(telegram.digits, 16) not in self._own_numbers():
                self.counters.foreign += 1
            elif telegram.kind == REGISTERED:
                self._registered(telegram.body)
            elif telegram.kind == ANSWERED:
                self._answered(telegram.body)
            elif self.state is State.ONLINE:
                self.counters.orders += 1
                self.on_order(self, telegram, now_s)

    def outgoing(self, now_s: float) -> list[bytes]:
        """Telegrams that are due to leave."""
        self._set_time(now_s)
        return self._radio.due(now_s)

    def advance(self, now_s: float) -> None:
        """Lets time pass."""
        self._set_time(now_s)
        if self.is_asleep:
            self._sleep()
            return
        self._is_parked = False
        rows = self.track.take(self.life_s, self.every_s)
        if self.state is not State.ONLINE:
            self._keep(rows)
        for waiting_for in [s for s, w in self._waiting.items() if now_s >= w.due_s]:
            self._not_answered(waiting_for)
        if self.state is State.ONLINE:
            for row in rows:
                self._report(row)
            self._send_kept()
            for data in self.line.collect(now_s):
                self.send(TRANSPARENT, bytes([0x41]) + data)
            if self.life_s >= self._heartbeat_s:
                self._send_and_wait(HEARTBEAT, b"")
                self._heartbeat_s = self.life_s + self.memory.number(settings.HEARTBEAT)
        else:
            self.line.collect(now_s)

    # --- what orders need ------------------------------------------------------------------------

    def reply(self, telegram: Telegram, result: int) -> None:
        """The general answer to a telegram of the platform."""
        self.answer(REPLY, u16(telegram.serial) + u16(telegram.kind) + bytes([result]))

    def answer(self, kind: int, body: bytes) -> None:
        """Any answer to the platform; it may be late, or never come."""
        if not self.faults.mute:
            self.send(kind, body, delay_s=self.faults.late_s)

    def position(self) -> bytes:
        """Where it is now, as a body."""
        return self._position(self.track.here(self.life_s))

    def follow(self, interval_s: int, validity_s: int) -> None:
        """Reports at another interval for a while; 0 = no more."""
        self._tracking = (interval_s, self.life_s + validity_s) if interval_s else None

    def forget(self) -> None:
        """Back to the works: parameters, authentication code, rows that were kept."""
        self.memory.reset()
        self._code = None
        self._kept.clear()
        self._waiting.clear()

    def send(
        self, kind: int, body: bytes, *, delay_s: float = 0.0, sender: Identity | None = None
    ) -> int:
        """Sends a telegram; returns its serial number."""
        self.counters.sent += 1
        return self._radio.send(kind, body, sender or self.identity, self._now_s + delay_s)

    # --- inside ----------------------------------------------------------------------------------

    def _set_time(self, now_s: float) -> None:
        if self._born_s is None:
            self._born_s = now_s
        self._now_s = max(self._now_s, now_s)

    def _own_numbers(self) -> set[int]:
        spoofed = {int(self.faults.spoof, 16)} if self.faults.spoof else set()
        return {int(self.identity.digits, 16)} | spoofed

    def _send_and_wait(self, kind: int, body: bytes, rows: list[Row] | None = None) -> None:
        sender = self.identity
        if rows and self.faults.spoof:
            sender = Identity(self.faults.spoof.zfill(len(sender.digits)), sender.version)
        serial = self.send(kind, body, sender=sender)
        due_s = self._now_s + self.memory.number(settings.TCP_TIMEOUT)
        self._waiting[serial] = Waiting(kind, body, rows or [], due_s)

    def _register(self) -> None:
        self.state = State.REGISTERING
        number, is_2019 = self.identity.digits, self.identity.is_2019
        self._send_and_wait(REGISTER, bodies.registration(number, is_2019=is_2019))

    def _authenticate(self) -> None:
        self.state = State.AUTHENTICATING
        body = bodies.authentication(
            self._code or b"",
            self.identity.digits,
            self.firmware,
            is_2019=self.identity.is_2019,
        )
        self._send_and_wait(AUTHENTICATE, body)

    def _registered(self, body: bytes) -> None:
        waiting = self._waiting.get(int.from_bytes(body[:2], "big"))
        if waiting is None or waiting.kind != REGISTER or len(body) < 3:
            return
        del self._waiting[int.from_bytes(body[:2], "big")]
        if body[2]:
            self.counters.refused += 1
            self.leave(self._now_s, REFUSED_WAIT_S)
        else:
            self._code, self._is_code_new = body[3:], True
            self._authenticate()

    def _answered(self, body: bytes) -> None:
        if len(body) < 5:
            return
        serial, kind, result = body[0] << 8 | body[1], body[2] << 8 | body[3], body[4]
        waiting = self._waiting.get(serial)
        if waiting is None or waiting.kind != kind:
            return
        del self._waiting[serial]
        if kind == AUTHENTICATE:
            if result and self._is_code_new:  # asking for one more would be the same again
                self._code = None
                self.counters.refused += 1
                self.leave(self._now_s, REFUSED_WAIT_S)
            elif result:
                self._code = None
                self._register()
            else:
                self._is_code_new = False
                self._come_online()
        elif kind == REGISTER:  # some platforms refuse it this way
            self.counters.refused += 1
            self.leave(self._now_s, REFUSED_WAIT_S)
        elif waiting.rows:
            taken = result in (0, 4)
            self.counters.acknowledged += len(waiting.rows) if taken else 0
            self.counters.refused += 0 if taken else len(waiting.rows)

    def _come_online(self) -> None:
        self.state = State.ONLINE
        self._heartbeat_s = self.life_s + self.memory.number(settings.HEARTBEAT)
        if not self._was_online:  # what came up while it introduced itself is not late
            self._was_online = True
            for _ in range(min(BATCH_ROWS, len(self._kept))):
                self._report(self._kept.popleft())

    def _not_answered(self, serial: int) -> None:
        """Patience has ended: rows are kept, all else is tried again, then the link is left."""
        waiting = self._waiting.pop(serial)
        if waiting.rows:
            self._keep(waiting.rows)
        elif waiting.tries > self.memory.number(settings.TCP_REPEATS):
            self.leave(self._now_s, RETRY_S)
        else:
            waiting.tries += 1
            waiting.due_s = self._now_s + self.memory.number(settings.TCP_TIMEOUT)
            self._waiting[self.send(waiting.kind, waiting.body)] = waiting

    def _keep(self, rows: list[Row]) -> None:
        self.counters.dropped += max(0, len(self._kept) + len(rows) - KEPT_ROWS)
        self._kept.extend(rows)

    def _position(self, row: Row) -> bytes:
        faults = self.faults
        return bodies.position(row, clock_s=faults.clock_s, utc=faults.utc, junk=faults.junk)

    def _report(self, row: Row) -> None:
        self.counters.reported += 1
        self._send_and_wait(REPORT, self._position(row), [row])

    def _send_kept(self) -> None:
        """One batch at a time."""
        if not self._kept or any(waiting.kind == BATCH for waiting in self._waiting.values()):
            return
        rows = [self._kept.popleft() for _ in range(min(BATCH_ROWS, len(self._kept)))]
        self.counters.reported += len(rows)
        self.counters.late += len(rows)
        self._send_and_wait(BATCH, bodies.batch([self._position(row) for row in rows]), rows)

    def _sleep(self) -> None:
        """Says that it is parked, once; then nothing is noted until it wakes."""
        self.track.take(self.life_s, self.every_s)
        if self.state is State.ONLINE and not self._is_parked:
            here = self.track.here(self.life_s)
            self._report(replace(here, acc_on=False, speed_kmh=0.0))
        self._is_parked = True
