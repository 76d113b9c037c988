"""A driver made of a profile: what to ask, in which blocks, and what the answers mean.

Settings lie in plain registers: no mode has to be entered, a write is stored when the board has
acknowledged it. Nothing is written that no profile names.
"""

from collections import deque
from collections.abc import Callable, Generator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from mingtang_desk.core.errors import (
    LinkTimeoutError,
    RejectedError,
    UnexpectedReplyError,
    UnsupportedError,
    UsageError,
)
from mingtang_desk.device.calibration import Target
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.catalogue.counters import complete
from mingtang_desk.device.extras import ExtraSpec
from mingtang_desk.device.sample import CounterReading, PackSample
from mingtang_desk.device.settings import SettingsReading, SettingValue
from mingtang_desk.interfaces.calibration import CalibrationOffer
from mingtang_desk.interfaces.driver import Driver, Frame, Identity, Part, Procedure, Request
from mingtang_desk.protocols.modbus import codec, settings
from mingtang_desk.protocols.modbus.active import (
    Active,
    BlockReader,
    block_key,
)
from mingtang_desk.protocols.modbus.ble import ble_profile
from mingtang_desk.protocols.modbus.board_plan import BoardPlan
from mingtang_desk.protocols.modbus.calibration import Corrections
from mingtang_desk.protocols.modbus.capable import capabilities_of, missing_of, one_way_of
from mingtang_desk.protocols.modbus.codec import EXCEPTION_WORDS, UNKNOWN_CODE, ModbusFramer
from mingtang_desk.protocols.modbus.conversation import Listener
from mingtang_desk.protocols.modbus.phrases import phrasebook
from mingtang_desk.protocols.modbus.places import origin, sample_origins, shown_key
from mingtang_desk.protocols.modbus.switching import control_request
from mingtang_desk.wire.profile.plan import Block
from mingtang_desk.wire.profile.rows import Profile

TRANSPORTS = ("serial", "tcp", "ble", "sim", "replay")
_NO_SUCH = (1, 2)
"""Exceptions that say that a board lacks what was asked for, not that it failed."""


def profile_driver(profile: Profile) -> Driver:
    """Return the driver of a profile."""
    every = Active(profile, frozenset(part.key for part in profile.parts))
    return Driver(
        key=profile.key,
        label=profile.label,
        transports=TRANSPORTS,
        capabilities=capabilities_of(every),
        framer=ModbusFramer,
        session=lambda options: ModbusSession(profile, options),
        decode=Listener(profile).decode,
        settings=settings.specs_of(profile),
        baud=profile.baud,
        addressed=True,
        paired=True,
        request_words=codec.request_words,
        writes=codec.writes,
        read_again=codec.read_again,
        phrasebook=phrasebook(profile.address),
        ble=ble_profile(profile.key),
        one_way=one_way_of(every),
        missing=missing_of(every),
        origins=lambda sample: sample_origins(every, sample),
        extras={
            shown_key(row, profile.key): ExtraSpec(row.label, row.unit)
            for row in every.section("extras").values()
            if row.label or row.unit
        },
        unique_ids=True,
        setting_origins={
            name: origin(row, settings.raw_key(row), row.place.address)
            for name, row in every.settings.items()
        },
    )


