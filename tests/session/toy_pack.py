"""A toy board with every control: what it does and what it says it did are set by the test."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Generator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from mingtang_desk.core.errors import RejectedError
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.sample import CounterReading, LockState, PackSample
from mingtang_desk.device.settings import (
    Group,
    Kind,
    SettingLimits,
    SettingSpec,
    SettingsReading,
    SettingValue,
)
from mingtang_desk.interfaces.driver import Frame, Identity, Part, Procedure, Request
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.timing import Timing
from tests.session.fakes import FAST, FakeJournal, FakeStore, FakeTransport
from tests.session.toy import TOY, ask

CODE = "x_toy_code"
SPECS = {CODE: SettingSpec(key=CODE, label="Code", group=Group.MORE, kind=Kind.TEXT)}


def here() -> datetime:
    """The computer's local time, without a zone as boards keep it."""
    return datetime.now(UTC).astimezone().replace(tzinfo=None)


@dataclass
class ToyPack:
    """The board.

    Attributes:
        name: its id.
        obeys: actions that have an effect; acks: whether it acknowledges any.
        refuses: actions it says no to.
        clock_off_s: of its clock against the computer's; None = no clock.
        clock_runs: False = its clock stands still.
        restart: what a restart does, called after the acknowledgement.
    """

    name: str = "TOY-1"
    obeys: bool = True
    acks: bool = True
    refuses: frozenset[str] = frozenset()
    clock_off_s: float | None = -3600.0
    clock_runs: bool = True
    restarts: int | None = None
    up_since: datetime | None = None
    settings: dict[str, SettingValue] = field(default_factory=lambda: {CODE: "A1"})
    state: dict[str, object] = field(default_factory=dict)
    restart: Callable[[], None] = lambda: None
    silent: bool = False
    sent: list[tuple[str, str]] = field(default_factory=list)
    stands_at: datetime | None = None

    def answer(self, data: bytes) -> Sequence[bytes]:
        name = data.decode().removeprefix("read ").strip()
        if self.silent:
            return ()
        match name[0]:
            case "n":
                return (f"n={self.name}\n".encode(),)
            case "s":
                return (b"s=" + json.dumps(self._status()).encode() + b"\n",)
            case "c":
                return (
                    b"c=" + json.dumps({"cell_ov": 0, "restarts": self.restarts}).encode() + b"\n",
                )
            case "g":
                return (b"g=" + json.dumps(self.settings).encode() + b"\n",)
        action, _, value = name[2:].partition("=")
        self.sent.append((action, value))
        if action in self.refuses:
            return (b"w=no\n",)
        if self.obeys:
            self._do(action, value)
        return (b"w=ok\n",) if self.acks else ()

    def _clock(self) -> datetime | None:
        if self.clock_off_s is None:
            return None
        shown = here() + timedelta(seconds=self.clock_off_s)
        # Ticks in tenths, so that no test waits for a second.
        shown = shown.replace(microsecond=shown.microsecond // 100_000 * 100_000)
        return shown if self.clock_runs else self.stands_at

    def _status(self) -> dict[str, object]:
        shown = self._clock()
        up = None if self.up_since is None else (here() - self.up_since).total_seconds()
        return {"time": None if shown is None else shown.isoformat(), "uptime": up, **self.state}

    def _do(self, action: str, value: str) -> None:
        match action:
            case "set-clock":
                self.stands_at = datetime.fromisoformat(value)
                self.clock_off_s = (self.stands_at - here()).total_seconds()
            case "restart":
                self.restart()
            case "factory-reset":
                self.settings = {CODE: ""}
            case "lock" | "unlock":
                self.state["status"] = f"{action}ed"
            case "lock-function":
                self.state["function"] = "on" if value == "True" else "off"
            case "balance":
                self.state["balancer"] = value == "True"
            case "set-soc":
                self.state["soc"] = float(value)


class ToySession:
    """What a driver keeps of it."""

    def identify(self) -> Procedure[Identity]:
        frame = yield ask("n")
        name = frame.payload.decode()
        return Identity(device_id=name, name=name)

    def poll(self, part: Part, now: Callable[[], datetime]) -> Procedure[PackSample]:
        frame = yield ask("s")
        said = json.loads(frame.payload)
        return PackSample(
            time=now(),
            protocol="toy",
            device_time=said["time"] and datetime.fromisoformat(said["time"]),
            soc_pct=said.get("soc"),
            balancer=said.get("balancer"),
            lock=LockState(function=said.get("function"), status=said.get("status")),
            extras={} if said["uptime"] is None else {"x_toy_uptime_s": said["uptime"]},
        )

    def read_counters(self, now: Callable[[], datetime]) -> Procedure[CounterReading]:
        frame = yield ask("c")
        return CounterReading(time=now(), values=json.loads(frame.payload))

    def read_settings(
        self, keys: Sequence[str] | None, now: Callable[[], datetime]
    ) -> Procedure[SettingsReading]:
        frame = yield ask("g")
        limits = {CODE: SettingLimits(max_bytes=8, ascii_only=True)}
        return SettingsReading(
            time=now(),
            protocol="toy",
            device_id=None,
            values=json.loads(frame.payload),
            limits=limits,
        )

    def write_settings(
        self,
        changes: Mapping[str, SettingValue],
        current: SettingsReading,
        exact: Mapping[str, bytes] = MappingProxyType({}),
    ) -> Procedure[None]:
        yield from ()

    def control(self, action: Action, value: SettingValue | None) -> Procedure[None]:
        return _control(f"w:{action.value}={value}")


def _control(name: str) -> Generator[Request, Frame, None]:
    frame = yield Request(
        data=f"read {name}\n".encode(),
        what=name,
        answers=lambda reply: reply.command == ord("w"),
        writes=True,
        repeatable=False,
    )
    if frame.payload == b"no":
        raise RejectedError("rejected", code=1, what=name, meaning="no")


TOY_PACK = replace(
    TOY,
    capabilities=frozenset(Capability),
    session=lambda _: ToySession(),
    settings=SPECS,
)


@dataclass
class ToyBench:
    pack: ToyPack
    line: FakeTransport
    session: DeviceSession
    journal: FakeJournal
    store: FakeStore

    def away(self, seconds: float, *, name: str | None = None) -> None:
        """Let the board be silent for a while, and come back (as another one)."""
        self.pack.silent = True
        asyncio.get_running_loop().call_later(seconds, self._back, name)

    def _back(self, name: str | None) -> None:
        self.pack.silent = False
        self.pack.name = name or self.pack.name


@asynccontextmanager
async def toy_bench(timing: Timing = FAST) -> AsyncIterator[ToyBench]:
    """Give a connected session on a toy board."""
    pack = ToyPack()
    line = FakeTransport(pack.answer)
    journal, store = FakeJournal(), FakeStore()
    session = DeviceSession(
        parse_uri("sim://toy"),
        transport=line,
        driver=TOY_PACK,
        clock=SystemClock(),
        journal=journal,
        store=store,
        timing=timing,
    )
    await session.connect()
    try:
        yield ToyBench(pack, line, session, journal, store)
    finally:
        await session.close()
