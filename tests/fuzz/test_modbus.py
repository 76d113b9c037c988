"""The Modbus codec against damaged streams: good frames are found, bad ones never become values."""

import os
import random
import struct
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingtang_desk.interfaces.driver import Frame, FramerCounts
from mingtang_desk.protocols.modbus.codec import ModbusFramer
from mingtang_desk.session.profiles import SHIPPED, shipped_driver
from tests.fuzz.streams import pieces
from tests.protocols.modbus.board import seal

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
TIMES = 20 if os.environ.get("MINGTANG_FUZZ") == "long" else 1
STREAMS, EXAMPLES = 12_000 * TIMES, 600 * TIMES


def crc(body: bytes) -> int:
    """The checksum by its polynomial, with no table."""
    return int.from_bytes(seal(body)[-2:], "little")


def sound(data: bytes) -> bool:
    return len(data) >= 5 and crc(data[:-2]) == int.from_bytes(data[-2:], "little")


def lengths(data: bytes, at: int) -> list[int]:
    """Lengths that a frame may have which begins here, a reply before a request."""
    head = data[at : at + 7]
    if len(head) < 5 or head[0] > 247:
        return []
    function, count = head[1], head[2]
    if function & 0x80:
        return [5] if function & 0x7F in (1, 2, 3, 4, 5, 6, 15, 16) else []
    if function in (5, 6):
        return [8]
    if function in (1, 2, 3, 4):
        whole = 0 < count <= 250 and (function < 3 or count % 2 == 0)
        return [count + 5, 8] if whole else [8]
    if function in (15, 16):
        return [8, head[6] + 9] if len(head) == 7 and head[6] else [8]
    return []


def first_found(data: bytes) -> list[bytes]:
    """The oracle, as slow and plain as can be: from each place, is there a sound frame?"""
    found, at = [], 0
    while at < len(data):
        ends = [at + size for size in lengths(data, at) if at + size <= len(data)]
        good = next((end for end in ends if sound(data[at:end])), None)
        if good is None:
            at += 1
        else:
            found.append(data[at:good])
            at = good
    return found


def good_frame(rng: random.Random) -> bytes:
    """One of what crosses a bus: requests, replies, refusals, echoes."""
    address = bytes([rng.choice((1, 1, 1, 2, 247))])
    start = struct.pack(">H", rng.choice((0, 9, 0x3E8, 0x2010, 0x2200)))
    match rng.randrange(6):
        case 0:
            body = bytes([rng.choice((1, 3, 4))]) + start + struct.pack(">H", rng.randrange(1, 60))
        case 1 | 2:
            words = rng.randrange(1, 40)
            body = bytes([3, 2 * words]) + rng.randbytes(2 * words)
        case 3:
            size = rng.randrange(1, 9)
            body = bytes([1, size]) + rng.randbytes(size)
        case 4:
            body = bytes([0x80 | rng.choice((3, 6, 16)), rng.randrange(1, 7)])
        case _:
            words = rng.randrange(1, 12)
            body = b"\x10" + start + struct.pack(">HB", words, 2 * words) + rng.randbytes(2 * words)
    return seal(address + body)


def stream(rng: random.Random) -> bytes:
    parts: list[bytes] = []
    for _ in range(rng.randrange(1, 6)):
        data = bytearray(good_frame(rng))
        if rng.random() < 0.5:
            for _ in range(rng.randrange(1, 3)):
                data[rng.randrange(len(data))] ^= rng.randrange(1, 256)
        parts.append(bytes(data))
        if rng.random() < 0.3:
            parts.append(rng.randbytes(rng.randrange(12)))
    return b"".join(parts)


def run(chunks: list[bytes], *, lenient: bool = False) -> tuple[list[Frame], FramerCounts]:
    framer = ModbusFramer(lenient=lenient)
    frames = [frame for chunk in chunks for frame in framer.feed(chunk)] + framer.flush()
    assert framer.flush() == []
    return frames, framer.counts


def check(data: bytes, chunks: list[bytes]) -> int:
    frames, counts = run([data])
    assert [frame.raw for frame in frames] == first_found(data)
    assert all(frame.verified and sound(frame.raw) for frame in frames)
    assert counts.good == len(frames)
    assert counts.ignored == len(data) - sum(len(frame.raw) for frame in frames)
    assert run(chunks) == (frames, counts)
    loose, loose_counts = run(chunks, lenient=True)
    assert (loose, loose_counts) == run([data], lenient=True)
    assert all(frame.verified == sound(frame.raw) for frame in loose)
    for key in SHIPPED:
        conversation = [(("tx", "rx")[n % 2], frame) for n, frame in enumerate(loose)]
        shipped_driver(key).decode(conversation, NOW)
    return len(frames)


@pytest.mark.parametrize("part", range(4))
def test_mutated_streams(part: int) -> None:
    found = 0
    for number in range(part, STREAMS, 4):
        rng = random.Random(number)
        data = stream(rng)
        found += check(data, pieces(rng, data))
    assert found > STREAMS / 4  # the streams do hold good frames


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    chunks=st.lists(
        st.one_of(
            st.binary(max_size=40),
            st.integers(0, 2**32).map(lambda seed: good_frame(random.Random(seed))),
        ),
        max_size=8,
    ),
    seed=st.integers(0, 2**32),
)
def test_hypothesis_streams(chunks: list[bytes], seed: int) -> None:
    data = b"".join(chunks)
    check(data, pieces(random.Random(seed), data))


@pytest.mark.parametrize(
    "data", [b"\x01\x03" * 5_000, b"\x01\x03\xfa" * 3_000, b"\x01\x10\0\0\0\0\xff" * 1_500]
)
def test_the_worst_streams_end(data: bytes) -> None:
    for lenient in (False, True):
        frames, counts = run(
            [data[at : at + 20] for at in range(0, len(data), 20)], lenient=lenient
        )
        assert counts.good == sum(frame.verified for frame in frames)
