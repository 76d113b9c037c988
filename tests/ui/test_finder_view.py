"""Find a battery: one click searches, what it does and finds is shown, a click connects."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from mingtang_desk.core.errors import LinkNotFoundError, LinkTimeoutError
from mingtang_desk.session.found import Doing, Failure, Found, Step, Tell
from mingtang_desk.ui.panels.devices import DevicesPanel
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import stop_work
from tests.ui.building import settle
from tests.ui.conftest import until
from tests.ui.fakes import FakeHub, sample_13s

PORT = "/dev/ttyUSB0"
URIS = tuple(f"serial://{PORT}?baud=9600&protocol=tt&address={n}" for n in (1, 7))


class FakeSearch:
    """Tells two boards and a failure, and goes on until it is let go."""

    def __init__(self) -> None:
        self.go_on = asyncio.Event()
        self.running = 0
        self.tell: Tell = lambda _: None

    async def __call__(self, tell: Tell) -> int:
        self.tell = tell
        self.running += 1
        try:
            tell(Step(where=PORT, doing=Doing.SWEEPING, baud=9600, what="Mingtang", address=12))
            for uri in URIS:
                tell(
                    Found(
                        uri=uri,
                        where=PORT,
                        name=f"PACK{uri[-1]}",
                        protocol="tt",
                        label="China Tower (TT)",
                        sample=sample_13s(),
                    )
                )
            error = LinkNotFoundError("find_silent", where="/dev/ttyS0", tried="JBD")
            tell(Failure(where="/dev/ttyS0", error=error))
            tell(Step(where="/dev/ttyS0", doing=Doing.DONE))
            await self.go_on.wait()
            return 2
        finally:
            self.running -= 1


@pytest.fixture
def search() -> FakeSearch:
    return FakeSearch()


@pytest.fixture
def panel(context: PanelContext, search: FakeSearch) -> Iterator[DevicesPanel]:
    made = DevicesPanel(replace(context, find=search))
    made.resize(320, 420)
    made.show()
    yield made
    made.stop()
    made.deleteLater()
    settle()


async def searching(panel: DevicesPanel) -> None:
    panel.find_button.click()
    await until(lambda: len(panel.finder.found) == 2)
    panel.finder.show_now()


@pytest.mark.asyncio
async def test_one_click_searches_and_says_what_goes_on(
    panel: DevicesPanel, search: FakeSearch
) -> None:
    await searching(panel)
    view = panel.finder
    assert panel.find_button.isHidden() or panel._buttons.isHidden()
    assert panel.roomy
    assert view.title.text().startswith("Searching, 2")
    assert view.places[PORT].doing.text() == "9600 baud · Mingtang, address 12?"
    assert view.places[PORT].name.text == "ttyUSB0"
    silent = view.places["/dev/ttyS0"].doing.text()
    assert silent.startswith("Nobody answers on /dev/ttyS0")
    assert "A and B" in silent
    assert [row.accessibleName() for row in view.places[PORT].found] == [
        "PACK1: China Tower (TT) · 9600 · #1 · 47.18 V",
        "PACK7: China Tower (TT) · 9600 · #7 · 47.18 V",
    ]
    panel.search()  # a second one would fight for the ports
    assert search.running == 1
    search.go_on.set()
    await until(lambda: search.running == 0 and "Click to connect" in view.title.text())
    assert not view.again_button.isHidden()
    view.stop_button.click()
    assert view.isHidden()
    assert not panel.roomy


@pytest.mark.asyncio
async def test_a_click_ends_the_search_and_connects(
    panel: DevicesPanel, search: FakeSearch, hub: FakeHub
) -> None:
    await searching(panel)
    panel.finder.places[PORT].found[1].click()
    await until(lambda: len(hub.sessions) == 1 and panel.finder.isHidden())
    assert search.running == 0
    assert hub.sessions[0].uri.text == URIS[1]
    assert panel.context.selection.current is hub.sessions[0]
    assert panel.context.prefs.values.recents[0] == URIS[1]


@pytest.mark.asyncio
async def test_all_of_a_bus_are_connected_at_once(
    panel: DevicesPanel, search: FakeSearch, hub: FakeHub
) -> None:
    await searching(panel)
    panel.finder.all_button.click()
    await until(lambda: len(hub.sessions) == 2 and panel.finder.isHidden())
    assert [session.uri.text for session in hub.sessions] == list(URIS)


@pytest.mark.asyncio
async def test_a_connection_that_fails_is_said_and_the_results_stay(
    panel: DevicesPanel, search: FakeSearch, hub: FakeHub
) -> None:
    await searching(panel)
    hub.open_fails = LinkTimeoutError("no_answer", where=PORT, what="status", tries=3)
    panel.finder.places[PORT].found[0].click()
    await until(lambda: panel.error_line.error is not None)
    assert not panel.finder.isHidden()
    assert panel.finder.places[PORT].found[0].isEnabled()


@pytest.mark.asyncio
async def test_stop_and_escape_end_the_search(panel: DevicesPanel, search: FakeSearch) -> None:
    await searching(panel)
    panel.finder.stop_button.click()
    await until(lambda: search.running == 0)
    assert "2" in panel.finder.title.text()  # what was found stays
    panel.finder.again_button.click()
    await until(lambda: search.running == 1)
    assert stop_work(panel) == 1
    await until(lambda: search.running == 0)
    assert not panel.finder.again_button.isHidden()


def test_without_a_search_there_is_no_button(context: PanelContext) -> None:
    panel = DevicesPanel(context)
    assert panel.find_button.isHidden()
    panel.search()
    assert panel.finder.isHidden()
    panel.stop()
    panel.deleteLater()
    settle()
