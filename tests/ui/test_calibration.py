"""The wizard on a real hub, a simulated board and a meter on TCP, with a history on disk."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mingtang_desk.device.calibration import CalibrationPoint, Verdict, parse_target
from mingtang_desk.history.store import HistoryStore
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.hub import DeviceHub
from mingtang_desk.sim.inprocess import SimPort
from mingtang_desk.sim.meter import SimMeter, make_meter
from mingtang_desk.sim.models import make_board
from mingtang_desk.sim.powered import PoweredBoard
from mingtang_desk.ui.calibration.foot import Step
from mingtang_desk.ui.calibration.words import journal_words
from mingtang_desk.ui.panels.calibration import CalibrationPanel
from mingtang_desk.ui.prefs import Preferences
from mingtang_desk.ui.selection import Selection
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import cancel_all
from mingtang_desk.ui.theme import Theme
from tests.session.bench import QUICK
from tests.session.calibration_bench import BRISK, served
from tests.ui.building import settle
from tests.ui.fakes import FakeHub


def _said(panel: CalibrationPanel) -> str:
    error = panel.error_line.error
    return "" if error is None else error.message


@dataclass
class Wizard:
    panel: CalibrationPanel
    hub: DeviceHub
    session: DeviceSession
    board: PoweredBoard
    meter: SimMeter
    meter_uri: str
    history: HistoryStore

    def choose(self, target: str) -> None:
        self.panel.target.choose(parse_target(target))
        self.panel.target.changed.emit()

    async def until(self, true: Callable[[], bool], seconds: float = 8.0) -> None:
        async with asyncio.timeout(seconds):
            while not true():
                settle(1)
                self.panel.follower.flush()
                await asyncio.sleep(0.01)

    async def to(self, step: Step) -> None:
        await self.until(lambda: self.panel.step is step)

    @property
    def last(self) -> CalibrationPoint:
        point = self.panel._point
        assert point is not None
        return point


@asynccontextmanager
async def wizard(
    folder: Path,
    model: str = "jbd-13s",
    *,
    sets: Mapping[str, str] | None = None,
    probe: str = "pack",
) -> AsyncIterator[Wizard]:
    board = make_board(model, sets=sets)
    assert isinstance(board, PoweredBoard)
    clock = SystemClock()
    history = await HistoryStore.open(folder / "history.sqlite", clock)
    hub = DeviceHub(
        clock=clock,
        journal=history,
        store=history,
        who="workshop",
        boards=lambda _, __: SimPort(board),
        timing=QUICK,
    )
    meter = make_meter({"late": "0", "probe": probe}, board=board)
    async with served(meter, "tcp:127.0.0.1:0") as where:
        session = await hub.open(f"sim://{model}", poll_s=0.05)
        selection = Selection(hub)
        selection.select(session)
        theme = Theme()
        theme.apply()
        panel = CalibrationPanel(
            PanelContext(
                hub=hub,
                theme=theme,
                prefs=Preferences(folder),
                selection=selection,
                history=history,
            )
        )
        panel.pace = BRISK
        panel.resize(380, 560)
        panel.show()
        try:
            yield Wizard(
                panel, hub, session, board, meter, f"tcp://{where.removeprefix('tcp:')}", history
            )
        finally:
            panel.stop()
            await cancel_all(panel)
            selection.stop()
            panel.close()
            panel.deleteLater()
            settle()
            await hub.close_all()
            await history.close()


def test_a_cell_is_calibrated_with_a_meter_and_leaves_a_record(
    qapp: QApplication, tmp_path: Path
) -> None:
    async def go() -> None:
        sets = {"cell_error_v_2": "0.025"}
        async with wizard(tmp_path, sets=sets, probe="cell_2") as at:
            panel = at.panel
            at.choose("cell-2")
            assert "3.65" in panel.target.reading.text
            panel.go_on()
            assert panel.step is Step.REFERENCE
            assert not panel.next.isEnabled()
            panel.reference.address.setText(at.meter_uri)
            panel.reference.attempt.click()
            await at.until(lambda: "SN000042" in panel.reference.said.text())
            assert panel.reference.entries["maker"].text() == "MINGTANG"
            panel.reference.entries["due"].setText("2099-05-01")
            panel.go_on()
            await at.to(Step.REVIEW)
            assert panel.wait.traces.count >= BRISK.window.count
            assert not panel.next.isEnabled()  # writing is locked
            at.hub.set_writing(True)
            assert panel.next.isEnabled()
            panel.go_on()
            await at.to(Step.RESULT)
            assert at.last.verdict is Verdict.GOOD
            assert not panel.undo.isVisibleTo(panel)
            documents = await at.history.documents(kind="calibration")
            body = documents[0].body
            assert documents[0].who == "workshop"
            assert body["instrument"] == {
                "maker": "MINGTANG", "model": "SIM-6500", "serial": "SN000042",
                "due": "2099-05-01", "address": at.meter_uri, "overdue": False,
            }  # fmt: skip
            entries = await at.history.journal_entries()
            assert entries[0].kind == "calibration"
            # The next cell: same sitting, one record.
            await at.until(lambda: panel.next.isEnabled())
            panel.go_on()
            assert panel.target.offer is not None
            assert panel.target.offer.target == parse_target("cell-3")
            at.meter.truth = lambda _: at.board.pack.cells[2].terminal_v(0.0)
            panel.go_on()
            await at.until(lambda: panel.next.isEnabled())
            panel.go_on()
            await at.to(Step.REVIEW)
            panel.go_on()
            await at.to(Step.RESULT)
            documents = await at.history.documents(kind="calibration")
            assert [d.title for d in documents] == ["cell-2, cell-3"]
            panel.open_records()
            await at.until(lambda: panel.records.chosen is not None)
            panel.records.export(tmp_path / "record.json")
            panel.records.export(tmp_path / "record.txt")
            saved = json.loads((tmp_path / "record.json").read_text(encoding="utf-8"))
            assert [p["target"] for p in saved["points"]] == ["cell-2", "cell-3"]
            assert "SN000042" in (tmp_path / "record.txt").read_text(encoding="utf-8")
            panel.records.back.click()
            assert at.panel.stack.currentIndex() == 1

    asyncio.run(go())
    assert Preferences(tmp_path).values.calibration["serial"] == "SN000042"


def test_a_typed_reading_is_undone_on_a_board_that_tells_its_corrections(
    qapp: QApplication, tmp_path: Path
) -> None:
    async def go() -> None:
        async with wizard(tmp_path, "mingtang-13s") as at:
            panel = at.panel
            at.hub.set_writing(True)
            at.choose("cell-1")
            was = at.board.rig.readings.cell_v[0]
            panel.go_on()
            panel.reference.by_hand.setChecked(True)
            panel.reference.value.setText(f"{was + 0.02:.3f}")
            QTest.keyClick(panel.reference.value, Qt.Key.Key_Return)
            await at.to(Step.REVIEW)
            QTest.keyClick(panel.next, Qt.Key.Key_Return)
            await at.to(Step.RESULT)
            assert at.board.rig.readings.cell_v[0] == pytest.approx(was + 0.02)
            assert panel.undo.isVisibleTo(panel)
            panel.undo.click()
            await at.until(lambda: at.board.rig.readings.cell_v[0] == was)
            await at.until(lambda: not panel.undo.isVisibleTo(panel))
            panel.retranslate()  # as another language has it
            assert panel.result.judged.text().startswith("Undone")
            assert not any(row.isVisibleTo(panel.result) for row in panel.result.rows)

    asyncio.run(go())


def test_a_drifting_meter_can_be_given_up_and_nothing_is_sent(
    qapp: QApplication, tmp_path: Path
) -> None:
    async def go() -> None:
        async with wizard(tmp_path, probe="cell_1") as at:
            panel = at.panel
            at.meter.state.drift = 0.5
            at.choose("cell-1")
            panel.go_on()
            panel.reference.address.setText(at.meter_uri)
            panel.go_on()
            await at.to(Step.WAIT)
            await at.until(lambda: "drift" in panel.wait.meter_state.text())
            QTest.keyClick(panel, Qt.Key.Key_Escape)
            assert panel.step is Step.REFERENCE
            panel.go_on()  # again, and now until it gives up by itself
            await at.to(Step.WAIT)
            await at.until(lambda: panel.step is Step.REFERENCE)
            assert "drifting" in _said(panel)
            assert await at.history.journal_entries() == []

    asyncio.run(go())


def test_nonsense_of_the_meter_stands_in_the_line(qapp: QApplication, tmp_path: Path) -> None:
    async def go() -> None:
        async with wizard(tmp_path) as at:
            panel = at.panel
            at.meter.state.nonsense = "overload"
            at.choose("cell-1")
            panel.go_on()
            panel.reference.address.setText(at.meter_uri)
            panel.reference.attempt.click()
            await at.until(lambda: "overload" in panel.reference.said.text())
            panel.go_on()
            await at.until(lambda: "overload" in _said(panel))
            assert panel.step is Step.REFERENCE

    asyncio.run(go())


def test_what_is_entered_wrong_is_marked_and_holds_up(qapp: QApplication, tmp_path: Path) -> None:
    async def go() -> None:
        async with wizard(tmp_path) as at:
            panel, step = at.panel, at.panel.reference
            at.choose("cell-1")
            panel.go_on()
            step.by_hand.setChecked(True)
            for text, good in (("", False), ("abc", False), ("inf", False), ("3,63", True)):
                step.value.setText(text)
                assert panel.next.isEnabled() is good, text
            step.entries["due"].setText("soon")
            assert not panel.next.isEnabled()
            step.entries["due"].setText(date(2020, 1, 1).isoformat())
            assert not panel.next.isEnabled()
            assert step.accept.isVisibleTo(step)
            step.accept.setChecked(True)
            assert panel.next.isEnabled()
            assert step.choice is not None
            assert step.choice.accepted

    asyncio.run(go())


def test_a_pack_under_load_is_told_before_anything_is_entered(
    qapp: QApplication, tmp_path: Path
) -> None:
    async def go() -> None:
        async with wizard(tmp_path, sets={"current_a": "-8"}) as at:
            panel = at.panel
            at.choose("cell-1")
            assert not panel.next.isEnabled()
            assert panel.target.hinders.text()
            at.choose("discharge-current")
            assert panel.next.isEnabled()

    asyncio.run(go())


def test_a_board_without_calibration_says_why(qapp: QApplication, tmp_path: Path) -> None:
    async def go() -> None:
        async with wizard(tmp_path, "tt-20s") as at:
            assert at.panel.notice.isVisibleTo(at.panel)
            assert "cannot be calibrated" in at.panel.notice.title

    asyncio.run(go())


def test_without_a_device_it_says_what_to_do(qapp: QApplication, tmp_path: Path) -> None:
    hub = FakeHub()
    selection = Selection(hub.real)
    panel = CalibrationPanel(
        PanelContext(hub=hub.real, theme=Theme(), prefs=Preferences(tmp_path), selection=selection)
    )
    assert panel.notice.title
    panel.stop()
    selection.stop()
    panel.deleteLater()
    settle()


def test_the_journal_says_what_was_calibrated(qapp: QApplication) -> None:
    assert journal_words("cell-3", 3.63, 3.65) == "Calibrate Cell 3: 3.63 → 3.65 V"
    assert journal_words("zero-current", -0.3, None) == "Calibrate Zero current: −0.3 → ? A"
    assert journal_words("cell-3.correction", 0.02, 0.0) == "Undo calibration of Cell 3"
    assert journal_words("something", 1.0, 2.0) == "Calibrate something: 1 → 2"
