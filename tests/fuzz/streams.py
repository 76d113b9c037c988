"""Streams for a framer: good frames, damaged ones, noise, and what has to be found in them.

The encoder and the oracle are the tests' own. A mutated frame whose checksum still holds by chance
is a good frame of other content, and is expected as such.
"""

import random
import struct
from dataclasses import dataclass

LONGEST = 255 + 7


@dataclass(frozen=True, slots=True)
class Stream:
    """Bytes, and the frames put into them unharmed, in order."""

    data: bytes
    intact: tuple[bytes, ...]


def sealed(head: int, status: int, body: bytes) -> bytes:
    """A sound frame; `head` is its second byte."""
    middle = bytes([status, len(body)]) + body
    check = (0x10000 - sum(middle)) & 0xFFFF
    return b"\xdd" + bytes([head]) + middle + struct.pack(">H", check) + b"\x77"


def sound(frame: bytes) -> bool:
    """Whether length, checksum and end of a whole frame agree."""
    if len(frame) < 7 or frame[0] != 0xDD or len(frame) != frame[3] + 7 or frame[-1] != 0x77:
        return False
    return (sum(frame[2:-3]) + frame[-3] * 256 + frame[-2]) % 65536 == 0


def is_basic(frame: bytes) -> bool:
    return frame[1] == 3 and frame[2] == 0


def good_frame(rng: random.Random) -> bytes:
    """One of what a board says: basic info with a tail, cells, a name, a setting, a refusal."""
    match rng.randrange(6):
        case 0 | 1:
            sensors = rng.randrange(5)
            body = rng.randbytes(19) + bytes([rng.randrange(101), rng.randrange(4)])
            body += bytes([rng.randrange(1, 33), sensors])
            body += struct.pack(f">{sensors}H", *rng.choices(range(2400, 3400), k=sensors))
            body += rng.randbytes(rng.choice((0, 0, 4, 9, 11)))
            return sealed(0x03, 0, body)
        case 2:
            return sealed(0x04, 0, rng.randbytes(2 * rng.randrange(1, 33)))
        case 3:
            return sealed(
                0x05, 0, bytes(rng.choices(b"JBD-SP0123456789w\xdd", k=rng.randrange(16)))
            )
        case 4:
            return sealed(rng.randrange(0x10, 0x40), 0, rng.randbytes(2))
        case _:
            return sealed(rng.randrange(256), rng.choice((0x80, 0x81)), b"")


def mutated(rng: random.Random, frame: bytes) -> bytes:
    """A frame with one to three bytes changed, lost or added."""
    data = bytearray(frame)
    for _ in range(rng.randrange(1, 4)):
        at = rng.randrange(len(data))
        match rng.randrange(4):
            case 0 | 1:
                data[at] ^= rng.randrange(1, 256)
            case 2 if len(data) > 1:
                del data[at]
            case _:
                data.insert(at, rng.randrange(256))
    return bytes(data)


def noise(rng: random.Random) -> bytes:
    """Garbage, starts that lead nowhere, cut frames, silence."""
    match rng.randrange(4):
        case 0:
            return rng.randbytes(rng.randrange(24))
        case 1:
            return b"\xdd" + rng.randbytes(rng.randrange(5))
        case 2:
            frame = good_frame(rng)
            return frame[: rng.randrange(1, len(frame))]
        case _:
            return rng.choice((b"", b"\0" * 9, b"\xff" * 9, b"\xdd" * 4, b"w" * 3))


def stream(rng: random.Random) -> Stream:
    """Several frames; half of all are mutated, and noise lies between some."""
    parts: list[bytes] = []
    intact: list[bytes] = []
    for _ in range(rng.randrange(1, 6)):
        frame = good_frame(rng)
        if rng.random() < 0.5:
            frame = mutated(rng, frame)
        if sound(frame):
            intact.append(frame)
        parts.append(frame)
        if rng.random() < 0.3:
            parts.append(noise(rng))
    return Stream(b"".join(parts), tuple(intact))


def pieces(rng: random.Random, data: bytes) -> list[bytes]:
    """The same bytes, cut anywhere and merged."""
    found, at = [], 0
    while at < len(data):
        step = rng.choice((1, 2, 3, 18, 20, 20, 50, 200))
        found.append(data[at : at + step])
        at += step
    return found


def first_found(data: bytes) -> list[bytes]:
    """The oracle, as slow and plain as can be: from each place, is there a sound frame?"""
    found, at = [], 0
    while at < len(data):
        end = at + 7 + (data[at + 3] if at + 3 < len(data) else 0)
        if data[at] == 0xDD and end <= len(data) and sound(data[at:end]):
            found.append(data[at:end])
            at = end
        else:
            at += 1
    return found
