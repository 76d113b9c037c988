"""The way to a battery as people use it: scanned, copied, opened, drawn by a router they set up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
import zxingcpp
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from mingtang_desk.cloud.navigation import MapApp
from mingtang_desk.cloud.store import FileSecrets
from mingtang_desk.ui.fleet.navigate_dialog import NavigateDialog, open_navigation
from mingtang_desk.ui.fleet.navigate_page import NavigatePage
from mingtang_desk.ui.fleet.navigate_route import LAYER
from mingtang_desk.ui.map.mercator import Place
from mingtang_desk.ui.map.overlays import Area, Shape
from mingtang_desk.ui.tasks import cancel_all
from mingtang_desk.ui.theme.tokens import Scheme
from tests.cloud.liar import HANG, answer
from tests.fleet.kit import FleetKit, until
from tests.fleet.routing import WAY, routing
from tests.server.kit import NUMBERS

pytestmark = pytest.mark.asyncio
SHOP, CHILD = NUMBERS["shop"], NUMBERS["child"]


@asynccontextmanager
async def page_of(kit: FleetKit, number: str = SHOP) -> AsyncIterator[NavigatePage]:
    """The page of a battery."""
    page = NavigatePage(kit.context, number, FileSecrets(kit.folder / "keys.json"))
    page.resize(560, 640)
    page.show()
    try:
        yield page
    finally:
        await cancel_all(page)
        page.stop()
        page.deleteLater()


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def type_into(field: QWidget, text: str) -> None:
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)


def scanned(widget: QWidget) -> str:
    """What a camera reads."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = np.frombuffer(image.constBits(), np.uint8)
    wide = pixels.reshape(image.height(), image.bytesPerLine())[:, : image.width()]
    (found,) = zxingcpp.read_barcodes(np.ascontiguousarray(wide))
    return found.text


def is_nowhere_yet(kit: FleetKit, number: str) -> bool:
    row = None if kit.cloud.fleet is None else kit.cloud.fleet.table.get(number)
    return row is None or row.lat is None


async def located(kit: FleetKit, lat: float = 22.5, lon: float = 114.0, **more: object) -> None:
    await kit.login()
    await kit.report(SHOP, lat, lon, **more)
    await until(lambda: not is_nowhere_yet(kit, SHOP))


@pytest.mark.parametrize("scheme", [Scheme.DARK, Scheme.LIGHT])
async def test_a_phone_reads_the_code_in_every_theme(kit: FleetKit, scheme: Scheme) -> None:
    await located(kit)
    kit.context.theme.apply(scheme)
    try:
        async with page_of(kit) as page:
            for n in range(page.app.count()):
                page.app.setCurrentIndex(n)
                assert scanned(page.qr) == page.link.text()
            assert kit.context.prefs.values.navigate_app == page.app.currentData()
            assert "22.500000, 114.000000" in page.place.text()
            assert page.old.isHidden()
    finally:
        kit.context.theme.apply(Scheme.DARK)


async def test_it_is_copied_and_opened_only_on_a_click(kit: FleetKit) -> None:
    class Browser(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.opened: list[str] = []

        @Slot(QUrl)
        def take(self, url: QUrl) -> None:
            self.opened.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))

    await located(kit)
    browser = Browser()
    handle: Any = QDesktopServices.setUrlHandler  # its stub wants bytes, and it takes only text
    handle("https", browser, "take")
    try:
        async with page_of(kit) as page:
            page.app.setCurrentIndex(page.app.findData(MapApp.OSM.value))
            assert browser.opened == []
            click(page.open)
            await until(lambda: browser.opened == [page.link.text()])
            click(page.copy)
            assert QGuiApplication.clipboard().text() == page.link.text()
            assert page.copied.text()
            page.app.setCurrentIndex(page.app.findData(MapApp.GEO.value))
            assert not page.open.isEnabled()
            assert page.copied.text() == ""
    finally:
        QDesktopServices.unsetUrlHandler("https")


