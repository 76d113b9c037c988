"""The keyboard table: what each key does, and that none of them writes to a device."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from shiboken6 import isValid

from mingtang_desk.core.errors import StorageError
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.interfaces.storage import DeviceKey
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.ui.forms.journal_rows import rows_of
from mingtang_desk.ui.golden.saving import save_reading
from mingtang_desk.ui.help import explained
from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.link_words import mode_words, state_words
from mingtang_desk.ui.main_window import MainWindow
from mingtang_desk.ui.panels.settings import SettingsPanel
from mingtang_desk.ui.tasks import spawn, stop_work
from tests.ui.bench_kit import BenchHub, FakeHistory
from tests.ui.building import Built, settle
from tests.ui.conftest import MakeWindow
from tests.ui.fakes import FakeHub

CTRL = Qt.KeyboardModifier.ControlModifier
REPLAY_KEYS = {"Space", "Left", "Right", "N", "P"}
TABLE = {
    "F1", "F5", "F11", "Ctrl+K", "Ctrl+N", "Ctrl+R", "Ctrl+I", "Ctrl+S", "Ctrl+L", "Ctrl+Z",
    "Ctrl+Shift+W", "Ctrl+Shift+L", "Ctrl+Shift+H", "Ctrl+O",
    "Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4", "Ctrl+Q",
}  # fmt: skip


class Keeping(FakeHistory):
    """Keeps comments too."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[tuple[DeviceKey, object, str, dict[str, object]]] = []

    async def store_event(
        self, device: DeviceKey, time: object, key: str, values: dict[str, object]
    ) -> None:
        self.kept.append((device, time, key, dict(values)))


def bench(make_window: MakeWindow, *, unlocked: bool = False) -> tuple[Built, BenchHub]:
    hub = BenchHub()
    hub.bench()
    hub.set_writing(unlocked)
    built = make_window(hub)
    built.show()
    return built, hub


def settings_of(window: MainWindow) -> SettingsPanel:
    panel = window.docks["settings"].panel
    assert isinstance(panel, SettingsPanel)
    return panel


def phase_of(session: DeviceSession) -> tuple[bool, LinkPhase]:
    return session.released, session.model.phase


def every_key(window: QWidget) -> dict[str, list[QAction | QShortcut]]:
    found: dict[str, list[QAction | QShortcut]] = {}
    for action in window.findChildren(QAction):
        for keys in action.shortcuts():
            found.setdefault(keys.toString(), []).append(action)
    for shortcut in window.findChildren(QShortcut):
        found.setdefault(shortcut.key().toString(), []).append(shortcut)
    return found


def test_the_whole_table_is_there(make_window: MakeWindow) -> None:
    built, _ = bench(make_window)
    assert every_key(built.window).keys() >= TABLE
    shell = {key for key, owners in every_key(built.window).items() for each in owners
             if each.parent() is built.window}  # fmt: skip
    assert not shell & REPLAY_KEYS


def test_no_key_writes_to_a_device(make_window: MakeWindow) -> None:
    built, hub = bench(make_window, unlocked=True)
    session, window = hub.sessions[0], built.window
    for dock in window.docks.values():
        dock.fill()
    settings_of(window).form.rows["cell_ovp_v"].set_text("4.2")
    found = every_key(window)
    assert len(found) > 25

    async def go() -> None:
        for keys, owners in found.items():
            for owner in owners:
                if keys in ("Ctrl+Q", "F11"):
                    continue
                if isinstance(owner, QAction):
                    owner.trigger()
                else:
                    owner.activated.emit()
                await asyncio.sleep(0)
            hub.set_writing(True)
            dialog = window.device.saver.dialogs.dialog
            if dialog is not None and isValid(dialog):
                dialog.close()
        for key in Qt.Key.__members__.values():
            if Qt.Key.Key_Space <= key <= Qt.Key.Key_AsciiTilde:
                QTest.keyClick(window, key)
        await asyncio.sleep(0.02)

    asyncio.run(go())
    assert session.writes == []  # type: ignore[attr-defined]
    assert session.controls == []  # type: ignore[attr-defined]


def test_f1_explains_the_field_with_the_keyboard(make_window: MakeWindow) -> None:
    built, _ = bench(make_window)
    row = settings_of(built.window).form.rows["cell_ovp_v"]
    row.entry.setFocus()
    QTest.keyClick(row.entry, Qt.Key.Key_F1)
    card = built.window.overlays.field
    assert card.isVisible()
    assert card.title.text() == "Cell over-voltage protection"
    assert "Allowed: 2 to 4.5 V" in card.text.text()
    assert built.window.rect().contains(card.card.geometry())
    QTest.keyClick(card, Qt.Key.Key_F1)
    assert not card.isVisible()
    assert built.window.overlays.keyboard.isVisible()
    QTest.keyClick(built.window.overlays.keyboard, Qt.Key.Key_Escape)
    assert not built.window.overlays.keyboard.isVisible()


