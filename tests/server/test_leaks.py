"""The guard of the other tests finds what it is there for."""

import asyncio
import socket
import threading
from pathlib import Path

import pytest

from tests.server import leaks


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaks, "WAIT_S", 0.05)


def test_a_socket() -> None:
    guard = leaks.Guard()
    with socket.socket():
        assert any("socket" in each for each in guard.settled())
    assert guard.settled() == []


def test_a_file(tmp_path: Path) -> None:
    guard = leaks.Guard()
    with (tmp_path / "left").open("w", encoding="utf-8"):
        assert any(str(tmp_path) in each for each in guard.settled())
    assert guard.settled() == []


def test_a_thread() -> None:
    guard, end = leaks.Guard(), threading.Event()
    thread = threading.Thread(target=end.wait, args=(10,), name="forgotten")
    thread.start()
    assert guard.settled() == ["thread forgotten"]
    end.set()
    thread.join(10)
    assert guard.settled() == []


@pytest.mark.asyncio
async def test_a_task() -> None:
    before = asyncio.all_tasks()
    task = asyncio.create_task(asyncio.sleep(10), name="forgotten")
    assert "forgotten" in (await leaks.tasks_left(before))[0]
    task.cancel()
    assert await leaks.tasks_left(before) == []
