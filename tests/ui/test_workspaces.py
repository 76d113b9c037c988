"""The workspaces: table, arrangement, what the user made of them, and what they cost."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, QSize
from PySide6.QtWidgets import QApplication, QWidget

from mingtang_desk.core.errors import StorageError
from mingtang_desk.ui import filling
from mingtang_desk.ui.dock import CardDock
from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.layout import layout_version, restore, saved
from mingtang_desk.ui.main_window import MainWindow
from mingtang_desk.ui.panels import PANELS
from mingtang_desk.ui.panels.cells import CellsPanel
from mingtang_desk.ui.panels.devices import DevicesPanel
from mingtang_desk.ui.spec import Area, PanelContext
from mingtang_desk.ui.widgets.figure import BIG_HEIGHT, HEIGHT, SLIM_HEIGHT
from mingtang_desk.ui.workspaces import WORKSPACES, Place, Workspace, places_for, workspace
from tests.ui.building import settle
from tests.ui.conftest import MakeWindow
from tests.ui.fakes import FakeHub, bench_hub

KEYS = tuple(spec.key for spec in PANELS)
LATER = ("devices", "status", "cells", "settings", "control", "journal", "stats")


def in_front(window: MainWindow) -> dict[str, CardDock]:
    return {key: dock for key, dock in window.docks.items() if dock.seen}


def places(row: Workspace, panels: tuple[str, ...] = KEYS) -> dict[str, Place]:
    return {place.key: place for place in places_for(row, panels)}


@pytest.mark.parametrize("row", WORKSPACES, ids=lambda row: row.key)
def test_every_panel_has_one_place_in_every_workspace(row: Workspace) -> None:
    named = [place.key for place in row.places]
    assert len(named) == len(set(named))
    for panels in (KEYS, LATER):
        found = places_for(row, panels)
        assert sorted(place.key for place in found) == sorted(panels)
        for place in found:
            host = places(row, panels).get(place.tab_with)
            assert not place.tab_with or (host is not None and host.area is place.area)


def test_the_first_guest_takes_the_place_of_a_dock_that_is_not_there() -> None:
    row = workspace("bench")
    found = places(row, ("cells", "frames", "map"))
    assert found["frames"].tab_with == ""
    assert found["map"].tab_with == "frames"
    assert found["frames"].share == next(p.share for p in row.places if p.key == "plot")


def test_a_panel_nobody_named_is_closed_but_has_a_place() -> None:
    found = places(workspace("bench"), (*KEYS, "stranger"))["stranger"]
    assert found.closed
    assert found.tab_with == "journal"


def test_an_unknown_workspace_is_the_bench() -> None:
    assert workspace("from_tomorrow").key == "bench"


@pytest.mark.parametrize("size", [(1480, 900), (1280, 720), (960, 600)])
@pytest.mark.parametrize("key", [row.key for row in WORKSPACES])
def test_no_dock_is_clipped_or_overlaps(
    make_window: MakeWindow, key: str, size: tuple[int, int]
) -> None:
    built = make_window(bench_hub()[0])
    built.context.prefs.set(workspace="support" if key == "bench" else "bench")
    built.show(*size)
    window = built.window
    window.use_workspace(key)
    settle(8)
    assert (window.width(), window.height()) == size
    docked = in_front(window)
    inside = window.rect()
    rects: dict[str, QRect] = {"headline": window.headline.geometry()}
    for name, dock in docked.items():
        assert inside.contains(dock.geometry()), name
        assert dock.width() >= dock.minimumSizeHint().width(), name
        assert dock.height() >= 100, name
        rects[name] = dock.geometry()
    for (one, a), (other, b) in combinations(rects.items(), 2):
        assert not a.intersects(b), (one, other)


def test_columns_are_as_wide_as_their_work(make_window: MakeWindow) -> None:
    built = make_window(bench_hub()[0])
    built.show(1480, 900)
    docks = built.window.docks
    row = workspace("bench")
    assert abs(docks["status"].width() - row.left.width(1480)) <= 8
    assert abs(docks["settings"].width() - row.right.width(1480)) <= 8
    assert docks["cells"].width() > docks["settings"].width()
    assert docks["devices"].y() < docks["status"].y()
    assert docks["settings"].y() < docks["control"].y() < docks["journal"].y()


def test_each_workspace_shows_what_its_table_says(make_window: MakeWindow) -> None:
    built = make_window(bench_hub()[0])
    built.show()
    for row in reversed(WORKSPACES):
        built.window.use_workspace(row.key)
        settle(8)
        found = places_for(row, KEYS)
        wanted = {place.key for place in found if not place.closed}
        assert {key for key, dock in built.window.docks.items() if not dock.isHidden()} == wanted
        front = {place.key for place in found if not place.closed and not place.tab_with}
        assert in_front(built.window).keys() == front
        assert built.window.strip.workspaces.buttons[row.key].isChecked()
    assert "settings" in in_front(built.window)


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_a_workspace_is_found_as_it_was_left(make_window: MakeWindow) -> None:
    built = make_window(bench_hub()[0])
    built.show()
    window = built.window
    window.docks["stats"].close()
    window.docks["control"].setFloating(True)
    window.use_workspace("eol")
    settle()
    assert not window.docks["control"].isFloating()
    window.docks["journal"].show()
    window.use_workspace("bench")
    settle()
    assert window.docks["stats"].isHidden()
    assert window.docks["control"].isFloating()
    window.use_workspace("eol")
    settle()
    assert not window.docks["journal"].isHidden()


def test_reset_touches_the_present_workspace_alone(make_window: MakeWindow) -> None:
    built = make_window(bench_hub()[0])
    built.show()
    window = built.window
    window.docks["control"].close()
    window.use_workspace("support")
    settle()
    window.docks["cells"].close()
    window.reset_layout()
    settle()
    assert not window.docks["cells"].isHidden()
    window.use_workspace("bench")
    settle()
    assert window.docks["control"].isHidden()
    window.reset_layout()
    settle()
    assert not window.docks["control"].isHidden()


def test_a_window_comes_back_in_its_workspace(make_window: MakeWindow) -> None:
    built = make_window(bench_hub()[0])
    built.show(1300, 800)
    built.window.use_workspace("support")
    built.window.docks["stats"].close()
    built.window.stop()
    values = built.context.prefs.values
    assert values.workspace == "support"
    context = make_window(bench_hub()[0]).context
    context.prefs.values = values
    again = MainWindow(context, built.translations)
    again.restore()
    again.show()
    settle()
    assert again.arrangement.current.key == "support"
    assert again.docks["stats"].isHidden()
    # A small screen may cut it; it is not the first size any more.
    assert again.size() != QSize(1480, 900)
    again.stop()
    again.close()
    again.deleteLater()


def test_a_layout_of_other_docks_is_not_taken(make_window: MakeWindow) -> None:
    built = make_window(bench_hub()[0])
    built.show()
    window, docks = built.window, built.window.docks
    text = saved(window, docks)
    assert restore(window, docks, text)
    fewer = {key: dock for key, dock in docks.items() if key != "stats"}
    assert layout_version(fewer) != layout_version(docks)
    assert not restore(window, fewer, text)
    for damaged in ("", "no base64!", "bm8gbGF5b3V0"):
        assert not restore(window, docks, damaged)


def test_panels_are_made_when_they_first_come_up(make_window: MakeWindow) -> None:
    built = make_window(bench_hub()[0])
    built.show()
    docks = built.window.docks
    filled = {key for key, dock in docks.items() if dock.filled}
    assert filled == in_front(built.window).keys()
    docks["stats"].raise_()
    settle()
    assert {key for key, dock in docks.items() if dock.filled} == {*filled, "stats"}
    assert docks["stats"].panel.isVisible()
    assert not docks["journal"].panel.isVisible()


class Shown(QObject):
    """Names the windows that come up."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.names.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


