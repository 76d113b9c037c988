"""The client of a meter against a simulated one, over TCP and a terminal: late, silent, cut."""

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from mingtang_desk.core.errors import (
    LinkLostError,
    LinkNotFoundError,
    LinkTimeoutError,
    MeterError,
    UsageError,
)
from mingtang_desk.instruments.meter import Meter, make_meter, parse_meter
from mingtang_desk.instruments.scpi import Quantity
from mingtang_desk.sim import meter as simulated
from mingtang_desk.sim.errors import SimOptionError
from mingtang_desk.sim.models import make_board
from mingtang_desk.sim.powered import PoweredBoard
from tests.session.calibration_bench import served
from tests.session.fakes import FakeTransport

pytestmark = pytest.mark.asyncio


@asynccontextmanager
async def bench(
    sets: Mapping[str, str] | None = None, options: str = ""
) -> AsyncIterator[tuple[simulated.SimMeter, Meter]]:
    sim = simulated.make_meter({"late": "0", "volt": "3.65", **(sets or {})})
    async with served(sim, "tcp:127.0.0.1:0") as where:
        meter = make_meter(f"tcp://{where.removeprefix('tcp:')}?{options}")
        try:
            yield sim, meter
        finally:
            await meter.close()


async def test_who_it_is_and_what_it_reads() -> None:
    async with bench({"curr": "-12.5", "temp": "24.5"}) as (sim, meter):
        identity = await meter.open()
        assert identity.serial == "SN000042"
        assert meter.instrument.model == "SIM-6500"
        assert (await meter.measure(Quantity.VOLTS)).value == pytest.approx(3.65)
        assert (await meter.measure(Quantity.AMPS)).value == pytest.approx(-12.5)
        assert (await meter.measure(Quantity.CELSIUS)).value == pytest.approx(24.5)
        assert sim.asked[0] == "*CLS"
        assert await meter.errors() == ()
        await meter.close()
        with pytest.raises(LinkLostError):
            await meter.measure(Quantity.VOLTS)


async def test_a_meter_set_up_by_hand_is_only_read() -> None:
    async with bench(options="ask=read") as (sim, meter):
        await meter.open()
        await meter.measure(Quantity.VOLTS)
        assert sim.asked[-1] == "READ?"


async def test_its_errors_are_taken_from_its_queue() -> None:
    async with bench() as (sim, meter):
        await meter.open()
        sim._errors += [simulated.UNDEFINED_HEADER] * 2
        assert await meter.errors() == ("-113 Undefined header",) * 2
        assert await meter.errors() == ()
        sim._errors += [simulated.UNDEFINED_HEADER] * 100  # a queue that never ends
        assert len(await meter.errors()) == 20


async def test_a_late_answer_is_never_taken_for_the_next_question() -> None:
    async with bench(options="timeout=1") as (sim, meter):
        await meter.open()
        sim.state.late_s = 1.3
        with pytest.raises(LinkTimeoutError) as caught:
            await meter.measure(Quantity.VOLTS)
        assert caught.value.key == "meter_silent"
        sim.state.late_s = 0.0
        assert (await meter.measure(Quantity.CELSIUS)).value == pytest.approx(25.0)
        assert (await meter.measure(Quantity.VOLTS)).value == pytest.approx(3.65)


async def test_a_question_that_was_cancelled_leaves_no_answer_behind() -> None:
    async with bench({"late": "0.1"}) as (_, meter):
        await meter.open()
        asking = asyncio.create_task(meter.measure(Quantity.VOLTS))
        await asyncio.sleep(0.03)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert (await meter.measure(Quantity.CELSIUS)).value == pytest.approx(25.0)


async def test_a_meter_that_says_everything_twice_is_not_believed_twice() -> None:
    transport = FakeTransport(lambda data: [_ECHO[data], _ECHO[data]] if data in _ECHO else [])
    meter = Meter("tcp://x:1", transport, answer_s=0.5)
    await meter.open()
    try:
        assert (await meter.measure(Quantity.VOLTS)).value == 3.6
        assert (await meter.measure(Quantity.CELSIUS)).value == 25.0
    finally:
        await meter.close()


