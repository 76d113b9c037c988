"""A whole recording decoded at once against our own live decoder, frame location included.

The live side is what a session does with the same chunks, without loop, lock and model: the framer,
then each reply's values. The batch side starts from the same chunks. Both ways to the values are
held against each other before they are timed.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from mingtang_desk.device.sample import PackSample
from mingtang_desk.interfaces.driver import Driver
from mingtang_desk.protocols.jbd import codec
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.protocols.jbd.sample import build_sample
from mingtang_desk.protocols.jbd.status import Basic, decode_basic, decode_cells
from mingtang_desk.session.batch import Batch, decode_batch
from mingtang_desk.session.drivers import find_driver
from mingtang_desk.session.replay import ReplayRunner
from mingtang_desk.wire.capture import Capture, CaptureHeader, Entry, read_capture
from tests.bench.bench_decode import CELLS, SENSORS
from tests.bench.table import Row, faster, interleaved
from tests.protocols.jbd.hand import basic, reply, words

MINGTANG = Path(__file__).parents[1] / "protocols/mingtang/captures/synthetic-13s.jsonl"
TIMES = 400
STARTED = datetime(2026, 11, 22, 10, tzinfo=UTC)
POLLS = 20_000
GOAL = 10.0


def jbd_capture(polls: int = POLLS) -> Capture:
    """16 cells and 4 sensors; every value moves."""
    entries = []
    for poll in range(polls):
        first = reply(
            0x03,
            basic(
                volts=5360 + poll % 97,
                amps=poll % 1201 - 600,
                left=4321 - poll % 1000,
                nominal=10000,
                cells=16,
                sensors=SENSORS,
                balance=poll % 9,
            ),
        )
        cells = reply(0x04, words(*(cell + poll % 53 for cell in CELLS)))
        for at, register, data in ((0.0, 0x03, first), (0.1, 0x04, cells)):
            asked = codec.request(codec.READ, register)
            entries.append(Entry(poll * 0.5 + at, "tx", asked))
            entries.append(Entry(poll * 0.5 + at + 0.05, "rx", data))
    return Capture(CaptureHeader(protocol="jbd", started=STARTED), tuple(entries))


def again(capture: Capture, times: int) -> Capture:
    """The same conversation so many times, one after the other."""
    span = capture.entries[-1].t + 1.0
    entries = tuple(
        Entry(entry.t + number * span, entry.direction, entry.data)
        for number in range(times)
        for entry in capture.entries
    )
    return replace(capture, entries=entries)


def live_values(capture: Capture) -> Callable[[], tuple[list[Basic], list[tuple[float, ...]]]]:
    """JBD: the framer, then the values of both registers, and nothing else."""
    chunks = [entry.data for entry in capture.entries if entry.direction == "rx"]

    def call() -> tuple[list[Basic], list[tuple[float, ...]]]:
        framer = JBD.framer()
        basics: list[Basic] = []
        cells: list[tuple[float, ...]] = []
        for chunk in chunks:
            for frame in framer.feed(chunk):
                if frame.command == 0x03:
                    basics.append(decode_basic(frame.payload))
                else:
                    cells.append(decode_cells(frame.payload))
        return basics, cells

    return call


def live_decoder(capture: Capture) -> Callable[[], list[PackSample]]:
    """JBD: the framer, then a sample of each two replies; what a session does at every poll."""
    chunks = [entry.data for entry in capture.entries if entry.direction == "rx"]

    def call() -> list[PackSample]:
        framer = JBD.framer()
        samples: list[PackSample] = []
        first = decode_basic(bytes(23))
        for chunk in chunks:
            for frame in framer.feed(chunk):
                if frame.command == 0x03:
                    first = decode_basic(frame.payload)
                else:
                    cells = decode_cells(frame.payload)
                    samples.append(build_sample(STARTED, basic=first, cells=cells))
        return samples

    return call


def live_samples(capture: Capture, driver: Driver) -> Callable[[], list[PackSample]]:
    """What a replay makes of a recording: whole samples."""

    def call() -> list[PackSample]:
        moments = ReplayRunner(driver, capture).moments()
        return [moment.sample for moment in moments if moment.sample is not None]

    return call


def assert_equal(batch: Batch, samples: list[PackSample]) -> None:
    """Every value of every sample, to the last bit."""
    columns = batch.columns
    assert len(batch.t) == len(samples) > 100
    for name in ("pack_v", "current_a", "remaining_ah", "cycles", "charge_mosfet"):
        assert columns.values[name].tolist() == [getattr(sample, name) for sample in samples]
    assert columns.cell_v.tolist() == [list(sample.cell_v) for sample in samples]
    for number, sensor in enumerate(samples[0].temperatures):
        column = columns.temperatures[sensor.name].tolist()
        for value, sample in zip(column, samples, strict=True):
            celsius = sample.temperatures[number].c
            assert value == celsius or (celsius is None and math.isnan(value))


def run() -> list[Row]:
    """Compare, then time."""
    rows = []
    capture = jbd_capture()
    batch = decode_batch(capture, JBD)
    assert_equal(batch, live_samples(capture, JBD)())
    basics, cells = live_values(capture)()
    assert batch.columns.values["current_a"].tolist() == [one.current_a for one in basics]
    assert batch.columns.cell_v.tolist() == [list(one) for one in cells]
    timing = interleaved(
        lambda: decode_batch(capture, JBD), live_values(capture), calls=1, rounds=5
    )
    note = f"{POLLS} polls, 16 cells; the other side: framer and bare values, unpaired, no sample"
    rows.append(faster("JBD recording, bare values", timing, note=note, scale=1e3))
    assert_equal(batch, live_decoder(capture)())
    timing = interleaved(
        lambda: decode_batch(capture, JBD), live_decoder(capture), calls=1, rounds=5
    )
    note = "the same; the other side: the live decoder, framer and samples"
    rows.append(faster("JBD recording, live decoder", timing, goal=GOAL, note=note, scale=1e3))
    timing = interleaved(
        lambda: decode_batch(capture, JBD), live_samples(capture, JBD), calls=1, rounds=3
    )
    note = "the same; the other side: what a replay does, samples with pairing and checks"
    rows.append(faster("JBD recording, replay", timing, goal=GOAL, note=note, scale=1e3))
    driver = find_driver("mingtang")
    assert driver is not None
    long = again(read_capture(MINGTANG), TIMES)
    samples = live_samples(long, driver)
    assert_equal(decode_batch(long, driver), samples())
    timing = interleaved(lambda: decode_batch(long, driver), samples, calls=1, rounds=3)
    note = f"{len(long.entries)} chunks with settings and names; the other side: as above"
    rows.append(faster("Mingtang recording, replay", timing, goal=GOAL, note=note, scale=1e3))
    return [replace(row, unit="ms") for row in rows]
