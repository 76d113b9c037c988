"""Frames: built, found in any stream, damaged ones counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.interfaces.driver import FramerCounts
from mingtang_desk.protocols.jbd import codec
from mingtang_desk.protocols.jbd.codec import JbdFramer
from tests.protocols.jbd import hand

SAMPLE = bytes.fromhex(
    "DD 03 00 1B 17 00 00 00 02 D0 03 E8 00 00 20 78 00 00 00 00 00 00 10 48 03 0F 02"
    "0B 76 0B 82 FB FF 77"
)
"""The reply printed in the vendor's document V4."""
ACK = bytes.fromhex("DD E1 00 00 00 00 77")


@pytest.mark.parametrize(
    ("made", "known"),
    [
        (codec.request(codec.READ, 0x03), "DD A5 03 00 FF FD 77"),
        (codec.request(codec.READ, 0x04), "DD A5 04 00 FF FC 77"),
        (codec.request(codec.READ, 0x05), "DD A5 05 00 FF FB 77"),
        (codec.request(codec.WRITE, 0x00, b"\x56\x78"), "DD 5A 00 02 56 78 FF 30 77"),
        (codec.request(codec.WRITE, 0x01, b"\x28\x28"), "DD 5A 01 02 28 28 FF AD 77"),
        (codec.request(codec.WRITE, 0xE1, b"\x00\x02"), "DD 5A E1 02 00 02 FF 1B 77"),
    ],
)
def test_requests(made: bytes, known: str) -> None:
    assert made == bytes.fromhex(known)


def test_a_reply_becomes_one_frame() -> None:
    framer = JbdFramer()
    (frame,) = framer.feed(SAMPLE)
    assert (frame.raw, frame.command, frame.status) == (SAMPLE, 3, 0)
    assert (frame.payload, frame.verified) == (SAMPLE[4:-3], True)
    assert not codec.is_request(frame)
    assert framer.counts == FramerCounts(1, 0, 0)


def test_a_reply_without_data_has_the_checksum_0000() -> None:
    (frame,) = JbdFramer().feed(ACK)
    assert (frame.command, frame.status, frame.payload) == (0xE1, 0, b"")


@pytest.mark.parametrize("status", [0x80, 0x81, 0x82, 0x83])
def test_a_refusal_is_a_frame(status: int) -> None:
    (frame,) = JbdFramer().feed(hand.reply(0x24, b"", status))
    assert (frame.status, frame.payload) == (status, b"")


def test_requests_on_the_bus_are_told_from_replies() -> None:
    frames = JbdFramer().feed(hand.read(3) + hand.write(0, b"\x56\x78") + SAMPLE)
    assert [codec.is_request(frame) for frame in frames] == [True, True, False]


@given(st.lists(st.binary(max_size=40)))
def test_any_cut_gives_the_same_frames(noise: list[bytes]) -> None:
    chunks = [*noise, SAMPLE, ACK]
    whole, cut = JbdFramer(), JbdFramer()
    frames = whole.feed(b"".join(chunks)) + whole.flush()
    assert frames == [f for c in chunks for f in cut.feed(c)] + cut.flush()
    assert whole.counts == cut.counts
    assert [frame.raw for frame in frames][-2:] == [SAMPLE, ACK]


@pytest.mark.parametrize("size", [1, 18, 20])
def test_pieces_of_a_radio(size: int) -> None:
    framer = JbdFramer()
    stream = SAMPLE + ACK
    frames = [f for at in range(0, len(stream), size) for f in framer.feed(stream[at : at + size])]
    assert [frame.raw for frame in frames] == [SAMPLE, ACK]


def test_77_and_dd_inside_the_data_mean_nothing() -> None:
    inner = hand.reply(0x05, b"\x77\xdd\x03\x00\x77" * 3)
    (frame,) = JbdFramer().feed(inner)
    assert frame.raw == inner


