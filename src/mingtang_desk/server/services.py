"""All parts of a running server, and their order of starting and stopping."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from mingtang_desk.core.clock import Clock
from mingtang_desk.server.accounts.accounts import Accounts
from mingtang_desk.server.accounts.audit import record
from mingtang_desk.server.commands.commands import Commands
from mingtang_desk.server.config import ServerConfig
from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.directory import Directory
from mingtang_desk.server.ingest.ingest import Ingest
from mingtang_desk.server.push.hub import Hub
from mingtang_desk.server.push.streams import Streams
from mingtang_desk.server.rides.rides import Rides
from mingtang_desk.server.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What the API works with.

    Attributes:
        core: configuration, clock, store, hub.
        accounts: who may do what.
        directory: which trackers are known.
        rides: alarms, fences, arming, trips.
        ingest: listeners and the pipeline.
        commands: what is asked of batteries.
        streams: who listens.
    """

    core: Core
    accounts: Accounts
    directory: Directory
    rides: Rides
    ingest: Ingest
    commands: Commands
    streams: Streams


@asynccontextmanager
async def running(config: ServerConfig, clock: Clock) -> AsyncIterator[Services]:
    """Open the database, start every part, and end them in reverse order.

    Raises:
        StorageError: the database cannot be opened or is of a newer version.
    """
    async with AsyncExitStack() as stack:
        store = await Store.open(config.url, clock)
        stack.push_async_callback(store.close)
        hub = Hub()
        store.on_commit = hub.publish
        core = Core(config=config, clock=clock, store=store, hub=hub)
        accounts = Accounts(core)
        directory = Directory(core)
        rides = Rides(core, directory)
        ingest = Ingest(core, directory, rides)
        commands = Commands(core, directory, ingest)
        streams = Streams(core, directory)
        directory.recorder = record
        accounts.changed.append(lambda _: hub.scope_changed())
        stack.push_async_callback(hub.close)
        for part in (accounts, directory, rides, ingest, commands, streams):  # sockets go first
            await part.start()
            stack.push_async_callback(part.stop)
        yield Services(
            core=core,
            accounts=accounts,
            directory=directory,
            rides=rides,
            ingest=ingest,
            commands=commands,
            streams=streams,
        )
