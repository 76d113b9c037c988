"""A battery behind a real server and a simulated tracker, opened as a device."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

import pytest
import pytest_asyncio
from sqlalchemy import update

from mingtang_desk.cloud.battery_doubt import COMMAND_ID
from mingtang_desk.cloud.battery_maker import SCHEME, battery_maker
from mingtang_desk.cloud.battery_session import BatterySession
from mingtang_desk.cloud.battery_talk import Patience
from mingtang_desk.cloud.desk import CloudDesk
from mingtang_desk.cloud.fleet import Fleet, FleetPhase
from mingtang_desk.cloud.logins import Given, Logins
from mingtang_desk.cloud.store import FileSecrets
from mingtang_desk.core.errors import (
    CloudError,
    CloudRefusalError,
    DeviceError,
    LockedError,
    OutOfRangeError,
    UnsupportedError,
)
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.model import Absence, LinkPhase, Topic
from mingtang_desk.device.settings_file import SettingsDocument
from mingtang_desk.device.transaction import FieldState, RawBytes
from mingtang_desk.history.store import HistoryStore
from mingtang_desk.interfaces.storage import JournalEntry
from mingtang_desk.server.accounts.agreement import VERSION
from mingtang_desk.server.store.tables.accounts import USERS
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.golden_apply import GoldenBatch, PackReport, PackState
from mingtang_desk.session.golden_plan import Accept
from mingtang_desk.session.hub import DeviceHub
from tests.cloud.conftest import PASSWORD, Desk
from tests.server.commanding import QUICK, SHOP, change_device, done, living, tracker_of
from tests.server.kit import NUMBERS, Kit
from tests.server.tapped import tap

pytestmark = pytest.mark.asyncio
FAST = Patience(retry_s=0.1, look_s=0.5, pace_s=0.0, settle_s=(0.1, 0.5))
CLOCK = SystemClock()


@dataclass(kw_only=True)
class Bench:
    """A desk with a fleet and a history, beside a server.

    Attributes:
        server: it; cloud: the logins of the desk.
    """

    server: Kit
    cloud: CloudDesk
    history: HistoryStore
    hub: DeviceHub

    @property
    def uri(self) -> str:
        """Address of the battery."""
        return f"cloud://{self.server.server.http.partition('://')[2]}/{SHOP}"

    async def login(self, user: str = "shop-owner") -> Fleet:
        """Log in and wait until the fleet is live."""
        given = Given(user=user, password=PASSWORD)
        fleet = await self.cloud.login(self.server.server.http, given)
        await until(lambda: fleet.phase is FleetPhase.LIVE)
        return fleet

    async def open(self) -> BatterySession:
        """Open the battery."""
        session = await self.hub.open(self.uri)
        assert isinstance(session, BatterySession)
        return session

    async def entries(self) -> list[JournalEntry]:
        """What the journal has, newest first."""
        return await self.history.journal_entries()

    async def say(self, **values: object) -> None:
        """Let the battery report a sample."""
        sample = {"time": CLOCK.now().isoformat(), "protocol": "mingtang", **values}
        await self.report(type="sample", sample=sample)

    async def report(self, **message: object) -> None:
        """Let the battery report."""
        body = {"device": SHOP, **message}
        async with self.server.client() as client:
            answer = await client.post("/uplink", json=[body])
        assert [each["status"] for each in answer.json()["results"]] == ["stored"], answer.text


async def until(true: Callable[[], bool], seconds: float = 40.0) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.01)


@asynccontextmanager
async def bench_of(server: Kit, folder: Path) -> AsyncIterator[Bench]:
    """A desk of its own at a server."""

    async def logins() -> Logins:
        return Logins(folder, FileSecrets(folder / "secrets.json"), CLOCK, request_s=10)

    async with server.services.core.store.write() as tx:  # a fleet ends where it is due
        await tx.connection.execute(update(USERS).values(agreement=VERSION))
    cloud = CloudDesk(logins, CLOCK)
    history = await HistoryStore.open(folder / "history.sqlite", CLOCK)
    make = battery_maker(cloud, patience=FAST)
    hub = DeviceHub(
        clock=CLOCK, journal=history, store=history, who="tester", others={SCHEME: make}
    )
    hub.set_writing(True)
    try:
        yield Bench(server=server, cloud=cloud, history=history, hub=hub)
    finally:
        await hub.close_all()
        await cloud.close()
        await history.close()


@pytest_asyncio.fixture
async def bench(desk: Desk) -> AsyncIterator[Bench]:
    """Short waits, a board whose protocol is known, a desk that is logged in."""
    desk.kit.services.commands.crew.timers = replace(QUICK, back_s=1.0)
    await change_device(desk.kit, protocol="mingtang")
    async with bench_of(desk.kit, desk.folder) as made:
        await made.login()
        yield made


async def test_it_shows_what_the_board_says(bench: Bench) -> None:
    async with living(bench.server, tracker_of(bench.server, "mingtang-13s")):
        told = (await done(bench.server, "bms_read"))["result"]["sample"]
        session = await bench.open()
        model = session.model
        await until(lambda: model.sample is not None)
        assert model.sample is not None
        assert (model.protocol, session.driver is not None) == ("mingtang", True)
        assert list(model.sample.cell_v) == told["cell_v"]
        assert model.sample.pack_v == told["pack_v"]
        assert model.phase is LinkPhase.LIVE
        assert model.remote is not None
        assert model.remote.state == "online"
        assert model.remote.measured == model.sample.time
        assert model.remote.received is not None
        assert model.remote.shown is not None
        assert Capability.SETTINGS_WRITE in model.capabilities
        assert Capability.CALIBRATION not in model.capabilities
        before = model.sample.time
        fresh = await session.read_sample(durable=True)
        assert fresh.time > before
        rows = await bench.history.journal_entries()
        assert rows == []


async def test_samples_come_live_and_old_ones_look_old(bench: Bench) -> None:
    old = "2026-01-01T00:00:00Z"
    await bench.say(time=old, pack_v=48.0)
    session = await bench.open()
    model = session.model
    assert model.sample is not None
    assert model.sample.pack_v == 48.0
    assert model.age_s is not None
    assert model.age_s > 86_400
    assert model.stale
    await bench.say(pack_v=50.5)
    await until(lambda: model.sample is not None and model.sample.pack_v == 50.5)
    assert model.age_s < 60


async def test_a_setting_is_written_and_read_back(bench: Bench) -> None:
    async with living(bench.server, tracker_of(bench.server, "mingtang-13s")):
        session = await bench.open()
        steps: set[str] = set()

        def note(topic: Topic) -> None:
            if session.model.remote is not None and session.model.remote.doing == "bms_write":
                steps.add(session.model.remote.step)

        end = session.model.observe(note)
        result = await bench.hub.write_settings(session, {"cell_ovp_v": 4.22})
        end()
        field = result.fields["cell_ovp_v"]
        assert (field.sent, field.read, field.state) == (4.22, 4.22, FieldState.APPLIED)
        assert field.old not in (None, 4.22)
        assert {"queued", "succeeded"} <= steps
        assert session.model.settings is not None
        assert session.model.settings.values["cell_ovp_v"] == 4.22
        (entry,) = await bench.entries()
        assert entry.kind == "settings"
        assert entry.closed is not None
        assert entry.fields["cell_ovp_v"] == field
        undone = await bench.hub.undo_last(session)
        assert undone.applied
        assert undone.fields["cell_ovp_v"].read == field.old
        with pytest.raises(DeviceError, match="no written change"):
            await bench.hub.undo_last(session)


@pytest.mark.slow
async def test_undo_refuses_what_somebody_changed_since(bench: Bench) -> None:
    server = bench.server
    async with living(server, tracker_of(server, "mingtang-13s")):
        session = await bench.open()
        await bench.hub.write_settings(session, {"cell_ovp_v": 4.22})
        other = await done(server, "bms_write", settings={"cell_ovp_v": 4.21})
        assert other["state"] == "succeeded"
        with pytest.raises(DeviceError) as caught:
            await bench.hub.undo_last(session)
        assert caught.value.key == "undo_changed"
        # What the other desk wrote came by the stream or by the read of the undo.
        assert session.model.settings is not None
        assert session.model.settings.values["cell_ovp_v"] == 4.21


@pytest.mark.slow
async def test_two_desks_at_once(bench: Bench, tmp_path: Path) -> None:
    server = bench.server
    async with (
        living(server, tracker_of(server, "mingtang-13s")),
        bench_of(bench.server, tmp_path) as second,
    ):
        await second.login()
        one, two = await bench.open(), await second.open()
        await bench.hub.write_settings(one, {"cell_ovp_v": 4.22})

        def seen() -> bool:
            settings = two.model.settings
            return settings is not None and settings.values.get("cell_ovp_v") == 4.22

        await until(seen)


async def test_clamped_and_forbidden(bench: Bench) -> None:
    server = bench.server
    faults = {"board.clamp": "cell_ovp_v"}
    async with living(server, tracker_of(server, "mingtang-13s", faults=faults)):
        session = await bench.open()
        result = await bench.hub.write_settings(session, {"cell_ovp_v": 4.23})
        field = result.fields["cell_ovp_v"]
        assert field.state in (FieldState.CLAMPED, FieldState.REFUSED)
        assert field.read not in (None, 4.23)
        with pytest.raises(OutOfRangeError):
            await bench.hub.write_settings(session, {"cell_ovp_v": 42.0})
        with pytest.raises(UnsupportedError):
            await bench.hub.write_settings(session, {"no_such_v": 1.0})
        bench.hub.set_writing(False)
        with pytest.raises(LockedError):
            await bench.hub.write_settings(session, {"cell_ovp_v": 4.2})
        assert len(await bench.entries()) == 1


async def test_charging_is_switched_off_and_on(bench: Bench) -> None:
    server = bench.server
    async with living(server, tracker_of(server, "mingtang-13s")):
        session = await bench.open()
        with pytest.raises(UnsupportedError):  # nobody would put it back
            await bench.hub.control(session, Action.CHARGE, "off", trial_s=5)
        off = await bench.hub.control(session, Action.CHARGE, "off")
        assert off.confirmed
        assert off.state["charge_mosfet"] is False
        assert session.model.sample is not None
        assert session.model.sample.charge_mosfet is False
        assert session.dead_men.open == ()
        assert not session.dead_men.can_put_back(Action.CHARGE)
        on = await bench.hub.control(session, Action.CHARGE, "on")
        assert on.state["charge_mosfet"] is True
        kinds = [(each.kind, each.fields["charge"].state) for each in await bench.entries()]
        assert kinds == [("control", FieldState.APPLIED)] * 2


async def test_nothing_that_cuts_power_while_it_moves(bench: Bench) -> None:
    server = bench.server
    async with living(server, tracker_of(server, "mingtang-13s")):
        session = await bench.open()
        now = CLOCK.now().isoformat()
        await bench.report(type="position", time=now, lat=22.5, lon=113.9, speed_kmh=30.0)
        with pytest.raises(CloudRefusalError) as caught:
            await bench.hub.control(session, Action.DISCHARGE, "off")
        assert caught.value.key == "cloud_moving"
        (entry,) = await bench.entries()
        assert entry.fields["discharge"].state is FieldState.REFUSED


async def test_what_cannot_be_done_over_the_cloud(bench: Bench) -> None:
    session = await bench.open()
    with pytest.raises(UnsupportedError):
        await bench.hub.send_raw(session, b"\x01")
    with pytest.raises(UnsupportedError):
        await session.wake(lambda _: None)
    assert session.calibrator.offers() == ()
    assert Capability.CLOCK not in session.model.capabilities


def _doubt(session: BatterySession) -> tuple[bool, str]:
    """Whether a write waits to be settled, and its command."""
    remote = session.model.remote
    return session.model.interrupted is not None, "" if remote is None else remote.command


@pytest.mark.slow
async def test_a_tracker_that_goes_away_in_the_middle(bench: Bench) -> None:
    """Nobody knows, then the server does: the journal and the table follow."""
    server = bench.server
    tracker = tracker_of(server, "mingtang-13s")
    line = tap(tracker, "mingtang")
    async with living(server, tracker):
        session = await bench.open()
        await session.read_settings()

        def fall_silent() -> None:
            line.is_held = True

        line.on_change = fall_silent
        result = await bench.hub.write_settings(session, {"cell_ovp_v": 4.22})
        field = result.fields["cell_ovp_v"]
        assert (field.state, field.read) == (FieldState.UNKNOWN, None)
        is_open, command = _doubt(session)
        assert is_open
        assert result.side_effects[-1] == f"command:{command}"
        (entry,) = await bench.entries()
        assert entry.fields["cell_ovp_v"].state is FieldState.UNKNOWN
        line.is_held, line.on_change = False, lambda: None

        def settled() -> bool:
            last = session.model.last_write
            return last is not None and last.applied

        await until(settled, 30)
        assert _doubt(session) == (False, "")
        (entry,) = await bench.entries()
        assert entry.fields["cell_ovp_v"].state is FieldState.APPLIED


async def test_an_offline_battery_is_told_at_once(bench: Bench) -> None:
    session = await bench.open()
    model = session.model
    assert model.remote is not None
    assert model.remote.state in ("offline", "sleeping", "not_enabled")
    assert model.absence in (Absence.SILENT, Absence.ASLEEP)
    with pytest.raises(CloudError) as caught:
        await bench.hub.write_settings(session, {"cell_ovp_v": 4.2})
    assert caught.value.key == "cloud_tracker_away"
    assert await bench.entries() == []


@pytest.mark.slow
async def test_the_protocol_is_found_out(bench: Bench) -> None:
    server = bench.server
    await change_device(server, protocol="auto")
    async with living(server, tracker_of(server, "mingtang-13s")):
        session = await bench.open()
        assert session.driver is None
        assert session.model.lacks
        with pytest.raises(UnsupportedError):
            await session.read_settings()
        await session.read_sample()
        assert session.model.protocol == "mingtang"
        assert "cell_ovp_v" in (await session.read_settings()).values


async def test_a_battery_given_away_while_open(bench: Bench) -> None:
    server = bench.server
    session = await bench.open()
    async with server.client("top-owner") as client:
        body = {"account_id": server.accounts["sibling"]}
        answer = await client.post(f"/devices/{SHOP}/move", json=body)
        assert answer.status_code == 200, answer.text
    await until(lambda: session.model.error is not None)
    error = session.model.error
    assert error is not None
    assert error.key == "cloud_battery_gone"
    assert session.model.absence is Absence.REFUSED
    with pytest.raises(CloudRefusalError):
        await bench.hub.write_settings(session, {"cell_ovp_v": 4.2})


async def test_a_login_that_ends_and_comes_back(bench: Bench) -> None:
    session = await bench.open()
    await bench.cloud.logout()
    await until(lambda: session.model.error is not None)
    error = session.model.error
    assert error is not None
    assert error.key in ("cloud_no_login", "cloud_logged_out")
    await bench.login()
    await until(lambda: session.model.error is None, 30)


async def test_without_a_fleet_it_hears_by_a_stream_of_its_own(bench: Bench) -> None:
    await bench.cloud.close()
    session = await bench.open()
    model = session.model
    await until(lambda: session.model.remote is not None)
    await bench.say(pack_v=50.5)
    await until(lambda: model.sample is not None and model.sample.pack_v == 50.5)


async def test_a_desk_that_died_learns_what_became_of_its_write(
    bench: Bench, tmp_path: Path
) -> None:
    server = bench.server
    async with living(server, tracker_of(server, "mingtang-13s")):
        command = await done(server, "bms_write", settings={"cell_ovp_v": 4.22})
        session = await bench.open()
        number = await bench.history.begin(
            session.key,
            kind="settings",
            who="before",
            old={"cell_ovp_v": 4.25},
            sent={"cell_ovp_v": 4.22},
            raw=RawBytes(before={COMMAND_ID: command["id"].encode()}),
        )
        await bench.hub.close(session)
        session = await bench.open()
        await until(lambda: session.model.last_write is not None)
        (entry,) = await bench.entries()
        assert entry.id == number
        assert entry.closed is not None
        assert entry.fields["cell_ovp_v"].state is FieldState.APPLIED


def _set(**values: float) -> SettingsDocument:
    return SettingsDocument(path=PurePath("set.json"), protocol="mingtang", settings=dict(values))


async def _batch(bench: Bench, numbers: Sequence[str], *, stop: bool) -> list[PackReport]:
    place = bench.uri.rpartition("/")[0]
    batch = GoldenBatch(
        _set(cell_ovp_v=4.22),
        [f"{place}/{number}" for number in numbers],
        Accept(),
        opener=bench.hub.visit,
        write=bench.hub.write_settings,
        clock=CLOCK,
        who="tester",
        stop_on_error=stop,
    )
    return list((await batch.run()).packs)


async def test_a_set_for_many_batteries(bench: Bench) -> None:
    """One is there, one is away: each is told, or the first that fails ends the run."""
    server, away = bench.server, NUMBERS["child"]
    async with living(server, tracker_of(server, "mingtang-13s")):
        both = await _batch(bench, (SHOP, away), stop=False)
        assert [each.state for each in both] == [PackState.APPLIED, PackState.REFUSED]
        assert both[0].fields["cell_ovp_v"].read == 4.22
        await change_device(server, away, protocol="mingtang")
        both = await _batch(bench, (away, SHOP), stop=True)
        assert [each.state for each in both] == [PackState.FAILED, PackState.CANCELLED]
        error = both[0].why
        assert error is not None
        assert error.key == "cloud_tracker_away"
    assert bench.hub.sessions == ()


async def test_a_viewer_looks_and_changes_nothing(bench: Bench) -> None:
    server = bench.server
    await bench.login("shop-viewer")
    async with living(server, tracker_of(server, "mingtang-13s")):
        session = await bench.open()
        capabilities = session.model.capabilities
        assert Capability.SETTINGS_READ in capabilities
        assert Capability.SETTINGS_WRITE not in capabilities
        assert Capability.CHARGE_SWITCH not in capabilities
        assert "look" in session.model.lacks
        with pytest.raises(CloudRefusalError) as caught:
            await session.read_settings()
        assert caught.value.key == "cloud_not_permitted"


async def test_a_token_that_ends_while_it_is_open(bench: Bench, desk: Desk) -> None:
    server = bench.server
    async with living(server, tracker_of(server, "mingtang-13s")):
        session = await bench.open()
        await desk.expire()
        reading = await session.read_settings()
        assert "cell_ovp_v" in reading.values
        await until(lambda: session.model.phase is LinkPhase.LIVE)


async def test_nothing_is_recorded_where_no_byte_crosses(bench: Bench) -> None:
    session = await bench.open()
    with pytest.raises(UnsupportedError):
        bench.hub.start_capture(session)


async def test_an_expired_battery_takes_no_commands(bench: Bench) -> None:
    await bench.say(pack_v=48.0)
    await change_device(bench.server, expires_ms=1)
    session = await bench.open()
    assert session.model.absence is Absence.REFUSED
    assert session.model.sample is not None
    with pytest.raises(CloudRefusalError) as caught:
        await bench.hub.write_settings(session, {"cell_ovp_v": 4.2})
    assert caught.value.key == "cloud_battery_expired"
    assert await bench.entries() == []


@pytest.mark.slow
@pytest.mark.parametrize("way", ["finish", "take back"])
async def test_a_write_that_nobody_ever_settled(bench: Bench, way: str) -> None:
    """It is finished or taken back by a write of its own, after the board was read."""
    server = bench.server
    async with living(server, tracker_of(server, "mingtang-13s")):
        session = await bench.open()
        before = (await session.read_settings()).values["cell_ovp_v"]
        await bench.history.begin(
            session.key,
            kind="settings",
            who="before",
            old={"cell_ovp_v": before},
            sent={"cell_ovp_v": 4.22},
        )
        write = bench.hub.resume_write if way == "finish" else bench.hub.roll_back
        result = await write(session)
        assert result.applied
        assert result.fields["cell_ovp_v"].read == (4.22 if way == "finish" else before)
        with pytest.raises(DeviceError) as caught:
            await bench.hub.resume_write(session)
        assert caught.value.key == "interrupted_nothing"


async def test_a_write_that_is_left_as_it_is(bench: Bench) -> None:
    session = await bench.open()
    await bench.history.begin(
        session.key, kind="settings", who="before", old={}, sent={"cell_ovp_v": 4.22}
    )
    await bench.hub.leave_write(session)
    assert [each.kind for each in await bench.entries()] == ["left", "settings"]
