"""Every word can be read in every scheme, icons and fonts are there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication

from mingtang_desk.core.assets import resource_path
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.qss import style_sheet
from mingtang_desk.ui.theme.tokens import TOKENS, WORDS_ON, Scheme, contrast, hex_of
from mingtang_desk.ui.theme.type import FILES, Size, font

SOURCES = Path(__file__).resolve().parents[2] / "src" / "mingtang_desk" / "ui"


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize(("word", "ground"), WORDS_ON)
def test_words_can_be_read(scheme: Scheme, word: str, ground: str) -> None:
    assert contrast(hex_of(word, scheme), hex_of(ground, scheme)) >= 4.5


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("token", [t for t in TOKENS if t.startswith("device_")])
def test_colours_of_devices_can_be_told_from_the_panel(scheme: Scheme, token: str) -> None:
    assert contrast(hex_of(token, scheme), hex_of("panel", scheme)) >= 3.0


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_table_is_that_of_the_look() -> None:
    assert hex_of("bg", Scheme.DARK) == "#14171c"
    assert hex_of("accent", Scheme.LIGHT) == "#1f6fdc"
    assert hex_of("cell_fill", Scheme.DARK) == "#2a4a44"


def test_no_widget_names_a_colour_of_its_own() -> None:
    import re

    own = re.compile(r"#[0-9a-fA-F]{6}\b|QColor\(")
    found = [
        path.name
        for path in SOURCES.rglob("*.py")
        if path.name not in {"theme.py", "tokens.py"} and own.search(path.read_text("utf-8"))
    ]
    assert not found


def test_the_sheet_has_no_hole() -> None:
    sheet = style_sheet(
        {name: hex_of(name, Scheme.DARK) for name in TOKENS},
        dict.fromkeys(("chevron", "check", "tick"), ""),
    )
    assert "$" not in sheet
    assert sheet.count("{") == sheet.count("}")


def test_inter_is_packed_and_used(qapp: QApplication) -> None:
    Theme().apply()
    assert all(resource_path(name).is_file() for name in FILES)
    assert resource_path("fonts/Inter-LICENSE.txt").is_file()
    assert "Inter" in QFontDatabase.families()
    assert QFontInfo(font(Size.TEXT)).family() == "Inter"


def test_every_icon_named_in_the_code_exists() -> None:
    import re

    named: set[str] = set()
    pattern = re.compile(r'(?:icon\w*\(|icon=|pixmap\(|StateNote\()[^)"\n]*"([a-z0-9-]+)"')
    for path in SOURCES.rglob("*.py"):
        named |= set(pattern.findall(path.read_text("utf-8")))
    named -= TOKENS.keys()
    assert named
    missing = {name for name in named if not resource_path(f"icons/{name}.svg").is_file()}
    assert not missing


def test_another_scheme_is_told_and_drawn(qapp: QApplication) -> None:
    theme = Theme(Scheme.DARK)
    theme.apply()
    before = theme.color("text").name()
    told: list[bool] = []
    theme.changed.connect(lambda: told.append(True))
    picture = theme.pixmap("lock").toImage()
    theme.apply(Scheme.LIGHT)
    assert told
    assert theme.color("text").name() != before
    assert theme.pixmap("lock").toImage() != picture
