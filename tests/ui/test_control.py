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
from mingtang_desk.device.control_guard import Evidence
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.device.sample import LockState
from mingtang_desk.session.trial import Outcome, Stage, Trial
from mingtang_desk.ui.forms.confirm import ConfirmCard
from mingtang_desk.ui.forms.control_texts import effect
from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.panels.control import ControlPanel
from mingtang_desk.ui.theme import Theme
from tests.ui.bench_kit import KEY, BenchHub, context_for, entry, real
from tests.ui.building import settle
from tests.ui.fakes import START, sample_13s

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


def moment() -> str:
    return f"{START.astimezone():%H:%M:%S}"


def trial_of(hub: BenchHub, action: Action = Action.DISCHARGE, **values: object) -> Trial:
    """Let the device have one switch on trial."""
    lock = action is Action.LOCK
    made = {
        "action": action,
        "back": Action.UNLOCK if lock else action,
        "back_value": None if lock else True,
        "who": "anna",
        "control": 3,
        "entry": 4,
        "key": KEY,
        "now": hub.clock.monotonic,
        "ends_at": hub.clock.monotonic() + 30,
    }
    trial = Trial(**{**made, **values})  # type: ignore[arg-type]
    hub._sessions[0].dead_men.open += (trial,)
    return trial


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
    assert panel.rows[Action.DISCHARGE].result.text() == (f"✓ The board confirms: off · {moment()}")


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
    assert panel.rows[Action.CHARGE].result.text() == f"× Not confirmed · {moment()}"
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


def test_the_question_says_what_flows_now_and_follows_it(
    panel: ControlPanel, hub: BenchHub
) -> None:
    model = hub._sessions[0].model
    model.apply_sample(sample_13s(current_a=-28.0, state="discharge"))
    panel.follower.flush()
    panel.ask(Action.DISCHARGE, "off")
    card = card_of(panel)
    assert card.now.text().startswith("28.0 A is being discharged")
    assert card.link.text().startswith("An adapter that is fed by the pack")
    assert "after 30 s unless you keep it" in card.trial.text()
    assert "28.0 A" in card.accessibleName()
    model.apply_sample(sample_13s(current_a=0.0))
    panel.follower.flush()
    assert card.now.text().startswith("No current flows now")
    panel.ask(Action.DISCHARGE, "on")
    card = card_of(panel)
    assert not card.now.isVisibleTo(panel)
    assert not card.trial.isVisibleTo(panel)


def test_a_board_without_a_way_back_gets_no_promise(panel: ControlPanel, hub: BenchHub) -> None:
    hub._sessions[0].dead_men.way_back = False
    panel.ask(Action.LOCK, None)
    assert "the desk cannot switch it on again" in card_of(panel).trial.text()


def test_a_balance_that_clears_counters_says_so(panel: ControlPanel) -> None:
    panel.ask(Action.BALANCE, "off")
    assert "counters" in card_of(panel).trial.text()


@pytest.mark.asyncio
async def test_what_may_cut_is_sent_on_trial_and_its_evidence_is_shown(
    panel: ControlPanel, hub: BenchHub
) -> None:
    hub.set_writing(True)
    hub.evidence = Evidence(flag=True, measured=True, before_a=28.0, after_a=0.0)
    for action, value in ((Action.DISCHARGE, "off"), (Action.BALANCE, "off")):
        panel.ask(action, value)
        card_of(panel).go.click()
        await settled()
    assert hub.trial_s == [30.0, None]
    assert panel.rows[Action.DISCHARGE].result.text() == (
        f"✓ The board confirms: off · measured: 28.0 A before, 0.0 A now · {moment()}"
    )
    hub.evidence = Evidence(flag=True, before_a=0.0, after_a=0.0)
    panel.ask(Action.CHARGE, "off")
    card_of(panel).go.click()
    await settled()
    assert "by its flag only" in panel.rows[Action.CHARGE].result.text()


@pytest.mark.asyncio
async def test_a_current_that_still_flows_is_shown(panel: ControlPanel, hub: BenchHub) -> None:
    hub.set_writing(True)
    proof = Evidence(flag=True, measured=False, before_a=12.0, after_a=12.0)
    hub.fails = VerifyError("current_flows", what="discharge", amps="12.0", evidence=proof)
    panel.ask(Action.DISCHARGE, "off")
    card_of(panel).go.click()
    await settled()
    said = panel.rows[Action.DISCHARGE].result.text()
    assert said.startswith("× Not confirmed · the flag says off, but 12.0 A still flow")
    assert "welded" in panel.error_line.accessibleName() or panel.error_line.error is hub.fails


@pytest.mark.asyncio
async def test_the_keyboard_goes_on_to_keep(panel: ControlPanel, hub: BenchHub) -> None:
    panel.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    panel.activateWindow()
    panel.setFocus()  # where Qt leaves it when the question goes
    settle()
    trial = trial_of(hub)
    panel._grow_older()
    assert panel.trials.cards[trial].keep is panel.focusWidget()


