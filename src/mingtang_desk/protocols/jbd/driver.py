"""The JBD driver: what to ask, in which order, and how to leave the board as it was found.

Settings live behind the factory mode; it is always left again, also after errors. A save (leave
with 2828) clears the protection counters; the session keeps them first. Source:
docs/protocols/jbd.md, sections 3 to 6.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from mingtang_desk.core.errors import (
    LinkTimeoutError,
    MingtangError,
    RejectedError,
    UnsupportedError,
    UsageError,
)
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.sample import CounterReading, PackInfo, PackSample
from mingtang_desk.device.settings import SettingsReading, SettingValue
from mingtang_desk.interfaces.driver import Driver, Frame, Identity, Part, Procedure, Request
from mingtang_desk.protocols.jbd import codec, settings, status
from mingtang_desk.protocols.jbd.codec import STATUS_OK, STATUS_WORDS, JbdFramer
from mingtang_desk.protocols.jbd.conversation import decode_conversation
from mingtang_desk.protocols.jbd.specs import SPECS

BASIC, CELLS, NAME, COUNTERS = 0x03, 0x04, 0x05, 0xAA
FACTORY_ENTER, FACTORY_LEAVE, MOSFETS = 0x00, 0x01, 0xE1
ENTER_CODE, LEAVE_CODE, SAVE_CODE = b"\x56\x78", b"\x00\x00", b"\x28\x28"
MOSFET_LOCK_BIT = 1 << 12
CHARGE_PROTECTIONS, DISCHARGE_PROTECTIONS = 0x0135, 0x06CA
"""Bits of the protection word that cut charging (OV, OT, UT, OC) and discharging (and short)."""

_READING = {
    BASIC: (34, "basic info"),
    CELLS: (39, "cell voltages"),
    NAME: (30, "name"),
    COUNTERS: (31, "counters"),
}


class JbdSession:
    """What is known of one board while it is open.

    Args:
        options: of the URI. `ic=ti` names the front end, so that coded registers may be written;
            `a5=on` accepts boards that echo A5 where the register belongs.
    """

    def __init__(self, options: Mapping[str, str]) -> None:
        self._ic = options.get("ic", "").lower()
        self._a5 = options.get("a5", "off").lower() in ("on", "1", "yes", "true")
        self._info = PackInfo()
        self._words: dict[int, bytes] = {}
        self._deci = False
        self._mosfets_off = 0
        self._nameless = False

    def identify(self) -> Procedure[Identity]:
        """Ask for the basic info, then for the name; boards without a name are welcome."""
        frame = yield self._read(BASIC)
        self._basic(frame)
        yield from self._names()
        return Identity(device_id=self._info.model or None, name=self._info.model or "JBD")

    def poll(self, part: Part, now: Callable[[], datetime]) -> Procedure[PackSample]:
        """Read basic info and cells (and, on the SLOW rhythm, the name before them)."""
        if part is Part.SLOW:
            yield from self._names()
        frame = yield self._read(BASIC)
        basic = self._basic(frame)
        frame = yield self._read(CELLS)
        cells = status.decode_cells(_payload(frame, "cell voltages"))
        return status.build_sample(
            now(),
            basic=basic,
            cells=cells,
            info=self._info,
            device_id=self._info.model or None,
            balancer=self._balancer(),
        )

    def read_counters(self, now: Callable[[], datetime]) -> Procedure[CounterReading]:
        """Read register AA."""
        frame = yield self._read(COUNTERS)
        return status.decode_counters(_payload(frame, "counters"), now())

    def read_settings(
        self, keys: Sequence[str] | None, now: Callable[[], datetime]
    ) -> Procedure[SettingsReading]:
        """Read the registers of these settings inside the factory mode.

        Those a board lacks are left out.
        """
        wanted = settings.REGISTERS
        if keys is not None:
            wanted = tuple(
                sorted({register for key in keys for register in settings.registers_of(key)})
            )
        words: dict[int, bytes] = {}

        def body() -> Generator[Request, Frame, None]:
            for register in wanted:
                frame = yield self._read(register)
                if frame.status == STATUS_OK:
                    words[register] = frame.payload
                elif frame.status != codec.STATUS_FAILED:  # FAILED = unknown register on this board
                    _payload(frame, f"setting {register:02X}")

        yield from self._factory(body())
        self._words |= words
        self._learn()
        return SettingsReading(
            time=now(),
            protocol="jbd",
            device_id=self._info.model or None,
            values=settings.decode(words, deci=self._is_deci()),
            raw={f"{register:02X}": data for register, data in words.items()},
            limits=settings.limits(words, deci=self._is_deci(), ic=self._ic),
        )

    def write_settings(
        self, changes: Mapping[str, SettingValue], current: SettingsReading
    ) -> Procedure[None]:
        """Write registers, then save them; a refused one does not keep the others from being sent.

        Raises:
            RejectedError: the first refusal, after everything else was sent and saved.
            UnsupportedError, OutOfRangeError: a value this board cannot keep; nothing was sent.
        """
        words = {int(register, 16): data for register, data in current.raw.items()}
        # Encoded before the first byte leaves: what cannot be written must not even open the mode.
        writes = tuple(settings.encode(changes, words, deci=self._is_deci()))
        refused: list[RejectedError] = []

        def body() -> Generator[Request, Frame, None]:
            for register, data in writes:
                frame = yield self._write(register, data, f"setting {register:02X}")
                if frame.status != STATUS_OK:
                    refused.append(_rejected(frame, f"setting {register:02X}"))

        yield from self._factory(body(), save=True)
        if refused:
            raise refused[0]

    def control(self, action: Action, value: SettingValue | None) -> Procedure[None]:
        """Switch a MOSFET or clear the counters."""
        match action:
            case Action.CHARGE | Action.DISCHARGE:
                yield from self._switch(action, on=_on(action, value))
            case Action.CLEAR_COUNTERS:
                yield from self._factory(_nothing(), save=True)
            case _:
                raise UnsupportedError("unsupported", what=action.value)

    def _switch(self, action: Action, *, on: bool) -> Procedure[None]:
        """Write E1. It holds both switches, so the other one's command must be kept as it is."""
        frame = yield self._read(BASIC)
        basic = self._basic(frame)
        mine, other = (1, 2) if action is Action.CHARGE else (2, 1)
        bits = self._locked(basic, other)
        if not on:
            bits |= mine

        def body() -> Generator[Request, Frame, None]:
            reply = yield self._write(MOSFETS, bytes([0, bits]), "MOSFET switches")
            _payload(reply, "MOSFET switches")

        yield from self._factory(body())
        self._mosfets_off = bits

    def _locked(self, basic: status.Basic, switch: int) -> int:
        """Return `switch` (1 charge, 2 discharge) if it is off by command, else 0.

        A switch that conducts is not commanded off. One that does not may be off by a protection:
        the lock bit tells that some switch is commanded off, and what this desk sent last tells
        which.
        """
        if basic.fet_bits & switch or not basic.protection_bits & MOSFET_LOCK_BIT:
            return 0
        if self._mosfets_off & switch:
            return switch
        both_off = not basic.fet_bits & (status.FET_CHARGE | status.FET_DISCHARGE)
        cuts = CHARGE_PROTECTIONS if switch == status.FET_CHARGE else DISCHARGE_PROTECTIONS
        acting = basic.protection_bits & cuts
        return 0 if both_off and acting else switch

    def _names(self) -> Procedure[None]:
        """Ask for the name, once in vain: some boards refuse it, some do not answer at all."""
        if self._nameless:
            return
        try:
            frame = yield self._read(NAME)
        except LinkTimeoutError:
            self._nameless = True
            return
        if frame.status == STATUS_OK:
            self._info = replace(self._info, model=status.decode_text(frame.payload))

    def _learn(self) -> None:
        """Take identity texts from the settings that were read."""
        values = settings.decode(self._words, deci=self._is_deci())
        serial = values.get("x_jbd_serial_number")
        self._info = replace(
            self._info,
            battery_code=str(values.get("x_jbd_barcode", "")),
            serial="" if serial is None else str(serial),
        )

    def _basic(self, frame: Frame) -> status.Basic:
        """Decode the basic info and remember the unit it names."""
        payload = _payload(frame, "basic info")
        self._deci = status.says_deci(payload)
        return status.decode_basic(payload, deci=settings.is_deci(self._words))

    def _is_deci(self) -> bool:
        return settings.is_deci(self._words, self._deci)

    def _balancer(self) -> bool | None:
        data = self._words.get(settings.FUNCTION_REGISTER)
        return None if data is None else bool(settings.word(0x2D, data) & status.BALANCE_FUNCTION)

    def _factory(
        self, body: Generator[Request, Frame, None], *, save: bool = False
    ) -> Procedure[None]:
        """Run `body` inside the factory mode and leave it whatever happens.

        Save only if all went well.
        """
        inside = True  # unless the board says no: a lost reply may hide an entry
        try:
            frame = yield self._write(FACTORY_ENTER, ENTER_CODE, "factory mode")
            inside = frame.status == STATUS_OK
            _payload(frame, "factory mode")
            yield from body
        except GeneratorExit:
            raise  # closed: nobody sends for it any more
        except BaseException:  # a cancelled task comes through here too
            if inside:
                yield from self._leave_after_error()
            raise
        code = SAVE_CODE if save else LEAVE_CODE
        frame = yield self._write(FACTORY_LEAVE, code, "leaving factory mode")
        if save and frame.status != STATUS_OK:
            # Not a refusal of values: they are in use, and gone after a restart.
            raise ProtocolError("not_saved", data=frame.raw, code=f"{frame.status:02X}")
        _payload(frame, "leaving factory mode")

    def _leave_after_error(self) -> Procedure[None]:
        """Leave without saving; a leave that fails must not hide the error before it."""
        with suppress(MingtangError):
            yield self._write(FACTORY_LEAVE, LEAVE_CODE, "leaving factory mode")

    def _read(self, register: int) -> Request:
        size, what = _READING.get(register, (9, f"setting {register:02X}"))
        return Request(
            data=codec.request(codec.READ, register),
            what=what,
            answers=self._answers(register),
            reply_bytes=size,
        )

    def _write(self, register: int, data: bytes, what: str) -> Request:
        """Setting a register twice does the same as once.

        So a lost reply may be asked for again.
        """
        return Request(
            data=codec.request(codec.WRITE, register, data),
            what=what,
            answers=self._answers(register),
            writes=True,
            reply_bytes=codec.OVERHEAD,
        )

    def _answers(self, register: int) -> Callable[[Frame], bool]:
        if self._a5:
            return lambda frame: (
                frame.command == register or (frame.command == codec.READ and frame.status == 0)
            )
        return lambda frame: frame.command == register


