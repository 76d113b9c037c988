"""Boards that aiobmsble knows: it owns the connection, we lend it the radio and watch its bytes.

The version is pinned: what is replaced here is an inner name of that very version.
"""

import asyncio
import importlib
import inspect
import pkgutil
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from mingtang_desk.core.errors import (
    DecodeError,
    DeniedReason,
    LinkDeniedError,
    LinkLostError,
    LinkTimeoutError,
    LockedError,
    UsageError,
)
from mingtang_desk.interfaces.ble import Advert
from mingtang_desk.transports.ble_backend import backend
from mingtang_desk.transports.ble_find import BY_NAME, Heard, find

if TYPE_CHECKING:
    from collections.abc import Callable

VERSION = "0.31.0"
PREFIX = "aiobmsble:"
_MODULE, _TEMPLATE = "_bms", "dummy_bms"
_UPDATE_S = 30.0
_CLOSE_S = 5.0

type ByteTap = "Callable[[Literal['rx', 'tx'], bytes], None]"


def installed() -> bool:
    """Return whether the very version is there that this adapter is written for."""
    return _found_version() == VERSION


@cache
def family_names() -> tuple[str, ...]:
    """Return the families there are, without loading them; () where the package is not there."""
    if not installed():
        return ()
    import aiobmsble.bms

    names = (each.name for each in pkgutil.iter_modules(aiobmsble.bms.__path__))
    ours = (name for name in names if name.endswith(_MODULE) and name != _TEMPLATE)
    return tuple(sorted(name.removesuffix(_MODULE) for name in ours))


@cache
def family_class(family: str) -> Any:
    """Return the class that reads a family.

    Raises:
        LinkDeniedError: the package, or its right version, is not installed.
        UsageError: there is no such family.
    """
    if not installed():
        raise LinkDeniedError(
            "ble_family_version",
            reason=DeniedReason.UNSUPPORTED,
            wanted=VERSION,
            found=_found_version() or "none",
        )
    if family not in family_names():
        known = ", ".join(PREFIX + name for name in family_names())
        raise UsageError("protocol_unknown", protocol=PREFIX + family, known=known)
    return importlib.import_module(f"aiobmsble.bms.{family}{_MODULE}").BMS


def families_of(advert: Advert) -> tuple[str, ...]:
    """Return the families whose patterns an announcement fits."""
    if not installed():
        return ()
    from aiobmsble.utils import bms_supported
    from bleak.backends.scanner import AdvertisementData

    data = AdvertisementData(
        local_name=advert.name or None,
        manufacturer_data=dict(advert.manufacturer),
        service_data=dict(advert.service_data),
        service_uuids=list(advert.services),
        tx_power=None,
        rssi=advert.signal or 0,
        platform_data=(),
    )
    return tuple(
        name for name in family_names() if bms_supported(family_class(name), data, advert.address)
    )


