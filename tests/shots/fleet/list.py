"""The list of batteries: wide, narrow, searched, with accounts, old, empty, nobody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from PySide6.QtWidgets import QWidget

from mingtang_desk.ui.panels.fleet import FleetListPanel
from mingtang_desk.ui.tasks import cancel_all
from tests.fleet.kit import FleetKit, until
from tests.fleet.many import fill


async def scenes(kit: FleetKit) -> AsyncIterator[tuple[str, QWidget]]:
    panel = FleetListPanel(kit.context)
    panel.resize(340, 560)
    panel.show()
    yield "list-nobody", panel
    await fill(kit.server, 60)
    await kit.login("top-owner")
    await until(lambda: len(panel.view.rows.numbers) > 50 and panel.tree_button.isVisibleTo(panel))
    panel.resize(300, 780)
    yield "list-narrow", panel
    panel.view.go_to(panel.view.rows.numbers[3])
    kit.context.chosen.choose(panel.view.rows.numbers[3])
    panel.resize(720, 620)
    yield "list-wide", panel
    panel.search.write("red")
    panel.resize(1000, 500)
    yield "list-found", panel
    numbers = panel.view.rows.numbers
    panel.search.write(f"{numbers[0]}\n{numbers[1]}\n99999123, 88888123")
    panel.resize(340, 560)
    yield "list-pasted", panel
    panel.search.write("nowhere")
    await asyncio.sleep(0.6)
    yield "list-nothing", panel
    panel.search.write("")
    panel.stop()
    await cancel_all(panel)
