"""The control panel: state, two presses, results, what is missing, lock."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mingtang_desk.core.errors import VerifyError
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue.controls import CONTROLS, Action
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.ui.forms.confirm import ConfirmCard
from mingtang_desk.ui.forms.control_texts import effect
from mingtang_desk.ui.panels.control import ControlPanel
from mingtang_desk.ui.theme import Theme
from tests.ui.bench_kit import BenchHub, context_for, real
from tests.ui.building import settle
from tests.ui.fakes import sample_13s

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def hub() -> BenchHub:
    made = BenchHub()
    made.bench()
    return made


@pytest.fixture
def panel(hub: BenchHub) -> Iterator[ControlPanel]:
    context = context_for(hub, Theme())
    made = ControlPanel(context)
    made.resize(388, 600)
    made.show()
    yield made
    made.stop()
    context.selection.stop()
    made.close()
    made.deleteLater()


def card_of(panel: ControlPanel) -> ConfirmCard:
    assert panel.card is not None
    return panel.card


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def shown_buttons(panel: ControlPanel, action: Action) -> list[str]:
    buttons = panel.rows[action].buttons.values()
    return [button.text() for button in buttons if button.isVisibleTo(panel)]


def test_state_first_then_the_opposite_as_a_button(panel: ControlPanel) -> None:
    assert panel.rows[Action.DISCHARGE].chip.text == "ON"
    assert shown_buttons(panel, Action.DISCHARGE) == ["Switch off…"]
    assert panel.rows[Action.LOCK_FUNCTION].chip.text == "OFF"
    assert shown_buttons(panel, Action.LOCK_FUNCTION) == ["Switch on…"]


def test_an_unknown_state_offers_both(panel: ControlPanel, hub: BenchHub) -> None:
    hub._sessions[0].model.apply_sample(sample_13s(discharge_mosfet=None))
    panel.follower.flush()
    assert panel.rows[Action.DISCHARGE].chip.text == "unknown"
    assert shown_buttons(panel, Action.DISCHARGE) == ["Switch on…", "Switch off…"]


def test_a_stale_state_is_grey_and_says_its_age(panel: ControlPanel, hub: BenchHub) -> None:
    hub.clock.go(40)
    panel._show()
    row = panel.rows[Action.DISCHARGE]
    assert row.age.isVisibleTo(panel)
    assert "40 s ago" in row.age.text()
    assert "40 s ago" in row.chip.accessibleName()


@pytest.mark.asyncio
async def test_two_presses_switch_off(panel: ControlPanel, hub: BenchHub) -> None:
    hub.set_writing(True)
    panel.rows[Action.DISCHARGE].buttons["off"].click()
    card = card_of(panel)
    assert "cuts the power of everything" in card.warning.text()
    assert "connect a charger" in card.way_back.text()
    assert panel.focusWidget() is card.cancel
    assert not hub._sessions[0].controls
    card.go.click()
    await settled()
    assert hub._sessions[0].controls == [(Action.DISCHARGE, "off")]
    assert panel.card is None
    assert panel.rows[Action.DISCHARGE].result.text() == "✓ The board confirms: off"


def test_cancel_and_escape_send_nothing(panel: ControlPanel, hub: BenchHub) -> None:
    hub.set_writing(True)
    panel.ask(Action.RESTART, None)
    card_of(panel).cancel.click()
    assert panel.card is None
    panel.ask(Action.RESTART, None)
    QTest.keyClick(card_of(panel), Qt.Key.Key_Escape)
    assert panel.card is None
    assert not hub._sessions[0].controls


def test_locked_writing_keeps_the_second_press_away(panel: ControlPanel, hub: BenchHub) -> None:
    panel.ask(Action.CHARGE, "off")
    assert panel.lock.isVisibleTo(panel)
    assert not card_of(panel).go.isEnabled()
    panel.lock.unlock.click()
    assert card_of(panel).go.isEnabled()
    assert not panel.lock.isVisibleTo(panel)


@pytest.mark.asyncio
async def test_a_control_that_did_not_verify_is_shown_so(
    panel: ControlPanel, hub: BenchHub
) -> None:
    hub.set_writing(True)
    hub.fails = VerifyError("verify_failed", what="charge", read="on", sent="off")
    panel.ask(Action.CHARGE, "off")
    card_of(panel).go.click()
    await settled()
    assert panel.rows[Action.CHARGE].result.text() == "× Not confirmed"
    assert panel.error_line.error is hub.fails


@pytest.mark.asyncio
async def test_an_unconfirmed_control_is_no_success(panel: ControlPanel, hub: BenchHub) -> None:
    hub.set_writing(True)
    hub.confirmed = False
    panel.ask(Action.RESTART, None)
    card_of(panel).go.click()
    await settled()
    assert panel.rows[Action.RESTART].result.text().startswith("?")


@pytest.mark.asyncio
async def test_soc_needs_a_number_from_0_to_100(panel: ControlPanel, hub: BenchHub) -> None:
    hub.set_writing(True)
    panel.ask(Action.SET_SOC, None)
    card = card_of(panel)
    assert card.entry is not None
    for wrong in ("", "abc", "101", "-1", "nan"):
        card.entry.setText(wrong)
        assert not card.go.isEnabled()
    card.entry.setText("80 %")
    card.go.click()
    await settled()
    assert hub._sessions[0].controls == [(Action.SET_SOC, 80.0)]


def test_what_a_board_lacks_is_listed_collapsed(panel: ControlPanel, hub: BenchHub) -> None:
    some = frozenset({Capability.CHARGE_SWITCH, Capability.DISCHARGE_SWITCH})
    hub._sessions[0].identify("B", capabilities=some)
    panel.follower.flush()
    visible = {action for action, row in panel.rows.items() if row.isVisibleTo(panel)}
    assert visible == {Action.CHARGE, Action.DISCHARGE}
    assert not panel.missing.isVisibleTo(panel)
    panel.more.click()
    assert panel.missing.isVisibleTo(panel)
    assert "This board has no “Balance function”." in panel.missing.text()


def test_only_one_of_lock_and_unlock_is_there(panel: ControlPanel) -> None:
    assert panel.rows[Action.LOCK].isVisibleTo(panel)
    assert not panel.rows[Action.UNLOCK].isVisibleTo(panel)


def test_offline_nothing_can_be_pressed(panel: ControlPanel, hub: BenchHub) -> None:
    hub._sessions[0].model.set_link(LinkPhase.LOST)
    panel.follower.flush()
    assert panel.reason.isVisibleTo(panel)
    assert not panel.rows[Action.CHARGE].buttons["off"].isEnabled()


def test_another_device_withdraws_the_question(panel: ControlPanel, hub: BenchHub) -> None:
    panel.ask(Action.CHARGE, "off")
    panel.context.selection.select(real(hub.bench("sim://jbd-4s")))
    assert panel.card is None


def test_the_warning_fits_the_direction() -> None:
    for spec in CONTROLS:
        for value in ("on", "off") if spec.switch else (None,):
            said = effect(spec, value)
            assert said.warning
            assert (said.warning == spec.warning) is (
                not spec.switch or value == ("on" if spec.action is Action.LOCK_FUNCTION else "off")
            )


def test_every_button_has_a_name_of_its_own(panel: ControlPanel) -> None:
    names = [b.accessibleName() for row in panel.rows.values() for b in row.buttons.values()]
    assert all(names)
    assert len(set(names)) == len(names)


def test_rows_give_way_where_it_is_narrow(panel: ControlPanel) -> None:
    clock = panel.rows[Action.SET_CLOCK]
    assert clock.figure.y() < clock.name.geometry().bottom()
    panel.resize(272, 420)
    settle()
    shown = [row for row in panel.rows.values() if row.isVisible()]
    assert shown
    for row in shown:
        assert row.mapTo(panel, row.rect().topRight()).x() < panel.width()
        for button in row.buttons.values():
            assert not button.isVisible() or button.geometry().right() < row.width()
    assert clock.figure.y() >= clock.name.geometry().bottom()


def test_the_question_comes_into_sight_where_the_panel_is_low(panel: ControlPanel) -> None:
    panel.resize(388, 190)
    settle()
    panel.ask(Action.SET_CLOCK, None)
    settle()
    card = card_of(panel)
    seen = card.visibleRegion().boundingRect()
    assert seen.height() == card.height(), "all of it"
    assert card.title.text() == "Set clock?", "not “Set: Set clock?”"


def test_a_board_without_switches_says_so_once(panel: ControlPanel, hub: BenchHub) -> None:
    model = hub.sessions[0].model
    model.identify(
        protocol="tt",
        label="China Tower (TT)",
        name="BT1",
        capabilities=frozenset((Capability.STATUS,)),
        specs={},
    )
    panel.follower.flush()
    assert panel.notice.title == "This board has nothing to switch."
    assert panel.lack_reason().startswith("China Tower (TT) tells the status alone")
    assert not panel.lock.isVisible()
