"""What can be asked of trips, fences and arming; see `provider.py`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from mingtang_desk.cloud.models_rides import Fence, Guard, MileageList, Stop, Trip


class RidesPart(Protocol):
    """Trips, stops and mileage."""

    async def trips(self, number: str, start: datetime, end: datetime) -> tuple[Trip, ...]:
        """Return all trips of a stretch, oldest first."""
        ...

    async def stops(self, number: str, start: datetime, end: datetime) -> tuple[Stop, ...]:
        """Return all stops of a stretch, oldest first."""
        ...

    async def mileage(
        self,
        number: str,
        start: datetime,
        end: datetime,
        bucket: str,
        zone: str | None = None,
    ) -> MileageList:
        """Return mileage; `bucket`: day, week, month or total.

        `zone`: IANA name of the zone whose days count, None = the battery's own.
        """
        ...


class FencesPart(Protocol):
    """Geofences."""

    async def of(self, number: str | None = None) -> tuple[Fence, ...]:
        """Return all fences, or those of a battery."""
        ...

    async def make(self, body: Mapping[str, object]) -> Fence:
        """Make a fence; `body`: FenceIn of docs/openapi.json."""
        ...

    async def change(self, fence_id: str, body: Mapping[str, object]) -> Fence:
        """Put another fence in its place."""
        ...

    async def remove(self, fence_id: str) -> None:
        """Take a fence away."""
        ...


class GuardPart(Protocol):
    """Arming."""

    async def of(self, number: str) -> Guard:
        """Return how far the arming is."""
        ...

    async def arm(self, number: str, *, auto: bool | None = None) -> Guard:
        """Arm; `auto`: after every ride too, None = as it is."""
        ...

    async def disarm(self, number: str, *, auto: bool | None = None) -> Guard:
        """Disarm, and end what the guard raised."""
        ...
