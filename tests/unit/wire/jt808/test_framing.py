"""Packets in a stream: cut anywhere, damaged, flooded, and what of it becomes a packet."""

import json
from functools import reduce
from operator import xor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.wire.jt808 import codec
from mingtang_desk.wire.jt808.framing import (
    KEPT_BAD,
    LARGEST,
    Flaw,
    Jt808Framer,
    StreamCounts,
    checksum,
    escape,
    frame,
    unescape,
)
from mingtang_desk.wire.jt808.header import (
    Header,
    Packet,
    Part,
    Terminal,
    build,
    terminal_of,
)

ROWS: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("frames").joinpath("published.json").read_text("utf-8")
)["frames"]
WIRES = [bytes.fromhex(row["wire_hex"]) for row in ROWS]
OLD, NEW = terminal_of("13800138000"), terminal_of("13800138000", version=1)
HEARTBEAT = bytes.fromhex("7e000200000138001380000001a97e")
"""By hand: id 0002, no body, number 013800138000, serial 1, all XORed."""

headers = st.builds(
    Header,
    message_id=st.integers(0, 0xFFFF).filter(lambda n: n not in (0x5501, 0x5502)),
    terminal=st.one_of(
        st.builds(Terminal, st.binary(min_size=6, max_size=6)),
        st.builds(Terminal, st.binary(min_size=10, max_size=10), st.integers(0, 255)),
    ),
    serial=st.integers(0, 0xFFFF),
    part=st.none() | st.builds(Part, st.integers(0, 0xFFFF), st.integers(0, 0xFFFF)),
    encryption=st.integers(0, 7),
    reserved=st.booleans(),
)
awkward = st.binary(max_size=200) | st.lists(st.sampled_from([b"\x7d", b"\x7e", b"\x01"])).map(
    b"".join
)


def run(chunks: list[bytes]) -> tuple[list[Packet], StreamCounts]:
    framer = Jt808Framer()
    packets = [packet for chunk in chunks for packet in framer.feed(chunk)]
    return packets, framer.counts


@given(awkward)
def test_the_checksum_is_the_xor_of_all_bytes(data: bytes) -> None:
    assert checksum(data) == reduce(xor, data, 0)


@given(awkward)
def test_escapes_both_ways(data: bytes) -> None:
    assert b"\x7e" not in escape(data)
    assert unescape(escape(data)) == data


@pytest.mark.parametrize("data", ["7d", "7d03", "7d7d02", "017d00", "7d017d"])
def test_an_escape_of_nothing_is_refused(data: str) -> None:
    assert unescape(bytes.fromhex(data)) is None


@given(headers, awkward)
def test_what_is_framed_is_found_again(header: Header, body: bytes) -> None:
    wire = frame(header, body)
    assert wire[:1] == wire[-1:] == b"\x7e"
    assert len(wire) <= LARGEST + 2
    (packet,), counts = run([wire])
    assert (packet.header, packet.body) == (header, body)
    assert packet.serials == (header.serial,)
    assert packet.is_encrypted == (header.encryption > 0)
    assert counts == StreamCounts(good=1)


def test_a_packet_made_by_hand() -> None:
    (packet,), _ = run([HEARTBEAT])
    assert packet.header == Header(message_id=2, terminal=OLD, serial=1)
    assert frame(packet.header, b"") == HEARTBEAT


def test_the_longest_packet() -> None:
    header = Header(message_id=0x0900, terminal=NEW, serial=1, part=Part(2, 1))
    (packet,), _ = run([frame(header, b"\x7e" * 1023)])
    assert packet.body == b"\x7e" * 1023


@given(st.lists(st.one_of(st.binary(max_size=60), st.sampled_from(WIRES)), max_size=8), st.data())
def test_any_cut_gives_the_same(pieces: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(pieces)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=10)))
    chunks = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    assert run(chunks) == run([stream]) == run([bytes([byte]) for byte in stream])


@given(st.binary(max_size=3000))
def test_noise_never_raises_and_never_becomes_a_wrong_packet(noise: bytes) -> None:
    packets, counts = run([noise])
    assert counts.good == len(packets)
    for packet in packets:
        assert checksum(packet.raw) == 0
        codec.decode(packet)


def test_two_packets_that_share_a_delimiter() -> None:
    packets, counts = run([WIRES[0] + WIRES[1][1:] + WIRES[2][1:]])
    assert [p.header.message_id for p in packets] == [0x0200] * 3
    assert counts == StreamCounts(good=3)


