"""The bench check panel over a simulated pack that lives fast; jobs and pages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from mingtang_desk.app.wiring import CLOCK, boards
from mingtang_desk.core.errors import StorageError
from mingtang_desk.history.store import HistoryStore
from mingtang_desk.reports.job import KIND, PartUsed, job_of
from mingtang_desk.session.bench_check import KIND as CHECK
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.hub import DeviceHub
from mingtang_desk.ui.ask_file import file_name
from mingtang_desk.ui.jobs.parts import PartRow
from mingtang_desk.ui.panels.bench_check import BenchCheckPanel
from mingtang_desk.ui.panels.jobs import JobsPanel
from mingtang_desk.ui.prefs import Preferences
from mingtang_desk.ui.printing import PageDocument, print_page
from mingtang_desk.ui.selection import Selection
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import cancel_all
from mingtang_desk.ui.theme import Theme
from tests.ui.conftest import until

PACK = (
    "sim://jbd-13s?protocol=jbd&speed=100&set.load_a=-10&set.load_every_s=400&fault.weak-cell=4"
    "&set.load_after_s=200"
)


@pytest.fixture(autouse=True)
def stays_open(qapp: QApplication) -> Iterator[None]:
    """As in the window: a panel that goes does not end the loop."""
    qapp.setQuitOnLastWindowClosed(False)
    yield
    qapp.setQuitOnLastWindowClosed(True)


@dataclass
class Bench:
    hub: DeviceHub
    store: HistoryStore
    context: PanelContext

    async def open(self, uri: str = PACK) -> DeviceSession:
        session = await self.hub.open(uri, poll_s=0.05)
        self.context.selection.select(session)
        return session


@asynccontextmanager
async def bench(folder: Path, theme: Theme) -> AsyncIterator[Bench]:
    store = await HistoryStore.open(folder / "h.sqlite", CLOCK)
    hub = DeviceHub(clock=CLOCK, journal=store, store=store, who="tester", boards=boards)
    context = PanelContext(
        hub=hub, theme=theme, prefs=Preferences(None), selection=Selection(hub), history=store
    )
    try:
        yield Bench(hub, store, context)
    finally:
        context.selection.stop()
        await hub.close_all()
        await store.close()


async def end(panel: BenchCheckPanel | JobsPanel) -> None:
    await cancel_all(panel)
    panel.stop()
    panel.deleteLater()


@pytest.mark.asyncio
async def test_a_check_from_start_to_page(theme: Theme, tmp_path: Path) -> None:
    async with bench(tmp_path, theme) as desk:
        panel = BenchCheckPanel(desk.context)
        panel.show()
        assert panel.stack.currentWidget() is panel.notice
        session = await desk.open()
        await until(lambda: panel.stack.currentWidget() is panel.prepare)
        await until(lambda: "0.2 C" in panel.prepare.load.text())
        panel.begin()
        panel.begin()
        assert len(panel.runs) == 1
        assert panel.stack.currentWidget() is panel.run_page
        await until(lambda: "Connect" in panel.run_page.instruction.text(), 10)
        await until(lambda: "Leave the load" in panel.run_page.instruction.text(), 10)
        await until(lambda: "cell 4" in panel.run_page.now.text(), 10)
        await until(lambda: panel.check is not None, 20)
        await until(lambda: panel.stack.currentWidget() is panel.result)
        assert "Cell 4" in panel.result.verdict.text()
        assert panel.result.chip.text == "replace"
        assert "cell 4" in panel.result.ranking.accessibleName().split(" · ")[0]
        await until(lambda: panel.earlier.count() == 2)
        panel.resize(280, 400)
        panel.show()
        panel.grab()
        panel.resize(760, 500)
        panel.grab()
        panel.save_pdf(tmp_path / "a.pdf")
        assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")
        panel.save_csv(tmp_path / "a.csv")
        assert "1,4," in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
        panel.save_pdf(tmp_path / "missing" / "a.pdf")
        assert panel.error_line.error is not None
        panel.show_error(None)
        panel.save_csv(tmp_path / "missing" / "a.csv")
        assert panel.error_line.error is not None
        panel.prepare_anew()
        assert panel.stack.currentWidget() is panel.prepare
        panel._pick_earlier(1)
        assert panel.stack.currentWidget() is panel.result
        kept = await desk.store.documents(session.key, kind=CHECK)
        assert len(kept) == 1
        await end(panel)


@pytest.mark.asyncio
async def test_cancel_close_and_a_device_without_cells(theme: Theme, tmp_path: Path) -> None:
    async with bench(tmp_path, theme) as desk:
        panel = BenchCheckPanel(desk.context)
        panel.show()
        session = await desk.open()
        panel.begin()
        await until(lambda: bool(panel.runs[session].check.readings), 5)
        panel.cancel()
        await until(lambda: not panel.runs)
        await until(lambda: "cancelled" in panel.prepare.warning.text())
        panel.begin()
        await asyncio.sleep(0.05)
        await desk.hub.close(session)
        await until(lambda: not panel.runs)
        await until(lambda: panel.stack.currentWidget() is panel.notice)
        await end(panel)


@pytest.mark.asyncio
async def test_a_job_from_complaint_to_page(theme: Theme, tmp_path: Path) -> None:
    async with bench(tmp_path, theme) as desk:
        session = await desk.open("sim://jbd-13s?protocol=jbd")
        panel = JobsPanel(desk.context)
        panel.open_new()
        editor = panel.editor
        editor.fields["customer"].setText("<script>王</script>")
        editor.complaint.setPlainText("cuts off")
        await until(lambda: editor.saved.text() == "kept", 5)
        panel.read("before")
        assert not editor.back.isEnabled()
        await until(lambda: editor.job().before is not None and not panel._busy, 10)
        desk.hub.set_writing(True)
        await desk.hub.write_settings(session, {"cell_uvp_v": 2.8})
        panel.read("after")
        await until(lambda: bool(editor.job().changes) and not panel._busy, 10)
        assert "→ 2.800 V (applied)" in editor.changes.text()
        editor.parts.show_parts((PartUsed(name="Cell", count=2, price="4.5"),), "€")
        editor.parts.rows[0].count.setValue(3)
        assert editor.parts.total.text() == "Sum 13.50"
        editor.parts.add.click()
        editor.parts.rows[1].remove.click()
        editor.work.setPlainText("replaced")
        editor.status.click()
        await until(lambda: editor.saved.text() == "kept", 5)
        kept = await desk.store.documents(kind=KIND)
        assert len(kept) == 1
        job = job_of(kept[0].body)
        assert job.customer == "<script>王</script>"
        assert not job.is_open
        assert job.parts == (PartUsed(name="Cell", count=3, price="4.5"),)
        assert job.changes[0].key == "cell_uvp_v"
        assert kept[0].device is not None
        panel.save_pdf(tmp_path / "job.pdf")
        assert (tmp_path / "job.pdf").stat().st_size > 1000
        panel.save_pdf(tmp_path / "missing" / "job.pdf")
        assert panel.error_line.error is not None
        panel.go_back()
        await until(lambda: panel.jobs.list.count() == 1)
        panel.jobs.search.setText("nobody")
        assert panel.jobs.list.count() == 0
        panel.jobs.search.setText("CUTS")
        panel.jobs.filter.setCurrentIndex(1)
        assert panel.jobs.list.count() == 0
        panel.jobs.filter.setCurrentIndex(0)
        panel.jobs.list.itemActivated.emit(panel.jobs.list.item(0))
        assert editor.fields["customer"].text() == "<script>王</script>"
        assert editor.work.toPlainText() == "replaced"
        await end(panel)


@pytest.mark.asyncio
async def test_what_cannot_be_kept_stays_on_the_form(
    theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bench(tmp_path, theme) as desk:
        panel = JobsPanel(desk.context)
        panel.open_new()
        full = StorageError("history_busy", path="h.sqlite")

        async def refuse(*_: object, **__: object) -> int:
            raise full

        with monkeypatch.context() as disk:
            disk.setattr(desk.store, "add_document", refuse)
            panel.editor.work.setPlainText("hours of work")
            panel.go_back()
            await until(lambda: panel.error_line.error is full)
            assert panel.stack.currentWidget() is panel.editor
            assert panel.editor.work.toPlainText() == "hours of work"
        panel.go_back()
        await until(lambda: panel.jobs.list.count() == 1)
        assert panel.stack.currentWidget() is panel.jobs
        await end(panel)


@pytest.mark.asyncio
async def test_what_was_typed_last_is_kept_when_the_window_closes(
    theme: Theme, tmp_path: Path
) -> None:
    async with bench(tmp_path, theme) as desk:
        panel = JobsPanel(desk.context)
        panel.open_new()
        panel.editor.fields["customer"].setText("A")
        await asyncio.sleep(0.05)
        panel.editor.fields["customer"].setText("AB")
        await end(panel)
        kept = await desk.store.documents(kind=KIND)
        assert [job_of(document.body).customer for document in kept] == ["AB"]


@pytest.mark.asyncio
async def test_another_job_does_not_take_the_words_of_the_last(
    theme: Theme, tmp_path: Path
) -> None:
    async with bench(tmp_path, theme) as desk:
        panel = JobsPanel(desk.context)
        for name in ("first", "second"):
            panel.open_new()
            panel.editor.fields["customer"].setText(name)
        panel.go_back()
        await until(lambda: panel.jobs.list.count() == 2, 5)
        kept = await desk.store.documents(kind=KIND)
        assert sorted(job_of(d.body).customer for d in kept) == ["first", "second"]
        await asyncio.sleep(0.8)
        assert len(await desk.store.documents(kind=KIND)) == 2
        await end(panel)


def test_without_a_history_there_are_no_jobs(context: PanelContext) -> None:
    panel = JobsPanel(context)
    assert panel.stack.currentWidget() is panel.notice
    panel.stop()


@pytest.mark.asyncio
async def test_paper(theme: Theme, qapp: object) -> None:
    document = PageDocument('<p>x</p><img src="http://example.org/a.png"/>')
    assert document.loadResource(2, "http://example.org/a.png") is None
    assert file_name("a/b: <c>", "pdf") == "a-b- -c.pdf"
    assert file_name("  ", "csv") == "page.csv"
    parent = QWidget()
    dialog = print_page(parent, "<p>x</p>", title="t")
    assert isinstance(dialog, QPrintDialog)
    dialog.reject()
    parent.deleteLater()


def test_the_count_of_a_part_can_be_seen(theme: Theme) -> None:
    row = PartRow(theme, PartUsed(name="lead", count=12, price="1"))
    row.resize(400, 40)
    row.show()
    field = row.count.findChild(QLineEdit)
    assert field is not None
    assert field.width() > field.fontMetrics().horizontalAdvance("12")
    row.close()
