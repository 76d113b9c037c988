"""Pictures of the strip that counts the open alarms of the fleet."""

from __future__ import annotations

from collections.abc import AsyncIterator

from PySide6.QtWidgets import QWidget

from mingtang_desk.ui.strip import Strip
from tests.fleet.kit import FleetKit, until
from tests.fleet.test_alarms import protect
from tests.fleet.track_kit import choose


async def scenes(kit: FleetKit) -> AsyncIterator[tuple[str, QWidget]]:
    """None, some, beside a battery, in a narrow window."""
    strip = Strip(kit.context)
    strip.resize(1440, 46)
    strip.show()
    await kit.login()
    await until(strip.fleet_alarms.isVisible)
    yield "strip-no-alarms", strip
    await protect(kit, "cell_ov", "pack_ov")
    choose(kit)
    await until(lambda: strip.fleet_alarms.text().endswith("2"))
    await until(lambda: kit.context.selection.current is not None)
    yield "strip-alarms", strip
    strip.resize(1024, 46)
    yield "strip-alarms-narrow", strip
    strip.stop()
    strip.close()
