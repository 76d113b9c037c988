"""Bytes that only pass through a terminal: the way to the battery behind it."""

from dataclasses import dataclass
from typing import ClassVar, Self

from mingtang_desk.wire.jt808.message import Form
from mingtang_desk.wire.jt808.octets import Reader, number_bytes

GNSS_DETAIL, IC_CARD, SERIAL_1, SERIAL_2 = 0x00, 0x0B, 0x41, 0x42
VENDOR_FIRST, VENDOR_LAST = 0xF0, 0xFF


@dataclass(frozen=True, slots=True, kw_only=True)
class _Transparent:
    """Bytes for, or from, what hangs on a terminal.

    Attributes:
        channel: `SERIAL_1` and so on; from `VENDOR_FIRST` on the vendor's own.
        data: the bytes, unchanged; the standard gives them no way to say what they answer.
    """

    channel: int
    data: bytes

    @classmethod
    def read(cls, body: bytes, form: Form) -> Self:
        """Decode a body."""
        reader = Reader(body)
        return cls(channel=reader.number(1), data=reader.rest())

    def body(self, form: Form) -> bytes:
        """Encode it."""
        return number_bytes(self.channel, 1, "channel") + self.data


class TransparentDown(_Transparent):
    """0x8900: to what hangs on the terminal."""

    __slots__ = ()
    ID: ClassVar[int] = 0x8900


class TransparentUp(_Transparent):
    """0x0900: from what hangs on the terminal."""

    __slots__ = ()
    ID: ClassVar[int] = 0x0900
