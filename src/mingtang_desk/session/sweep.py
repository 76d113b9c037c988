"""Which addresses of an RS485 bus answer: one cheap question each, that can never write."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from mingtang_desk.core.errors import LinkLostError
from mingtang_desk.interfaces.driver import Driver, Frame, Request
from mingtang_desk.session.link import Link
from mingtang_desk.session.probe import Patience, ask_once, first_request

USUAL = range(1, 17)
EVERY = range(1, 248)


@dataclass(frozen=True, slots=True)
class Swept:
    """Addresses that answered, and those whose answers arrive damaged (two boards at one)."""

    found: tuple[int, ...]
    damaged: tuple[int, ...]


async def sweep(
    link: Link,
    driver: Driver,
    addresses: Iterable[int] = USUAL,
    *,
    options: Mapping[str, str] | None = None,
    patience: Patience | None = None,
    told: Callable[[int], None] | None = None,
) -> Swept:
    """Ask one address after the other; polls of other sessions on the line go on in between.

    A reply that comes while the next address is asked counts for whoever it is from. What came
    damaged is asked again.

    Args:
        link: an open link.
        driver: one that is `addressed`.
        addresses: those to ask.
        patience: how long to wait for each.
        options: of the address, beside `address`.
        told: gets each address before it is asked.

    Raises:
        TransportError: the line was cut.
        UnsupportedError: the driver would write.
    """
    asking = _Sweep(link, driver, options or {}, patience or Patience())
    places = tuple(addresses)
    for address in places:
        if told is not None:
            told(address)
        await asking.ask(address)
    for address in tuple(asking.damaged):
        await asking.ask(address)
    return Swept(tuple(sorted(asking.found)), tuple(sorted(asking.damaged - asking.found)))


class _Sweep:
    """Addresses asked so far and what came of them."""

    def __init__(
        self, link: Link, driver: Driver, options: Mapping[str, str], patience: Patience
    ) -> None:
        self.found: set[int] = set()
        self.damaged: set[int] = set()
        self._link, self._driver = link, driver
        self._options, self._patience = options, patience
        self._asked: dict[int, Request] = {}

    async def ask(self, address: int) -> None:
        """Ask one address."""
        request = first_request(self._driver, {**self._options, "address": str(address)})
        self._asked[address] = request
        async with self._link.hold():
            listener = self._link.line.listener
            if listener is None or not self._link.is_open:
                raise LinkLostError("link_closed", where=self._link.where)
            usual, listener.overhear = listener.overhear, self._overhear
            try:
                heard = await ask_once(self._link, request, self._patience)
            finally:
                listener.overhear = usual
        if heard.frame is not None:
            self.found.add(address)
        elif heard.received:
            self.damaged.add(address)
        else:
            self.damaged.discard(address)  # what came the first time was somebody else's

    def _overhear(self, frame: Frame) -> None:
        """Take a reply that comes late, where it can only be from one of those asked."""
        fitting = [n for n, request in self._asked.items() if request.answers(frame)]
        if len(fitting) == 1:
            self.found.update(fitting)
