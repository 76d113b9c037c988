"""Which device the panels follow, and the colour each device keeps while it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mingtang_desk.session.hub import DeviceHub, HubEvent
from mingtang_desk.ui.theme.tokens import DEVICE_COLOURS

if TYPE_CHECKING:
    from mingtang_desk.session.device_session import DeviceSession


class Selection(QObject):
    """The selected device; `changed` carries its session or None."""

    changed = Signal(object)

    def __init__(self, hub: DeviceHub, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._current: DeviceSession | None = None
        self._slots: dict[int, int] = {}
        self._end = hub.observe(self._hub_changed)
        for session in hub.sessions:
            self._opened(session)

    @property
    def current(self) -> DeviceSession | None:
        """The selected session, None when nothing is open."""
        return self._current

    def select(self, session: DeviceSession | None) -> None:
        """Make panels follow another device."""
        if session is not self._current:
            self._current = session
            self.changed.emit(session)

    def colour(self, session: DeviceSession | None) -> str:
        """Return the colour token of a device, "muted" for none."""
        if session is None or id(session) not in self._slots:
            return "muted"
        return DEVICE_COLOURS[self._slots[id(session)] % len(DEVICE_COLOURS)]

    def stop(self) -> None:
        """Look at the hub no more."""
        self._end()

    def _hub_changed(self, event: HubEvent, session: DeviceSession | None) -> None:
        if session is None:
            return
        if event is HubEvent.OPENED:
            self._opened(session)
        elif event is HubEvent.CLOSED:
            self._slots.pop(id(session), None)
            if session is self._current:
                left = [other for other in self._hub.sessions if other is not session]
                self.select(left[-1] if left else None)

    def _opened(self, session: DeviceSession) -> None:
        taken = set(self._slots.values())
        free = next(n for n in range(len(taken) + 1) if n not in taken)
        self._slots.setdefault(id(session), free)
        if self._current is None:
            self.select(session)
