"""Recordings of protocols whose replies need their request."""

import asyncio
from dataclasses import fields
from pathlib import Path

import pytest

from mingtang_desk.app.wiring import boards
from mingtang_desk.device.sample import PackSample
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.drivers import find_driver
from mingtang_desk.session.hub import DeviceHub
from mingtang_desk.session.recording import decode_recording
from mingtang_desk.session.replay import Moment, ReplayRunner
from mingtang_desk.wire.capture import read_capture
from tests.session.bench import QUICK
from tests.session.paired_toy import PLAIN, poll, write


def moments(path: Path) -> list[Moment]:
    return list(ReplayRunner(PLAIN, read_capture(path)).moments())


def samples(path: Path) -> list[PackSample]:
    return [moment.sample for moment in moments(path) if moment.sample is not None]


def test_a_reply_is_read_with_its_request(tmp_path: Path) -> None:
    file = write(tmp_path / "c.jsonl", [*poll(0, 50.0, 1.5), *poll(1, 51.0, -2.5)])
    assert [(s.pack_v, s.current_a) for s in samples(file)] == [(50.0, 1.5), (51.0, -2.5)]


def test_slow_values_go_with_the_polls_after_them(tmp_path: Path) -> None:
    talk = [(0.0, "name", "BM312"), (0.02, "cycles", "162"), *poll(0.04, 50.0)]
    for n in range(1, 5):
        talk += poll(n, 50.0 + n)
    talk += [(5.0, "cycles", "163"), *poll(5.02, 55.0)]
    found = samples(write(tmp_path / "c.jsonl", talk))
    assert [s.cycles for s in found] == [162] * 5 + [163]
    assert {s.info.model for s in found} == {"BM312"}


def test_settings_and_counters_are_moments_of_their_own(tmp_path: Path) -> None:
    talk = [*poll(0, 50.0), (0.5, "cell_ovp_v", "4.25"), (0.6, "count", "3"), *poll(1, 51.0)]
    found = moments(write(tmp_path / "c.jsonl", talk))
    assert [m.settings.values for m in found if m.settings] == [{"cell_ovp_v": 4.25}]
    assert [m.counters.values for m in found if m.counters] == [{"short": 3}]
    assert [m.t for m in found] == sorted(m.t for m in found)


@pytest.mark.parametrize(
    "hole",
    [
        [(1.0, "volts", "51"), (1.02, "amps", "")],  # no answer
        [(1.0, "volts", "51"), (1.02, "amps", "!"), (1.04, "acting", "80")],  # refused
        [(1.0, "volts", "51"), (1.02, "amps", "1?"), (1.04, "acting", "80")],  # damaged
    ],
)
def test_a_poll_with_a_hole_gives_no_sample(
    tmp_path: Path, hole: list[tuple[float, str, str]]
) -> None:
    file = write(tmp_path / "c.jsonl", [*poll(0, 50.0), *hole, *poll(2, 52.0), *poll(3, 53.0)])
    assert [s.pack_v for s in samples(file)] == [50.0, 52.0, 53.0]


def test_a_recording_that_begins_within_a_poll_mixes_no_two(tmp_path: Path) -> None:
    talk = [*poll(0, 49.0, 1.0)[1:], *poll(0.1, 50.0, 2.0)]  # read anew right behind, as a write is
    for n in range(1, 4):
        talk += poll(n, 50.0 + n, 2.0 + n)
    found = samples(write(tmp_path / "c.jsonl", talk))
    assert [(s.pack_v, s.current_a) for s in found] == [
        (50.0, 2.0),
        (51.0, 3.0),
        (52.0, 4.0),
        (53.0, 5.0),
    ]


def test_a_desk_that_froze_within_a_poll_loses_none(tmp_path: Path) -> None:
    frozen = [(2.0, "volts", "52"), (3.3, "amps", "7"), (3.32, "acting", "80")]
    talk = [*poll(0, 50.0), *poll(1, 51.0), *frozen, *poll(4, 54.0), *poll(5, 55.0)]
    cut = [(6.0, "volts", "56"), (8.5, "amps", "9"), (8.52, "acting", "80")]  # of another poll
    found = samples(write(tmp_path / "c.jsonl", [*talk, *cut]))
    assert [s.pack_v for s in found] == [50.0, 51.0, 52.0, 54.0, 55.0]


def test_a_question_asked_again_belongs_to_the_same_poll(tmp_path: Path) -> None:
    again = [(1.0, "volts", "51"), (1.02, "amps", ""), (2.5, "amps", "7"), (2.52, "acting", "80")]
    file = write(tmp_path / "c.jsonl", [*poll(0, 50.0), *again, *poll(4, 52.0)])
    assert [(s.pack_v, s.current_a) for s in samples(file)] == [
        (50.0, 0.0),
        (51.0, 7.0),
        (52.0, 0.0),
    ]


def test_a_second_answer_to_one_question_is_nobodys(tmp_path: Path) -> None:
    file = write(tmp_path / "c.jsonl", [*poll(0, 50.0), (1.0, "volts", "51\n99"), *poll(2, 52.0)])
    assert [s.pack_v for s in samples(file)] == [50.0, 52.0]


@pytest.mark.asyncio
async def test_a_recorded_mingtang_board_gives_what_the_session_had(tmp_path: Path) -> None:
    hub = DeviceHub(clock=SystemClock(), boards=boards, capture_dir=tmp_path, timing=QUICK)
    async with asyncio.timeout(20):
        session = await hub.open("sim://mingtang-13s?protocol=mingtang", poll_s=60)
        path = hub.start_capture(session)
        live = [await session.read_sample() for _ in range(3)]
        settings, counters = await session.read_settings(), await session.read_counters()
        live += [await session.read_sample() for _ in range(2)]
        await hub.close_all()
    recording = decode_recording(read_capture(path), path, find_driver("auto"))
    assert recording.driver.key == "mingtang"
    assert recording.stats.bad == 0
    # Names are not in this recording: it began after they had been read. The poll that `open`
    # began may be in it too.
    names = {field.name for field in fields(PackSample)} - {"time", "device_id", "info", "extras"}
    again = recording.samples[-len(live) :]
    for name in sorted(names - {"wire"}):
        assert [getattr(s, name) for s in again] == [getattr(s, name) for s in live], name
    _, known, counted = recording.at(recording.duration_s)
    assert known is not None
    assert known.values.items() <= settings.values.items()
    assert known.values.keys() == settings.values.keys()
    assert counted is not None
    assert counted.values == counters.values
