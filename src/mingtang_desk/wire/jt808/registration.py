"""A terminal comes in: registration, its answer, authentication; and the time of day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
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
    time_bytes,
    time_of,
)

IMEI_BYTES, VERSION_BYTES = 15, 20
# 0 = no plate, a vehicle number instead; 1 to 9 and 91 to 94 by JT/T 697.7. No letter or digit of a
# text is one of them, which tells the layouts apart.
PLATE_COLOURS = frozenset((*range(10), 91, 92, 93, 94))


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Lengths of the fields of a registration in one edition of the standard."""

    edition: int
    maker: int
    model: int
    terminal: int

    @property
    def colour_at(self) -> int:
        """Where the colour of the plate stands."""
        return 4 + self.maker + self.model + self.terminal


LAYOUT_2011 = Layout(edition=2011, maker=5, model=8, terminal=7)
LAYOUT_2013 = Layout(edition=2013, maker=5, model=20, terminal=7)
LAYOUT_2019 = Layout(edition=2019, maker=11, model=30, terminal=30)
LAYOUTS = {layout.edition: layout for layout in (LAYOUT_2011, LAYOUT_2013, LAYOUT_2019)}


def _layouts(body: bytes, form: Form) -> Iterator[Layout]:
    """Those that a body may have, the likeliest first."""
    order = (LAYOUT_2019,) * form.is_2019 + (LAYOUT_2013, LAYOUT_2011)
    fitting = [layout for layout in order if layout.colour_at < len(body)]
    yield from (layout for layout in fitting if body[layout.colour_at] in PLATE_COLOURS)
    yield from fitting


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """0x0100: a terminal introduces itself.

    Attributes:
        province, city: numbers of GB/T 2260.
        maker: bytes of the maker's code, with their padding.
        model, terminal: the maker's names for the model and for this one.
        plate_colour: see `PLATE_COLOURS`.
        plate: number plate, or the vehicle's number.
        edition: whose field lengths it has: 2011, 2013 or 2019.
    """

    ID: ClassVar[int] = 0x0100
    province: int
    city: int
    maker: bytes
    model: str
    terminal: str
    plate_colour: int
    plate: str
    edition: int

    @classmethod
    def read(cls, body: bytes, form: Form) -> Self:
        """Decode a body. Edition and length do not always match, so the colour has a say."""
        layout = next(_layouts(body, form), None)
        if layout is None:
            raise CutShortError(f"no registration has only {len(body)} bytes")
        reader = Reader(body)
        return cls(
            province=reader.number(2),
            city=reader.number(2),
            maker=reader.take(layout.maker),
            model=reader.text(layout.model),
            terminal=reader.text(layout.terminal),
            plate_colour=reader.number(1),
            plate=text_of(reader.rest()),
            edition=layout.edition,
        )

    def body(self, form: Form) -> bytes:
        """Encode it, with the field lengths of its edition."""
        layout = LAYOUTS[self.edition]
        return (
            number_bytes(self.province, 2, "province")
            + number_bytes(self.city, 2, "city")
            + padded(self.maker, layout.maker, "maker")
            + padded(text_bytes(self.model), layout.model, "model")
            + padded(text_bytes(self.terminal), layout.terminal, "terminal")
            + number_bytes(self.plate_colour, 1, "colour of the plate")
            + text_bytes(self.plate)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterReply:
    """0x8100: the platform's answer to a registration.

    Attributes:
        reply_serial: serial number of the registration.
        result: 0 done, 1 vehicle is registered already, 2 no such vehicle, 3 terminal is registered
            already, 4 no such terminal.
        auth_code: what the terminal proves itself with from now on; None unless done.
    """

    ID: ClassVar[int] = 0x8100
    reply_serial: int
    result: int
    auth_code: str | None = None

    @classmethod
    def read(cls, body: bytes, form: Form) -> Self:
        """Decode a body."""
        reader = Reader(body)
        serial, result = reader.number(2), reader.number(1)
        code = None if result else text_of(reader.rest())
        return cls(reply_serial=serial, result=result, auth_code=code)

    def body(self, form: Form) -> bytes:
        """Encode it."""
        head = number_bytes(self.reply_serial, 2, "serial number")
        head += number_bytes(self.result, 1, "result")
        return head if self.result else head + text_bytes(self.auth_code or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Authenticate:
    """0x0102: a terminal proves that it was registered.

    Attributes:
        auth_code: what the platform gave it.
        imei: since 2019; None = not told.
        software: version of its software, since 2019; None = not told.
    """

    ID: ClassVar[int] = 0x0102
    auth_code: str
    imei: str | None = None
    software: str | None = None

    @classmethod
    def read(cls, body: bytes, form: Form) -> Self:
        """Decode a body; some 2019 terminals send the code alone, as it was before."""
        counted = 1 + body[0] if form.is_2019 and body else 0
        if not counted or (counted != len(body) and counted + IMEI_BYTES > len(body)):
            return cls(auth_code=text_of(body))
        reader = Reader(body)
        code = reader.text(reader.number(1))
        if not reader.left:
            return cls(auth_code=code)
        return cls(auth_code=code, imei=reader.text(IMEI_BYTES), software=text_of(reader.rest()))

    def body(self, form: Form) -> bytes:
        """Encode it; before 2019 there is no place for more than the code."""
        if not form.is_2019:
            return text_bytes(self.auth_code)
        head = counted_text(self.auth_code, "authentication code")
        if self.imei is None and self.software is None:
            return head
        imei = padded(text_bytes(self.imei or ""), IMEI_BYTES, "IMEI")
        return head + imei + padded(text_bytes(self.software or ""), VERSION_BYTES, "version")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeReply2019:
    """0x8004: the time, UTC on the wire (2019).

    Attributes:
        time: UTC; None where the bytes are no time.
    """

    ID: ClassVar[int] = 0x8004
    time: datetime | None

    @classmethod
    def read(cls, body: bytes, form: Form) -> Self:
        """Decode a body."""
        return cls(time=time_of(Reader(body).take(6), UTC))

    def body(self, form: Form) -> bytes:
        """Encode it; no time goes out as zeros."""
        return bytes(6) if self.time is None else time_bytes(self.time, UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeReply:
    """0x8109: the time in the zone of the terminal, in numbers (a supplement of before 2019).

    Attributes:
        time: UTC; None where the bytes are no time.
    """

    ID: ClassVar[int] = 0x8109
    time: datetime | None

    @classmethod
    def read(cls, body: bytes, form: Form) -> Self:
        """Decode a body."""
        reader = Reader(body)
        year, (month, day, hour, minute, second) = reader.number(2), reader.take(5)
        try:
            local = datetime(year, month, day, hour, minute, second, tzinfo=form.zone)
            return cls(time=local.astimezone(UTC))
        except (ValueError, OverflowError):
            return cls(time=None)

    def body(self, form: Form) -> bytes:
        """Encode it; no time goes out as zeros."""
        if self.time is None:
            return bytes(7)
        local = self.time.astimezone(form.zone)
        rest = (local.month, local.day, local.hour, local.minute, local.second)
        return number_bytes(local.year, 2, "year") + bytes(rest)
