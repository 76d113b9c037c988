"""What a platform asks of a terminal, and the answers that are not general replies."""

from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar, Self

from mingtang_desk.wire.jt808.message import Form
from mingtang_desk.wire.jt808.octets import (
    CutShortError,
    Reader,
    counted_text,
    number_bytes,
    padded,
    text_bytes,
    text_of,
)

MAKER_BYTES, ICCID_BYTES = 5, 10


class Command(IntEnum):
    """Words of 0x8105."""

    WIRELESS_UPGRADE = 1
    CONNECT_TO_SERVER = 2
    POWER_OFF = 3
    RESTART = 4
    FACTORY_RESET = 5
    CLOSE_DATA_LINK = 6
    CLOSE_ALL_RADIO = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """0x8105: do something.

    Attributes:
        command: see `Command`; vendors have more.
        parameters: what some commands need, separated by semicolons.
    """

    ID: ClassVar[int] = 0x8105
    command: int
    parameters: str = ""

    @classmethod
    def read(cls, body: bytes, form: Form) -> Self:
        """Decode a body."""
        reader = Reader(body)
        return cls(command=reader.number(1), parameters=text_of(reader.rest()))

    def body(self, form: Form) -> bytes:
        """Encode it."""
        return number_bytes(self.command, 1, "command") + text_bytes(self.parameters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributes:
    """0x0107: what a terminal is.

    Attributes:
        kind: bits of what it is made for.
        maker: bytes of the maker's code, with their padding.
        model, terminal: the maker's names for the model and for this one.
        iccid: BCD of the SIM card's number; half bytes may be letters.
        hardware, firmware: versions.
        gnss, radio: bits of what its receivers can do.
    """

    ID: ClassVar[int] = 0x0107
    kind: int
    maker: bytes
    model: str
    terminal: str
    iccid: bytes
    hardware: str
    firmware: str
    gnss: int
    radio: int

    @classmethod
    def read(cls, body: bytes, form: Form) -> Self:
        """Decode a body."""
        reader = Reader(body)
        return cls(
            kind=reader.number(2),
            maker=reader.take(MAKER_BYTES),
            model=reader.text(30 if form.is_2019 else 20),
            terminal=reader.text(30 if form.is_2019 else 7),
            iccid=reader.take(ICCID_BYTES),
            hardware=reader.text(reader.number(1)),
            firmware=reader.text(reader.number(1)),
            gnss=reader.number(1),
            radio=reader.number(1),
        )

    def body(self, form: Form) -> bytes:
        """Encode it."""
        return (
            number_bytes(self.kind, 2, "type")
            + padded(self.maker, MAKER_BYTES, "maker")
            + padded(text_bytes(self.model), 30 if form.is_2019 else 20, "model")
            + padded(text_bytes(self.terminal), 30 if form.is_2019 else 7, "terminal")
            + padded(self.iccid, ICCID_BYTES, "ICCID")
            + counted_text(self.hardware, "hardware")
            + counted_text(self.firmware, "firmware")
            + number_bytes(self.gnss, 1, "GNSS")
            + number_bytes(self.radio, 1, "radio")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    """0x8108: firmware for a terminal, usually in many parts.

    Attributes:
        kind: 0 terminal, 12 card reader, 52 satellite receiver.
        maker: bytes of the maker's code, with their padding.
        version: of the firmware.
        data: the firmware.
    """

    ID: ClassVar[int] = 0x8108
    kind: int
    maker: bytes
    version: str
    data: bytes

    @classmethod
    def read(cls, body: bytes, form: Form) -> Self:
        """Decode a body."""
        reader = Reader(body)
        return cls(
            kind=reader.number(1),
            maker=reader.take(MAKER_BYTES),
            version=reader.text(reader.number(1)),
            data=reader.take(reader.number(4)),
        )

    def body(self, form: Form) -> bytes:
        """Encode it."""
        return (
            number_bytes(self.kind, 1, "type")
            + padded(self.maker, MAKER_BYTES, "maker")
            + counted_text(self.version, "version")
            + number_bytes(len(self.data), 4, "length of the firmware")
            + self.data
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class UpgradeResult:
    """0x0108: how an upgrade went.

    Attributes:
        kind: as in `Upgrade`.
        result: 0 done, 1 failed, 2 cancelled.
    """

    ID: ClassVar[int] = 0x0108
    kind: int
    result: int

    @classmethod
    def read(cls, body: bytes, form: Form) -> Self:
        """Decode a body."""
        reader = Reader(body)
        return cls(kind=reader.number(1), result=reader.number(1))

    def body(self, form: Form) -> bytes:
        """Encode it."""
        return number_bytes(self.kind, 1, "type") + number_bytes(self.result, 1, "result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """0x8202: report more often for a while.

    Attributes:
        interval_s: time between reports; 0 = stop it.
        validity_s: how long; None where it is to stop.
    """

    ID: ClassVar[int] = 0x8202
    interval_s: int
    validity_s: int | None = None

    @classmethod
    def read(cls, body: bytes, form: Form) -> Self:
        """Decode a body."""
        reader = Reader(body)
        interval_s = reader.number(2)
        if not interval_s and not reader.left:
            return cls(interval_s=0)
        return cls(interval_s=interval_s, validity_s=reader.number(4))

    def body(self, form: Form) -> bytes:
        """Encode it."""
        head = number_bytes(self.interval_s, 2, "interval")
        if self.validity_s is not None:
            return head + number_bytes(self.validity_s, 4, "validity")
        if self.interval_s:
            raise ValueError("tracking needs a validity")
        return head


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """0x8300: a text; many trackers take their own commands this way.

    Attributes:
        flags: what to do with it.
        text: the text.
        kind: 1 notice, 2 service; in 2019 alone.
    """

    ID: ClassVar[int] = 0x8300
    flags: int
    text: str
    kind: int | None = None

    @classmethod
    def read(cls, body: bytes, form: Form) -> Self:
        """Decode a body."""
        reader = Reader(body)
        flags = reader.number(1)
        kind = reader.number(1) if form.is_2019 else None
        return cls(flags=flags, kind=kind, text=text_of(reader.rest()))

    def body(self, form: Form) -> bytes:
        """Encode it."""
        head = number_bytes(self.flags, 1, "flags")
        if form.is_2019:
            head += number_bytes(1 if self.kind is None else self.kind, 1, "type")
        return head + text_bytes(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Resend:
    """Parts of a message did not arrive.

    Attributes:
        first_serial: serial number of its first part.
        numbers: the parts, from 1.
    """

    first_serial: int
    numbers: tuple[int, ...]

    @classmethod
    def read(cls, body: bytes, form: Form) -> Self:
        """Decode a body; the count has two bytes since 2019, what follows tells which it was."""
        first_serial, rest = Reader(body).number(2), body[2:]
        for size in (2, 1) if form.is_2019 else (1, 2):
            if len(rest) == size + 2 * int.from_bytes(rest[:size], "big") and len(rest) >= size:
                listed = Reader(rest[size:])
                numbers = tuple(listed.number(2) for _ in range(listed.left // 2))
                return cls(first_serial=first_serial, numbers=numbers)
        raise CutShortError("the list of parts is not as long as it says")

    def body(self, form: Form) -> bytes:
        """Encode it."""
        count = number_bytes(len(self.numbers), 2 if form.is_2019 else 1, "count")
        listed = (number_bytes(number, 2, "part") for number in self.numbers)
        return number_bytes(self.first_serial, 2, "serial number") + count + b"".join(listed)


class PlatformResend(_Resend):
    """0x8003: the platform asks for parts again."""

    __slots__ = ()
    ID: ClassVar[int] = 0x8003


class TerminalResend(_Resend):
    """0x0005: the terminal asks for parts again (2019)."""

    __slots__ = ()
    ID: ClassVar[int] = 0x0005
