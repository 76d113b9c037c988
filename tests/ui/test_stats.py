"""The statistics panel: counts, computed sums, differences, reading."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.sample import CounterReading
from mingtang_desk.ui.panels.stats import StatsPanel
from mingtang_desk.ui.theme import Theme
from tests.ui.bench_kit import BenchHub, BenchSession, context_for
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


def reading(**changes: int | None) -> CounterReading:
    return CounterReading(time=START, values={**COUNTERS_17S, **changes}, derived=SUMS)


@pytest.mark.asyncio
async def test_not_read_yet_then_read(panel: StatsPanel) -> None:
    assert panel.notice.title == "The counters have not been read yet."
    panel.notice.action.click()
    for _ in range(5):
        await asyncio.sleep(0)
    panel.follower.flush()
    assert panel.counts["cell_ov"].text() == "70"
    assert panel.counts["chg_protection"].text() == "73"
    assert panel.counts["dsg_protection"].text() == "142"
    assert panel.read_at.text().startswith("read at ")


def test_computed_and_missing_counters_are_marked(panel: StatsPanel, session: BenchSession) -> None:
    session.model.apply_counters(reading())
    panel.follower.flush()
    assert panel.names["chg_protection"].text() == "Charge protection (computed)"
    assert panel.names["cell_ov"].text() == "Cell over-voltage"
    assert panel.counts["restarts"].text() == "—"
    assert panel.counts["chg_oc"].text() == "0"


def test_the_difference_to_the_former_reading(panel: StatsPanel, session: BenchSession) -> None:
    session.model.apply_counters(reading())
    panel.follower.flush()
    assert panel.since.text() == ""
    session.model.apply_counters(reading(cell_ov=72, dsg_ut=0))
    panel.follower.flush()
    assert panel.deltas["cell_ov"].text() == "+2"
    assert panel.deltas["dsg_ut"].text() == "−2"
    assert panel.deltas["cell_uv"].text() == ""
    assert panel.since.text().startswith("Differences since ")
    session.model.apply_counters(reading(cell_ov=72, dsg_ut=0))
    panel.follower.flush()
    assert panel.deltas["cell_ov"].text() == "+2"


def test_a_board_without_counters(panel: StatsPanel, session: BenchSession) -> None:
    session.identify("B", capabilities=frozenset({Capability.STATUS}))
    panel.follower.flush()
    assert panel.notice.title == "This board does not count its protections."
    assert not panel.notice.action.isVisibleTo(panel)