async def test_nobody_is_led_where_nothing_is(kit: FleetKit) -> None:
    await kit.login()
    async with page_of(kit) as page:
        assert page.note.title == "No way there"
        assert "has not reported" in page.note._hint.text()
        assert not page.qr.isVisible()
        await kit.report(SHOP, 0.0, 0.0)
        await kit.report(SHOP, 22.5, 114.0)
        await until(page.qr.isVisible)
        await kit.report(SHOP, 22.51, 114.0)
        await until(lambda: "22.51" in page.place.text())
    async with page_of(kit, "999") as page:
        assert "not in the fleet" in page.note._hint.text()


async def test_an_old_position_is_said(kit: FleetKit) -> None:
    long_ago = (datetime.now(UTC) - timedelta(hours=3)).isoformat()
    await located(kit, time=long_ago)
    async with page_of(kit) as page:
        assert "old" in page.old.text()
        assert "3 h ago" in page.place.text()


async def test_a_way_is_drawn_by_the_router_that_was_set_up(kit: FleetKit) -> None:
    await located(kit)
    async with routing() as server, page_of(kit) as page:
        route = page.route
        assert not route.ask.isEnabled()
        assert "nothing is asked" in route.named.text()
        click(route.set_up)
        type_into(route.form.url, "nonsense")
        click(route.form.save_button)
        await until(route.form.problem.isVisible)
        type_into(route.form.url, server.url)
        type_into(route.form.key, "secret-key")
        click(route.form.save_button)
        await until(route.form.isHidden)
        assert "secret-key" not in str(kit.context.prefs.values)
        click(route.pick)
        assert kit.context.map.drawing is Shape.PLACE
        kit.context.map.finish(Area(key="", centre=Place(22.49, 113.99)))
        assert route.field.text() == "22.490000, 113.990000"
        assert kit.context.prefs.values.route_start == "22.490000, 113.990000"
        assert server.asked == []  # nothing goes out before the click
        click(route.ask)
        await until(lambda: bool(route.result.text()))
        assert route.result.text() == "1.5 km · 6 min"
        (asked,) = server.asked
        assert asked.path.endswith("113.990000,22.490000;114.000000,22.500000")
        assert asked.heads["authorization"] == "secret-key"
        (line,) = kit.context.map.layers[LAYER].lines
        for place, wanted in zip(line.points, WAY, strict=True):
            assert tuple(place) == pytest.approx(wanted)
        click(route.profiles[list(route.profiles)[1]])
        assert kit.context.prefs.values.route_profile == "car"
    assert LAYER not in kit.context.map.layers


async def test_from_another_battery_and_what_goes_wrong(kit: FleetKit) -> None:
    await located(kit)
    async with routing() as server, page_of(kit) as page:
        route = page.route
        kit.context.prefs.set(router={"kind": "valhalla", "url": server.url})
        route.origin.setCurrentIndex(1)
        route.origin.activated.emit(1)
        type_into(route.field, "99999")
        assert "No battery" in route.problem.text()
        type_into(route.field, CHILD[-5:])
        assert "Nobody knows" in route.problem.text()
        await kit.report(CHILD, 22.48, 113.98)
        await until(lambda: not is_nowhere_yet(kit, CHILD))
        await until(route.ask.isEnabled)
        server.says = answer({"error": "<b>No path</b>"}, status=400)
        click(route.ask)
        await until(lambda: route.error_line.error is not None)
        assert route.error_line.error is not None
        assert "<b>No path</b>" in route.error_line.error.message
        server.says = HANG
        click(route.ask)
        await until(lambda: len(server.asked) == 2)
        assert route.progress.isVisible()
        click(route.cancel)
        await until(route.ask.isVisible)
        assert route.result.text() == ""


async def test_the_window_is_not_modal_and_leaves_the_map(kit: FleetKit) -> None:
    await located(kit)
    parent = QWidget()
    parent.show()
    dialog = open_navigation(kit.context, SHOP, parent)
    assert isinstance(dialog, NavigateDialog)
    assert not dialog.isModal()
    assert SHOP in dialog.windowTitle()
    click(dialog.page.route.pick)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert kit.context.map.drawing is None
    parent.deleteLater()
