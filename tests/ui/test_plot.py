"""The plot panel: what is drawn, which time is shown, what it says where there is nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mingtang_desk.device.model import LinkPhase
from mingtang_desk.ui.panels.cells import CellsPanel
from mingtang_desk.ui.panels.plot import PlotPanel
from mingtang_desk.ui.plot.lane import Curve
from mingtang_desk.ui.plot.plotted import WORST_CELL
from mingtang_desk.ui.plot.view import lanes_for
from mingtang_desk.ui.spec import PanelContext
from tests.ui.building import settle
from tests.ui.fakes import START, FakeHub, sample_weak
from tests.ui.plot_kit import T0, Plot


@pytest.fixture
def plot(hub: FakeHub, context: PanelContext) -> Iterator[Plot]:
    made = Plot(hub, context)
    yield made
    made.close()


def test_at_first_it_draws_pack_voltage_and_the_worst_cell(plot: Plot) -> None:
    panel = plot.panel
    assert [s.name for s in panel.series] == ["Pack voltage", "Worst cell (7)"]
    assert len(plot.drawn("pack_v")) == 60
    assert plot.drawn(WORST_CELL)[-1] == pytest.approx(3.612)
    assert len(panel.view.lanes) == 1, "two scales have an axis each"
    left, right = panel.view.lanes[0].sides
    assert left.range is not None
    assert right.range is not None
    assert left.range[0] < 47.001 < 47.06 < left.range[1]
    assert right.range[0] < 3.612 < right.range[1] < 4
    assert [item.value for item in panel.legend.items] == ["47.06", "3.612"]


def test_values_kept_while_nobody_looked_are_there(hub: FakeHub, context: PanelContext) -> None:
    first = hub.add("sim://jbd-4s")
    first.identify("first")
    first.live(sample_weak(time=START))
    plot = Plot(hub, context)
    context.selection.select(hub.sessions[0])
    assert plot.panel.series[0].times.size == 1
    context.selection.select(hub.sessions[1])
    assert plot.panel.series[0].times.size == 60
    plot.close()


def test_a_click_on_a_cell_puts_it_into_the_plot_and_another_takes_it_out(plot: Plot) -> None:
    cells = CellsPanel(plot.context)
    cells.resize(700, 400)
    cells.show()
    settle()
    QTest.mouseClick(cells.grid, Qt.MouseButton.LeftButton, pos=cells.grid.tile(3).center())
    assert "cell_v.4" in plot.context.plotted.keys
    assert len(plot.drawn("cell_v.4")) == 60
    QTest.mouseClick(cells.grid, Qt.MouseButton.LeftButton, pos=cells.grid.tile(3).center())
    assert [s.key for s in plot.panel.series] == ["pack_v", WORST_CELL]
    cells.stop()
    cells.close()


def test_each_scale_has_an_axis_two_axes_a_lane() -> None:
    def curve(key: str, scale: str) -> Curve:
        return Curve(key=key, token="curve_1", scale=scale, unit="", least=1.0)

    curves = [curve("a", "V"), curve("b", "A"), curve("c", "V"), curve("d", "°C")]
    shape = [
        [[c.key for c in group] for group in lane] for lane in lanes_for(curves, stacked=False)
    ]
    assert shape == [[["a", "c"], ["b"]], [["d"]]]
    stacked = [
        [[c.key for c in group] for group in lane] for lane in lanes_for(curves, stacked=True)
    ]
    assert stacked == [[["a", "c"]], [["b"]], [["d"]]]


def test_gaps_are_not_joined(plot: Plot) -> None:
    plot.hub.clock.go(30)
    plot.feed(5)
    plot.flush()
    drawn = plot.drawn("pack_v")
    assert sum(v != v for v in drawn) == 1
    item = plot.panel.view.lanes[0].sides[0].items["pack_v"]
    assert item.opts["connect"] == "finite"
    path = item.curve.getPath()
    moves = [n for n in range(path.elementCount()) if path.elementAt(n).isMoveTo()]
    assert len(moves) == 2


def test_temperatures_follow_the_preferences(plot: Plot) -> None:
    plot.context.plotted.choose(("temperature.board",))
    assert plot.drawn("temperature.board")[-1] == pytest.approx(29.7, abs=1e-4)
    plot.context.prefs.set(temperature="f")
    assert plot.drawn("temperature.board")[-1] == pytest.approx(85.46, abs=1e-3)
    assert plot.panel.legend.items[0].unit == "°F"


def test_curves_are_thin_and_drawn_as_cheaply_as_they_can_be(plot: Plot) -> None:
    item = plot.panel.view.lanes[0].sides[0].items["pack_v"]
    options = item.opts
    assert options["pen"].widthF() == 1
    assert options["autoDownsample"]
    assert options["downsampleMethod"] == "peak"
    assert options["clipToView"]
    assert not options["antialias"]


def test_another_theme_colours_everything_anew(plot: Plot) -> None:
    from mingtang_desk.ui.theme.tokens import Scheme

    theme = plot.context.theme
    item = plot.panel.view.lanes[0].sides[0].items["pack_v"]
    before = item.opts["pen"].color().name()
    theme.apply(Scheme.LIGHT)
    try:
        assert item.opts["pen"].color().name() != before
        ground = plot.panel.view.backgroundBrush().color()
        assert ground.name() == theme.color("panel").name()
    finally:
        theme.apply(Scheme.DARK)


def test_it_follows_until_it_is_moved_and_the_button_leads_back(plot: Plot) -> None:
    view, live = plot.panel.view, plot.panel.live
    assert live.isHidden()
    assert view.span[1] == pytest.approx(T0 + 60)
    plot.feed(10)
    plot.flush()
    assert view.span[1] == pytest.approx(T0 + 70)
    plot.drag(T0 + 40, T0 + 50)
    assert not live.isHidden()
    assert view.span[1] == pytest.approx(T0 + 60, abs=0.5)
    held = view.span
    plot.feed(10)
    plot.flush()
    assert view.span == held
    QTest.mouseClick(live, Qt.MouseButton.LeftButton)
    assert view.span[1] == pytest.approx(T0 + 80)
    assert live.isHidden()


def test_paused_the_picture_stands_still_and_values_are_kept(plot: Plot) -> None:
    panel = plot.panel
    panel.actions_of.actions["paused"].trigger()
    span = panel.view.span
    plot.feed(10)
    plot.flush()
    assert len(plot.drawn("pack_v")) == 60
    assert panel.view.span == span
    assert not panel.live.isHidden()
    panel.actions_of.actions["paused"].trigger()
    assert len(plot.drawn("pack_v")) == 70
    assert panel.view.span[1] == pytest.approx(T0 + 70)
    QTest.keyClick(panel.view, Qt.Key.Key_Space)
    assert panel.actions_of.actions["paused"].isChecked()


def test_the_wheel_zooms_around_the_mouse(plot: Plot) -> None:
    view = plot.panel.view
    place = QPointF(plot.at(T0 + 20))
    event = QWheelEvent(
        place,
        view.mapToGlobal(place),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    before = view.span
    QApplication.sendEvent(view.viewport(), event)
    assert view.span[1] - view.span[0] == pytest.approx((before[1] - before[0]) / 1.25)
    assert view.time_at(place.x()) == pytest.approx(T0 + 20, abs=0.2)


def test_shift_and_drag_zooms_into_a_span(plot: Plot) -> None:
    plot.drag(T0 + 10, T0 + 30, shift=True)
    begin, end = plot.panel.view.span
    assert begin == pytest.approx(T0 + 10, abs=0.3)
    assert end == pytest.approx(T0 + 30, abs=0.3)


def test_zoomed_in_the_axis_of_values_fits_what_is_seen(plot: Plot) -> None:
    plot.feed(1, pack_v=60.0)
    plot.feed(30)
    plot.flush()
    side = plot.panel.view.lanes[0].sides[0]
    assert side.range is not None
    assert side.range[1] > 60
    plot.drag(T0 + 5, T0 + 40, shift=True)
    assert side.range[1] < 48


def test_every_state_says_what_it_is(hub: FakeHub, context: PanelContext) -> None:
    panel = PlotPanel(context)
    panel.resize(600, 300)
    panel.show()
    assert panel.note.title == "No device connected"
    assert panel.view.isHidden()
    session = hub.add("sim://jbd-13s")
    session.model.set_link(LinkPhase.CONNECTING)
    panel.follower.flush()
    assert panel.note.title == "Connecting…"
    session.identify("pack")
    session.live(sample_weak(time=START))
    panel.follower.flush()
    assert panel.note.isHidden()
    assert not panel.view.isHidden()
    context.plotted.choose(("soh_pct",))
    assert panel.note.title == "This board reports none of the chosen values."
    assert not panel.note.action.isHidden()
    context.plotted.choose(())
    assert panel.note.title == "Nothing chosen"
    context.plotted.choose(("pack_v",))
    hub.clock.go(42)
    session.model.set_link(LinkPhase.SILENT)
    panel.follower.flush()
    assert not panel.view.isHidden(), "what was measured stays"
    assert not panel.banner.isHidden()
    hub.drop(session)
    assert panel.note.title == "No device connected"
    assert panel.legend.items == ()
    panel.stop()
    panel.close()


def test_a_board_without_status_says_so(hub: FakeHub, context: PanelContext) -> None:
    session = hub.add("sim://jbd-13s")
    session.identify("poor", capabilities=frozenset())
    panel = PlotPanel(context)
    assert panel.note.title == "This board reports no status."
    panel.stop()
