"""The owner's PIN of a Bluetooth module: given by somebody, or found in the system's keyring."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple, Protocol

from mingtang_desk.core.errors import LockedError
from mingtang_desk.interfaces.ble import Narrowing
from mingtang_desk.session.secrets import Secrets

ATTEMPTS = 3
"""Wrong PINs that the desk sends to one device before it stops; modules lock after more."""

ASKING = ("ble_pin_needed", "ble_pin_wrong")
"""Errors that a PIN may mend."""


class GivenPin(NamedTuple):
    """What somebody typed, and whether it shall be kept in the keyring once it was right."""

    pin: str
    keep: bool = False


type AskPin = Callable[[LockedError], Awaitable[GivenPin | None]]
"""Asks somebody for a PIN; None = there will be none."""


class TakesPin(Protocol):
    """A device that may want a PIN."""

    def give_pin(self, pin: str, *, keep: bool = False) -> None:
        """Take a PIN for the next `connect`."""
        ...

    async def connect(self) -> None:
        """Open it; `LockedError` with a key of `ASKING` where a PIN is wanted."""
        ...


async def connect_asking(device: TakesPin, ask: AskPin | None) -> None:
    """Connect; a PIN that is wanted is asked for as often as it may be tried."""
    while True:
        try:
            return await device.connect()
        except LockedError as error:
            if ask is None or error.key not in ASKING or error.values.get("left") == 0:
                raise
            given = await ask(error)
            if given is None:
                raise
        device.give_pin(given.pin, keep=given.keep)


class Pins:
    """The PIN of one device for as long as it is open.

    Args:
        given: by the address, "" = none.
        secrets: where one may be found and kept.

    Attributes:
        left: attempts that are left.
    """

    def __init__(self, given: str, secrets: Secrets) -> None:
        self.left = ATTEMPTS
        self._pin = given
        self._secrets = secrets
        self._looked = False
        self._found = False
        self._keep = False

    def options(self, device: Narrowing, where: str) -> dict[str, str]:
        """Return what a driver needs to give the PIN."""
        return {
            "mac": device.address,
            "where": where,
            "pin": self._pin,
            "pin_left": str(self.left),
        }

    def give(self, pin: str, *, keep: bool = False) -> None:
        """Take a PIN that somebody typed; with `keep` it goes to the keyring once it was right."""
        self._pin, self._keep, self._found = pin, keep, False

    async def another(self, error: LockedError, device: Narrowing) -> bool:
        """Return whether there is a PIN now that was not tried yet."""
        if error.key == "ble_pin_wrong":
            self.left -= 1
            self._pin = ""
            if self._found:
                await self._secrets.drop(device.address)
            return False
        if error.key != "ble_pin_needed" or self._looked:
            return False
        self._looked = True
        self._pin = await self._secrets.get(device.address) or ""
        self._found = bool(self._pin)
        return self._found

    async def accepted(self, device: Narrowing) -> None:
        """Keep the PIN that opened the module, where that was asked for."""
        if self._keep and self._pin:
            self._keep = False
            await self._secrets.put(device.address, self._pin)
