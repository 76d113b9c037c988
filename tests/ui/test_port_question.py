"""The card that asks for a port: its countdown, its two answers, and who leaves meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from mingtang_desk.session.lender import Asker
from mingtang_desk.ui.port_question import PortQuestion
from mingtang_desk.ui.theme import Theme
from tests.ui.building import Built, settle
from tests.ui.fakes import FakeHub

ASKER = Asker("mingtang-desk read", 42, "/dev/ttyUSB0", 20.0)


@pytest.fixture
def built(make_window: Callable[[FakeHub], Built], hub: FakeHub) -> Built:
    made = make_window(hub)
    made.show()
    return made


async def shown(question: PortQuestion) -> None:
    async with asyncio.timeout(3):
        while not question.isVisible():
            await asyncio.sleep(0.005)


@pytest.mark.asyncio
@pytest.mark.parametrize("agrees", [True, False])
async def test_a_click_answers(built: Built, theme: Theme, agrees: bool) -> None:
    question = PortQuestion(theme, built.window)
    before = QApplication.focusWidget()
    task = asyncio.create_task(question.ask(ASKER))
    await shown(question)
    assert question.title.text() == "mingtang-desk read asks for ttyUSB0"
    assert question.keep.text() == "Keep (19 s)"
    assert QApplication.focusWidget() is before
    (question.release if agrees else question.keep).click()
    assert await task is agrees
    assert not question.isVisible()


@pytest.mark.asyncio
async def test_without_an_answer_the_port_is_kept(built: Built, theme: Theme) -> None:
    question = PortQuestion(theme, built.window)
    task = asyncio.create_task(question.ask(ASKER._replace(seconds=0.5)))
    await shown(question)
    assert question.keep.text() == "Keep (3 s)"
    for _ in range(3):
        question._count()
    assert await task is False


@pytest.mark.asyncio
async def test_the_card_goes_when_nobody_asks_any_more(built: Built, theme: Theme) -> None:
    question = PortQuestion(theme, built.window)
    task = asyncio.create_task(question.ask(ASKER))
    await shown(question)
    task.cancel()
    await asyncio.wait({task})
    settle()
    assert not question.isVisible()
