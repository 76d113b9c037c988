"""The link of a fleet to its server: it loads, hears what happens, breaks and is tried again."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from contextlib import aclosing
from datetime import timedelta
from typing import TYPE_CHECKING

from mingtang_desk.cloud.fleet_events import FleetEvent, FleetPhase, FleetTopic
from mingtang_desk.cloud.stream import Broken, Change, Gap, Opened
from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import CloudError, CloudRefusalError

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet

_log = logging.getLogger(__name__)
_RETRY_S = 10.0
_LONGEST_REST_S = 300.0


class FleetLink:
    """Lives on the stream of a fleet.

    Args:
        fleet: whose link.
        clock: what time it is here.

    Attributes:
        ahead: so far is the clock of the server before ours.
    """

    def __init__(self, fleet: Fleet, clock: Clock) -> None:
        self._fleet, self._clock = fleet, clock
        self.ahead = timedelta()
        self._seq: int | None = None
        self._heard: float | None = None
        self._again = asyncio.Event()

    @property
    def age_s(self) -> float | None:
        """Seconds since the server was heard last, None = never."""
        return None if self._heard is None else max(self._clock.monotonic() - self._heard, 0.0)

    def was_heard(self) -> None:
        """Note that the server was heard just now."""
        self._heard = self._clock.monotonic()

    def retry(self) -> None:
        """Try again now instead of later."""
        self._again.set()

    async def run(self) -> None:
        """Keep the link until the login ends or this is cancelled."""
        while True:
            rest_s = await self._until_broken()
            if rest_s is None:
                return
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._again.wait(), rest_s)

    async def _until_broken(self) -> float | None:
        """Live until the link breaks or somebody wants it anew; return how long to rest.

        None = the login ended.
        """
        self._again.clear()
        live = asyncio.create_task(self._live(), name="fleet live")
        again = asyncio.create_task(self._again.wait(), name="fleet again")
        try:
            await asyncio.wait((live, again), return_when=asyncio.FIRST_COMPLETED)
            if not live.done():
                return 0.0
            await live
        except CloudRefusalError as error:
            if error.key != "cloud_too_many":
                self._show(FleetPhase.ENDED, error)
                return None
            self._show(FleetPhase.BROKEN, error)
            seconds = error.values.get("seconds")
            if isinstance(seconds, int):
                return min(max(_RETRY_S, float(seconds)), _LONGEST_REST_S)
        except CloudError as error:
            self._show(FleetPhase.BROKEN, error)
        finally:
            for task in (live, again):
                task.cancel()
            await asyncio.gather(live, again, return_exceptions=True)
        return _RETRY_S

    async def _live(self) -> None:
        fleet = self._fleet
        if fleet.profile is None:
            fleet.profile = await fleet.provider.open()
        if fleet.profile is not None and fleet.profile.agreement_due:
            raise CloudRefusalError("cloud_agreement_due", server=fleet.provider.who.server)
        moment, seq = await fleet.provider.time()
        self.ahead = moment - self._clock.now()
        self._show(FleetPhase.LOADING, None)
        if self._seq is None:
            counting = asyncio.create_task(self._ask_counts(), name="fleet counts")
            try:
                await fleet.reload()  # its first rows do not wait for the counts
            finally:
                counting.cancel()
                await asyncio.gather(counting, return_exceptions=True)
            self._seq = seq
        async with aclosing(fleet.provider.events(self._seq)) as events:
            async for event in events:
                match event:
                    case Opened():
                        self._show(FleetPhase.LIVE, None)
                    case Broken(error=error):
                        self._show(FleetPhase.BROKEN, error, is_heard=False)
                    case Gap(until=until):
                        self._seq = until
                        fleet.want_reread()
                    case Change():
                        self._seq = event.seq
                        self.was_heard()
                        fleet.take_change(event)
                fleet.tell_hearers(event)

    async def _ask_counts(self) -> None:
        fleet = self._fleet
        if fleet.provider.tree is None:
            return
        try:
            fleet.told = (await fleet.provider.tree.counts()).counts
        except CloudError as error:
            _log.info("no counts: %s", error.key)
        fleet.tell(FleetEvent(topic=FleetTopic.LINK))

    def _show(
        self, phase: FleetPhase, error: CloudError | None, *, is_heard: bool | None = None
    ) -> None:
        if error is not None:
            _log.info("cloud: %s", error.key)
        if error is None if is_heard is None else is_heard:
            self.was_heard()
        self._fleet.show_link(phase, error)
