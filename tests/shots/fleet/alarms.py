"""Alarms, details of a battery and instructions, with the states that they have on purpose."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mingtang_desk.device.sample import PackSample
from mingtang_desk.server.ingest.model import BmsReading
from mingtang_desk.ui.fleet.alarm_toast import AlarmToast
from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.panels.alarms import AlarmsPanel
from mingtang_desk.ui.panels.battery import BatteryPanel
from mingtang_desk.ui.panels.instructions import InstructionsPanel
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.widgets.card import CardPart
from tests.fleet.kit import FleetKit, until
from tests.fleet.panels import choose, shake, shown
from tests.server.commanding import QUICK, change_device, living, tracker_of
from tests.server.kit import NUMBERS
from tests.server.rides.tracks import device_of, feed, fixed

SHOP = NUMBERS["shop"]


@asynccontextmanager
async def carded[P: Panel](
    kit: FleetKit, make: Callable[[PanelContext], P], *, width: int = 420, height: int = 560
) -> AsyncIterator[tuple[P, QWidget]]:
    """Show a panel on its card, as a dock has it."""
    card = CardPart(kit.context.theme)
    card.resize(width, height)
    column = QVBoxLayout(card)
    column.setContentsMargins(0, 12, 0, 0)
    async with shown(kit, make, width=width, height=height) as panel:
        for widget in panel.header:
            widget.hide()
        column.addWidget(panel)
        card.show()
        yield panel, card
        column.removeWidget(panel)
        card.hide()
        panel.setParent(None)


async def scenes(kit: FleetKit) -> AsyncIterator[tuple[str, QWidget]]:
    """Bring each widget into its states."""
    async with carded(kit, AlarmsPanel) as (_, card):
        yield "alarms-logged-out", card
    later = round((time.time() + 20 * 86_400) * 1000)
    await change_device(
        kit.server,
        name="night shift 3",
        kind="48 V 20 Ah",
        imei="860000000000001",
        expires_ms=later,
        note="spare, in the back of the yard",
    )
    await _trouble(kit)
    await kit.login("shop-manager")
    for name, width, height in (("narrow", 300, 420), ("wide", 620, 480)):
        async for scene in _alarms(kit, name, width, height):
            yield scene
    choose(kit, SHOP)
    async with living(kit.server, tracker_of(kit.server, "jbd-13s")):
        for name, width in (("narrow", 300), ("wide", 440)):
            async for scene in _battery(kit, name, width):
                yield scene
            async for scene in _instructions(kit, name, width):
                yield scene
    window = QWidget()
    window.resize(520, 200)
    window.show()
    toast = AlarmToast(kit.context.theme, window)
    toast.show_notice("Vibration while armed (warning)", f"{SHOP} night shift 3")
    yield "alarm-notice", window
    window.hide()


async def _alarms(
    kit: FleetKit, name: str, width: int, height: int
) -> AsyncIterator[tuple[str, QWidget]]:
    async with carded(kit, AlarmsPanel, width=width, height=height) as (panel, card):
        await until(lambda: len(panel.list.book.rows) >= 4)
        await asyncio.sleep(1.0)
        panel.list.setCurrentIndex(panel.list.book.index(1))
        yield f"alarms-{name}", card
        panel.open_alarm(panel.list.book.rows[1].alarm.id)
        await until(lambda: panel.stack.currentWidget() is panel.detail)
        await asyncio.sleep(0.5)
        yield f"alarms-detail-{name}", card
        panel.back()
        panel.open_switches()
        page = panel.switches
        assert page is not None
        await until(lambda: bool(page.rows))
        page.rows["moved"].box.click()
        page.rows["low_capacity"].threshold.setValue(30)
        yield f"alarms-switches-{name}", card
        panel.back()
        panel.filters.search.setText("nothing")
        await until(lambda: not panel.list.book.rows)
        yield f"alarms-none-{name}", card


async def _battery(kit: FleetKit, name: str, width: int) -> AsyncIterator[tuple[str, QWidget]]:
    async with carded(kit, BatteryPanel, width=width, height=900) as (panel, card):
        await until(lambda: panel.facts.guard is not None)
        await asyncio.sleep(0.5)
        yield f"battery-{name}", card


async def _instructions(kit: FleetKit, name: str, width: int) -> AsyncIterator[tuple[str, QWidget]]:
    async with carded(kit, InstructionsPanel, width=width, height=620) as (panel, card):
        await until(lambda: panel.rows["restart"].button.isEnabled())
        yield f"instructions-{name}", card
        panel.rows["factory_reset"].button.click()
        yield f"instructions-card-{name}", card
        panel.list.close_card()
        panel.rows["sample"].button.click()
        await until(lambda: bool(panel.history.book.rows))
        await until(lambda: panel.history.book.rows[0].is_over, 40)
        await asyncio.sleep(1.0)
        yield f"instructions-fate-{name}", card


async def _trouble(kit: FleetKit) -> None:
    kit.server.services.commands.crew.timers = QUICK
    await change_device(kit.server, protocol="jbd")
    now, device = time.time(), device_of(kit.server)
    child: Any = device_of(kit.server, "child")
    for account, keys in (("shop", ("cell_ov", "chg_ot")), ("child", ("short", "cell_delta"))):
        await feed(
            kit.server,
            [
                fixed(device_of(kit.server, account), now - 400),
                BmsReading(
                    device=device_of(kit.server, account),
                    time_ms=round((now - 300) * 1000),
                    received_ms=round((now - 299) * 1000),
                    sample=PackSample(
                        time=datetime.fromtimestamp(now - 300, UTC),
                        protocol="jbd",
                        cell_v=(3.6, 4.312, 3.7),
                        pack_v=11.6,
                        soc_pct=61.0,
                        protections=keys,
                    ),
                ),
            ],
        )
    cut = [fixed(child, now - 250 + 10 * n, alarm_bits=(1 << 8) * (n > 1)) for n in range(20)]
    await feed(kit.server, cut)
    await kit.server.services.rides.arm(device)
    await shake(kit, armed=False)
