"""The tools of the plot: cursors, list of values, export, recordings."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mingtang_desk.core.errors import StorageError
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.opening import make_session
from mingtang_desk.session.replay_session import ReplaySession
from mingtang_desk.ui.panels.plot import PlotPanel
from mingtang_desk.ui.plot.actions import ACTIONS
from mingtang_desk.ui.plot.export import save_shown, write_csv
from mingtang_desk.ui.plot.lane import Mark
from mingtang_desk.ui.plot.plotted import WORST_CELL
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.wire.capture import CaptureHeader, CaptureWriter, read_capture
from tests.ui.building import settle
from tests.ui.conftest import until
from tests.ui.fakes import START, FakeHub
from tests.ui.plot_kit import T0, Plot

CAPTURE = Path(__file__).parents[1] / "protocols/jbd/captures/synthetic-13s.jsonl"


@pytest.fixture
def plot(hub: FakeHub, context: PanelContext) -> Iterator[Plot]:
    made = Plot(hub, context)
    yield made
    made.close()


def test_the_crosshair_says_the_value_at_or_before_it(plot: Plot) -> None:
    panel = plot.panel
    QTest.keyClick(panel.view, Qt.Key.Key_C)
    assert panel.cursors.cross
    plot.mouse(QEvent.Type.MouseMove, plot.at(T0 + 20.6))
    when = panel.cursors.when
    assert when is not None
    assert when == pytest.approx(T0 + 20.6, abs=0.2)
    assert not panel.box.isHidden()
    rows = panel.box.figures.rows
    assert [row.name for row in rows] == ["Pack voltage", "Worst cell (7)"]
    assert rows[0].texts == ("47.02",)
    assert panel.legend.items[0].value == "47.02"
    assert panel.box.geometry().left() > panel.view.pixel_of(when)
    assert "47.02" in panel.box.accessibleName()
    QTest.keyClick(panel.view, Qt.Key.Key_C)
    assert panel.box.isHidden()
    assert panel.legend.items[0].value == "47.06"


def test_arrows_step_the_crosshair_from_sample_to_sample(plot: Plot) -> None:
    panel = plot.panel
    panel.act("cross", True)
    first = panel.cursors.when
    assert first is not None
    QTest.keyClick(panel.view, Qt.Key.Key_Right)
    QTest.keyClick(panel.view, Qt.Key.Key_Right)
    assert panel.cursors.when == pytest.approx(first + 2)
    QTest.keyClick(panel.view, Qt.Key.Key_Left)
    assert panel.cursors.when == pytest.approx(first + 1)
    panel.act("cross", False)
    event = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, "", False
    )
    QApplication.sendEvent(panel.view, event)
    assert not event.isAccepted(), "the arrows of a recording must get through"


def test_a_range_says_change_mean_and_extremes(plot: Plot) -> None:
    panel = plot.panel
    QTest.keyClick(panel.view, Qt.Key.Key_R)
    begin, end = panel.view.mark_at(Mark.FIRST), panel.view.mark_at(Mark.SECOND)
    assert begin is not None
    assert end is not None
    plot.drag(begin, T0 + 10)
    plot.drag(end, T0 + 50)
    figures = panel.box.figures
    assert figures.columns == ("change", "mean", "lowest", "highest")
    assert figures.title.endswith("40.0 s")
    assert figures.rows[0].texts == ("+0.04", "47.03", "47.01", "47.05")
    QTest.keyClick(panel.view, Qt.Key.Key_M)
    assert panel.box.figures.columns == ("change",)
    assert panel.window_of_time.away is False, "cursors were moved, not the time"


def test_narrow_the_box_leaves_columns_out_before_it_is_cut(plot: Plot) -> None:
    plot.holder.resize(260, 300)
    settle()
    plot.panel.act("ranging", True)
    box = plot.panel.box
    assert 1 <= len(box.figures.columns) < 4
    assert plot.panel.view.rect().contains(box.geometry())
    assert box.sizeHint().width() <= box.width()


def test_no_key_is_taken_twice() -> None:
    keys = [row.key for row in ACTIONS if row.key]
    assert len(keys) == len(set(keys))


def test_values_are_chosen_from_a_list_that_can_be_searched(plot: Plot) -> None:
    panel = plot.panel
    panel.choose()
    chooser = panel.chooser
    assert chooser is not None
    assert chooser.boxes["pack_v"].isChecked()
    assert not chooser.boxes["soh_pct"].isEnabled(), "not reported"
    QTest.keyClicks(chooser.search, "cell 1")
    shown = {key for key, box in chooser.boxes.items() if box.isVisible()}
    assert shown == {"cell_v.1", "cell_v.10", "cell_v.11", "cell_v.12", "cell_v.13"}
    chooser.boxes["cell_v.12"].click()
    assert plot.context.plotted.keys[-1] == "cell_v.12"
    assert len(plot.drawn("cell_v.12")) == 60
    for number in range(1, 13):
        if number != 12:
            chooser.boxes[f"cell_v.{number}"].click()
    assert len(plot.context.plotted.keys) == 12
    assert not chooser.boxes["cell_v.13"].isEnabled(), "twelve are enough"
    chooser.usual.click()
    assert plot.context.plotted.keys == ("pack_v", WORST_CELL)
    QTest.keyClick(chooser, Qt.Key.Key_Escape)
    assert chooser.isHidden()


def test_the_shown_values_go_into_a_csv_file(plot: Plot, tmp_path: Path) -> None:
    plot.hub.clock.go(10)
    plot.feed(1, current_a=None)
    plot.context.plotted.choose(("pack_v", "current_a"))
    file = tmp_path / "plot.csv"
    write_csv(file, plot.panel.series, T0 + 59, T0 + 99)
    lines = file.read_text("utf-8-sig").splitlines()
    assert lines == [
        "time_utc,Pack voltage [V],Current [A]",
        "2026-11-22T10:00:59.000Z,47.059,0.000",
        "2026-11-22T10:01:00.000Z,47.060,0.000",
        "2026-11-22T10:01:11.000Z,47.071,",
    ]


@pytest.mark.asyncio
async def test_a_file_that_cannot_be_written_is_said_in_the_panel(
    plot: Plot, tmp_path: Path
) -> None:
    with pytest.raises(StorageError) as caught:
        await save_shown(
            tmp_path / "none" / "plot.csv",
            plot.panel.series,
            plot.panel.view.span,
            plot.panel.context.prefs,
        )
    assert caught.value.key == "file_unwritable"
    plot.panel.save(tmp_path / "none" / "plot.csv")
    await until(lambda: not plot.panel.error_line.isHidden())
    file = tmp_path / "plot.csv"
    plot.panel.save(file)
    await until(lambda: plot.context.prefs.values.folder == str(tmp_path))
    assert len(file.read_text("utf-8-sig").splitlines()) == 61
    assert plot.panel.error_line.isHidden()


def test_the_file_is_asked_for_by_a_dialog_nothing_waits_for(plot: Plot) -> None:
    plot.panel.export()
    dialog = plot.panel.dialog
    assert dialog is not None
    assert dialog.isVisible()
    assert dialog.defaultSuffix() == "csv"
    dialog.reject()
    settle()


async def recording(folder: Path) -> ReplaySession:
    """Open a recording of ten polls, ten seconds apart."""
    capture = read_capture(CAPTURE)
    file = folder / "capture.jsonl"
    entries = capture.entries
    span = entries[-1].t + 1.0
    with file.open("w", encoding="utf-8") as target:
        header = CaptureHeader(protocol="jbd", started=START, extra={"synthetic": True})
        writer = CaptureWriter(target, header)
        for turn in range(10):
            for entry in entries:
                writer.record(turn * span + entry.t, entry.direction, entry.data)
    session = make_session(f"replay://{file}", clock=SystemClock())
    assert isinstance(session, ReplaySession)
    await session.connect()
    return session


@pytest.mark.asyncio
async def test_a_recording_is_there_at_once_with_a_cursor_that_seeks(
    hub: FakeHub, context: PanelContext, tmp_path: Path
) -> None:
    plot = Plot(hub, context, seconds=3)
    session = await recording(tmp_path)
    context.selection.select(session)
    panel = plot.panel
    settle()
    count = len(session.recorded)
    assert count >= 10
    assert sum(v == v for v in plot.drawn("pack_v")) == count
    begin, end = panel.view.span
    assert begin < session.recorded[0].time.timestamp()
    assert end > session.recorded[-1].time.timestamp()
    assert panel.view.mark_at(Mark.PRESENT) == pytest.approx(T0 + session.position_s)
    goal = session.recorded_at[count // 2] + 0.2
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=plot.at(T0 + goal))
    assert session.position_s == pytest.approx(goal, abs=0.2)
    assert session.model.sample is session.recorded[count // 2]
    assert panel.view.mark_at(Mark.PRESENT) == pytest.approx(T0 + session.position_s)
    plot.drag(T0 + session.position_s, T0 + session.recorded_at[-1] + 0.1)
    assert session.model.sample is session.recorded[-1]
    assert panel.live.isHidden(), "the time shown was not moved"
    await session.close()
    context.selection.select(hub.sessions[0])
    assert panel.view.mark_at(Mark.PRESENT) is None
    plot.close()


@pytest.mark.asyncio
async def test_a_recording_is_not_kept_a_second_time(
    hub: FakeHub, context: PanelContext, tmp_path: Path
) -> None:
    session = await recording(tmp_path)
    panel = PlotPanel(context)
    hub._sessions.append(session)  # type: ignore[arg-type]
    panel.store._opened(session)
    assert panel.store.track(session) is None
    hub._sessions.remove(session)  # type: ignore[arg-type]
    panel.stop()
    await session.close()


def test_nothing_heavy_is_imported_before_the_first_paint() -> None:
    code = (
        "import sys, mingtang_desk.ui.app, mingtang_desk.ui.main_window;"
        "print([name for name in ('numpy', 'pyqtgraph') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"


def test_another_device_begins_without_the_cursors_of_the_last(plot: Plot) -> None:
    panel = plot.panel
    panel.actions_of.actions["cross"].trigger()
    panel.actions_of.actions["ranging"].trigger()
    assert not panel.box.isHidden()
    other = plot.hub.add("sim://jbd-4s")
    other.identify("other")
    plot.context.selection.select(plot.hub.sessions[1])
    assert panel.box.isHidden()
    assert all(panel.view.mark_at(mark) is None for mark in Mark)
    assert not panel.actions_of.buttons["cross"].isChecked()


def test_a_context_carries_the_choice_to_every_panel(context: PanelContext) -> None:
    assert replace(context, history=None).plotted is context.plotted
