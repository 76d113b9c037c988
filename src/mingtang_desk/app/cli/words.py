"""What several commands that run until stopped need: NAME=VALUE lists, and an end on a signal."""

import asyncio
import contextlib
import signal


def pairs(texts: list[str]) -> dict[str, str | None]:
    """NAME=VALUE,NAME of options that may be given several times; None = no value."""
    found: dict[str, str | None] = {}
    for item in (part for text in texts for part in text.split(",") if part.strip()):
        name, sign, value = item.strip().partition("=")
        found[name] = value if sign else None
    return found


def stop_on_signals(stop: asyncio.Event) -> None:
    """Let Ctrl-C and a polite kill set an event."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C cancels the task instead
            loop.add_signal_handler(number, stop.set)
