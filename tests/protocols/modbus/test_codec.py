"""Frames of Modbus RTU in a stream, against the published example and hand-made ones."""

import pytest

from mingtang_desk.interfaces.driver import Frame, FramerCounts
from mingtang_desk.protocols.modbus import codec
from mingtang_desk.protocols.modbus.codec import ModbusFramer, request_words
from mingtang_desk.wire.profile.kinds import Space
from mingtang_desk.wire.profile.plan import Block
from tests.protocols.modbus.board import framed, seal

STATUS_REQUEST = bytes.fromhex("01 03 00 00 00 1D 85 C3")
"""China Tower example (docs/protocols/mingtang.md, section 1)."""


def run(*chunks: bytes, lenient: bool = False) -> tuple[list[Frame], FramerCounts]:
    framer = ModbusFramer(lenient=lenient)
    frames = [frame for chunk in chunks for frame in framer.feed(chunk)]
    return frames + framer.flush(), framer.counts


def test_the_published_request() -> None:
    request = codec.read(1, Block(Space.HOLDING, 0, 29), reply_address=None)
    assert request.data == STATUS_REQUEST
    assert request.reply_bytes == 63
    assert not request.writes
    frame = framed(STATUS_REQUEST)
    assert (frame.command, frame.status, frame.payload) == (3, 0, bytes.fromhex("0000001D"))
    assert codec.block_of(frame) == Block(Space.HOLDING, 0, 29)


@pytest.mark.parametrize(
    "data",
    [
        seal(bytes([1, 3, 2, 0x12, 0x6E])),
        seal(bytes([1, 3, 4, 1, 2, 3, 4])),
        seal(bytes([247, 4, 250]) + bytes(250)),
        seal(bytes([1, 1, 1, 5])),
        seal(bytes([1, 2, 7]) + bytes(7)),
        seal(bytes([1, 5, 0x20, 0, 0xFF, 0])),
        seal(bytes([1, 6, 0x22, 4, 0x10, 0x68])),
        seal(bytes([1, 16, 0x22, 0, 0, 2])),
        seal(bytes([1, 16, 0x22, 0, 0, 2, 4, 0, 0, 0x13, 0x88])),
        seal(bytes([1, 15, 0, 0, 0, 3, 1, 5])),
        seal(bytes([1, 0x83, 2])),
        seal(bytes([1, 0x90, 4])),
        STATUS_REQUEST,
        seal(bytes([1, 3, 0x20, 0x10, 0, 0x22])),  # begins like a reply of 32 bytes
    ],
    ids=lambda data: data[:4].hex(),
)
def test_every_kind_of_frame_is_found_in_any_pieces(data: bytes) -> None:
    expected = [data, data]
    for chunks in ([data + data], [bytes([b]) for b in data + data], [data, data]):
        frames, counts = run(*chunks)
        assert [frame.raw for frame in frames] == expected
        assert counts == FramerCounts(2, 0, 0)


def test_exceptions_carry_their_code() -> None:
    frame = framed(seal(bytes([1, 0x83, 2])))
    assert (frame.command, frame.status, frame.payload) == (3, 2, b"")
    assert framed(seal(bytes([1, 0x83, 0]))).status != 0  # a refusal is never taken for fine


def test_noise_before_and_damage_are_counted() -> None:
    good = seal(bytes([1, 3, 2, 0, 7]))
    damaged = good[:3] + b"\x55" + good[4:]
    frames, counts = run(b"\xff\xfe", good, damaged, good)
    assert [frame.raw for frame in frames] == [good, good]
    assert counts == FramerCounts(2, 1, 2 + len(damaged))


def test_half_a_frame_is_given_up_when_nothing_more_comes() -> None:
    good = seal(bytes([1, 3, 2, 0, 7]))
    frames, counts = run(good[:5])
    assert frames == []
    assert counts.bad == 1
    assert run(b"\x01\x03") == ([], FramerCounts(0, 0, 2))
    frames, counts = run(bytes([1, 3, 40]) + good)  # a promise of 45 bytes hides a good frame
    assert [frame.raw for frame in frames] == [good]


@pytest.mark.parametrize("data", [b"\xf8\x03", b"\x01\x07" + bytes(4), b"\x01\xff\x01" + bytes(2)])
def test_what_is_no_modbus_is_ignored(data: bytes) -> None:
    frames, counts = run(data)
    assert (frames, counts.ignored) == ([], len(data))


def test_lenient_passes_a_bad_checksum_marked() -> None:
    good = seal(bytes([1, 3, 2, 0, 7]))
    damaged = good[:-1] + bytes([good[-1] ^ 1])
    frames, counts = run(damaged, lenient=True)
    assert [(f.raw, f.verified) for f in frames] == [(damaged, False)]
    assert counts == FramerCounts(0, 1, 0)
    assert run(damaged)[0] == []
    inside = bytes([1, 3, 10]) + good + bytes(5)
    frames, _ = run(inside, lenient=True)
    assert [(f.raw, f.verified) for f in frames if f.verified] == [(good, True)]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (bytes([1, 3, 0, 0, 0, 29]), "reads registers 0 to 28 of address 1 (Modbus)"),
        (bytes([2, 1, 0, 0, 0, 52]), "reads coils 0 to 51 of address 2 (Modbus)"),
        (
            bytes([1, 16, 0, 9, 0, 2, 4, 0, 0, 0, 0]),
            "writes registers 9 to 10 of address 1 (Modbus)",
        ),
        (bytes([1, 15, 0, 9, 0, 2, 1, 3]), "writes coils 9 to 10 of address 1 (Modbus)"),
        (bytes([1, 3, 3, 232, 0, 12]), "reads registers 1000 to 1011 of address 1 (Modbus)"),
        (bytes([1, 1, 3, 232, 0, 12]), None),  # a reply of 24 coils looks the same
        (bytes([1, 3, 4, 0, 0, 0, 0]), None),
        (bytes([1, 16, 0, 9, 0, 2]), None),
        (bytes([1, 6, 0, 9, 0, 2]), None),  # a reply looks the same
        (bytes([1, 0x83, 2]), None),
    ],
)
def test_requests_in_words(body: bytes, words: str | None) -> None:
    assert request_words(framed(seal(body))) == words


def test_answers_fit_their_question_only() -> None:
    request = codec.read(1, Block(Space.HOLDING, 5, 2), reply_address=None)
    good = framed(seal(bytes([1, 3, 4, 0, 0, 0, 0])))
    assert request.answers(good)
    assert request.answers(framed(seal(bytes([1, 0x83, 2]))))
    for other in ([2, 3, 4, 0, 0, 0, 0], [1, 4, 4, 0, 0, 0, 0], [1, 3, 2, 0, 0], [1, 0x84, 2]):
        assert not request.answers(framed(seal(bytes(other))))
    write = codec.write_words(1, 9, b"\0\1", reply_address=None, many=False)
    assert write.answers(framed(write.data))
    assert not write.answers(framed(seal(bytes([1, 6, 0, 9, 0, 2]))))
    many = codec.write_words(1, 9, b"\0\1", reply_address=None, many=True)
    assert many.data[1] == 16
    assert many.writes
    coil = codec.write_coil(1, 3, True, reply_address=None)
    assert coil.data == seal(bytes([1, 5, 0, 3, 0xFF, 0]))


def test_only_reads_have_a_block() -> None:
    for body in ([1, 6, 0, 9, 0, 2], [1, 3, 2, 0, 0], [1, 3, 0, 9, 0, 0]):
        assert codec.block_of(framed(seal(bytes(body)))) is None
