"""No English in a Chinese window: panels at work, states, overlays, phrases of the drivers."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QMenu

import i18n
from mingtang_desk.interfaces.driver import Driver, Frame, Framer
from mingtang_desk.protocols.jbd import codec as jbd
from mingtang_desk.protocols.modbus import codec as modbus
from mingtang_desk.session.drivers import DRIVERS
from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.panels.plot import PlotPanel
from mingtang_desk.ui.phrases import phrase
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.workspaces import WORKSPACES
from mingtang_desk.wire import modbus as adu
from tests.shots.__main__ import OVERLAYS, ROOT
from tests.shots.scenes import SCENES
from tests.shots.states import STATES
from tests.ui.bench_kit import full_history
from tests.ui.building import Built, settle
from tests.ui.fakes import bench_hub
from tests.ui.shown_texts import english, english_in, texts_of


@pytest.fixture(scope="module", autouse=True)
def compiled(qapp: QApplication) -> None:
    i18n.release(ROOT)


SECOND_WORDS = (
    *("报警", "警报", "设防", "解防", "电子围栏", "云平台", "帐", "账号", "钥匙串"),
    *("身份验证器", "追踪器", "跟踪器", "(?<!每)个电池"),
)
"""Words for what translations/GLOSSARY.md has another word for."""


@pytest.mark.parametrize("word", SECOND_WORDS)
def test_one_thing_has_one_word(word: str) -> None:
    table = (ROOT / "translations" / "mingtang_zh_CN.ts").read_text(encoding="utf-8")
    assert not [line.strip() for line in table.splitlines() if re.search(word, line)]


BUSY = (
    ("frames", "console", "details"),
    ("extend", "registers"),
    ("plot", "range", "crosshair"),
    ("settings", "mistyped", "review"),
    ("control", "confirm"),
    ("journal", "details"),
    ("devices", "wake", "wake-trying", "wake-mute", "wake-woken"),
    ("devices", "wake-radio"),
    ("devices", "wake-asleep"),
    ("devices", "silent"),
    ("bank", "packs"),
)
"""Panels in the middle of something: a panel, and what is done in it, as the pictures do it."""


@pytest.mark.parametrize(
    ("panel", "acts"), [(panel, acts) for panel, *acts in BUSY], ids=lambda each: str(each)
)
def test_no_english_is_left_in_a_busy_panel(
    panel: str, acts: list[str], theme: Theme, translations: Translations
) -> None:
    translations.use("zh_CN")
    scenes = {scene.name: scene for scene in SCENES if scene.panel == panel}
    hub, history = scenes[acts[0]].make(), full_history()
    built = Built(hub, theme=theme, translations=translations, history=history)
    built.show()
    built.window.docks[panel].bring_up()
    left = set()
    for act in acts:
        scenes[act].act(built.window)
        settle()
        left |= english_in(built)
    built.close()
    assert not left


@pytest.mark.parametrize("state", ["asleep", "silent", "lost", "released", "protections", "replay"])
def test_no_english_is_left_in_a_state(
    state: str, theme: Theme, translations: Translations
) -> None:
    translations.use("zh_CN")
    built = Built(STATES[state](), theme=theme, translations=translations)
    built.show()
    left = set()
    for row in WORKSPACES:
        built.window.use_workspace(row.key)
        settle()
        left |= english_in(built)
    built.close()
    assert not left


def test_no_english_is_left_over_a_chinese_window(theme: Theme, translations: Translations) -> None:
    translations.use("zh_CN")
    hub, _ = bench_hub()
    built = Built(hub, theme=theme, translations=translations)
    built.show()
    plot = built.window.docks["plot"].panel
    assert isinstance(plot, PlotPanel)
    left = set()
    for act in OVERLAYS.values():
        act(built.window)
        settle()
        left |= english_in(built)
    plot.choose()
    left |= english_in(built)
    menus = {text for menu in built.window.findChildren(QMenu) for text in texts_of(menu)}
    names = {session.model.name for session in hub.sessions}
    built.close()
    assert not left
    assert not {text for text in menus if english(text, names)}


@pytest.mark.parametrize("driver", DRIVERS, ids=lambda driver: driver.key)
def test_places_and_scales_have_their_chinese(driver: Driver, translations: Translations) -> None:
    translations.use("zh_CN")
    origins = driver.setting_origins.values()
    texts = {phrase(text) for origin in origins for text in (origin.place, origin.scale)}
    assert not {text for text in texts if english(text, set())}


@pytest.mark.parametrize("request_words", [jbd.request_words, modbus.request_words])
def test_what_another_master_does_has_its_chinese(
    request_words: Callable[[Frame], str | None], translations: Translations
) -> None:
    translations.use("zh_CN")
    if request_words is jbd.request_words:
        asked = [
            jbd.request(mode, register)
            for mode in (jbd.READ, jbd.WRITE)
            for register in (0, 1, 3, 4, 5, 0xAA, 0xE1, 0x24)
        ]
        framer: Framer = jbd.JbdFramer()
    else:
        asked = [adu.read_request(1, function, 16, 4) for function in (1, 2, 3, 4)]
        asked.append(adu.write_registers(1, 16, [1, 2]))
        framer = modbus.ModbusFramer()
    told = [request_words(frame) for data in asked for frame in framer.feed(data)]
    heard = [f"{what}, every 2.0 s" for what in told if what is not None]
    assert len(heard) >= 5
    assert not [text for text in map(phrase, heard) if english(text, {"Modbus"})]


def test_a_phrase_keeps_what_varies(translations: Translations) -> None:
    text = "reads registers 16 to 19 of address 1 (Modbus), every 2.0 s"
    assert phrase(text) == text
    translations.use("zh_CN")
    assert phrase(text) == "读取地址 1 的寄存器 16 至 19（Modbus），每 2.0 秒"
    assert phrase("register 3A, high byte") == "寄存器 3A，高字节"
    assert phrase("a pig in a poke") == "a pig in a poke"
    assert phrase("") == ""
