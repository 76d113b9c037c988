"""Bluetooth beside the ports: what announces itself, and whose it is."""

import asyncio

from mingtang_desk.core.errors import TransportError
from mingtang_desk.session.found import Doing, Failure, Found, Search, Step, Tell

LISTEN_S = 5.0
WHERE = "Bluetooth"


def bluetooth_search(listen_s: float = LISTEN_S) -> Search:
    """Return a search that listens for so many seconds; the nearest is told first.

    What nobody recognises is told too, without a protocol: connecting asks it.
    """

    async def search(tell: Tell) -> int:
        # bleak loads slowly, and most searches are over wires
        from mingtang_desk.session.recognise import (
            ble_uri,
            label_of,
            recognised,
            recognised_family,
        )
        from mingtang_desk.transports.ble_scan import scan

        tell(Step(where=WHERE, doing=Doing.LISTENING))
        try:
            adverts = await scan(listen_s)
        except TransportError as error:
            tell(Failure(where=WHERE, error=error))
            tell(Step(where=WHERE, doing=Doing.DONE))
            return 0
        for advert in adverts:
            protocol = recognised(advert)
            if not protocol:  # loads all of aiobmsble the first time
                protocol = await asyncio.to_thread(recognised_family, advert)
            tell(
                Found(
                    uri=ble_uri(advert, protocol),
                    where=WHERE,
                    name=advert.name or advert.address,
                    protocol=protocol or "",
                    label=label_of(protocol) if protocol else "",
                    signal=advert.signal,
                    last5=advert.last5,
                    seconds=listen_s,
                )
            )
        tell(Step(where=WHERE, doing=Doing.DONE))
        return 1

    return search
