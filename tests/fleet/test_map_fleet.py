"""The fleet on the map against a real server: clusters, cards, following; in both views."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.ui.map.mercator import Place
from mingtang_desk.ui.map.overlays import Layer
from tests.fleet.kit import FleetKit, until
from tests.fleet.map_kit import EVIL, PAGE_MARKS, Hand, hand_of, populate
from tests.server.kit import NUMBERS

pytestmark = [pytest.mark.asyncio, *PAGE_MARKS]
HERE = Place(22.54, 114.05)
SHOP = NUMBERS["shop"]


@pytest_asyncio.fixture(params=["painter", "page"])
async def hand(request: pytest.FixtureRequest, kit: FleetKit) -> AsyncIterator[Hand]:
    async with hand_of(kit.context, request.param) as made:
        yield made


async def spread(kit: FleetKit, *places: tuple[float, float], **more: object) -> list[str]:
    """Enter batteries that are at these places, thousandths of a degree north and east of here."""
    numbers = await populate(kit, len(places))
    for number, (north, east) in zip(numbers, places, strict=True):
        await kit.report(number, HERE.lat + north / 1000, HERE.lon + east / 1000, **more)
    return numbers


def counts(hand: Hand) -> list[int]:
    return sorted(spot.count for spot in hand.scene.fleet.spots)


async def shown(hand: Hand, wanted: list[int]) -> None:
    """Wait until so many are drawn as one, in the view too."""
    await until(lambda: counts(hand) == wanted)
    if hand.is_page:
        await hand.asked("document.querySelectorAll('.spot').length", len(wanted))


async def test_many_are_one_far_away_and_a_click_comes_nearer(hand: Hand, kit: FleetKit) -> None:
    numbers = await spread(kit, (0, 0), (0.3, 0.3), (0.3, -0.3), (60, 60))
    for number in numbers:
        sample = {"time": datetime.now(UTC).isoformat(), "protocol": "jbd", "soc_pct": 2.0}
        await kit.uplink({"type": "sample", "device": number, "sample": sample})
    fleet = await kit.login()
    for _ in range(100):  # an alarm is raised after the report
        if all(fleet.table.get(number).open_alarms for number in numbers):  # type: ignore[union-attr]
            break
        await asyncio.sleep(0.05)
        await fleet.reload()
    await hand.look(HERE, 11)
    await shown(hand, [1, 3])
    cluster = next(spot for spot in hand.scene.fleet.spots if spot.count == 3)
    assert cluster.sign == "!"
    assert "3 with an alarm" in cluster.title
    if hand.is_page:
        text = "document.querySelector('.spot .ring').textContent"
        await hand.asked(text, "3")
        await hand.asked("document.querySelector('.spot .badge').textContent", "!3")
    await hand.click(HERE)
    await until(lambda: hand.scene.camera.zoom >= 16)
    await until(lambda: counts(hand) == [1, 1, 1])
    assert not hand.scene.following
    assert kit.context.chosen.number == ""


async def test_those_on_one_spot_are_listed(hand: Hand, kit: FleetKit) -> None:
    numbers = await spread(kit, (0, 0), (0, 0), (0, 0))
    await kit.login()
    await hand.look(HERE, 14)
    await shown(hand, [3])
    await hand.click(HERE)
    await until(lambda: hand.scene.fleet.card is not None)
    card = hand.scene.fleet.card
    assert card is not None
    assert [number for number, _ in card.members] == numbers
    if hand.is_page:
        await hand.asked("document.querySelectorAll('.members button').length", 3)
        await hand.ask("document.querySelectorAll('.members button')[1].click(), 1")
    else:
        listed = hand.panel.painter.card._list
        assert listed is not None
        listed.setCurrentRow(1)
        listed.setFocus()
        QTest.keyClick(listed, Qt.Key.Key_Return)
    await until(lambda: kit.context.chosen.number == numbers[1])
    # The chosen one is drawn by itself now.
    await shown(hand, [1, 2])
    await hand.key(Qt.Key.Key_Escape)
    await until(lambda: hand.scene.fleet.card is None)


async def test_the_card_has_the_key_data_and_leads_to_the_panels(hand: Hand, kit: FleetKit) -> None:
    sample = {
        "time": datetime.now(UTC).isoformat(),
        "protocol": "jbd",
        "soc_pct": 76.0,
        "pack_v": 47.25,
    }
    await kit.report(SHOP, *HERE, speed_kmh=12.0, course_deg=80.0)
    await kit.uplink({"type": "sample", "device": SHOP, "sample": sample})
    fleet = await kit.login()
    asked: list[tuple[float, float]] = []
    real = fleet.provider.places.address

    async def address(lat: float, lon: float) -> str:
        asked.append((lat, lon))
        return await real(lat, lon)

    fleet.provider.places.address = address  # type: ignore[method-assign]
    wanted: list[str] = []
    kit.context.chosen.panel_wanted.connect(wanted.append)
    await hand.look(HERE, 14)
    await shown(hand, [1])
    assert asked == []  # a place is told to nobody before somebody wants to know it
    await hand.click(HERE)
    await until(lambda: kit.context.chosen.number == SHOP)
    await until(
        lambda: (
            (card := hand.scene.fleet.card) is not None
            and dict(card.rows)["Address"] not in ("asking…", "—")
        )
    )
    assert len(asked) == 1
    card = hand.scene.fleet.card
    assert card is not None
    rows = dict(card.rows)
    assert card.title == "battery of shop"
    assert (rows["SOC"], rows["Voltage"], rows["State"]) == ("76 %", "47.25 V", "online")
    assert rows["Speed"] == "12 km/h"
    assert rows["Position"] == "22.54000, 114.05000"
    assert rows["Last report"].endswith("ago")
    assert "Guangdong" in rows["Address"]
    if hand.is_page:
        await hand.asked("document.querySelector('.card h1').textContent", "battery of shop")
        await hand.asked(
            "[...document.querySelectorAll('.card dd')].some(e => e.textContent === '47.25 V')"
        )
        await hand.ask(
            "[...document.querySelectorAll('.card button')].find(b => b.textContent === 'Track')"
            ".click(), 1"
        )
    else:
        button = hand.panel.painter.card.findChild(QPushButton, "card-track")
        assert isinstance(button, QPushButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    await until(lambda: wanted == ["track"])


async def test_a_battery_that_moves_moves_and_is_followed(hand: Hand, kit: FleetKit) -> None:
    await kit.report(SHOP, *HERE, speed_kmh=12.0, course_deg=90.0)
    await kit.login()
    await until(lambda: len(hand.scene.fleet) == 1)
    hand.scene.set_following(True)
    kit.context.chosen.choose(SHOP)
    await until(lambda: abs(hand.scene.camera.centre.lat - HERE.lat) < 1e-4)
    assert hand.scene.camera.zoom >= 15
    later = datetime.now(UTC) + timedelta(seconds=20)
    await kit.report(SHOP, 22.55, 114.06, time=later.isoformat(), speed_kmh=20.0, course_deg=45.0)
    await until(lambda: abs(hand.scene.camera.centre.lat - 22.55) < 1e-4)
    (spot,) = hand.scene.fleet.spots
    assert spot.course_deg == 45.0
    assert spot.selected
    # By hand it is moved away, and stays there.
    await hand.drag(Place(22.549, 114.058), Place(22.549, 114.062))
    await until(lambda: not hand.scene.following)


async def test_names_are_text(hand: Hand, kit: FleetKit) -> None:
    async with kit.server.client("shop-owner") as client:
        answer = await client.patch(f"/devices/{SHOP}", json={"name": EVIL})
        assert answer.status_code == 200, answer.text
    await kit.report(SHOP, *HERE)
    await kit.login()
    await hand.look(HERE, 14)
    await shown(hand, [1])
    await hand.click(HERE)
    await until(lambda: hand.scene.fleet.card is not None)
    if hand.is_page:
        await hand.asked("document.querySelector('.card h1').textContent", EVIL)
        assert await hand.ask("document.querySelectorAll('img[src=x], .card b').length") == 0
        assert await hand.ask("typeof window.hit") == "undefined"
    else:
        assert hand.panel.painter.card._title.text() == EVIL
        assert hand.panel.painter.card._title.textFormat() is Qt.TextFormat.PlainText


async def test_a_right_click_opens_the_menu_of_the_battery(hand: Hand, kit: FleetKit) -> None:
    await kit.report(SHOP, *HERE)
    await kit.login()
    await hand.look(HERE, 14)
    await shown(hand, [1])
    at = await hand.at(HERE)
    if hand.is_page:
        QTest.mouseClick(hand.surface, Qt.MouseButton.RightButton, pos=at)
    else:
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, hand.surface.mapToGlobal(at))
        QApplication.sendEvent(hand.surface, event)
    await until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.actions()
    menu.close()


async def test_keys_go_through_what_is_seen(hand: Hand, kit: FleetKit) -> None:
    await kit.report(SHOP, *HERE)
    await kit.login()
    await hand.look(HERE, 14)
    await shown(hand, [1])
    if hand.is_page:
        await hand.ask("document.querySelector('.spot').parentElement.focus(), 1")
        QTest.keyClick(hand.surface, Qt.Key.Key_Return)
    else:
        await hand.key(Qt.Key.Key_N)
        await hand.key(Qt.Key.Key_Return)
    await until(lambda: kit.context.chosen.number == SHOP)
    await hand.key(Qt.Key.Key_Escape)
    await until(lambda: hand.scene.fleet.card is None)


async def test_nowhere_is_not_drawn_and_said(kit: FleetKit) -> None:
    async with hand_of(kit.context, "painter") as hand:
        await kit.login()
        await until(lambda: hand.panel.banner.isVisible())
        assert "No battery of the fleet" in hand.panel.banner._title.text()
        await kit.report(SHOP, 0.0, 0.0)
        await kit.report(NUMBERS["child"], *HERE)
        await until(lambda: len(hand.scene.fleet) == 1)
        await until(lambda: not hand.panel.banner.isVisible())
        assert hand.scene.fleet.place(SHOP) is None
        assert hand.panel.whole.isEnabled()
        hand.panel.whole.click()
        assert math.isclose(hand.scene.camera.centre.lat, HERE.lat, abs_tol=1e-3)


async def test_of_a_battery_only_its_place_is_said(kit: FleetKit) -> None:
    async with hand_of(kit.context, "painter") as hand:
        await kit.report(SHOP, *HERE)
        await kit.login()
        await until(lambda: len(hand.scene.fleet) == 1)
        await open_there(kit, NUMBERS["child"])
        await until(lambda: hand.panel.session is kit.context.selection.current)
        assert "not told where it is" in hand.panel.banner._title.text()
        # Its board was never heard, and may be old; its place is new.
        await open_there(kit, SHOP)
        await until(lambda: hand.panel.session is kit.context.selection.current)
        assert hand.panel.banner._title.text() == ""


async def test_a_map_that_is_wanted_for_a_battery_shows_it(kit: FleetKit) -> None:
    async with hand_of(kit.context, "painter") as hand:
        await kit.report(SHOP, *HERE)
        await kit.login()
        await until(lambda: len(hand.scene.fleet) == 1)
        await hand.look(Place(22.9, 114.9), 16)  # as by hand: nothing is followed any more
        kit.context.chosen.choose(SHOP)
        await asyncio.sleep(0.1)
        assert math.isclose(hand.scene.camera.centre.lat, 22.9, abs_tol=1e-3)
        kit.context.chosen.panel_wanted.emit("map")
        assert math.isclose(hand.scene.camera.centre.lat, HERE.lat, abs_tol=1e-3)
        assert not hand.scene.following


async def open_there(kit: FleetKit, number: str) -> DeviceSession:
    kit.context.chosen.choose(number)
    uri = kit.context.chosen.uri(number)
    await until(lambda: (now := kit.context.selection.current) is not None and now.uri.text == uri)
    session = kit.context.selection.current
    assert session is not None
    return session


async def test_old_places_have_their_age(kit: FleetKit) -> None:
    async with hand_of(kit.context, "painter") as hand:
        long_ago = datetime.now(UTC) - timedelta(hours=5)
        await kit.report(SHOP, *HERE, time=long_ago.isoformat(), speed_kmh=20.0, course_deg=10.0)
        await kit.login()
        await hand.look(HERE, 14)
        await until(lambda: len(hand.scene.fleet.spots) == 1)
        (spot,) = hand.scene.fleet.spots
        assert spot.tag == "5 h ago"
        assert spot.stale
        assert spot.course_deg is None


async def test_logging_out_takes_everything_away(hand: Hand, kit: FleetKit) -> None:
    await kit.report(SHOP, *HERE)
    await kit.login()
    await hand.look(HERE, 14)
    await shown(hand, [1])
    await hand.click(HERE)
    await until(lambda: hand.scene.fleet.card is not None)
    kit.context.map.put("x", Layer())
    await kit.cloud.close()
    await until(lambda: hand.scene.fleet.spots == ())
    assert hand.scene.fleet.card is None
    assert not hand.panel.legend.isVisible()
    if hand.is_page:
        await hand.asked("document.querySelectorAll('.spot, .card').length", 0)


async def test_a_cloud_that_can_do_less_has_fewer_buttons(kit: FleetKit) -> None:
    await kit.report(SHOP, *HERE)
    fleet = await kit.login()
    own = fleet.provider

    class Less:
        """The same cloud without boards, alarms and fences."""

        boards = alarms = fences = None

        def __getattr__(self, name: str) -> object:
            return getattr(own, name)

    fleet.provider = Less()  # type: ignore[assignment]
    async with hand_of(kit.context, "painter") as hand:
        await hand.look(HERE, 14)
        await until(lambda: len(hand.scene.fleet.spots) == 1)
        await hand.click(HERE)
        await until(lambda: hand.scene.fleet.card is not None)
        card = hand.scene.fleet.card
        assert card is not None
        assert [key for key, _ in card.buttons] == ["track", "battery", "more"]
