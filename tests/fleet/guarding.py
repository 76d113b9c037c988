"""What a test with a window must not leave behind; what Qt keeps for itself is told apart."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.server import leaks

_EVENTS = "anon_inode:[eventfd]"
_POOLED = "Thread (pooled)"


class QtGuard(leaks.Guard):
    """As `leaks.Guard`; threads of Qt's own pools live on for 30 s, each with what wakes it."""

    def left(self) -> list[str]:
        """What is there now and was not before."""
        spare = _pooled()
        found = []
        for each in super().left():
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
    for task in Path("/proc/self/task").iterdir():
        try:
            names.append((task / "comm").read_text(encoding="utf-8", errors="replace").strip())
        except OSError:
            continue  # it has ended
    return names.count(_POOLED)
