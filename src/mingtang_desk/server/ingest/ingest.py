"""Listeners, links and the pipeline, as the rest of the server sees them."""

import asyncio
import contextlib
import gc
import logging
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.devices.directory import Directory
from mingtang_desk.server.ingest.admission import Admission
from mingtang_desk.server.ingest.limits import LIMITS
from mingtang_desk.server.ingest.link import TrackerLink
from mingtang_desk.server.ingest.listener import Jt808Connection
from mingtang_desk.server.ingest.model import Reading
from mingtang_desk.server.ingest.pipeline import Pipeline
from mingtang_desk.server.rides.rides import Rides

_log = logging.getLogger(__name__)
BACKLOG = 4096
"""Connections that wait to be taken."""
YOUNG, MIDDLE, OLD = 20_000, 5, 200
"""Thresholds of Python's collector while there is ingest. Messages make objects by the thousand and
no cycles; with Python's own (700, 10, 10) looking for some is a third of all work, measured. The
loop stands still while it looks: what is looked through at once, but for the rare looks at
everything, are YOUNG * (MIDDLE + 1) objects, 23 to 58 ms on a busy machine (at 50 000 and 20 it
was 220 ms).
"""
RESERVED_FILES = 512
"""Files that links leave to the rest of the server."""


@dataclass(slots=True)
class Counts:
    """What was not taken since the start: packets damaged, messages refused, links turned away."""

    damaged: int = 0
    refused: int = 0
    turned_away: int = 0


class Ingest:
    """What comes in.

    Attributes:
        jt808: host and port of the listener once it stands, None = there is none.
        linked: called with each tracker that has proven who it is.
        paused: connections that are not read because there is too much.
        counts: what was not taken.
        gateways: WebSockets that users have on the way in, by user.
    """

    def __init__(self, core: Core, directory: Directory, rides: Rides) -> None:
        self.jt808: tuple[str, int] | None = None
        self.linked: list[Callable[[TrackerLink], None]] = []
        self.core = core
        self.directory = directory
        self.pipeline = Pipeline(core, rides, directory.watch)
        self.admission = Admission(core, directory)
        self.paused: set[Jt808Connection] = set()
        self.counts = Counts()
        self.gateways: Counter[str] = Counter()
        self._links: dict[int, TrackerLink] = {}
        self._server: asyncio.Server | None = None
        self._sweeper: asyncio.Task[None] | None = None
        self._connections: set[Jt808Connection] = set()
        self._of_strangers: Counter[str] = Counter()
        self._most = LIMITS.connections
        self._written: list[Jt808Connection] = []
        self._link_ids = 0
        self._thresholds = gc.get_threshold()

    async def start(self) -> None:
        """Listen.

        Raises:
            OSError: the port is taken.
        """
        gc.set_threshold(YOUNG, MIDDLE, OLD)
        await self.pipeline.start()
        self.pipeline.committed.append(self._flow_again)
        if self.core.config.jt808 is None:
            return
        self._most = min(LIMITS.connections, _files() - RESERVED_FILES)
        loop = asyncio.get_running_loop()
        host, port = self.core.config.jt808
        self._server = await loop.create_server(
            lambda: Jt808Connection(self), host, port, backlog=BACKLOG
        )
        self.jt808 = self._server.sockets[0].getsockname()[:2]
        self._sweeper = loop.create_task(self._sweep())

    async def stop(self) -> None:
        """Hang up and store what is on its way."""
        if self._server is not None:
            self._server.close()
        if self._sweeper is not None:
            self._sweeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._sweeper
        for connection in list(self._connections):
            connection.hang_up()
        await self.pipeline.stop()
        gc.set_threshold(*self._thresholds)

    async def take(self, readings: Sequence[Reading]) -> None:
        """Put readings through the pipeline; return when they are committed.

        Raises:
            StorageError: they could not be stored.
        """
        await self.pipeline.take(readings)

    # --- links ---------------------------------------------------------------------------------

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

    # --- connections ---------------------------------------------------------------------------

    def lets_in(self, connection: Jt808Connection) -> bool:
        """Count a new connection; return whether there is room for it."""
        self._connections.add(connection)
        self._of_strangers[connection.remote] += 1
        if (
            len(self._connections) <= self._most
            and self._of_strangers[connection.remote] <= LIMITS.strangers_per_address
        ):
            return True
        self.counts.turned_away += 1
        return False

    def proves(self, connection: Jt808Connection) -> None:
        """A connection is no stranger's any more."""
        self._forget_stranger(connection)

    def lets_go(self, connection: Jt808Connection) -> None:
        """A connection is gone."""
        self._connections.discard(connection)
        self.paused.discard(connection)
        if not connection.is_proven:
            self._forget_stranger(connection)

    def flushes(self, connection: Jt808Connection) -> None:
        """Send what a connection wrote in this turn of the loop: one call for all that did."""
        if not self._written:
            asyncio.get_running_loop().call_soon(self._flush)
        self._written.append(connection)

    def _flush(self) -> None:
        written, self._written = self._written, []
        for connection in written:
            connection.flush()

    def _forget_stranger(self, connection: Jt808Connection) -> None:
        left = self._of_strangers[connection.remote] - 1
        if left > 0:
            self._of_strangers[connection.remote] = left
        else:
            del self._of_strangers[connection.remote]

    def _flow_again(self) -> None:
        if self.paused:
            self.paused = {each for each in self.paused if not each.flow_again()}

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(LIMITS.sweep_s)
            now_s = self.core.clock.monotonic()
            for connection in list(self._connections):
                connection.tick(now_s)
            self._flow_again()


def _files() -> int:
    """Return how many files may be open, after asking for as many as there may be."""
    if sys.platform == "win32":
        return LIMITS.connections
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = LIMITS.connections + RESERVED_FILES
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return wanted if soft == resource.RLIM_INFINITY else soft
