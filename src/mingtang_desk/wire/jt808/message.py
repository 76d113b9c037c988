"""What every message is, and the smallest ones."""

from dataclasses import dataclass
from datetime import tzinfo
from enum import IntEnum
from typing import ClassVar, Protocol, Self

from mingtang_desk.wire.jt808.octets import CHINA, Reader, number_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a body depends on beside its bytes.

    Attributes:
        is_2019: its head is that of 2019.
        zone: of the tracker's clock.
    """

    is_2019: bool = False
    zone: tzinfo = CHINA


class Message(Protocol):
    """A message: what it says, to and from a body."""

    ID: ClassVar[int]

    @classmethod
    def read(cls, body: bytes, form: Form) -> Self:
        """Decode a body.

        Raises:
            CutShortError: it ends before what it has to hold.
        """
        ...

    def body(self, form: Form) -> bytes:
        """Encode it.

        Raises:
            ValueError: a value does not fit.
        """
        ...


class Result(IntEnum):
    """What a general reply says; a platform also has 4, alarm confirmed."""

    DONE = 0
    FAILED = 1
    WRONG = 2
    UNSUPPORTED = 3
    ALARM_CONFIRMED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Bare:
    """A message that says all by being there.

    Attributes:
        extra: bytes that some trackers send all the same.
    """

    extra: bytes = b""

    @classmethod
    def read(cls, body: bytes, form: Form) -> Self:
        """Decode a body."""
        return cls(extra=body)

    def body(self, form: Form) -> bytes:
        """Encode it."""
        return self.extra


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneralReply:
    """An answer to a message that has none of its own.

    Attributes:
        reply_serial: serial number of what it answers.
        reply_id: which message that was.
        result: see `Result`; others have been seen.
    """

    reply_serial: int
    reply_id: int
    result: int

    @classmethod
    def read(cls, body: bytes, form: Form) -> Self:
        """Decode a body."""
        reader = Reader(body)
        return cls(
            reply_serial=reader.number(2), reply_id=reader.number(2), result=reader.number(1)
        )

    def body(self, form: Form) -> bytes:
        """Encode it."""
        return (
            number_bytes(self.reply_serial, 2, "serial number")
            + number_bytes(self.reply_id, 2, "message id")
            + number_bytes(self.result, 1, "result")
        )


class TerminalReply(GeneralReply):
    """0x0001: the terminal's general reply."""

    __slots__ = ()
    ID: ClassVar[int] = 0x0001


class PlatformReply(GeneralReply):
    """0x8001: the platform's general reply."""

    __slots__ = ()
    ID: ClassVar[int] = 0x8001


class Heartbeat(Bare):
    """0x0002: the terminal is still there."""

    __slots__ = ()
    ID: ClassVar[int] = 0x0002


class Logout(Bare):
    """0x0003: the terminal gives its registration up."""

    __slots__ = ()
    ID: ClassVar[int] = 0x0003


class QueryParameters(Bare):
    """0x8104: tell all parameters."""

    __slots__ = ()
    ID: ClassVar[int] = 0x8104


class QueryAttributes(Bare):
    """0x8107: tell what you are."""

    __slots__ = ()
    ID: ClassVar[int] = 0x8107


class QueryPosition(Bare):
    """0x8201: tell where you are, now."""

    __slots__ = ()
    ID: ClassVar[int] = 0x8201


class QueryTime2019(Bare):
    """0x0004: what time is it (2019)."""

    __slots__ = ()
    ID: ClassVar[int] = 0x0004


class QueryTime(Bare):
    """0x0109: what time is it (a supplement of before 2019)."""

    __slots__ = ()
    ID: ClassVar[int] = 0x0109
