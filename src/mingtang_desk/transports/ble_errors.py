"""What bleak and the systems below it say, in words: off, missing, denied, far, taken."""

import asyncio
import os
from enum import Enum, auto

from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakCharacteristicNotFoundError,
    BleakDBusError,
    BleakDeviceNotFoundError,
    BleakError,
    BleakGATTProtocolError,
    BleakGATTProtocolErrorCode,
)

from mingtang_desk.core.errors import (
    DeniedReason,
    LinkDeniedError,
    LinkLostError,
    LinkNotFoundError,
    LinkTimeoutError,
    TransportError,
)
from mingtang_desk.transports.ble_backend import HCI

EXPECTED = (BleakError, OSError, EOFError, asyncio.TimeoutError)
"""What Bluetooth may raise in good order; anything else is a bug."""
_PAIRING = (
    BleakGATTProtocolErrorCode.INSUFFICIENT_AUTHENTICATION,
    BleakGATTProtocolErrorCode.INSUFFICIENT_AUTHORIZATION,
    BleakGATTProtocolErrorCode.INSUFFICIENT_ENCRYPTION,
    BleakGATTProtocolErrorCode.INSUFFICIENT_ENCRYPTION_KEY_SIZE,
)
_REASONS = BleakBluetoothNotAvailableReason
_OFF = (_REASONS.POWERED_OFF,)
_DENIED = (_REASONS.DENIED_BY_USER, _REASONS.DENIED_BY_SYSTEM, _REASONS.DENIED_BY_UNKNOWN)
# Ends of D-Bus error names: of BlueZ, and of the bus when BlueZ is not there.
_DBUS = {
    "NotReady": "ble_off",
    "ServiceUnknown": "ble_no_adapter",
    "NameHasNoOwner": "ble_no_adapter",
    "NoServer": "ble_no_adapter",
    "Disconnected": "ble_no_adapter",
    "AccessDenied": "ble_denied",
    "NotPermitted": "ble_denied",
    "NotAuthorized": "ble_denied",
    "InProgress": "ble_adapter_busy",
    "Busy": "ble_adapter_busy",
    "AuthenticationFailed": "ble_pairing",
    "AuthenticationRejected": "ble_pairing",
    "AuthenticationCanceled": "ble_pairing",
    "AuthenticationTimeout": "ble_pairing",
    "UnknownObject": "ble_asleep",
    "DoesNotExist": "ble_asleep",
}


class Stage(Enum):
    """What was going on."""

    SEARCH = auto()
    CONNECT = auto()
    USE = auto()


def is_unreachable(error: BaseException) -> bool:
    """Return whether Windows saw the device but not its services, which trying again may mend."""
    return isinstance(error, BleakError) and "unreachable" in str(error).lower()


def ble_error(error: BaseException, where: str, stage: Stage, *, tries: int = 1) -> TransportError:
    """Return what to raise for an exception of Bluetooth."""
    detail = _short(error)
    match error:
        case BleakBluetoothNotAvailableError():
            return _adapter(error.reason, detail)
        case BleakDeviceNotFoundError():
            return LinkNotFoundError("ble_asleep", where=where)
        case BleakGATTProtocolError() if error.code in _PAIRING:
            return _denied("ble_pairing", where, detail)
        case BleakGATTProtocolError() if stage is Stage.USE:
            return _denied("ble_write_refused", where, detail)
        case BleakCharacteristicNotFoundError():
            return _denied("ble_no_line", where, detail)
        case BleakDBusError() if key := _DBUS.get(error.dbus_error.rpartition(".")[2]):
            if key == "ble_asleep":
                return LinkNotFoundError(key, where=where)
            return _denied(key, where, detail)
        case _ if is_unreachable(error):
            return LinkDeniedError(
                "ble_gatt_unreachable", reason=DeniedReason.BUSY, where=where, tries=tries
            )
        case _:
            return _by_stage(error, where, stage, detail)


def _by_stage(error: BaseException, where: str, stage: Stage, detail: str) -> TransportError:
    match stage:
        case Stage.SEARCH:
            hci = os.environ.get(HCI)
            if hci:
                return LinkNotFoundError("ble_no_controller", where=hci)
            return _denied("ble_no_adapter", where, detail)
        case Stage.CONNECT:
            return _denied("ble_refused", where, detail)
        case Stage.USE:
            if isinstance(error, TimeoutError):
                return LinkTimeoutError("write_stuck", where=where)
            return LinkLostError("link_lost", where=where)


def _adapter(reason: BleakBluetoothNotAvailableReason, detail: str) -> TransportError:
    if reason in _OFF:
        return _denied("ble_off", "", detail)
    if reason in _DENIED:
        return _denied("ble_denied", "", detail)
    return _denied("ble_no_adapter", "", detail)


_WHY = {
    "ble_denied": DeniedReason.FORBIDDEN,
    "ble_pairing": DeniedReason.FORBIDDEN,
    "ble_adapter_busy": DeniedReason.BUSY,
    "ble_refused": DeniedReason.BUSY,
}


def _denied(key: str, where: str, detail: str) -> LinkDeniedError:
    reason = _WHY.get(key, DeniedReason.UNSUPPORTED)
    return LinkDeniedError(key, reason=reason, where=where, detail=detail)


def _short(error: BaseException) -> str:
    if isinstance(error, BleakBluetoothNotAvailableError):
        text = str(error.args[0])
    elif isinstance(error, BleakGATTProtocolError):
        text = str(error.args[-1])
    else:
        text = str(error)
    return " ".join(text.split())[:120].rstrip(".") or type(error).__name__
