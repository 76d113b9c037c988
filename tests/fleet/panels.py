"""A panel beside a server, for the time of a block, and what its tests let batteries do."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from PySide6.QtGui import QGuiApplication

from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import cancel_all
from tests.fleet.kit import FleetKit
from tests.server.rides.tracks import device_of, feed, fixed


@asynccontextmanager
async def shown[P: Panel](
    kit: FleetKit | PanelContext,
    make: Callable[[PanelContext], P],
    *,
    width: int = 420,
    height: int = 560,
) -> AsyncIterator[P]:
    """Show a panel for the time of a block."""
    panel = make(kit.context if isinstance(kit, FleetKit) else kit)
    QGuiApplication.setQuitOnLastWindowClosed(False)  # as the desk has it: the loop goes on
    panel.resize(width, height)
    panel.show()
    try:
        yield panel
    finally:
        panel.stop()
        await cancel_all(panel)
        panel.close()
        panel.deleteLater()


def choose(kit: FleetKit, number: str) -> None:
    """Choose a battery for the panels of the fleet, without opening it as a device too."""
    kit.context.chosen.number = number
    kit.context.chosen.changed.emit(number)


async def shake(kit: FleetKit, *, armed: bool = True, account: str = "shop") -> None:
    """Let a battery stand armed for three minutes, and then be shaken."""
    now, device = time.time(), device_of(kit.server, account)
    if armed:
        await kit.server.services.rides.arm(device)
    await feed(kit.server, [fixed(device, now + 10 * n) for n in range(1, 22)])
    await feed(kit.server, [fixed(device, now + 230, event="vibration")])
