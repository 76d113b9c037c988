"""The map dock, painted: markers, states, follow, mouse and keys, the choice of maps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QFileDialog

from mingtang_desk.core.errors import LinkLostError
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.device.sample import Position, TrackerState
from mingtang_desk.ui.map.backend import VARIABLE, backend
from mingtang_desk.ui.map.mercator import Place
from mingtang_desk.ui.map.url_dialog import PROBLEMS, UrlDialog
from mingtang_desk.ui.panels.map import MapPanel
from mingtang_desk.ui.spec import PanelContext
from tests.ui.building import settle
from tests.ui.fakes import FakeHub, sample_13s
from tests.ui.map_kit import HERE, URI, at, located, map_file, picture, ride

pytestmark = pytest.mark.usefixtures("qapp")
OTHER = "sim://jbd-16s-lfp"


@pytest.fixture
def panel(context: PanelContext, monkeypatch: pytest.MonkeyPatch) -> Iterator[MapPanel]:
    monkeypatch.setenv(VARIABLE, "painter")
    made = MapPanel(context)
    made.resize(600, 400)
    made.show()
    settle()
    yield made
    made.stop()
    made.close()
    made.deleteLater()
    settle()


def banner(panel: MapPanel) -> str:
    panel.follower.flush()
    return panel.banner._title.text() if panel.banner.isVisibleTo(panel) else ""


def rows(panel: MapPanel) -> dict[str, str]:
    marker = panel.scene.current
    assert marker is not None
    return dict(marker.rows)


# --- states --------------------------------------------------------------------------------------


def test_without_a_device_the_map_is_there_all_the_same(panel: MapPanel) -> None:
    assert banner(panel) == "No device connected"
    tiles = panel.scene.tiles
    assert tiles.file is not None
    assert tiles.key == "sample"
    assert panel.scene.camera.centre == pytest.approx((22.54, 114.05))
    assert not panel.whole.isEnabled()
    # The town is drawn in the middle of the widget, not the plain ground of the theme.
    picture_now = panel.painter.grab().toImage()
    ground = panel.context.theme.color("bg").rgb()
    middle = [picture_now.pixel(200 + 7 * n, 150 + 3 * n) for n in range(30)]
    assert sum(pixel != ground for pixel in middle) > 25


@pytest.mark.parametrize(
    ("tracker", "said"),
    [
        (TrackerState(), "This board reports no position."),
        (TrackerState(fix=False, satellites=3), "Not located yet"),
        (TrackerState(fix=False, satellites=0), "Not located yet"),
    ],
)
def test_why_a_device_is_not_on_the_map(
    panel: MapPanel, hub: FakeHub, tracker: TrackerState, said: str
) -> None:
    session = hub.add(URI)
    session.identify("BT2048")
    session.live(sample_13s(tracker=tracker))
    assert banner(panel) == said
    assert ("3 satellites" in panel.banner._hint.text()) is (tracker.satellites == 3)
    assert panel.scene.markers == ()
    session.live(at())
    panel.scene.update()
    assert banner(panel) == ""
    assert panel.whole.isEnabled()


def test_a_lost_fix_keeps_the_last_position_grey(panel: MapPanel, hub: FakeHub) -> None:
    session = located(hub)
    panel.scene.update()
    hub.clock.go(30)
    session.live(sample_13s(tracker=TrackerState(fix=False, satellites=2)))
    panel.scene.update()
    assert banner(panel).startswith("Not located now")
    marker = panel.scene.current
    assert marker is not None
    assert marker.stale
    assert marker.age == "30 s ago"
    assert marker.place == Place(HERE.lat, HERE.lon)


def test_a_stale_device_is_grey_with_its_age(panel: MapPanel, hub: FakeHub) -> None:
    session = located(hub)
    hub.clock.go(75)
    session.model.set_link(LinkPhase.LOST, error=LinkLostError("link_lost", where="/dev/ttyUSB0"))
    panel.scene.update()
    marker = panel.scene.current
    assert marker is not None
    assert marker.stale
    assert marker.age == "1 min ago"
    assert banner(panel)
    panel.painter.grab()


def test_a_position_nowhere_on_the_map_is_no_marker(panel: MapPanel, hub: FakeHub) -> None:
    session = hub.add(URI)
    session.live(sample_13s(position=Position(lat=90.0, lon=0.0)))
    panel.scene.update()
    assert panel.scene.markers == ()


# --- markers, tracks, following ------------------------------------------------------------------


def test_the_popup_has_the_key_data(panel: MapPanel, hub: FakeHub) -> None:
    session = located(hub, soc_pct=76.0, current_a=-12.4)
    panel.scene.update()
    found = rows(panel)
    assert found["SOC"] == "76 %"
    assert found["Voltage"] == "47.18 V"
    assert found["Current"] == "−12.4 A"
    assert found["Speed"] == "23 km/h"
    assert found["State"] == "LIVE · discharging"
    assert found["Position"] == "22.54020, 114.05200"
    assert found["Last position"] == "0.0 s ago"
    session.live(at(soc_pct=75.0, pack_v=None))
    panel.scene.update()
    assert rows(panel)["SOC"] == "75 %"
    assert rows(panel)["Voltage"] == "—"


def test_samples_are_merged_and_none_of_the_track_is_lost(panel: MapPanel, hub: FakeHub) -> None:
    session = located(hub)
    panel.scene.update()
    drawn = []
    panel.painter.show_scene = lambda: drawn.append(1)  # type: ignore[method-assign]
    for n in range(1, 30):
        session.live(at(0, n))
    assert drawn == []
    QTest.qWait(150)
    assert len(drawn) == 1
    assert len(panel.scene.track(URI).places) == 30


def test_positions_are_kept_while_nobody_looks(panel: MapPanel, hub: FakeHub) -> None:
    session = located(hub)
    panel.hide()
    for n in range(1, 10):
        session.live(at(0, n))
    assert not panel.scene._timer.isActive()
    panel.show()
    settle()
    marker = panel.scene.current
    assert marker is not None
    assert marker.place.lon == pytest.approx(HERE.lon + 0.009)
    assert len(panel.scene.track(URI).places) == 10


def test_it_follows_until_it_is_moved_by_hand(panel: MapPanel, hub: FakeHub) -> None:
    session = located(hub)
    panel.scene.update()
    assert panel.scene.camera == (Place(HERE.lat, HERE.lon), 15)
    session.live(at(0, 5))
    panel.scene.update()
    assert panel.scene.camera.centre.lon == pytest.approx(HERE.lon + 0.005)
    QTest.keyClick(panel.painter, Qt.Key.Key_Left)
    assert not panel.scene.following
    assert not panel.follow.isChecked()
    left = panel.scene.camera
    session.live(at(0, 9))
    panel.scene.update()
    assert panel.scene.camera == left
    panel.follow.click()
    assert panel.scene.camera.centre.lon == pytest.approx(HERE.lon + 0.009)


def test_the_whole_track_fits(panel: MapPanel, hub: FakeHub) -> None:
    session = located(hub)
    for n in range(60):
        session.live(at(0, n))
    panel.scene.update()
    panel.follower.flush()
    panel.whole.click()
    assert not panel.scene.following
    view = panel.painter
    for place in panel.scene.track(URI).places:
        assert view.rect().contains(view.place_of(place).toPoint())


def test_a_click_on_a_marker_selects_its_device(panel: MapPanel, hub: FakeHub) -> None:
    located(hub)
    other = located(hub, OTHER, "JBD", position=Position(lat=HERE.lat + 0.002, lon=HERE.lon))
    panel.scene.update()
    assert panel.session is not None
    assert panel.session.model.uri == URI
    spot = panel.painter.place_of(Place(HERE.lat + 0.002, HERE.lon)).toPoint()
    QTest.mouseClick(panel.painter, Qt.MouseButton.LeftButton, pos=spot)
    assert panel.context.selection.current is not None
    assert panel.context.selection.current.model is other.model
    assert panel.painter.popup == OTHER
    panel.painter.grab()
    QTest.mouseClick(panel.painter, Qt.MouseButton.LeftButton, pos=QPoint(5, 200))
    assert panel.painter.popup == ""
    assert panel.context.selection.current.model is other.model
    hub.drop(other)
    assert [marker.uri for marker in panel.scene.markers] == [URI]


def test_mouse_and_keys_move_the_painted_map(panel: MapPanel) -> None:
    view = panel.painter
    before = panel.scene.camera
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    QTest.mouseMove(view, QPoint(350, 200))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(350, 200))
    moved = panel.scene.camera
    assert moved.centre.lon < before.centre.lon
    assert moved.centre.lat == pytest.approx(before.centre.lat)
    # The wheel keeps the place under the mouse.
    spot = QPointF(100, 100)
    place = Place(moved.centre.lat + 0.005, moved.centre.lon - 0.01)
    spot = view.place_of(place)
    turn = QWheelEvent(
        spot,
        view.mapToGlobal(spot),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, turn)
    assert panel.scene.camera.zoom == moved.zoom + 1
    after = view.place_of(place)
    assert (after.x(), after.y()) == pytest.approx((spot.x(), spot.y()), abs=1.0)
    for _ in range(30):
        QTest.keyClick(view, Qt.Key.Key_Minus)
    assert panel.scene.camera.zoom == 2
    view.grab()


def test_a_recording_shows_its_whole_track(
    panel: MapPanel, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    session: Any = hub.add(URI)
    session.recorded = ride(50)
    session.identify("ride")
    track = panel.scene.track(URI)
    assert len(track.places) == 50
    panel.scene.update()
    marker = panel.scene.current
    assert marker is not None
    assert marker.place == track.places[0]
    session.live(session.recorded[20])
    panel.scene.update()
    assert track.done == 21
    marker = panel.scene.current
    assert marker is not None
    assert marker.place == track.places[20]
    session.live(session.recorded[3])
    assert track.done == 4
    panel.painter.grab()


# --- the choice of maps --------------------------------------------------------------------------


def test_a_map_file_is_used_and_remembered(panel: MapPanel, tmp_path: Path) -> None:
    path = map_file(
        tmp_path / "red.mbtiles",
        {(0, 0, 0): picture("#ff0000")},
        bounds="-180,-85,180,85",
        attribution="<i>Red</i>",
    )
    panel.menu.use_file(str(path))
    values = panel.context.prefs.values
    assert (values.map_source, values.map_file) == ("file", str(path))
    assert panel.menu.entries["file"].isChecked()
    assert panel.scene.tiles.attribution == "Red"
    colour = panel.painter.grab().toImage().pixelColor(300, 100)
    assert colour.red() > 2 * colour.blue()
    path.unlink()


def test_a_bad_file_changes_nothing(panel: MapPanel, tmp_path: Path) -> None:
    bad = tmp_path / "bad.mbtiles"
    bad.write_text("nothing")
    panel.menu.use_file(str(bad))
    assert panel.context.prefs.values.map_source == "sample"
    assert panel.error_line.isVisibleTo(panel)


def test_a_file_that_is_gone_is_said_and_the_sample_shown(panel: MapPanel, tmp_path: Path) -> None:
    panel.context.prefs.set(map_source="file", map_file=str(tmp_path / "gone.mbtiles"))
    assert panel.error_line.isVisibleTo(panel)
    assert panel.scene.tiles.key == "sample"
    panel.context.prefs.set(map_source="sample")
    assert not panel.error_line.isVisibleTo(panel)


def test_dialogs_for_what_a_row_asks(panel: MapPanel) -> None:
    panel.menu.entries["file"].trigger()
    (files,) = panel.findChildren(QFileDialog)
    files.reject()
    assert panel.menu.entries["sample"].isChecked()
    panel.menu.entries["url"].trigger()
    (asked,) = panel.findChildren(UrlDialog)
    use = asked.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert not use.isEnabled()
    asked.field.setText("https://t.example/{z}/{x}")
    assert asked.problem.text() == PROBLEMS["places"]
    assert not use.isEnabled()
    asked.field.setText("https://t.example/{z}/{x}/{y}.png")
    assert asked.problem.text() == ""
    use.click()
    assert panel.scene.tiles.origins == {"https://t.example:443"}
    assert panel.menu.entries["url"].isChecked()
    settle()
    assert not panel.findChildren(QDialog)


# --- which of the two draws ----------------------------------------------------------------------


def test_the_variable_forces_the_painter(panel: MapPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    assert panel.web is None
    assert not backend().web
    assert VARIABLE in backend().reason


def test_without_webengine_the_painter_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setitem(sys.modules, "PySide6.QtWebEngineCore", None)
    found = backend()
    assert not found.web
    assert "cannot be loaded" in found.reason


def test_a_new_panel_is_cheap_and_loads_when_it_is_seen(context: PanelContext) -> None:
    made = MapPanel(context)
    settle()
    assert made.scene.tiles.key == ""
    made.show()
    settle()
    assert made.scene.tiles.key == "sample"
    made.stop()
    made.stop()
    made.close()
    made.deleteLater()
