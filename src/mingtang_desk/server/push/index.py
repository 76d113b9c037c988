"""Who hears an event: a few look-ups along the path of its account, however many listen.

A listener is entered under the path of the account it may see, so that the search itself is the
scope: an event finds only who stands above it.
"""

from collections.abc import Collection
from typing import Protocol

from mingtang_desk.server.accounts.principal import is_within
from mingtang_desk.server.push.events import Event, Kind
from mingtang_desk.server.push.topics import Topics

_MOVING = "moving"
_REMEMBERED = 50_000
"""Paths whose ancestors are kept in memory."""


class Listener(Protocol):
    """What the index has to know of a listener."""

    top: str
    topics: Topics

    def put(self, event: Event, body: bytes, frame: bytes) -> None:
        """Take an event; must not wait."""
        ...

    def flush(self) -> None:
        """Pass on what was put; called once after the events of a commit."""
        ...


class Index:
    """All listeners, by what they hear."""

    def __init__(self) -> None:
        self._groups: dict[tuple[str, str], dict[Listener, None]] = {}
        self._numbers: dict[str, dict[Listener, None]] = {}
        self._placed: dict[Listener, tuple[list[tuple[str, str]], frozenset[str]]] = {}
        self._above: dict[str, tuple[str, ...]] = {}

    def place(self, listener: Listener) -> None:
        """Enter a listener as it is now, again after its topics or scope have changed."""
        self.remove(listener)
        topics, top = listener.topics, listener.top
        keys = [(_MOVING, path) for path in topics.accounts.values() if is_within(path, top)]
        if topics.devices:
            keys.append((_MOVING, top))
        if topics.alarm:
            keys.append((Kind.ALARM, top))
        if topics.command:
            keys.append((Kind.COMMAND, top))
        keys = list(dict.fromkeys(keys))
        for key in keys:
            self._groups.setdefault(key, {})[listener] = None
        for number in topics.numbers:
            self._numbers.setdefault(number, {})[listener] = None
        self._placed[listener] = (keys, topics.numbers)

    def remove(self, listener: Listener) -> None:
        """Forget a listener; harmless where it is not entered."""
        keys, numbers = self._placed.pop(listener, ([], frozenset()))
        for key in keys:
            _discard(self._groups, key, listener)
        for number in numbers:
            _discard(self._numbers, number, listener)

    def who(self, event: Event) -> Collection[Listener]:
        """Return who hears an event."""
        name = event.kind if event.is_kept else _MOVING
        path = event.account_path
        found: dict[Listener, None] = {}
        for above in self._above.get(path) or self._remember(path):
            group = self._groups.get((name, above))
            if group is not None:
                found = {**found, **group} if found else group
        if name is _MOVING:
            single = self._numbers.get(event.number)
            if single is not None:
                allowed = {one: None for one in single if is_within(path, one.top)}
                found = {**found, **allowed} if found else allowed
        return found

    def _remember(self, path: str) -> tuple[str, ...]:
        if len(self._above) >= _REMEMBERED:
            self._above.clear()
        steps = path.split("/")
        above = tuple("/".join(steps[:end]) for end in range(2, len(steps) + 1))
        self._above[path] = above
        return above


def _discard[K](groups: dict[K, dict[Listener, None]], key: K, listener: Listener) -> None:
    group = groups[key]
    group.pop(listener, None)
    if not group:
        del groups[key]
