"""A battery behind a server in the panels of a board: there, written to, away, and many at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePath

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mingtang_desk.cloud.battery_session import BatterySession
from mingtang_desk.core.errors import CloudError
from mingtang_desk.device.settings_file import SettingsDocument
from mingtang_desk.ui.golden.apply_page import ApplyPage
from mingtang_desk.ui.panels.control import ControlPanel
from mingtang_desk.ui.panels.settings import SettingsPanel
from mingtang_desk.ui.panels.status import StatusPanel
from mingtang_desk.ui.strip import Strip
from tests.fleet.kit import FleetKit, until
from tests.server.commanding import QUICK, change_device, living, tracker_of
from tests.server.kit import NUMBERS

SHOP, CHILD = NUMBERS["shop"], NUMBERS["child"]


async def scenes(kit: FleetKit) -> AsyncIterator[tuple[str, QWidget]]:
    """Yield one widget after the other."""
    server = kit.server
    server.services.commands.crew.timers = QUICK
    await change_device(server, protocol="mingtang")
    await kit.login()
    kit.hub.set_writing(True)
    selection = kit.context.selection
    strip = Strip(kit.context)
    panels = (StatusPanel(kit.context), SettingsPanel(kit.context), ControlPanel(kit.context))
    whole = QWidget()
    column, row = QVBoxLayout(whole), QHBoxLayout()
    column.addWidget(strip)
    for panel in panels:
        card, head = QVBoxLayout(), QHBoxLayout()
        head.addStretch(1)
        for widget in panel.header:
            head.addWidget(widget)
        card.addLayout(head)
        card.addWidget(panel, 1)
        row.addLayout(card, 1)
    column.addLayout(row, 1)
    whole.resize(1400, 760)
    async with living(server, tracker_of(server, "mingtang-13s")):
        whole.show()
        kit.context.chosen.choose(SHOP)
        await until(lambda: selection.current is not None)
        session = selection.current
        assert isinstance(session, BatterySession)
        await session.read_sample()
        await session.read_settings()
        yield "session-there", whole
        await kit.hub.write_settings(session, {"cell_ovp_v": 4.22})
        remote = session.model.remote
        assert remote is not None
        session.model.set_remote(replace(remote, doing="bms_read settings", step="delivered"))
        yield "session-doing", whole
        session.model.set_remote(remote)
        document = SettingsDocument(
            path=PurePath("house.json"), protocol="mingtang", settings={"cell_ovp_v": 4.21}
        )
        uris = {kit.context.chosen.uri(n): f"battery of {n}" for n in (SHOP, CHILD)}
        page = ApplyPage(kit.hub, kit.context.theme)
        page.resize(360, 640)
        page.show()
        page.show_set(document, uris)
        page.stop_on_error.setChecked(False)
        page.run()
        await until(lambda: page.report is not None, 60)
        yield "session-many", page
        page.close()
    session.model.set_remote(replace(remote, state="offline"))
    session._say_state()
    with suppress(CloudError):
        await session.read_settings()
    yield "session-away", whole
    whole.resize(960, 600)
    yield "session-away-narrow", whole
    for panel in panels:
        panel.stop()
    strip.stop()
    whole.hide()
