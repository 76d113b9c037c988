"""What the map says of one battery, how far off it may be, and what it says without a login."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
import pytest_asyncio

from mingtang_desk.ui.map.mercator import Place
from tests.fleet.kit import FleetKit, until
from tests.fleet.map_kit import PAGE_MARKS, Hand, hand_of
from tests.server.kit import NUMBERS

pytestmark = [pytest.mark.asyncio, *PAGE_MARKS]
HERE = Place(22.54, 114.05)
SHOP = NUMBERS["shop"]
BRIEF = ["State", "SOC", "Last position", "Address"]


@pytest_asyncio.fixture(params=["painter", "page"])
async def hand(request: pytest.FixtureRequest, kit: FleetKit) -> AsyncIterator[Hand]:
    async with hand_of(kit.context, request.param) as made:
        yield made


async def drawn(hand: Hand) -> None:
    """Wait until the battery is drawn, in the view too."""
    await until(lambda: len(hand.scene.fleet.spots) == 1)
    if hand.is_page:
        await hand.asked("document.querySelectorAll('.spot').length", 1)


async def sized(hand: Hand) -> None:
    """Wait until the page has taken the size of its window."""
    async with asyncio.timeout(10):
        while hand.is_page and await hand.ask("map_desk.getSize().y") != hand.surface.height():
            await asyncio.sleep(0.02)


def said(hand: Hand) -> Sequence[tuple[str, str]]:
    """Return the lines of the open card."""
    return () if hand.scene.fleet.card is None else hand.scene.fleet.card.rows


async def test_a_circle_says_how_far_off_a_place_may_be(hand: Hand, kit: FleetKit) -> None:
    await kit.report(SHOP, *HERE, accuracy_m=40.0)
    await kit.login()
    await hand.look(HERE, 16)
    await drawn(hand)
    await hand.click(HERE)  # the last report of before the login is asked for
    await until(lambda: hand.scene.fleet.spots[0].accuracy_m == 40.0)
    await until(lambda: ("Accuracy", "± 40 m") in said(hand))
    circles = "Object.values(map_desk._layers).map(each => each._mRadius || '').join('')"
    if hand.is_page:
        await hand.asked(circles, "40")
    await kit.report(SHOP, HERE.lat, HERE.lon, accuracy_m=25.0)
    await until(lambda: ("Accuracy", "± 25 m") in said(hand))
    await kit.report(SHOP, *HERE)  # one that does not know
    await until(lambda: hand.scene.fleet.spots[0].accuracy_m is None)
    assert "Accuracy" not in dict(said(hand))
    if hand.is_page:
        await hand.asked(circles, "")


@pytest.mark.parametrize("how", ["clicked", "followed"])
async def test_the_whole_card_is_seen(hand: Hand, kit: FleetKit, how: str) -> None:
    """On a map hardly higher than the card: its edge was cut at the top."""
    await kit.report(SHOP, *HERE, accuracy_m=40.0)
    await kit.login()
    hand.window.resize(640, 420)
    await sized(hand)
    await hand.look(HERE, 16)
    await drawn(hand)
    if how == "followed":
        hand.scene.set_following(True)
    await hand.click(HERE)
    await until(lambda: dict(said(hand)).get("Address", "asking…") != "asking…")
    if hand.is_page:
        box = "document.querySelector('.leaflet-popup-content-wrapper').getBoundingClientRect()"
        edge = "map_desk.getContainer().getBoundingClientRect()"
        await hand.asked(f"{box}.top - {edge}.top >= 3")
        await hand.asked(f"{box}.bottom <= {edge}.bottom")
    else:
        card, painter = hand.panel.painter.card, hand.panel.painter
        await until(lambda: painter.rect().adjusted(3, 3, -3, -3).contains(card.geometry()))


async def test_on_a_low_map_the_card_is_brief(hand: Hand, kit: FleetKit) -> None:
    await kit.report(SHOP, *HERE, speed_kmh=12.0, accuracy_m=8.0)
    await kit.login()
    await hand.look(HERE, 14)
    await drawn(hand)
    await hand.click(HERE)
    await until(lambda: "Number" in dict(said(hand)) or len(said(hand)) > 4)
    panel = hand.panel
    panel.window().resize(panel.window().width(), 300)
    await until(lambda: [name for name, _ in said(hand)] == BRIEF)
    card = hand.scene.fleet.card
    assert card is not None
    assert [key for key, _ in card.buttons] == ["status", "track", "more"]
    await until(lambda: dict(said(hand))["State"] == "online · 12 km/h")
    assert dict(said(hand))["Last position"].endswith(" · ± 8 m")
    panel.window().resize(panel.window().width(), 700)
    await until(lambda: len(said(hand)) > 4)


async def test_a_map_without_a_login_leads_to_what_is_there(kit: FleetKit) -> None:
    wanted: list[str] = []
    kit.context.chosen.panel_wanted.connect(wanted.append)
    async with hand_of(kit.context, "painter") as hand:
        panel = hand.panel
        panel.follower.flush()
        assert panel.banner._title.text() == "No device connected"  # the bench
        assert not panel.log_in.isVisible()
        kit.context.prefs.set(workspace="fleet")
        assert panel.banner._title.text() == "Not logged in"
        for button in (panel.log_in, panel.devices):
            assert button.isVisible()
            button.click()
        assert wanted == ["account", "devices"]
        await kit.report(SHOP, *HERE)
        await kit.login()
        await until(lambda: not panel.ways.isVisible())
        await until(lambda: not panel.banner.isVisible())
