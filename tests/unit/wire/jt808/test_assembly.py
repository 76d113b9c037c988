"""Messages in parts: any order, repeated, lost, mixed, too many, too big, too slow."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.wire.jt808 import codec
from mingtang_desk.wire.jt808.assembly import Assembler
from mingtang_desk.wire.jt808.framing import Jt808Framer
from mingtang_desk.wire.jt808.header import Header, Packet, Part, terminal_of
from mingtang_desk.wire.jt808.transparent import TransparentUp

TERMINAL = terminal_of("13800138000", version=1)


def part(number: int, total: int, body: bytes, *, serial: int, message_id: int = 0x0900) -> Packet:
    header = Header(
        message_id=message_id, terminal=TERMINAL, serial=serial, part=Part(total, number)
    )
    return Packet(header=header, body=body, raw=body, serials=(serial,))


def parts(data: bytes, *, serial: int = 65530, largest: int = 100) -> list[Packet]:
    said = TransparentUp(channel=0x41, data=data)
    wires = codec.encode(said, TERMINAL, serial, largest=largest)
    return Jt808Framer().feed(b"".join(wires))


@given(st.binary(max_size=900), st.randoms(use_true_random=False))
def test_any_order_with_repeats(data: bytes, rng: random.Random) -> None:
    packets = parts(data)
    shuffled = [*packets, *packets[:-1]] if len(packets) > 1 else packets
    first = packets[0].header.serial
    assert [p.header.serial for p in packets] == [(first + i) % 65536 for i in range(len(packets))]
    rng.shuffle(packets)
    assembler = Assembler()
    whole = [done for packet in packets if (done := assembler.add(packet, 0.0))]
    assert len(whole) == 1
    assert codec.decode(whole[0]) == TransparentUp(channel=0x41, data=data)
    assert whole[0].header.part is None
    assert len(whole[0].serials) == len(packets)
    assert assembler.unfinished == assembler.given_up == 0
    assert len(shuffled) >= len(packets)


def test_a_part_that_comes_twice_counts_once() -> None:
    one, two, three = parts(bytes(250))
    assembler = Assembler()
    assert assembler.add(one, 0.0) is None
    assert assembler.add(one, 1.0) is None
    assert assembler.add(two, 2.0) is None
    assert assembler.add(three, 3.0) is not None


def test_a_new_message_never_mixes_with_the_rest_of_an_old_one() -> None:
    old, new = parts(b"a" * 250, serial=10), parts(b"b" * 250, serial=20)
    assembler = Assembler()
    for packet in (old[1], old[2], new[0]):
        assert assembler.add(packet, 0.0) is None
    assert assembler.given_up == 1
    assert assembler.add(new[1], 0.0) is None
    done = assembler.add(new[2], 0.0)
    assert done is not None
    assert codec.decode(done) == TransparentUp(channel=0x41, data=b"b" * 250)


def test_the_same_part_with_another_body_begins_anew() -> None:
    assembler = Assembler()
    assert assembler.add(part(1, 2, b"a", serial=5), 0.0) is None
    assert assembler.add(part(1, 2, b"b", serial=5), 0.0) is None
    done = assembler.add(part(2, 2, b"c", serial=6), 0.0)
    assert done is not None
    assert (done.body, assembler.given_up) == (b"bc", 1)


def test_another_number_of_parts_begins_anew() -> None:
    assembler = Assembler()
    assert assembler.add(part(1, 2, b"a", serial=5), 0.0) is None
    assert assembler.add(part(2, 3, b"b", serial=6), 0.0) is None
    assert (assembler.unfinished, assembler.given_up) == (1, 1)


def test_all_parts_with_one_serial_number() -> None:
    assembler = Assembler()
    assert assembler.add(part(1, 2, b"a", serial=5), 0.0) is None
    done = assembler.add(part(2, 2, b"b", serial=5), 0.0)
    assert done is not None
    assert (done.body, done.serials) == (b"ab", (5, 5))


@pytest.mark.parametrize(("number", "total"), [(0, 2), (3, 2), (0, 0), (1, 5000)])
def test_a_part_of_nothing(number: int, total: int) -> None:
    assembler = Assembler()
    assert assembler.add(part(number, total, b"", serial=1), 0.0) is None
    assert (assembler.unfinished, assembler.given_up) == (0, 1)


def test_time_is_limited() -> None:
    one, two, three = parts(bytes(250))
    assembler = Assembler(patience_s=60.0)
    assembler.add(one, 0.0)
    assembler.add(two, 59.0)
    assembler.expire(118.9)
    assert assembler.unfinished == 1
    assert assembler.add(three, 119.0) is None
    assert (assembler.unfinished, assembler.given_up) == (1, 1)


def test_the_number_of_messages_is_limited() -> None:
    assembler = Assembler(max_messages=3)
    for i in range(5):
        assembler.add(part(1, 2, b"x", serial=i, message_id=0x0900 + i), float(i))
    assert (assembler.unfinished, assembler.given_up) == (3, 2)
    assert assembler.add(part(2, 2, b"y", serial=5, message_id=0x0904), 5.0) is not None


def test_the_size_of_all_together_is_limited() -> None:
    assembler = Assembler(max_bytes=1500)
    assembler.add(part(1, 3, bytes(1000), serial=1, message_id=1), 0.0)
    assembler.add(part(1, 3, bytes(1000), serial=1, message_id=2), 0.0)
    assert (assembler.unfinished, assembler.given_up) == (1, 1)


def test_missing_parts_are_told_once() -> None:
    packets = parts(bytes(450), serial=65534)
    assembler = Assembler()
    for packet in (packets[1], packets[3]):
        assembler.add(packet, 10.0)
    assert not assembler.missing(14.0, quiet_s=5.0)
    (missing,) = assembler.missing(15.0, quiet_s=5.0)
    assert (missing.message_id, missing.terminal) == (0x0900, TERMINAL)
    assert (missing.first_serial, missing.numbers) == (65534, (1, 3, 5))
    assert not assembler.missing(20.0, quiet_s=5.0)
    for packet in (packets[0], packets[2]):
        assert assembler.add(packet, 21.0) is None
    assert assembler.add(packets[4], 22.0) is not None


def test_a_part_alone_is_no_message() -> None:
    said = codec.decode(parts(bytes(250))[0])
    assert isinstance(said, codec.Opaque)
    assert said.problem == "a part of a message"
