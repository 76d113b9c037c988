"""The devices of a Traccar login, known by their number: requests name their id."""

from collections.abc import Iterable
from datetime import datetime

from mingtang_desk.cloud.traccar.models import Device
from mingtang_desk.cloud.traccar.session import TraccarClient
from mingtang_desk.core.clock import iso
from mingtang_desk.core.errors import CloudRefusalError


class Book:
    """Devices by id and number; read once, and again when one is not in it."""

    def __init__(self, client: TraccarClient) -> None:
        self.client = client
        self.known: dict[int, Device] = {}

    async def devices(self) -> dict[int, Device]:
        """Return all devices by id, as they were read last."""
        if not self.known:
            await self.read()
        return self.known

    async def read(self) -> Iterable[Device]:
        """Read all devices anew."""
        rows = await self.client.many(Device, "/devices")
        self.known.clear()
        self.known.update((row.id, row) for row in rows)
        return rows

    async def device(self, number: str) -> Device:
        """Return a device by its number.

        Raises:
            CloudRefusalError: there is none for this login.
        """
        for is_fresh in (False, True):
            if is_fresh:
                await self.read()
            for row in self.known.values():
                if row.unique_id == number:
                    return row
        server = self.client.http.server.text
        raise CloudRefusalError("cloud_not_found", server=server, detail=number)

    async def report[T](
        self, kind: type[T], path: str, number: str, start: datetime, end: datetime
    ) -> tuple[T, ...]:
        """Return the rows of a report on one device."""
        device = await self.device(number)
        return await self.client.many(
            kind, path, deviceId=str(device.id), **{"from": iso(start), "to": iso(end)}
        )
