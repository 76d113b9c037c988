"""Panels of the window are brought up by whoever wants them."""

from __future__ import annotations

from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.theme import Theme
from tests.ui.building import Built, settle
from tests.ui.fakes import bench_hub


def test_the_window_brings_up_the_panel_that_is_wanted(
    theme: Theme, translations: Translations
) -> None:
    hub, *_ = bench_hub()
    built = Built(hub, theme=theme, translations=translations)
    built.show()
    dock = built.window.docks["alarms"]
    before = {each.spec.key for each in built.window.docks.values() if each.filled}
    assert "alarms" not in before
    built.context.chosen.panel_wanted.emit("alarms")
    settle()
    assert dock.filled
    assert dock.seen
    built.context.chosen.panel_wanted.emit("no such panel")
    built.close()
