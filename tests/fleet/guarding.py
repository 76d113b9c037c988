"""What a test with a window must not leave behind; what Qt keeps for itself is told apart."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from tests.server import leaks

_TASKS = Path("/proc/self/task")
_EVENTS = "anon_inode:[eventfd]"
_POOLED = "Thread (pooled)"


class QtGuard(leaks.Guard):
    """As `leaks.Guard`, with two things that are no leaks told apart.

    Threads of Qt's own pools live on for 30 s, each with the eventfd that wakes it. A thread of Qt
    that has logged something is known to Python by a dummy, which stays when the thread has ended.
    """

    def left(self) -> list[str]:
        """What is there now and was not before."""
        spare, ended = _pooled(), _ended()
        found = []
        for each in super().left():
            if each in ended:
                continue
            if each.endswith(_EVENTS) and spare:
                spare -= 1
                continue
            found.append(each)
        return found


def _pooled() -> int:
    """How many threads Qt's pools have; 0 where there is no /proc."""
    if sys.platform != "linux":
        return 0
    names = []
    for task in _TASKS.iterdir():
        try:
            names.append((task / "comm").read_text(encoding="utf-8", errors="replace").strip())
        except OSError:
            continue  # it has ended
    return names.count(_POOLED)


def _ended() -> frozenset[str]:
    """Dummies of threads that are no more, as the guard words them."""
    if sys.platform != "linux":
        return frozenset()
    dummies = [each for each in threading.enumerate() if type(each) is threading._DummyThread]
    return frozenset(
        f"thread {each.name}" for each in dummies if not (_TASKS / str(each.native_id)).exists()
    )


def start_engine() -> None:
    """Let a page come and go: the engine keeps its resources and the pipes to its processes.

    What each page has of its own goes with it.
    """
    import shiboken6
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile
    from PySide6.QtWebEngineWidgets import QWebEngineView

    from mingtang_desk.ui.map.scheme import allow_root, quit_once, register_scheme

    allow_root()
    register_scheme()
    profile = QWebEngineProfile()
    quit_once()
    page, view, turn = QWebEnginePage(profile), QWebEngineView(), QEventLoop()
    view.setPage(page)
    view.show()
    page.loadFinished.connect(turn.quit)
    page.renderProcessTerminated.connect(turn.quit)
    QTimer.singleShot(20_000, turn.quit)
    page.setHtml("<p>nothing</p>")
    turn.exec()
    for part in (view, page, profile):  # the only order Qt accepts
        shiboken6.delete(part)
