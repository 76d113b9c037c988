"""Many batteries around Shenzhen in the server of a kit, and panels with a map."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from sqlalchemy import insert

from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES
from mingtang_desk.server.times import now_ms
from mingtang_desk.ui.map.backend import VARIABLE, backend
from mingtang_desk.ui.map.mercator import Place
from mingtang_desk.ui.map.scene import MapScene
from mingtang_desk.ui.map.view import Camera
from mingtang_desk.ui.panels.map import MapPanel
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import cancel_all
from tests.fleet.kit import FleetKit, until

CENTRE = (22.54, 114.05)
PAGE_MARKS = [
    pytest.mark.usefixtures("engine"),
    pytest.mark.qt_log_ignore(
        # What Chromium says of a machine without a graphics card.
        "createPlatformVulkanInstance",
        "QVulkanInstance: Failed to initialize Vulkan",
        "QRhiGles2: Failed to create",
        "Failed to create RHI for backend",
        "GBM is not supported",
        "Sandboxing disabled by user",
        "Failed to load vulkan|No Vulkan library|Failed to create platform Vulkan",
        "GPUInfo not initialized",
        "This plugin does not support grabbing the keyboard",
        r"This plugin does not support (raise|lower)\(\)",
        extend=True,
    ),
]
EVIL = '<img src=x onerror="window.hit=1"><b>pack</b>'


def number_of(at: int) -> str:
    return f"{13900000000 + at}"


async def populate(kit: FleetKit, count: int, *, seed: int = 7, account: str = "shop") -> list[str]:
    """Enter batteries in an account; they say nothing yet."""
    services = kit.server.services
    numbers = [number_of(at) for at in range(count)]
    now = now_ms(services.core.clock)
    pks = []
    async with services.core.store.write() as tx:
        for at, number in enumerate(numbers):
            pk = await tx.connection.scalar(
                insert(DEVICES)
                .values(
                    number=number,
                    terminal=number,
                    account_id=kit.server.accounts[account],
                    account_path=kit.server.paths[account],
                    name=f"BT2048-{at:04}" if at % 3 else "",
                    created_ms=now,
                    enabled_ms=now,
                )
                .returning(DEVICES.c.pk)
            )
            assert pk is not None
            pks.append(pk)
            await tx.connection.execute(insert(DEVICE_STATE).values(device=pk))
    await services.directory.refresh(*pks)
    return numbers


async def scatter(kit: FleetKit, numbers: list[str], *, seed: int = 7) -> None:
    """Let them report: most around a few depots, some far out; some long ago, some with alarms."""
    dice = random.Random(seed)
    depots = [(CENTRE[0] + dice.gauss(0, 0.05), CENTRE[1] + dice.gauss(0, 0.08)) for _ in range(6)]
    now = datetime.now(UTC)
    messages: list[dict[str, object]] = []
    for at, number in enumerate(numbers):
        lat, lon = dice.choice(depots)
        wide = 0.06 if at % 4 == 0 else 0.006
        old = timedelta(minutes=dice.choice((0, 0, 0, 2, 200, 3000)))
        position: dict[str, object] = {
            "type": "position",
            "device": number,
            "time": (now - old).isoformat(),
            "lat": lat + dice.gauss(0, wide),
            "lon": lon + dice.gauss(0, wide),
            "speed_kmh": float(dice.choice((0, 0, 12, 21))),
            "course_deg": float(dice.randrange(360)),
        }
        if at % 37 == 5:
            position["event"] = "power_cut"
        messages.append(position)
        sample = {
            "time": (now - old).isoformat(),
            "protocol": "jbd",
            "pack_v": 40.0 + at % 12,
            "soc_pct": float(at % 101),
        }
        messages.append({"type": "sample", "device": number, "sample": sample})
    for start in range(0, len(messages), 500):
        await kit.uplink(*messages[start : start + 500])


class Hand:
    """A map panel in one of its views, and a hand that clicks and drags there as a user does."""

    def __init__(self, panel: MapPanel, window: QWidget) -> None:
        self.panel, self.window = panel, window

    @property
    def scene(self) -> MapScene:
        return self.panel.scene

    @property
    def is_page(self) -> bool:
        return self.panel.stack.currentWidget() is self.panel.web

    @property
    def surface(self) -> QWidget:
        """What gets clicks and keys."""
        found = self.panel.web.view.focusProxy() if self.is_page else self.panel.painter
        assert isinstance(found, QWidget)
        return found

    async def ask(self, script: str) -> Any:
        """Ask the page something."""
        answers: list[Any] = []
        self.panel.web.page.runJavaScript(script, 0, answers.append)
        await until(lambda: bool(answers), 10)
        return answers[0]

    async def asked(self, script: str, wanted: object = True) -> None:
        """Wait until the page answers so."""
        last: object = None
        for _ in range(300):
            last = await self.ask(script)
            if last == wanted:
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"{script}: {last}, {list(self.panel.web.page.complaints)}")

    async def look(self, place: Place, zoom: int) -> None:
        """Look at a place and wait until the view is there."""
        self.scene.set_following(False)
        self.scene.go(Camera(place, zoom))
        if self.is_page:
            await self.asked(f"map_desk.getZoom() === {zoom}")
            there = self.scene.shift.out(place)
            await self.asked(
                f"map_desk.latLngToContainerPoint([{there.lat}, {there.lon}])"
                ".distanceTo(map_desk.getSize().divideBy(2)) < 1.5"
            )

    async def at(self, place: Place) -> QPoint:
        """Return the pixel of a place."""
        if not self.is_page:
            return self.panel.painter.place_of(place).toPoint()
        there = self.scene.shift.out(place)
        spot = f"map_desk.latLngToContainerPoint([{there.lat}, {there.lon}])"
        return QPoint(round(await self.ask(spot + ".x")), round(await self.ask(spot + ".y")))

    async def click(self, place: Place, *, double: bool = False) -> None:
        at = await self.at(place)
        await self.settle()
        QTest.mouseMove(self.surface, at)
        if double:  # as a window system sends it; QTest leaves the second release out
            kinds = QEvent.Type
            for kind in (
                kinds.MouseButtonPress,
                kinds.MouseButtonRelease,
                kinds.MouseButtonDblClick,
                kinds.MouseButtonRelease,
            ):
                left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
                held = none if kind is kinds.MouseButtonRelease else left
                where = QPointF(at), QPointF(self.surface.mapToGlobal(at))
                event = QMouseEvent(kind, *where, left, held, Qt.KeyboardModifier.NoModifier)
                QApplication.sendEvent(self.surface, event)
        else:
            QTest.mouseClick(self.surface, Qt.MouseButton.LeftButton, pos=at)
        await self.settle()

    async def drag(self, start: Place, end: Place) -> None:
        one, other = await self.at(start), await self.at(end)
        await self.settle()
        surface = self.surface
        QTest.mouseMove(surface, one)
        QTest.mousePress(surface, Qt.MouseButton.LeftButton, pos=one)
        for part in range(1, 6):
            QTest.mouseMove(surface, one + (other - one) * part / 5)
            await asyncio.sleep(0.03 if self.is_page else 0)
        QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, pos=other)
        await self.settle()

    async def key(self, key: Qt.Key) -> None:
        self.surface.setFocus()
        QTest.keyClick(self.surface, key)
        await self.settle()

    async def settle(self) -> None:
        """Let the page take what was said, and answer."""
        await asyncio.sleep(0.01)
        if self.is_page:
            await self.ask("1")
            await self.ask("new Promise(done => requestAnimationFrame(done)), 1")
            await asyncio.sleep(0.05)


@asynccontextmanager
async def hand_of(
    context: PanelContext, view: str, *, size: tuple[int, int] = (640, 480)
) -> AsyncIterator[Hand]:
    """Show a map in one of its views for the time of a block; "page" skips where it cannot be."""
    os.environ[VARIABLE] = "painter" if view == "painter" else ""
    found = backend()
    if view == "page" and not found.web:
        pytest.skip(f"the map is drawn by the {found.reason}")
    QGuiApplication.setQuitOnLastWindowClosed(False)
    window = QWidget()
    panel = MapPanel(context)
    QVBoxLayout(window).addWidget(panel)
    window.resize(*size)
    window.show()
    reasons: list[str] = []
    try:
        if view == "page":
            await until(lambda: panel.web is not None)
            panel.web.failed.connect(reasons.append)
            await until(
                lambda: bool(reasons) or panel.stack.currentWidget() is panel.web, seconds=25
            )
            if reasons and "process ended" in reasons[0]:
                pytest.skip(f"Chromium cannot start here: {reasons[0]}")
            assert not reasons
        else:
            await until(lambda: panel.painter.final)
        yield Hand(panel, window)
    finally:
        os.environ.pop(VARIABLE, None)
        await cancel_all(panel)
        panel.stop()
        window.close()
        window.deleteLater()
        await asyncio.sleep(0.02)
