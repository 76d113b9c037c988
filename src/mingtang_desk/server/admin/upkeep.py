"""What a running server does for itself: retention once a day, and changes of the command line."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import SQLAlchemyError

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.server.admin import changes, meta
from mingtang_desk.server.admin.retention import DAY_MS, Retention
from mingtang_desk.server.services import Services
from mingtang_desk.server.times import now_ms

LOOK_S = 2.0
RETENTION_KEY, DAYS_KEY = "retention_ms", "retention_days"

_log = logging.getLogger(__name__)


@asynccontextmanager
async def upkeep(services: Services) -> AsyncIterator[None]:
    """Look after a server while the context lasts."""
    core = services.core
    async with core.store.write() as tx:
        days = {"raw": core.config.raw_days, "track": core.config.track_days}
        if await meta.get(tx.connection, DAYS_KEY) != days:
            await meta.put(tx, DAYS_KEY, days)
        seen, _ = await changes.read(tx.connection)
    task = asyncio.create_task(_forever(services, seen))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _forever(services: Services, seen: int) -> None:
    is_put_off = False
    while True:
        await asyncio.sleep(LOOK_S)
        try:
            seen = await take_changes(services, seen)
            await _retain(services)
        except (SQLAlchemyError, MingtangError, OSError) as error:
            if not is_put_off:  # once: a full disk is not filled with words about it
                _log.warning("upkeep is put off: %s", getattr(error, "orig", None) or error)
            is_put_off = True
        except Exception:  # noqa: BLE001 - a bug must not end retention for good
            _log.exception("upkeep failed")
        else:
            is_put_off = False


async def take_changes(services: Services, seen: int) -> int:
    """Read anew what was changed from the command line; return the number of the last change."""
    async with services.core.store.read() as connection:
        number, told = await changes.read(connection)
    if number != seen and (devices := changes.since(told, seen)):
        await services.directory.refresh(*devices)
    return number


async def _retain(services: Services) -> None:
    core = services.core
    async with core.store.read() as connection:
        last = await meta.get(connection, RETENTION_KEY)
    now = now_ms(core.clock)
    if isinstance(last, int) and now - DAY_MS < last <= now:
        return
    outcome = await Retention(core).run()
    async with core.store.write() as tx:
        await meta.put(tx, RETENTION_KEY, now)
    _log.info("retention deleted %d rows in %d slices", sum(outcome.rows.values()), outcome.slices)
