"""Recordings decoded at once: frame for frame and value for value what the live way gives."""

import math
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from mingtang_desk.core.errors import UsageError
from mingtang_desk.interfaces.driver import Driver
from mingtang_desk.protocols.jbd import codec as jbd
from mingtang_desk.protocols.jbd.codec import JbdFramer
from mingtang_desk.protocols.modbus.codec import ModbusFramer
from mingtang_desk.session import batch_frames
from mingtang_desk.session.batch import Batch, can_batch, decode_batch
from mingtang_desk.session.batch_frames import find_jbd, find_modbus, locate
from mingtang_desk.session.drivers import find_driver
from mingtang_desk.session.replay import ReplayRunner
from mingtang_desk.wire import modbus
from mingtang_desk.wire.capture import Capture, CaptureHeader, Entry, read_capture
from tests.protocols.jbd.hand import basic, reply, words
from tests.session.paired_toy import PLAIN

CAPTURES = sorted(
    path
    for path in (Path(__file__).parents[1] / "protocols").rglob("captures/*.jsonl")
    if "daly" not in path.parts  # its recordings are replayed the live way
)
NAMES = (
    *("pack_v", "current_a", "remaining_ah", "full_ah", "nominal_ah", "cycles", "soc_pct"),
    *("soh_pct", "cell_min_v", "cell_max_v", "charge_mosfet", "discharge_mosfet", "balancer"),
)
STARTED = datetime(2026, 11, 22, 10, tzinfo=UTC)


def driver_of(capture: Capture) -> Driver:
    driver = find_driver(capture.header.protocol)
    assert driver is not None
    return driver


def assert_same(capture: Capture, driver: Driver) -> int:
    """Hold both ways against each other; return the number of samples."""
    runner = ReplayRunner(driver, capture)
    live = [moment for moment in runner.moments() if moment.sample is not None]
    batch = decode_batch(capture, driver)
    assert batch.t.tolist() == [moment.t for moment in live]
    stats = runner.stats
    assert batch[2:] == (stats.good, stats.bad, stats.ignored_bytes)
    for row, moment in enumerate(live):
        sample = moment.sample
        assert sample is not None
        for name in NAMES:
            if name in batch.columns.values and name not in sample.quality.derived:
                assert_equal(getattr(sample, name), batch.columns.values[name][row], name)
        cells = batch.columns.cell_v[row].tolist()
        assert tuple(volt for volt in cells if not math.isnan(volt)) == sample.cell_v
        for sensor in sample.temperatures:
            column = batch.columns.temperatures.get(sensor.name)
            assert_equal(sensor.c, math.nan if column is None else column[row], sensor.name)
        for name in ("protection_bits", "balance_bits"):
            if driver.key == "jbd" and name in sample.raw:
                assert batch.columns.bits[name][row] == sample.raw[name]
    return len(live)


def assert_equal(live: float | None, batch: float, name: str) -> None:
    assert math.isnan(batch) if live is None else float(live) == batch, (name, live, batch)


def spoiled(entries: Sequence[Entry], dice: random.Random) -> tuple[Entry, ...]:
    """Damage, loss, pauses inside and between frames, echoes on the wrong side."""
    made: list[Entry] = []
    for entry in entries:
        data = bytearray(entry.data)
        if dice.random() < 0.1 and data:
            data[dice.randrange(len(data))] = dice.randrange(256)
        if dice.random() < 0.05:
            del data[dice.randint(0, len(data)) :]
        if dice.random() < 0.05:
            continue
        t = (made[-1].t if made else 0.0) + dice.choice([0.01, 0.01, 0.05, 0.2, 0.7])
        side = entry.direction if dice.random() < 0.97 else "rx"
        at = dice.randrange(1, len(data)) if dice.random() < 0.3 and len(data) > 2 else len(data)
        made.append(Entry(t, side, bytes(data[:at])))
        if at < len(data):
            made.append(Entry(t + dice.choice([0.01, 0.3]), side, bytes(data[at:])))
    return tuple(made)


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.stem)
def test_captures_say_the_same_both_ways(path: Path) -> None:
    capture = read_capture(path)
    assert assert_same(capture, driver_of(capture)) > 0


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.stem)
def test_spoiled_captures_say_the_same_both_ways(path: Path) -> None:
    capture, dice, found = read_capture(path), random.Random(path.stem), 0
    for times in (1, 1, 3) * 6:
        entries = spoiled(capture.entries * times, dice)
        found += assert_same(replace(capture, entries=entries), driver_of(capture))
    assert found > 3


