"""The head of a packet: which message, whose, which of its parts."""

import struct

import msgspec
from msgspec.structs import replace

from mingtang_desk.wire.jt808.octets import digits_of, number_bytes

LENGTH_BITS = 0x03FF
ENCRYPTION_SHIFT, ENCRYPTION_BITS = 10, 0x07
HAS_PARTS, IS_2019, RESERVED = 1 << 13, 1 << 14, 1 << 15
MAX_BODY = 1023
SHORT_HEAD = 12
TERMINAL_2013, TERMINAL_2019 = 6, 10
# A vendor's messages whose serial number is one byte (published for 0x5501 and 0x5502 only).
SERIAL_BYTES: dict[int, int] = {0x5501: 1, 0x5502: 1}
IMEI_BODY = 14
_HEAD_2013, _HEAD_2019 = struct.Struct(">HH6sH"), struct.Struct(">HHB10sH")
_UNUSUAL = HAS_PARTS | RESERVED | ENCRYPTION_BITS << ENCRYPTION_SHIFT


# Structs, not dataclasses: a server makes one of each for every packet, six times as fast.
class Terminal(msgspec.Struct, frozen=True):
    """Who a packet is from or for.

    Attributes:
        id: the bytes of the identity as they stand on the wire, 6 of them, 10 since 2019; usually
            the BCD of a phone number.
        version: the version byte that the head has since 2019; None = a head of before.
    """

    id: bytes
    version: int | None = None

    @property
    def is_2019(self) -> bool:
        """The head is that of 2019, and so are the bodies."""
        return self.version is not None

    @property
    def number(self) -> str | None:
        """The number without leading zeros; None where the bytes are no BCD."""
        digits = digits_of(self.id)
        return None if digits is None else digits.lstrip("0") or "0"

    @property
    def key(self) -> str:
        """What to look a device up by: the number, or the hex digits where there is none."""
        return self.number or self.id.hex()

    @property
    def imei(self) -> str | None:
        """The IMEI, where the bytes are one in binary: 14 digits and the check digit added.

        Trackers with hex letters in their identity have been seen to send theirs so.
        """
        body = str(int.from_bytes(self.id, "big"))
        if self.number is not None or len(body) != IMEI_BODY:
            return None
        doubled = (int(c) * (2 if i % 2 else 1) for i, c in enumerate(body))
        return body + str(-sum(n - 9 if n > 9 else n for n in doubled) % 10)


def terminal_of(number: str, *, version: int | None = None) -> Terminal:
    """The terminal with a number.

    Args:
        number: decimal digits, or hex digits for an identity that is no BCD.
        version: of 2019's head; None = that of 2013.

    Raises:
        ValueError: too long, or no digits.
    """
    size = TERMINAL_2013 if version is None else TERMINAL_2019
    identity = bytes.fromhex(number.zfill(2 * size))
    if len(identity) != size:
        raise ValueError(f"a number of {len(number)} digits does not fit into {size} bytes")
    return Terminal(identity, version)


class Part(msgspec.Struct, frozen=True):
    """Which part of a message a packet holds: `number` counts from 1 to `total`."""

    total: int
    number: int


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """A head.

    Attributes:
        message_id: which message.
        terminal: whose, or for whom.
        serial: counts the packets of a sender, 0 to 65535 and again.
        part: which part; None = the message is whole.
        encryption: bits 10 to 12 of the properties, 0 = none, 1 = RSA.
        reserved: bit 15, which has no meaning yet.
    """

    message_id: int
    terminal: Terminal
    serial: int
    part: Part | None = None
    encryption: int = 0
    reserved: bool = False


class Packet(msgspec.Struct, frozen=True, kw_only=True):
    """A packet whose checksum is right.

    Attributes:
        header: its head.
        body: what follows the head.
        raw: head, body and checksum, without escapes and delimiters; of a message that was put
            together, those of all parts after each other.
        serials: serial numbers of the packets that it came in.
    """

    header: Header
    body: bytes
    raw: bytes
    serials: tuple[int, ...]

    @property
    def is_encrypted(self) -> bool:
        """The body cannot be read without a key."""
        return self.header.encryption != 0


