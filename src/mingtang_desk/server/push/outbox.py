"""Cleaning of the outbox: what is too old to be asked for again."""

from sqlalchemy import delete, func, select, update

from mingtang_desk.server.core import Core
from mingtang_desk.server.store.tables.push import OUTBOX, OUTBOX_MARK
from mingtang_desk.server.times import now_ms

_HOUR_MS = 3_600_000


async def clean_outbox(core: Core, hours: float) -> int:
    """Throw away events that are older; return how many those were.

    Up to which number that was is kept, so that whoever asks for it hears of a gap.
    """
    old = OUTBOX.c.time_ms < now_ms(core.clock) - round(hours * _HOUR_MS)
    async with core.store.write() as tx:
        found = select(func.count(), func.max(OUTBOX.c.seq)).where(old)
        count, highest = (await tx.connection.execute(found)).one()
        if count:
            await tx.connection.execute(delete(OUTBOX).where(old))
            mark = update(OUTBOX_MARK).where(OUTBOX_MARK.c.floor < highest)
            await tx.connection.execute(mark.values(floor=highest))
    return int(count)
