"""The statistics panel: counts, computed sums, differences, reading."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from mingtang_desk.core.errors import VerifyError
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.sample import CounterReading
from mingtang_desk.history.records import CountersRecord
from mingtang_desk.interfaces.storage import DeviceKey
from mingtang_desk.ui.forms.journal_rows import moment
from mingtang_desk.ui.panels.stats import StatsPanel
from mingtang_desk.ui.theme import Theme
from tests.ui.bench_kit import BenchHub, BenchSession, FakeHistory, context_for
from tests.ui.building import settle
from tests.ui.conftest import until
from tests.ui.fakes import COUNTERS_17S, START

pytestmark = pytest.mark.usefixtures("qapp")
SUMS = ("chg_protection", "dsg_protection")


@pytest.fixture
def hub() -> BenchHub:
    return BenchHub()


@pytest.fixture
def session(hub: BenchHub) -> BenchSession:
    return hub.bench()


@pytest.fixture
def panel(hub: BenchHub, session: BenchSession) -> Iterator[StatsPanel]:
    context = context_for(hub, Theme())
    made = StatsPanel(context)
    made.show()
    yield made
    made.stop()
    context.selection.stop()
    made.close()
    made.deleteLater()


def later(seconds: float, **changes: int | None) -> CounterReading:
    return replace(reading(**changes), time=START + timedelta(seconds=seconds))


def reading(**changes: int | None) -> CounterReading:
    return CounterReading(time=START, values={**COUNTERS_17S, **changes}, derived=SUMS)


@pytest.mark.asyncio
async def test_not_read_yet_then_read(panel: StatsPanel) -> None:
    assert panel.notice.title == "The counters have not been read yet."
    panel.notice.action.click()
    for _ in range(5):
        await asyncio.sleep(0)
    panel.follower.flush()
    assert panel.table.counts["cell_ov"].text() == "70"
    assert panel.table.counts["chg_protection"].text() == "73"
    assert panel.table.counts["dsg_protection"].text() == "142"
    assert panel.read_at.text().startswith("read at ")


def test_computed_and_missing_counters_are_marked(panel: StatsPanel, session: BenchSession) -> None:
    session.model.apply_counters(reading())
    panel.follower.flush()
    assert panel.table.names["chg_protection"].text() == "Charge protection (computed)"
    assert panel.table.names["cell_ov"].text() == "Cell over-voltage"
    assert panel.table.counts["restarts"].text() == "—"
    assert panel.table.counts["chg_oc"].text() == "0"


def test_the_difference_within_the_first_visit(panel: StatsPanel, session: BenchSession) -> None:
    session.model.apply_counters(reading())
    panel.follower.flush()
    assert panel.since.text() == ""
    session.model.apply_counters(later(1, cell_ov=72))
    panel.follower.flush()
    assert panel.table.deltas["cell_ov"].text() == "+2"
    assert panel.table.deltas["cell_uv"].text() == ""
    assert panel.since.text().startswith("+ since the first reading, ")
    session.model.apply_counters(later(2, cell_ov=72))
    panel.follower.flush()
    assert panel.table.deltas["cell_ov"].text() == "+2"
    assert not panel.cleared.isVisibleTo(panel)


def test_counters_that_were_cleared_are_told_with_their_figures(
    panel: StatsPanel, session: BenchSession
) -> None:
    session.model.apply_counters(reading())
    panel.follower.flush()
    zero = dict.fromkeys(COUNTERS_17S, 0)
    session.model.apply_counters(later(1, **{**zero, "cell_uv": 1}))
    panel.follower.flush()
    assert panel.table.deltas["cell_uv"].text() == "+1"
    assert panel.table.deltas["cell_ov"].text() == ""
    assert "Cell over-voltage 70" in panel.cleared.text()
    assert "Charge protection" not in panel.cleared.text()  # computed from the others


class Visits(FakeHistory):
    """A history that knows this board from last week."""

    def __init__(self) -> None:
        super().__init__()
        self.known: list[CountersRecord] = []

    async def counters(
        self, device: DeviceKey, *, limit: int | None = None
    ) -> list[CountersRecord]:
        return self.known[::-1][:limit]


@pytest.mark.asyncio
async def test_the_difference_to_the_last_visit_comes_from_the_history(
    hub: BenchHub, session: BenchSession
) -> None:
    history = Visits()
    week_ago = replace(reading(cell_ov=60), time=START - timedelta(days=7))
    history.known = [CountersRecord(device=session.key, reading=week_ago, reason="read")]
    context = context_for(hub, Theme(), history)
    made = StatsPanel(context)
    made.show()
    try:
        session.model.apply_counters(reading())
        made.follower.flush()
        await until(lambda: made.table.deltas["cell_ov"].text() == "+10")
        assert made.since.text() == f"+ since the last visit, {moment(week_ago.time)}"
    finally:
        made.stop()
        context.selection.stop()
        made.close()
        made.deleteLater()


@pytest.mark.asyncio
async def test_clearing_takes_two_presses_and_unlocked_writing(
    panel: StatsPanel, hub: BenchHub, session: BenchSession
) -> None:
    session.model.apply_counters(reading())
    panel.follower.flush()
    panel.clear_button.click()
    assert panel.card.isVisibleTo(panel)
    assert "history keeps" in panel.card.way_back.text()
    assert not panel.card.go.isEnabled()
    panel.lock.unlock.click()
    panel.card.go.click()
    await until(lambda: session.controls != [])
    assert session.controls == [(Action.CLEAR_COUNTERS, None)]
    assert not panel.card.isVisibleTo(panel)


@pytest.mark.parametrize(("height", "table"), [(300, False), (600, True)])
def test_the_question_is_whole_in_a_low_dock(
    panel: StatsPanel, session: BenchSession, height: int, table: bool
) -> None:
    session.model.apply_counters(reading())
    panel.follower.flush()
    panel.resize(280, height)
    settle()
    panel.clear_button.click()
    settle()
    for words in (panel.card.title, panel.card.warning, panel.card.way_back):
        assert words.height() >= words.heightForWidth(words.width())
    assert panel.table.isVisibleTo(panel) is table
    panel.card.cancel.click()
    assert panel.table.isVisibleTo(panel)


@pytest.mark.asyncio
async def test_a_clearing_that_fails_is_told(
    panel: StatsPanel, hub: BenchHub, session: BenchSession
) -> None:
    session.model.apply_counters(reading())
    hub.set_writing(True)
    hub.fails = VerifyError("control_unknown", what="clear-counters")
    panel.follower.flush()
    panel.clear_button.click()
    panel.card.go.click()
    await until(lambda: not panel.error_line.isHidden())


def test_a_board_without_counters(panel: StatsPanel, session: BenchSession) -> None:
    session.identify("B", capabilities=frozenset({Capability.STATUS}))
    panel.follower.flush()
    assert panel.notice.title == "This board does not count its protections."
    assert not panel.notice.action.isVisibleTo(panel)