def test_help_does_not_outlast_its_language(
    make_window: MakeWindow, translations: Translations
) -> None:
    built, _ = bench(make_window)
    row = settings_of(built.window).form.rows["cell_ovp_v"]
    row.entry.setFocus()
    QTest.keyClick(row.entry, Qt.Key.Key_F1)
    card = built.window.overlays.field
    assert card.isVisible()
    translations.use("zh_CN")
    settle()
    assert not card.isVisible()


def test_f1_elsewhere_lists_every_key(make_window: MakeWindow) -> None:
    built, _ = bench(make_window)
    built.window.docks["cells"].bring_up()
    QTest.keyClick(built.window, Qt.Key.Key_F1)
    keyboard = built.window.overlays.keyboard
    assert keyboard.isVisible()
    listed = {label.text() for label in keyboard.findChildren(QLabel)}
    assert listed >= {"F5", "Ctrl+K", "Alt+1", "Space", "Esc", "Read all"}
    QTest.mouseClick(keyboard, Qt.MouseButton.LeftButton, pos=keyboard.rect().bottomLeft())
    assert not keyboard.isVisible()


def test_f1_explains_a_value_of_the_board(make_window: MakeWindow) -> None:
    built, _ = bench(make_window)
    row = built.window.docks["status"].panel.rows["pack_v"]  # type: ignore[attr-defined]
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    QTest.keyClick(row, Qt.Key.Key_F1)
    card = built.window.overlays.field
    assert card.isVisible()
    assert card.title.text() == "Total voltage"
    assert "Received" in card.text.text()


def test_help_is_looked_for_upwards(qapp: QApplication) -> None:
    outer, inner = QWidget(), QWidget()
    holder = QWidget(outer)
    inner.setParent(holder)
    assert explained(inner) is None
    holder.setWhatsThis("Title\nmore")
    assert explained(inner) == (holder, "Title\nmore")
    outer.deleteLater()


def test_f5_reads_and_esc_stops_it(make_window: MakeWindow) -> None:
    hub = BenchHub()
    session = hub.bench()
    built = make_window(hub)
    built.show()
    started: list[str] = []

    async def never(durable: bool = False) -> None:
        started.append("read")
        await asyncio.sleep(60)

    session.read_sample = never  # type: ignore[method-assign, assignment]

    async def go() -> None:
        built.window.read_all()
        built.window.read_all()
        await asyncio.sleep(0.01)
        assert started == ["read"]
        QTest.keyClick(built.window, Qt.Key.Key_Escape)
        await asyncio.sleep(0.01)
        built.window.read_all()
        await asyncio.sleep(0.01)
        assert started == ["read", "read"]
        built.window.stop_work()
        await asyncio.sleep(0.01)

    asyncio.run(go())


def test_esc_leaves_a_write_alone(qapp: QApplication) -> None:
    owner = QWidget()
    ended: list[str] = []

    async def go() -> None:
        write = spawn(owner, asyncio.sleep(0.05), done=lambda: ended.append("write"))
        read = spawn(owner, asyncio.sleep(60), done=lambda: ended.append("read"), stoppable=True)
        await asyncio.sleep(0)
        assert stop_work(owner) == 1
        await asyncio.wait([write, read], timeout=1)
        await asyncio.sleep(0)
        assert read.cancelled()
        assert not write.cancelled()

    asyncio.run(go())
    assert ended == ["read", "write"]
    owner.deleteLater()


def test_ctrl_r_gives_the_link_away_and_takes_it_back(make_window: MakeWindow) -> None:
    built, hub = bench(make_window)
    session = hub.sessions[0]

    async def go() -> None:
        QTest.keyClick(built.window, Qt.Key.Key_R, CTRL)
        await asyncio.sleep(0.01)
        assert phase_of(session) == (True, LinkPhase.OFFLINE)
        assert mode_words(session.model).text == "RELEASED"
        words = state_words(session.model, session.uri)
        assert words is not None
        assert "Ctrl+R" in words.hint
        assert len(hub.sessions) == 1
        QTest.keyClick(built.window, Qt.Key.Key_R, CTRL)
        assert phase_of(session) == (False, LinkPhase.CONNECTING)

    asyncio.run(go())


