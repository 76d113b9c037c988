"""Hours of writes in seconds: a loop whose time jumps to the next timer, and a board with a plug.

Nothing here waits for the world outside of the loop, so that every run of a seed is the same.
"""

import asyncio
import random
import selectors
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from mingtang_desk.core.errors import LinkLostError
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.interfaces.driver import Driver
from mingtang_desk.interfaces.storage import Journal
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.drivers import find_driver
from mingtang_desk.session.timing import Timing
from mingtang_desk.sim import jbd_registers, link, mingtang_settings
from mingtang_desk.sim.faults import Faults, LineFaults
from mingtang_desk.sim.inprocess import SimPort
from mingtang_desk.sim.jbd import JbdBoard
from mingtang_desk.sim.mingtang import MingtangBoard
from mingtang_desk.sim.models import make_board
from mingtang_desk.transports.sim import SimTransport
from tests.session.fakes import FakeStore

MINGTANG = find_driver("mingtang")
assert MINGTANG is not None
DRIVERS: Mapping[str, Driver] = {"jbd-13s": JBD, "mingtang-17s": MINGTANG}
TIMING = Timing(listen_s=0.0)
LONGEST_S = 7200.0
"""Of the loop's own time; no wait of a session is endless."""


_AWAKE_S = 2e-5
"""What passes while the loop is busy: who waits awake must not wait for ever."""


class _Jump(selectors.SelectSelector):
    """Waits for nothing: what would be waited for is added to the time."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise RuntimeError("the test waits for ever")
        self.passed += max(timeout, _AWAKE_S)
        return super().select(0)


class InstantLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._jump = _Jump()
        super().__init__(self._jump)

    def time(self) -> float:
        return self._jump.passed


def run[T](work: Coroutine[Any, Any, T]) -> T:
    async def watched() -> T:
        async with asyncio.timeout(LONGEST_S):
            return await work

    with (
        patch.object(link, "TICK_S", 30.0),  # the pack need not live while nobody asks it
        asyncio.Runner(loop_factory=InstantLoop) as runner,
    ):
        return runner.run(watched())


class LoopClock:
    """The time of the running loop."""

    def now(self) -> datetime:
        return datetime(2026, 11, 22, tzinfo=UTC) + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()


class Plug:
    """A line to one board that keeps its EEPROM when its power goes.

    Attributes:
        pulled: the line is cut and cannot be opened.
        dark_s: how long the line cannot be opened after a power cut.
    """

    def __init__(self, model: str, seed: int) -> None:
        made = make_board(model, seed=seed)
        assert isinstance(made, JbdBoard | MingtangBoard)
        self.board: JbdBoard | MingtangBoard = made
        self.pulled = False
        self.dark_s = 0.0
        self.cut_line_after: int | None = None
        self.cut_power_after: int | None = None
        self._rng = random.Random(seed)
        self._port: SimPort | None = None
        self._dark_until = 0.0

    def fail(self, faults: Faults) -> None:
        """Let the board have these faults from now on."""
        self.board.state.faults = faults
        silence = self.board._line._silence
        self.board._line = LineFaults(faults, self._rng, silence=silence)

    def mend(self) -> None:
        """Let all be well from now on."""
        self.fail(Faults())
        self.pulled, self._dark_until = False, 0.0
        self.cut_line_after = self.cut_power_after = None

    def open(self) -> None:
        loop = asyncio.get_running_loop()
        if self.pulled or loop.time() < self._dark_until:
            raise LinkLostError("link_lost", where="board")
        if not self.board.alive:
            self.board.power_on()
        self._port = SimPort(self.board, clock=loop.time)
        self._port.open()

    async def chunks(self) -> AsyncIterator[bytes]:
        assert self._port is not None
        async for chunk in self._port.chunks():
            yield chunk

    async def write(self, data: bytes) -> None:
        assert self._port is not None
        if self.cut_power_after is not None:
            self.cut_power_after -= len(data)
            if self.cut_power_after <= 0:
                self.cut_power_after = None
                # Some of it arrives, perhaps all; what it completes is done and not answered.
                self.board._left_bytes = self._rng.randint(1, len(data))
                self._dark_until = asyncio.get_running_loop().time() + self.dark_s
        if self.cut_line_after is not None:
            self.cut_line_after -= len(data)
            if self.cut_line_after <= 0:
                self.cut_line_after = None
                if self._rng.random() < 0.5:
                    self.board.receive(data, asyncio.get_running_loop().time())
                self._dark_until = asyncio.get_running_loop().time() + self.dark_s
                self.cut()
                raise ConnectionError("the line was cut")
        await self._port.write(data)

    def cut(self) -> None:
        """Take the line away."""
        if self._port is not None:
            self._port.close()

    def cut_power(self) -> None:
        """Take the power away: RAM is lost."""
        self.board.cut_power()
        self.cut()

    async def wait_closed(self) -> None:
        if self._port is not None:
            await self._port.wait_closed()

    @property
    def kept(self) -> dict[str, float]:
        """What a restart would find, in model units, by the simulators' own tables."""
        registers = self.board.eeprom
        if isinstance(self.board, JbdBoard):
            return {key: f.value(registers) for key, f in jbd_registers.FIELDS.items()}
        return {key: f.value(registers) for key, f in mingtang_settings.FIELDS.items()}

    @property
    def everything(self) -> tuple[dict[int, int], dict[int, str]]:
        """All that the EEPROM holds, to be compared byte for byte; the cycle count lives."""
        memory = self.board.state.store.memory
        registers = dict(memory.registers)
        registers.pop(jbd_registers.CYCLES, None)
        return registers, dict(memory.texts)


@asynccontextmanager
async def desk(
    plug: Plug, journal: Journal, *, driver: Driver, timing: Timing = TIMING
) -> AsyncIterator[DeviceSession]:
    session = DeviceSession(
        parse_uri("sim://board"),
        transport=SimTransport(plug, "board"),
        driver=driver,
        clock=LoopClock(),
        journal=journal,
        store=FakeStore(),
        poll_s=1.0,
        timing=timing,
    )
    try:
        yield session
    finally:
        await session.close()


def disagreement(plug: Plug, fields: Mapping[str, Any]) -> list[str]:
    """What is said of fields, and is not so in the EEPROM of the board."""
    kept = plug.kept
    wrong = []
    for key, result in fields.items():
        said: SettingValue | None = {
            "applied": result.sent,
            "clamped": result.read,
            "refused": result.old,
        }.get(result.state.value)
        if result.state.value == "unknown" or key not in kept:
            continue
        if said is None or abs(float(said) - kept[key]) > 0.006:
            wrong.append(f"{key} {result.state} says {said}, there is {kept[key]}")
    return wrong
