"""Opens the database of a server for somebody who looks after it, beside a running server too.

SQLite takes one writer at a time and lets others wait: what is written here is short. What a
running server keeps in memory is told to it by `changes`.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import StorageError
from mingtang_desk.server.admin.lock import file_of, parsed
from mingtang_desk.server.config import ServerConfig
from mingtang_desk.server.core import Core
from mingtang_desk.server.push.hub import Hub
from mingtang_desk.server.store.store import Store


@asynccontextmanager
async def opened(config: ServerConfig, clock: Clock) -> AsyncIterator[Core]:
    """Open a database that is there, for as long as the context lasts.

    Raises:
        StorageError: there is none, or it cannot be used.
    """
    must_exist(config)
    store = await Store.open(config.url, clock)
    try:
        yield Core(config=config, clock=clock, store=store, hub=Hub())
    finally:
        await store.close()


def must_exist(config: ServerConfig) -> None:
    """Refuse an SQLite file that is not there: opening it would make an empty one.

    Raises:
        StorageError: there is none.
    """
    file = file_of(parsed(config.url))
    if file is not None and not file.is_file():
        raise StorageError("no_database", where=file)