def parse(data: bytes) -> tuple[Header, int, int] | None:
    """Read a head.

    Args:
        data: a packet without escapes, delimiters and checksum.

    Returns:
        Head, its length, and the length of the body as it says; None where it is cut short.
    """
    if len(data) < SHORT_HEAD - 1:
        return None
    if not data[2] & _UNUSUAL >> 8 and len(data) >= _HEAD_2019.size:
        message_id = data[0] << 8 | data[1]
        if message_id not in SERIAL_BYTES:
            return _parse_usual(data)
    message_id, properties = int.from_bytes(data[:2], "big"), int.from_bytes(data[2:4], "big")
    if properties & IS_2019:
        version: int | None = data[4]
        start, at = 5, 5 + TERMINAL_2019
    else:
        version, start, at = None, 4, 4 + TERMINAL_2013
    terminal = Terminal(data[start:at], version)
    end = at + SERIAL_BYTES.get(message_id, 2)
    serial = int.from_bytes(data[at:end], "big")
    part = None
    if properties & HAS_PARTS:
        part = Part(
            int.from_bytes(data[end : end + 2], "big"),
            int.from_bytes(data[end + 2 : end + 4], "big"),
        )
        end += 4
    if end > len(data):
        return None
    header = Header(
        message_id=message_id,
        terminal=terminal,
        serial=serial,
        part=part,
        encryption=properties >> ENCRYPTION_SHIFT & ENCRYPTION_BITS,
        reserved=bool(properties & RESERVED),
    )
    return header, end, properties & LENGTH_BITS


def _parse_usual(data: bytes) -> tuple[Header, int, int]:
    """Read the head of nearly every packet, at once: whole, not encrypted, serial of two bytes."""
    if data[2] & IS_2019 >> 8:
        message_id, properties, version, identity, serial = _HEAD_2019.unpack_from(data)
        terminal, end = Terminal(identity, version), _HEAD_2019.size
    else:
        message_id, properties, identity, serial = _HEAD_2013.unpack_from(data)
        terminal, end = Terminal(identity), _HEAD_2013.size
    header = Header(message_id=message_id, terminal=terminal, serial=serial)
    return header, end, properties & LENGTH_BITS


def build(header: Header, length: int) -> bytes:
    """Write a head for a body of a length.

    Raises:
        ValueError: a value does not fit.
    """
    terminal, part = header.terminal, header.part
    size = TERMINAL_2019 if terminal.is_2019 else TERMINAL_2013
    if len(terminal.id) != size:
        raise ValueError(f"an identity has {size} bytes, not {len(terminal.id)}")
    if not 0 <= length <= MAX_BODY:
        raise ValueError(f"a packet takes up to {MAX_BODY} bytes, not {length}")
    if not 0 <= header.encryption <= ENCRYPTION_BITS:
        raise ValueError(f"there is no encryption {header.encryption}")
    properties = length | header.encryption << ENCRYPTION_SHIFT
    properties |= HAS_PARTS if part else 0
    properties |= IS_2019 if terminal.is_2019 else 0
    properties |= RESERVED if header.reserved else 0
    head = number_bytes(header.message_id, 2, "message id") + properties.to_bytes(2, "big")
    if terminal.version is not None:
        head += number_bytes(terminal.version, 1, "version")
    serial_size = SERIAL_BYTES.get(header.message_id, 2)
    head += terminal.id + number_bytes(header.serial, serial_size, "serial number")
    if part:
        head += number_bytes(part.total, 2, "number of parts")
        head += number_bytes(part.number, 2, "number of a part")
    return head


def whole(header: Header) -> Header:
    """The head of a message of which a part had this head."""
    return replace(header, part=None)
