"""Ways of waking: every driver has some, with a source each, and steps that fit the verdict."""

from dataclasses import replace

import pytest

from mingtang_desk.device.asleep import Diagnosis, Evidence, Verdict, Way, judge
from mingtang_desk.interfaces.driver import Driver
from mingtang_desk.interfaces.wake import ANY_BOARD_WAKE, PRACTICE, By, WakeRow
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.session.drivers import listed_drivers
from mingtang_desk.session.wake_rows import FAMILIES, FAMILY_WAKE, steps_for, wake_row
from mingtang_desk.transports.ble_family import family_names

ROWS = [driver.wake for driver in listed_drivers()] + [FAMILY_WAKE, *FAMILIES.values()]


@pytest.mark.parametrize("row", ROWS)
def test_every_row_has_ways_with_a_source(row: WakeRow) -> None:
    assert row.asking.by is By.ASKING
    assert row.asking in row.ways
    assert all(way.text.endswith(".") and way.source for way in row.ways)
    assert {By.CHARGER, By.BUTTON} <= {way.by for way in row.ways}
    if row.sleeps:  # what is known of a kind is known from somewhere
        assert any(way.source != PRACTICE for way in row.ways)


@pytest.mark.parametrize("driver", listed_drivers(), ids=lambda driver: driver.key)
def test_a_wire_has_a_plug_and_a_radio_a_phone(driver: Driver) -> None:
    wire = [way.by for way in driver.wake.steps()]
    radio = [way.by for way in driver.wake.steps(radio=True)]
    assert By.PLUG in wire
    assert By.PHONE not in wire
    assert By.PHONE in radio
    assert By.PLUG not in radio
    assert By.ASKING not in wire + radio


def test_who_is_known_has_its_own_row() -> None:
    assert wake_row("jbd", JBD) is JBD.wake
    assert JBD.wake.sleeps
    assert wake_row("auto") is ANY_BOARD_WAKE
    assert not ANY_BOARD_WAKE.sleeps
    assert wake_row("aiobmsble:daly").sleeps
    assert "S1" in wake_row("aiobmsble:daly").steps()[0].text
    assert wake_row("aiobmsble:jikong") is FAMILY_WAKE


def test_families_with_a_row_exist() -> None:
    pytest.importorskip("aiobmsble")
    assert set(FAMILIES) <= set(family_names())


@pytest.mark.parametrize("way", Way)
@pytest.mark.parametrize("verdict", Verdict)
def test_steps_fit_the_verdict(verdict: Verdict, way: Way) -> None:
    diagnosis = replace(judge(Evidence(way=way)), verdict=verdict)
    steps = {step.by for step in steps_for(JBD.wake, diagnosis)}
    match verdict:
        case Verdict.AWAKE | Verdict.WOKEN | Verdict.WRONG_SPEED | Verdict.DAMAGED:
            assert not steps
        case Verdict.UNASKED:
            assert not steps
        case Verdict.TAKEN:
            assert steps == {By.PHONE}
        case Verdict.FOREIGN:
            assert steps == {By.PLUG}
        case Verdict.NOT_THERE:
            assert bool(steps) is (way is Way.RADIO)
        case _:
            assert By.CHARGER in steps
    assert isinstance(diagnosis, Diagnosis)
