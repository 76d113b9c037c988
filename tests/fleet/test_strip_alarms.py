"""The strip counts the open alarms of the fleet, and is silent where nobody is logged in."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.strip import Strip
from tests.fleet.kit import FleetKit, until
from tests.fleet.test_alarms import go_on, protect

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def strip(kit: FleetKit, translations: Translations) -> AsyncIterator[Strip]:
    made = Strip(kit.context)
    made.resize(1280, 46)
    made.show()
    yield made
    made.stop()
    made.close()
    made.deleteLater()


async def test_open_alarms_are_counted_live(kit: FleetKit, strip: Strip) -> None:
    chip = strip.fleet_alarms
    assert chip.isHidden()
    await protect(kit, "cell_ov", at=-900)
    await kit.login()
    await until(lambda: chip.text() == "Fleet 1")
    assert chip.isVisible()
    await protect(kit, "cell_ov", "pack_ov", account="child", at=-800)
    await until(lambda: chip.text() == "Fleet 3")
    assert chip.toolTip() == "Open alarms of the fleet: 3. A click shows them."
    await go_on(kit, "pack_ov", account="child", at=-600)
    await until(lambda: chip.text() == "Fleet 2")
    wanted: list[str] = []
    kit.context.chosen.panel_wanted.connect(wanted.append)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert wanted == ["alarms"]
    assert kit.context.cloud is not None
    await kit.context.cloud.logout()
    assert chip.isHidden()


async def test_a_cloud_without_open_alarms_has_no_count(
    kit: FleetKit, strip: Strip, monkeypatch: pytest.MonkeyPatch
) -> None:
    fleet = await kit.login()
    await until(strip.fleet_alarms.isVisible)
    monkeypatch.setattr(fleet.provider, "acks", None)
    strip.fleet_alarms.show_now()
    assert strip.fleet_alarms.isHidden()


async def test_a_server_that_went_away_is_said(kit: FleetKit, strip: Strip) -> None:
    from mingtang_desk.cloud.fleet import FleetPhase

    fleet = await kit.login()
    await until(strip.fleet_alarms.isVisible)
    fleet.phase = FleetPhase.BROKEN
    strip.fleet_alarms.show_now()
    assert "cannot be heard now" in strip.fleet_alarms.toolTip()
