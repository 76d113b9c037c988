"""The collector: by hand with a clock that stands still, then on simulated boards with faults."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mingtang_desk.core.errors import LinkLostError
from mingtang_desk.device.link_quality import Finding, LinkCounts, LinkLog, LinkPoint, judge
from mingtang_desk.device.model import DeviceModel, LinkPhase, LinkStats
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.health import LinkHealth
from mingtang_desk.session.link_quality import LinkQuality, p95
from mingtang_desk.session.opening import make_session
from mingtang_desk.session.recording import decode_recording
from mingtang_desk.session.replay_session import ReplaySession
from mingtang_desk.sim.models import make_line
from mingtang_desk.sim.serve import serve
from mingtang_desk.transports.replay import ReplayTransport
from mingtang_desk.wire.capture import Capture, CaptureHeader, CaptureWriter, Entry
from tests.session.bench import QUICK, simulated

START = datetime(2026, 11, 22, 10, tzinfo=UTC)
PATIENT = replace(QUICK, reply_s=2.0, network_s=2.0)
LOST = LinkLostError("link_lost", where="x")


class Clock:
    """Stands still."""

    seconds = 0.0

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds


class HandMade:
    """Implements `session.link_quality.Counted`."""

    def __init__(self) -> None:
        self.stats = LinkStats()
        self.health = LinkHealth()
        self.signal_dbm: int | None = None


class Bench:
    """A collector whose link, clock and seconds are moved by hand."""

    def __init__(self, *, counts: bool = True) -> None:
        self.clock, self.link = Clock(), HandMade()
        self.model = DeviceModel("x", self.clock)
        self.quality = LinkQuality(self.link, self.model, self.clock, counts=counts)
        self.quality.start()

    @property
    def log(self) -> LinkLog:
        assert self.model.quality is not None
        return self.model.quality

    def second(self, stats: LinkStats | None = None, *latencies: float) -> LinkPoint:
        self.link.stats = stats or self.link.stats
        for latency in latencies:
            self.link.health.answered(latency)
        self.clock.seconds += 1.0
        self.quality.tick()
        return self.log.points[-1]


@pytest.fixture
def start() -> Iterator[Callable[[], Bench]]:
    """Makes collectors inside the loop of a test."""
    made: list[Bench] = []

    def make() -> Bench:
        made.append(Bench())
        return made[-1]

    yield make
    for bench in made:
        bench.quality.stop()
        assert not bench.model._observers


@pytest.mark.asyncio
async def test_a_point_has_what_came_in_its_second(start: Callable[[], Bench]) -> None:
    bench = start()
    bench.model.set_link(LinkPhase.LIVE)
    first = LinkStats(good=5, bad=1, ignored_bytes=3, answers=5, timeouts=2, retried=1, samples=2)
    point = bench.second(first, 0.02, 0.04)
    assert (point.good, point.bad, point.ignored_bytes) == (5, 1, 3)
    assert (point.answers, point.timeouts, point.retried, point.samples) == (5, 2, 1, 2)
    assert point.latency_mean_s == pytest.approx(0.03)
    assert point.latency_max_s == 0.04
    assert (point.time, point.seconds) == (START + timedelta(seconds=1), 1.0)
    point = bench.second(LinkStats(good=6, bad=1, ignored_bytes=3, answers=6, timeouts=2))
    assert (point.good, point.bad, point.answers, point.timeouts) == (1, 0, 1, 0)
    assert point.latency_mean_s is None


@pytest.mark.asyncio
async def test_nothing_is_guessed_while_there_is_no_link(start: Callable[[], Bench]) -> None:
    bench = start()
    bench.model.set_link(LinkPhase.LIVE)
    bench.second()
    bench.model.set_link(LinkPhase.LOST, error=LOST)
    point = bench.second()
    assert (point.phase, point.seconds) == (LinkPhase.LOST, 0.0)
    assert (point.good, point.bad, point.answers, point.timeouts, point.samples) == (None,) * 5
    # Something was asked all the same: that is known.
    point = bench.second(LinkStats(timeouts=1))
    assert (point.timeouts, point.good, point.error_pct) == (1, 0, 100.0)


@pytest.mark.asyncio
async def test_silence_of_a_board_that_is_there_counts(start: Callable[[], Bench]) -> None:
    bench = start()
    bench.model.set_link(LinkPhase.LIVE)
    bench.model.set_link(LinkPhase.SILENT)
    assert bench.second().good == 0


@pytest.mark.asyncio
async def test_what_it_took_to_find_out_who_is_there_is_no_error(
    start: Callable[[], Bench],
) -> None:
    bench = start()
    bench.model.set_link(LinkPhase.CONNECTING)
    bench.second(LinkStats(timeouts=6, retried=4))
    bench.link.stats = LinkStats(timeouts=9, retried=6, good=3, answers=3)
    bench.model.set_link(LinkPhase.LIVE)
    bench.second(LinkStats(timeouts=9, retried=6, good=13, answers=13))
    assert judge(bench.log).finding is Finding.GOOD
    assert (bench.log.totals.timeouts, bench.log.totals.answers) == (0, 10)


@pytest.mark.asyncio
async def test_losses_are_counted_where_they_end_but_not_a_release(
    start: Callable[[], Bench],
) -> None:
    bench = start()
    model = bench.model
    model.set_link(LinkPhase.LIVE)
    assert bench.second().reconnects == 0
    model.set_link(LinkPhase.LOST, error=LOST)
    bench.second()
    model.set_link(LinkPhase.LIVE)
    model.set_link(LinkPhase.LOST, error=LOST)
    model.set_link(LinkPhase.LIVE)
    assert bench.second().reconnects == 2
    model.set_link(LinkPhase.OFFLINE, error=LinkLostError("link_released", where="x"))
    model.set_link(LinkPhase.CONNECTING)
    model.set_link(LinkPhase.LIVE)
    model.set_link(LinkPhase.SILENT)
    model.set_link(LinkPhase.LIVE)
    assert bench.second().reconnects == 0


@pytest.mark.asyncio
async def test_the_signal_is_told_in_the_second_it_was_heard_in(start: Callable[[], Bench]) -> None:
    bench = start()
    bench.link.signal_dbm = -67
    bench.model.set_link(LinkPhase.LIVE)
    assert [bench.second().signal_dbm, bench.second().signal_dbm] == [-67, None]
    assert bench.log.heard == (-67, START + timedelta(seconds=1))


@pytest.mark.asyncio
async def test_a_reset_counts_anew_from_that_moment(start: Callable[[], Bench]) -> None:
    bench = start()
    bench.model.set_link(LinkPhase.LIVE)
    bench.second(LinkStats(good=5, bad=5))
    bench.link.stats = LinkStats(good=6, bad=6)
    bench.quality.reset()
    assert (bench.log.points, bench.log.totals) == ((), LinkCounts())
    assert bench.second(LinkStats(good=8, bad=6)).good == 2
    assert bench.log.totals.bad == 0


@pytest.mark.asyncio
async def test_a_link_of_somebody_else_has_samples_alone() -> None:
    bench = Bench(counts=False)
    bench.model.set_link(LinkPhase.LIVE)
    for number in range(12):
        point = bench.second(LinkStats(samples=number))
    assert (point.samples, point.good, point.answers, point.timeouts) == (1, None, None, None)
    assert judge(bench.log).finding is Finding.NOT_COUNTED
    bench.quality.stop()


def test_p95_is_a_value_that_was_there() -> None:
    assert p95([]) is None
    assert p95([0.3]) == 0.3
    assert p95([float(n) for n in range(1, 101)]) == 95.0


def asked(session: DeviceSession) -> LinkCounts:
    """What was counted until now, the running second too."""
    session._quality.tick()
    log = session.model.quality
    assert log is not None
    return log.totals


async def polled(session: DeviceSession, requests: int, seconds: float = 25.0) -> LinkCounts:
    """Poll until so many requests have ended, as the desk does."""
    task = asyncio.create_task(session.run())
    try:
        async with asyncio.timeout(seconds):
            while asked(session).tried < requests:
                await asyncio.sleep(0.05)
        return asked(session)
    finally:
        await session.close()
        await asyncio.wait({task}, timeout=5)


@contextlib.asynccontextmanager
async def served(listen: str, faults: dict[str, str | None]) -> AsyncIterator[str]:
    """Serve a board for the time of a block; gives its address."""
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    stop = asyncio.Event()
    line = make_line("jbd-13s", faults=faults)
    task = asyncio.create_task(serve(line, listen, pace=None, on_ready=ready.set_result, stop=stop))
    try:
        async with asyncio.timeout(10):
            yield await ready
    finally:
        stop.set()
        await asyncio.wait({task}, timeout=5)


def over(where: str, tmp_path: Path) -> tuple[str, str]:
    """Return where to listen, and the address to open."""
    if where == "pty":
        return f"pty:{tmp_path / 'pack'}", f"serial://{tmp_path / 'pack'}?protocol=jbd"
    return "tcp:127.0.0.1:0", "tcp://{}?protocol=jbd"


@pytest.mark.asyncio
@pytest.mark.parametrize("where", ["pty", "tcp"])
@pytest.mark.parametrize(("fault", "share"), [("lost", 0.2), ("damage", 0.2), ("", 0.0)])
async def test_rates_are_those_of_the_fault(
    where: str, fault: str, share: float, tmp_path: Path
) -> None:
    listen, address = over(where, tmp_path)
    async with served(listen, {fault: str(share)} if fault else {}) as there:
        timing = QUICK if fault else PATIENT
        uri = address.format(there.removeprefix("tcp:"))
        session = make_session(parse_uri(uri), clock=SystemClock(), poll_s=0, timing=timing)
        counts = await polled(session, 150)
    error, damaged = counts.error_pct, counts.damaged_pct
    assert error is not None
    assert damaged is not None
    # 150 throws of 20 %: four deviations are 13 points.
    assert abs(error - 100 * share) < (13.0 if share else 0.1), counts
    assert counts.retried == pytest.approx(counts.timeouts, abs=6)
    assert counts.latency_mean_s is not None
    assert 0.0 < counts.latency_mean_s < 0.1
    if fault == "damage":
        # A byte that is hit at the start or in the length leaves no frame to be counted.
        assert 6.0 < damaged < 33.0
    else:
        assert (counts.bad, counts.ignored_bytes) == (0, 0)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("fault", "finding"),
    [
        ({"lost": "0.3"}, Finding.MISSING),
        ({"damage": "0.3"}, Finding.DAMAGED),
        ({"late": "0.6"}, Finding.SLOW),
    ],
)
async def test_each_fault_is_named(fault: dict[str, str], finding: Finding) -> None:
    late = "late" in fault
    async with simulated(fault, timing=PATIENT if late else QUICK) as bench:
        counts = await polled(bench.session, 10 if late else 40)
    log = bench.session.model.quality
    assert log is not None
    assert judge(log).finding is finding
    if late:
        assert counts.latency_mean_s == pytest.approx(0.6, abs=0.2)


@pytest.mark.asyncio
async def test_points_come_by_themselves_once_a_second() -> None:
    async with simulated() as bench:
        log = bench.session.model.quality
        assert log is not None
        task = asyncio.create_task(bench.session.run())
        async with asyncio.timeout(10):
            while len(log.points) < 2:
                await asyncio.sleep(0.05)
        await bench.session.close()
        await asyncio.wait({task}, timeout=5)
    first, second = log.points[:2]
    assert (second.time - first.time).total_seconds() == pytest.approx(1.0, abs=0.3)
    assert (second.samples or 0) > 5
    assert second.error_pct == 0.0
    assert bench.session._quality._timer is None


def chunks(*rows: tuple[float, str, bytes]) -> Capture:
    entries = tuple(Entry(t, "tx" if way == "tx" else "rx", data) for t, way, data in rows)
    return Capture(header=CaptureHeader(protocol="jbd", started=START), entries=entries)


ASK = bytes.fromhex("DDA50400FFFC77")
CELLS = bytes.fromhex("DD0400080E2D0E2D0E2D0E2FFF0A77")
BAD = CELLS[:6] + b"\x00" + CELLS[7:]


def test_a_recording_tells_when_frames_were_damaged_and_requests_unanswered() -> None:
    rows = [
        (t, way, data)
        for second in range(8)
        for t, way, data in ((second + 0.1, "tx", ASK), (second + 0.15, "rx", CELLS))
    ]
    rows[9] = (4.15, "rx", BAD)  # the fifth answer
    del rows[13]  # the seventh
    points = decode_recording(chunks(*rows), "x", None).quality
    assert len(points) == 8
    assert [p.good for p in points] == [1, 1, 1, 1, 0, 1, 0, 1]
    assert [p.timeouts for p in points] == [0, 0, 0, 0, 1, 0, 1, 0]
    assert [p.retried for p in points] == [0, 0, 0, 0, 0, 1, 0, 1]
    assert sum(p.bad or 0 for p in points) == 1
    assert points[0].latency_mean_s == pytest.approx(0.05)
    assert points[0].time == START + timedelta(seconds=1)


def test_a_gap_of_a_recording_is_one() -> None:
    rows = [(0.1, "tx", ASK), (0.15, "rx", CELLS), (5.1, "tx", ASK), (5.15, "rx", CELLS)]
    points = decode_recording(chunks(*rows), "x", None).quality
    assert [p.phase for p in points[1:5]] == [LinkPhase.OFFLINE] * 4
    assert {p.good for p in points[1:5]} == {None}


def test_a_request_in_pieces_is_one_request() -> None:
    rows = [(0.1, "tx", ASK[:4]), (0.1, "tx", ASK[4:]), (0.15, "rx", CELLS)]
    (point,) = decode_recording(chunks(*rows), "x", None).quality
    assert (point.answers, point.timeouts) == (1, 0)


def test_a_day_has_no_more_points_than_an_hour() -> None:
    rows = []
    for minute in range(24 * 60):
        rows += [(minute * 60.0, "tx", ASK), (minute * 60.0 + 0.05, "rx", CELLS)]
    points = decode_recording(chunks(*rows), "x", None).quality
    assert 3000 < len(points) <= 3600
    assert sum(p.answers or 0 for p in points) == 24 * 60


@pytest.mark.asyncio
async def test_a_replay_shows_the_quality_of_its_recording(tmp_path: Path) -> None:
    async with simulated({"damage": "0.3"}) as bench:
        for _ in range(20):
            with contextlib.suppress(Exception):
                await bench.session.read_sample()
    path = tmp_path / "log.jsonl"
    with path.open("w", encoding="utf-8") as file:
        writer = CaptureWriter(file, CaptureHeader(protocol="jbd", started=START))
        for number, (way, data) in enumerate(bench.log):
            writer.record(number * 0.2, "tx" if way == "tx" else "rx", data)
    session = ReplaySession(
        parse_uri(f"replay://{path}"),
        transport=ReplayTransport(path),
        driver=None,
        clock=SystemClock(),
    )
    await session.connect()
    log = session.model.quality
    assert log is not None
    assert log.recorded
    assert log.totals.good == session.model.link.good
    assert log.totals.bad == session.model.link.bad > 0
    assert (log.totals.error_pct or 0) > 5.0
    session.reset_quality()
    assert log.points
    await session.close()
