"""Work that is not broken off in the middle, whoever is cancelled meanwhile."""

import asyncio
from collections.abc import Coroutine


async def to_the_end(work: Coroutine[object, object, None]) -> None:
    """Do something to its end; cancelled meanwhile, wait for it and then be cancelled.

    The work brings its own limits of time.
    """
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        if not task.cancelled():
            task.exception()  # nobody asks for it any more
        raise cancelled
    await task
