"""Every row of PANELS: empty, full, disconnected, narrow, re-translated, both themes; its texts."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from types import UnionType

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QTabBar,
    QWidget,
)

import i18n
from mingtang_desk.core.errors import LinkLostError
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.ui.languages import LANGUAGES, Translations
from mingtang_desk.ui.panels import PANELS
from mingtang_desk.ui.spec import PanelSpec
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.tokens import Scheme
from tests.ui.building import Built, settle
from tests.ui.fakes import FakeHub, bench_hub
from tests.ui.shown_texts import english_in, texts_of

ROOT = Path(__file__).resolve().parents[2]
TS = ROOT / "translations" / "mingtang_zh_CN.ts"


@pytest.fixture(scope="module", autouse=True)
def compiled(qapp: QApplication) -> None:
    i18n.release(ROOT)


def closed_cleanly(built: Built) -> None:
    hub = built.hub
    models = [session.model for session in hub.sessions]
    built.window.stop()
    built.context.selection.stop()
    assert hub.observers == 0
    assert not any(model._observers for model in models)
    ours = [timer for timer in built.window.findChildren(QTimer) if timer.isActive()]
    assert not [timer.parent() for timer in ours if timer.objectName() == ""], "a timer goes on"
    built.window.close()
    built.window.deleteLater()
    settle()


def visible(root: QWidget) -> Iterator[QWidget]:
    for widget in (root, *root.findChildren(QWidget)):
        if widget.isVisibleTo(root):
            yield widget


@pytest.mark.parametrize("spec", PANELS, ids=lambda spec: spec.key)
@pytest.mark.parametrize("scheme", [Scheme.DARK, Scheme.LIGHT])
def test_opens_in_every_state(
    spec: PanelSpec, scheme: Scheme, theme: Theme, translations: Translations
) -> None:
    theme.apply(scheme)
    hub = FakeHub()
    built = Built(hub, theme=theme, translations=translations)
    built.show()
    panel = built.window.docks[spec.key].panel
    assert any(text for widget in visible(panel) for text in texts_of(widget)), "empty and silent"
    first = hub.add("serial:///dev/ttyUSB tty0?protocol=jbd")
    first.model.set_link(LinkPhase.CONNECTING)
    settle()
    full, _ = bench_hub()
    first.identify("full")
    assert full.sessions[0].model.sample is not None
    first.live(full.sessions[0].model.sample)
    settle()
    panel.follower.flush()
    for language in (*LANGUAGES, LANGUAGES[0]):
        translations.use(language.key)
        settle()
    panel.resize(240, 200)
    settle()
    first.model.set_link(LinkPhase.LOST, error=LinkLostError("link_lost", where="/dev/ttyUSB tty0"))
    hub.clock.go(100)
    panel.follower.flush()
    hub.drop(first)
    settle()
    assert panel.session is None
    closed_cleanly(built)


@pytest.mark.parametrize("spec", [spec for spec in PANELS if spec.follows], ids=lambda s: s.key)
def test_follows_the_selection_unless_pinned(
    spec: PanelSpec, theme: Theme, translations: Translations
) -> None:
    hub, first = bench_hub()
    second = hub.sessions[1]
    built = Built(hub, theme=theme, translations=translations)
    built.show()
    dock = built.window.docks[spec.key]
    assert dock.panel.session is built.context.selection.current
    dock.pin.click()
    built.context.selection.select(second)
    assert dock.panel.session is not second
    dock.pin.click()
    assert dock.panel.session is second
    hub.drop(first)
    closed_cleanly(built)


def test_every_panel_has_its_dock_menu_entry_and_shortcut(
    theme: Theme, translations: Translations
) -> None:
    built = Built(FakeHub(), theme=theme, translations=translations)
    built.show()
    keys = {spec.key for spec in PANELS}
    assert len(keys) == len(PANELS)
    assert built.window.docks.keys() == keys
    shortcuts = [a.shortcut().toString() for a in built.window.findChildren(QAction)]
    for spec in PANELS:
        assert spec.shortcut in shortcuts
    used = [text for text in shortcuts if text]
    assert len(used) == len(set(used))
    closed_cleanly(built)


def test_every_control_has_a_name(theme: Theme, translations: Translations) -> None:
    hub, _ = bench_hub()
    built = Built(hub, theme=theme, translations=translations)
    built.show()
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)
    nameless = [
        f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}"
        for widget in built.window.findChildren(QWidget)
        if isinstance(widget, kinds)
        and widget.isVisibleTo(built.window)
        and not widget.objectName().startswith("qt_")
        and not type(widget).__name__.startswith("QComboBox")
        and not _inside(widget, QComboBox)
        and not _inside(widget, QTabBar | QLineEdit)
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
    ]
    assert not nameless
    closed_cleanly(built)


def _inside(widget: QWidget, kind: type[QWidget] | UnionType) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, kind):
            return True
        parent = parent.parentWidget()
    return False


def test_every_text_has_its_chinese() -> None:
    missing = []
    for context in ET.parse(TS).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            if not "".join(translation.itertext()).strip():
                missing.append((context.findtext("name"), message.findtext("source")))
    assert not missing


def test_translations_keep_their_places() -> None:
    wrong = []
    for message in ET.parse(TS).getroot().iter("message"):
        source = message.findtext("source") or ""
        translation = message.find("translation")
        text = "" if translation is None else "".join(translation.itertext())
        places = re.compile(r"\{\w*\}|%n")
        if text.strip() and set(places.findall(source)) != set(places.findall(text)):
            wrong.append(source)
    assert not wrong


def test_no_english_is_left_in_a_chinese_window(theme: Theme, translations: Translations) -> None:
    hub, _ = bench_hub()
    built = Built(hub, theme=theme, translations=translations)
    built.show()
    translations.use("zh_CN")
    settle(8)
    left = english_in(built)
    closed_cleanly(built)
    assert not left
