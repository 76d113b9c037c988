"""The settings panel: pending entries, review, results, undo, lock."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget

from mingtang_desk.core.errors import CloudRefusalError, LinkLostError
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.device.settings import SettingLimits
from mingtang_desk.device.transaction import FieldState
from mingtang_desk.rules.changes import judge_changes
from mingtang_desk.ui.forms.review import ReviewPage, Stage
from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.panels.control import ControlPanel
from mingtang_desk.ui.panels.journal import JournalPanel
from mingtang_desk.ui.panels.settings import SettingsPanel
from mingtang_desk.ui.panels.stats import StatsPanel
from mingtang_desk.ui.theme import Theme
from tests.ui.bench_kit import BenchHub, FakeHistory, context_for, entry, field, real
from tests.ui.building import settle
from tests.ui.fakes import settings_17s

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def hub() -> BenchHub:
    return BenchHub()


@pytest.fixture
def panel(hub: BenchHub, qapp: QApplication) -> Iterator[SettingsPanel]:
    hub.bench()
    yield from shown(hub)


def shown(hub: BenchHub, history: object | None = None) -> Iterator[SettingsPanel]:
    context = context_for(hub, Theme(), history)
    made = SettingsPanel(context)
    made.resize(388, 600)
    made.show()
    yield made
    made.stop()
    context.selection.stop()
    made.close()
    made.deleteLater()


def type_into(panel: SettingsPanel, key: str, text: str) -> None:
    box = panel.form.rows[key].entry
    assert isinstance(box, QLineEdit)
    box.clear()
    QTest.keyClicks(box, text)


def page_of(panel: SettingsPanel) -> ReviewPage:
    assert panel.review is not None
    return panel.review


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_a_board_that_was_not_read_offers_to_read(hub: BenchHub) -> None:
    hub.bench().model.settings = None
    for panel in shown(hub):
        assert panel.stack.currentIndex() == 0
        assert panel.notice.title == "The settings have not been read yet."
        assert panel.notice.action.isVisibleTo(panel)
        assert panel.notice.action.isEnabled()


@pytest.mark.asyncio
async def test_read_fills_the_form(hub: BenchHub) -> None:
    hub.bench().model.settings = None
    for panel in shown(hub):
        panel.notice.action.click()
        assert not panel.notice.action.isEnabled()
        await settled()
        panel.follower.flush()
        assert panel.stack.currentIndex() == 1
        assert panel.form.rows["cell_ovp_v"].current.text() == "4.250 V"


def test_only_what_the_board_has_is_there(panel: SettingsPanel) -> None:
    assert set(panel.form.rows) == set(settings_17s().values)
    assert [panel.form.tabs.tabText(n) for n in range(panel.form.tabs.count())] == [
        "Normal",
        "Temperature",
        "Current",
    ]


def test_typing_is_only_pending(panel: SettingsPanel, hub: BenchHub) -> None:
    assert not panel.write_button.isEnabled()
    type_into(panel, "cell_ovp_v", "4.2")
    row = panel.form.rows["cell_ovp_v"]
    assert row.entry.property("look") == "changed"
    assert row.current.text() == "4.250 V"
    assert row.setup.isVisibleTo(panel)
    assert panel.form.changes == {"cell_ovp_v": 4.2}
    assert panel.count.text() == "1 change"
    assert panel.write_button.isEnabled()
    assert not hub._sessions[0].writes


def test_millivolts_are_offered_and_taken_by_enter(panel: SettingsPanel) -> None:
    type_into(panel, "cell_ovp_v", "4200")
    row = panel.form.rows["cell_ovp_v"]
    assert row.entry.property("look") == "invalid"
    assert row.offer.isVisibleTo(panel)
    assert "4.200 V" in row.offer.text()
    assert panel.form.changes == {}
    QTest.keyClick(row.entry, Qt.Key.Key_Return)
    assert row.text == "4.200"
    assert panel.form.changes == {"cell_ovp_v": 4.2}


def test_escape_empties_a_field(panel: SettingsPanel) -> None:
    type_into(panel, "cell_ovp_v", "4.2")
    QTest.keyClick(panel.form.rows["cell_ovp_v"].entry, Qt.Key.Key_Escape)
    assert panel.form.changes == {}
    assert panel.count.text() == "No changes"


def test_an_invalid_entry_never_gets_to_the_review(panel: SettingsPanel, hub: BenchHub) -> None:
    hub.set_writing(True)
    type_into(panel, "cell_ovp_v", "9")
    panel.form.tabs.setCurrentIndex(2)
    panel.review_all()
    assert panel.review is None
    assert panel.form.tabs.currentIndex() == 0
    assert "Allowed" in panel.form.rows["cell_ovp_v"].message.text()
    assert panel.count.text() == "1 cannot be written"
    assert not hub._sessions[0].writes


def test_the_value_on_the_board_is_no_change(panel: SettingsPanel) -> None:
    type_into(panel, "cell_ovp_v", "4.25")
    assert panel.form.changes == {}
    assert panel.form.rows["cell_ovp_v"].message.text() == "Same as on the board"


def test_the_review_shows_old_new_and_meaning(panel: SettingsPanel, hub: BenchHub) -> None:
    type_into(panel, "cell_ovp_v", "4.2")
    type_into(panel, "cell_uvp_v", "2.5")
    panel.review_all()
    page = page_of(panel)
    lines = {line.row.spec.key: line for line in page.table.lines}
    assert (lines["cell_ovp_v"].old.text(), lines["cell_ovp_v"].new.text()) == (
        "4.250 V",
        "4.200 V",
    )
    assert "acts earlier" in lines["cell_ovp_v"].meaning.text()
    assert "acts later" in lines["cell_uvp_v"].meaning.text()
    assert lines["cell_uvp_v"].meaning.property("look") == "warn"
    assert "BT204805013CT00220940784" in page.board.text()
    assert page.stage is Stage.ASKING
    assert not hub._sessions[0].writes


def test_contradictions_stop_the_review(panel: SettingsPanel, hub: BenchHub) -> None:
    hub.set_writing(True)
    type_into(panel, "cell_ovp_v", "4.1")
    row = panel.form.rows["cell_ovp_v"]
    assert row.message.text().startswith("! Cell over-voltage protection (4.100 V) must be above")
    assert row.message.property("look") == "bad"
    assert row.entry.property("look") == "invalid"
    assert "Source: " in row.message.toolTip()
    assert not row.setup.isVisibleTo(panel)
    panel.form.tabs.setCurrentIndex(2)
    panel.review_all()
    assert panel.review is None
    assert panel.form.tabs.currentIndex() == 0
    type_into(panel, "cell_ovr_v", "4.0")
    assert not panel.form.invalid


def test_one_of_a_pair_alone_is_stopped_in_the_review(panel: SettingsPanel, hub: BenchHub) -> None:
    hub.set_writing(True)
    type_into(panel, "cell_ovp_v", "4.1")
    type_into(panel, "cell_ovr_v", "4.0")
    panel.form.rows["cell_ovp_v"].setup.click()
    page = page_of(panel)
    said = "\n".join(page.findings.lines)
    assert "! Cell over-voltage protection (4.100 V) must be above" in said
    assert "A protection that recovers at or beyond its own trip" in said
    assert not page.write.isEnabled()
    assert not page.read.isVisibleTo(panel)


def test_warnings_are_shown_while_typing_and_have_to_be_read(
    panel: SettingsPanel, hub: BenchHub
) -> None:
    hub.set_writing(True)
    type_into(panel, "board_otp_c", "90")
    row = panel.form.rows["board_otp_c"]
    assert row.message.property("look") == "warn"
    assert row.message.text().startswith(
        "Warning: Mainboard over-temperature protection (90.0 °C) is"
    )
    assert "Switches get hotter inside" in row.message.toolTip()
    panel.review_all()
    page = page_of(panel)
    assert any("Switches get hotter inside" in line for line in page.findings.lines)
    assert page.read.isVisibleTo(panel)
    assert not page.write.isEnabled()
    page.read.click()
    assert page.write.isEnabled()
    page.back.click()
    panel.review_all()
    assert not page_of(panel).read.isChecked()


def test_a_finding_follows_the_degrees(panel: SettingsPanel) -> None:
    panel.form.set_degrees("f")
    type_into(panel, "board_otp_c", "194")
    said = panel.form.rows["board_otp_c"].message.text()
    assert "(194.0 °F) is unusually high: above 185.0 °F" in said
    type_into(panel, "board_otp_c", "141")
    said = panel.form.rows["board_otp_c"].message.text()
    assert "nearer to each other than 3.6 °F" in said


def test_what_is_unusual_but_not_touched_is_counted(panel: SettingsPanel, hub: BenchHub) -> None:
    type_into(panel, "cell_ovp_v", "4.2")
    panel.review_all()
    page = page_of(panel)
    assert any("unusual value" in line for line in page.findings.lines)
    assert not page.read.isVisibleTo(panel)


def test_locked_writing_says_so_and_offers_to_unlock(panel: SettingsPanel, hub: BenchHub) -> None:
    assert not panel.lock.isVisibleTo(panel)
    type_into(panel, "cell_ovp_v", "4.2")
    assert panel.lock.isVisibleTo(panel)
    panel.review_all()
    page = page_of(panel)
    assert not page.write.isEnabled()
    page.lock.unlock.click()
    assert hub.writing_unlocked
    assert page.write.isEnabled()
    assert not page.lock.isVisibleTo(panel)


@pytest.mark.asyncio
async def test_the_result_stands_in_the_same_table(hub: BenchHub) -> None:
    session = hub.bench()
    hub.set_writing(True)
    hub.states = {
        "cell_ovr_v": (FieldState.CLAMPED, 4.099),
        "cell_uvr_v": (FieldState.REFUSED, 3.0),
        "cell_delta_protect_v": (FieldState.UNKNOWN, None),
    }
    hub.side_effects = ("counters_cleared", "changed:cell_uvp_v")
    for panel in shown(hub):
        for key, text in (
            ("cell_ovp_v", "4.2"),
            ("cell_ovr_v", "4.1"),
            ("cell_uvr_v", "3.1"),
            ("cell_delta_protect_v", "0.5"),
        ):
            type_into(panel, key, text)
        panel.review_all()
        page = page_of(panel)
        page.write.click()
        await settled()
        states = {line.row.spec.key: line.state.text() for line in page.table.lines}
        assert states == {
            "cell_ovp_v": "✓ applied",
            "cell_ovr_v": "≠ clamped",
            "cell_uvr_v": "× refused",
            "cell_delta_protect_v": "? unknown",
        }
        assert page.title.text() == "✓ 1 applied · ≠ 1 clamped · × 1 refused · ? 1 unknown"
        assert "counters were cleared" in page.notes.text()
        assert "Cell under-voltage protection" in page.notes.text()
        assert session.writes == [
            {"cell_ovp_v": 4.2, "cell_ovr_v": 4.1, "cell_uvr_v": 3.1, "cell_delta_protect_v": 0.5}
        ]
        page.back.click()
        panel.follower.flush()
        # What was not applied stays typed, so that it can be tried again.
        assert panel.form.rows["cell_ovp_v"].text == ""
        assert panel.form.rows["cell_uvr_v"].text == "3.1"


@pytest.mark.asyncio
async def test_setup_writes_one_row_only(hub: BenchHub) -> None:
    session = hub.bench()
    hub.set_writing(True)
    for panel in shown(hub):
        type_into(panel, "cell_ovp_v", "4.2")
        type_into(panel, "cell_uvp_v", "2.8")
        panel.form.rows["cell_uvp_v"].setup.click()
        page_of(panel).write.click()
        await settled()
        assert session.writes == [{"cell_uvp_v": 2.8}]
        assert panel.pending.of(session.model.uri) == {"cell_ovp_v": "4.2"}


@pytest.mark.asyncio
async def test_a_failed_write_says_so_in_the_review(hub: BenchHub) -> None:
    hub.bench()
    hub.set_writing(True)
    hub.fails = LinkLostError("link_lost", where="/dev/ttyUSB0")
    for panel in shown(hub):
        type_into(panel, "cell_ovp_v", "4.2")
        panel.review_all()
        page = page_of(panel)
        page.write.click()
        await settled()
        assert page.stage is Stage.ASKING
        assert page.error_line.error is hub.fails
        assert panel.form.changes == {"cell_ovp_v": 4.2}


@pytest.mark.asyncio
async def test_a_write_can_be_stopped_and_is_unknown_then(
    hub: BenchHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.bench()
    hub.set_writing(True)

    async def never(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(hub, "write_settings", never)
    for panel in shown(hub):
        type_into(panel, "cell_ovp_v", "4.2")
        panel.review_all()
        page = page_of(panel)
        page.write.click()
        await settled()
        assert page.progress.isVisibleTo(panel)
        page.back.click()
        await settled()
        assert page.stage is Stage.STOPPED
        assert "unknown" in page.title.text()


@pytest.mark.asyncio
async def test_undo_shows_what_it_would_write(hub: BenchHub) -> None:
    session = hub.bench()
    hub.set_writing(True)
    history = FakeHistory()
    history.entries = [entry(1, {"cell_ovp_v": field(4.2, 4.25, FieldState.APPLIED)})]
    for panel in shown(hub, history):
        await hub.write_settings(session, {"cell_ovp_v": 4.25})
        panel.undo_last()
        await settled()
        page = page_of(panel)
        assert page.title.text() == "Undo the last write?"
        assert page.table.lines[0].new.text() == "4.200 V"
        page.write.click()
        await settled()
        assert hub.undone == [session.model.uri]
        assert page.stage is Stage.DONE


@pytest.mark.asyncio
async def test_nothing_to_undo_is_said(hub: BenchHub) -> None:
    hub.bench()
    for panel in shown(hub, FakeHistory()):
        panel.undo_last()
        await settled()
        assert panel.error_line.error is not None
        assert panel.error_line.error.key == "undo_nothing"


def test_entries_stay_while_another_device_is_shown(panel: SettingsPanel, hub: BenchHub) -> None:
    other = hub.bench("sim://jbd-4s")
    type_into(panel, "cell_ovp_v", "4.2")
    panel.context.selection.select(real(other))
    assert panel.form.changes == {}
    assert panel.form.rows["cell_ovp_v"].text == ""
    panel.context.selection.select(hub.sessions[0])
    assert panel.form.changes == {"cell_ovp_v": 4.2}
    panel.discard()
    assert panel.form.changes == {}


def test_offline_fields_are_disabled_with_a_reason(panel: SettingsPanel, hub: BenchHub) -> None:
    hub._sessions[0].model.set_link(LinkPhase.LOST)
    panel.follower.flush()
    assert not panel.form.rows["cell_ovp_v"].entry.isEnabled()
    assert panel.reason.isVisibleTo(panel)
    assert not panel.read_button.isEnabled()


def test_a_board_that_only_reads(hub: BenchHub) -> None:
    session = hub.bench()
    session.identify("B", capabilities=frozenset({Capability.SETTINGS_READ}))
    for panel in shown(hub):
        assert not panel.form.rows["cell_ovp_v"].entry.isEnabled()
        assert "not written" in panel.reason.text()


def test_coded_and_read_only_rows(hub: BenchHub) -> None:
    session = hub.bench()
    limits = {
        "chg_ocp_1_a": SettingLimits(allowed=(10.0, 20.0, 49.0)),
        "chg_ocp_1_delay_s": SettingLimits(writable=False, reason="No chip."),
    }
    session.model.apply_settings(replace(settings_17s(), limits=limits))
    for panel in shown(hub):
        box = panel.form.rows["chg_ocp_1_a"].entry
        assert isinstance(box, QComboBox)
        assert [box.itemText(n) for n in range(box.count())] == ["", "10.00", "20.00", "49.00"]
        box.setCurrentIndex(2)
        assert panel.form.changes == {"chg_ocp_1_a": 20.0}
        row = panel.form.rows["chg_ocp_1_delay_s"]
        assert row.message.text() == "No chip."
        assert not row.entry.isVisibleTo(panel)
        assert panel.form.rows["rated_current_a"].fixed.text() == "shown only"


def test_search_looks_into_every_page(panel: SettingsPanel) -> None:
    panel.form.search.setText("recovery")
    found = {key for key, row in panel.form.rows.items() if row.isVisibleTo(panel.form)}
    assert {"cell_ovr_v", "chg_otr_c", "chg_ocp_1_recovery_s"} <= found
    assert "cell_ovp_v" not in found
    panel.form.search.setText("zzz")
    assert panel.form.nothing.isVisibleTo(panel.form)
    panel.form.search.clear()
    assert panel.form.rows["cell_ovp_v"].isVisibleTo(panel.form)


def test_help_stands_in_tooltip_and_whats_this(panel: SettingsPanel) -> None:
    entry_box = panel.form.rows["cell_ovp_v"].entry
    assert "Charging is cut" in entry_box.toolTip()
    assert "2 to 4.5 V" in entry_box.toolTip()
    assert entry_box.whatsThis() == entry_box.toolTip()


def test_every_control_has_an_accessible_name(panel: SettingsPanel) -> None:
    type_into(panel, "cell_ovp_v", "4.2")
    panel.review_all()
    controls: list[QWidget] = [
        *panel.findChildren(QAbstractButton),
        *panel.findChildren(QLineEdit),
        *panel.findChildren(QComboBox),
    ]
    nameless = [
        control
        for control in controls
        if control.isVisibleTo(panel)
        and not control.accessibleName()
        and not (isinstance(control, QAbstractButton) and control.text())
    ]
    assert not nameless


class Shouting(QTranslator):
    """A language of capitals: what stays small was not translated."""

    def isEmpty(self) -> bool:
        return False

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        parts = re.split(r"(\{\w+\})", text)
        return "".join(part if part.startswith("{") else part.upper() for part in parts)


def test_every_text_follows_the_language(
    hub: BenchHub, qapp: QApplication, theme: Theme, translations: Translations
) -> None:
    hub.bench()
    language = Shouting()
    panels: list[Panel] = []
    context = context_for(hub, theme, FakeHistory())
    for make in (SettingsPanel, ControlPanel, StatsPanel, JournalPanel):
        panels.append(make(context))
        panels[-1].show()
    settings = panels[0]
    assert isinstance(settings, SettingsPanel)
    type_into(settings, "cell_ovp_v", "4.2")
    qapp.installTranslator(language)
    settle()
    left = [
        text
        for panel in panels
        for child in panel.findChildren(QWidget)
        if child.isVisibleTo(panel) and isinstance(child, QLabel | QAbstractButton)
        for text in (child.text(), child.toolTip())
        if re.sub(r"\b(mm|V|Ah|mΩ|s)\b|BT\w+", "", text).upper()
        != re.sub(r"\b(mm|V|Ah|mΩ|s)\b|BT\w+", "", text)
    ]
    qapp.removeTranslator(language)
    for panel in panels:
        panel.stop()
        panel.deleteLater()
    context.selection.stop()
    settle()
    assert not left


def test_a_long_finding_is_shown_whole(panel: SettingsPanel) -> None:
    settle()
    row = panel.form.rows["cell_ovp_v"]
    type_into(panel, "cell_ovp_v", "4.1")
    type_into(panel, "cell_ovr_v", "4.2")
    settle()
    words = row.message
    assert words.text().startswith("!")
    assert words.height() >= words.heightForWidth(words.width()) > words.fontMetrics().height()


@pytest.mark.asyncio
async def test_undo_after_read_warnings_asks_anew(hub: BenchHub) -> None:
    hub.set_writing(True)
    hub.bench()
    for panel in shown(hub, FakeHistory()):
        type_into(panel, "cell_ovp_v", "4.28")
        panel.review_all()
        page = panel.review
        assert page is not None
        assert page.plan is not None
        page.read.setChecked(True)
        page.write.click()
        await asyncio.sleep(0.05)
        stages = [page.stage]
        page.ask(replace(page.plan, undo=True), {})
        stages.append(page.stage)
        assert stages == [Stage.DONE, Stage.ASKING]
        assert page.title.text() == "Undo the last write?"


def test_findings_stay_hidden_behind_a_result_in_another_language(
    panel: SettingsPanel, qapp: QApplication
) -> None:
    type_into(panel, "cell_ovp_v", "4.28")
    panel.review_all()
    page = panel.review
    assert page is not None
    assert page.findings.isVisibleTo(page)
    page.stopped_unknown()
    language = Shouting()
    qapp.installTranslator(language)
    settle()
    seen, board = page.findings.isVisibleTo(page), page.board.text()
    qapp.removeTranslator(language)
    settle()
    assert not seen
    assert re.sub(r"BT\w+|\d+|dev|tty", "", board).isupper()


@pytest.mark.asyncio
async def test_what_a_server_warns_of_beyond_is_shown_and_asked_anew(hub: BenchHub) -> None:
    """The review accepts what it showed; what it did not show is shown before it is written."""
    session = hub.bench()
    hub.set_writing(True)
    (cold,) = judge_changes({"chg_utp_c": -4}, {"chemistry": "nmc"}).warnings
    hub.fails = CloudRefusalError("cloud_write_warned", detail="cold", findings=(cold,))
    for panel in shown(hub):
        type_into(panel, "cell_ovp_v", "4.2")
        panel.review_all()
        page = page_of(panel)
        page.write.click()
        await settled()
        assert session.consents == [({"cell_ovp_v": 4.2}, ())]
        assert page.stage is Stage.ASKING
        assert any("metallic lithium" in line for line in page.findings.lines)
        assert page.error_line.isVisibleTo(panel)
        assert not page.write.isEnabled()
        hub.fails = None
        page.read.click()
        page.write.click()
        await settled()
        assert session.consents[-1] == ({"cell_ovp_v": 4.2}, (cold,))
        assert page.result is not None
