"""Help with a board that does not answer: the line, the view, a try, and the steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from mingtang_desk.core.errors import LinkTimeoutError, MingtangError, UsageError
from mingtang_desk.device.asleep import Evidence, Verdict, judge
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.panels.devices import DevicesPanel
from mingtang_desk.ui.panels.devices.wake_help import WakeHelp
from mingtang_desk.ui.panels.devices.wake_view import WakeView
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.theme import Theme
from tests.ui.building import Built, settle
from tests.ui.conftest import until
from tests.ui.fakes import FakeHub, FakeSession, bench_hub, sample_13s

PORT = "serial:///dev/ttyUSB0?baud=9600&protocol=jbd"
SILENT = LinkTimeoutError("no_answer", where="/dev/ttyUSB0", what="basic info", tries=3)
SEEN = Evidence(opened=True, asked=3, answered_before=True, sleeps=True, soc_pct=50.0)
MUTE, WOKEN = judge(replace(SEEN, asked=7)), judge(replace(SEEN, asked=3, answered=(2, 3)))


@pytest.fixture
def session(hub: FakeHub) -> FakeSession:
    made = hub.add(PORT)
    made.identify("PACK 1")
    made.live(sample_13s())
    return made


@pytest.fixture
def panel(context: PanelContext, session: FakeSession) -> Iterator[DevicesPanel]:
    made = DevicesPanel(context)
    made.resize(320, 460)
    made.show()
    yield made
    made.stop()
    made.deleteLater()
    settle()


def fall_silent(session: FakeSession, seen: Evidence = SEEN) -> None:
    session.model.set_link(LinkPhase.SILENT, error=SILENT, diagnosis=judge(seen))


def helped(panel: DevicesPanel) -> tuple[WakeHelp, WakeView]:
    return panel.wake_help, panel.wake_help.view


def test_a_board_that_answers_needs_no_help(panel: DevicesPanel) -> None:
    panel.show_now()
    help_, view = helped(panel)
    assert help_.line.isHidden()
    panel.help_waking()
    assert view.isHidden()


def test_the_line_comes_and_goes_with_the_silence(
    panel: DevicesPanel, session: FakeSession
) -> None:
    help_, view = helped(panel)
    fall_silent(session)
    panel.show_now()
    assert not help_.line.isHidden()
    assert help_.line.words.text() == "No answer; why cannot be told from here"
    help_.line.button.click()
    assert panel.scroll_area.isHidden()
    assert panel._buttons.isHidden()
    assert panel.roomy
    assert view.name.text == "PACK 1"
    assert "· Asked 3 times, without an answer." in view.reasons.text()
    steps = [step.text() for step in view.steps]
    assert steps[0].startswith("1. Connect a charger")
    assert steps[-1].startswith(f"{len(steps)}. Check plug, A and B")
    assert view.steps[0].toolTip() == "Common practice; no document says so."
    assert "after sleep the first ask is lost. It only reads." in view.go_button.toolTip()
    view.back_button.click()
    assert (panel.scroll_area.isHidden(), panel.roomy) == (False, False)
    session.live(sample_13s())
    panel.show_now()
    assert help_.line.isHidden()


def test_the_view_follows_what_becomes_known(panel: DevicesPanel, session: FakeSession) -> None:
    _, view = helped(panel)
    fall_silent(session)
    panel.help_waking()
    fall_silent(session, replace(SEEN, soc_pct=4.0))
    panel.show_now()
    assert view.title.text() == "The board is probably asleep"
    assert "· Its charge was 4 % then." in view.reasons.text()
    session.live(sample_13s())
    panel.show_now()
    assert view.diagnosis == judge(Evidence(opened=True, asked=1, answered=(1,)))
    assert view.go_button.isHidden()
    assert view.steps == []


@pytest.mark.asyncio
async def test_a_try_shows_how_far_it_is_and_what_came_out(
    panel: DevicesPanel, session: FakeSession
) -> None:
    _, view = helped(panel)
    fall_silent(session)
    session.wakes = [MUTE, WOKEN]
    panel.help_waking()
    view.go_button.click()
    await until(lambda: view.step is not None and view.step.ask == 2)
    assert view.doing.text() == "Asking, 2 of 7; it only reads"
    assert (view.progress.value(), view.progress.maximum()) == (2, 7)
    assert not view.go_button.isEnabled()
    assert view.back_button.text() == "Stop"
    session.go_on.set()
    await until(lambda: not view.running)
    assert view.progress.isHidden()
    panel.show_now()
    assert view.diagnosis.verdict is Verdict.MUTE
    assert view.go_button.text() == "Try again"
    view.go_button.click()
    await until(lambda: view.diagnosis.verdict is Verdict.WOKEN)
    session.live(sample_13s())
    panel.show_now()
    assert view.title.text() == "The board was asleep and is awake now"


@pytest.mark.asyncio
async def test_a_try_can_be_stopped(panel: DevicesPanel, session: FakeSession) -> None:
    _, view = helped(panel)
    fall_silent(session)
    panel.help_waking()
    view.go_button.click()
    await until(lambda: view.step is not None and view.step.ask == 2)
    view.back_button.click()
    await until(lambda: not view.running)
    assert not view.isHidden()
    assert view.diagnosis.verdict is Verdict.SILENT
    assert view.go_button.isEnabled()
    view.back_button.click()
    assert view.isHidden()


@pytest.mark.asyncio
@pytest.mark.parametrize(("found", "stays"), [(WOKEN, True), (MUTE, False)])
async def test_an_address_that_did_not_open_is_woken_too(
    panel: DevicesPanel, hub: FakeHub, session: FakeSession, found: object, stays: bool
) -> None:
    help_, view = helped(panel)
    uri = "serial:///dev/ttyUSB7?protocol=jbd"
    hub.open_fails = SILENT
    panel.connect_to(uri)
    await until(lambda: panel.error_line.error is not None)
    panel.show_now()
    assert not help_.line.isHidden()
    help_.line.button.click()
    assert panel.form_area.isHidden()
    assert view.name.text == "Serial ttyUSB7"
    hub.open_fails = None
    view.go_button.click()
    await until(lambda: len(hub.sessions) == 2)
    made = hub._sessions[1]
    made.wakes = [WOKEN if stays else MUTE]
    made.go_on.set()
    await until(lambda: not view.running)
    await until(lambda: (len(hub.sessions) == 2) is stays)
    assert view.diagnosis.verdict is (Verdict.WOKEN if stays else Verdict.MUTE)
    assert (uri in panel.context.prefs.values.recents) is stays
    if stays:
        assert panel.context.selection.current is hub.sessions[1]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "error", [UsageError("uri_invalid", uri="x", detail="y"), MingtangError("no_ports")]
)
async def test_what_is_no_silence_offers_no_waking(
    panel: DevicesPanel, hub: FakeHub, error: MingtangError
) -> None:
    hub.open_fails = error
    panel.connect_to("serial:///dev/ttyUSB7?protocol=jbd")
    await until(lambda: panel.error_line.error is not None)
    panel.show_now()
    assert panel.wake_help.line.isHidden()


def test_the_strip_leads_to_the_help(theme: Theme, translations: Translations) -> None:
    hub, first = bench_hub()
    built = Built(hub, theme=theme, translations=translations)
    built.show()
    strip = built.window.strip
    assert strip.wake.isHidden()
    fall_silent(first)
    strip.follower.flush()
    assert not strip.wake.isHidden()
    strip.wake.click()
    panel = built.window.docks["devices"].panel
    assert isinstance(panel, DevicesPanel)
    assert not panel.wake_help.view.isHidden()
    hub.drop(first)
    panel.show_now()
    assert panel.wake_help.view.isHidden()
    built.close()


def test_a_bluetooth_row_says_what_the_board_is(panel: DevicesPanel, hub: FakeHub) -> None:
    made = hub.add("ble://A5:C2:37:01:02:03?protocol=jbd")
    made.identify("JBD-SP16S001", "JBD / Xiaoxiang")
    made.live(sample_13s())
    panel.show_now()
    row = panel.rows[id(made)]
    assert row.accessibleName() == "JBD-SP16S001: JBD / Xiaoxiang · 47.18 V · 50 % · Bluetooth"
