"""One JBD board while it is open: what to ask, in which order, how to leave it as it was found.

Settings live behind the factory mode (`factory`). Source: docs/protocols/jbd.md, sections 3 to 6.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from mingtang_desk.core.errors import (
    LinkTimeoutError,
    RejectedError,
    UnsupportedError,
    UsageError,
)
from mingtang_desk.device.calibration import Target, TargetKind
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.sample import CounterReading, PackInfo, PackSample
from mingtang_desk.device.settings import SettingsReading, SettingValue
from mingtang_desk.interfaces.calibration import CalibrationOffer
from mingtang_desk.interfaces.driver import Frame, Identity, Part, Procedure, Request
from mingtang_desk.protocols.jbd import (
    calibration,
    codec,
    commands,
    extended,
    factory,
    settings,
    status,
)
from mingtang_desk.protocols.jbd.codec import STATUS_OK
from mingtang_desk.protocols.jbd.origins import (
    BASIC_BLOCK,
    CELLS_BLOCK,
)
from mingtang_desk.protocols.jbd.places import FUNCTION_REGISTER
from mingtang_desk.protocols.jbd.refusal import payload_of, rejected
from mingtang_desk.protocols.jbd.sample import build_sample

BASIC, CELLS, NAME, COUNTERS = 0x03, 0x04, 0x05, 0xAA
MOSFETS = 0xE1
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
        self._balance_known = False
        self._parameters = extended.Parameters()
        self._cells = self._sensors = 0

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
        basic_frame = yield self._read(BASIC)
        basic = self._basic(basic_frame)
        frame = yield self._read(CELLS)
        cells = status.decode_cells(payload_of(frame, "cell voltages"))
        return build_sample(
            now(),
            basic=basic,
            cells=cells,
            wire={BASIC_BLOCK: basic_frame.payload, CELLS_BLOCK: frame.payload},
            info=self._info,
            device_id=self._info.model or None,
            balancer=self._balancer(),
        )

    def read_counters(self, now: Callable[[], datetime]) -> Procedure[CounterReading]:
        """Read register AA."""
        frame = yield self._read(COUNTERS)
        return status.decode_counters(payload_of(frame, "counters"), now())

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
                if register > 0xFF:
                    continue
                frame = yield self._read(register)
                if frame.status == STATUS_OK:
                    words[register] = frame.payload
                elif frame.status != codec.STATUS_FAILED:  # FAILED = unknown register on this board
                    payload_of(frame, f"setting {register:02X}")
            stand_ins = (
                extended.kept_at(first)
                for key, (first, _) in extended.STAND_INS.items()
                if settings.TEXTS[key] in wanted and settings.TEXTS[key] not in words
            )
            blocks = extended.blocks_of((*wanted, *stand_ins))
            if blocks:
                yield from self._parameters.read(self._ask_parameters, words, blocks)

        yield from factory.run(self._write, body())
        known = self._words | words
        deci = settings.is_deci(known, self._deci)
        values = settings.decode(words, deci=deci)  # raises before anything of it is remembered
        self._words = known
        self._balance_known |= FUNCTION_REGISTER in words
        self._learn()
        return SettingsReading(
            time=now(),
            protocol="jbd",
            device_id=self._info.model or None,
            values=values,
            raw={f"{register:02X}": data for register, data in words.items()},
            limits=settings.limits(words, deci=deci, ic=self._ic),
        )

    def write_settings(
        self,
        changes: Mapping[str, SettingValue],
        current: SettingsReading,
        exact: Mapping[str, bytes] = MappingProxyType({}),
    ) -> Procedure[None]:
        """Write registers, then save them; a refused one does not keep the others from being sent.

        Raises:
            RejectedError: the first refusal, after everything else was sent and saved.
            UnsupportedError, OutOfRangeError: a value this board cannot keep; nothing was sent.
        """
        words = {int(register, 16): data for register, data in current.raw.items()}
        # Encoded before the first byte leaves: what cannot be written must not even open the mode.
        kept = {int(register, 16): data for register, data in exact.items()}
        writes = tuple(settings.encode(changes, words, deci=self._is_deci(), exact=kept))
        refused: list[RejectedError] = []

        def body() -> Generator[Request, Frame, None]:
            for register, data in writes:
                what = f"setting {register:02X}"
                if register > 0xFF:
                    parameter = extended.write_data(register, data)
                    frame = yield self._write(extended.COMMAND, parameter, what)
                else:
                    frame = yield self._write(register, data, what)
                if frame.status != STATUS_OK:
                    refused.append(rejected(frame, f"setting {register:02X}"))

        yield from factory.run(self._write, body(), save=True)
        if refused:
            raise refused[0]

    def control(self, action: Action, value: SettingValue | None) -> Procedure[None]:
        """Switch a MOSFET or the balance function, set the charge, clear the counters."""
        match action:
            case Action.CHARGE | Action.DISCHARGE:
                yield from self._switch(action, on=_on(action, value))
            case Action.BALANCE:
                self._balance_known = False
                on = _on(action, value)
                yield from commands.switch_balance(
                    on, self._balance_is, read=self._read, write=self._write
                )
            case Action.SET_SOC | Action.SET_CAPACITY:
                yield from commands.set_charge(
                    action, value, read=self._read, write=self._write, deci=self._is_deci()
                )
            case Action.CLEAR_COUNTERS:
                yield from factory.run(self._write, _nothing(), save=True)
            case _:
                raise UnsupportedError("unsupported", what=action.value)

    def calibrations(self) -> Sequence[CalibrationOffer]:
        """Return what this board can calibrate."""
        return calibration.offers(self._cells, self._sensors, deci=self._is_deci())

    def calibrate(self, target: Target, *, reference: float, reading: float) -> Procedure[None]:
        """Tell the board the truth, once; it works out its correction by itself."""
        if self._is_deci() and target.kind in (TargetKind.CHARGE, TargetKind.DISCHARGE):
            raise UnsupportedError("unsupported", what=f"calibration of {target.key}")
        yield from calibration.procedure(self._write, target, reference)

    def correction(self, target: Target) -> Procedure[float | None]:
        """Return None: no source knows a register that tells it."""
        yield from _nothing()
        return None

    def restore(self, target: Target, correction: float) -> Procedure[None]:
        """Refuse: what cannot be read cannot be put back."""
        yield from _nothing()
        raise UnsupportedError("unsupported", what=f"undo of {target.key}")

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
            payload_of(reply, "MOSFET switches")

        yield from factory.run(self._write, body())
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
            hardware=str(values.get(extended.HARDWARE_KEY, "")),
        )

    def _basic(self, frame: Frame) -> status.Basic:
        """Decode the basic info and remember the unit it names."""
        payload = payload_of(frame, "basic info")
        self._deci = status.says_deci(payload)
        basic = status.decode_basic(payload, deci=settings.is_deci(self._words))
        self._cells, self._sensors = basic.cell_count, len(basic.ntc_raw)
        return basic

    def _is_deci(self) -> bool:
        return settings.is_deci(self._words, self._deci)

    def _balance_is(self, data: bytes) -> None:
        self._words[FUNCTION_REGISTER], self._balance_known = data, True

    def _balancer(self) -> bool | None:
        data = self._words.get(FUNCTION_REGISTER)
        if data is None or not self._balance_known:
            return None
        return bool(settings.word(FUNCTION_REGISTER, data) & status.BALANCE_FUNCTION)

    def _read(self, register: int) -> Request:
        size, what = _READING.get(register, (9, f"setting {register:02X}"))
        return Request(
            data=codec.request(codec.READ, register),
            what=what,
            answers=self._answers(register),
            reply_bytes=size,
        )

    def _ask_parameters(self, data: bytes, size: int) -> Request:
        return Request(
            data=codec.request(codec.READ, extended.COMMAND, data),
            what=f"parameters from {int.from_bytes(data[:2], 'big')}",
            answers=lambda frame: extended.answers(frame, data),
            reply_bytes=size,
            alike=(extended.COMMAND, size),  # some boards do not say again what was asked for
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
    raise UsageError("option_invalid", option=action.value, value=value, allowed="on, off")


def _nothing() -> Generator[Request, Frame, None]:
    yield from ()
