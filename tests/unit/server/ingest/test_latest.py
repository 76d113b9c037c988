"""What is late, weak, a leap, an event, and what is shown."""

from msgspec.structs import replace

from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.ingest.latest import Latest
from mingtang_desk.server.ingest.model import Flag, PositionReading

NOW = 1_795_132_800_000
DEVICE = Device(pk=1, number="1", terminal="1", account_path="/a")
ROW = PositionReading(
    device=DEVICE, time_ms=NOW, received_ms=NOW + 500, lat=22.5, lon=114.0, satellites=10
)


def at(seconds: float, **changes: object) -> PositionReading:
    """Return a row some seconds later."""
    ms = round(seconds * 1000)
    later = replace(ROW, time_ms=NOW + ms, received_ms=NOW + ms + 500)
    return replace(later, **changes)


def test_an_older_row_is_late_and_does_not_move_the_marker() -> None:
    latest = Latest()
    latest.judge(at(100))
    assert latest.judge(at(50, received_ms=NOW + 101_000)).flags == Flag.LATE
    assert latest.time_ms == NOW + 100_000
    assert latest.judge(at(101)).flags == 0
    assert latest.time_ms == NOW + 101_000


def test_a_row_from_the_future_gives_way() -> None:
    latest = Latest()
    latest.judge(at(0, time_ms=NOW + 8 * 3_600_000))
    assert latest.judge(at(10)).flags == 0
    assert latest.time_ms == NOW + 10_000


def test_a_leap_is_flagged_and_believed_after_three() -> None:
    latest = Latest()
    latest.judge(at(0))
    flags = [latest.judge(at(n, lat=23.5)).flags for n in range(1, 6)]
    assert flags == [Flag.TELEPORT] * 3 + [Flag(0)] * 2
    assert latest.judge(at(6, lat=22.5)).flags == Flag.TELEPORT
    assert latest.judge(at(7, lat=23.5)).flags == 0


def test_weak_rows_are_shown_and_no_measure_for_leaps() -> None:
    latest = Latest()
    assert latest.judge(at(0, satellites=3)).flags == Flag.WEAK
    assert latest.judge(at(1, hdop=9.0)).flags == Flag.WEAK
    assert latest.place is None
    assert latest.time_ms == NOW + 1000


def test_an_alarm_bit_is_an_event_when_it_rises() -> None:
    latest = Latest()
    bits = [0, 1 << 8, 1 << 8, 1 << 8 | 1 << 28, 0, 1 << 8]
    events = [latest.judge(at(n, alarm_bits=each)).event for n, each in enumerate(bits)]
    assert events == ["", "power_cut", "", "moved", "", "power_cut"]
    assert latest.judge(at(9, event="vibration", alarm_bits=1 << 28)).event == "vibration"


def test_without_a_fix_nothing_is_shown() -> None:
    latest = Latest()
    latest.judge(at(0, lat=None, lon=None))
    assert latest.time_ms is None
    assert latest.newest_ms == NOW
