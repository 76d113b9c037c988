"""The pages of files in the Settings panel, on simulated boards."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from mingtang_desk.history.records import SnapshotRecord
from mingtang_desk.interfaces.storage import DeviceKey
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.golden_apply import PackState
from mingtang_desk.session.golden_files import GoldenShelf
from mingtang_desk.session.hub import DeviceHub
from mingtang_desk.session.next_pack import LoopPhase
from mingtang_desk.sim.inprocess import SimPort
from mingtang_desk.sim.models import make_board
from mingtang_desk.ui.golden.apply_page import ApplyPage
from mingtang_desk.ui.golden.compare_page import ComparePage
from mingtang_desk.ui.golden.next_page import NextPage
from mingtang_desk.ui.golden.preset_page import PresetPage
from mingtang_desk.ui.golden.shelf_page import ShelfPage
from mingtang_desk.ui.panels.settings import SettingsPanel
from mingtang_desk.ui.prefs import Preferences
from mingtang_desk.ui.selection import Selection
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.theme import Theme
from tests.session.bench import QUICK

pytestmark = pytest.mark.usefixtures("qapp")
JBD, MINGTANG, LFP = "sim://jbd-13s", "sim://mingtang-13s", "sim://jbd-16s-lfp"


def boards(model: str, options: Mapping[str, str]) -> SimPort:
    return SimPort(make_board(model))


class Snapshots:
    """A history that knows settings as they once were."""

    def __init__(self) -> None:
        self.kept: list[SnapshotRecord] = []

    async def snapshots(
        self, device: DeviceKey | None = None, *, limit: int | None = None
    ) -> list[SnapshotRecord]:
        return self.kept[:limit]


@asynccontextmanager
async def shown(tmp_path: Path, *uris: str) -> AsyncIterator[SettingsPanel]:
    hub = DeviceHub(clock=SystemClock(), boards=boards, timing=QUICK, who="tester")
    for uri in uris or (JBD,):
        await (await hub.open(uri)).read_settings()
    selection = Selection(hub)
    selection.select(hub.sessions[0])
    context = PanelContext(
        hub=hub,
        theme=Theme(),
        prefs=Preferences(None),
        selection=selection,
        history=Snapshots(),
        golden=GoldenShelf(tmp_path / "golden"),
    )
    panel = SettingsPanel(context)
    panel.resize(388, 600)
    panel.show()
    QApplication.setQuitOnLastWindowClosed(False)  # the loop goes on after it
    try:
        yield panel
    finally:
        panel.stop()
        selection.stop()
        panel.close()
        panel.deleteLater()
        await hub.close_all()
        QApplication.setQuitOnLastWindowClosed(True)


async def until(ready: object, seconds: float = 5.0) -> None:
    async with asyncio.timeout(seconds):
        while not ready():  # type: ignore[operator]
            await asyncio.sleep(0.01)


async def released(panel: SettingsPanel, name: str = "house") -> ShelfPage:
    panel.files.show_shelf()
    page = panel.files.page
    assert isinstance(page, ShelfPage)
    page.name.setText(name)
    page.note.setText("a note")
    page.save.click()
    await until(lambda: page.list.count() > 0)
    return page


def compare_page(panel: SettingsPanel) -> ComparePage:
    page = panel.files.page
    assert isinstance(page, ComparePage)
    assert panel.stack.currentWidget() is page
    return page


@pytest.mark.asyncio
async def test_the_title_says_what_is_not_on_the_device(tmp_path: Path) -> None:
    async with shown(tmp_path) as panel:
        assert panel.read_at.text().startswith("read at")
        panel.take_over({"cell_ovp_v": "4.2"})
        assert panel.read_at.text() == "edited, not on device"
        panel.discard()
        assert panel.read_at.text().startswith("read at")


@pytest.mark.asyncio
async def test_a_pack_is_saved_as_a_set_and_taken_over_by_another(tmp_path: Path) -> None:
    async with shown(tmp_path) as panel:
        await panel.context.hub.sessions[0].write_settings({"cell_ovp_v": 4.2}, who="t")
        page = await released(panel)
        assert page.chosen is not None
        assert page.chosen.golden is not None
        assert (page.chosen.golden.by, page.chosen.golden.cells) == ("tester", 13)
        assert "x_jbd_barcode" not in page.chosen.settings
        await panel.context.hub.sessions[0].write_settings({"cell_ovp_v": 4.25}, who="t")
        page.compare.click()
        compared = compare_page(panel)
        await until(lambda: compared.a is not None)
        assert compared.typed == {"cell_ovp_v": "4.200"}
        compared.take.click()
        assert panel.stack.currentIndex() == 1
        assert panel.form.changes == {"cell_ovp_v": 4.2}
        panel.files.show_shelf()
        again = panel.files.page
        assert isinstance(again, ShelfPage)
        again.name.setText("bad/name")
        again.save.click()
        await until(lambda: again.error_line.error is not None)
        again.remove.click()
        assert again.list.count() == 0


@pytest.mark.asyncio
async def test_an_edited_set_is_marked_and_needs_a_consent(tmp_path: Path) -> None:
    async with shown(tmp_path) as panel:
        await released(panel)
        file = tmp_path / "golden" / "house-v1.json"
        file.write_text(file.read_text().replace('"cell_ovp_v": 4.25', '"cell_ovp_v": 4.21'))
        panel.files.show_shelf()
        page = panel.files.page
        assert isinstance(page, ShelfPage)
        assert "!" in page.list.item(0).text()
        page.compare.click()
        compared = compare_page(panel)
        await until(lambda: compared.a is not None)
        assert not compared.take.isEnabled()
        assert "checksum" in compared.notes.text()
        assert "--accept" not in compared.notes.text()
        compared.anyway.click()
        assert compared.typed == {"cell_ovp_v": "4.210"}


@pytest.mark.asyncio
async def test_a_dropped_file_is_compared_and_millivolts_are_offered(tmp_path: Path) -> None:
    async with shown(tmp_path) as panel:
        file = tmp_path / "pack.fig"
        file.write_text("CellOverVoltage 4200\nMystery 1\n")
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file))])
        for kind in (QDragEnterEvent, QDropEvent):
            event = kind(
                QPointF(5, 5),
                Qt.DropAction.CopyAction,
                data,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
            QApplication.sendEvent(panel, event)
        compared = compare_page(panel)
        assert compared.typed == {"cell_ovp_v": "4.200"}
        assert "Mystery" in compared.notes.text()
        wrong = tmp_path / "mv.json"
        wrong.write_text('{"cell_ovp_v": 4200, "cell_uvp_v": 2.8, "nobody": 1}')
        panel.files.open_path(wrong)
        compared = compare_page(panel)
        assert compared.typed == {"cell_uvp_v": "2.800", "cell_ovp_v": "4200"}
        compared.take.click()
        typed = panel.form.rows["cell_ovp_v"].typed
        assert typed is not None
        assert typed.value is None
        assert typed.offer == 4.2
        half = tmp_path / "half.json"
        half.write_text('{"format')
        panel.files.open_path(half)
        assert panel.error_line.error is not None
        assert panel.error_line.error.key == "settings_file_invalid"


@pytest.mark.asyncio
async def test_everything_that_can_be_compared_is_offered(tmp_path: Path) -> None:
    async with shown(tmp_path, JBD, MINGTANG) as panel:
        await released(panel)
        history = panel.context.history
        assert isinstance(history, Snapshots)
        session = panel.context.hub.sessions[0]
        reading = session.model.settings
        assert reading is not None
        panel.files.actions["compare"].trigger()
        page = compare_page(panel)
        box = page.boxes["b"]
        keys = [str(box.itemData(at)) for at in range(box.count())]
        assert keys[:3] == [JBD, MINGTANG, "snapshot"]
        assert keys[3].startswith("golden:")
        assert keys[-2:] == ["preset:manual-17s", "file"]

        async def choose(key: str) -> None:
            box.setCurrentIndex(box.findData(key))
            box.activated.emit(box.currentIndex())
            await asyncio.sleep(0.05)

        await choose("snapshot")
        assert page.error_line.error is not None
        assert page.error_line.error.key == "snapshot_missing"
        before = replace(reading, time=reading.time.replace(year=2020), values={"cell_ovp_v": 4.1})
        history.kept = [SnapshotRecord(device=session.key, reading=before)]
        await choose("snapshot")
        assert page.rows.rows[0].key == "cell_ovp_v"
        assert page.rows.data(page.rows.index(0, 3)) == "−0.15 V"
        await choose(MINGTANG)
        assert not page.take.isEnabled()  # of another protocol
        assert not page.anyway.isVisibleTo(page)
        page.only.setChecked(False)
        assert "=" in {page.rows.data(page.rows.index(n, 3)) for n in range(page.rows.rowCount())}
        await choose("file")
        dialog = panel.files.dialogs.dialog
        assert isinstance(dialog, QFileDialog)
        dialog.reject()
        QTest.keyClick(page, Qt.Key.Key_Escape)
        assert panel.files.page is None
        assert panel.stack.currentIndex() == 1


@pytest.mark.asyncio
async def test_a_preset_is_a_proposal_with_its_source(tmp_path: Path) -> None:
    async with shown(tmp_path) as panel:
        panel.files.show_presets()
        page = panel.files.page
        assert isinstance(page, PresetPage)
        assert page.series.text() == "13"
        page.box.setCurrentIndex(page.box.findData("lg-mj1"))
        page.parallel.setText("4")
        assert "LG Chem" in page.source.text()
        page.series.setText("")
        assert not page.compare.isEnabled()
        page.series.setText("13")
        page.compare.click()
        compared = compare_page(panel)
        assert compared.typed["cell_uvp_v"] == "2.600"
        assert "dsg_ocp_1_a" in compared.typed  # 40 A is less than the board has
        assert "Battery type" in compared.notes.text()


@pytest.mark.asyncio
async def test_a_set_goes_to_the_packs_that_are_chosen(tmp_path: Path) -> None:
    async with shown(tmp_path, JBD, MINGTANG, LFP) as panel:
        hub = panel.context.hub
        shelf = await released(panel)
        shelf.many.click()
        page = panel.files.page
        assert isinstance(page, ApplyPage)
        assert [row.box.isChecked() for row in page.rows] == [True, False, True]
        assert page.lock.isVisibleTo(page)
        page.start.click()
        assert page.error_line.error is not None  # writing is locked
        hub.set_writing(True)
        page.address.setText("no address")
        page.add.click()
        assert page.error_line.error.key == "uri_invalid"
        page.address.setText("sim://jbd-4s")
        page.add.click()
        assert len(page.rows) == 4
        page.stop_on_error.setChecked(False)
        page.start.click()
        assert page.busy
        panel.files.leave()
        assert panel.files.page is page  # not while it is at work
        await until(lambda: not page.busy, 20)
        assert page.report is not None
        assert [pack.state for pack in page.report.packs] == [
            PackState.APPLIED,
            PackState.REFUSED,
            PackState.REFUSED,
        ]
        assert page.result.text() == "1 of 3 packs have the set"
        assert page.rows[0].state.text() == "✓ has the set"
        assert page.rows[1].state.text() == ""
        assert "13" in page.rows[2].detail.text()
        page.save_to(tmp_path / "r.csv")
        await until((tmp_path / "r.csv").is_file)
        page.save_to(tmp_path / "none" / "r.csv")
        await until(lambda: page.error_line.error is not None)
        page.back.click()
        assert isinstance(panel.files.page, ShelfPage)


@pytest.mark.asyncio
async def test_the_loop_does_pack_after_pack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beeps: list[int] = []
    monkeypatch.setattr(QApplication, "beep", lambda: beeps.append(1))
    async with shown(tmp_path) as panel:
        shelf = await released(panel)
        shelf.loop.click()
        page = panel.files.page
        assert isinstance(page, NextPage)
        page.start.click()
        assert page.error_line.error is not None
        panel.context.hub.set_writing(True)
        page.where.setText("sim://jbd-13s?set.soc_pct=40")
        QTest.keyClick(page.start, Qt.Key.Key_Space)
        await until(lambda: page._state.phase is LoopPhase.UNPLUG)
        assert page.big.text() == "✓ Done. Unplug it"
        assert page.counts.text() == "done 1 · failed 0"
        assert beeps == [1]
        assert len(panel.context.hub.sessions) == 1  # the pack on the bench is no open device
        QTest.keyClick(page.stop, Qt.Key.Key_Space)
        await until(lambda: not page.busy)
        assert page.report is not None
        assert page.report.good
        page.save_to(tmp_path / "loop.txt")
        await until((tmp_path / "loop.txt").is_file)
        assert "house v1" in (tmp_path / "loop.txt").read_text(encoding="utf-8")


@pytest.mark.asyncio
async def test_save_as_writes_what_was_read(tmp_path: Path) -> None:
    async with shown(tmp_path) as panel:
        panel.files.actions["save"].trigger()
        await until(lambda: panel.files.dialogs.dialog is not None)
        dialog = panel.files.dialogs.dialog
        assert dialog is not None
        dialog.fileSelected.emit(str(tmp_path / "pack.json"))
        dialog.reject()
        await until((tmp_path / "pack.json").is_file)
        panel.files.open_path(tmp_path / "pack.json")
        compared = compare_page(panel)
        await until(lambda: compared.a is not None)
        assert compared.nothing.text() == "A and B are the same."
        assert not compared.take.isEnabled()


@pytest.mark.asyncio
async def test_without_a_device_sets_can_still_be_looked_at(tmp_path: Path) -> None:
    async with shown(tmp_path) as panel:
        await released(panel)
        await panel.context.hub.close(panel.context.hub.sessions[0])
        panel.follower.flush()
        panel.files.show_shelf()
        page = panel.files.page
        assert isinstance(page, ShelfPage)
        assert not page.save.isEnabled()
        assert page.why_not.isVisibleTo(page)
        page.compare.click()
        assert compare_page(panel).typed == {}
        panel.files.save()
        assert panel.error_line.error is not None
