"""Stands in for hub and sessions: models that a test feeds, no loop, no wire."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

from mingtang_desk.core.errors import LinkLostError, LockedError, MingtangError
from mingtang_desk.device.asleep import Diagnosis
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.link_quality import LinkLog, LinkPoint
from mingtang_desk.device.model import DeviceModel, LinkPhase, LinkStats, Mode
from mingtang_desk.device.sample import (
    CounterReading,
    LockState,
    PackInfo,
    PackSample,
    Temperature,
    TrackerState,
)
from mingtang_desk.device.settings import SettingLimits, SettingsReading, SettingValue
from mingtang_desk.device.transaction import FieldResult, FieldState, WriteResult
from mingtang_desk.interfaces.calibration import CalibrationOffer
from mingtang_desk.interfaces.driver import Driver
from mingtang_desk.interfaces.storage import DeviceKey
from mingtang_desk.interfaces.transport import Direction, Tap
from mingtang_desk.interfaces.uri import DeviceUri, parse_uri
from mingtang_desk.protocols.jbd.calibration import offers as jbd_offers
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.rules.finding import Finding
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.hub import DeviceHub, HubEvent
from mingtang_desk.session.pins import AskPin, GivenPin
from mingtang_desk.session.raw import RawReply
from mingtang_desk.session.trial import Outcome, Stage, Trial
from mingtang_desk.session.waking import TellWaking, WakeStep, Waking
from mingtang_desk.wire.capture import Entry

START = datetime(2026, 11, 22, 10, 0, 0, tzinfo=UTC)
CELLS_13S = (
    3.629,
    3.629,
    3.629,
    3.631,
    3.629,
    3.630,
    3.629,
    3.630,
    3.629,
    3.630,
    3.630,
    3.630,
    3.630,
)
SET_17S: dict[str, SettingValue] = {
    "nominal_ah": 50.0,
    "cell_count": 17,
    "chemistry": "nmc",
    "cell_ovp_v": 4.25,
    "cell_ovr_v": 4.15,
    "cell_uvp_v": 2.75,
    "cell_uvr_v": 3.0,
    "cell_delta_protect_v": 1.0,
    "pack_ovp_v": 71.75,
    "pack_ovr_v": 69.7,
    "pack_uvp_v": 47.6,
    "pack_uvr_v": 52.7,
    "rated_current_a": 45.0,
    "board_otp_c": 75.0,
    "board_otr_c": 60.0,
    "chg_otp_c": 60.0,
    "chg_otr_c": 50.0,
    "dsg_otp_c": 65.0,
    "dsg_otr_c": 55.0,
    "chg_ocp_1_a": 49.0,
    "chg_ocp_1_delay_s": 10.0,
    "chg_ocp_1_recovery_s": 30.0,
}
COUNTERS_17S: dict[str, int | None] = {
    "cell_ov": 70, "cell_uv": 131, "pack_ov": 3, "pack_uv": 6, "chg_oc": 0, "dsg_oc": 3,
    "chg_protection": 73, "dsg_protection": 142, "chg_ot": 0, "chg_ut": 0, "dsg_ot": 0,
    "dsg_ut": 2, "short": 0, "restarts": None,
}  # fmt: skip


class FakeClock:
    """Stands still until it is told to go."""

    def __init__(self) -> None:
        self.at = 0.0

    def now(self) -> datetime:
        return START + timedelta(seconds=self.at)

    def monotonic(self) -> float:
        return self.at

    def go(self, seconds: float) -> None:
        self.at += seconds


def sample_13s(**changes: object) -> PackSample:
    """The 13S pack of the mission at rest."""
    values: dict[str, object] = {
        "time": START,
        "protocol": "mingtang",
        "device_time": datetime(2023, 6, 16, 13, 48, 51),  # noqa: DTZ001 (the board keeps no zone)
        "pack_v": 47.18,
        "current_a": 0.0,
        "power_w": 0.0,
        "soc_pct": 50.0,
        "remaining_ah": 25.3,
        "nominal_ah": 50.0,
        "cycles": 162,
        "cell_v": CELLS_13S,
        "cell_min_v": 3.629,
        "cell_max_v": 3.631,
        "cell_delta_v": 0.002,
        "cell_balancing": (False,) * 13,
        "temperatures": (
            Temperature(name="board", c=29.7),
            Temperature(name="cell_1", c=27.5),
            Temperature(name="cell_2", c=27.8),
            Temperature(name="ext_1", c=None, state="open"),
            Temperature(name="ext_2", c=None, state="open"),
        ),
        "charge_mosfet": True,
        "discharge_mosfet": True,
        "balancer": True,
        "info": PackInfo(
            model="BM312",
            battery_code="BT204805013CT00220940784",
            vendor_code="312_SY_13S_55A_BT204805013CT00220940784",
            firmware="MT_BM312_13S_V2.1.7_20230105",
            chemistry="nmc",
            cell_count=13,
        ),
        "lock": LockState(function="off", status="unlocked"),
        "tracker": TrackerState(sim="ok", signal=34, fix=False, satellites=0),
        "state": "idle",
    }
    return PackSample(**{**values, **changes})  # type: ignore[arg-type]


def sample_weak(**changes: object) -> PackSample:
    """The pack of the drawn target: cell 4 highest and balancing, cell 7 lowest."""
    cells = (
        3.629,
        3.629,
        3.629,
        3.631,
        3.629,
        3.630,
        3.612,
        3.630,
        3.629,
        3.630,
        3.630,
        3.630,
        3.630,
    )
    balancing = tuple(n == 3 for n in range(13))
    changes = {"cell_v": cells, "cell_delta_v": 0.019, "cell_min_v": 3.612, **changes}
    return sample_13s(cell_balancing=balancing, **changes)


def settings_17s() -> SettingsReading:
    limits = {key: SettingLimits() for key in SET_17S}
    limits["rated_current_a"] = SettingLimits(writable=False)
    return SettingsReading(
        time=START, protocol="jbd", device_id=None, values=SET_17S, limits=limits
    )


class FakeDeadMen:
    """What is on trial, as a test says."""

    def __init__(self) -> None:
        self.open: tuple[Trial, ...] = ()
        self.way_back = True
        self.asked_back: list[Trial] = []

    def can_put_back(self, action: Action) -> bool:
        return self.way_back

    async def keep(self, trial: Trial) -> None:
        self.end(trial, Outcome.KEPT)

    def put_back(self, trial: Trial) -> None:
        self.asked_back.append(trial)
        trial.stage = Stage.RESTORING

    def end(self, trial: Trial, outcome: Outcome) -> None:
        trial.outcome = outcome
        self.open = tuple(each for each in self.open if each is not trial)


class FakeCalibrator:
    """Offers what a JBD board of the sample's size offers."""

    def __init__(self, model: DeviceModel) -> None:
        self._model = model

    def offers(self) -> Sequence[CalibrationOffer]:
        sample = self._model.sample
        if sample is None or Capability.CALIBRATION not in self._model.capabilities:
            return ()
        return jbd_offers(len(sample.cell_v), len(sample.temperatures), deci=False)


