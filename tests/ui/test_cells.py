"""The cell grid: marks, axis, proportion from 4 to 32 cells, cost."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest

from mingtang_desk.device.model import Topic
from mingtang_desk.device.sample import PackInfo, SampleQuality
from mingtang_desk.ui.cell_limits import CellLimits, axis, limits_of, marks
from mingtang_desk.ui.panels.cells import CellsPanel
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.cell_grid import (
    SMALLEST,
    TALLEST_ASPECT,
    WIDEST_ASPECT,
    CellGrid,
    CellsView,
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
    assert panel.grid.view.implausible
    hub.clock.go(60)
    seen = [panel.grid.view.stale]
    panel.refresh(frozenset((Topic.LINK,)))
    seen.append(panel.grid.view.stale)
    assert seen == [False, True]
    assert panel.banner.isVisibleTo(panel)
    panel.stop()


def test_z_zooms_and_is_remembered(context: PanelContext, hub: FakeHub) -> None:
    panel = CellsPanel(context)
    session = hub.add("serial:///dev/ttyS1")
    session.live(sample_13s(info=PackInfo(chemistry="nmc")))
    panel.show()
    settle()
    panel.follower.flush()
    assert panel.grid.view.axis == (2.5, 4.4)
    panel.zoom.click()
    assert panel.grid.view.axis[0] > 3.6
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
