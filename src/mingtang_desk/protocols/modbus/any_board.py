"""The row `modbus`: any board, once `profile=FILE` in the address says which."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NoReturn

from mingtang_desk.core.errors import UsageError
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.interfaces.driver import Decoded, Driver, Frame
from mingtang_desk.protocols.modbus.ble import ble_profile
from mingtang_desk.protocols.modbus.codec import (
    ModbusFramer,
    read_again,
    request_words,
    writes,
)
from mingtang_desk.protocols.modbus.driver import TRANSPORTS


def _no_file(_: Mapping[str, str]) -> NoReturn:
    raise UsageError("profile_needed", protocol="modbus")


def _nothing(_: Sequence[tuple[str, Frame]], __: datetime) -> Decoded:
    """Frames without a register map are frames, and no values."""
    return Decoded()


ANY_BOARD = Driver(
    key="modbus",
    label="Modbus, by profile",
    transports=TRANSPORTS,
    capabilities=frozenset({Capability.STATUS}),
    framer=ModbusFramer,
    session=_no_file,
    decode=_nothing,
    settings={},
    paired=True,
    request_words=request_words,
    writes=writes,
    read_again=read_again,
    ble=ble_profile("modbus"),
)
