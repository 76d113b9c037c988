"""Listeners, links and the pipeline, as the rest of the server sees them."""

import asyncio
from collections.abc import Callable, Sequence

from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.devices.directory import Directory
from mingtang_desk.server.ingest.link import TrackerLink
from mingtang_desk.server.ingest.listener import Jt808Connection
from mingtang_desk.server.ingest.model import Reading
from mingtang_desk.server.ingest.pipeline import Pipeline
from mingtang_desk.server.rides.rides import Rides


class Ingest:
    """What comes in.

    Attributes:
        jt808: host and port of the listener once it stands, None = there is none.
        linked: called with each tracker that has proven who it is.
    """

    def __init__(self, core: Core, directory: Directory, rides: Rides) -> None:
        self.jt808: tuple[str, int] | None = None
        self.linked: list[Callable[[TrackerLink], None]] = []
        self.core = core
        self.directory = directory
        self.pipeline = Pipeline(core, rides)
        self._links: dict[int, TrackerLink] = {}
        self._server: asyncio.Server | None = None
        self._connections: set[Jt808Connection] = set()
        self._link_ids = 0

    async def start(self) -> None:
        """Listen.

        Raises:
            OSError: the port is taken.
        """
        await self.pipeline.start()
        if self.core.config.jt808 is None:
            return
        loop = asyncio.get_running_loop()
        host, port = self.core.config.jt808
        self._server = await loop.create_server(self._connection, host, port, backlog=1024)
        self.jt808 = self._server.sockets[0].getsockname()[:2]

    async def stop(self) -> None:
        """Hang up and store what is on its way."""
        if self._server is not None:
            self._server.close()
        for connection in list(self._connections):
            connection.hang_up()
        await self.pipeline.stop()

    async def take(self, readings: Sequence[Reading]) -> None:
        """Put readings through the pipeline; return when they are committed.

        Raises:
            StorageError: they could not be stored.
        """
        await self.pipeline.take(readings)

    def link_of(self, device: Device) -> TrackerLink | None:
        """Return the tracker of a battery, None while it is not connected."""
        return self._links.get(device.pk)

    def link_up(self, link: TrackerLink) -> None:
        """A tracker has proven who it is; the newest link counts."""
        before = self._links.get(link.device.pk)
        self._links[link.device.pk] = link
        if before is not None and before is not link:
            before.hang_up()
        for callback in self.linked:
            callback(link)

    def link_down(self, link: TrackerLink) -> None:
        """A link is gone."""
        if self._links.get(link.device.pk) is link:
            del self._links[link.device.pk]

    def next_link_id(self) -> int:
        """Return the number of a new connection."""
        self._link_ids += 1
        return self._link_ids

    def _connection(self) -> Jt808Connection:
        connection = Jt808Connection(self)
        connection.ended = self._connections.discard
        self._connections.add(connection)
        return connection
