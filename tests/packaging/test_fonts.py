"""Chinese on screen is more than boxes, and every translation is compiled."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtGui import QTextLayout
from PySide6.QtWidgets import QApplication

import i18n

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("sign", ["电", "池", "压", "℃", "Ω", "Δ", "A"])
def test_the_font_of_the_window_has_a_glyph(qapp: QApplication, sign: str) -> None:
    layout = QTextLayout(sign, qapp.font())
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    runs = layout.glyphRuns()
    assert runs
    # Glyph 0 is the empty box of every font.
    assert all(index != 0 for run in runs for index in run.glyphIndexes())
    assert all(run.rawFont().supportsCharacter(ord(sign)) for run in runs)


def test_every_translation_is_compiled(qapp: QApplication) -> None:
    pairs = i18n.targets(ROOT)
    if not pairs:
        pytest.skip("no translations/*.ts in this checkout")
    i18n.release(ROOT)
    assert {ts.stem for ts, _ in pairs} >= {"mingtang_en", "mingtang_zh_CN"}
    for _, compiled in pairs:
        assert QTranslator().load(str(compiled)), compiled.name