class FakeWaker:
    """Knows how JBD boards are woken."""

    row = JBD.wake


class FakeSession:
    """A session whose model a test feeds."""

    def __init__(self, uri: str, clock: FakeClock, *, mode: Mode = Mode.LIVE) -> None:
        self.uri: DeviceUri = parse_uri(uri)
        self.model = DeviceModel(uri, clock, mode=mode)
        self.model.quality = LinkLog()
        self.writes: list[Mapping[str, SettingValue]] = []
        self.controls: list[tuple[Action, SettingValue | None]] = []
        self.consents: list[tuple[dict[str, SettingValue], tuple[Finding, ...]]] = []
        self.fails: MingtangError | None = None
        self.released = False
        self.dead_men = FakeDeadMen()

        self.waker = FakeWaker()
        self.wakes: list[Diagnosis] = []
        self.go_on = asyncio.Event()
        self.chunks: list[Entry] = []
        self.watchers: list[Tap] = []
        self.capture: Path | None = None
        self.raw_sent: list[bytes] = []
        self.raw_reply = RawReply()

    @property
    def driver(self) -> Driver | None:
        return JBD if self.model.protocol else None

    @property
    def calibrator(self) -> FakeCalibrator:
        return FakeCalibrator(self.model)

    def consent(self, changes: Mapping[str, SettingValue], warnings: Sequence[Finding]) -> None:
        """Keep what somebody has read."""
        self.consents.append((dict(changes), tuple(warnings)))

    def hear(self, direction: Direction, data: bytes) -> None:
        """Let a chunk cross the link."""
        self.chunks.append(Entry(self.model.clock.monotonic(), direction, data))
        for watcher in tuple(self.watchers):
            watcher(self.model.clock.monotonic(), direction, data)

    @property
    def key(self) -> DeviceKey:
        """Who it is for the journal."""
        model = self.model
        return DeviceKey(
            protocol=model.protocol, device_id=None, uri=self.uri.text, name=model.name
        )

    def identify(
        self, name: str, label: str = "JBD", capabilities: frozenset[Capability] | None = None
    ) -> None:
        self.model.identify(
            protocol="jbd",
            label=label,
            name=name,
            capabilities=frozenset(Capability) if capabilities is None else capabilities,
            specs=dict(SETTINGS),
        )

    def live(self, sample: PackSample) -> None:
        self.model.set_stats(LinkStats(good=812, latency_s=0.042, samples_per_s=9.8))
        self.model.set_link(LinkPhase.LIVE)
        self.model.apply_sample(sample)

    def second(self, **values: object) -> None:
        """Let a second of the link pass; a sound one, but for `values`."""
        clock = cast("FakeClock", self.model.clock)
        clock.go(1.0)
        made: dict[str, object] = {
            "time": clock.now(),
            "seconds": 1.0,
            "phase": self.model.phase,
            "good": 2,
            "bad": 0,
            "ignored_bytes": 0,
            "answers": 2,
            "timeouts": 0,
            "retried": 0,
            "foreign": 0,
            "samples": 1,
            "latency_mean_s": 0.042,
            "latency_p95_s": 0.048,
            "latency_max_s": 0.048,
        }
        assert self.model.quality is not None
        self.model.quality.add(LinkPoint(**{**made, **values}))  # type: ignore[arg-type]

    def reset_quality(self) -> None:
        assert self.model.quality is not None
        self.model.quality.reset(self.model.clock.now())

    async def release(self) -> None:
        self.released = True
        error = LinkLostError("link_released", where=self.uri.target)
        self.model.set_link(LinkPhase.OFFLINE, error=error)

    def resume(self) -> None:
        self.released = False
        self.model.set_link(LinkPhase.CONNECTING)

    async def wake(self, tell: TellWaking) -> Diagnosis:
        """Ask twice, then wait to be let go on; `wakes` has what comes out."""
        tell(WakeStep(Waking.OPENING))
        tell(WakeStep(Waking.ASKING, 2, 7))
        await self.go_on.wait()
        found = self.wakes.pop(0)
        self.model.set_link(self.model.phase, error=self.model.error, diagnosis=found)
        return found

    async def read_sample(self) -> PackSample:
        self._may_fail()
        assert self.model.sample is not None
        self.model.apply_sample(self.model.sample)
        return self.model.sample

    async def read_settings(self, keys: Sequence[str] | None = None) -> SettingsReading:
        self._may_fail()
        reading = settings_17s()
        self.model.apply_settings(reading)
        return reading

    async def read_counters(self) -> CounterReading:
        self._may_fail()
        reading = CounterReading(
            time=START, values=COUNTERS_17S, derived=("chg_protection", "dsg_protection")
        )
        self.model.apply_counters(reading)
        return reading

    def _may_fail(self) -> None:
        if self.fails is not None:
            raise self.fails


