"""What a recording tells as a whole: events, gaps, protocol, and what is wrong with its file."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mingtang_desk.core.errors import InputFileError
from mingtang_desk.device.sample import CounterReading, PackSample
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.session import recording as recording_module
from mingtang_desk.session.recording import Recording, decode_recording
from mingtang_desk.session.replay import Moment, ReplayRunner
from mingtang_desk.session.replay_events import EventFinder, EventKind, usual_interval
from mingtang_desk.wire.capture import Capture, CaptureHeader, read_capture
from tests.session.paired_toy import PLAIN, STARTED, poll, write

CAPTURES = Path(__file__).parents[1] / "protocols" / "jbd" / "captures"
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def load(path: Path) -> Recording:
    return decode_recording(read_capture(path), path, PLAIN)


def test_protections_come_and_go(tmp_path: Path) -> None:
    talk = [
        *poll(0, 50.0, acting="cell_ov"),
        *poll(1, 50.0, acting="cell_ov short"),
        *poll(2, 50.0, acting="short"),
        *poll(3, 50.0),
    ]
    events = load(write(tmp_path / "c.jsonl", talk)).events
    assert [(round(e.t), e.key, e.old, e.new) for e in events] == [
        (0, "cell_ov", None, True),
        (1, "short", False, True),
        (2, "cell_ov", True, False),
        (3, "short", True, False),
    ]
    assert {e.kind for e in events} == {EventKind.PROTECTION}


def test_settings_that_changed_are_events_and_first_readings_are_not(tmp_path: Path) -> None:
    talk = [
        *poll(0, 50.0),
        (0.5, "cell_ovp_v", "4.25"),
        (0.6, "count", "7"),
        *poll(1, 50.0),
        (1.5, "cell_ovp_v", "4.25"),
        (1.6, "count", "7"),
        *poll(2, 50.0),
        (2.5, "cell_ovp_v", "4.2"),
        (2.6, "count", "8"),
    ]
    events = load(write(tmp_path / "c.jsonl", talk)).events
    assert [(e.kind, e.key, e.old, e.new) for e in events] == [
        (EventKind.SETTING, "cell_ovp_v", 4.25, 4.2),
        (EventKind.COUNTER, "short", 7, 8),
    ]


def test_switches_are_events_only_where_both_are_reported() -> None:
    finder = EventFinder()
    states = (None, True, False, False, None, True)
    samples = [PackSample(time=NOW, protocol="x", charge_mosfet=state) for state in states]
    found = [finder.look(Moment(t=n, sample=sample)) for n, sample in enumerate(samples)]
    assert [len(events) for events in found] == [0, 0, 1, 0, 0, 0]
    (event,) = found[2]
    assert (event.kind, event.key, event.old, event.new) == (
        EventKind.SWITCH,
        "charge_mosfet",
        True,
        False,
    )


def test_what_the_desk_computed_is_no_event_of_its_own() -> None:
    finder = EventFinder()
    for t, count in enumerate((1, 2)):
        reading = CounterReading(time=NOW, values={"short": count, "sum": count}, derived=("sum",))
        events = finder.look(Moment(t=t, counters=reading))
    assert [event.key for event in events] == ["short"]


def test_gaps_are_where_the_board_said_nothing(tmp_path: Path) -> None:
    talk = [(0.0, "volts", ""), *poll(10, 50.0), *poll(11, 50.0), *poll(12, 50.0)]
    talk += [*poll(20, 50.0), *poll(21, 50.0), *poll(22, 50.0), (30.0, "volts", "")]
    gaps = load(write(tmp_path / "c.jsonl", talk)).gaps
    found = [(round(g.t, 1), round(g.seconds, 1)) for g in gaps]
    assert found == [(0.0, 10.0), (12.1, 8.0), (22.1, 7.9)]


def test_a_long_read_of_settings_is_no_gap(tmp_path: Path) -> None:
    talk = [*poll(0, 50.0), *poll(1, 50.0)]
    talk += [(1.5 + n, "cell_ovp_v", "4.2") for n in range(10)]
    talk += poll(12, 50.0)
    assert load(write(tmp_path / "c.jsonl", talk)).gaps == ()


@pytest.mark.parametrize(
    ("times", "interval"), [((), None), ((1.0,), None), ((0.0, 1.0, 2.0, 9.0), 1.0)]
)
def test_the_usual_interval(times: tuple[float, ...], interval: float | None) -> None:
    assert usual_interval(times) == interval


def test_a_cut_recording_has_all_before_the_cut(tmp_path: Path) -> None:
    path = write(tmp_path / "c.jsonl", [*poll(0, 50.0), *poll(1, 51.0)], rest='{"t": 2, "dir"')
    recording = load(path)
    assert len(recording.samples) == 2
    assert recording.cut_line == 14
    assert load(write(tmp_path / "d.jsonl", poll(0, 50.0))).cut_line is None


def test_a_long_recording_is_thinned_out_and_keeps_its_events(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording_module, "MOST_SAMPLES", 100)
    talk = [row for n in range(500) for row in poll(n, 50.0, acting="x" if n == 333 else "")]
    recording = load(write(tmp_path / "c.jsonl", talk))
    assert 50 <= len(recording.samples) <= 102
    assert recording.every >= 4
    (came, went) = recording.events
    assert (came.new, went.new) == (True, False)
    for event in recording.events:
        assert event.t in recording.times
    assert recording.gaps == ()
    assert recording.times == tuple(sorted(recording.times))


def test_lines_in_disorder_are_put_in_order(tmp_path: Path) -> None:
    path = write(tmp_path / "c.jsonl", [*poll(0, 50.0), *poll(1, 51.0), *poll(2, 52.0)])
    head, *lines = path.read_text().splitlines()
    path.write_text("\n".join([head, *lines[12:], *lines[:12]]) + "\n")
    assert [s.pack_v for s in load(path).samples] == [50.0, 51.0, 52.0]


def test_times_that_make_no_date_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "c.jsonl", poll(0, 50.0))
    path.write_text(path.read_text().replace("2026-11-22", "9999-12-31").replace("0.05", "9e9"))
    with pytest.raises(InputFileError) as caught:
        load(path)
    assert caught.value.key == "recording_times"


def test_a_recording_without_bytes_is_refused() -> None:
    empty = Capture(CaptureHeader(protocol="jbd", started=STARTED), ())
    with pytest.raises(InputFileError) as caught:
        decode_recording(empty, "empty.jsonl", None)
    assert caught.value.key == "recording_empty"
    assert "empty.jsonl" in str(caught.value)


@pytest.mark.parametrize("name", ["synthetic-13s", "aiobmsble-4s", "vendor-v4-15s"])
def test_a_header_that_names_no_protocol_is_no_obstacle(name: str) -> None:
    capture = read_capture(CAPTURES / f"{name}.jsonl")
    unnamed = replace(capture, header=replace(capture.header, protocol="auto"))
    assert decode_recording(unnamed, name, None).driver.key == "jbd"


def test_names_do_not_stand_in_the_way_of_a_driver_that_is_given(tmp_path: Path) -> None:
    capture = read_capture(write(tmp_path / "c.jsonl", poll(0, 50.0)))  # names "plain"
    with pytest.raises(InputFileError) as caught:
        decode_recording(capture, "c.jsonl", None)
    assert caught.value.key == "recording_protocol"
    assert "jbd" in caught.value.hint
    with pytest.raises(InputFileError) as caught:
        decode_recording(capture, "c.jsonl", JBD)
    assert caught.value.key == "recording_undecoded"


def test_damaged_frames_are_counted_and_the_rest_is_used(tmp_path: Path) -> None:
    talk = [*poll(0, 50.0), (1.0, "volts", "5?1"), *poll(2, 52.0)]
    recording = load(write(tmp_path / "c.jsonl", talk))
    assert [s.pack_v for s in recording.samples] == [50.0, 52.0]
    assert recording.stats.bad == 1


def test_what_the_driver_leaves_out_of_a_poll_changes_nothing() -> None:
    """`Driver.context` is for speed alone."""
    capture = read_capture(CAPTURES / "synthetic-13s.jsonl")
    every = replace(JBD, context=lambda _: True)
    assert list(ReplayRunner(JBD, capture).moments()) == list(
        ReplayRunner(every, capture).moments()
    )