@pytest.mark.asyncio
async def test_a_trial_counts_down_and_is_kept(panel: ControlPanel, hub: BenchHub) -> None:
    trial = trial_of(hub)
    panel._grow_older()
    card = panel.trials.cards[trial]
    assert card.text.text() == "Discharge switch on trial: it is put back in 30 s"
    assert panel.focusWidget() is card.keep
    hub.clock.go(12.5)
    panel._grow_older()
    assert card.text.text() == "Discharge switch on trial: it is put back in 18 s"
    QTest.keyClick(card.keep, Qt.Key.Key_Space)
    await settled()
    assert panel.trials.cards == {}
    assert panel.rows[Action.DISCHARGE].result.text().startswith("✓ Kept as it was switched")


def test_a_trial_is_put_back_by_a_press_or_by_time(panel: ControlPanel, hub: BenchHub) -> None:
    trial = trial_of(hub)
    panel._grow_older()
    card = panel.trials.cards[trial]
    card.back.click()
    assert hub._sessions[0].dead_men.asked_back == [trial]
    assert card.text.text() == "Putting it back…"
    assert not card.keep.isEnabled()
    hub._sessions[0].dead_men.end(trial, Outcome.RESTORED)
    panel._grow_older()
    assert panel.trials.cards == {}
    assert panel.rows[Action.DISCHARGE].result.text().startswith("✓ Put back")


def test_every_stage_of_a_trial_has_words(panel: ControlPanel, hub: BenchHub) -> None:
    trial = trial_of(hub)
    panel._grow_older()
    card = panel.trials.cards[trial]
    trial.stage = Stage.WAITING
    panel._grow_older()
    assert card.text.text() == "It is put back as soon as the board answers"
    assert (card.back.isEnabled(), card.keep.text()) == (False, "Leave it as it is")
    trial.stage = Stage.FAILED
    trial.error = VerifyError("verify_failed", what="discharge", read="off", sent="on")
    panel._grow_older()
    assert "still reports" in card.more.text()
    assert card.back.text() == "Try again"
    trial.stage = Stage.LEFT
    trial.began = entry(4, {}, closed=None)
    panel._grow_older()
    assert "by anna; it was never put back" in card.more.text()


def test_a_lock_on_trial_stands_below_the_row_that_is_shown(
    panel: ControlPanel, hub: BenchHub
) -> None:
    hub._sessions[0].model.apply_sample(sample_13s(lock=LockState(function="on", status="locked")))
    panel.follower.flush()
    trial = trial_of(hub, Action.LOCK)
    panel._grow_older()
    column = panel._column
    shown = panel.rows[Action.UNLOCK]
    assert shown.isVisibleTo(panel)
    assert column.indexOf(panel.trials.cards[trial]) == column.indexOf(shown) + 1


def test_what_a_jbd_board_lacks_has_its_reason(panel: ControlPanel, hub: BenchHub) -> None:
    some = frozenset({Capability.CHARGE_SWITCH, Capability.SETTINGS_READ})
    hub._sessions[0].identify("B", capabilities=some)
    panel.follower.flush()
    panel.more.click()
    said = panel.missing.text()
    assert "System restart: No public source knows a restart command" in said
    assert said.count("Lock") + said.count("lock") >= 1
    assert "Ship or sleep mode" in said
    assert "Undo factory reset" not in said, "one line about the reset is enough"


def test_a_capacity_is_bounded_by_the_pack(panel: ControlPanel, hub: BenchHub) -> None:
    hub.set_writing(True)
    panel.ask(Action.SET_CAPACITY, None)
    card = card_of(panel)
    assert card.entry is not None
    assert card.entry.placeholderText() == "0-50 Ah"
    card.entry.setText("51")
    assert not card.go.isEnabled()
    card.entry.setText("12.5 Ah")
    assert card.number == 12.5
    assert card.go.isEnabled()


@pytest.mark.asyncio
async def test_how_a_press_ended_follows_the_language(
    panel: ControlPanel, hub: BenchHub, translations: Translations
) -> None:
    hub.set_writing(True)
    panel.ask(Action.DISCHARGE, "off")
    card_of(panel).go.click()
    await settled()
    result = panel.rows[Action.DISCHARGE].result
    assert result.text().startswith("✓ The board confirms: off")
    translations.use("zh_CN")
    await settled()
    assert result.text().startswith("✓ 保护板已确认")
    translations.use("en")


@pytest.mark.parametrize("width", [210, 260, 300, 388])
def test_no_button_is_cut_in_a_narrow_dock(panel: ControlPanel, width: int) -> None:
    row = panel.rows[Action.BALANCE]
    row.setParent(None)
    row.resize(width, 200)
    row.show()
    settle()
    for button in row.buttons.values():
        if button.isVisible():
            assert row.rect().contains(button.geometry())
            assert button.width() >= button.minimumSizeHint().width()
    row.close()
