"""The collector of the window: what the start made is not looked through, what comes later is."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mingtang_desk.ui import garbage


class Node:
    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(garbage, "START_MS", 20)
    monkeypatch.setattr(garbage, "INTERVAL_MS", 5)
    before, was_on = gc.get_threshold(), gc.isenabled()
    gc.set_threshold(1, 1, 1)
    gc.enable()
    yield
    gc.set_threshold(*before)
    if not was_on:
        gc.disable()


def test_the_start_is_out_of_sight_and_later_cycles_go(
    quick: None, qapp: QApplication, qtbot: QtBot
) -> None:
    timer = garbage.GarbageTimer(qapp)
    try:
        assert not gc.isenabled()
        qtbot.waitUntil(lambda: gc.get_freeze_count() > 10_000)
        assert len(gc.get_objects()) < gc.get_freeze_count()
        lost = weakref.ref(Node())
        qtbot.waitUntil(lambda: bool([Node() for _ in range(9)]) and lost() is None)
    finally:
        timer.stop()
    assert gc.get_freeze_count() == 0
    assert gc.isenabled()


def test_stopped_before_the_start_was_over_it_does_nothing_more(
    quick: None, qapp: QApplication, qtbot: QtBot
) -> None:
    garbage.GarbageTimer(qapp).stop()
    qtbot.wait(60)
    assert gc.get_freeze_count() == 0
    assert gc.isenabled()