def test_ctrl_i_keeps_a_comment_at_the_time_of_the_sample(
    make_window: MakeWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    built, hub = bench(make_window)
    history = Keeping()
    object.__setattr__(built.context, "history", history)
    session = hub.sessions[0]
    hub.clock.go(30)

    async def go() -> None:
        QTest.keyClick(built.window, Qt.Key.Key_I, CTRL)
        line = built.window.overlays.comment_line
        assert line.isVisible()
        QTest.keyClicks(line.field, "  swollen cell 7 ")
        QTest.keyClick(line.field, Qt.Key.Key_Return)
        assert not line.isVisible()
        await asyncio.sleep(0.01)
        QTest.keyClick(built.window, Qt.Key.Key_I, CTRL)
        QTest.keyClick(line.field, Qt.Key.Key_Return)
        await asyncio.sleep(0.01)

    asyncio.run(go())
    assert session.model.sample is not None
    assert history.kept == [
        (
            session.key,
            session.model.sample.time,
            "comment",
            {"text": "swollen cell 7", "who": "tester"},
        )
    ]


def test_ctrl_s_saves_what_was_read_and_remembers_the_folder(
    make_window: MakeWindow, tmp_path: Path
) -> None:
    built, hub = bench(make_window)
    session = hub.sessions[0]
    path = tmp_path / "pack.json"

    async def go() -> None:
        built.window.device.save_settings()
        await asyncio.sleep(0.01)
        dialog = built.window.device.saver.dialogs.dialog
        assert dialog is not None
        assert dialog.isVisible()
        assert "BT2048" in dialog.selectedFiles()[0]
        dialog.fileSelected.emit(str(path))
        dialog.close()
        async with asyncio.timeout(5):
            while not path.is_file():
                await asyncio.sleep(0.01)

    asyncio.run(go())
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["format"] == "mingtang-settings/1"
    assert session.model.settings is not None
    assert document["settings"] == dict(session.model.settings.values)
    assert built.context.prefs.values.folder == str(tmp_path)


def test_a_settings_file_that_cannot_be_written_is_said(
    make_window: MakeWindow, tmp_path: Path
) -> None:
    built, hub = bench(make_window)
    reading = hub.sessions[0].model.settings
    assert reading is not None

    async def go() -> None:
        with pytest.raises(StorageError) as caught:
            await save_reading(reading, tmp_path / "missing" / "pack.json")
        assert caught.value.key == "file_unwritable"
        built.window.device.save_settings()
        await asyncio.sleep(0.01)
        dialog = built.window.device.saver.dialogs.dialog
        assert dialog is not None
        dialog.fileSelected.emit(str(tmp_path / "missing" / "pack.json"))
        dialog.close()
        async with asyncio.timeout(5):
            while built.window.docks["devices"].panel.error_line.error is None:
                await asyncio.sleep(0.01)

    asyncio.run(go())
    shown = built.window.docks["devices"].panel.error_line.error
    assert shown is not None
    assert shown.key == "file_unwritable"


def test_without_a_device_keys_say_what_to_do(make_window: MakeWindow) -> None:
    built = make_window(FakeHub())
    built.show()
    window = built.window
    for keys in ("F5", "Ctrl+R", "Ctrl+I", "Ctrl+S", "Ctrl+Z", "Ctrl+Shift+W"):
        for owner in every_key(window)[QKeySequence(keys).toString()]:
            assert isinstance(owner, QAction)
            owner.trigger()
    shown = window.docks["devices"].panel.error_line.error
    assert shown is not None
    assert shown.key == "link_closed"


def test_esc_in_a_field_still_empties_it(make_window: MakeWindow) -> None:
    built, _ = bench(make_window)
    row = settings_of(built.window).form.rows["cell_ovp_v"]
    assert isinstance(row.entry, QLineEdit)
    row.set_text("4.2")
    row.entry.setFocus()
    QTest.keyClick(row.entry, Qt.Key.Key_Escape)
    assert row.text == ""


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_esc_is_heard_in_a_panel_of_its_own_window(make_window: MakeWindow) -> None:
    built, _ = bench(make_window)
    dock = built.window.docks["cells"]
    dock.setFloating(True)
    settle()
    stopped: list[bool] = []
    dock.escaped.connect(lambda: stopped.append(True))
    QTest.keyClick(dock, Qt.Key.Key_Escape)
    assert stopped == [True]


def test_a_comment_stands_in_the_journal() -> None:
    history = FakeHistory()
    history.event(3, "comment", text="swollen {cell} 7", who="tester")
    assert rows_of([], history.happened, {})[0].text == "Comment: swollen {cell} 7"
