"""The parts of our own server for places, rides, fences, arming: see `provider`."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import datetime
from urllib.parse import quote

from mingtang_desk.cloud.client import CloudClient, Pages, read_answer
from mingtang_desk.cloud.decode import json_object, plain
from mingtang_desk.cloud.models import LatestPlace, Place
from mingtang_desk.cloud.models_rides import (
    Fence,
    FencePage,
    Guard,
    MileageList,
    Stop,
    StopPage,
    Trip,
    TripPage,
)
from mingtang_desk.core.clock import iso

_PAGE = "500"
_TRACK_PAGE = 2000
"""Reading one takes about 30 ms, in which the window stands still."""


class OwnPlaces:
    """Implements `provider.PlacesPart`."""

    def __init__(self, client: CloudClient) -> None:
        self._client = client

    async def latest(self, number: str) -> LatestPlace:
        """Return the last report with a fix."""
        return await self._client.position(number)

    async def track(
        self, number: str, start: datetime, end: datetime
    ) -> AsyncGenerator[Sequence[Place]]:
        """Yield all reports of a stretch, oldest first, page by page."""
        pages = Pages(self._client.http)
        while not pages.done:
            page = await self._client.track(
                number, start, end, limit=_TRACK_PAGE, cursor=pages.cursor
            )
            yield page.points
            pages.turn(page.next_cursor, page.points)

    async def address(self, lat: float, lon: float) -> str:
        """Return a place in words, "" = nobody knows."""
        params = {"lat": f"{lat:.7f}", "lon": f"{lon:.7f}"}
        answer = await self._client.send("GET", "/address", params=params)
        found = json_object(answer.body, "answer").get("address")
        return plain(found) if isinstance(found, str) else ""


class OwnRides:
    """Implements `provider.RidesPart`."""

    def __init__(self, client: CloudClient) -> None:
        self._client = client

    async def trips(self, number: str, start: datetime, end: datetime) -> tuple[Trip, ...]:
        """Return all trips of a stretch, oldest first."""
        found: list[Trip] = []
        pages = Pages(self._client.http)
        while not pages.done:
            page = await self._client.fetch(
                TripPage, _path(number, "trips"), **_range(start, end), cursor=pages.cursor
            )
            found += page.items
            pages.turn(page.next_cursor, page.items)
        return tuple(found)

    async def stops(self, number: str, start: datetime, end: datetime) -> tuple[Stop, ...]:
        """Return all stops of a stretch, oldest first."""
        found: list[Stop] = []
        pages = Pages(self._client.http)
        while not pages.done:
            page = await self._client.fetch(
                StopPage, _path(number, "stops"), **_range(start, end), cursor=pages.cursor
            )
            found += page.items
            pages.turn(page.next_cursor, page.items)
        return tuple(found)

    async def mileage(
        self,
        number: str,
        start: datetime,
        end: datetime,
        bucket: str,
        zone: str | None = None,
    ) -> MileageList:
        """Return mileage; `bucket`: day, week, month or total."""
        return await self._client.fetch(
            MileageList,
            _path(number, "mileage"),
            **{"from": iso(start), "to": iso(end)},
            bucket=bucket,
            zone=zone,
        )


class OwnFences:
    """Implements `provider.FencesPart`."""

    def __init__(self, client: CloudClient) -> None:
        self._client = client

    async def of(self, number: str | None = None) -> tuple[Fence, ...]:
        """Return all fences, or those of a battery."""
        found: list[Fence] = []
        pages = Pages(self._client.http)
        while not pages.done:
            page = await self._client.fetch(
                FencePage, "/fences", number=number, cursor=pages.cursor, limit="200"
            )
            found += page.items
            pages.turn(page.next_cursor, page.items)
        return tuple(found)

    async def make(self, body: Mapping[str, object]) -> Fence:
        """Make a fence; `body`: FenceIn of docs/openapi.json."""
        answer = await self._client.send("POST", "/fences", body=dict(body))
        return read_answer(self._client.http, Fence, answer.body)

    async def change(self, fence_id: str, body: Mapping[str, object]) -> Fence:
        """Put another fence in its place."""
        path = f"/fences/{quote(fence_id, safe='')}"
        answer = await self._client.send("PUT", path, body=dict(body))
        return read_answer(self._client.http, Fence, answer.body)

    async def remove(self, fence_id: str) -> None:
        """Take a fence away."""
        await self._client.send("DELETE", f"/fences/{quote(fence_id, safe='')}")


class OwnGuard:
    """Implements `provider.GuardPart`."""

    def __init__(self, client: CloudClient) -> None:
        self._client = client

    async def of(self, number: str) -> Guard:
        """Return how far the arming is."""
        return await self._client.fetch(Guard, _path(number, "guard"))

    async def arm(self, number: str, *, auto: bool | None = None) -> Guard:
        """Arm; `auto`: after every ride too, None = as it is."""
        return await self._put(number, "arm", auto)

    async def disarm(self, number: str, *, auto: bool | None = None) -> Guard:
        """Disarm, and end what the guard raised."""
        return await self._put(number, "disarm", auto)

    async def _put(self, number: str, what: str, auto: bool | None) -> Guard:
        answer = await self._client.send("PUT", _path(number, what), body={"auto": auto})
        return read_answer(self._client.http, Guard, answer.body)


def _path(number: str, what: str) -> str:
    return f"/devices/{quote(number, safe='')}/{what}"


def _range(start: datetime, end: datetime) -> dict[str, str]:
    return {"from": iso(start), "to": iso(end), "limit": _PAGE}