class FakeHub:
    """Holds fake sessions."""

    def __init__(self, clock: FakeClock | None = None) -> None:
        self.clock = clock or FakeClock()
        self.who = "tester"
        self.writing_unlocked = False
        self.open_fails: MingtangError | None = None
        self.wants_pin: LockedError | None = None
        self.then_wants: LockedError | None = None
        self.pins: list[GivenPin] = []
        self.opened: list[str] = []
        self.interrupted_ended: list[str] = []
        self._sessions: list[FakeSession] = []
        self._observers: list[Callable[[HubEvent, DeviceSession | None], None]] = []

    @property
    def real(self) -> DeviceHub:
        """The same, as the window knows it."""
        return cast("DeviceHub", self)

    @property
    def sessions(self) -> tuple[DeviceSession, ...]:
        return cast("tuple[DeviceSession, ...]", tuple(self._sessions))

    @property
    def observers(self) -> int:
        return len(self._observers)

    def add(self, uri: str, *, mode: Mode = Mode.LIVE) -> FakeSession:
        session = FakeSession(uri, self.clock, mode=mode)
        self._sessions.append(session)
        self._tell(HubEvent.OPENED, session)
        return session

    def observe(
        self, callback: Callable[[HubEvent, DeviceSession | None], None]
    ) -> Callable[[], None]:
        self._observers.append(callback)

        def end() -> None:
            if callback in self._observers:
                self._observers.remove(callback)

        return end

    async def open(
        self,
        uri: str,
        *,
        keep: bool = False,
        poll_s: float | None = None,
        ask_pin: AskPin | None = None,
    ) -> FakeSession:
        self.opened.append(uri)
        while ask_pin is not None and self.wants_pin is not None:
            given = await ask_pin(self.wants_pin)
            if given is None:
                raise self.wants_pin
            self.pins.append(given)
            self.wants_pin = self.then_wants
            self.then_wants = None
        if self.open_fails is not None:
            raise self.open_fails
        mode = Mode.SIMULATOR if uri.startswith("sim:") else Mode.LIVE
        session = self.add(uri, mode=mode)
        session.identify(parse_uri(uri).target)
        session.live(sample_13s())
        return session

    async def close(self, session: DeviceSession) -> None:
        self.drop(cast("FakeSession", session))

    def drop(self, session: FakeSession) -> None:
        self._sessions.remove(session)
        self._tell(HubEvent.CLOSED, session)

    def set_writing(self, unlocked: bool) -> None:
        self.writing_unlocked = unlocked
        self._tell(HubEvent.WRITING, None)

    async def write_settings(
        self, session: FakeSession, changes: Mapping[str, SettingValue]
    ) -> WriteResult:
        self._unlocked()
        session.writes.append(dict(changes))
        old = session.model.settings.values if session.model.settings else {}
        fields = {
            key: FieldResult(old=old.get(key), sent=value, read=value, state=FieldState.APPLIED)
            for key, value in changes.items()
        }
        result = WriteResult(id=1, time=START, who=self.who, fields=fields)
        session.model.apply_write(result)
        return result

    async def undo_last(self, session: FakeSession) -> WriteResult:
        self._unlocked()
        return WriteResult(id=2, time=START, who=self.who, fields={})

    async def resume_write(self, session: FakeSession) -> WriteResult:
        return await self._end_interrupted(session, "resume")

    async def roll_back(self, session: FakeSession) -> WriteResult:
        return await self._end_interrupted(session, "roll back")

    async def leave_write(self, session: FakeSession) -> None:
        self.interrupted_ended.append("leave")
        session.model.set_interrupted(None)

    async def _end_interrupted(self, session: FakeSession, how: str) -> WriteResult:
        self._unlocked()
        self.interrupted_ended.append(how)
        session.model.set_interrupted(None)
        return WriteResult(id=3, time=START, who=self.who, fields={})

    async def control(
        self, session: FakeSession, action: Action, value: SettingValue | None = None
    ) -> None:
        self._unlocked()
        session.controls.append((action, value))

    def recent_chunks(self, session: FakeSession) -> tuple[Entry, ...]:
        return tuple(session.chunks)

    def watch_chunks(self, session: FakeSession, callback: Tap) -> Callable[[], None]:
        session.watchers.append(callback)
        return lambda: session.watchers.remove(callback)

    def start_capture(self, session: FakeSession, path: Path | None = None) -> Path:
        session.capture = path or Path("/home/me/captures/20261122-100000-jbd.jsonl")
        self._tell(HubEvent.CAPTURE, session)
        return session.capture

    def stop_capture(self, session: FakeSession) -> Path | None:
        path, session.capture = session.capture, None
        self._tell(HubEvent.CAPTURE, session)
        return path

    def capture_path(self, session: FakeSession) -> Path | None:
        return session.capture

    async def send_raw(
        self, session: FakeSession, data: bytes, *, wait_s: float | None = None
    ) -> RawReply:
        self._unlocked()
        session.raw_sent.append(data)
        return session.raw_reply

    def _unlocked(self) -> None:
        if not self.writing_unlocked:
            raise LockedError("write_locked")

    def _tell(self, event: HubEvent, session: FakeSession | None) -> None:
        for callback in tuple(self._observers):
            callback(event, cast("DeviceSession | None", session))


def bench_hub() -> tuple[FakeHub, FakeSession]:
    """The three devices of the drawn target; the first is returned."""
    hub = FakeHub()
    first = hub.add("serial:///dev/ttyUSB0?baud=9600&protocol=jbd")
    first.identify("BT204805013CT00220940784", "Mingtang BM312")
    first.live(sample_weak())
    first.model.apply_settings(settings_17s())
    first.model.apply_counters(
        CounterReading(
            time=START, values=COUNTERS_17S, derived=("chg_protection", "dsg_protection")
        )
    )
    second = hub.add("sim://jbd-16s-lfp", mode=Mode.SIMULATOR)
    second.identify("JBD-SP16S001")
    second.live(sample_13s(pack_v=53.2, soc_pct=82.0))
    third = hub.add("tcp://bench-3:4196?protocol=jbd")
    third.identify("612000010012")
    third.model.set_link(LinkPhase.OFFLINE)
    return hub, first