def _on(action: Action, value: SettingValue | None) -> bool:
    if value in ("on", "off"):
        return value == "on"
    if isinstance(value, bool):
        return value
    # Anything else must not be taken for "off": that would cut the power.
    raise UsageError("action_unknown", action=action.value, value=value)


def _nothing() -> Generator[Request, Frame, None]:
    yield from ()


def _payload(frame: Frame, what: str) -> bytes:
    """Return the data of a reply that says it is fine.

    Raises:
        RejectedError: the board said no.
    """
    if frame.status != STATUS_OK:
        raise _rejected(frame, what)
    return frame.payload


def _rejected(frame: Frame, what: str) -> RejectedError:
    meaning = STATUS_WORDS.get(frame.status, "unknown code")
    return RejectedError("rejected", code=frame.status, data=frame.raw, what=what, meaning=meaning)


JBD = Driver(
    key="jbd",
    label="JBD / Xiaoxiang",
    transports=("serial", "tcp", "sim", "replay"),
    capabilities=frozenset(
        {
            Capability.STATUS,
            Capability.CELLS,
            Capability.COUNTERS,
            Capability.SETTINGS_READ,
            Capability.SETTINGS_WRITE,
            Capability.CHARGE_SWITCH,
            Capability.DISCHARGE_SWITCH,
            Capability.CLEAR_COUNTERS,
        }
    ),
    framer=JbdFramer,
    session=JbdSession,
    decode=decode_conversation,
    settings=SPECS,
    write_side_effects=("counters_cleared",),
)