def test_switches_of_unit_and_open_sensors() -> None:
    entries: list[Entry] = []
    for number in range(40):
        t = float(number)
        if number in (10, 25):
            tenths = b"\x10\x00" if number == 10 else b"\x00\x00"
            entries.append(Entry(t - 0.4, "rx", reply(0x2D, tenths)))
        sensors = (2981, 0, 2950)[: number % 4]
        first = basic(
            volts=5000 + number, amps=-number, left=100, nominal=200, cells=4, sensors=sensors
        )
        if number == 30:
            first = first[:20]  # shorter than its own counts
        entries.append(Entry(t, "rx", reply(0x03, first)))
        entries.append(Entry(t + 0.1, "rx", reply(0x04, words(*(3300 + n for n in range(5))))))
    capture = Capture(CaptureHeader(protocol="jbd", started=STARTED), tuple(entries))
    assert assert_same(capture, driver_of(capture)) == 40


def _modbus_frame(dice: random.Random) -> bytes:
    code = dice.choice([1, 2, 3, 3, 3, 4])
    kind = dice.random()
    if kind < 0.3:
        return modbus.read_request(
            dice.randint(1, 3), code, dice.randrange(300), dice.randint(1, 60)
        )
    if kind < 0.4:
        values = [dice.randrange(65536) for _ in range(dice.randint(1, 5))]
        return modbus.write_registers(1, dice.randrange(99), values)
    if kind < 0.5:
        return modbus.adu(1, bytes([0x83, dice.randrange(7)]))
    size = 2 * dice.randint(1, 60)
    body = bytes(dice.choice([0, 1, 3, 4, dice.randrange(256)]) for _ in range(size))
    return modbus.adu(dice.randint(1, 5), bytes([code, size]) + body)


def _jbd_frame(dice: random.Random) -> bytes:
    cells = reply(4, words(*(dice.randrange(65536) for _ in range(8))))
    return dice.choice([cells, jbd.request(jbd.READ, 3), b"\xdd" + bytes(dice.randrange(6))])


@pytest.mark.parametrize("protocol", ["jbd", "modbus"])
def test_any_stream_has_the_same_frames_counts_and_times(protocol: str) -> None:
    dice = random.Random(protocol)
    make, find = (_jbd_frame, find_jbd) if protocol == "jbd" else (_modbus_frame, find_modbus)
    for _ in range(200):
        stream, bounds = bytearray(), set[int]()
        for _ in range(dice.randrange(9)):
            stream += make(dice)
            if dice.random() < 0.3:
                stream += dice.randbytes(dice.randrange(7))
            if dice.random() < 0.3:
                bounds.add(len(stream))
        if stream and dice.random() < 0.5:
            stream[dice.randrange(len(stream))] = dice.randrange(256)
            at = dice.randrange(len(stream))
            del stream[at : at + dice.choice([0, 0, 1, 9])]
        data = bytes(stream)
        flushes = sorted({min(bound, len(data)) for bound in bounds} | {len(data)})
        framer = JbdFramer() if protocol == "jbd" else ModbusFramer()
        frames: list[bytes] = []
        ready: list[int] = []
        before = 0
        for flush in flushes:
            for at in range(before, flush):
                got = framer.feed(data[at : at + 1])
                frames += [frame.raw for frame in got]
                ready += [at + 1] * len(got)
            got = framer.flush()
            frames += [frame.raw for frame in got]
            ready += [flush] * len(got)
            before = flush
        array = np.frombuffer(data, np.uint8)
        found = locate(find, array, np.array(flushes), many_bad=protocol == "jbd")
        places = zip(found.start.tolist(), found.end.tolist(), strict=True)
        assert [data[start:end] for start, end in places] == frames
        assert found.ready.tolist() == ready
        counts = framer.counts
        assert (len(frames), found.bad, found.ignored) == (counts.good, counts.bad, counts.ignored)


def test_long_streams_are_summed_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_frames, "_PIECE", 1 << 14)
    dice = random.Random(7)
    data = b"".join(_modbus_frame(dice) for _ in range(4000))
    array = np.frombuffer(data, np.uint8)
    found = locate(find_modbus, array, np.array([len(data)]), many_bad=False)
    framer = ModbusFramer()
    live = len(framer.feed(data) + framer.flush())
    assert len(data) > 5 << 14
    assert len(found.start) == live


def test_an_empty_recording_has_no_rows() -> None:
    capture = Capture(CaptureHeader(protocol="jbd", started=STARTED), ())
    for protocol in ("jbd", "mingtang"):
        driver = find_driver(protocol)
        assert driver is not None
        batch: Batch = decode_batch(capture, driver)
        assert (len(batch.t), batch.good, batch.bad, batch.ignored_bytes) == (0, 0, 0, 0)


def test_other_protocols_are_refused() -> None:
    assert not can_batch(PLAIN)
    capture = Capture(CaptureHeader(protocol="plain", started=STARTED), ())
    with pytest.raises(UsageError):
        decode_batch(capture, PLAIN)