class ModbusSession:
    """What is known of one board while it is open.

    Args:
        options: of the URI; `address` and `reply_address` go before the profile's.

    Raises:
        UsageError: an address is none.
    """

    def __init__(self, profile: Profile, options: Mapping[str, str]) -> None:
        self._profile = profile
        self._address = _number(options, "address", profile.address, 1, codec.HIGHEST_ADDRESS)
        given = profile.reply_address
        if "reply_address" in options:
            given = _number(options, "reply_address", 0, 0, 255)
        self._reply_address = given
        self._is_auto = options.get("protocol", "auto") in ("", "auto")
        self._board = BoardPlan(Active(profile))
        self._values: dict[str, Any] = {}
        self._wire: dict[str, bytes] = {}
        self._absent: set[Block] = set()

    def identify(self) -> Procedure[Identity]:
        """Read a status that looks like one, then find out which parts the board has.

        Raises:
            UnexpectedReplyError: something answers that is no board of this profile.
        """
        present: list[str] = []
        yield from self._read_all(self._board.first)
        self._expect()
        for part in self._profile.parts:
            if part.probe is not None:
                place = part.probe.place
                block = Block(place.space, place.address, place.count)
                payload = yield from self._optional(block, may_be_mute=True)
                number = None if payload is None else int.from_bytes(payload, "big")
                if number is not None and number in (part.probe.equals or (number,)):
                    present.append(part.key)
        missing = set(self._profile.identify.requires) - set(present)
        if self._is_auto and missing:
            raise UnexpectedReplyError(
                "frame_invalid", what=self._profile.label, detail="it is a board of another kind"
            )
        self._board = BoardPlan(
            Active(self._profile, frozenset(present)), self._values.get("info.cell_count")
        )
        self._values.clear()
        self._wire.clear()
        yield from self._read_all(self._board.naming)
        name = self._first_text(self._profile.identify.name)
        return Identity(
            device_id=self._device_id,
            name=name or self._profile.label,
            capabilities=capabilities_of(self._board.active),
            lacks=self._board.reason,
        )

    def poll(self, part: Part, now: Callable[[], datetime]) -> Procedure[PackSample]:
        """Read the blocks of every poll, on the SLOW rhythm those of texts before them."""
        if part is Part.SLOW:
            yield from self._read_all(self._board.slow)
        yield from self._read_all(self._board.fast)
        count = self._values.get("info.cell_count")
        if count != self._board.cell_count:
            self._board = BoardPlan(self._board.active, count)
            yield from self._read_all(self._board.fast)
        return self._board.assembler.sample(
            now(), self._values, device_id=self._device_id, wire=dict(self._wire)
        )

    def read_counters(self, now: Callable[[], datetime]) -> Procedure[CounterReading]:
        """Read the counters; those that the board lacks are not reported."""
        rows = self._board.active.counters
        if not rows:
            raise UnsupportedError("unsupported", what="counters")
        found: dict[str, int | None] = {}
        for reader in self._board.active.readers(rows.values()):
            payload = yield from self._payload(reader.block)
            for key, value in reader.values(payload).items():
                found[key.partition(".")[2]] = value
        values, derived = complete(found)
        return CounterReading(time=now(), values=values, derived=derived)

    def read_settings(
        self, keys: Sequence[str] | None, now: Callable[[], datetime]
    ) -> Procedure[SettingsReading]:
        """Read settings in the cheapest blocks; those that the board lacks are left out."""
        every = self._board.active.settings
        rows = every if keys is None else {k: row for k, row in every.items() if k in keys}
        if not every:
            raise UnsupportedError("unsupported", what="settings")
        raw: dict[str, bytes] = {}
        for reader in self._board.active.readers(rows.values()):
            payload = yield from self._optional(reader.block)
            if payload is None:
                continue
            settings.collect(raw, reader, payload)
        values = settings.decode(rows, raw)
        return SettingsReading(
            time=now(),
            protocol=self._profile.key,
            device_id=self._device_id,
            values=values,
            raw=raw,
            limits=settings.limits_of({name: rows[name] for name in values}),
        )

    def write_settings(
        self,
        changes: Mapping[str, SettingValue],
        current: SettingsReading,
        exact: Mapping[str, bytes] = MappingProxyType({}),
    ) -> Procedure[None]:
        """Write settings, neighbours together where the board takes that.

        What is refused together is tried one by one, so that a refused setting does not keep the
        others from being sent.

        Raises:
            RejectedError: the first refusal, after everything else was sent.
            UnsupportedError, OutOfRangeError: a value this board cannot keep; nothing was sent.
        """
        rows = self._board.active.settings
        many = self._profile.write_single != 6
        most = self._profile.max_write
        writes = deque(settings.encode(changes, rows, current.raw, exact=exact, most=most))
        refused: list[RejectedError] = []
        while writes:
            write = writes.popleft()
            frame = yield codec.write_words(
                self._address,
                write.register,
                write.data,
                reply_address=self._reply_address,
                many=many,
            )
            if frame.status and write.parts:
                writes.extendleft(reversed(write.parts))
            elif frame.status:
                refused.append(_rejected(frame, f"register {write.register}"))
        if refused:
            raise refused[0]

    def control(self, action: Action, value: SettingValue | None) -> Procedure[None]:
        """Do one action as the profile says.

        Raises:
            RejectedError: the board said no.
            UnsupportedError: this board cannot do it.
        """
        row = self._board.active.controls.get(action.value)
        if row is None:
            raise UnsupportedError("unsupported", what=action.value)
        frame = yield control_request(
            row, value, address=self._address, profile=self._profile, reply=self._reply_address
        )
        if frame.status:
            raise _rejected(frame, action.value)

    def calibrations(self) -> Sequence[CalibrationOffer]:
        """Return what this board can calibrate."""
        sensors = len(self._board.active.section("temperatures"))
        return self._corrections.offers(self._board.cell_count or 0, sensors)

    def calibrate(self, target: Target, *, reference: float, reading: float) -> Procedure[None]:
        """Write the correction that makes the reading right."""
        yield from self._corrections.calibrate(target, reference=reference, reading=reading)

    def correction(self, target: Target) -> Procedure[float | None]:
        """Read the correction in use."""
        return (yield from self._corrections.read(target))

    def restore(self, target: Target, correction: float) -> Procedure[None]:
        """Put an old correction back."""
        yield from self._corrections.write(target, correction)

    @property
    def _corrections(self) -> Corrections:
        return Corrections(
            self._board.active.corrections,
            read=lambda block: codec.read(self._address, block, reply_address=self._reply_address),
            write=lambda register, data: codec.write_words(
                self._address,
                register,
                data,
                reply_address=self._reply_address,
                many=self._profile.write_single != 6,
            ),
            refused=_rejected,
        )

    @property
    def _device_id(self) -> str | None:
        return self._first_text(self._profile.identify.id) or None

    def _first_text(self, keys: tuple[str, ...]) -> str:
        return next((str(text) for key in keys if (text := self._values.get(key))), "")

    def _expect(self) -> None:
        for key, (least, most) in self._profile.identify.expect.items():
            value = self._values.get(key)
            if value is None or not least <= value <= most:
                detail = f"{key} is {value}, a board has {least:g} to {most:g}"
                raise UnexpectedReplyError("frame_invalid", what=self._profile.label, detail=detail)

    def _read_all(self, readers: Sequence[BlockReader]) -> Generator[Request, Frame, None]:
        """Read blocks; their values and bytes go in together once all of them are there.

        A block that the board says it lacks is not asked for again.
        """
        values: dict[str, Any] = {}
        wire: dict[str, bytes] = {}
        for reader in readers:
            if reader.block in self._absent:
                continue
            payload = yield from self._optional(reader.block)
            if payload is None:
                self._absent.add(reader.block)
                continue
            wire[block_key(reader.block)] = payload
            values |= reader.values(payload)
        self._values |= values
        self._wire |= wire

    def _payload(self, block: Block) -> Generator[Request, Frame, bytes]:
        payload = yield from self._optional(block, lacking=())
        assert payload is not None
        return payload

    def _optional(
        self, block: Block, *, lacking: tuple[int, ...] = _NO_SUCH, may_be_mute: bool = False
    ) -> Generator[Request, Frame, bytes | None]:
        """Read a block that the board may lack: it says so, or even does not answer at all."""
        try:
            frame = yield codec.read(self._address, block, reply_address=self._reply_address)
        except LinkTimeoutError:
            if may_be_mute:
                return None
            raise
        if frame.status in lacking:
            return None
        if frame.status:
            raise _rejected(frame, block_key(block))
        return frame.payload[1:]


def _rejected(frame: Frame, what: str) -> RejectedError:
    meaning = EXCEPTION_WORDS.get(frame.status, UNKNOWN_CODE)
    return RejectedError("rejected", what=what, meaning=meaning, code=frame.status, data=frame.raw)


def _number(options: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = options.get(name)
    if text is None:
        return default
    if not text.isdecimal() or not least <= int(text) <= most:
        raise UsageError("option_invalid", option=name, value=text, allowed=f"{least} to {most}")
    return int(text)