class FamilyLink:
    """A link that gives samples, not bytes: `update` asks, `on_bytes` sees what crosses.

    It keeps the shape of `interfaces.transport.Transport`, so that a session can hold and release
    it like any other; nobody else may write on it.

    Args:
        target: address, or name/NAME.
        family: of aiobmsble.
        secret: what some families ask for, "" = nothing.
        on_bytes: gets all bytes in both directions.
    """

    def __init__(
        self,
        target: str,
        family: str,
        *,
        find_s: float,
        secret: str = "",
        on_bytes: "ByteTap | None" = None,
    ) -> None:
        self._class = family_class(family)
        self._target, self._family, self._secret = target, family, secret
        self._find_s = find_s
        self._on_bytes = on_bytes
        self._heard: Heard | None = None
        self._bms: Any = None

    @property
    def where(self) -> str:
        """The place in words."""
        if self._heard is None:
            return self._target.removeprefix(BY_NAME)
        advert = self._heard.advert
        return f"{advert.name} · {advert.address}" if advert.name else advert.address

    @property
    def signal(self) -> int | None:
        """How loud it was when it was found, dBm."""
        return None if self._heard is None else self._heard.advert.signal

    @property
    def writable(self) -> bool:
        """It is read only."""
        return False

    @property
    def label(self) -> str:
        """Maker and model, as aiobmsble names them."""
        return str(self._class.bms_id())

    async def open(self) -> None:
        """Find the device; the connection itself is made by the first `update`."""
        if self._bms is not None:
            return
        target = self._target if self._heard is None else self._heard.advert.address
        self._heard = await find(target, self._find_s, known=self._heard is not None)
        from aiobmsble import BMSConfig

        _lend_radio()
        address = self._heard.advert.address
        if self._on_bytes is not None:
            _client_class().taps[address] = self._on_bytes
        config = BMSConfig(keep_alive=True, secret=self._secret)
        self._bms = self._class(self._heard.device, config)

    async def update(self) -> Mapping[str, Any]:
        """Ask once; values that aiobmsble computed itself are left out.

        Raises:
            TransportError: nobody answered, or the link is gone.
            DecodeError: what came is not of this family.
            LockedError: the secret is missing or wrong.
        """
        from mingtang_desk.transports.ble_errors import EXPECTED, Stage, ble_error

        bms = self._bms
        if bms is None:
            raise LinkLostError("link_closed", where=self.where)
        try:
            async with asyncio.timeout(_UPDATE_S):
                return dict(await bms.async_update(raw=True))
        except PermissionError as error:
            key = "ble_pin_wrong" if self._secret else "ble_pin_needed"
            raise LockedError(key, where=self.where, left=0) from error
        except TimeoutError as error:
            raise LinkTimeoutError(
                "no_answer", where=self.where, what=self._family, tries=bms.MAX_RETRY
            ) from error
        except EXPECTED as error:
            stage = Stage.USE if bms.is_connected else Stage.CONNECT
            raise ble_error(error, self.where, stage) from error
        except (ValueError, LookupError) as error:  # its decoders on bytes of another board
            raise DecodeError(
                "ble_family_values",
                where=self.where,
                protocol=PREFIX + self._family,
                detail=str(error)[:80] or type(error).__name__,
            ) from error

    def complete(self, sample: Mapping[str, Any]) -> dict[str, Any]:
        """Return a sample with what aiobmsble computes from it."""
        full = dict(sample)
        self._class._add_missing_values(full, self._class._raw_values())
        return full

    async def chunks(self) -> AsyncIterator[bytes]:
        """Nothing: the bytes belong to aiobmsble; see `on_bytes`."""
        if self._bms is None:
            raise LinkLostError("link_closed", where=self.where)
        nothing: tuple[bytes, ...] = ()
        for chunk in nothing:
            yield chunk

    async def write(self, data: bytes) -> None:
        """Refuse."""
        raise LinkDeniedError("read_only_link", reason=DeniedReason.UNSUPPORTED, where=self.where)

    async def close(self) -> None:
        """Let go of the device."""
        bms, self._bms = self._bms, None
        if bms is None:
            return
        from mingtang_desk.transports.ble_errors import EXPECTED

        with suppress(*EXPECTED):
            async with asyncio.timeout(_CLOSE_S):
                await bms.disconnect()
        if self._heard is not None:
            _client_class().taps.pop(self._heard.advert.address, None)


@cache
def _found_version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("aiobmsble")
    except PackageNotFoundError:
        return ""


def _lend_radio() -> None:
    """Make aiobmsble connect with our client.

    WORKAROUND(aiobmsble 0.31.0): its client class is a name of its module and no argument; until it
    takes one.
    """
    basebms = importlib.import_module("aiobmsble.basebms")
    setattr(basebms, "BleakClient", _client_class())  # noqa: B010 -- it has no such type


@cache
def _client_class() -> Any:
    """Return the client that uses our radio and shows its bytes; made once bleak is wanted."""
    from bleak import BleakClient

    class DeskClient(BleakClient):
        """`BleakClient` on the radio of the desk."""

        taps: ClassVar[dict[str, ByteTap]] = {}

        def __init__(self, device: Any, **options: Any) -> None:
            options.update(backend().client_options)
            super().__init__(device, **options)

        async def write_gatt_char(
            self, char_specifier: Any, data: Any, response: bool | None = None
        ) -> None:
            self._show("tx", bytes(data))
            await super().write_gatt_char(char_specifier, data, response)

        async def read_gatt_char(
            self, char_specifier: Any, *, use_cached: bool = False, **options: Any
        ) -> bytearray:
            data = await super().read_gatt_char(char_specifier, use_cached=use_cached, **options)
            self._show("rx", bytes(data))
            return data

        async def start_notify(self, char_specifier: Any, callback: Any, **options: Any) -> None:
            def told(sender: Any, data: bytearray) -> Any:
                self._show("rx", bytes(data))
                return callback(sender, data)

            async def told_async(sender: Any, data: bytearray) -> None:
                await told(sender, data)

            waits = inspect.iscoroutinefunction(callback)
            await super().start_notify(char_specifier, told_async if waits else told, **options)

        def _show(self, direction: Literal["rx", "tx"], data: bytes) -> None:
            tap = self.taps.get(self.address)
            if tap is not None:
                tap(direction, data)

    return DeskClient
