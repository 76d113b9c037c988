"""A session on a simulated board inside the test; what crosses the line is on record."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from mingtang_desk.interfaces.driver import Driver
from mingtang_desk.interfaces.storage import Journal
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.timing import Timing
from mingtang_desk.sim.inprocess import SimPort
from mingtang_desk.sim.models import make_board
from mingtang_desk.transports.sim import SimTransport
from tests.session.fakes import FakeJournal, FakeStore

QUICK = Timing(
    reply_s=0.1,
    network_s=0.1,
    write_s=0.1,
    quiet_s=0.01,
    owed_s=0.5,
    grace_s=5.0,
    read_back_s=1.5,
    confirm_s=0.6,
    restart_s=1.0,
    tick_s=0.2,
    listen_s=0.0,
    gap_s=0.03,
    backoff_s=0.02,
    backoff_max_s=0.1,
)


class PoweredPort:
    """A line to a board whose power comes back when the line is opened again."""

    def __init__(
        self, model: str, state: Path | None, faults: list[Mapping[str, str | None]]
    ) -> None:
        self._model, self._state, self._faults = model, state, faults
        self._port: SimPort | None = None
        self.sets: dict[str, str] = {}
        self.swallow: Callable[[bytes], bool] = lambda _: False
        self.replace: Callable[[bytes], bytes] = lambda data: data

    def open(self) -> None:
        faults = self._faults.pop(0) if len(self._faults) > 1 else self._faults[0]
        board = make_board(self._model, faults=faults, state=self._state, sets=self.sets)
        self._port = SimPort(board)
        self._port.open()

    async def chunks(self) -> AsyncIterator[bytes]:
        assert self._port is not None
        async for chunk in self._port.chunks():
            yield chunk

    async def write(self, data: bytes) -> None:
        assert self._port is not None
        if not self.swallow(data):
            await self._port.write(self.replace(data))

    def cut(self) -> None:
        """Take the board away while the line is open."""
        assert self._port is not None
        self._port.close()

    async def wait_closed(self) -> None:
        if self._port is not None:
            await self._port.wait_closed()


@dataclass
class Bench:
    port: PoweredPort
    session: DeviceSession
    journal: FakeJournal
    store: FakeStore
    log: list[tuple[str, bytes]] = field(default_factory=list)

    @property
    def sent(self) -> list[str]:
        return [data.hex(" ").upper() for direction, data in self.log if direction == "tx"]


@asynccontextmanager
async def simulated(
    *faults: Mapping[str, str | None],
    model: str = "jbd-13s",
    state: Path | None = None,
    sets: Mapping[str, str] | None = None,
    timing: Timing = QUICK,
    driver: Driver = JBD,
    connect: bool = True,
    with_journal: bool = True,
) -> AsyncIterator[Bench]:
    """Give a connected session.

    `faults` are those of the board at its first power-up, its second, and so on.
    """
    port = PoweredPort(model, state, list(faults) or [{}])
    port.sets = dict(sets or {})
    journal, store = FakeJournal(), FakeStore()
    kept: Journal | None = journal if with_journal else None
    log: list[tuple[str, bytes]] = []
    session = DeviceSession(
        parse_uri(f"sim://{model}"),
        transport=SimTransport(port, model),
        driver=driver,
        clock=SystemClock(),
        journal=kept,
        store=store,
        tap=lambda _, direction, data: log.append((direction, data)),
        poll_s=0.02,
        timing=timing,
    )
    try:
        if connect:
            await session.connect()
        yield Bench(port, session, journal, store, log)
    finally:
        await session.close()
