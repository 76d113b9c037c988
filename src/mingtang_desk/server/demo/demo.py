"""The demo: fills the history, newest first, and lets the fleet live on."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import batched

from sqlalchemy.exc import SQLAlchemyError

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.server.demo import plan, setting
from mingtang_desk.server.demo.diary import Diary, Kept, fleet_of
from mingtang_desk.server.demo.packs import Packs
from mingtang_desk.server.demo.plan import Ail, Lot
from mingtang_desk.server.ingest.model import Reading
from mingtang_desk.server.services import Services
from mingtang_desk.server.times import moment_of, now_ms
from mingtang_desk.sim.tracker.factory import make_tracker
from mingtang_desk.sim.tracker.life_track import LifeTrack
from mingtang_desk.sim.tracker.link import run

AT_ONCE_MS = 20 * 60_000
"""So much of the missing time is filled before the server says that it is ready."""
STRETCH_MS = 6 * 3_600_000
BATCH = 250
PAUSE_S = 0.02
"""Between two batches, so that whoever asks is answered."""
FEED_S = 20.0
START_APART_S = 0.1
EVERY_S = 15
HOLES = "300+90"
"""Seconds with and without coverage of the tracker that has holes."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """What is said of the demo when it stands: how to log in, and the seed it was made from."""

    login: str
    password: str
    seed: int


@asynccontextmanager
async def living(services: Services) -> AsyncIterator[Fleet]:
    """Make or continue the demo on a running server, for as long as the context lasts.

    Raises:
        ServerRefusalError: the database holds something else.
        StorageError: it cannot be written.
    """
    core = services.core
    progress = await setting.prepare(core)
    password = await setting.password_of(core, core.config.data)
    plans = plan.batteries(progress.seed)
    await services.directory.refresh(*await setting.devices_of(core, plans))
    devices = {
        each.number: found
        for each in plans
        if (found := services.directory.by_number(each.number)) is not None
    }
    known = [each for each in plans if each.number in devices]
    fleet = fleet_of(known, devices, moment_of(progress.first_ms))
    demo = _Demo(services, progress, fleet)
    await demo.catch_up()
    tasks = [asyncio.create_task(demo.remember()), asyncio.create_task(demo.feed())]
    stop = asyncio.Event()
    tasks += [
        asyncio.create_task(demo.ride(kept, stop, START_APART_S * place))
        for place, kept in enumerate(each for each in fleet if each.plan.lot is Lot.LIVE)
    ]
    try:
        yield Fleet(login=plan.LOGIN, password=password, seed=progress.seed)
    finally:
        stop.set()
        for task in tasks[:2]:
            task.cancel()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(5):
                await asyncio.gather(*tasks, return_exceptions=True)


class _Demo:
    """The fleet while it lives."""

    def __init__(
        self, services: Services, progress: setting.Progress, fleet: Sequence[Kept]
    ) -> None:
        self._services = services
        self._progress = progress
        self._diary = Diary(fleet, Packs())

    async def catch_up(self) -> None:
        """Fill the last hours, and note what is missing before them."""
        now = now_ms(self._services.core.clock)
        self._progress.fill_up_to(now)
        oldest = max(now - AT_ONCE_MS, self._progress.gaps[-1][0]) if self._progress.gaps else now
        await self._take(self._diary.boards(moment_of(oldest)), 0.0)
        await self._fill(AT_ONCE_MS, is_now=True, pause_s=0.0)

    async def remember(self) -> None:
        """Fill what is missing, the newest first."""
        while self._progress.gaps:
            try:
                await self._fill(STRETCH_MS, is_now=False, pause_s=PAUSE_S)
            except (MingtangError, SQLAlchemyError) as error:
                _log.warning("the demo's history waits: %s", error)
                await asyncio.sleep(FEED_S)
        _log.info("the demo's history is complete")

    async def _fill(self, most_ms: int, *, is_now: bool, pause_s: float) -> None:
        stretch = self._progress.newest(most_ms)
        if stretch is None:
            return
        start, end = stretch
        await self._take(self._diary.readings(start, end, live=True, is_now=is_now), pause_s)
        self._progress.filled(start)
        await setting.save(self._services.core, self._progress)

    async def feed(self) -> None:
        """Let time go on for those that are not connected, and for the boards of all."""
        while True:
            await asyncio.sleep(FEED_S)
            start, now = self._progress.until_ms, now_ms(self._services.core.clock)
            try:
                readings = self._diary.readings(start, now, live=False, is_now=True)
                await self._take(readings, 0.0)
                self._progress.until_ms = now
                await setting.save(self._services.core, self._progress)
            except (MingtangError, SQLAlchemyError) as error:
                _log.warning("the demo waits: %s", error)

    async def _take(self, readings: Iterable[Reading], pause_s: float) -> None:
        for batch in batched(readings, BATCH):
            await self._services.ingest.take(batch)
            await asyncio.sleep(pause_s)

    async def ride(self, kept: Kept, stop: asyncio.Event, wait_s: float) -> None:
        """Be a tracker with a board behind it, over the listener that everybody uses."""
        where = self._services.ingest.jt808
        if where is None:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait_s):
                await stop.wait()
        host = "127.0.0.1" if where[0] in ("0.0.0.0", "::") else where[0]
        battery, now = kept.plan, self._services.core.clock.now()
        pct = round(battery.life.charge(now).pct)
        tracker = make_tracker(
            battery.number,
            host,
            where[1],
            now=now,
            edition=2019 if battery.index % 2 else 2013,
            board=battery.model,
            sets={"soc_pct": str(max(pct, 5))},
            faults={"no-coverage": HOLES} if battery.ail is Ail.HOLES else None,
            track=LifeTrack(battery.life, now),
            every_s=EVERY_S,
            seed=battery.index,
        )
        await run(tracker, host, where[1], on_ready=lambda: None, on_trouble=_log.info, stop=stop)
