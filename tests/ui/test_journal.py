"""The journal panel: lines of writes and events, filters, details, copy, undo."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.modeltest import ModelTester

from mingtang_desk.device.settings import Group, SettingSpec
from mingtang_desk.device.transaction import FieldResult, FieldState
from mingtang_desk.ui.forms.journal_rows import last_undoable, rows_of
from mingtang_desk.ui.panels.journal import JournalPanel
from mingtang_desk.ui.theme import Theme
from tests.ui.bench_kit import (
    KEY,
    BenchHub,
    FakeHistory,
    context_for,
    entry,
    field,
    full_history,
)

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def hub() -> BenchHub:
    made = BenchHub()
    made.bench()
    return made


@pytest.fixture
def history() -> FakeHistory:
    return full_history()


@pytest.fixture
def panel(hub: BenchHub, history: FakeHistory) -> Iterator[JournalPanel]:
    context = context_for(hub, Theme(), history)
    made = JournalPanel(context)
    made.resize(388, 500)
    made.show()
    yield made
    made.stop()
    context.selection.stop()
    made.close()
    made.deleteLater()


async def loaded(panel: JournalPanel) -> list[str]:
    panel.reload()
    for _ in range(8):
        await asyncio.sleep(0)
    return lines(panel)


def lines(panel: JournalPanel) -> list[str]:
    model = panel.model_of_rows
    return [str(model.index(row).data()) for row in range(model.rowCount())]


@pytest.mark.asyncio
async def test_newest_first_in_words(panel: JournalPanel) -> None:
    assert await loaded(panel) == [
        "No answer, Serial /dev/ttyUSB0",
        "Charge over-temperature protection 60.0 → 55.0 °C ? unknown (interrupted)",
        "Protection over: Cell over-voltage",
        "Protection: Cell over-voltage",
        "Discharge switch → off ✓ applied",
        "3 settings ✓ 1 applied · ≠ 1 clamped · × 1 refused",
        "Cell over-voltage protection 4.250 → 4.200 V ✓ applied",
        "Connected, Serial /dev/ttyUSB0",
    ]


@pytest.mark.asyncio
async def test_filters(panel: JournalPanel) -> None:
    await loaded(panel)
    panel.kind.setCurrentIndex(1)
    assert len(lines(panel)) == 4
    panel.kind.setCurrentIndex(2)
    assert len(lines(panel)) == 4
    panel.whose.setCurrentIndex(1)
    assert len(lines(panel)) == 5
    panel.kind.setCurrentIndex(0)
    assert len(lines(panel)) == 9


@pytest.mark.asyncio
async def test_details_have_every_field(panel: JournalPanel) -> None:
    await loaded(panel)
    panel.list.setCurrentIndex(panel.model_of_rows.index(5))
    details = panel.details.text()
    assert "Cell under-voltage protection 2.750 → 2.801 V (2.800 V) ≠ clamped" in details
    assert "Total over-voltage protection 71.75 → 70.00 V × refused" in details
    assert "by tester" in details
    assert panel.model_of_rows.index(5).data(3) == details
    panel.list.setCurrentIndex(panel.model_of_rows.index(6))
    assert "counters were cleared" in panel.details.text()


@pytest.mark.asyncio
async def test_a_new_line_comes_by_itself(panel: JournalPanel, history: FakeHistory) -> None:
    before = len(await loaded(panel))
    history.event(60, "connected", where="Serial /dev/ttyUSB0")
    for observer in history.observers:
        observer("events")
    assert panel._timer.isActive()
    panel._timer.timeout.emit()
    for _ in range(8):
        await asyncio.sleep(0)
    assert len(lines(panel)) == before + 1


@pytest.mark.asyncio
async def test_copy(panel: JournalPanel) -> None:
    await loaded(panel)
    panel.list.setCurrentIndex(panel.model_of_rows.index(4))
    panel.copy()
    assert "Discharge switch → off" in QGuiApplication.clipboard().text()
    panel.list.clearSelection()
    panel.list.setCurrentIndex(panel.model_of_rows.index(-1))
    panel.copy()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 8


@pytest.mark.asyncio
async def test_undo_goes_through_a_review(
    panel: JournalPanel, hub: BenchHub, history: FakeHistory
) -> None:
    history.entries = [entry(1, {"cell_ovp_v": field(4.3, 4.25, FieldState.APPLIED)})]
    hub.set_writing(True)
    await hub.write_settings(hub._sessions[0], {"cell_ovp_v": 4.25})
    await loaded(panel)
    assert panel.undo_button.isVisibleTo(panel)
    panel.undo_button.click()
    for _ in range(5):
        await asyncio.sleep(0)
    assert panel.review is not None
    assert panel.review.table.lines[0].new.text() == "4.300 V"
    assert not hub.undone
    panel.review.write.click()
    for _ in range(5):
        await asyncio.sleep(0)
    assert hub.undone
    panel.review.back.click()
    assert panel.review is None


@pytest.mark.asyncio
async def test_empty_and_absent_history(hub: BenchHub) -> None:
    for history, title in ((None, "No history is kept"), (FakeHistory(), "Nothing here yet")):
        context = context_for(hub, Theme(), history)
        panel = JournalPanel(context)
        await loaded(panel)
        assert panel.notice.title == title
        assert not panel.undo_button.isVisibleTo(panel)
        panel.stop()
        context.selection.stop()
        panel.deleteLater()
        if isinstance(history, FakeHistory):
            assert not history.observers


def test_the_model_keeps_the_rules(panel: JournalPanel, qtmodeltester: ModelTester) -> None:
    history = full_history()
    panel.model_of_rows.show_rows(rows_of(history.entries, history.happened, {}))
    qtmodeltester.check(panel.model_of_rows)  # type: ignore[no-untyped-call]


def test_settings_of_one_make_are_named_by_its_board() -> None:
    spec = SettingSpec(
        key="x_jbd_shunt_mohm", label="Shunt", group=Group.MORE, unit="mΩ", decimals=2
    )
    fields = {
        "x_jbd_shunt_mohm": FieldResult(old=0.5, sent=1.0, read=1.0, state=FieldState.APPLIED)
    }
    one = rows_of([entry(1, fields)], [], {spec.key: spec})[0]
    assert one.text == "Shunt 0.50 → 1.00 mΩ"
    assert rows_of([entry(1, fields)], [], {})[0].text == "x_jbd_shunt_mohm 0.5 → 1"


def test_events_nobody_knows_are_shown_as_they_are() -> None:
    history = FakeHistory()
    history.event(1, "tide", moon="full")
    history.event(2, "connected")
    history.event(3, "protection_on", what="chg_oc_2")
    texts = [row.text for row in rows_of([], history.happened, {})]
    assert texts == ["Protection: Charge over-current 2", "connected", "tide"]


def test_what_can_be_undone_last() -> None:
    applied = field(4.2, 4.25, FieldState.APPLIED)
    first, second = entry(1, {"cell_ovp_v": applied}), entry(2, {"cell_ovp_v": applied})
    undo = entry(3, {"cell_ovp_v": applied}, kind="undo", undoes=2)
    elsewhere = entry(4, {"cell_ovp_v": applied}, device=replace(KEY, uri="sim://jbd-4s"))
    rows = rows_of([first, second, undo, elsewhere], [], {})
    assert last_undoable(rows, KEY) == 1
    assert rows[1].text == "Undo: Cell over-voltage protection 4.200 → 4.250 V"


def test_a_trial_is_told_in_words_whatever_its_end() -> None:
    sent = field(False, True, FieldState.APPLIED)
    unsent = FieldResult(old=None, sent=True, read=False, state=FieldState.REFUSED)
    trial = {"kind": "control", "undoes": 1}
    entries = [
        entry(2, {"discharge": sent}, side_effects=("dead_man:restored",), **trial),
        entry(3, {"discharge": unsent}, side_effects=("dead_man:kept",), **trial),
        entry(4, {"discharge": unsent}, side_effects=("dead_man:not_needed",), **trial),
        entry(5, {"discharge": unsent}, closed=None, **trial),
        entry(6, {"unlock": unsent}, closed=None, **trial),
    ]
    rows = rows_of(entries, [], {}, writing_since=entries[-1].opened)
    assert [row.text for row in reversed(rows)] == [
        *["On trial, put back: Discharge switch → on"] * 4,
        "On trial, put back: Unlock",
    ]
    ends = [row.outcome for row in reversed(rows)]
    assert ends == ["✓ applied", "✓ kept", "– not needed", "? left on trial", "… counting"]
    told = "\n".join("\n".join(row.details) for row in rows)
    assert "since nobody kept it" in told
    assert "nothing was sent" in told


def test_a_current_that_still_flowed_is_told() -> None:
    refused = field(True, False, FieldState.REFUSED)
    one = entry(1, {"discharge": refused}, kind="control", side_effects=("current_flows:12",))
    (row,) = rows_of([one], [], {})
    assert "The flag says off, but 12 A still flowed." in row.details
