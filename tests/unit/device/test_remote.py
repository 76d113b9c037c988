"""A board behind a server: its state, its clocks, and why there are no fresh values."""

from datetime import UTC, datetime, timedelta

import pytest

from mingtang_desk.device.model import Absence, DeviceModel, LinkPhase, Topic
from mingtang_desk.device.remote import Remote, age_of
from tests.unit.clock import FakeClock

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("state", "away"),
    [
        ("online", False),
        ("sleeping", True),
        ("offline", True),
        ("expired", False),
        ("", False),
    ],
)
def test_a_tracker_that_sleeps_or_is_offline_takes_no_command(state: str, away: bool) -> None:
    assert Remote(state=state).is_away is away


def test_an_age_goes_by_the_measuring_and_is_never_below_nothing() -> None:
    assert age_of(NOW - 5 * MINUTE, NOW - MINUTE, NOW) == 5 * MINUTE
    assert age_of(NOW - 5 * MINUTE, None, NOW) == 5 * MINUTE
    assert age_of(NOW + 5 * MINUTE, NOW - MINUTE, NOW) == MINUTE  # its clock runs ahead
    assert age_of(NOW + 5 * MINUTE, None, NOW) == timedelta()


def test_what_a_server_says_is_told_once() -> None:
    model = DeviceModel("cloud://shop.example/1", FakeClock())
    told: list[Topic] = []
    model.observe(told.append)
    model.set_remote(Remote(state="online"))
    model.set_remote(Remote(state="online"))
    assert told == [Topic.LINK]


@pytest.mark.parametrize(
    ("state", "why"), [("sleeping", Absence.ASLEEP), ("offline", Absence.SILENT)]
)
def test_a_silent_board_behind_a_server_sleeps_or_is_silent(state: str, why: Absence) -> None:
    model = DeviceModel("cloud://shop.example/1", FakeClock())
    model.set_remote(Remote(state=state))
    model.set_link(LinkPhase.SILENT)
    assert model.absence is why
