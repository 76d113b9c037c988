"""Telegrams of JT/T 808 as a terminal builds and takes them apart, byte by byte.

Both editions: docs/protocols/jt808.md, sections 2 and 3.
"""

from dataclasses import dataclass

FLAG, ESC = 0x7E, 0x7D
BUFFER = 4096
PARTED, EDITION_2019 = 0x2000, 0x4000


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a terminal says it is.

    Attributes:
        digits: 12 of them, 20 since 2019; letters a to f are possible.
        version: byte of the head of 2019; None = head of 2013.
    """

    digits: str
    version: int | None

    @property
    def is_2019(self) -> bool:
        """It speaks the edition of 2019."""
        return self.version is not None

    @property
    def octets(self) -> bytes:
        """As it stands in the head, with the version before it where there is one."""
        number = bytes.fromhex(self.digits)
        return number if self.version is None else bytes([self.version]) + number


@dataclass(frozen=True, slots=True)
class Telegram:
    """What came from the platform.

    Attributes:
        kind: number of the message.
        digits: whom it is for.
        serial: its number.
        total, part: how many telegrams the message has, and which this is; 1 of 1 = whole.
        body: the rest.
    """

    kind: int
    digits: str
    serial: int
    total: int
    part: int
    body: bytes


def u16(value: int) -> bytes:
    """Two bytes, high one first."""
    return bytes([value >> 8 & 0xFF, value & 0xFF])


def u32(value: int) -> bytes:
    """Four bytes, high one first."""
    return u16(value >> 16) + u16(value)


def pack(kind: int, body: bytes, sender: Identity, serial: int, *, told_extra: int = 0) -> bytes:
    """A telegram as it leaves; `told_extra` is what the length in its head is wrong by."""
    marks = EDITION_2019 if sender.is_2019 else 0
    plain = u16(kind) + u16(len(body) + told_extra | marks) + sender.octets + u16(serial) + body
    parity = 0
    for octet in plain:
        parity ^= octet
    wire = bytearray([FLAG])
    for octet in plain + bytes([parity]):
        if octet in (FLAG, ESC):
            wire += bytes([ESC, octet - ESC + 1])
        else:
            wire.append(octet)
    wire.append(FLAG)
    return bytes(wire)


class Unpacker:
    """Finds telegrams in what comes from the platform; what is damaged is dropped and counted."""

    def __init__(self) -> None:
        self._octets = bytearray()
        self._parity = 0
        self._escaped = False
        self.bad = 0
        """Telegrams that were damaged."""

    def feed(self, data: bytes) -> list[Telegram]:
        """Takes bytes, cut anywhere."""
        found = []
        for octet in data:
            if octet == FLAG:
                if self._octets and (telegram := self._finish()):
                    found.append(telegram)
                self._octets.clear()
                self._parity, self._escaped = 0, False
            elif octet == ESC:
                self._escaped = True
            elif len(self._octets) < BUFFER:
                plain = ESC - 1 + octet if self._escaped else octet
                self._escaped = False
                self._octets.append(plain & 0xFF)
                self._parity ^= plain & 0xFF
        return found

    def _finish(self) -> Telegram | None:
        octets = bytes(self._octets)
        if self._parity or self._escaped or len(octets) < 13:
            self.bad += 1
            return None
        marks = octets[2] << 8 | octets[3]
        first, last = (5, 15) if marks & EDITION_2019 else (4, 10)
        start = last + (6 if marks & PARTED else 2)
        if len(octets) - 1 - start != marks & 0x3FF:
            self.bad += 1
            return None
        total = part = 1
        if marks & PARTED:
            total = octets[last + 2] << 8 | octets[last + 3]
            part = octets[last + 4] << 8 | octets[last + 5]
        return Telegram(
            kind=octets[0] << 8 | octets[1],
            digits=octets[first:last].hex(),
            serial=octets[last] << 8 | octets[last + 1],
            total=total,
            part=part,
            body=octets[start:-1],
        )
