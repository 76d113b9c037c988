"""What is said before the second press."""

from datetime import UTC, datetime

import pytest

from mingtang_desk.device.catalogue import control_notes as notes
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.sample import PackSample


def sample(amps: float | None) -> PackSample:
    return PackSample(time=datetime(2026, 11, 22, 10, tzinfo=UTC), protocol="jbd", current_a=amps)


@pytest.mark.parametrize(
    ("action", "value", "amps", "said"),
    [
        (Action.DISCHARGE, "off", -28.04, "28.0 A is being discharged: switching off now stops"),
        (Action.DISCHARGE, False, 0.0, "No current flows now"),
        (Action.DISCHARGE, False, None, "The board reports no current"),
        (Action.CHARGE, False, 12.0, "12.0 A is being charged"),
        (Action.LOCK, None, -3.0, "3.0 A is being discharged"),
        (Action.RESTART, None, -3.0, "3.0 A flows now"),
    ],
)
def test_what_flows_now(
    action: Action, value: bool | str | None, amps: float | None, said: str
) -> None:
    assert str(notes.state_note(action, value, sample(amps))).startswith(said)


def test_what_stops_nothing_says_nothing() -> None:
    assert notes.state_note(Action.DISCHARGE, True, sample(-28.0)) is None
    assert notes.state_note(Action.RESTART, None, sample(0.0)) is None
    assert notes.state_note(Action.RESTART, None, sample(None)) is None
    assert notes.state_note(Action.RESTART, None, None) is None
    assert str(notes.state_note(Action.CHARGE, False, None)).startswith("The board reports no")
    assert notes.trial_note(Action.BALANCE, False, can_put_back=True, seconds=30) is None


@pytest.mark.parametrize("scheme", ["serial", "tcp", "ble", "cloud"])
def test_what_may_become_of_the_link(scheme: str) -> None:
    assert notes.link_note(Action.DISCHARGE, False, scheme)
    assert notes.link_note(Action.DISCHARGE, True, scheme) is None
    assert notes.link_note(Action.CHARGE, False, scheme) is None
    assert notes.link_note(Action.LOCK, None, "sim") is None


def test_a_promise_only_where_it_can_be_held() -> None:
    held = notes.trial_note(Action.CHARGE, False, can_put_back=True, seconds=30)
    assert "after 30 s" in str(held)
    none = notes.trial_note(Action.LOCK, None, can_put_back=False, seconds=30)
    assert "cannot switch it on again" in str(none)


def test_what_a_save_clears() -> None:
    assert notes.side_note(Action.BALANCE, ("counters_cleared",))
    assert notes.side_note(Action.BALANCE, ()) is None
    assert notes.side_note(Action.CHARGE, ("counters_cleared",)) is None
