"""Waiting for Enter without a thread that nobody can stop."""

import asyncio
import sys
from contextlib import suppress

_POLL_S = 0.05


async def enter_pressed(seconds: float, over: asyncio.Event) -> bool:
    """Return True when Enter is pressed within `seconds`, False when time is up or `over` is set.

    The end of the input is no Enter, and neither is an input that cannot be waited for.
    """
    pressed = asyncio.Event()
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    number = _watch(loop, pressed)
    try:
        while loop.time() < deadline and not over.is_set():
            if pressed.is_set() or _console_key():
                return True
            with suppress(TimeoutError):
                async with asyncio.timeout(min(_POLL_S, max(deadline - loop.time(), 0.0))):
                    await pressed.wait()
        return pressed.is_set()
    finally:
        if number is not None:
            loop.remove_reader(number)


def _watch(loop: asyncio.AbstractEventLoop, pressed: asyncio.Event) -> int | None:
    if sys.stdin is None or sys.platform == "win32":
        return None

    def read() -> None:
        if "\n" in sys.stdin.readline():
            pressed.set()
        else:
            loop.remove_reader(number)

    try:
        number = sys.stdin.fileno()
        loop.add_reader(number, read)
    except (OSError, ValueError, NotImplementedError):  # a file, or nothing at all
        return None
    return number


def _console_key() -> bool:
    if sys.platform == "win32":
        import msvcrt

        has_key = sys.stdin is not None and sys.stdin.isatty() and msvcrt.kbhit()
        return bool(has_key) and msvcrt.getwch() in "\r\n"
    return False
