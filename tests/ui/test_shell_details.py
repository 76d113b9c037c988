"""Details of the window that a technician stumbles over."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from mingtang_desk.core.errors import LinkTimeoutError
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.device.transaction import FieldState
from mingtang_desk.ui.crash_dialog import CrashDialog
from mingtang_desk.ui.errors import error_words
from mingtang_desk.ui.forms.journal_rows import rows_of
from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.link_words import mode_words, state_words
from mingtang_desk.ui.panels.devices import DevicesPanel
from mingtang_desk.ui.panels.settings import SettingsPanel
from mingtang_desk.ui.prefs import Preferences
from mingtang_desk.ui.status_rows import rows
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.tokens import hex_of
from mingtang_desk.ui.widgets.basics import rule
from mingtang_desk.ui.widgets.elided import ElidedText
from mingtang_desk.ui.widgets.state_note import StateNote
from tests.ui.bench_kit import BenchHub, entry, field
from tests.ui.building import context_of, settle
from tests.ui.conftest import MakeWindow
from tests.ui.fakes import START, FakeHub, sample_13s


def test_a_device_that_comes_later_can_be_pinned(make_window: MakeWindow) -> None:
    hub = FakeHub()
    built = make_window(hub)
    built.show()
    dock = built.window.docks["cells"]
    assert not dock.pin.isEnabled()
    first = hub.add("sim://jbd-13s")
    assert dock.pin.isEnabled()
    assert not dock.dot.isVisible()
    second = hub.add("sim://jbd-4s")
    assert dock.dot.isVisible()
    hub.drop(second)
    assert not dock.dot.isVisible()
    hub.drop(first)
    assert not dock.pin.isEnabled()


def test_no_shortcut_means_two_things(make_window: MakeWindow) -> None:
    built = make_window(BenchHub())
    built.show()
    keys = Counter(
        [each.key().toString() for each in built.window.findChildren(QShortcut)]
        + [each.shortcut().toString() for each in built.window.findChildren(QAction)]
    )
    del keys[""]
    assert [key for key, count in keys.items() if count > 1] == []
    assert {"F5", "Ctrl+Shift+W", "Ctrl+Z", "Ctrl+L", "Ctrl+N", "Z"} <= keys.keys()


def test_review_is_reached_from_anywhere(make_window: MakeWindow) -> None:
    hub = BenchHub()
    hub.bench()
    built = make_window(hub)
    built.show()
    panel = built.window.docks["settings"].panel
    assert isinstance(panel, SettingsPanel)
    panel.form.rows["cell_ovp_v"].set_text("4.2")
    built.window.docks["settings"].hide()
    shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(built.window, Qt.Key.Key_W, shift)
    assert panel.review is not None
    assert panel.review.isVisible()


def test_a_write_under_way_is_not_interrupted() -> None:
    fields = {"cell_ovp_v": field(4.25, 4.2, FieldState.UNKNOWN)}
    old, new = entry(1, fields, closed=None), entry(9, fields, closed=None)
    found = rows_of([old, new], [], {}, writing_since=START + timedelta(seconds=60))
    assert [(row.outcome, row.writing) for row in found] == [
        ("writing…", True),
        ("? unknown (interrupted)", False),
    ]
    done = replace(new, closed=START)
    assert not rows_of([done], [], {}, writing_since=START)[0].writing


def test_hairlines_are_drawn(theme: Theme, qapp: QApplication) -> None:
    line = rule()
    line.resize(20, 1)
    colour = line.grab().toImage().pixelColor(10, 0).name()
    assert colour == hex_of("line", theme.scheme)
    for look in ("changed", "invalid"):
        assert f'QComboBox[look="{look}"]' in qapp.styleSheet()


def test_a_note_gives_way_to_what_stands_below_it(theme: Theme) -> None:
    holder = QWidget()
    holder.resize(300, 200)
    note = StateNote(theme)
    note.setParent(holder)
    note.say("No device connected", "Plug the adapter in and connect, or try a simulated pack.")
    note.resize(300, 200)
    holder.show()

    def seen() -> list[bool]:
        settle()
        return [part.isVisible() for part in (note._picture, note._title, note._hint)]

    note.resize(300, 200)
    assert seen() == [True, True, True]
    note.resize(300, 30)
    assert seen() == [False, True, False]
    holder.close()


def test_an_error_of_the_devices_gets_room(hub: FakeHub, theme: Theme, tmp_path: Path) -> None:
    (tmp_path / "preferences.json").write_text("{broken")
    context = replace(context_of(hub, theme), prefs=Preferences(tmp_path))
    panel = DevicesPanel(context)
    before = panel.roomy
    panel.show_error(None)
    assert (before, panel.roomy) == (True, False)
    panel.stop()
    context.selection.stop()


def test_requests_are_named_in_the_language_of_the_window(translations: Translations) -> None:
    error = LinkTimeoutError("no_answer", where="COM5", what="basic info", tries=3)
    assert "basic info" in error_words(error).message
    translations.use("zh_CN")
    assert "基本信息" in error_words(error).message


def test_tips_tell_what_was_received() -> None:
    session = BenchHub().bench()
    session.live(sample_13s(raw={"fet_bits": 3, "protection_bits": 0}))
    tips = {row.key: row.tip for row in rows(session.model, "c")}
    assert "fet_bits = 0x0003" in tips["charge_mosfet"]
    assert "protection_bits = 0x0000" in tips["protection.short"]
    assert "received" not in tips["pack_v"]


def test_the_crash_report_can_be_copied_in_chinese(
    qapp: QApplication, translations: Translations
) -> None:
    dialog = CrashDialog("what happened")
    translations.use("zh_CN")
    settle()
    assert dialog.windowTitle() == "意外错误"
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == "what happened"
    assert dialog.done_words.text() == "✓ 已复制"
    assert {button.text() for button in dialog.findChildren(QPushButton)} == {"复制报告", "关闭"}
    dialog.deleteLater()
    settle()


def test_a_busy_line_is_no_silent_board() -> None:
    hub = BenchHub()
    session = hub.bench()
    hub.clock.go(20)
    assert session.model.stale
    assert mode_words(session.model) == ("WAITING", "warn")
    words = state_words(session.model, session.uri)
    assert words is not None
    assert words.title == "Last values 20 s ago"
    session.model.set_link(LinkPhase.SILENT)
    assert mode_words(session.model) == ("NO ANSWER", "warn")


def test_a_text_of_as_many_letters_gets_its_own_width(theme: Theme) -> None:
    holder = QWidget()
    row = QHBoxLayout(holder)
    words = ElidedText(theme)
    words.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
    words.set_text("Jobs")
    row.addWidget(words)
    row.addStretch(1)
    holder.resize(300, 40)
    holder.show()
    settle()
    words.set_text("MMMM")
    settle()
    assert words.width() >= words.sizeHint().width()
    holder.close()
