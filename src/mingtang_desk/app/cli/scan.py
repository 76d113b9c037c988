"""The `scan` command: who is there, and what kept us from looking.

Each way of looking is one function that adds to the lists; one that fails does not end the others.
"""

import argparse
import os
from dataclasses import dataclass, field

from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.core.errors import TransportError
from mingtang_desk.transports.ble_backend import HCI

BLE_S = 5.0


@dataclass(slots=True)
class Seen:
    """What was found and what failed, as CONTRACT.md has it."""

    devices: list[dict[str, object]] = field(default_factory=list)
    failures: list[dict[str, str]] = field(default_factory=list)

    def failed(self, where: str, error: TransportError) -> None:
        """Note why one way of looking found nothing."""
        words = f"{error.message} {error.hint}".strip()
        self.failures.append({"where": where, "key": error.key, "message": words})


async def scan(args: argparse.Namespace, out: Output) -> Exit:
    """Look for boards and print them, the nearest first."""
    seen = Seen()
    if args.hci:
        os.environ[HCI] = args.hci
    await _over_bluetooth(seen, BLE_S if args.seconds is None else args.seconds)
    out.document({"devices": seen.devices, "failures": seen.failures}, _text(seen))
    return Exit.DEVICE if seen.failures and not seen.devices else Exit.GOOD


async def _over_bluetooth(seen: Seen, seconds: float) -> None:
    from mingtang_desk.session.recognise import ble_uri, recognised, recognised_family
    from mingtang_desk.transports.ble_scan import scan as listen

    try:
        adverts = await listen(seconds)
    except TransportError as error:
        seen.failed("ble", error)
        return
    for advert in adverts:
        protocol = recognised(advert) or recognised_family(advert)
        seen.devices.append(
            {
                "uri": ble_uri(advert, protocol),
                "name": advert.name,
                "protocol": protocol or None,
                "signal": advert.signal,
                "last5": advert.last5,
            }
        )


def _text(seen: Seen) -> str:
    rows = [
        f"{row['signal'] or '–':>5} dBm  {row['last5']:<5}  {row['name'] or '–':<26} "
        f"{row['protocol'] or '?':<10} {row['uri']}"
        for row in seen.devices
    ]
    rows += [f"{row['where']}: {row['message']}" for row in seen.failures]
    return "\n".join(rows) or "Nothing was found."
