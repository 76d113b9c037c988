"""The replay bar: there with a recording, its keys, its track, and how a recording is opened."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from mingtang_desk.device.model import LinkPhase
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.session.hub import HubEvent
from mingtang_desk.session.replay_session import ReplaySession
from mingtang_desk.transports.replay import ReplayTransport
from mingtang_desk.ui.panels.devices import DevicesPanel
from mingtang_desk.ui.panels.plot import PlotPanel
from mingtang_desk.ui.replay.opening import dropped_recordings, replay_uri
from mingtang_desk.ui.replay.words import event_line, offset, speed_words
from mingtang_desk.ui.replay_bar import ReplayBar
from mingtang_desk.ui.theme.tokens import Scheme
from mingtang_desk.ui.widgets.basics import KEEPS_ARROWS
from tests.session.fakes import FakeClock
from tests.session.paired_toy import PLAIN, poll, write
from tests.ui.building import Built, settle
from tests.ui.conftest import MakeWindow
from tests.ui.fakes import FakeHub, FakeSession

TALK = [
    *poll(0.0, 50.0),
    *poll(1.0, 51.0, acting="short"),
    (1.5, "cell_ovp_v", "4.25"),
    *poll(2.0, 52.0),
    (2.5, "cell_ovp_v", "4.15"),
    *poll(3.0, 53.0),
    *poll(43.0, 54.0),
]


def opened(hub: FakeHub, path: Path, *, rest: str = "", connect: bool = True) -> ReplaySession:
    """Put a recording into the hub, paused at its start."""
    uri = replay_uri(write(path, TALK, rest=rest))
    made = ReplaySession(
        parse_uri(uri), transport=ReplayTransport(path), driver=PLAIN, clock=FakeClock()
    )
    if connect:
        asyncio.run(made.connect())
        made.set_playing(False)
    hub._sessions.append(cast("FakeSession", made))
    hub._tell(HubEvent.OPENED, cast("FakeSession", made))
    return made


@pytest.fixture
def session(hub: FakeHub, tmp_path: Path) -> ReplaySession:
    return opened(hub, tmp_path / "ride.jsonl")


@pytest.fixture
def built(hub: FakeHub, session: ReplaySession, make_window: MakeWindow) -> Iterator[Built]:
    made = make_window(hub)
    made.show()
    made.window.activateWindow()
    made.window.setFocus()
    settle()
    yield made
    made.context.theme.apply(Scheme.DARK)


def bar_of(built: Built) -> ReplayBar:
    return built.window.replay_bar


def press(built: Built, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or built.window, key)
    settle()


def test_it_is_there_with_a_recording_only(hub: FakeHub, built: Built) -> None:
    bar = bar_of(built)
    assert bar.isVisible()
    other = hub.add("sim://jbd-13s")
    other.identify("JBD")
    built.context.selection.select(cast("ReplaySession", other))
    assert not bar.isVisible()
    built.context.selection.select(hub.sessions[0])
    assert bar.isVisible()
    hub.drop(cast("FakeSession", hub.sessions[0]))
    assert not bar.isVisible()


def test_keys_play_step_and_jump(built: Built, session: ReplaySession) -> None:
    states = []
    for _ in range(2):
        press(built, Qt.Key.Key_Space)
        states.append(session.playing)
    assert states == [True, False]
    press(built, Qt.Key.Key_Right)
    press(built, Qt.Key.Key_Right)
    assert session.model.sample is not None
    assert session.model.sample.pack_v == 51.0
    press(built, Qt.Key.Key_Left)
    assert session.model.sample.pack_v == 50.0
    press(built, Qt.Key.Key_N)
    assert session.position_s == pytest.approx(1.05)
    press(built, Qt.Key.Key_N)
    press(built, Qt.Key.Key_P)
    assert session.position_s == pytest.approx(1.05)


def test_keys_belong_to_a_field_that_is_typed_into(built: Built, session: ReplaySession) -> None:
    field, button = QLineEdit(built.window.strip), QPushButton(built.window.strip)
    for widget in (field, button):
        widget.show()
        widget.setFocus()
        settle()
        QTest.keyClick(widget, Qt.Key.Key_Space)
        assert not session.playing
    assert field.text() == " "
    before = session.position_s
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_N)
    assert session.position_s == before
    button.setFocus()
    settle()
    QTest.keyClick(button, Qt.Key.Key_N)
    assert session.position_s > before


def test_buttons_leave_the_keyboard_where_it_is(built: Built, session: ReplaySession) -> None:
    bar = bar_of(built)
    before = QApplication.focusWidget()
    QTest.mouseClick(bar.to_sample_after, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is before
    assert session.model.sample is not None


def test_what_the_button_does_is_what_it_says(built: Built, session: ReplaySession) -> None:
    bar = bar_of(built)
    assert bar.play.accessibleName() == "Play (Space)"
    session.set_playing(True)
    assert bar.play.accessibleName() == "Pause (Space)"
    assert bar._tick.isActive()
    session.set_playing(False)
    assert not bar._tick.isActive()


def test_a_click_on_the_track_goes_there_and_to_a_mark_exactly(
    built: Built, session: ReplaySession
) -> None:
    track = bar_of(built).track
    middle = track.height() // 2
    QTest.mouseClick(track, Qt.MouseButton.LeftButton, pos=QPoint(track.width() // 2, middle))
    assert session.position_s == pytest.approx(session.duration_s / 2, abs=0.5)
    event = session.events[0]
    x = track._x(event.t)
    assert "came" in track.tip_at(x)
    QTest.mouseClick(track, Qt.MouseButton.LeftButton, pos=QPoint(round(x), middle))
    assert session.position_s == event.t
    QTest.mousePress(track, Qt.MouseButton.LeftButton, pos=QPoint(round(x), middle))
    QTest.mouseMove(track, QPoint(track.width() + 50, middle))
    assert session.position_s in (
        event.t,
        session.duration_s,
    )  # offscreen moves may lack the button


def test_the_cursor_is_told_in_both_clocks(built: Built, session: ReplaySession) -> None:
    bar = bar_of(built)
    session.wind(2.05)
    local = session.model.clock.now().astimezone()
    assert bar.time.text == f"{local:%Y-%m-%d %H:%M:%S}.0"
    assert bar.offset.text == "0:02.0 / 0:43.0"
    built.window.resize(1000, 700)
    settle()
    assert bar.time.text == f"{local:%H:%M:%S}.0"


def test_speed_and_loop_are_remembered(
    hub: FakeHub, built: Built, session: ReplaySession, tmp_path: Path
) -> None:
    bar = bar_of(built)
    bar.speed.setCurrentIndex(bar.speed.findData(10.0))
    bar.speed.activated.emit(bar.speed.currentIndex())
    bar.loop.click()
    assert (session.speed, session.loop) == (10.0, True)
    values = built.context.prefs.values
    assert (values.replay_speed, values.replay_loop) == (10.0, True)
    other = opened(hub, tmp_path / "other.jsonl")
    built.context.selection.select(other)
    assert (other.speed, other.loop) == (10.0, True)
    assert bar.speed.currentData() == 10.0


def test_a_speed_of_its_own_is_shown(built: Built, session: ReplaySession) -> None:
    session.set_speed(20.0)
    assert bar_of(built).speed.currentText() == "20×"


def test_a_cut_recording_says_so(hub: FakeHub, make_window: MakeWindow, tmp_path: Path) -> None:
    opened(hub, tmp_path / "cut.jsonl", rest='{"t": 1')
    made = make_window(hub)
    made.show()
    note = bar_of(made).note
    assert note.isVisible()
    assert note.text == "Cut off in line 36"
    assert "everything before" in note.toolTip()


def test_while_it_loads_nothing_can_be_pressed(
    hub: FakeHub, make_window: MakeWindow, tmp_path: Path
) -> None:
    loading = opened(hub, tmp_path / "ride.jsonl", connect=False)
    made = make_window(hub)
    made.show()
    bar = bar_of(made)
    assert not bar.isVisible()
    loading.progress = 0.43
    loading.model.set_link(LinkPhase.CONNECTING)
    assert bar.isVisible()
    assert bar.time.text == "Loading… 43 %"
    assert not bar.play.isEnabled()
    press(made, Qt.Key.Key_Space)
    asyncio.run(loading.connect())
    assert bar.play.isEnabled()
    assert bar.track._share is None


def test_a_recording_that_is_dropped_is_opened(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted: list[str] = []
    panel = built.window.docks["devices"].panel
    assert isinstance(panel, DevicesPanel)
    monkeypatch.setattr(panel, "connect_to", wanted.append)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a b?.jsonl"))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(5, 5), copy, data, left, none)
    drop = QDropEvent(QPointF(5, 5), copy, data, left, none)
    for event in (enter, drop):
        QApplication.sendEvent(built.window, event)
        assert event.isAccepted()
    assert [parse_uri(uri).target for uri in wanted] == [str(tmp_path / "a b?.jsonl")]


def test_other_files_are_not_taken() -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/tmp/a.png"), QUrl("https://example.com/a.jsonl")])
    assert dropped_recordings(data) == []


def test_the_file_dialog_remembers_its_folder(built: Built, tmp_path: Path) -> None:
    bar = bar_of(built)
    wanted: list[str] = []
    bar.wanted.disconnect()
    bar.wanted.connect(wanted.append)
    bar.ask_for_file()
    assert bar.dialog is not None
    bar.dialog.fileSelected.emit(str(tmp_path / "ride.jsonl"))
    bar.dialog.reject()
    settle()
    assert wanted == [f"replay://{tmp_path}/ride.jsonl"]
    assert built.context.prefs.values.folder == str(tmp_path)


def test_words(session: ReplaySession) -> None:
    assert [offset(t) for t in (0.0, 59.96, 61.25, 3723.4, -1.0)] == [
        "0:00.0",
        "1:00.0",
        "1:01.2",
        "1:02:03.4",
        "0:00.0",
    ]
    assert [speed_words(s) for s in (0.1, 1.0, 50.0, 0.0)] == ["0.1×", "1×", "50×", "max"]
    assert [event_line(event) for event in session.events] == [
        "Short circuit came",
        "Short circuit went",
        "Cell over-voltage protection: 4.25 → 4.15",
        "Nothing recorded for 40.0 s",
    ]


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.CONTRAST])
def test_it_is_painted_in_every_scheme(built: Built, scheme: Scheme) -> None:
    built.context.theme.apply(scheme)
    settle()
    assert not bar_of(built).grab().isNull()


def test_arrows_belong_to_cells_and_map_that_have_the_keyboard(
    built: Built, session: ReplaySession
) -> None:
    before = session.position_s
    for key in ("cells", "map"):
        dock = built.window.docks[key]
        dock.bring_up()
        settle()
        walked = next(w for w in dock.panel.findChildren(QWidget) if w.property(KEEPS_ARROWS))
        walked.setFocus()
        settle()
        press(built, Qt.Key.Key_Right)
        assert session.position_s == before, key
        press(built, Qt.Key.Key_Space)
        assert session.playing, key
        session.set_playing(False)
        session.wind(before)


def test_arrows_step_the_crosshair_of_the_plot_and_else_the_recording(
    built: Built, session: ReplaySession
) -> None:
    built.window.docks["plot"].bring_up()
    settle()
    plot = built.window.docks["plot"].panel
    assert isinstance(plot, PlotPanel)
    plot.view.show()  # the toy has no status to plot, but keys are the same
    plot.view.setFocus()
    settle()
    before = session.position_s
    plot.view.steps = True
    press(built, Qt.Key.Key_Right)
    assert session.position_s == before
    plot.view.steps = False
    press(built, Qt.Key.Key_Right)
    assert session.position_s > before
