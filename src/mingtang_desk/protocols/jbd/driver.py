"""The JBD driver: its row, and the session behind a Bluetooth module."""

from collections.abc import Mapping
from dataclasses import replace

from mingtang_desk.device.capabilities import Capability
from mingtang_desk.interfaces.driver import Driver, Identity, Procedure
from mingtang_desk.protocols.jbd import (
    codec,
    commands,
    factory,
)
from mingtang_desk.protocols.jbd.ble import BLE
from mingtang_desk.protocols.jbd.codec import JbdFramer
from mingtang_desk.protocols.jbd.conversation import decode_conversation
from mingtang_desk.protocols.jbd.module import Gate
from mingtang_desk.protocols.jbd.origins import (
    SETTING_ORIGINS,
    origins,
)
from mingtang_desk.protocols.jbd.phrases import PHRASEBOOK
from mingtang_desk.protocols.jbd.places import FUNCTION_REGISTER
from mingtang_desk.protocols.jbd.session import BASIC, NAME, JbdSession
from mingtang_desk.protocols.jbd.specs import SPECS
from mingtang_desk.protocols.jbd.wake import WAKE


class JbdBleSession(JbdSession):
    """A board behind a Bluetooth module, which may want a PIN before the board is heard."""

    def __init__(self, options: Mapping[str, str]) -> None:
        super().__init__(options)
        self._gate = Gate(options)

    def identify(self) -> Procedure[Identity]:
        """Get through the module, then ask as on a wire."""
        yield from self._gate.open(self._read(BASIC))
        return (yield from super().identify())


JBD = Driver(
    key="jbd",
    label="JBD / Xiaoxiang",
    transports=("serial", "tcp", "ble", "sim", "replay"),
    capabilities=frozenset(
        {
            Capability.STATUS,
            Capability.CELLS,
            Capability.COUNTERS,
            Capability.SETTINGS_READ,
            Capability.SETTINGS_WRITE,
            Capability.CHARGE_SWITCH,
            Capability.DISCHARGE_SWITCH,
            Capability.BALANCE_SWITCH,
            Capability.SET_SOC,
            Capability.SET_CAPACITY,
            Capability.CLEAR_COUNTERS,
            Capability.CALIBRATION,
        }
    ),
    framer=JbdFramer,
    session=JbdSession,
    decode=decode_conversation,
    settings=SPECS,
    write_side_effects=("counters_cleared",),
    saves=True,
    context=lambda frame: frame.command in (NAME, FUNCTION_REGISTER),  # name, unit, balancer
    origins=origins,
    setting_origins=SETTING_ORIGINS,
    phrasebook=PHRASEBOOK,
    request_words=codec.request_words,
    writes=codec.writes,
    read_again=codec.read_again,
    mode_step=factory.mode_step,
    mode_close=codec.request(codec.WRITE, factory.LEAVE, factory.LEAVE_CODE),
    ble=replace(BLE, session=JbdBleSession),
    missing=commands.MISSING,
    wake=WAKE,
)