def test_a_good_frame_inside_a_bad_one_is_found() -> None:
    bogus = b"\xdd\x03\x00\xff"  # promises 255 bytes that never come
    framer = JbdFramer()
    assert framer.feed(bogus + SAMPLE) == []
    assert [frame.raw for frame in framer.flush()] == [SAMPLE]
    assert framer.counts == FramerCounts(good=1, bad=1, ignored=4)
    assert framer.flush() == []


def test_waiting_ends_when_enough_has_come() -> None:
    framer = JbdFramer()
    framer.feed(b"\xdd\x03\x00\x20")
    assert framer.feed(SAMPLE[:30]) == []
    frames = framer.feed(SAMPLE[30:] + SAMPLE)
    assert [frame.raw for frame in frames] == [SAMPLE, SAMPLE]


@pytest.mark.parametrize("at", range(2, len(SAMPLE)))
def test_no_damaged_byte_becomes_a_value(at: int) -> None:
    damaged = SAMPLE[:at] + bytes([SAMPLE[at] ^ 0x10]) + SAMPLE[at + 1 :]
    framer = JbdFramer()
    frames = framer.feed(damaged) + framer.flush()
    assert frames == []
    assert framer.counts == FramerCounts(good=0, bad=1, ignored=len(damaged))


@pytest.mark.parametrize("tail", [b"", b"\xdd", b"\xdd\x03", b"\xdd\x03\x00", b"\xdd\x03\x00\x02"])
def test_what_is_left_at_the_end_is_given_up(tail: bytes) -> None:
    framer = JbdFramer()
    assert len(framer.feed(SAMPLE + tail)) == 1
    assert framer.flush() == []
    assert framer.counts == FramerCounts(1, int(len(tail) >= 3), len(tail))


def test_noise_is_counted() -> None:
    framer = JbdFramer()
    assert framer.feed(bytes(100)) == []
    assert framer.counts == FramerCounts(0, 0, 100)
    assert framer.feed(b"\xdd\x10\x20\x00\x30\x40\x50") + framer.flush() == []
    assert framer.counts == FramerCounts(0, 0, 107)  # a lone DD is no frame


class TestLenient:
    DAMAGED = SAMPLE[:4] + b"\x18" + SAMPLE[5:]

    def test_a_bad_checksum_passes_marked(self) -> None:
        framer = JbdFramer(lenient=True)
        (frame,) = framer.feed(self.DAMAGED)
        assert not frame.verified
        assert frame.raw == self.DAMAGED
        assert framer.counts == FramerCounts(good=0, bad=1, ignored=0)

    def test_good_frames_are_not_marked(self) -> None:
        frames = JbdFramer(lenient=True).feed(SAMPLE + self.DAMAGED + ACK)
        assert [frame.verified for frame in frames] == [True, False, True]

    def test_a_missing_end_is_no_frame(self) -> None:
        framer = JbdFramer(lenient=True)
        assert framer.feed(SAMPLE[:-1] + b"\x78") + framer.flush() == []

    def test_an_unverified_frame_hides_no_good_one(self) -> None:
        # A length that grew by a whole frame ends on the 77 of the next one.
        grown = SAMPLE[:3] + bytes([SAMPLE[3] + len(ACK) + len(SAMPLE)]) + SAMPLE[4:]
        framer = JbdFramer(lenient=True)
        frames = framer.feed(grown + ACK + SAMPLE) + framer.flush()
        assert [frame.raw for frame in frames] == [ACK, SAMPLE]

    def test_starts_inside_it_that_lead_nowhere_do_not_count(self) -> None:
        odd = hand.reply(0x05, b"\xdd\x05\x00\x01\x41\x00\x00\x77\xdd\x05\x00\xf0" + bytes(4))
        damaged = odd[:-2] + bytes([odd[-2] ^ 1]) + odd[-1:]
        (frame,) = JbdFramer(lenient=True).feed(damaged)
        assert (frame.raw, frame.verified) == (damaged, False)
