"""Boards that aiobmsble reads: its samples as ours, its bytes on record, and nothing else."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from aiobmsble import TempSensor

from mingtang_desk.core.errors import (
    DecodeError,
    LinkDeniedError,
    LinkTimeoutError,
    UnsupportedError,
    UsageError,
)
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.families import READ_ONLY, listed_families
from mingtang_desk.session.family_sample import family_sample
from mingtang_desk.session.opening import make_session
from mingtang_desk.sim.ble_peripheral import Peripheral
from mingtang_desk.sim.models import make_air
from mingtang_desk.transports import ble_family
from tests.air import on_air
from tests.session.fakes import FakeStore

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
KIND = TempSensor.T


def ours(reported: dict[str, Any], complete: dict[str, Any] | None = None) -> Any:
    return family_sample(
        reported, reported if complete is None else complete, time=NOW, protocol="x", name="n"
    )


def test_units_and_signs_are_ours() -> None:
    sample = ours(
        {
            "voltage": 52.1,
            "current": -3.5,
            "battery_level": 81,
            "battery_health": 99,
            "cycle_charge": 40.5,
            "design_capacity": 50,
            "cycles": 12,
            "cell_voltages": [3.25, 3.26, 3.24],
            "chrg_mosfet": True,
            "dischrg_mosfet": False,
            "problem_code": 3,
        },
    )
    assert (sample.pack_v, sample.current_a, sample.state) == (52.1, -3.5, "discharge")
    assert (sample.soc_pct, sample.soh_pct, sample.cycles) == (81.0, 99.0, 12)
    assert (sample.remaining_ah, sample.nominal_ah) == (40.5, 50.0)
    assert (sample.cell_min_v, sample.cell_max_v, sample.cell_delta_v) == (3.24, 3.26, 0.02)
    assert (sample.charge_mosfet, sample.discharge_mosfet) == (True, False)
    assert sample.raw == {"problem_code": 3}
    assert "pack_v" not in sample.quality.derived


def test_what_aiobmsble_computed_is_named_and_what_is_missing_stays_missing() -> None:
    sample = ours({"cell_voltages": [3.0, 3.5]}, {"cell_voltages": [3.0, 3.5], "voltage": 6.5})
    assert sample.pack_v == 6.5
    assert "pack_v" in sample.quality.derived
    assert sample.current_a is None
    assert sample.state is None
    assert sample.charge_mosfet is None
    empty = ours({})
    assert (empty.cell_v, empty.cell_min_v, empty.temperatures) == ((), None, ())


def test_sensors_keep_their_roles() -> None:
    kinds = (KIND.CELL, KIND.GENERIC, KIND.MOSFET, KIND.PCB, KIND.AMBIENT, KIND.HEATER, KIND.MOSFET)
    sample = ours({"temp_values": [TempSensor(20.0 + i, kind) for i, kind in enumerate(kinds)]})
    names = [sensor.name for sensor in sample.temperatures]
    assert names == ["cell_1", "cell_2", "mosfet", "board", "ambient", "ext_1", "ext_2"]
    assert sample.temperatures[2].c == 22.0


@pytest.mark.parametrize(
    ("value", "flags"),
    [(0b110, (False, True, True)), (0, (False, False, False)), (1, ()), (True, ()), (None, ())],
)
def test_only_a_mask_names_cells(value: object, flags: tuple[bool, ...]) -> None:
    sample = ours({"cell_voltages": [3.0, 3.1, 3.2], "balancer": value})
    assert sample.cell_balancing == flags


def test_all_families_are_listed_as_read_only() -> None:
    families = listed_families()
    assert len(families) == 52
    assert all(each.key.startswith("aiobmsble:") for each in families)
    assert all("read only, by aiobmsble" in each.label for each in families)
    assert all(each.transports == ("ble",) for each in families)


def test_another_version_than_the_known_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    ble_family.family_names.cache_clear()
    ble_family.family_class.cache_clear()
    monkeypatch.setattr(ble_family, "_found_version", lambda: "0.99.0")
    with pytest.raises(LinkDeniedError) as caught:
        session("ble://AA?protocol=aiobmsble:jbd")
    assert caught.value.key == "ble_family_version"
    assert ble_family.VERSION in caught.value.hint
    assert listed_families() == ()
    ble_family.family_names.cache_clear()
    ble_family.family_class.cache_clear()


@pytest.mark.parametrize(
    "uri", ["ble://AA?protocol=aiobmsble:none", "tcp://h:1?protocol=aiobmsble:jbd"]
)
def test_a_family_that_is_not_or_a_wire_is_refused(uri: str) -> None:
    with pytest.raises(UsageError):
        session(uri)


def session(uri: str, **options: Any) -> DeviceSession:
    return make_session(parse_uri(uri), clock=SystemClock(), **options)


async def live(desk: DeviceSession) -> None:
    async with asyncio.timeout(3):
        while desk.model.phase is not LinkPhase.LIVE:
            await asyncio.sleep(0.01)


@pytest.mark.asyncio
async def test_a_board_is_polled_kept_recorded_and_never_written() -> None:
    board = make_air("jbd-13s")[0]
    seen: list[tuple[str, bytes]] = []
    store = FakeStore()
    address = board.identity.address
    async with on_air([Peripheral(board.identity, board.board)]):
        desk = session(
            f"ble://{address}?protocol=aiobmsble:jbd&timeout=2",
            store=store,
            tap=lambda _, direction, data: seen.append((direction, data)),
            poll_s=0.01,
        )
        with pytest.raises(UnsupportedError):
            await desk.control(Action.CHARGE, "off", who="x")
        await desk.connect()
        assert desk.model.phase is LinkPhase.LIVE
        assert desk.model.lacks == READ_ONLY
        assert desk.model.capabilities == {Capability.STATUS, Capability.CELLS}
        sample = await desk.read_sample(durable=True)
        desk._quality.tick()
        assert desk.model.quality is not None
        point = desk.model.quality.points[-1]
        assert (point.good, point.timeouts, point.samples) == (None, None, 1)
        assert point.signal_dbm == board.identity.rssi
        assert sample.pack_v == 47.18
        assert sample.cell_v[3] == 3.631
        assert sample.temperatures[0].c == 27.5
        assert sample.protocol == "aiobmsble:jbd"
        assert ("tx", bytes.fromhex("dda50300fffd77")) in seen
        assert any(direction == "rx" and data.startswith(b"\xdd\x03") for direction, data in seen)
        running = asyncio.create_task(desk.run())
        await asyncio.sleep(0.1)
        assert desk.model.sample is not None
        await desk.release()
        other = session(f"ble://{address}?protocol=jbd&timeout=2")
        await other.connect()
        await other.close()
        desk.resume()
        await live(desk)
        await desk.close()
        await running
        for refused in (
            desk.read_settings(),
            desk.read_counters(),
            desk.write_settings({}, who="x"),
            desk.undo_last(who="x"),
            desk.send_raw(b"x", who="x"),
        ):
            with pytest.raises(UnsupportedError) as caught:
                await refused
            assert "read only" in caught.value.message
    assert store.samples


@pytest.mark.asyncio
async def test_a_board_of_another_kind_and_none_at_all_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    board = make_air("jbd-13s")[0]
    async with on_air([Peripheral(board.identity, board.board)]):
        desk = session(f"ble://{board.identity.address}?protocol=aiobmsble:jbd&timeout=2")
        await desk.connect()
        bms = desk._family_link._bms  # type: ignore[attr-defined]
        for raised, kind in (
            (ValueError("short"), DecodeError),
            (TimeoutError(), LinkTimeoutError),
        ):

            async def fail(error: Exception = raised) -> None:
                raise error

            monkeypatch.setattr(type(bms), "_async_update", lambda _, fail=fail: fail())
            with pytest.raises(kind):
                await desk.read_sample()
        await desk.close()
