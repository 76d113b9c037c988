import datetime

import pytest

from mingtang_desk.geo.fix import Fix
from mingtang_desk.geo.mileage import (
    Flag,
    MileageSettings,
    Period,
    by_period,
    legs,
    odometer_proven,
)
from mingtang_desk.geo.rerun import local_days, rerun_window
from mingtang_desk.geo.trips import Stop

CHINA = datetime.timezone(datetime.timedelta(hours=8))
M = 1 / 111195.08
S = MileageSettings()


def fixes(*rows: tuple[float, float, float | None]) -> list[Fix]:
    return [Fix(time=t, lat=31 + north * M, lon=121.0, speed_kmh=v) for t, north, v in rows]


def test_doppler_that_contradicts_its_chords_is_not_believed() -> None:
    rows = fixes(*((10.0 * n, 60.0 * n, 3.6) for n in range(10)))
    metres, flags = legs(rows, S)
    assert sum(metres) == pytest.approx(540, abs=1)
    assert not flags


def test_a_jump_between_houses_is_not_distance() -> None:
    norths = [50.0 * n + (80 if n == 5 else 0) for n in range(12)]
    metres, _ = legs(fixes(*((10.0 * n, north, 18.0) for n, north in enumerate(norths))), S)
    assert sum(metres) == pytest.approx(550, rel=0.02)


def test_flags() -> None:
    assert legs(fixes((0, 0, None), (10, 50, 18)), S)[1] == {Flag.NO_DOPPLER}
    for rows, expected, flag in (
        (fixes((0, 0, 18), (60, 290, 18)), 300, Flag.SPARSE),
        (fixes((0, 0, 0), (60, 290, 0)), 290, Flag.SPARSE),
        (fixes((0, 0, 18), (700, 290, 18)), 290, Flag.GAP),
    ):
        metres, flags = legs(rows, S)
        assert metres == pytest.approx([expected], abs=1)
        assert flags == {flag}
    ridden = fixes((0, 0, 18), (10, 50, 18), (20, 100, 18), (220, 600, 18))
    assert legs(ridden, S)[0][-1] == pytest.approx(1000, abs=1)
    parked = fixes((0, 0, 18), (10, 50, 18), (20, 100, 0), (220, 600, 18))
    assert legs(parked, S)[0][-1] == pytest.approx(650, abs=110)


def test_periods() -> None:
    midnight = datetime.datetime(2026, 11, 30, tzinfo=CHINA).timestamp()
    points = [(midnight - 20, 0.0), (midnight - 10, 100.0), (midnight + 10, 250.0)]
    assert by_period([points], Period.DAY, CHINA) == {"2026-11-29": 100.0, "2026-11-30": 150.0}
    assert by_period([points], Period.WEEK, CHINA) == {"2026-W48": 100.0, "2026-W49": 150.0}
    assert by_period([points], Period.MONTH, CHINA) == {"2026-11": 250.0}
    assert by_period([points], Period.TOTAL, CHINA) == {"total": 250.0}


def test_an_odometer_has_to_prove_itself() -> None:
    ours = [(float(n), 1000.0 * n) for n in range(70)]
    good = [(t, 5e6 + m * 1.03) for t, m in ours]
    assert odometer_proven(good, ours)
    assert not odometer_proven([(t, m * 1.2) for t, m in ours], ours)
    assert not odometer_proven(good[40:], ours)
    assert not odometer_proven(good[:1], ours)
    assert not odometer_proven([*good, (80.0, 0.0)], ours)


def test_a_late_row_runs_its_day_again() -> None:
    day = datetime.datetime(2026, 11, 30, tzinfo=CHINA).timestamp()
    place = (31.0, 121.0)
    stops = [
        Stop(day - 9000, day - 3600, place),
        Stop(day + 3600, day + 3700, place),
        Stop(day + 80000, day + 90000, place),
    ]
    assert rerun_window([], stops, CHINA) is None
    assert rerun_window([day + 5, day + 9], stops, CHINA) == (day - 9000, day + 90000)
    assert rerun_window([day + 5], [], CHINA) == (day, day + 86400)
    assert len(local_days([day - 1, day, day + 5], CHINA)) == 2
