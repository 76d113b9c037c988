"""Panels of a link beside a battery behind a server: there is no link, and none is pretended."""

from __future__ import annotations

import pytest

from mingtang_desk.ui.panels.bench_check import BenchCheckPanel
from mingtang_desk.ui.panels.frames import FramesPanel
from mingtang_desk.ui.panels.link import LinkPanel
from mingtang_desk.ui.widgets.state_note import StateNote
from tests.fleet.kit import FleetKit, until
from tests.fleet.panels import shown
from tests.server.commanding import change_device
from tests.server.kit import NUMBERS

pytestmark = pytest.mark.asyncio
SHOP = NUMBERS["shop"]


def said(note: StateNote) -> str:
    return note.title


async def test_nothing_of_a_link_is_offered_where_a_server_speaks(kit: FleetKit) -> None:
    await change_device(kit.server, protocol="jbd")
    await kit.login()
    kit.context.chosen.choose(SHOP)
    await until(lambda: kit.context.selection.current is not None)
    async with shown(kit, FramesPanel) as frames:
        assert not frames.recording.button.isEnabled()
        assert "no byte of it" in frames.recording.button.toolTip()
        frames.recording.toggle()  # as by a shortcut: said, not a crash
        assert not frames.engineer.isEnabled()
        assert "no byte of it" in said(frames.notice)
    async with shown(kit, LinkPanel) as link:
        assert said(link.note) == "There is no link here"
    async with shown(kit, BenchCheckPanel) as check:
        assert said(check.notice) == "A battery behind a server cannot be checked"
