"""The list of batteries: wide, narrow, searched, with accounts, old, empty, nobody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QWidget

from mingtang_desk.cloud.fleet import FleetPhase
from mingtang_desk.cloud.logins import Given
from mingtang_desk.ui.dock import CardDock
from mingtang_desk.ui.panels import PANELS
from mingtang_desk.ui.panels.fleet import FleetListPanel
from mingtang_desk.ui.tasks import cancel_all
from tests.cloud.conftest import CHEAP, PASSWORD, give_passwords
from tests.fleet.kit import FleetKit, until
from tests.fleet.many import fill
from tests.server.kit import kit_of


async def scenes(kit: FleetKit) -> AsyncIterator[tuple[str, QWidget]]:
    window = QMainWindow()
    spec = next(row for row in PANELS if row.key == "fleet")
    dock = CardDock(spec, kit.context, window)
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    window.resize(340, 560)
    window.show()
    panel = dock.panel
    assert isinstance(panel, FleetListPanel)
    yield "list-nobody", window
    await fill(kit.server, 60)
    await kit.login("top-owner")
    await until(lambda: len(panel.view.rows.numbers) > 50 and not panel.tree.is_due)
    window.resize(300, 780)
    yield "list-narrow", window
    top = panel.tree.tree.topLevelItem(0)
    assert top is not None
    first = top.child(1)
    assert first is not None
    first.setExpanded(True)
    panel.view.go_to(panel.view.rows.numbers[3])
    window.resize(700, 620)
    yield "list-wide", window
    panel.tabs.pick("online")
    panel.view.sort_wanted.emit("-soc")
    panel.view.selectAll()
    window.resize(1080, 560)
    yield "list-sorted", window
    panel.tabs.pick("all")
    numbers = panel.view.rows.numbers
    panel.search.write(f"{numbers[0]}\n{numbers[1]}\n99999123, 88888123")
    window.resize(340, 620)
    yield "list-pasted", window
    panel.search.write("nowhere")
    await asyncio.sleep(0.6)
    yield "list-nothing", window
    panel.search.scan_by_camera()
    panel.search.write("")
    yield "list-no-camera", window
    panel.show_error(None)
    await kit.cloud.close()
    async with AsyncExitStack() as stack:
        folder = kit.folder / "other"
        folder.mkdir()
        db = f"sqlite:///{folder / 'cloud.sqlite'}"
        server = await stack.enter_async_context(kit_of(db, folder, **CHEAP))
        await give_passwords(server)
        await fill(server, 30)
        given = Given(user="top-owner", password=PASSWORD)
        fleet = await kit.cloud.login(server.server.http, given)
        await until(lambda: fleet.phase is FleetPhase.LIVE)
    await until(lambda: fleet.phase is FleetPhase.BROKEN)
    window.resize(420, 720)
    yield "list-broken", window
    await kit.cloud.close()
    async with AsyncExitStack() as stack:
        folder = kit.folder / "slow"
        folder.mkdir()
        db = f"sqlite:///{folder / 'cloud.sqlite'}"
        server = await stack.enter_async_context(kit_of(db, folder, **CHEAP, requests_per_s=1.0))
        await give_passwords(server)
        await fill(server, 9000)
        given = Given(user="top-owner", password=PASSWORD)
        fleet = await kit.cloud.login(server.server.http, given)
        await until(lambda: (fleet.read or 0) >= 2000)
        yield "list-loading", window
        panel.stop()
        await cancel_all(panel)
        await kit.cloud.close()