_ECHO = {
    b"*IDN?\n": b"A,B,C,D\n",
    b"MEAS:VOLT:DC?\n": b"3.6\r\n",
    b"MEAS:TEMP?\n": b"25.0\n",
}


async def test_what_is_no_meter_is_told() -> None:
    async with bench({"nonsense": "mute"}, "timeout=1") as (_, meter):
        with pytest.raises(LinkTimeoutError):
            await meter.open()
    transport = FakeTransport(lambda data: [b"\xdd\x03\x80\x00\x77\n"] if b"IDN" in data else [])
    with pytest.raises(MeterError) as caught:
        await Meter("tcp://x:1", transport).open()
    assert caught.value.key == "meter_no_identity"
    with pytest.raises(LinkNotFoundError):
        await make_meter("tcp://127.0.0.1:1").open()


async def test_a_meter_that_talks_without_end_fills_no_memory() -> None:
    transport = FakeTransport(lambda data: [_ECHO[data]] if data in _ECHO else [])
    meter = Meter("tcp://x:1", transport, answer_s=0.5)
    await meter.open()
    try:
        transport.push(b"9.9\n" * 5000)
        await asyncio.sleep(0.05)
        assert meter._lines.qsize() <= 200
        assert (await meter.measure(Quantity.VOLTS)).value == 3.6
    finally:
        await meter.close()


async def test_a_cut_cable_is_told_to_everybody_who_asks() -> None:
    transport = FakeTransport(lambda data: [b"A,B,C,D\n"] if b"IDN" in data else [])
    meter = Meter("tcp://x:1", transport, answer_s=2.0)
    await meter.open()
    transport.cut()
    for _ in range(2):
        with pytest.raises(LinkLostError):
            await meter.measure(Quantity.VOLTS)
    await meter.close()


@pytest.mark.skipif(sys.platform == "win32", reason="a pty is needed")
async def test_on_a_serial_line_it_is_told_that_it_is_operated_from_afar(tmp_path: Path) -> None:
    sim = simulated.make_meter({"late": "0", "volt": "3.65"})
    async with served(sim, f"pty:{tmp_path / 'meter'}"):
        meter = make_meter(str(tmp_path / "meter"))
        await meter.open()
        assert (await meter.measure(Quantity.VOLTS)).value == pytest.approx(3.65)
        await meter.close()
        await asyncio.sleep(0.05)
    assert sim.asked[0] == "SYST:REM"
    assert sim.asked[-1] == "SYST:LOC"


async def test_addresses() -> None:
    assert parse_meter("meter.local").text == "tcp://meter.local:5025"
    assert parse_meter("tcp://dmm?timeout=2").text == "tcp://dmm:5025?timeout=2"
    assert parse_meter("tcp://dmm:5555").target == "dmm:5555"
    assert parse_meter("COM5").target == "COM5"
    assert parse_meter("/dev/ttyUSB1").scheme == "serial"
    for text in ("", "ble://x", "sim://meter", "tcp://"):
        with pytest.raises(UsageError) as caught:
            parse_meter(text)
        assert caught.value.key == "meter_address"
    for text in ("tcp://x?ask=often", "tcp://x?timeout=soon"):
        with pytest.raises(UsageError):
            make_meter(text)


async def test_the_simulated_meter_sees_the_pack_behind_a_board() -> None:
    board = make_board("jbd-13s", sets={"current_a": "-12", "temp_error_c_1": "5"})
    assert isinstance(board, PoweredBoard)
    truth = simulated.truth_of(board, "cell_4")
    assert truth(simulated.CURRENT) == -12.0
    assert truth(simulated.VOLT) == board.pack.cells[3].terminal_v(-12.0)
    assert truth(simulated.TEMPERATURE) == board.pack.temperature_c
    assert simulated.truth_of(board, "pack")(simulated.VOLT) == board.pack.terminal_v(-12.0)
    at_sensor = simulated.truth_of(board, "ntc_2")
    assert at_sensor(simulated.TEMPERATURE) == board.sensor_c[1]
    for sets in ({"volt": "x"}, {"nonsense": "often"}, {"colour": "red"}, {"probe": "pack"}):
        with pytest.raises(SimOptionError):
            simulated.make_meter(sets)
    with pytest.raises(SimOptionError):
        simulated.make_meter({"probe": "cell_99"}, board=board)
