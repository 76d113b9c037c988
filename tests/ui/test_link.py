"""The link panel: verdict, figures, strips over time, reset, text and file, a recording."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication

from mingtang_desk.core.errors import LinkLostError, StorageError
from mingtang_desk.device.link_quality import Finding, LinkCounts, LinkLog, Verdict
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.link_quality.curves import CURVES, curves_for, data_of
from mingtang_desk.ui.link_quality.report import write_points
from mingtang_desk.ui.link_quality.words import verdict_words
from mingtang_desk.ui.panels.link import LinkPanel
from mingtang_desk.ui.plot.lane import Mark
from mingtang_desk.ui.spec import PanelContext
from tests.ui.building import settle
from tests.ui.conftest import until
from tests.ui.fakes import FakeHub, FakeSession, sample_13s
from tests.ui.recordings import open_recording

WIDE, NARROW = (700, 420), (256, 400)
GAP: dict[str, object] = {
    **dict.fromkeys(("good", "bad", "ignored_bytes", "answers", "timeouts", "retried", "samples")),
    **dict.fromkeys(("latency_mean_s", "latency_max_s")),
    "foreign": None,
    "seconds": 0.0,
}


@pytest.fixture
def panel(context: PanelContext, translations: Translations) -> Iterator[LinkPanel]:
    made = LinkPanel(context)
    made.resize(*WIDE)
    made.show()
    settle()
    yield made
    made.stop()
    made.close()
    made.deleteLater()
    settle()


def add(hub: FakeHub, uri: str = "serial:///dev/ttyUSB0?protocol=jbd") -> FakeSession:
    session = hub.add(uri)
    session.identify("PACK")
    session.live(sample_13s())
    return session


def passed(session: FakeSession, times: int, /, **values: object) -> None:
    for _ in range(times):
        session.second(**values)
    settle()


def figure(panel: LinkPanel, caption: str) -> str:
    tiles = {tile.figure.caption: tile.figure for tile in panel.figures.tiles}
    found = tiles[caption]
    return f"{found.value} {found.unit} {found.note}".strip()


def lanes(panel: LinkPanel) -> list[list[str]]:
    return [[key for side in lane.sides for key in side.items] for lane in panel.view.lanes]


def test_says_so_while_nothing_is_open_or_counted(hub: FakeHub, panel: LinkPanel) -> None:
    assert panel.note.title == "No device connected"
    assert not panel.reset_button.isEnabled()
    add(hub)
    settle()
    panel.follower.flush()
    assert panel.note.title == "Nothing was counted yet"
    assert panel.verdict.isHidden()


def test_a_sound_link_is_good_and_its_figures_are_known(hub: FakeHub, panel: LinkPanel) -> None:
    passed(add(hub), 30)
    assert panel.note.isHidden()
    assert (panel.chip.text, panel.chip.state) == ("GOOD", "ok")
    assert panel.title.text() == "Good: 0 of 60 requests failed over the last minute."
    assert panel.hint.isHidden()
    assert figure(panel, "Errors") == "0.0 %"
    assert figure(panel, "Answer time") == "42 ms max 48"
    assert figure(panel, "Frames") == "2.0 /s"
    assert figure(panel, "Retries") == figure(panel, "Timeouts") == "0"
    assert figure(panel, "Signal") == "—"
    assert lanes(panel) == [["errors", "damaged"], ["latency", "longest"], ["samples"]]


def test_damaged_frames_are_told_with_what_to_do(hub: FakeHub, panel: LinkPanel) -> None:
    session = add(hub)
    passed(session, 50)
    passed(session, 2, bad=2, timeouts=2, retried=2)
    assert (panel.chip.text, panel.chip.state) == ("DAMAGED", "warn")
    assert panel.title.text() == "Frames are damaged: 3.7 % over the last minute."
    assert "termination" in panel.hint.text()
    assert figure(panel, "Errors") == "3.7 %"
    assert figure(panel, "Retries") == "4"
    assert figure(panel, "Frames") == "2.1 /s 4 damaged"
    passed(session, 8, bad=2, timeouts=2)
    assert panel.chip.state == "bad"


def test_another_master_is_named_first(hub: FakeHub, panel: LinkPanel) -> None:
    passed(add(hub), 20, timeouts=1, foreign=1)
    assert panel.hint.text().startswith("Another master asks on this line too")


def test_over_the_air_there_are_other_things_to_do(hub: FakeHub, panel: LinkPanel) -> None:
    session = add(hub, "ble://A4:C1:38:55:01:0C?protocol=jbd")
    passed(session, 1, signal_dbm=-88)
    passed(session, 20)
    assert panel.title.text() == "Weak signal: −88 dBm when it was found."
    assert figure(panel, "Signal") == "−88 dBm 20 s ago"
    passed(session, 20, timeouts=2, answers=2)
    assert "metal" in panel.hint.text()
    assert "plugs" not in panel.hint.text()


def test_a_lost_link_says_so_and_leaves_a_gap(hub: FakeHub, panel: LinkPanel) -> None:
    session = add(hub)
    passed(session, 30)
    session.model.set_link(LinkPhase.LOST, error=LinkLostError("link_lost", where="/dev/ttyUSB0"))
    passed(session, 5, **GAP)
    panel.follower.flush()
    assert panel.chip.text == "LINK LOST"
    assert panel.title.text().startswith("Link lost, last values")
    session.live(sample_13s())
    passed(session, 5)
    assert panel.chip.text == "GOOD"
    assert session.model.quality is not None
    errors = data_of(session.model.quality.points, 1.0)["errors"][1]
    assert np.isnan(errors[30:35]).all()
    assert not np.isnan(np.delete(errors, range(30, 35))).any()


def test_a_reset_begins_anew(hub: FakeHub, panel: LinkPanel) -> None:
    session = add(hub)
    passed(session, 20, bad=1, timeouts=1)
    panel.reset_button.click()
    settle()
    assert panel.note.title == "Nothing was counted yet"
    passed(session, 20)
    assert panel.chip.text == "GOOD"
    assert figure(panel, "Timeouts") == "0"


def test_copied_text_says_what_the_panel_says(hub: FakeHub, panel: LinkPanel) -> None:
    passed(add(hub), 20, bad=1, timeouts=1)
    panel.copy_button.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("PACK · Serial /dev/ttyUSB0 · 9600 · 2026-")
    assert lines[1] == panel.title.text()
    assert "Errors: 33.3 %" in lines
    assert "Timeouts: 20" in lines


@pytest.mark.asyncio
async def test_every_second_is_in_the_file(
    hub: FakeHub, panel: LinkPanel, context: PanelContext, tmp_path: Path
) -> None:
    session = add(hub)
    passed(session, 3, bad=1, timeouts=1)
    passed(session, 1, **GAP)
    path = tmp_path / "link.csv"
    panel.save(path)
    await until(lambda: context.prefs.values.folder == str(tmp_path))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["bad"] for row in rows] == ["1", "1", "1", ""]
    assert rows[0]["time_utc"] == "2026-11-22T10:00:01.000Z"
    assert rows[0]["error_pct"] == "33.3333"
    assert rows[0]["latency_mean_s"] == "0.042"
    assert (rows[0]["phase"], rows[3]["error_pct"]) == ("live", "")


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        write_points(tmp_path / "missing" / "link.csv", ())


def test_the_dialog_offers_a_name(hub: FakeHub, panel: LinkPanel) -> None:
    passed(add(hub), 2)
    panel.save_button.click()
    assert panel.dialog is not None
    assert panel.dialog.selectedFiles()[0].endswith("link.csv")
    panel.dialog.reject()


def test_follows_the_selection_and_lets_go(
    hub: FakeHub, panel: LinkPanel, context: PanelContext
) -> None:
    first, second = add(hub), add(hub, "serial:///dev/ttyUSB1?protocol=jbd")
    passed(first, 20)
    context.selection.select(hub.sessions[1])
    passed(second, 20, answers=0, timeouts=2, good=0)
    assert panel.chip.text == "NO ANSWER"
    assert first.model.quality is not None
    assert not first.model.quality._observers
    panel.stop()
    assert second.model.quality is not None
    assert not second.model.quality._observers


def test_moved_away_it_stays_until_it_is_led_back(hub: FakeHub, panel: LinkPanel) -> None:
    session = add(hub)
    passed(session, 60)
    newest = panel.view.span[1]
    panel.view.ranged.emit(newest - 40, newest - 20)
    passed(session, 5)
    assert panel.live.isVisibleTo(panel)
    assert panel.view.span == pytest.approx((newest - 40, newest - 20))
    panel.live.click()
    assert panel.view.span[1] == pytest.approx(newest + 5)
    assert not panel.live.isVisibleTo(panel)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_narrow_and_low_it_leaves_out_strips_first(
    hub: FakeHub, panel: LinkPanel, translations: Translations, language: str
) -> None:
    translations.use(language)
    passed(add(hub), 20, bad=1, timeouts=1)
    panel.resize(*NARROW)
    settle()
    assert panel.hint.y() > panel.title.y()
    assert panel.hint.isVisibleTo(panel)
    assert 1 <= len(panel.view.lanes) <= 2
    assert panel.figures.geometry().bottom() <= panel.height()
    panel.resize(NARROW[0], 220)
    settle()
    assert not panel.view.isVisibleTo(panel)
    assert panel.title.isVisibleTo(panel)
    panel.resize(700, 600)
    settle()
    assert len(panel.view.lanes) == 3


def test_a_recording_is_judged_as_a_whole_and_can_be_wound(hub: FakeHub, panel: LinkPanel) -> None:
    session = open_recording(hub, at=10.0)
    settle()
    panel.follower.flush()
    assert panel.title.text().endswith("requests failed in this recording.")
    assert not panel.reset_button.isEnabled()
    assert lanes(panel) == [["errors", "damaged"], ["latency", "longest"]]
    present = panel.view.mark_at(Mark.PRESENT)
    assert present is not None
    panel.view.cursed.emit(Mark.PRESENT, present + 20.0)
    assert session.position_s == pytest.approx(30.0)
    assert panel.view.mark_at(Mark.PRESENT) == pytest.approx(present + 20.0)


@pytest.mark.parametrize("finding", Finding)
@pytest.mark.parametrize("radio", [False, True])
def test_every_finding_has_its_words(finding: Finding, radio: bool) -> None:
    verdict = Verdict(finding=finding, counts=LinkCounts(), foreign=True)
    words = verdict_words(verdict, radio=radio, recorded=False, signal_dbm=-90)
    assert words.chip
    assert words.title
    assert "{" not in words.title + words.hint
    assert bool(words.hint) is not (finding is Finding.GOOD) or finding is Finding.WEAK


def test_values_are_those_of_ten_seconds() -> None:
    hub = FakeHub()
    session = add(hub)
    for second in range(30):
        hit = second == 12
        session.second(timeouts=int(hit), latency_max_s=0.5 if hit else 0.05)
    assert session.model.quality is not None
    data = data_of(session.model.quality.points, 1.0)
    assert data["errors"][1][11] == 0.0
    assert data["errors"][1][12] == pytest.approx(100 / 21)
    assert data["errors"][1][21] == pytest.approx(100 / 21)
    assert data["errors"][1][22] == 0.0
    assert data["longest"][1][11:13].tolist() == pytest.approx([50.0, 500.0])
    assert data["longest"][1][21:23].tolist() == pytest.approx([500.0, 50.0])
    assert data["latency"][1][20] == pytest.approx(42.0)
    assert data["samples"][1][20] == pytest.approx(1.0)


def test_a_desk_that_slept_leaves_a_gap() -> None:
    hub = FakeHub()
    session = add(hub)
    session.second()
    hub.clock.go(100.0)
    session.second()
    assert session.model.quality is not None
    times, values = data_of(session.model.quality.points, 1.0)["errors"]
    assert times.size == 3
    assert math.isnan(values[1])
    assert np.all(np.diff(times) > 0)


def test_curves_are_those_that_are_known() -> None:
    log = LinkLog()
    assert [curve.key for curve in curves_for(log.points, 4)] == [
        "errors", "damaged", "latency", "longest",
    ]  # fmt: skip
    hub = FakeHub()
    session = add(hub, "ble://A4:C1:38:55:01:0C?protocol=jbd")
    session.second(signal_dbm=-60)
    assert session.model.quality is not None
    assert curves_for(session.model.quality.points, 4) == CURVES
    assert {curve.scale for curve in curves_for(session.model.quality.points, 1)} == {"pct"}
