"""The JBD codec against damaged streams: good frames are found, bad ones never become values."""

import os
import random
import struct
import time
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.interfaces.driver import Frame, FramerCounts
from mingtang_desk.protocols.jbd.codec import JbdFramer
from mingtang_desk.protocols.jbd.conversation import decode_conversation
from mingtang_desk.protocols.jbd.status import decode_basic, decode_cells
from tests.fuzz import streams

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
TIMES = 20 if os.environ.get("MINGTANG_FUZZ") == "long" else 1
STREAMS = 20_000 * TIMES
EXAMPLES = 1_000 * TIMES
LONGEST_S = 0.5
"""For one stream of at most some hundred bytes on a busy machine; a hang is far beyond it."""


def run(chunks: list[bytes], *, lenient: bool = False) -> tuple[list[Frame], FramerCounts]:
    framer = JbdFramer(lenient=lenient)
    frames = [frame for chunk in chunks for frame in framer.feed(chunk)]
    frames += framer.flush()
    assert framer.flush() == []
    return frames, framer.counts


def check_frames(data: bytes, frames: list[Frame], counts: FramerCounts) -> None:
    """What is handed on is sound, in order, and every byte is accounted for."""
    assert [frame.raw for frame in frames] == streams.first_found(data)
    for frame in frames:
        assert frame.verified
        assert (frame.command, frame.status) == (frame.raw[1], frame.raw[2])
        assert frame.payload == frame.raw[4:-3]
    assert counts.good == len(frames)
    assert counts.ignored == len(data) - sum(len(frame.raw) for frame in frames)


def check_intact(stream: streams.Stream, frames: list[Frame]) -> None:
    """Every unharmed frame is found, in order.

    Only a sound frame that chance made of other bytes may lie across one; the streams have the
    odds of that at one in many millions, so such a stream is told apart by its bytes.
    """
    found = [frame.raw for frame in frames]
    rest = iter(found)
    if not all(any(raw == want for raw in rest) for want in stream.intact):
        by_chance = [raw for raw in found if raw not in stream.intact]
        assert by_chance, "a good frame was lost"


def check_values(frames: list[Frame]) -> None:
    """Every decoded value is the one in the bytes; what contradicts itself raises ours."""
    for frame in frames:
        body = frame.payload
        if frame.status or frame.command not in (3, 4):
            continue
        try:
            if frame.command == 4:
                cells = struct.unpack(f">{len(body) // 2}H", body[: len(body) // 2 * 2])
                assert decode_cells(body) == tuple(raw / 1000 for raw in cells)
                assert len(body) % 2 == 0
                continue
            got = decode_basic(body)
        except MingtangError:
            assert (
                len(body) % 2
                if frame.command == 4
                else len(body) < 23 + 2 * (body[22:] or b"\xff")[0]
            )
            continue
        volts, amps, left, nominal, cycles = struct.unpack_from(">HhHHH", body)
        end = 23 + 2 * body[22]
        tenths = body[20] & 0x80 or (len(body) >= end + 9 and body[end] & 0x80)
        unit = 10 if tenths else 100
        assert got[:5] == (volts / 100, amps / unit, left / unit, nominal / unit, cycles)
        assert got.ntc_raw == struct.unpack_from(f">{body[22]}H", body, 23)
        assert (got.soc_pct, got.cell_count, got.tail) == (body[19], body[21], body[end:])


def check_stream(stream: streams.Stream, chunks: list[bytes], *, lenient: bool) -> None:
    frames, counts = run([stream.data])
    check_frames(stream.data, frames, counts)
    check_intact(stream, frames)
    check_values(frames)
    assert run(chunks) == (frames, counts)
    decode_conversation([("rx", frame) for frame in frames], NOW)
    if lenient:
        loose, loose_counts = run(chunks, lenient=True)
        assert (loose, loose_counts) == run([stream.data], lenient=True)
        for frame in loose:
            assert frame.verified == streams.sound(frame.raw)
        assert loose_counts.good == sum(frame.verified for frame in loose)
        check_values(loose)


@pytest.mark.parametrize("part", range(8))
def test_mutated_streams(part: int) -> None:
    damaged = 0
    for number in range(part, STREAMS, 8):
        rng = random.Random(number)
        stream = streams.stream(rng)
        began = time.perf_counter()
        check_stream(stream, streams.pieces(rng, stream.data), lenient=number % 4 == 0)
        assert time.perf_counter() - began < LONGEST_S, number
        damaged += len(streams.first_found(stream.data)) == 0
    assert damaged < STREAMS / 8 / 2  # the streams do hold good frames


parts = st.one_of(
    st.binary(max_size=40),
    st.integers(0, 2**32).map(lambda seed: streams.good_frame(random.Random(seed))),
    st.integers(0, 2**32).map(
        lambda seed: streams.mutated(random.Random(seed), streams.good_frame(random.Random(seed)))
    ),
    st.integers(0, 2**32).map(lambda seed: streams.noise(random.Random(seed))),
)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(chunks=st.lists(parts, max_size=8), seed=st.integers(0, 2**32))
def test_hypothesis_streams(chunks: list[bytes], seed: int) -> None:
    data = b"".join(chunks)
    stream = streams.Stream(data, tuple(part for part in chunks if streams.sound(part)))
    check_stream(stream, streams.pieces(random.Random(seed), data), lenient=True)


@pytest.mark.parametrize("lenient", [False, True])
@pytest.mark.parametrize(
    "data",
    [b"\xdd" * 20_000, b"\xdd\x03\x00\xff" * 5_000, b"\xdd\x00\x00\x00\x00\x00\x77"[:6] * 4_000],
    ids=["starts", "promises", "almost"],
)
def test_the_worst_streams_end_soon(data: bytes, lenient: bool) -> None:
    began = time.perf_counter()
    frames, counts = run([data[at : at + 20] for at in range(0, len(data), 20)], lenient=lenient)
    assert time.perf_counter() - began < 10
    assert len(frames) == counts.good + sum(not frame.verified for frame in frames)


def test_the_mutator_knows_a_frame_that_is_still_sound() -> None:
    frame = streams.sealed(4, 0, b"\x0d\x66\x0d\x61")
    swapped = frame[:4] + frame[6:8] + frame[4:6] + frame[8:]  # the sum is the same
    assert streams.sound(frame)
    assert streams.sound(swapped)
    assert not streams.sound(frame[:-1])
    assert [raw for raw in streams.first_found(b"\xdd" + frame + b"\0" + swapped)] == [
        frame,
        swapped,
    ]