@pytest.mark.parametrize("wire", WIRES, ids=[row["id"] for row in ROWS])
def test_no_changed_bit_gives_another_packet(wire: bytes) -> None:
    """A bit that makes or breaks a delimiter or an escape included."""
    for at in range(8, len(wire) * 8 - 8, 5):
        damaged = bytearray(wire)
        damaged[at // 8] ^= 1 << at % 8
        packets, counts = run([bytes(damaged)])
        assert not packets
        assert counts.bad + counts.ignored


@pytest.mark.parametrize("wire", WIRES[:8], ids=[row["id"] for row in ROWS[:8]])
def test_half_a_packet_costs_nothing_but_itself(wire: bytes) -> None:
    for at in range(1, len(wire) - 1):
        packets, counts = run([wire[:at], WIRES[9]])
        assert [p.header.message_id for p in packets] == [0x0001]
        assert counts.bad <= 1


def remade(wire: bytes, **changes: bytes) -> bytes:
    """The packet with other bytes in its head and a checksum that is right again."""
    raw = bytearray(unescape(wire[1:-1]) or b"")
    for place, data in changes.items():
        at = int(place[1:])
        raw[at : at + len(data)] = data
    raw[-1] = checksum(bytes(raw[:-1]))
    return b"\x7e" + escape(bytes(raw)) + b"\x7e"


def test_a_wrong_length_is_refused_unless_it_is_known_to_be() -> None:
    wire = remade(WIRES[0], _2=b"\x00\x40")
    framer, lenient = Jt808Framer(), Jt808Framer(any_length=True)
    assert not framer.feed(wire)
    assert framer.counts == StreamCounts(bad=1)
    assert [bad.flaw for bad in framer.bad_packets] == [Flaw.LENGTH]
    (packet,) = lenient.feed(wire)
    assert len(packet.body) == 114


@pytest.mark.parametrize(
    ("wire", "flaw"),
    [
        (WIRES[0][:-2] + b"\x00\x7e", Flaw.CHECKSUM),
        (WIRES[0][:20] + b"\x7d" + WIRES[0][21:], Flaw.ESCAPE),
        (remade(b"\x7e" + bytes(12) + b"\x7e", _2=b"\x20\x00"), Flaw.HEAD),
        (remade(b"\x7e" + bytes(12) + b"\x7e", _2=b"\x40\x00"), Flaw.HEAD),
        (b"\x7e" + b"\x7d\x01" * 6 + b"\x7e", Flaw.HEAD),
        (b"\x7e" + b"\x01\x01" * 6 + b"\x7e", Flaw.HEAD),
        (b"\x7e" + b"\x01" * (LARGEST + 1) + b"\x7e", Flaw.TOO_LONG),
    ],
)
def test_why_a_packet_is_refused(wire: bytes, flaw: Flaw) -> None:
    framer = Jt808Framer()
    assert not framer.feed(wire)
    assert [bad.flaw for bad in framer.bad_packets] == [flaw]
    assert framer.counts.bad == 1
    assert framer.feed(HEARTBEAT[1:]) or framer.feed(HEARTBEAT)


def test_a_flood_is_counted_and_not_kept() -> None:
    framer = Jt808Framer()
    for _ in range(50):
        assert not framer.feed(b"x" * 5000)
    assert framer.counts == StreamCounts(ignored=250_000)
    for _ in range(50):
        framer.feed(b"\x7e" + b"y" * 5000)
    assert framer.counts == StreamCounts(bad=50, ignored=500_000)
    assert len(framer.bad_packets) == KEPT_BAD
    assert max(len(bad.raw) for bad in framer.bad_packets) <= LARGEST
    assert len(framer.feed(HEARTBEAT)) == 1


def test_a_vendors_short_serial_number() -> None:
    header = Header(message_id=0x5501, terminal=OLD, serial=200)
    (packet,), _ = run([frame(header, b"abc")])
    assert (packet.header, packet.body) == (header, b"abc")
    assert isinstance(codec.decode(packet), codec.Opaque)


@pytest.mark.parametrize(
    ("header", "length"),
    [
        (Header(message_id=1 << 16, terminal=OLD, serial=0), 0),
        (Header(message_id=1, terminal=OLD, serial=1 << 16), 0),
        (Header(message_id=1, terminal=OLD, serial=0), 1024),
        (Header(message_id=1, terminal=OLD, serial=0, encryption=8), 0),
        (Header(message_id=1, terminal=Terminal(bytes(6), 1), serial=0), 0),
        (Header(message_id=1, terminal=Terminal(bytes(10), 256), serial=0), 0),
        (Header(message_id=1, terminal=OLD, serial=0, part=Part(1 << 16, 1)), 0),
        (Header(message_id=1, terminal=OLD, serial=0, part=Part(1, 1 << 16)), 0),
    ],
)
def test_what_does_not_fit_is_not_sent(header: Header, length: int) -> None:
    with pytest.raises(ValueError, match=r"fit|there is no|takes|identity"):
        build(header, length)


def test_numbers() -> None:
    assert NEW.id.hex() == "00000000013800138000"
    assert (NEW.number, OLD.number, NEW.key) == ("13800138000",) * 3
    assert terminal_of("0").number == "0"
    letters = terminal_of("4f07788ef676")
    assert (letters.number, letters.key) == (None, "4f07788ef676")
    assert OLD.imei is None  # it is a number already
    assert terminal_of("00000000000f").imei is None
    for number, version in (("1" * 14, None), ("1" * 13, None), ("1" * 22, 1), ("no number", None)):
        with pytest.raises(ValueError, match=r"digits|hex"):
            terminal_of(number, version=version)