@pytest.mark.parametrize("empty", [True, False])
def test_no_part_of_a_panel_is_a_window_for_a_moment(
    make_window: MakeWindow, qapp: QApplication, empty: bool
) -> None:
    built = make_window(FakeHub() if empty else bench_hub()[0])
    watch = Shown()
    qapp.installEventFilter(watch)
    built.show()
    for dock in built.window.docks.values():
        dock.bring_up()
    settle()
    qapp.removeEventFilter(watch)
    assert watch.names == ["MainWindow main-window"]
    assert built.window.isActiveWindow()


def test_a_panel_behind_a_tab_rests(make_window: MakeWindow) -> None:
    hub, first = bench_hub()
    built = make_window(hub)
    built.show()
    docks = built.window.docks
    docks["stats"].raise_()
    settle()
    calls: list[object] = []
    docks["journal"].panel.follower._on_refresh = calls.append
    assert first.model.sample is not None
    first.live(replace(first.model.sample, cycles=7))
    docks["journal"].panel.follower._timer.setInterval(0)
    settle()
    assert not calls
    docks["journal"].raise_()
    settle()
    assert len(calls) == 1


def test_the_panels_of_a_late_window_wait_for_the_first_paint(
    context: PanelContext, translations: Translations
) -> None:
    window = MainWindow(context, translations, late=True)
    ready: list[bool] = []
    window.ready.connect(lambda: ready.append(True))
    assert not any(dock.filled for dock in window.docks.values())
    window.show()
    settle(30)
    assert ready == [True]
    assert {key for key, dock in window.docks.items() if dock.filled} == in_front(window).keys()
    window.stop()
    window.close()
    window.deleteLater()
    settle()


