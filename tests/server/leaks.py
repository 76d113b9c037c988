"""What a test must not leave behind: tasks, threads, open files and sockets."""

import asyncio
import gc
import os
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

WAIT_S = 5.0
"""For what is closing already: threads that end, sockets whose peer has just gone."""
_PASSING = ("anon_inode:[eventpoll]", "/dev/null")


def open_files() -> Mapping[int, str]:
    """Descriptors of this process and what they lead to; empty where there is no /proc."""
    found: dict[int, str] = {}
    if sys.platform != "linux":
        return found
    for name in os.listdir("/proc/self/fd"):
        try:
            found[int(name)] = os.readlink(f"/proc/self/fd/{name}")
        except OSError:
            continue  # the one of the listing itself
    return found


def resident_kb() -> int:
    """Memory of this process, 0 where there is no /proc."""
    if sys.platform != "linux":
        return 0
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1])


class Guard:
    """Remembers how things stand, and says what has come and stayed."""

    def __init__(self) -> None:
        self._threads = set(threading.enumerate())
        self._files = dict(open_files())

    def left(self) -> list[str]:
        """What is there now and was not before."""
        threads = [each for each in threading.enumerate() if each not in self._threads]
        found = [f"thread {each.name}" for each in threads if each.is_alive()]
        for number, target in open_files().items():
            if self._files.get(number) != target and target not in _PASSING:
                found.append(f"descriptor {number}: {target}")
        return found

    def settled(self) -> list[str]:
        """Wait for what is about to go, then say what stayed."""
        until = time.monotonic() + WAIT_S
        collected = False
        while found := self.left():
            if time.monotonic() > until:
                return found
            if not collected:
                gc.collect()  # a socket in a cycle is closed by it, and complains
                collected = True
            time.sleep(0.01)
        return []


async def tasks_left(before: "set[asyncio.Task[object]]") -> list[str]:
    """Wait for tasks that are about to end, then say which go on."""
    until = time.monotonic() + WAIT_S
    while found := asyncio.all_tasks() - before - {asyncio.current_task()}:
        if time.monotonic() > until:
            return [f"task {each.get_name()}: {each.get_coro()!r}" for each in found]
        await asyncio.sleep(0.01)
    return []
