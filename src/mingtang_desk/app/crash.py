"""What is no expected error: log it, show it, and let the user copy it."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

from mingtang_desk import __version__
from mingtang_desk.core.clock import iso
from mingtang_desk.session.clock import SystemClock

if TYPE_CHECKING:
    from mingtang_desk.session.device_session import DeviceSession
    from mingtang_desk.session.hub import DeviceHub

_log = logging.getLogger(__name__)


class CrashHandler:
    """Makes the report of a crash and shows it.

    One report at a time: a fault that repeats with every sample must not storm the user.

    Attributes:
        hub: whose last chunks go into the report, once there is one.
    """

    def __init__(self) -> None:
        self.hub: DeviceHub | None = None
        self._showing = False

    def report(self, error: BaseException) -> str:
        """Return the text that a user can send."""
        import platform

        lines = [
            f"Mingtang Desk {__version__}, Python {platform.python_version()}",
            platform.platform(),
            iso(SystemClock().now()),
            "",
            "".join(traceback.format_exception(error)),
        ]
        if self.hub is not None:
            lines += [line for session in self.hub.sessions for line in _chunks(self.hub, session)]
        return "\n".join(lines)

    def crashed(self, error: BaseException) -> None:
        """Log an error that nobody expected, and show it."""
        _log.error("unexpected error", exc_info=error)
        if self._showing:
            return
        self._showing = True
        from mingtang_desk.ui.crash_dialog import show_crash

        show_crash(self.report(error), self._closed)

    def _closed(self) -> None:
        self._showing = False


def _chunks(hub: DeviceHub, session: DeviceSession) -> list[str]:
    rows = [
        f"{entry.t:.3f} {entry.direction} {entry.data.hex()}"
        for entry in hub.recent_chunks(session)
    ]
    return [f"last {len(rows)} chunks of {session.uri.text}:", *rows]
