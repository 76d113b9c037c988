"""The search at one place, a port or a converter: listen, ask at each speed, sweep the addresses.

Nothing that is sent can write. A board is taken only when its identification passes and a second
read confirms it.
"""

import logging
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from urllib.parse import quote

from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import (
    LinkNotFoundError,
    LinkTimeoutError,
    MingtangError,
    ProtocolError,
)
from mingtang_desk.device.sample import PackSample
from mingtang_desk.interfaces.driver import Driver, Part
from mingtang_desk.interfaces.uri import DeviceUri, parse_uri
from mingtang_desk.session.drivers import candidates
from mingtang_desk.session.found import Doing, Failure, Found, Step, Tell, last5
from mingtang_desk.session.line import Line
from mingtang_desk.session.link import Link
from mingtang_desk.session.memory import Known, Memory
from mingtang_desk.session.probe import (
    Family,
    Patience,
    ask_once,
    families,
    first_request,
    read_only,
)
from mingtang_desk.session.sweep import USUAL, sweep
from mingtang_desk.session.timing import Timing
from mingtang_desk.session.transports import make_transport

BAUDS = (9600, 115200, 19200, 38400, 57600)
PROBING = Timing(reply_s=0.4, network_s=0.8, tries=2, quiet_s=0.03)
"""Waits of identification and confirmation: somebody has answered before, within its patience."""
_LONGER = 2.5
"""Times as long as usual a line is listened to on which somebody talks at an unknown speed."""
_QUICK, _PATIENT = Patience(serial_s=0.12), Patience(serial_s=0.7, network_s=1.0)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where to look.

    Attributes:
        where: port path, or host:port.
        scheme: "serial" or "tcp".
        key: what it is remembered by.
    """

    where: str
    scheme: str = "serial"
    key: str = ""

    def uri(self, baud: int | None, *, protocol: str = "", address: int | None = None) -> DeviceUri:
        """Return the address of a board here."""
        options = {
            "baud": None if baud is None or self.scheme != "serial" else baud,
            "protocol": protocol or None,
            "address": address,
        }
        query = "&".join(f"{name}={value}" for name, value in options.items() if value is not None)
        return parse_uri(f"{self.scheme}://{quote(self.where, safe='/:[]')}?{query}".rstrip("?"))


class PlaceSearch:
    """One search at one place.

    Args:
        tell: gets the news.
        memory: what worked before; it learns.
        listen_s: how long to listen before the first byte is sent.
    """

    def __init__(
        self,
        place: Place,
        *,
        clock: Clock,
        tell: Tell,
        memory: Memory,
        listen_s: float = PROBING.listen_s,
    ) -> None:
        self.place = place
        self.opened = False
        self._clock, self._tell, self._memory = clock, tell, memory
        self._listen_s = listen_s
        self._began = clock.monotonic()
        self._drivers = candidates(place.scheme)
        self._families = families(self._drivers)
        self._found = 0
        self._garbage: Counter[int | None] = Counter()
        self._problem: MingtangError | None = None

    async def run(self) -> None:
        """Search until something is found or everything was tried; tells why nothing was."""
        try:
            await self._search()
        except MingtangError as error:
            self._tell(Failure(where=self.place.where, error=error))
        else:
            if not self._found:
                self._tell(Failure(where=self.place.where, error=self._reason()))
        finally:
            self._step(Doing.DONE, None)

    async def _search(self) -> None:
        bauds = self._bauds()
        known = self._memory.recall(self.place.key)
        await self._listen(bauds)
        if known is not None and await self._as_before(known):
            return
        for _ in range(2):  # the first question only wakes a sleeping board
            for baud in bauds:
                if await self._ask_all(baud, _QUICK):
                    return
        for baud in bauds:
            if await self._sweep_all(baud):
                return
        # Who is slow gets its time.
        for baud in bauds:
            if await self._ask_all(baud, _PATIENT):
                return

    def _bauds(self) -> Sequence[int | None]:
        """Return the speeds to try, those that worked before first."""
        if self.place.scheme != "serial":
            return (None,)
        known = self._memory.recall(self.place.key)
        first = () if known is None or known.baud is None else (known.baud,)
        return tuple(dict.fromkeys((*first, *self._memory.bauds(), *BAUDS)))

    async def _listen(self, bauds: Sequence[int | None]) -> None:
        """Hear whether somebody talks, before anything is sent; a master is heard at its speed.

        Raises:
            LinkDeniedError: another master has the line.
        """
        listen_s = self._listen_s
        for baud in bauds:
            self._step(Doing.LISTENING, baud)
            async with self._tuned(baud, listen_s=listen_s) as link:
                noise = [note for note in link.take_notices() if note.key == "bus_traffic"]
                self._garbage[baud] += link.line.unasked
                if noise and noise[0].values["frames"]:
                    return
            if not any(self._garbage.values()):
                return  # bytes are heard at any speed, so there were none
            listen_s = self._listen_s * _LONGER

    async def _as_before(self, known: Known) -> bool:
        """Try what worked last time."""
        for driver in self._drivers:
            if driver.key == known.protocol:
                async with self._tuned(known.baud) as link:
                    address = known.address or 1
                    self._step(Doing.ASKING, known.baud, driver.label, known.address)
                    if await self._answers(link, driver, address, _QUICK):
                        family = Family((driver,))
                        if await self._take(link, family, known.baud, known.address):
                            await self._more(link, driver, known.baud, {known.address or 1})
                            return True
        return False

    async def _ask_all(self, baud: int | None, patience: Patience) -> bool:
        """Ask for a board of every family, at its usual address."""
        async with self._tuned(baud) as link:
            for family in self._families:
                driver = family.first
                self._step(Doing.ASKING, baud, driver.label)
                if not await self._answers(link, driver, 1, patience):
                    continue
                address = 1 if family.addressed else None
                if await self._take(link, family, baud, address):
                    if address is not None:
                        await self._more(link, driver, baud, {address})
                    return True
        return False

    async def _sweep_all(self, baud: int | None) -> bool:
        """Sweep the addresses of every family that has some."""
        async with self._tuned(baud) as link:
            for family in self._families:
                if family.addressed and await self._sweep(link, family, baud, {1}):
                    return True
        return False

    async def _more(self, link: Link, driver: Driver, baud: int | None, known: set[int]) -> None:
        """Look for other boards on the bus of one that was found."""
        for family in self._families:
            if family.addressed and driver.framer is family.first.framer:
                await self._sweep(link, family, baud, known)

    async def _sweep(self, link: Link, family: Family, baud: int | None, known: set[int]) -> bool:
        driver = family.first
        link.use(driver)
        places = [address for address in USUAL if address not in known]
        swept = await sweep(
            link,
            driver,
            places,
            told=lambda n: self._step(Doing.SWEEPING, baud, driver.label, n),
        )
        for address in swept.found:
            await self._take(link, family, baud, address)
        if self._found:
            for address in swept.damaged:
                error = LinkNotFoundError("address_clash", where=self.place.where, address=address)
                self._tell(Failure(where=self.place.where, error=error))
        self._garbage[baud] += len(swept.damaged)
        return bool(self._found)

    async def _answers(self, link: Link, driver: Driver, address: int, patience: Patience) -> bool:
        """Ask once whether somebody is there."""
        async with link.hold():
            link.use(driver)
            request = first_request(driver, {"address": str(address)})
            heard = await ask_once(link, request, patience)
        if heard.frame is None:
            self._garbage[link.line.baud] += heard.received
        return heard.frame is not None

    async def _take(
        self, link: Link, family: Family, baud: int | None, address: int | None
    ) -> bool:
        """Find out which board answered, read it a second time, and only then tell of it."""
        where = self.place.where
        for driver in family.drivers:
            self._step(Doing.CONFIRMING, baud, driver.label, address)
            options = {} if address is None else {"address": str(address)}
            session = driver.session(options)
            try:
                identity = await link.run(read_only(session.identify(), driver.key))
            except (ProtocolError, LinkTimeoutError) as error:
                _log.info("%s is no %s: %s", where, driver.key, error)
                self._problem = LinkNotFoundError(
                    "find_unknown", where=where, protocol=driver.label
                )
                continue
            try:
                procedure = session.poll(Part.SLOW, self._clock.now)
                sample = await link.run(read_only(procedure, driver.key))
            except (ProtocolError, LinkTimeoutError) as error:
                _log.info("%s was not confirmed as %s: %s", where, driver.key, error)
                self._problem = LinkNotFoundError(
                    "find_unconfirmed", where=where, protocol=driver.label
                )
                continue
            if not _is_a_pack(sample, identity.device_id):
                self._problem = LinkNotFoundError(
                    "find_unknown", where=where, protocol=driver.label
                )
                continue
            self._found += 1
            self._memory.remember(
                self.place.key, Known(protocol=driver.key, baud=baud, address=address)
            )
            self._tell(
                Found(
                    uri=self.place.uri(baud, protocol=driver.key, address=address).text,
                    where=where,
                    name=identity.name,
                    protocol=driver.key,
                    label=driver.label,
                    last5=last5(identity.device_id, identity.name),
                    sample=sample,
                    seconds=self._clock.monotonic() - self._began,
                )
            )
            return True
        return False

    def _reason(self) -> MingtangError:
        """Return why nothing was found."""
        where = self.place.where
        if self._problem is not None:
            return self._problem
        speeds = ", ".join(str(baud) for baud in self._bauds() if baud is not None)
        labels = ", ".join(driver.label for driver in self._drivers)
        tried = f"{labels} ({speeds})" if speeds else labels
        count = sum(self._garbage.values())
        if count:
            return LinkNotFoundError("find_garbage", where=where, count=count, tried=tried)
        return LinkNotFoundError("find_silent", where=where, tried=tried)

    def _step(
        self, doing: Doing, baud: int | None, what: str = "", address: int | None = None
    ) -> None:
        self._tell(Step(where=self.place.where, doing=doing, baud=baud, what=what, address=address))

    @asynccontextmanager
    async def _tuned(self, baud: int | None, *, listen_s: float = 0.0) -> AsyncIterator[Link]:
        """Open the place at a speed for the time of a block."""
        line = Line(
            make_transport(self.place.uri(baud)),
            self._clock,
            baud=baud,
            timing=replace(PROBING, backoff_s=0.0),
            listen_s=listen_s,
        )
        link = Link(line)
        try:
            await link.open(*self._drivers)
            yield link
        finally:
            self.opened = self.opened or line.was_open
            await link.close()


def _is_a_pack(sample: PackSample, device_id: str | None) -> bool:
    """Return whether a second read says what a pack says, and the same name as the first."""
    named_alike = sample.device_id in (None, device_id) or device_id is None
    return named_alike and (sample.pack_v is not None or bool(sample.cell_v))
