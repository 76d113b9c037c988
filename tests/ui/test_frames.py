"""The Frames panel: rows in words, filters, details, copies, recording, the send console."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester

from mingtang_desk.core.errors import LinkLostError, StorageError
from mingtang_desk.device.model import Mode
from mingtang_desk.device.transaction import FieldResult, FieldState
from mingtang_desk.protocols.jbd.codec import JbdFramer
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.session.frames import FrameRow, RowKind
from mingtang_desk.session.raw import RawReply
from mingtang_desk.ui.forms.journal_rows import last_undoable, rows_of
from mingtang_desk.ui.frames import source as sources
from mingtang_desk.ui.frames.decode import Teller
from mingtang_desk.ui.frames.model import Column, Filter, FramesModel, _holds
from mingtang_desk.ui.frames.typed import Problem, parse
from mingtang_desk.ui.panels.frames import FramesPanel
from mingtang_desk.ui.spec import PanelContext
from tests.protocols.jbd.hand import CELLS_13S, basic, read, reply, words, write
from tests.ui.bench_kit import KEY, entry
from tests.ui.building import settle
from tests.ui.conftest import until
from tests.ui.fakes import FakeHub, FakeSession

CAPTURES = Path(__file__).parents[1] / "protocols" / "jbd" / "captures"
BASIC, CELLS = reply(3, basic(amps=-120)), reply(4, words(*CELLS_13S))
BAD = CELLS[:9] + bytes([CELLS[9] ^ 1]) + CELLS[10:]


@pytest.fixture
def session(hub: FakeHub) -> FakeSession:
    made = hub.add("serial:///dev/ttyUSB0?protocol=jbd")
    made.model.identify(
        protocol="jbd",
        label="JBD",
        name="pack",
        capabilities=frozenset(JBD.capabilities),
        specs=dict(JBD.settings),
        origins=JBD.origins,
        setting_origins=JBD.setting_origins,
    )
    made.model.set_link(phase=made.model.phase.LIVE)
    return made


@pytest.fixture
def panel(context: PanelContext, session: FakeSession) -> Iterator[FramesPanel]:
    context.selection.select(context.hub.sessions[0])
    made = FramesPanel(context)
    made.resize(760, 480)
    made.show()
    settle()
    yield made
    made.stop()
    assert not session.watchers
    made.close()
    made.deleteLater()
    settle()


def talk(session: FakeSession) -> None:
    clock = session.model.clock
    for ask, answer in (
        (read(3), BASIC),
        (read(4), CELLS),
        (write(0x24, words(4250)), reply(0x24, status=0x81)),
        (read(0x24), b"\x00\x13" + reply(0x24, words(4250))),
        (read(4), BAD),
        (read(4), CELLS),
    ):
        session.hear("tx", ask)
        clock.go(0.05)  # type: ignore[attr-defined]
        session.hear("rx", answer)
        clock.go(0.3)  # type: ignore[attr-defined]


def told(panel: FramesPanel) -> list[str]:
    model = panel.rows
    return [str(model.index(row, Column.WORDS).data()) for row in range(model.rowCount())]


def ways(panel: FramesPanel) -> str:
    model = panel.rows
    return "".join(str(model.index(row, Column.WAY).data()) for row in range(model.rowCount()))


def test_rows_in_words(panel: FramesPanel, session: FakeSession) -> None:
    talk(session)
    panel.tick()
    assert told(panel) == [
        "Ask for basic info",
        "Basic info: 47.18 V · −1.20 A · 50 %",
        "Ask for cell voltages",
        "Cell voltages: 13 cells, 3.629 to 3.631 V",
        "Write register 24: Cell over-voltage protection 4.250 V",
        "Register 24: refused, not permitted, factory mode is off or a password is set: "
        "Cell over-voltage protection",
        "Ask for register 24: Cell over-voltage protection",
        "· Belongs to no frame, ignored",
        "Register 24: Cell over-voltage protection 4.250 V",
        "Ask for cell voltages",
        "× Damaged: Cell voltages",
        "Ask for cell voltages",
        "Cell voltages: 13 cells, 3.629 to 3.631 V",
    ]
    assert ways(panel) == "→←→←→←→←←→←→←"
    assert panel.counts.text() == "11 frames · 1 bad · 2 bytes ignored"
    colour = panel.rows.index(10, Column.BYTES).data(Qt.ItemDataRole.ForegroundRole)
    assert colour == panel.context.theme.color("bad_text")


def test_filters(panel: FramesPanel, session: FakeSession) -> None:
    talk(session)
    panel.tick()
    panel.filters.way.setCurrentIndex(1)
    assert set(ways(panel)) == {"→"}
    panel.filters.way.setCurrentIndex(0)
    panel.filters.which.setCurrentIndex(1)
    assert told(panel) == ["· Belongs to no frame, ignored", "× Damaged: Cell voltages"]
    panel.filters.which.setCurrentIndex(2)
    assert [text.split(":")[0] for text in told(panel)] == ["Write register 24", "Register 24"]
    panel.filters.which.setCurrentIndex(0)
    panel.filters.text.setText("24 02 10")
    assert len(told(panel)) == 1
    panel.filters.text.setText("47.18")
    assert len(told(panel)) == 1
    panel.filters.text.setText("4021")  # half a byte further it would be there: .. 24 02 10 ..
    assert told(panel) == []
    assert panel.notice.title == "No row passes the filter"
    panel.filters.text.setText("")
    session.hear("tx", read(5))
    panel.tick()
    assert told(panel)[-1] == "Ask for name"


def test_details_field_by_field(panel: FramesPanel, session: FakeSession) -> None:
    talk(session)
    panel.tick()
    panel.table.selectRow(1)
    fields = {line.name: line for line in panel.details.lines}
    assert fields["Total voltage"].value == "47.18 V"
    assert fields["Total voltage"].data == b"\x12\x6e"
    assert fields["Total voltage"].scale == "u16 × 0.01 V"
    assert fields["Checksum"].value == "✓"
    lines = panel.details.lines
    covered = b"".join(line.data for line in {line.offset: line for line in lines}.values())
    assert covered == BASIC
    assert panel.fields.isVisibleTo(panel)
    assert not panel.filters.follow.isChecked()
    panel.table.selectRow(10)
    assert "×" in next(line.value for line in panel.details.lines if line.name == "Checksum")


def test_copies(panel: FramesPanel, session: FakeSession) -> None:
    talk(session)
    panel.tick()
    clip = QGuiApplication.clipboard()
    panel.table.selectRow(1)
    panel.copy()
    assert bytes.fromhex(clip.text()) == BASIC
    panel.copy("command")
    assert clip.text() == (f"mingtang-desk decode --protocol jbd tx:{read(3).hex()} {BASIC.hex()}")
    panel.table.clearSelection()
    panel.copy("capture")
    lines = [json.loads(line) for line in clip.text().splitlines()]
    assert len(lines) == 13
    assert lines[1] == {"t": 0.05, "dir": "rx", "hex": BASIC.hex()}


def test_pause_keeps_what_comes(panel: FramesPanel, session: FakeSession) -> None:
    session.hear("tx", read(3))
    panel.tick()
    panel.filters.pause.setChecked(True)
    session.hear("rx", BASIC)
    session.hear("tx", read(4))
    panel.tick()
    assert len(told(panel)) == 1
    assert "2" in panel.filters.pause.toolTip()
    panel.filters.pause.setChecked(False)
    assert len(told(panel)) == 3


def test_clear_and_bound(
    panel: FramesPanel, session: FakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(sources.LIMIT + 40):
        session.hear("tx", read(3))
    panel.tick()
    assert panel.rows.rowCount() == sources.LIMIT
    session.hear("tx", read(4))
    panel.tick()
    assert panel.rows.rowCount() == sources.LIMIT
    assert told(panel)[-1] == "Ask for cell voltages"
    bar = panel.table.verticalScrollBar()
    assert bar.value() == bar.maximum()
    panel.filters.clear.click()
    assert panel.rows.rowCount() == 0
    session.hear("tx", read(5))
    panel.tick()
    assert told(panel) == ["Ask for name"]


def test_somebody_who_scrolls_up_is_left_there(panel: FramesPanel, session: FakeSession) -> None:
    for _ in range(200):
        session.hear("tx", read(3))
    panel.tick()
    bar = panel.table.verticalScrollBar()
    bar.setValue(10)
    assert not panel.filters.follow.isChecked()
    session.hear("tx", read(4))
    panel.tick()
    assert bar.value() == 10
    panel.filters.follow.setChecked(True)
    assert bar.value() == bar.maximum()


def test_each_device_keeps_its_rows(panel: FramesPanel, session: FakeSession, hub: FakeHub) -> None:
    session.hear("tx", read(3))
    panel.tick()
    other = hub.add("sim://jbd-4s")
    panel.context.selection.select(hub.sessions[1])
    panel.tick()
    assert told(panel) == []
    session.hear("rx", BASIC)
    other.hear("tx", b"\x01\x02")
    panel.tick()
    assert told(panel) == ["Protocol not known yet"]
    other.identify("other")
    panel.follower.flush()
    panel.tick()
    other.model.clock.go(3)  # type: ignore[attr-defined]
    panel.tick()
    assert told(panel) == ["· Belongs to no frame, ignored"]
    panel.context.selection.select(hub.sessions[0])
    assert len(told(panel)) == 2
    hub.drop(other)
    assert not other.watchers


def test_the_model_keeps_the_rules(
    panel: FramesPanel, session: FakeSession, qtmodeltester: ModelTester
) -> None:
    talk(session)
    panel.tick()
    panel.table.selectRow(1)
    for model in (panel.rows, panel.details):
        qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    session.hear("tx", read(5))
    panel.tick()


def test_recording(
    panel: FramesPanel, session: FakeSession, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = panel.recording
    assert line.button.text() == "Record"
    line.button.click()
    path = session.capture
    assert path is not None
    assert line.button.text() == "Stop"
    assert line.text.text == path.name
    session.model.clock.go(75)  # type: ignore[attr-defined]
    line.show_state()
    assert line.amount.text().endswith("1:15")
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    line.folder.click()
    assert opened[0].toLocalFile() == str(path.parent)
    line.button.click()
    assert hub.capture_path(session) is None
    assert line.text.text.startswith("Saved: ")

    def full(*_: object) -> Path:
        raise StorageError("file_unwritable", path="x", detail="full")

    monkeypatch.setattr(hub, "start_capture", full)
    line.button.click()
    assert panel.error_line.error is not None
    session.model.mode = Mode.REPLAY
    line.show_state()
    assert not line.button.isEnabled()


@pytest.mark.asyncio
async def test_a_captured_file(panel: FramesPanel, hub: FakeHub, tmp_path: Path) -> None:
    panel.open_file(CAPTURES / "aiobmsble-4s.jsonl")
    await until(lambda: panel.file is not None)
    assert told(panel)[:2] == ["Ask for basic info", "Basic info: 15.60 V · −2.87 A · 100 %"]
    assert panel.file_name.text == "File aiobmsble-4s.jsonl"
    assert not panel.console.send_button.isEnabled()
    panel.file_play.click()
    await until(lambda: len(hub.sessions) == 2)
    assert panel.file is None
    assert hub.sessions[1].uri.target == str(CAPTURES / "aiobmsble-4s.jsonl")
    panel.open_file(tmp_path / "no such file.jsonl")
    await until(lambda: panel.error_line.error is not None)
    assert panel.file is None


def wait_sent(session: FakeSession) -> Callable[[], bool]:
    return lambda: bool(session.raw_sent)


@pytest.mark.asyncio
async def test_the_console_is_shut_and_locked(
    panel: FramesPanel, session: FakeSession, hub: FakeHub
) -> None:
    console = panel.console
    assert not panel.engineer.isChecked()
    assert not console.isVisibleTo(panel)
    panel.engineer.click()
    assert console.isVisibleTo(panel)
    console.entry.setText("read 03")
    assert not console.send_button.isEnabled()
    assert console.lock.isVisibleTo(console)
    QTest.keyClick(console.entry, Qt.Key.Key_Return)
    await asyncio.sleep(0.01)
    assert not session.raw_sent
    hub.set_writing(True)
    assert console.send_button.isEnabled()
    session.model.set_link(session.model.phase.LOST, error=LinkLostError("link_lost", where="x"))
    panel.follower.flush()
    assert not console.send_button.isEnabled()
    assert console.reason.text()


@pytest.mark.asyncio
async def test_a_plain_read_is_sent_and_its_answer_told(
    panel: FramesPanel, session: FakeSession, hub: FakeHub
) -> None:
    hub.set_writing(True)
    panel.engineer.click()
    console = panel.console
    session.raw_reply = RawReply(frames=tuple(JbdFramer().feed(BASIC)), seconds=0.04)
    console.entry.setText("a5 03 00")
    assert "Ask for basic info" in console.preview.text()
    QTest.keyClick(console.entry, Qt.Key.Key_Return)
    await until(lambda: console.result.text().startswith("✓"))
    assert session.raw_sent == [read(3)]
    assert "47.18 V" in console.result.text()
    session.raw_reply = RawReply()
    console.entry.setText("read 04")
    console.send_button.click()
    await until(lambda: console.result.text().startswith("?"))
    console.entry.clear()
    QTest.keyClick(console.entry, Qt.Key.Key_Up)
    assert console.entry.text() == "read 04"
    QTest.keyClick(console.entry, Qt.Key.Key_Up)
    assert console.entry.text() == "a5 03 00"
    QTest.keyClick(console.entry, Qt.Key.Key_Down)
    QTest.keyClick(console.entry, Qt.Key.Key_Down)
    assert console.entry.text() == ""


@pytest.mark.asyncio
async def test_anything_else_asks_a_second_time(
    panel: FramesPanel, session: FakeSession, hub: FakeHub
) -> None:
    hub.set_writing(True)
    panel.engineer.click()
    console = panel.console
    console.entry.setText("write 24 10 68")
    assert "Cell over-voltage protection 4.200 V" in console.preview.text()
    QTest.keyClick(console.entry, Qt.Key.Key_Return)
    assert console.go.isVisibleTo(console)
    assert not session.raw_sent
    QTest.keyClick(console, Qt.Key.Key_Escape)
    assert not console.go.isVisibleTo(console)
    console.send()
    console.entry.setText("write 24 10 69")  # another text withdraws the question
    assert not console.go.isVisibleTo(console)
    console.send()
    console.go.click()
    await until(wait_sent(session))
    assert session.raw_sent == [write(0x24, words(0x1069))]
    console.send()
    hub.set_writing(False)
    assert not console.go.isEnabled()


@pytest.mark.asyncio
async def test_a_failure_is_said(
    panel: FramesPanel, session: FakeSession, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.set_writing(True)
    panel.engineer.click()

    async def fail(*_: object, **__: object) -> RawReply:
        raise LinkLostError("link_lost", where="/dev/ttyUSB0")

    monkeypatch.setattr(hub, "send_raw", fail)
    panel.console.entry.setText("read 03")
    panel.console.send()
    await until(lambda: panel.error_line.error is not None)
    assert "may have been sent" in panel.console.result.text()


TELLER = Teller(JBD)


@pytest.mark.parametrize(
    ("text", "seal", "data", "reads"),
    [
        ("a5 03 00", True, read(3), True),
        ("DD A5 03 00 FF FD 77", True, read(3), True),
        ("tx:0xDD,0xA5,0x03,0x00,0xFF,0xFD,0x77", False, read(3), True),
        ("5a 24 02 10 9a", True, write(0x24, words(0x109A)), False),
        ("01 02", False, b"\x01\x02", False),
        ("read 04", False, read(4), True),
    ],
)
def test_what_was_typed(text: str, seal: bool, data: bytes, reads: bool) -> None:
    typed = parse(text, TELLER, seal=seal)
    assert (typed.data, typed.reads, typed.problem) == (data, reads, None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [(" ", Problem.EMPTY), ("zz", Problem.NO_HEX), ("d", Problem.NO_HEX), ("01", Problem.NO_FRAME)],
)
def test_what_cannot_be_sent(text: str, problem: Problem) -> None:
    typed = parse(text, TELLER, seal=True)
    assert (typed.data, typed.problem) == (b"", problem)


def test_a_protocol_without_words_is_told_by_its_numbers(context: PanelContext) -> None:
    plain = Teller(None)
    frame = JbdFramer().feed(BASIC)[0]
    row = FrameRow(0.0, "rx", BASIC, RowKind.GOOD, frame)
    assert plain.words(row) == "Reply 03"
    assert [line.data for line in plain.parts(row)] == [BASIC]
    assert not plain.writes(row)
    model = FramesModel(context.theme)
    model.set_filter(Filter(text="x"))
    assert not model.sync()


def test_the_journal_tells_of_raw_bytes_in_words() -> None:
    sent = "DD A5 03 00 FF FD 77"
    heard = FieldResult(old=None, sent=sent, read="DD 03", state=FieldState.APPLIED)
    mute = FieldResult(old=None, sent=sent, read=None, state=FieldState.UNKNOWN)
    first, second, third = (
        entry(number, {"raw": field}, kind="raw", **changes)
        for number, field, changes in ((1, heard, {}), (2, mute, {}), (3, mute, {"closed": None}))
    )
    rows = rows_of([first, second, third], [], {})
    assert [row.text for row in rows] == [f"Raw bytes → {sent}"] * 3
    ends = ["? unknown (interrupted)", "? no answer", "✓ answered"]
    assert [row.outcome for row in rows] == ends
    assert "← DD 03" in rows[2].details
    assert last_undoable(rows, KEY) is None


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("2402", True), ("4021", False), ("1024", True), ("0", True), ("f", False)],
)
def test_hex_is_found_at_whole_bytes(wanted: str, found: bool) -> None:
    assert _holds("102402100240", wanted) is found


def test_the_console_never_pushes_the_window_about(panel: FramesPanel) -> None:
    panel.engineer.click()
    settle()
    before = panel.minimumSizeHint()
    panel.console._say("word " * 400)
    settle()
    assert panel.minimumSizeHint() == before
    assert panel.minimumSizeHint().width() <= 320
