"""A login at a Traccar server as a `FleetProvider`; what Traccar cannot do is None."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime, timedelta

from mingtang_desk.cloud.accounts import Remembered
from mingtang_desk.cloud.decode import plain
from mingtang_desk.cloud.models import Battery, BatteryDetails, LatestPlace, Place
from mingtang_desk.cloud.stream import StreamEvent
from mingtang_desk.cloud.traccar.book import Book
from mingtang_desk.cloud.traccar.convert import (
    battery_of,
    details_of,
    has_place,
    latest_of,
    place_of,
)
from mingtang_desk.cloud.traccar.models import Device, Position, User
from mingtang_desk.cloud.traccar.parts import TraccarAlarms, TraccarFences, TraccarRides
from mingtang_desk.cloud.traccar.session import TraccarClient
from mingtang_desk.cloud.traccar.stream import TraccarStream
from mingtang_desk.core.clock import Clock, iso
from mingtang_desk.core.errors import CloudError

_DAY = timedelta(days=1)
_OPERATOR = frozenset(("read", "fences"))


class TraccarBatteries:
    """Implements `provider.BatteriesPart`; the list comes in one piece."""

    def __init__(self, book: Book) -> None:
        self._book = book

    async def pages(self) -> AsyncGenerator[tuple[Battery, ...]]:
        """Yield all devices, by number."""
        client = self._book.client
        devices = await self._book.read()
        rows = await client.many(Position, "/positions")
        places = {row.device_id: row for row in rows}
        ordered = sorted(devices, key=lambda each: each.unique_id)
        yield tuple(battery_of(each, places.get(each.id), client.who) for each in ordered)

    async def one(self, number: str) -> BatteryDetails:
        """Return everything that is known of a device."""
        device = await self._book.device(number)
        return details_of(device, await latest(self._book, device), self._book.client.who)

    async def find(self, text: str) -> tuple[str, ...]:
        """Return nothing: the whole list is at the desk, and is searched there."""
        return ()


class TraccarPlaces:
    """Implements `provider.PlacesPart`."""

    def __init__(self, book: Book, clock: Clock) -> None:
        self._book, self._clock = book, clock

    async def latest(self, number: str) -> LatestPlace:
        """Return the last report with a fix."""
        position = await latest(self._book, await self._book.device(number))
        server = self._book.client.http.server.text
        if position is None or not has_place(position):
            raise CloudError("cloud_not_known_yet", server=server, detail=number)
        return latest_of(number, position, self._clock.now())

    async def track(
        self, number: str, start: datetime, end: datetime
    ) -> AsyncGenerator[Sequence[Place]]:
        """Yield all reports of a stretch, oldest first, a day at a time."""
        device = await self._book.device(number)
        at = start
        while at < end:
            until = min(at + _DAY, end)
            rows = await self._book.client.many(
                Position,
                "/positions",
                deviceId=str(device.id),
                **{"from": iso(at), "to": iso(until)},
            )
            rows = tuple(row for row in rows if row.device_id == device.id)
            yield [place_of(row) for row in sorted(rows, key=lambda row: row.fix_time)]
            at = until

    async def address(self, lat: float, lon: float) -> str:
        """Return a place in words, "" = nobody knows."""
        params: dict[str, str | list[str]] = {"latitude": f"{lat:.7f}", "longitude": f"{lon:.7f}"}
        answer = await self._book.client.ask("GET", "/server/geocode", params=params, is_text=True)
        return plain(answer.body) if isinstance(answer.body, str) else ""


class Traccar:
    """Implements `provider.FleetProvider`."""

    tree = guard = acks = switches = commands = boards = edits = me = None

    def __init__(self, client: TraccarClient, clock: Clock) -> None:
        self.client, self._clock = client, clock
        self.rights: frozenset[str] = frozenset()
        self._book = Book(client)
        self.batteries = TraccarBatteries(self._book)
        self.places = TraccarPlaces(self._book, clock)
        self.rides = TraccarRides(self._book)
        self.fences = TraccarFences(self._book)
        self.alarms = TraccarAlarms(self._book, clock)

    @property
    def who(self) -> Remembered:
        """The login."""
        return self.client.who

    async def open(self) -> None:
        """Look whether the login is good; `readonly` users may only look."""
        await self.client.cookie()
        rows = await self.client.ask("GET", "/session")
        user = self.client.read(User, rows.body)
        self.rights = frozenset(("read",)) if user.readonly else _OPERATOR

    async def time(self) -> tuple[datetime, int]:
        """Return what time it is here: Traccar does not say; its events have no numbers."""
        return self._clock.now(), 0

    async def events(self, since: int | None = None) -> AsyncGenerator[StreamEvent]:
        """Yield what happens, in the form of our stream."""
        await self._book.devices()
        stream = TraccarStream(self.client, self._book.known, seq=since or 0)
        async with aclosing(stream.events()) as events:
            async for event in events:
                yield event


async def latest(book: Book, device: Device) -> Position | None:
    """Return the last position of a device, None = it never had one."""
    if device.position_id is None:
        return None
    rows = await book.client.many(Position, "/positions", id=[str(device.position_id)])
    return next((row for row in rows if row.device_id == device.id), None)
