"""The parts of Traccar for rides, fences and alarms: see `provider`."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from mingtang_desk.cloud.models_alarms import Alarm, AlarmPage
from mingtang_desk.cloud.models_rides import Circle, Fence, Mileage, MileageList, Stop, Trip
from mingtang_desk.cloud.traccar.book import Book
from mingtang_desk.cloud.traccar.convert import (
    alarm_of,
    event_type,
    fence_of,
    severity_of,
    stop_of,
    trip_of,
)
from mingtang_desk.cloud.traccar.models import Device, Event, Geofence, Position, StopRow, TripRow
from mingtang_desk.cloud.traccar.wkt import circle_text, polygon_text
from mingtang_desk.core.clock import Clock, iso
from mingtang_desk.core.errors import CloudRefusalError

_WEEK = timedelta(days=7)
_OLDEST = timedelta(days=92)
_AT_ONCE = 200
"""So many devices or positions are named in one address."""


class TraccarRides:
    """Implements `provider.RidesPart`."""

    def __init__(self, book: Book) -> None:
        self._book = book

    async def trips(self, number: str, start: datetime, end: datetime) -> tuple[Trip, ...]:
        """Return all trips of a stretch, oldest first."""
        rows = await self._book.report(TripRow, "/reports/trips", number, start, end)
        return tuple(sorted((trip_of(row) for row in rows), key=lambda trip: trip.start))

    async def stops(self, number: str, start: datetime, end: datetime) -> tuple[Stop, ...]:
        """Return all stops of a stretch, oldest first."""
        rows = await self._book.report(StopRow, "/reports/stops", number, start, end)
        return tuple(sorted((stop_of(row) for row in rows), key=lambda stop: stop.start))

    async def mileage(
        self, number: str, start: datetime, end: datetime, bucket: str, zone: str | None = None
    ) -> MileageList:
        """Return mileage from its trips; each counts for the day it began on.

        Days are those of `zone` ("Europe/Berlin"), None = of this machine.
        """
        there = None if zone is None else ZoneInfo(zone)
        sums: dict[str, tuple[float, int]] = {}
        for trip in await self.trips(number, start, end):
            name = _period(trip.start.astimezone(there), bucket)
            metres, count = sums.get(name, (0.0, 0))
            sums[name] = metres + trip.distance_m, count + 1
        items = tuple(
            Mileage(
                period=name,
                distance_m=metres,
                trips=count,
                is_sure=True,
                energy_wh=None,
                wh_per_km=None,
            )
            for name, (metres, count) in sorted(sums.items())
        )
        return MileageList(items=items, odometer_m=None, odometer_proven=False)


class TraccarFences:
    """Implements `provider.FencesPart`: circles and polygons without hours."""

    def __init__(self, book: Book) -> None:
        self._book = book

    async def of(self, number: str | None = None) -> tuple[Fence, ...]:
        """Return all fences, or those of a battery; lines are left out."""
        client = self._book.client
        if number is not None:
            device = await self._book.device(number)
            rows = await client.many(Geofence, "/geofences", deviceId=str(device.id))
            owners: tuple[str, ...] = (number,)
        else:
            rows, owners = await client.many(Geofence, "/geofences"), ()
        found = (fence_of(row, owners) for row in rows)
        return tuple(fence for fence in found if fence is not None)

    async def make(self, body: Mapping[str, object]) -> Fence:
        """Make a fence; `body`: FenceIn of docs/openapi.json."""
        client = self._book.client
        order = {"name": body.get("name"), "area": _area(client.http.server.text, body)}
        answer = await client.ask("POST", "/geofences", body=order)
        made = client.read(Geofence, answer.body)
        numbers = _numbers(body)
        for number in numbers:
            device = await self._book.device(number)
            link = {"deviceId": device.id, "geofenceId": made.id}
            await client.ask("POST", "/permissions", body=link)
        return self._read(made, numbers)

    async def change(self, fence_id: str, body: Mapping[str, object]) -> Fence:
        """Put another fence in its place; its batteries stay as they are."""
        client = self._book.client
        order = {
            "id": int(fence_id),
            "name": body.get("name"),
            "area": _area(client.http.server.text, body),
        }
        answer = await client.ask("PUT", f"/geofences/{quote(fence_id, safe='')}", body=order)
        return self._read(client.read(Geofence, answer.body), _numbers(body))

    async def remove(self, fence_id: str) -> None:
        """Take a fence away."""
        await self._book.client.ask("DELETE", f"/geofences/{quote(fence_id, safe='')}")

    def _read(self, row: Geofence, numbers: tuple[str, ...]) -> Fence:
        fence = fence_of(row, numbers)
        if fence is None:
            self._book.client.http.invalid("the fence that came back is none")
        return fence


class TraccarAlarms:
    """Implements `provider.AlarmsPart`: events of the last three months, a week a page."""

    def __init__(self, book: Book, clock: Clock) -> None:
        self._book, self._clock = book, clock

    async def page(
        self,
        *,
        state: str | None = None,
        number: str | None = None,
        query: str | None = None,
        kind: str | None = None,
        severity: str | None = None,
        storm: str | None = None,
        cursor: str | None = None,
    ) -> AlarmPage:
        """Return the alarms of a week, the newest first; the cursor is where that week ends."""
        now = self._clock.now()
        end = now if cursor is None else datetime.fromisoformat(cursor)
        start = end - _WEEK
        devices = await self._devices(number, query)
        events: list[Event] = []
        for some in _batches([str(each) for each in devices]):
            events += await self._book.client.many(
                Event,
                "/reports/events",
                deviceId=some,
                **{"from": iso(start), "to": iso(end)},
            )
        wanted = [
            each
            for each in events
            if each.device_id in devices
            and event_type(each)
            and event_type(each) == (kind or event_type(each))
        ]
        if state not in (None, "open", "raised") or storm is not None:
            wanted = []  # nothing of Traccar's is ever acknowledged or cleared
        wanted = [each for each in wanted if severity in (None, severity_of(each))]
        places = await self._places(wanted)
        fences = await self._fences(wanted)
        wanted.sort(key=lambda each: each.event_time, reverse=True)
        items = tuple(
            alarm_of(each, devices[each.device_id], places.get(each.position_id or 0), fences)
            for each in wanted
        )
        is_last = now - start >= _OLDEST or not devices
        return AlarmPage(items=items, next_cursor=None if is_last else iso(start))

    async def one(self, alarm_id: str) -> Alarm:
        """Return an alarm with its address."""
        event = await self._book.client.one(Event, f"/events/{quote(alarm_id, safe='')}")
        device = (await self._book.devices()).get(event.device_id)
        if device is None:
            server = self._book.client.http.server.text
            raise CloudRefusalError("cloud_not_found", server=server, detail=alarm_id)
        places, fences = await self._places([event]), await self._fences([event])
        return alarm_of(event, device, places.get(event.position_id or 0), fences)

    async def _devices(self, number: str | None, query: str | None) -> dict[int, Device]:
        if number is not None:
            device = await self._book.device(number)
            return {device.id: device}
        devices = await self._book.devices()
        part = (query or "").strip().casefold()
        return {
            key: each
            for key, each in devices.items()
            if part in each.unique_id.casefold() or part in each.name.casefold()
        }

    async def _places(self, events: Sequence[Event]) -> dict[int, Position]:
        ids = sorted({str(each.position_id) for each in events if each.position_id})
        found: dict[int, Position] = {}
        for some in _batches(ids):
            rows = await self._book.client.many(Position, "/positions", id=some)
            found.update((row.id, row) for row in rows)
        return found

    async def _fences(self, events: Sequence[Event]) -> dict[int, str]:
        if not any(each.geofence_id for each in events):
            return {}
        rows = await self._book.client.many(Geofence, "/geofences")
        return {row.id: row.name for row in rows}


def _area(server: str, body: Mapping[str, object]) -> str:
    circle, polygon = body.get("circle"), body.get("polygon")
    if isinstance(circle, Mapping):
        return circle_text(
            Circle(**{name: float(circle[name]) for name in ("lat", "lon", "radius_m")})
        )
    if isinstance(polygon, Sequence) and len(polygon) >= 3:
        return polygon_text(tuple((float(lat), float(lon)) for lat, lon in polygon))
    raise CloudRefusalError(
        "cloud_refused", server=server, problem="fence", detail="it has no area"
    )


def _numbers(body: Mapping[str, object]) -> tuple[str, ...]:
    numbers = body.get("devices")
    return tuple(str(each) for each in numbers) if isinstance(numbers, Sequence) else ()


def _batches(ids: list[str]) -> list[list[str]]:
    return [ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE)]


def _period(moment: datetime, bucket: str) -> str:
    if bucket == "week":
        year, week, _ = moment.isocalendar()
        return f"{year}-W{week:02d}"
    return {"day": f"{moment:%Y-%m-%d}", "month": f"{moment:%Y-%m}"}.get(bucket, "total")
