"""What the list asks of the window."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.theme import Theme
from tests.ui.building import Built
from tests.ui.fakes import FakeHub


def test_a_wanted_panel_is_brought_up(
    qapp: QApplication, theme: Theme, translations: Translations
) -> None:
    built = Built(FakeHub(), theme=theme, translations=translations)
    built.show()
    try:
        docks = built.window.docks
        assert docks["account"].isHidden()
        built.context.chosen.panel_wanted.emit("account")
        assert not docks["account"].isHidden()
        assert docks["account"].seen
        built.context.chosen.panel_wanted.emit("of a newer version")
    finally:
        built.close()