def test_preferences_that_cannot_be_written_are_said_and_the_workspace_comes(
    make_window: MakeWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = make_window(bench_hub()[0])
    built.show()

    def fails(**_: object) -> None:
        raise StorageError("file_unwritable", path="preferences.json", detail="full")

    monkeypatch.setattr(built.context.prefs, "set", fails)
    built.window.use_workspace("eol")
    assert built.window.arrangement.current.key == "eol"
    shown = built.window.docks["devices"].panel.error_line.error
    assert shown is not None
    assert shown.key == "file_unwritable"
    monkeypatch.undo()


def test_the_headline_of_the_operator_is_big(make_window: MakeWindow) -> None:
    built = make_window(bench_hub()[0])
    built.show()
    before = built.window.headline.height()
    built.window.use_workspace("eol")
    assert built.window.headline.height() > before * 1.4
    built.window.use_workspace("bench")
    assert built.window.headline.height() == before


@pytest.mark.parametrize("width", [1480, 1280, 960])
def test_the_strip_gives_way_and_keeps_what_matters(make_window: MakeWindow, width: int) -> None:
    built = make_window(bench_hub()[0])
    built.show(width, 700)
    strip = built.window.strip
    assert built.window.width() == width
    must = (strip.chip, strip.workspaces, strip.name, strip.health, strip.age, strip.alarms)
    parts = (*must, strip.lock, strip.menu)
    for part in parts:
        assert part.isVisible()
        assert strip.rect().contains(part.geometry())
        assert part.width() >= part.minimumSizeHint().width()
    for one, other in combinations(parts, 2):
        assert not one.geometry().intersects(other.geometry())
    assert strip.name.width() >= 80
    assert strip.workspaces.short.isVisible() == (width == 960)
    strip.workspaces.actions_by_key["support"].trigger()
    assert built.window.arrangement.current.key == "support"


def test_an_empty_window_says_what_to_do(make_window: MakeWindow, tmp_path: Path) -> None:
    built = make_window(FakeHub())
    built.show()
    for row in WORKSPACES:
        built.window.use_workspace(row.key)
        settle()
        shown = in_front(built.window)
        assert ("fleet" if row.key == "fleet" else "devices") in shown
        assert Area.LEFT in {place.area for place in places_for(row, ("devices",))}
    focus = QApplication.focusWidget()
    assert focus is None or built.window.isAncestorOf(focus)


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_a_panel_taken_out_from_behind_a_tab_is_made(make_window: MakeWindow) -> None:
    built = make_window(bench_hub()[0])
    built.show()
    dock = built.window.docks["stats"]
    before = dock.filled
    dock.setFloating(True)
    settle()
    assert (before, dock.filled) == (False, True)
    assert dock.panel.isVisible()


def test_the_keyboard_stays_in_its_panel_when_what_had_it_goes(make_window: MakeWindow) -> None:
    built = make_window(bench_hub()[0])
    built.show()
    panel = built.window.docks["devices"].panel
    assert isinstance(panel, DevicesPanel)
    button = panel.connect_button
    for goes in ("disabled", "hidden"):
        button.setEnabled(True)
        button.show()
        button.setFocus()
        button.setVisible(goes != "hidden")
        button.setEnabled(goes != "disabled")
        focused = QApplication.focusWidget()
        assert focused is not None
        assert focused is panel or panel.isAncestorOf(focused)


def test_a_choice_that_cannot_be_kept_is_said_in_its_panel(
    make_window: MakeWindow, tmp_path: Path
) -> None:
    built = make_window(bench_hub()[0])
    built.show()
    blocked = tmp_path / "file"
    blocked.write_text("")
    built.context.prefs._path = blocked / "preferences.json"
    plot, cells = (built.window.docks[key].panel for key in ("plot", "cells"))
    assert isinstance(cells, CellsPanel)
    built.context.plotted.choose(("soc_pct",))
    cells.zoom.toggle()
    for panel in (plot, cells):
        assert panel.error_line.error is not None
        assert panel.error_line.error.key == "file_unwritable"
    assert built.context.plotted.keys == ("soc_pct",)
    assert built.context.prefs.values.zoomed
    built.context.prefs._path = None


def test_the_plot_is_made_out_of_sight_and_keeps_what_it_saw(
    context: PanelContext, translations: Translations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "EARLY_MS", 0)
    context.prefs.set(workspace="eol")
    window = MainWindow(context, translations, late=True)
    window.show()
    settle(30)
    plot = window.docks["plot"]
    assert plot.filled
    assert not plot.panel.isVisible()
    assert {key for key, dock in window.docks.items() if dock.filled} == {
        "plot",
        *in_front(window).keys(),
    }
    window.stop()
    window.close()
    window.deleteLater()
    settle()


def test_in_a_low_window_the_figures_of_the_fleet_are_one_line(make_window: MakeWindow) -> None:
    built = make_window(bench_hub()[0])
    built.show()
    window = built.window
    window.resize(1280, 720)
    settle()
    assert window.headline.height() == HEIGHT
    window.use_workspace("fleet")
    settle()
    assert window.headline.height() == SLIM_HEIGHT
    assert window.headline.pack.height() == SLIM_HEIGHT
    assert not window.headline.grab().isNull()
    window.resize(1480, 900)
    settle()
    assert window.headline.height() == HEIGHT
    window.resize(1280, 720)
    window.use_workspace("eol")
    settle()
    assert window.headline.height() == BIG_HEIGHT
