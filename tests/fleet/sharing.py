"""A board on the desk of a `FleetKit`, and requests from afar."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from PySide6.QtWidgets import QWidget

from mingtang_desk.app.wiring import boards
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.hub import DeviceHub
from mingtang_desk.ui.fleet.share_dialog import ShareDialog, open_share
from mingtang_desk.ui.selection import Selection
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import cancel_all
from tests.fleet.kit import FleetKit
from tests.server.commanding import QUICK, body, change_device, ended, post


@asynccontextmanager
async def bench(kit: FleetKit) -> AsyncIterator[tuple[PanelContext, DeviceSession]]:
    """Open a simulated board in a hub that knows some; the login and the cloud are the kit's."""
    kit.server.services.commands.crew.timers = QUICK
    await change_device(kit.server, protocol="jbd")
    hub = DeviceHub(clock=SystemClock(), who="tester", boards=boards)
    context = PanelContext(
        hub=hub,
        theme=kit.context.theme,
        prefs=kit.context.prefs,
        selection=Selection(hub),
        cloud=kit.cloud,
    )
    try:
        session = await hub.open("sim://jbd-13s", poll_s=0.3)
        context.selection.select(session)
        yield context, session
    finally:
        await kit.cloud.shares.close()
        await cancel_all(context.chosen)
        context.chosen.stop()
        await hub.close_all()
        context.selection.stop()


@asynccontextmanager
async def dialog_of(
    context: PanelContext, session: DeviceSession | None, parent: QWidget
) -> AsyncIterator[ShareDialog]:
    """Open the dialog for the time of a block."""
    dialog = open_share(context, session, parent)
    try:
        yield dialog
    finally:
        await cancel_all(dialog)
        dialog.close()
        await asyncio.sleep(0)


async def ask(kit: FleetKit, kind: str, **more: Any) -> dict[str, Any]:
    """Ask for a command from afar and wait for its end."""
    answer = await post(kit.server, body(kind, **more))
    assert answer.status_code == 202, answer.text
    return await ended(kit.server, answer.json()["id"])
