"""What a current says about a switch, whatever its flag says."""

from datetime import UTC, datetime

import pytest

from mingtang_desk.device.catalogue.controls import CONTROLS, Action
from mingtang_desk.device.control_guard import Evidence, flow_a, stops, way_back, weigh
from mingtang_desk.device.sample import PackSample, SampleQuality

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def sample(amps: float | None, *strange: str) -> PackSample:
    quality = SampleQuality(implausible=strange)
    return PackSample(time=NOW, protocol="jbd", current_a=amps, quality=quality)


@pytest.mark.parametrize(
    ("action", "on", "before", "after", "measured"),
    [
        (Action.DISCHARGE, False, -28.0, 0.0, True),
        (Action.DISCHARGE, False, -28.0, -0.3, True),
        (Action.DISCHARGE, False, -28.0, -0.8, False),
        (Action.DISCHARGE, False, -28.0, -12.0, False),
        (Action.DISCHARGE, False, -200.0, -1.5, False),
        (Action.DISCHARGE, False, -90.0, -0.85, True),  # 1 % of what flowed
        (Action.DISCHARGE, False, 0.0, -12.0, False),  # a load came meanwhile
        (Action.DISCHARGE, False, 0.0, 0.0, None),
        (Action.DISCHARGE, False, -0.9, 0.0, None),
        (Action.DISCHARGE, False, None, 0.0, None),
        (Action.DISCHARGE, False, None, -12.0, False),
        (Action.DISCHARGE, False, -28.0, None, None),
        (Action.DISCHARGE, False, -28.0, 5.0, True),  # charging goes through its diode
        (Action.CHARGE, False, 8.0, 0.0, True),
        (Action.CHARGE, False, 8.0, 8.0, False),
        (Action.CHARGE, False, -8.0, -8.0, None),
        (Action.CHARGE, True, 0.0, 8.0, True),
        (Action.CHARGE, True, 0.0, 0.0, None),
        (Action.LOCK, None, -28.0, 0.0, True),
        (Action.LOCK, None, -28.0, -28.0, False),
        (Action.UNLOCK, None, 0.0, -28.0, True),
        (Action.BALANCE, False, -28.0, -28.0, None),
    ],
)
def test_what_a_current_says(
    action: Action,
    on: bool | None,
    before: float | None,
    after: float | None,
    measured: bool | None,
) -> None:
    found = weigh(action, on, True, sample(before), sample(after))
    assert found.measured is measured
    assert found.still_flows is (measured is False)


def test_an_implausible_current_says_nothing() -> None:
    assert flow_a(Action.DISCHARGE, sample(-28.0, "current_a")) is None
    assert flow_a(Action.RESTART, sample(-28.0)) is None


def test_without_the_flag_nothing_still_flows() -> None:
    assert not Evidence(flag=False, measured=False).still_flows
    assert not Evidence(flag=None, measured=False).still_flows


def test_what_may_cut_has_a_way_back_and_nothing_else() -> None:
    assert way_back(Action.CHARGE, False) == (Action.CHARGE, True)
    assert way_back(Action.DISCHARGE, "off") == (Action.DISCHARGE, True)
    assert way_back(Action.LOCK, None) == (Action.UNLOCK, None)
    for spec in CONTROLS:
        assert way_back(spec.action, True) is None or spec.action is Action.LOCK
        assert stops(spec.action, False) is (
            spec.action in (Action.CHARGE, Action.DISCHARGE, Action.LOCK)
        )
