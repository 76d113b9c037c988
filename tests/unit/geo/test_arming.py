from dataclasses import replace

import pytest

from mingtang_desk.geo.arming import (
    Alarm,
    AlarmKind,
    ArmSettings,
    ArmState,
    Guard,
    Watched,
    arm,
    disarm,
    step,
)
from mingtang_desk.geo.fix import Fix

AUTO, ASKED = ArmSettings(), ArmSettings(auto=False)
PLACE = (31.0, 121.0)
M = 1 / 111195.08


def row(
    time: float,
    event: str = "",
    *,
    still: float | None = 0.0,
    north: float = 0.0,
    kmh: float = 0.0,
    acc: bool | None = False,
    received: float | None = None,
    located: bool = True,
) -> Watched:
    fix = Fix(
        time=time,
        lat=PLACE[0] + north * M,
        lon=PLACE[1],
        speed_kmh=kmh,
        acc=acc,
        event=event,
        received=received,
    )
    place = None if still is None else PLACE
    return Watched(fix=fix, located=located, still_since=still, place=place)


def run(guard: Guard, *rows: Watched, settings: ArmSettings = AUTO) -> tuple[Guard, list[Alarm]]:
    alarms: dict[tuple[str, float], Alarm] = {}
    for seen in rows:
        result = step(guard, seen, settings)
        guard = result.guard
        alarms |= {(a.kind.value, a.time): a for a in result.alarms}
    return guard, list(alarms.values())


def armed() -> Guard:
    guard, _ = run(Guard(), row(0), row(180))
    assert guard.state is ArmState.ARMED
    return guard


def test_armed_to_the_second() -> None:
    for late in (179, 180):
        _, alarms = run(Guard(), row(0), row(late, "vibration"))
        assert len(alarms) == (late >= 180)
    guard, _ = run(Guard(), row(0), row(500))
    assert guard.armed_at == 180


def test_ignition_on_or_moving_does_not_arm() -> None:
    guard, _ = run(Guard(), row(0, acc=True), row(400, acc=True))
    assert guard.state is ArmState.ARMING
    guard, _ = run(guard, row(410), row(580))
    assert guard.state is ArmState.ARMING
    guard, _ = run(guard, row(590))
    assert guard.state is ArmState.ARMED
    guard, _ = run(Guard(), row(0), row(100, still=None), row(400, still=None))
    assert guard.state is ArmState.ARMING


def test_asked_for() -> None:
    guard, _ = run(Guard(), row(0), row(400), settings=ASKED)
    assert guard.state is ArmState.DISARMED
    guard, _ = run(arm(guard, 410), row(420), settings=ASKED)
    assert guard.state is ArmState.ARMED
    assert guard.armed_at == 410
    assert arm(guard, 430) is guard


def test_disarmed_it_waits_for_a_ride() -> None:
    guard, alarms = run(disarm(armed(), 200), row(400), row(900, "vibration"))
    assert guard.state is ArmState.DISARMED
    assert not alarms
    guard, _ = run(guard, row(1000, still=None), row(1100, still=1100), row(1280, still=1100))
    assert guard.state is ArmState.ARMED


def test_bumps_may_start_the_time_anew() -> None:
    rows = row(0), row(100, "vibration"), row(180), row(281)
    assert run(Guard(), *rows[:3])[0].state is ArmState.ARMED
    picky = ArmSettings(vibration_restarts=True)
    assert run(Guard(), *rows[:3], settings=picky)[0].state is ArmState.ARMING
    assert run(Guard(), *rows, settings=picky)[0].armed_at == 280


def test_reports_within_a_minute_are_one_alarm() -> None:
    times = (200, 230, 260, 261, 400)
    _, alarms = run(armed(), *(row(t, "vibration") for t in times))
    assert [(a.time, a.count, a.last) for a in alarms] == [
        (200, 3, 260),
        (261, 1, 261),
        (400, 1, 400),
    ]
    assert not alarms[0].critical
    assert alarms[0].place == PLACE
    pause = ArmSettings(pause_s=180)
    _, alarms = run(armed(), *(row(t, "vibration") for t in times), settings=pause)
    assert [a.time for a in alarms] == [200]


def test_after_a_quiet_while_it_is_armed_again() -> None:
    guard, _ = run(armed(), row(200, "vibration"), row(300))
    assert guard.state is ArmState.ALARM
    guard, _ = run(guard, row(380))
    assert guard.state is ArmState.ARMED


def test_moved_by_speed_is_one_alarm() -> None:
    rows = [row(200 + 10 * n, north=60.0 * n, kmh=20, still=None) for n in range(9)]
    _, alarms = run(armed(), *rows)
    assert [(a.kind, a.time) for a in alarms] == [(AlarmKind.MOVED, 230)]
    assert alarms[0].count == 6
    assert alarms[0].critical


@pytest.mark.parametrize(
    ("norths", "moved"),
    [
        ((130, 130), False),
        ((130, 0, 130, 0, 130), False),
        ((130, -130, 130, -130), False),
        ((130, 131, 129), True),
        ((900, 900), True),
    ],
)
def test_moved_without_speed(norths: tuple[float, ...], moved: bool) -> None:
    rows = [row(200 + 60 * n, north=north) for n, north in enumerate(norths)]
    assert bool(run(armed(), *rows)[1]) == moved


def test_unlocated_rows_do_not_move_it() -> None:
    rows = [row(200 + 60 * n, north=900, located=False) for n in range(4)]
    assert not run(armed(), *rows)[1]
    _, alarms = run(armed(), row(500, "power_cut", located=False))
    assert alarms[0].critical
    assert alarms[0].place is None


def test_no_anchor_nothing_to_move_from() -> None:
    guard = replace(armed(), anchor=None)
    assert not run(guard, row(200, north=900), row(300, north=900))[1]


def test_ignition() -> None:
    guard, alarms = run(armed(), row(200, acc=True))
    assert guard.state is ArmState.DISARMED
    assert not alarms
    strict = ArmSettings(ignition_disarms=False)
    _, alarms = run(armed(), row(200, acc=True), row(210, acc=True), settings=strict)
    assert [(a.kind, a.count) for a in alarms] == [(AlarmKind.IGNITION, 2)]


def test_a_late_row_is_history() -> None:
    _, alarms = run(
        armed(), row(200, "vibration", received=900), row(300, "vibration", received=310)
    )
    assert [a.historic for a in alarms] == [True, False]
