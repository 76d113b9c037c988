"""Takes events to those who listen, and what ends their listening."""

import logging
from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from mingtang_desk.server.push.events import Event

_log = logging.getLogger(__name__)
type Listener = Callable[[Sequence[Event]], None]


class Guard(Protocol):
    """Whoever has to hear at once that somebody may listen no longer."""

    def drop_sessions(self, session_ids: Collection[str]) -> None:
        """Sessions have ended."""
        ...

    def drop_user(self, user_id: str) -> None:
        """A user may not listen any more."""
        ...

    def scope_changed(self) -> None:
        """Users, accounts or tokens have changed."""
        ...


class Hub:
    """Everybody who listens. Publishing never waits for a listener.

    Attributes:
        guards: told by accounts, after the commit.
    """

    def __init__(self) -> None:
        self.guards: list[Guard] = []
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call a function with the events of each commit; return what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def publish(self, events: Sequence[Event]) -> None:
        """Tell everybody; one who fails keeps nobody else from hearing it.

        What is told is committed: whoever wrote it must not take it for failed.
        """
        for listener in list(self._listeners):
            try:
                listener(events)
            except Exception:  # noqa: BLE001 - a listener's own bug
                _log.exception("a listener could not be told")

    def drop_sessions(self, session_ids: Collection[str]) -> None:
        """Hang up on whoever came with one of these sessions; call it after they were revoked."""
        for guard in self.guards:
            guard.drop_sessions(session_ids)

    def drop_user(self, user_id: str) -> None:
        """Hang up on every socket of a user; call it after a password change or a lock."""
        for guard in self.guards:
            guard.drop_user(user_id)

    def scope_changed(self) -> None:
        """Look at everybody's rights again; call it after accounts were moved or roles changed."""
        for guard in self.guards:
            guard.scope_changed()

    async def close(self) -> None:
        """Tell nobody any more."""
        self._listeners.clear()
