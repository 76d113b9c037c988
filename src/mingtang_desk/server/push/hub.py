"""Takes events to those who listen."""

from collections.abc import Callable, Sequence

from mingtang_desk.server.push.events import Event

type Listener = Callable[[Sequence[Event]], None]


class Hub:
    """Everybody who listens. Publishing never waits for a listener."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call a function with the events of each commit; return what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def publish(self, events: Sequence[Event]) -> None:
        """Tell everybody."""
        for listener in list(self._listeners):
            listener(events)

    async def close(self) -> None:
        """Tell nobody any more."""
        self._listeners.clear()
