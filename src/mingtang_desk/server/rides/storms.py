"""Storms: so many batteries with one kind of alarm at once that it is the server's or carrier's.

Counted for each account with all below it. An alarm that belongs to a storm counts no more further
up, so that each storm is told once, at the lowest account that holds it.
"""

from collections import deque
from collections.abc import Container
from dataclasses import dataclass, field

from mingtang_desk.server.rides.alarm_rules import paths_down_to

MORE_THAN = 50
WITHIN_MS = 60_000


@dataclass(slots=True, kw_only=True)
class Storm:
    """One that blows.

    Attributes:
        id: of its alarm.
        kind: of the alarms in it; path: of the account.
        last_ms: of the latest.
        count: how many alarms.
    """

    id: str
    kind: str
    path: str
    last_ms: int
    count: int


@dataclass(slots=True)
class Storms:
    """Watches for them, by the server's clock."""

    _recent: dict[tuple[str, str], deque[tuple[int, int]]] = field(default_factory=dict)
    _blowing: dict[tuple[str, str], Storm] = field(default_factory=dict)

    def joined(self, kind: str, path: str, now: int) -> Storm | None:
        """Return the storm that a new alarm is part of."""
        for above in reversed(paths_down_to(path)):
            storm = self._blowing.get((kind, above))
            if storm is not None and now - storm.last_ms <= WITHIN_MS:
                storm.last_ms, storm.count = now, storm.count + 1
                return storm
        return None

    def brewed(self, kind: str, path: str, pk: int, now: int, new_id: str) -> Storm | None:
        """Count a new alarm that is in no storm; return the storm that it breaks loose."""
        above = paths_down_to(path)
        for place in reversed(above):
            recent = self._recent.setdefault((kind, place), deque())
            recent.append((now, pk))
            while recent[0][0] < now - WITHIN_MS:
                recent.popleft()
            if len(recent) > MORE_THAN and len({each for _, each in recent}) > MORE_THAN:
                gone = {each for _, each in recent}
                storm = Storm(id=new_id, kind=kind, path=place, last_ms=now, count=len(recent))
                self._blowing[kind, place] = storm
                for higher in above[: above.index(place)]:
                    left = self._recent.get((kind, higher), deque())
                    self._recent[kind, higher] = deque(e for e in left if e[1] not in gone)
                del self._recent[kind, place]
                return storm
        return None

    @property
    def ids(self) -> list[str]:
        """Those that blow."""
        return [storm.id for storm in self._blowing.values()]

    def forget(self, ids: Container[str]) -> None:
        """Forget some: they were never stored."""
        for key, storm in list(self._blowing.items()):
            if storm.id in ids:
                del self._blowing[key]

    def ended(self, now: int) -> list[Storm]:
        """Return storms that are over, and forget them with whatever is too old to count."""
        over = [storm for storm in self._blowing.values() if now - storm.last_ms > WITHIN_MS]
        for storm in over:
            del self._blowing[storm.kind, storm.path]
        for key, recent in list(self._recent.items()):
            if not recent or recent[-1][0] < now - WITHIN_MS:
                del self._recent[key]
        return over
