"""The palette: what letters mean, what can be found, and where it leads."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.ui.fuzzy import best, score
from mingtang_desk.ui.palette.items import Item, Kind, find, setting_items
from mingtang_desk.ui.panels.settings import SettingsPanel
from tests.ui.bench_kit import BenchHub
from tests.ui.building import Built, settle
from tests.ui.conftest import MakeWindow
from tests.ui.fakes import settings_17s

CTRL = Qt.KeyboardModifier.ControlModifier


def answers(wanted: str) -> list[str]:
    items = setting_items(SETTINGS, settings_17s(), lambda key: key)
    return [item.names[1] for item in find(items, wanted)]


def bench(make_window: MakeWindow) -> tuple[Built, BenchHub]:
    hub = BenchHub()
    hub.bench()
    hub.bench("sim://jbd-4s").model.name = "Second"
    built = make_window(hub)
    built.show()
    return built, hub


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        ("cell over-voltage protection", "cell_ovp_v"),
        ("covp", "cell_ovp_v"),
        ("ovp cell", "cell_ovp_v"),
        ("cell_uvr", "cell_uvr_v"),
        ("CELL OVER", "cell_ovp_v"),
        ("rated", "rated_current_a"),
        ("charge ot", "chg_otp_c"),
    ],
)
def test_a_few_letters_find_a_setting(wanted: str, first: str) -> None:
    assert answers(wanted)[0] == first


def test_what_has_not_the_letters_is_no_answer() -> None:
    assert score("xyz", "Cell over-voltage protection") is None
    assert score("vc", "cv") is None
    assert best("q", ("a", "b")) is None
    assert answers("qqq") == []


def test_letters_in_a_row_and_starts_of_words_count() -> None:
    for better, worse in (("Read all", "Area of a bell"), ("over charge", "cover large")):
        wanted = "ra" if better.startswith("R") else "oc"
        one, other = score(wanted, better), score(wanted, worse)
        assert one is not None
        assert other is None or one > other


def test_accents_width_and_case_do_not_matter() -> None:
    assert score("\uff2f\uff36\uff30", "ovp") is not None
    assert score("zelle", "ZÉLLE") is not None
    assert score("过压", "单体过压保护") is not None


def test_a_translated_name_is_shown_and_the_english_one_found_too() -> None:
    item = Item(kind=Kind.SETTING, names=("单体过压保护", "cell_ovp_v", "Cell OVP"), note="",
                run=lambda: None)  # fmt: skip
    assert item.title == "单体过压保护"
    for wanted in ("单过", "ovp", "cell o"):
        assert find([item], wanted) == [item]


def test_everything_can_be_found(make_window: MakeWindow) -> None:
    built, _ = bench(make_window)
    items = built.window.overlays.items()
    kinds = {item.kind for item in items}
    assert kinds == set(Kind)
    titles = {item.title for item in items}
    assert titles >= {"Read all", "Theme: Light", "Workspace: EOL", "Temperatures: °F", "Second"}
    assert titles >= {dock.windowTitle() for dock in built.window.docks.values()}
    by_key = {item.names[1]: item for item in items if item.kind is Kind.SETTING}
    assert by_key["cell_ovp_v"].note == "4.250 V"


def test_ctrl_k_leads_to_the_row_of_a_setting(make_window: MakeWindow) -> None:
    built, _ = bench(make_window)
    window = built.window
    window.docks["settings"].close()
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    palette = window.overlays.palette
    assert palette.isVisible()
    assert palette.field.hasFocus()
    QTest.keyClicks(palette.field, "chg_otp_c")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    settle()
    assert not palette.isVisible()
    panel = window.docks["settings"].panel
    assert isinstance(panel, SettingsPanel)
    assert panel.isVisible()
    assert panel.form.rows["chg_otp_c"].entry.hasFocus()
    assert panel.form.rows["chg_otp_c"].isVisible()


def test_arrows_walk_and_esc_gives_the_keyboard_back(make_window: MakeWindow) -> None:
    built, hub = bench(make_window)
    window = built.window
    panel = window.docks["settings"].panel
    assert isinstance(panel, SettingsPanel)
    entry = panel.form.rows["cell_ovp_v"].entry
    entry.setFocus()
    window.overlays.find()
    palette = window.overlays.palette
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    QTest.keyClick(palette.field, Qt.Key.Key_PageDown)
    assert palette.list.currentIndex().row() == 11
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == 10
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert entry.hasFocus()
    window.overlays.find()
    QTest.keyClicks(palette.field, "sim://jbd-4s")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert built.context.selection.current is hub.sessions[1]


def test_a_panel_and_a_command_are_reached(make_window: MakeWindow) -> None:
    built, _ = bench(make_window)
    window = built.window
    window.docks["stats"].close()
    window.overlays.find()
    palette = window.overlays.palette
    QTest.keyClicks(palette.field, "statist")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    settle()
    assert window.docks["stats"].panel.isVisible()
    window.overlays.find()
    QTest.keyClicks(palette.field, "workspace eol")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.arrangement.current.key == "eol"
    window.overlays.find()
    QTest.keyClicks(palette.field, "zzzz")
    assert palette.answers.rowCount() == 0
    assert palette.nothing.isVisible()
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_the_list_is_a_good_model(make_window: MakeWindow, qtmodeltester: object) -> None:
    built, _ = bench(make_window)
    built.window.overlays.find()
    qtmodeltester.check(built.window.overlays.palette.answers)  # type: ignore[attr-defined]
