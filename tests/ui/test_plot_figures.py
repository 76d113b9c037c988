"""Figures at and between cursors, axes of values and of time, which time is shown."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import pytest

from mingtang_desk.ui.plot import scales, times
from mingtang_desk.ui.plot.measure import at, between, near
from mingtang_desk.ui.plot.quantities import digits, quantity
from mingtang_desk.ui.plot.window import LEAST_S, TimeWindow
from tests.ui.fakes import START

T0 = START.timestamp()


TIMES = np.array([10.0, 11.0, 12.0, 13.0])
CURVE = np.array([1.0, 3.0, np.nan, 5.0], np.float32)


def test_a_value_is_the_last_one_and_never_made_up() -> None:
    assert at(TIMES, CURVE, 11.9) == 3.0
    assert at(TIMES, CURVE, 11.0) == 3.0
    assert np.isnan(at(TIMES, CURVE, 9.0))
    assert np.isnan(at(TIMES, CURVE, 12.5))
    assert at(TIMES, CURVE, 99.0) == 5.0


def test_figures_between_two_times() -> None:
    found = between(TIMES, CURVE, 13.0, 10.0)
    assert (found.first, found.second, found.change) == (1.0, 5.0, 4.0)
    assert (found.mean, found.low, found.high) == (3.0, 1.0, 5.0)
    gap = between(TIMES, CURVE, 10.0, 12.5)
    assert (gap.second, gap.change) == (3.0, 2.0), "in a gap the last sample there was"
    nothing = between(TIMES, CURVE, 11.5, 12.5)
    assert np.isnan(nothing.mean)
    assert digits(quantity("pack_v"), nothing.mean) == "—"


def test_steps_go_from_sample_to_sample_and_stop_at_the_ends() -> None:
    assert near(TIMES, 11.2) == 11.0
    assert near(TIMES, 11.2, 1) == 12.0
    assert near(TIMES, 11.2, -9) == 10.0
    assert near(np.empty(0), 1.0) is None


def test_an_axis_keeps_still_until_values_leave_it_or_get_lost_in_it() -> None:
    first = scales.range_for(47.0, 47.4, 0.2)
    assert first[0] < 47.0 < 47.4 < first[1]
    assert scales.range_for(47.05, 47.38, 0.2, first) == first
    assert scales.range_for(47.0, 47.8, 0.2, first) != first
    assert scales.range_for(47.1, 47.12, 0.02, first) != first


def test_two_flat_curves_do_not_lie_over_each_other() -> None:
    left = scales.range_for(47.18, 47.18, 0.2, lean=0.6)
    right = scales.range_for(3.63, 3.63, 0.02, lean=0.4)
    heights = [(v - low) / (high - low) for v, (low, high) in ((47.18, left), (3.63, right))]
    assert heights == [pytest.approx(0.6), pytest.approx(0.4)]
    assert scales.range_for(0.0, 10.0, 1.0, lean=0.6) == scales.range_for(0.0, 10.0, 1.0)


def test_two_millivolts_are_no_disaster() -> None:
    low, high = scales.range_for(3.629, 3.631, quantity("cell_v.1").least)
    assert high - low > 0.02


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (46.79, 47.42, ["46.8", "47.0", "47.2", "47.4 V"]),
        (-12.0, 1.0, ["−10", "−5", "0 V"]),
        (0.0, 9.0, ["0.0", "2.5", "5.0", "7.5 V"]),
        (3.60, 3.66, ["3.60", "3.62", "3.64", "3.66 V"]),
    ],
)
def test_ticks_are_round_and_the_topmost_says_the_unit(
    low: float, high: float, texts: list[str]
) -> None:
    step, found = scales.ticks(low, high, 200)
    assert scales.tick_texts(found, step, "V") == texts
    assert scales.ticks(1.0, 1.0, 200)[1] == []


@pytest.fixture
def in_shanghai(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("the zone cannot be set here")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("in_shanghai")
def test_ticks_of_time_are_round_where_the_user_is() -> None:
    step = times.step_for(300, 640)
    assert step in (30, 60)
    found = times.ticks(T0 + 7, T0 + 307, 60.0)
    assert times.tick_text(found[0], 60.0, 300) == "18:01"
    days = times.ticks(T0, T0 + 3 * 86400, 86400.0)
    assert [times.tick_text(t, 86400.0, 3 * 86400) for t in days] == [
        "2026-11-23",
        "2026-11-24",
        "2026-11-25",
    ]
    assert times.tick_text(T0, 3600.0, 2 * 86400) == "11-22 18:00"
    assert times.tick_text(T0, 5.0, 30) == "18:00:00"
    assert times.tick_text(T0 + 0.25, 0.05, 0.3) == "18:00:00.250"


def test_spans_in_words() -> None:
    assert [times.span_text(s) for s in (0.25, 12.34, 245, 9000)] == [
        "0.25 s",
        "12.3 s",
        "4:05 min",
        "2:30:00 h",
    ]


def test_live_it_follows_the_newest_sample_until_it_is_moved() -> None:
    window = TimeWindow()
    assert window.range(0, 1, 1) == (0, LEAST_S)
    assert window.range(0, 100, 100) == (0, 100)
    assert window.range(0, 1000, 1000) == (700, 1000)
    window.zoom(0.5, None)
    assert window.range(0, 1001, 1001) == (851, 1001)
    window.moved(10, 60)
    assert window.away
    assert window.range(0, 2000, 2000) == (10, 60)
    window.home()
    assert window.range(0, 2000, 2000) == (1850, 2000)
    window.whole()
    assert window.range(0, 2000, 2000) == (0, 2000)
    assert not window.away


def test_zoom_keeps_the_time_under_the_crosshair() -> None:
    window = TimeWindow()
    window.range(0, 1000, 1000)
    window.zoom(0.5, 800.0)
    begin, end = window.range(0, 1000, 1000)
    assert end - begin == pytest.approx(150)
    assert (800 - begin) / (end - begin) == pytest.approx(100 / 300)


def test_a_recording_is_seen_whole_and_turned_by_the_page_when_zoomed() -> None:
    window = TimeWindow(recorded=True)
    begin, end = window.range(0, 1000, 0)
    assert begin < 0 < 1000 < end
    window.zoom(0.1, None)
    begin, end = window.range(0, 1000, 500)
    assert begin < 500 < end
    assert window.range(0, 1000, begin + (end - begin) / 2) == (begin, end)
    assert window.range(0, 1000, end + 1) != (begin, end)
