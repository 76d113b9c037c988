"""The cell grid: marks, axis, proportion from 4 to 32 cells, cost."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest

from mingtang_desk.device.model import Topic
from mingtang_desk.device.plausibility import PlausibilityCheck
from mingtang_desk.device.sample import PackInfo, SampleQuality
from mingtang_desk.ui.cell_layout import FREE, CellLayout, layout_of
from mingtang_desk.ui.cell_limits import CellLimits, axis, limits_of, marks
from mingtang_desk.ui.panels.cells import CellsPanel
from mingtang_desk.ui.prefs import read_preferences
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.cell_grid import CellGrid, CellsView
from mingtang_desk.ui.widgets.cell_places import (
    SMALLEST,
    SMALLEST_IN_ROWS,
    TALLEST_ASPECT,
    WIDEST_ASPECT,
    columns,
)
from tests.ui.building import settle
from tests.ui.fakes import CELLS_13S, FakeHub, sample_13s, sample_weak, settings_17s


def test_highest_and_lowest_need_a_difference() -> None:
    assert marks((3.6, 3.7, 3.5), None) == (1, 2, set())
    assert marks((3.6, 3.6, 3.6), None) == (None, None, set())
    assert marks((3.6,), None) == (None, None, set())


def test_outside_is_beyond_the_limits_alone() -> None:
    limits = CellLimits(low_v=2.75, high_v=4.25, of_board=True)
    assert marks((2.75, 4.25, 4.251, 0.0), limits)[2] == {2, 3}


def test_what_cannot_be_true_hides_no_extreme() -> None:
    limits = CellLimits(low_v=2.75, high_v=4.25, of_board=True)
    assert marks((3.6, 0.0, 3.61, 5.9), limits, {1, 3}) == (2, 0, {1, 3})
    assert marks((0.0, 5.9), limits, {0, 1}) == (1, 0, {0, 1})
    assert marks((3.6, 5.9), limits, {1}) == (None, None, {1})
    bottom, top = axis((3.6, 3.61, 5.9), "nmc", zoomed=True, without={2})
    assert 3.59 < bottom < top < 3.62


@pytest.mark.parametrize(
    ("chemistry", "ends"),
    [
        ("nmc", (2.5, 4.3)),
        ("lfp", (2.0, 3.75)),
        ("lto", (1.5, 2.9)),
        (None, (2.0, 4.4)),
    ],
)
def test_bars_end_where_a_chemistry_does(chemistry: str | None, ends: tuple[float, float]) -> None:
    assert axis((3.3,), chemistry, zoomed=False) == ends


@pytest.mark.parametrize(
    "layout",
    [
        FREE,
        *(
            CellLayout(columns=c, rows=r, beside=b, serpentine=not b, gap=g, parallel=p)
            for c, r, b, g, p in ((1, 1, True, 0, 1), (12, 2, False, 48, 64))
        ),
    ],
)
def test_a_layout_is_kept_as_text(layout: CellLayout) -> None:
    assert layout_of(layout.to_text()) == layout


@pytest.mark.parametrize("text", ["", "columns=99", "rows=0", "gap=-1", "x=1 beside", "columns=³"])
def test_a_text_that_is_no_layout_is_the_free_one(text: str) -> None:
    assert layout_of(text) == FREE


def test_a_layout_counts_its_modules() -> None:
    assert CellLayout(columns=4, rows=2).modules(17) == 3
    assert CellLayout(columns=12).modules(0) == 1
    assert FREE.modules(24) == 1


def test_limits_of_the_board_win_over_the_usual_ones() -> None:
    board = limits_of(settings_17s(), "nmc")
    assert board == CellLimits(low_v=2.75, high_v=4.25, of_board=True)
    usual = limits_of(None, "lfp")
    assert usual is not None
    assert not usual.of_board
    assert limits_of(None, None) is None


def test_a_dead_wire_does_not_widen_a_zoomed_axis() -> None:
    bottom, top = axis((0.0, 3.629, 3.631), "nmc", zoomed=True)
    assert 3.62 < bottom < 3.629
    assert 3.631 < top < 3.64


def test_a_spread_of_nothing_still_has_an_axis() -> None:
    bottom, top = axis((3.63, 3.63), "nmc", zoomed=True)
    assert top - bottom == pytest.approx(0.004)


@pytest.mark.parametrize("chemistry", ["nmc", "lfp", "lto", "lmo", None])
def test_the_fixed_axis_is_the_chemistrys(chemistry: str | None) -> None:
    bottom, top = axis(CELLS_13S, chemistry, zoomed=False)
    assert bottom < top
    assert (bottom, top) == axis((2.0,), chemistry, zoomed=False)


@pytest.mark.parametrize("count", range(1, 33))
@pytest.mark.parametrize("size", [(260, 300), (560, 330), (650, 440), (1400, 500), (300, 1200)])
def test_tiles_keep_their_proportion(theme: Theme, count: int, size: tuple[int, int]) -> None:
    grid = CellGrid(theme, str)
    grid.resize(*size)
    grid.show_cells(CellsView(cells=(3.6,) * count))
    tiles = [grid.tile(n) for n in range(count)]
    first = tiles[0]
    assert all(tile.size() == first.size() for tile in tiles)
    assert first.width() >= SMALLEST.width()
    assert first.height() >= SMALLEST.height()
    assert TALLEST_ASPECT - 0.02 <= first.width() / first.height() <= WIDEST_ASPECT + 0.02
    assert all(tile.right() <= size[0] for tile in tiles)
    assert max(tile.bottom() for tile in tiles) <= max(size[1], grid.minimumHeight())
    assert not any(a.intersects(b) for a in tiles for b in tiles if a is not b)


LAYOUTS = (
    CellLayout(columns=12, serpentine=True),
    CellLayout(columns=4, rows=2, beside=True, gap=24),
    CellLayout(columns=8, rows=1),
    CellLayout(columns=1, rows=4, beside=True, gap=0),
    CellLayout(columns=32),
)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("count", [1, 4, 13, 24, 32])
@pytest.mark.parametrize("size", [(300, 300), (1000, 500)])
def test_tiles_of_a_real_pack_keep_proportion_and_distance(
    theme: Theme, layout: CellLayout, count: int, size: tuple[int, int]
) -> None:
    view = CellsView(cells=(3.6,) * count, layout=layout)
    probe, grid = CellGrid(theme, str), CellGrid(theme, str)
    probe.resize(*size)
    probe.show_cells(view)
    room = probe.minimumSize().expandedTo(probe.size())  # what the scroll area gives it
    grid.resize(room)
    grid.show_cells(view)
    tiles = [grid.tile(n) for n in range(count)]
    first = tiles[0]
    assert all(tile.size() == first.size() for tile in tiles)
    assert first.width() >= SMALLEST_IN_ROWS
    assert first.height() >= SMALLEST.height()
    assert TALLEST_ASPECT - 0.02 <= first.width() / first.height() <= WIDEST_ASPECT + 0.02
    assert not any(a.intersects(b) for a in tiles for b in tiles if a is not b)
    assert max(tile.right() for tile in tiles) <= room.width()
    assert max(tile.bottom() for tile in tiles) <= room.height()
    modules = grid.modules
    assert len(modules) == (0 if layout.modules(count) == 1 else layout.modules(count))
    for n, tile in enumerate(tiles):
        homes = [m for m, outline in enumerate(modules) if outline.contains(tile)]
        assert homes == ([grid.place(n).module] if modules else [])


def test_a_pack_of_two_rows_in_a_serpentine(theme: Theme) -> None:
    grid = CellGrid(theme, str)
    grid.resize(900, 400)
    layout = CellLayout(columns=12, serpentine=True)
    grid.show_cells(CellsView(cells=(3.3,) * 24, layout=layout))
    assert grid.tile(0).left() == grid.tile(23).left()
    assert grid.tile(11).left() == grid.tile(12).left()
    assert grid.tile(12).top() > grid.tile(11).bottom()
    # arrows go as the cells lie
    for key, wanted in (
        (Qt.Key.Key_Right, 0),
        (Qt.Key.Key_Down, 23),
        (Qt.Key.Key_Right, 22),
        (Qt.Key.Key_Up, 1),
        (Qt.Key.Key_Up, 1),
        (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_Left, 0),
    ):
        QTest.keyClick(grid, key)
        assert grid.current == wanted


def test_the_sample_pack_stands_in_two_rows() -> None:
    assert columns(13, 650, 420) == 7
    assert columns(0, 650, 420) == 1


def test_a_hatch_never_runs_under_digits(theme: Theme) -> None:
    grid = CellGrid(theme, str)
    grid.resize(90, 170)
    pictures = []
    for balancing in (False, True):
        grid.show_cells(CellsView(cells=(4.2,), balancing=(balancing,), axis=(2.5, 4.4)))
        pictures.append(_drawn(grid))
    plain, hatched = pictures
    assert plain != hatched
    tile = grid.tile(0)
    middle = tile.center().y() + 2
    digits = range(middle - 8, middle + 8)
    span = range(tile.center().x() - 22, tile.center().x() + 22)
    assert all(plain.pixel(x, y) == hatched.pixel(x, y) for y in digits for x in span)


@pytest.mark.parametrize("count", [13, 24])
def test_a_paint_costs_little(theme: Theme, count: int) -> None:
    grid = CellGrid(theme, str)
    grid.resize(700, 420)
    picture = QImage(grid.size(), QImage.Format.Format_ARGB32_Premultiplied)
    took = []
    for n in range(40):
        cells = tuple(3.6 + (n * 7 + c) % 50 / 1000 for c in range(count))
        grid.show_cells(CellsView(cells=cells, highest=1, lowest=2))
        start = time.perf_counter()
        grid.render(picture)
        took.append(time.perf_counter() - start)
    assert sorted(took)[len(took) // 2] < 0.008  # 2 ms alone; a test machine is shared


def _drawn(grid: CellGrid) -> QImage:
    picture = QImage(grid.size(), QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.black)
    painter = QPainter(picture)
    painter.end()
    grid.render(picture)
    return picture


def test_the_panel_shows_marks_and_says_them(context: PanelContext, hub: FakeHub) -> None:
    panel = CellsPanel(context)
    session = hub.add("serial:///dev/ttyS1")
    session.identify("one")
    session.live(sample_weak())
    session.model.apply_settings(settings_17s())
    panel.resize(600, 400)
    panel.show()
    settle()
    panel.follower.flush()
    view = panel.grid.view
    assert (view.highest, view.lowest) == (3, 6)
    assert view.balancing[3]
    assert not view.outside
    assert panel.grid.accessibleName() == "Cell voltages"
    panel.grid.setFocus()
    QTest.keyClick(panel.grid, Qt.Key.Key_Right)
    QTest.keyClick(panel.grid, Qt.Key.Key_Right)
    assert panel.grid.current == 1
    assert panel.grid.accessibleDescription().startswith("Cell 2: 3.629 V")
    picked: list[int] = []
    panel.grid.picked.connect(picked.append)
    QTest.mouseClick(panel.grid, Qt.MouseButton.LeftButton, pos=panel.grid.tile(3).center())
    assert picked == [3]
    assert "highest, balancing" in panel.grid.accessibleDescription()
    assert "from the board's settings" in panel.grid.accessibleDescription()
    assert panel.grid.cell_at(QPointF(-5, -5)) is None
    panel.stop()


def test_stale_and_implausible_are_signs_too(context: PanelContext, hub: FakeHub) -> None:
    panel = CellsPanel(context)
    session = hub.add("serial:///dev/ttyS1")
    session.identify("one")
    session.live(sample_13s(quality=SampleQuality(implausible=("cell_v",))))
    panel.show()
    settle()
    panel.follower.flush()
    assert panel.grid.view.implausible == frozenset(range(13))
    assert panel.legend.signs == "▲▼≈!?"
    hub.clock.go(60)
    seen = [panel.grid.view.stale]
    panel.refresh(frozenset((Topic.LINK,)))
    seen.append(panel.grid.view.stale)
    assert seen == [False, True]
    assert panel.banner.isVisibleTo(panel)
    assert panel.legend.signs == "▲▼≈!?▨"
    panel.stop()


def test_z_zooms_and_is_remembered(context: PanelContext, hub: FakeHub) -> None:
    panel = CellsPanel(context)
    session = hub.add("serial:///dev/ttyS1")
    session.live(sample_13s(info=PackInfo(chemistry="nmc")))
    panel.show()
    settle()
    panel.follower.flush()
    assert panel.grid.view.axis == (2.5, 4.3)
    assert panel.scale.text == "Bars 2.50 to 4.30 V · ternary"
    panel.zoom.click()
    assert panel.grid.view.axis[0] > 3.6
    assert panel.scale.text == "Bars 3.627 to 3.633 V · zoomed to the spread"
    assert context.prefs.values.zoomed
    panel.stop()


def test_a_pack_without_cells_says_so(context: PanelContext, hub: FakeHub) -> None:
    panel = CellsPanel(context)
    session = hub.add("serial:///dev/ttyS1")
    session.identify("one", capabilities=frozenset())
    session.live(sample_13s(cell_v=(), cell_balancing=()))
    panel.show()
    settle()
    panel.follower.flush()
    assert panel.note.title == "This board does not report single cells."
    panel.stop()


def test_a_dead_wire_has_its_signs_and_its_words(context: PanelContext, hub: FakeHub) -> None:
    cells = tuple(0.0 if n == 6 else volts for n, volts in enumerate(CELLS_13S))
    panel = CellsPanel(context)
    session = hub.add("serial:///dev/ttyS1")
    session.identify("one")
    session.live(PlausibilityCheck().check(sample_13s(cell_v=cells)))
    panel.show()
    settle()
    panel.follower.flush()
    view = panel.grid.view
    assert view.cells[6] == 0.0
    assert view.implausible == {6}
    assert view.outside == {6}
    assert view.lowest != 6
    assert "without “?”" in panel.spread.text
    QTest.mouseClick(panel.grid, Qt.MouseButton.LeftButton, pos=panel.grid.tile(6).center())
    words = panel.grid.accessibleDescription()
    assert words.startswith("Cell 7: 0.000 V, outside limit, implausible")
    assert "broken sense wire" in words
    QTest.mouseClick(panel.grid, Qt.MouseButton.LeftButton, pos=panel.grid.tile(5).center())
    assert "broken sense wire" not in panel.grid.accessibleDescription()
    panel.stop()


def test_the_layout_is_chosen_in_the_header_and_kept_for_the_device(
    context: PanelContext, hub: FakeHub
) -> None:
    panel = CellsPanel(context)
    session = hub.add("serial:///dev/ttyS1")
    session.identify("one")
    session.live(sample_13s())
    panel.resize(800, 400)
    panel.show()
    settle()
    panel.follower.flush()
    panel.header[1].setParent(panel)  # the title line of its dock has it else
    panel.arrange.click()
    popover = panel.popover
    assert popover is not None
    assert popover.isVisible()
    assert not popover.rows.isEnabled()
    assert not popover.reset.isEnabled()
    popover.columns.setCurrentIndex(popover.columns.findData(7))
    popover.columns.activated.emit(popover.columns.currentIndex())
    popover.serpentine.click()
    popover.parallel.setCurrentIndex(popover.parallel.findData(4))
    popover.parallel.activated.emit(popover.parallel.currentIndex())
    wanted = CellLayout(columns=7, serpentine=True, parallel=4)
    assert panel.grid.view.layout == wanted
    assert popover.summary.text() == "13 cells in 2 modules of 7"
    assert panel.spread.text.startswith("13S4P")
    assert panel.grid.tile(7).left() == panel.grid.tile(6).left()
    kept = read_preferences(context.prefs._path).cell_layouts  # type: ignore[arg-type]
    assert {key: layout_of(text) for key, text in kept.items()} == {session.uri.text: wanted}
    QTest.mouseClick(panel.grid, Qt.MouseButton.LeftButton, pos=panel.grid.tile(8).center())
    assert "Module 2, 4 cells in parallel" in panel.grid.accessibleDescription()

    other = hub.add("serial:///dev/ttyS2")
    other.live(sample_13s())
    panel.follower._attach(other)  # type: ignore[arg-type]
    assert panel.grid.view.layout == FREE
    panel.follower._attach(session)  # type: ignore[arg-type]
    assert panel.grid.view.layout == wanted
    popover.reset.click()
    assert panel.grid.view.layout == FREE
    assert not context.prefs.values.cell_layouts
    QTest.keyClick(popover, Qt.Key.Key_Escape)
    assert popover.isHidden()
    panel.stop()
    settle()


def test_the_layout_fits_a_narrow_panel_by_scrolling(context: PanelContext, hub: FakeHub) -> None:
    panel = CellsPanel(context)
    session = hub.add("serial:///dev/ttyS1")
    session.identify("one")
    context.prefs.set(cell_layouts={session.uri.text: "columns=12 serpentine=1"})
    session.live(sample_13s(cell_v=(3.3,) * 24))
    panel.resize(300, 420)
    panel.show()
    settle()
    panel.follower.flush()
    settle()
    assert panel.width() == 300
    assert panel.grid.tile(0).width() >= SMALLEST_IN_ROWS
    assert panel.scroll_area.horizontalScrollBar().maximum() > 0
    panel.stop()
