"""Reading and writing the pieces that message bodies are made of: numbers, texts, BCD, times."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final

CHINA: Final = timezone(timedelta(hours=8), "GMT+8")
"""The zone of all times on the wire, as the standard has it; some trackers send another."""
CENTURY = 2000
TEXT = "gbk"
TIME_BYTES = 6
NUL, UNREADABLE = "\x00", "\ufffd"


class CutShortError(ValueError):
    """A body ends before what it has to hold."""


class Reader:
    """Takes a body apart from its start.

    Args:
        data: the body.

    Raises:
        CutShortError: (each method that takes a length) the body has fewer bytes left.
    """

    __slots__ = ("_at", "_data")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def left(self) -> int:
        """How many bytes are still there."""
        return len(self._data) - self._at

    def take(self, count: int) -> bytes:
        """The next so many bytes."""
        end = self._at + count
        if end > len(self._data):
            raise CutShortError(f"{count} bytes wanted, {self.left} are left")
        piece = self._data[self._at : end]
        self._at = end
        return piece

    def number(self, size: int) -> int:
        """The next unsigned number, high byte first."""
        return int.from_bytes(self.take(size), "big")

    def text(self, size: int) -> str:
        """The next text; see `text_of`."""
        return text_of(self.take(size))

    def rest(self) -> bytes:
        """Everything that is left."""
        return self.take(self.left)


def text_of(data: bytes) -> str:
    """GBK text without its padding; what cannot be read stands as U+FFFD, so do zeros inside."""
    return data.decode(TEXT, "replace").rstrip(NUL).replace(NUL, UNREADABLE)


def number_bytes(value: int, size: int, what: str) -> bytes:
    """An unsigned number, high byte first.

    Raises:
        ValueError: it does not fit.
    """
    if not 0 <= value < 1 << 8 * size:
        raise ValueError(f"{what} {value} does not fit into {size} bytes")
    return value.to_bytes(size, "big")


def text_bytes(text: str) -> bytes:
    """Text as GBK.

    Raises:
        ValueError: it has characters that GBK has not.
    """
    return text.encode(TEXT)


def counted_text(text: str, what: str, size: int = 1) -> bytes:
    """Text as GBK with its length before it.

    Raises:
        ValueError: it is too long, or has characters that GBK has not.
    """
    data = text_bytes(text)
    return number_bytes(len(data), size, f"length of {what}") + data


def padded(data: bytes, size: int, what: str) -> bytes:
    """Bytes filled up with zeros.

    Raises:
        ValueError: they are more than `size`.
    """
    if len(data) > size:
        raise ValueError(f"{what} takes up to {size} bytes, not {len(data)}")
    return data.ljust(size, b"\x00")


def digits_of(data: bytes) -> str | None:
    """BCD as digits; None where a half byte is none."""
    digits = data.hex()
    return digits if digits.isdecimal() else None


@lru_cache(maxsize=4096)  # trackers of a fleet report in the same seconds
def time_of(data: bytes, zone: tzinfo) -> datetime | None:
    """BCD YYMMDDhhmmss of a zone as UTC; None where there is no such time."""
    digits = data.hex()
    if not digits.isdecimal():
        return None
    year, month, day, hour, minute, second = (int(digits[i : i + 2]) for i in range(0, 12, 2))
    try:
        local = datetime(CENTURY + year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None
    return local.astimezone(UTC)


def time_bytes(when: datetime, zone: tzinfo) -> bytes:
    """An aware time as BCD YYMMDDhhmmss of a zone.

    Raises:
        ValueError: it lies in another century.
    """
    local = when.astimezone(zone)
    if local.year // 100 * 100 != CENTURY:
        raise ValueError(f"the year {local.year} has no two digits on the wire")
    return bytes.fromhex(local.strftime("%y%m%d%H%M%S"))
