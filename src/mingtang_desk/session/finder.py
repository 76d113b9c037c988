"""Find every board without a question: all ports at once, and whatever else is searched beside."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import DeniedReason, LinkDeniedError, LinkNotFoundError
from mingtang_desk.session.found import Doing, Failure, Found, News, Search, Step, Tell
from mingtang_desk.session.lines import real_path
from mingtang_desk.session.memory import Memory
from mingtang_desk.session.place_search import PROBING, Place, PlaceSearch

NOWHERE = "serial"
_END_S = 5.0


def serial_places() -> tuple[Place, ...]:
    """Return the serial ports of this machine, with what they are remembered by."""
    from mingtang_desk.transports.ports import serial_ports

    places = []
    for port in serial_ports():
        if port.serial:
            key = f"usb {port.usb} {port.serial}"
        elif port.location:
            key = f"at {port.location} {port.usb}"
        else:
            key = f"path {port.path}"
        places.append(Place(where=port.path, key=key))
    return tuple(places)


def place_of(text: str) -> Place:
    """Return the place that a user names: a port path, or tcp://host:port."""
    scheme, sign, rest = text.partition("://")
    if sign and scheme in ("tcp", "serial"):
        where = rest.partition("?")[0]
        return Place(where=where, scheme=scheme, key=f"{scheme} {where}")
    found = (place for place in serial_places() if place.where == text)
    return next(found, Place(where=text, key=f"path {text}"))


class Finder:
    """One search after the other; each place by itself, all at the same time.

    Args:
        memory: what worked before; it learns.
        in_use: ports that the desk itself has open, by path.
        listen_s: how long to listen at a place before the first byte is sent.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        memory: Memory,
        in_use: Callable[[], Sequence[str]] = tuple,
        listen_s: float = PROBING.listen_s,
    ) -> None:
        self._clock, self._memory, self._in_use = clock, memory, in_use
        self._listen_s = listen_s

    async def run(
        self,
        tell: Tell,
        *,
        places: Sequence[Place] | None = None,
        beside: Sequence[Search] = (),
        seconds: float | None = None,
    ) -> int:
        """Search; return how many places could be opened.

        Args:
            tell: gets all news as they come.
            places: where to look; None = all serial ports.
            beside: further searches, at the same time.
            seconds: longest time; a place that is not done by then is told as stopped.
        """
        wanted = serial_places() if places is None else places
        if not wanted and not beside:
            tell(Failure(where=NOWHERE, error=LinkNotFoundError("no_ports")))
            return 0
        ours = {real_path(path) for path in self._in_use()}
        searches: dict[asyncio.Task[None], PlaceSearch] = {}
        others: list[asyncio.Task[int]] = []
        for place in wanted:
            if place.scheme == "serial" and real_path(place.where) in ours:
                denied = LinkDeniedError(
                    "port_open_here", reason=DeniedReason.BUSY, where=place.where
                )
                tell(Failure(where=place.where, error=denied))
                tell(Step(where=place.where, doing=Doing.DONE))
                continue
            search = PlaceSearch(
                place,
                clock=self._clock,
                tell=tell,
                memory=self._memory,
                listen_s=self._listen_s,
            )
            searches[asyncio.create_task(search.run(), name=f"find {place.where}")] = search
        try:
            others += [asyncio.create_task(_called(search, tell)) for search in beside]
            if searches or others:
                await asyncio.wait((*searches, *others), timeout=seconds)
        finally:
            stopped = await _end((*searches, *others))
        for task, search in searches.items():
            if task in stopped:
                where = search.place.where
                tell(Failure(where=where, error=LinkNotFoundError("find_stopped", where=where)))
            else:
                task.result()  # a bug is raised here
        told = sum(task.result() for task in others if task not in stopped)
        return told + sum(search.opened for search in searches.values())


async def _called(search: Search, tell: Tell) -> int:
    return await search(tell)


async def _end(tasks: Iterable[asyncio.Task[Any]]) -> set[asyncio.Task[Any]]:
    """Cancel what still runs and wait until its lines are closed; return what was cancelled."""
    stopped = {task for task in tasks if not task.done()}
    for task in stopped:
        task.cancel()
    if stopped:
        await asyncio.wait(stopped, timeout=_END_S)
    return stopped


class Gathered:
    """News collected: what is found, why nothing is, what is done where just now."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self.failures: list[Failure] = []
        self.steps: dict[str, Step] = {}

    def take(self, news: News) -> None:
        """Take one piece of news."""
        match news:
            case Found():
                self.found.append(news)
            case Failure():
                self.failures.append(news)
            case Step():
                self.steps[news.where] = news
