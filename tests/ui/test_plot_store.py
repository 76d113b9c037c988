"""Values over time: kept for every device, gaps are gaps, memory has an end; what is chosen."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mingtang_desk.device.model import LinkPhase
from mingtang_desk.device.sample import PackSample, SampleQuality, Temperature
from mingtang_desk.ui.plot import track as track_module
from mingtang_desk.ui.plot.plotted import DEFAULT, MOST, WORST_CELL, Plotted, cell_key
from mingtang_desk.ui.plot.quantities import NUMBERS, Group, digits, label_of, quantity
from mingtang_desk.ui.plot.series import curves_of, legend_items, series_of
from mingtang_desk.ui.plot.store import SeriesStore
from mingtang_desk.ui.plot.track import BLOCK, ROWS, Track, track_of
from mingtang_desk.ui.prefs import Preferences
from tests.ui.fakes import START, FakeHub, sample_13s, sample_weak

T0 = START.timestamp()


def sample_at(seconds: float, **changes: object) -> PackSample:
    return sample_13s(time=START + timedelta(seconds=seconds), **changes)


def values(track: Track, key: str) -> list[float | None]:
    found = track.values(key)
    assert found is not None
    return [None if v != v else round(float(v), 4) for v in found]


def seconds(track: Track) -> list[float]:
    return [round(t - T0, 3) for t in track.times]


def test_a_device_is_kept_from_the_moment_it_is_opened() -> None:
    hub = FakeHub()
    early = hub.add("sim://jbd-4s")
    early.live(sample_at(0))
    store = SeriesStore(hub.real)
    late = hub.add("sim://jbd-13s")
    late.live(sample_at(1))
    late.live(sample_at(2, pack_v=48.0))
    first, second = (store.track(session) for session in hub.sessions)
    assert first is not None
    assert second is not None
    assert seconds(first) == [0]
    assert values(second, "pack_v") == [47.18, 48.0]
    hub.drop(late)
    assert store.track(hub.sessions[0]) is first
    assert not late.model._observers
    store.stop()
    assert hub.observers == 0
    assert not early.model._observers


def test_what_comes_after_a_lost_link_is_not_joined_to_what_was() -> None:
    hub = FakeHub()
    session = hub.add("sim://jbd-4s")
    store = SeriesStore(hub.real)
    session.live(sample_at(0))
    session.model.set_link(LinkPhase.LOST)
    session.model.set_link(LinkPhase.LOST)
    session.live(sample_at(1))
    track = store.track(hub.sessions[0])
    assert track is not None
    assert seconds(track) == [0, 0.5, 1]
    assert values(track, "soc_pct") == [50, None, 50]
    store.stop()


def test_every_number_of_a_sample_is_there() -> None:
    track = Track()
    track.add(sample_at(0, extras={"x_jbd_humidity_pct": 44, "x_jbd_on": True, "x_jbd_name": "a"}))
    assert values(track, cell_key(6)) == [3.629]
    assert values(track, "temperature.board") == [29.7]
    assert values(track, "x_jbd_humidity_pct") == [44]
    for spec in NUMBERS:
        reported = spec.get(sample_13s()) is not None
        assert (track.values(spec.key) is not None) is reported, spec.key
    assert track.values("temperature.ext_1") is None, "open, so never a number"
    assert track.values("x_jbd_on") is None
    assert track.values("x_jbd_name") is None
    assert set(track.reported) == {k for k in track.keys if track.values(k) is not None}


def test_missing_and_implausible_values_are_gaps() -> None:
    track = Track()
    bad = SampleQuality(implausible=("pack_v", "cell_v.2"))
    track.add(sample_at(0))
    track.add(sample_at(1, soc_pct=None, quality=bad, pack_v=655.35))
    track.add(sample_at(2, quality=SampleQuality(implausible=("cell_v",))))
    assert values(track, "soc_pct") == [50, None, 50]
    assert values(track, "pack_v") == [47.18, None, 47.18]
    assert values(track, "cell_v.2") == [3.629, None, None]
    assert values(track, "cell_v.1") == [3.629, 3.629, None]


def test_values_that_come_and_go_keep_their_row() -> None:
    track = Track()
    track.add(sample_at(0, cell_v=(3.1, 3.2)))
    track.add(sample_at(1, cell_v=(3.1, 3.2, 3.3), extras={"x_jbd_a": 7}))
    track.add(sample_at(2, cell_v=(3.1,), temperatures=(Temperature(name="cell_2", c=20.0),)))
    track.add(sample_at(3, cell_v=(3.1, 3.2, 3.3), extras={"x_jbd_a": 8}))
    assert values(track, "cell_v.3") == [None, 3.3, None, 3.3]
    assert values(track, "cell_v.1") == [3.1] * 4
    assert values(track, "temperature.cell_2") == [27.8, 27.8, 20.0, 27.8]
    assert values(track, "x_jbd_a") == [None, 7, None, 8]


def test_silence_is_a_gap_from_when_the_value_was_too_old() -> None:
    track = Track()
    for second in (0, 1, 2, 60, 61):
        track.add(sample_at(second), poll_s=1.0)
    assert seconds(track) == [0, 1, 2, 5, 60, 61]
    assert values(track, "pack_v")[3] is None


def test_a_board_slower_than_its_poll_is_not_all_gaps() -> None:
    track = Track()
    for number in range(12):
        track.add(sample_at(number * 5.0), poll_s=1.0)
    assert sum(v is None for v in values(track, "pack_v")) <= 5
    assert None not in values(track, "pack_v")[-6:]


def test_the_same_sample_again_is_no_new_one_and_a_clock_set_back_starts_anew() -> None:
    track = Track()
    for second in (0, 1, 2, 2):
        track.add(sample_at(second))
    assert seconds(track) == [0, 1, 2]
    track.add(sample_at(0.5, pack_v=40.0))
    assert seconds(track) == [0, 0.5]
    assert values(track, "pack_v") == [47.18, 40.0]


def test_memory_has_an_end_and_what_is_drawn_does_not_change_under_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(track_module, "BLOCK", 8)
    track = Track(limit=24)
    for second in range(24):
        track.add(sample_at(second, soc_pct=float(second)))
    drawn = track.values("soc_pct")
    assert drawn is not None
    for second in range(24, 100):
        track.add(sample_at(second, soc_pct=float(second)))
    assert track.count <= 24 + 8
    assert values(track, "soc_pct")[-1] == 99
    assert seconds(track) == sorted(seconds(track))
    assert [float(v) for v in drawn] == [float(n) for n in range(24)]


def test_memory_is_what_it_says() -> None:
    keys = len(NUMBERS) + 32 + 10
    assert (ROWS + BLOCK) * (keys * 4 + 8) < 25e6


def test_the_worst_cell_does_not_change_in_the_noise() -> None:
    track = Track()
    track.add(sample_weak())
    assert track.worst == "cell_v.7"
    cells = list(sample_weak().cell_v)
    cells[2] = 3.611
    track.add(sample_at(1, cell_v=tuple(cells)))
    assert track.worst == "cell_v.7"
    cells[2] = 3.601
    track.add(sample_at(2, cell_v=tuple(cells)))
    assert track.worst == "cell_v.3"
    assert values(track, WORST_CELL) == [3.629, 3.611, 3.601]


def test_a_wire_that_hangs_free_is_no_worst_cell() -> None:
    track = Track()
    cells = (0.0, *sample_weak().cell_v[1:])
    track.add(sample_at(0, cell_v=cells, quality=SampleQuality(implausible=("cell_v.1",))))
    assert track.worst == "cell_v.7"
    assert values(track, WORST_CELL) == [3.612]


def test_a_recording_is_whole_and_its_own_rhythm_says_what_a_gap_is() -> None:
    samples = [sample_at(second) for second in (*range(0, 100, 10), 500, 510)]
    track = track_of(samples)
    assert seconds(track) == [*range(0, 100, 10), 120, 500, 510]
    assert not track_of([])


def test_the_choice_is_remembered(tmp_path: Path) -> None:
    plotted = Plotted()
    plotted.keep_in(Preferences(tmp_path))
    assert plotted.keys == DEFAULT
    heard: list[tuple[str, ...]] = []
    plotted.changed.connect(lambda: heard.append(plotted.keys))
    plotted.toggle(cell_key(3))
    plotted.toggle("pack_v")
    plotted.choose(plotted.keys)
    assert heard == [(*DEFAULT, "cell_v.4"), (WORST_CELL, "cell_v.4")]
    again = Plotted()
    again.keep_in(Preferences(tmp_path))
    assert again.keys == (WORST_CELL, "cell_v.4")


def test_one_more_than_can_be_told_apart_takes_the_place_of_the_last() -> None:
    plotted = Plotted()
    plotted.choose(tuple(cell_key(n) for n in range(MOST + 5)))
    assert len(plotted.keys) == MOST
    plotted.toggle("pack_v")
    assert len(plotted.keys) == MOST
    assert plotted.keys[-1] == "pack_v"


def test_every_key_has_a_group_a_scale_and_a_name() -> None:
    assert quantity("cell_max_v").scale == quantity("cell_v.3").scale == "cell_v"
    assert quantity("pack_v").scale != quantity("cell_v.3").scale
    assert quantity("temperature.cell_2").unit == "°C"
    assert quantity("tracker.satellites").group is Group.TRACKER
    assert quantity("x_jbd_humidity_pct").unit == "%"
    assert label_of("cell_v.7") == "Cell 7"
    assert label_of(WORST_CELL, worst="cell_v.7") == "Worst cell (7)"
    assert label_of("temperature.cell_2") == "Battery temperature 2"
    assert all(label_of(spec.key) for spec in NUMBERS)


def test_temperatures_are_shown_in_the_unit_of_the_preferences() -> None:
    track = Track()
    track.add(sample_at(0))
    (celsius,) = series_of(track, ("temperature.board",), "c")
    (fahrenheit,) = series_of(track, ("temperature.board",), "f")
    assert float(celsius.values[0]) == pytest.approx(29.7, abs=1e-4)
    assert float(fahrenheit.values[0]) == pytest.approx(85.46, abs=1e-3)
    assert (celsius.unit, fahrenheit.unit) == ("°C", "°F")
    assert fahrenheit.least == pytest.approx(celsius.least * 1.8)


def test_the_legend_says_what_is_not_reported() -> None:
    track = Track()
    track.add(sample_at(0))
    keys = ("soh_pct", "pack_v")
    series = series_of(track, keys, "c")
    assert [s.key for s in series] == ["pack_v"]
    missing, there = legend_items(keys, series, None)
    assert (missing.value, missing.note) == ("—", "not reported")
    assert (there.name, there.value, there.unit) == ("Pack voltage", "47.18", "V")
    assert there.token == "curve_2", "a curve keeps the colour of its place"
    assert legend_items(keys, series, T0 - 1)[1].value == "—"


def test_a_switch_is_a_step_between_off_and_on() -> None:
    track = Track()
    track.add(sample_at(0, charge_mosfet=True))
    track.add(sample_at(1, charge_mosfet=False))
    (series,) = series_of(track, ("charge_mosfet",), "c")
    (curve,) = curves_of((series,))
    assert list(series.values) == [1.0, 0.0]
    assert curve.steps
    assert [digits(series.of, value) for value in (1.0, 0.0, 0.25)] == ["on", "off", "0.25"]
