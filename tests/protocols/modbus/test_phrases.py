"""Modbus frames in words, and made by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.interfaces.driver import Frame
from mingtang_desk.interfaces.phrasebook import FrameKind, Said
from mingtang_desk.protocols.modbus.codec import ModbusFramer
from mingtang_desk.protocols.modbus.phrases import explain, phrasebook, seal
from mingtang_desk.wire import modbus

BOOK = phrasebook(1)
READ = modbus.read_request(1, 3, 0x2200, 2)
WRITE_COILS = modbus.adu(1, b"\x0f\x00\x05\x00\x03\x01\x07")
ANSWER = modbus.adu(1, b"\x03\x04\x10\x9a\x10\x36")


def framed(data: bytes) -> Frame:
    (frame, *rest) = [*(framer := ModbusFramer()).feed(data), *framer.flush()]
    assert not rest
    return frame


def said(data: bytes, request: bytes | None = None) -> Said:
    return explain(framed(data), None if request is None else framed(request))


@pytest.mark.parametrize(
    ("data", "request_data", "kind", "name"),
    [
        (READ, None, FrameKind.ASK, "registers {first} to {last}"),
        (modbus.read_request(1, 3, 1000, 12), None, FrameKind.ASK, "registers {first} to {last}"),
        (modbus.read_request(1, 3, 1000, 12), READ, FrameKind.ASK, "registers {first} to {last}"),
        (modbus.read_request(1, 1, 3, 1), None, FrameKind.ASK, "coil {first}"),
        (modbus.write_register(1, 5, 7), None, FrameKind.SET, "register {first}"),
        (modbus.write_registers(1, 5, [7, 8]), READ, FrameKind.SET, "registers {first} to {last}"),
        (modbus.write_coil(1, 5, True), READ, FrameKind.SET, "coil {first}"),
        (WRITE_COILS, None, FrameKind.SET, "coils {first} to {last}"),
        (ANSWER, READ, FrameKind.ANSWER, "registers {first} to {last}"),
        (
            modbus.adu(1, b"\x01\x01\x05"),
            modbus.read_request(1, 1, 3, 3),
            FrameKind.ANSWER,
            "coils {first} to {last}",
        ),
    ],
)  # fmt: skip
def test_what_a_frame_is(
    data: bytes, request_data: bytes | None, kind: FrameKind, name: str
) -> None:
    told = said(data, request_data)
    assert (told.kind, told.values["name"]) == (kind, name)
    assert covered(told, data) == data


def covered(told: Said, data: bytes) -> bytes:
    return b"".join(data[part.offset : part.offset + part.size] for part in told.parts)


def test_acknowledgements_and_refusals() -> None:
    one, many = modbus.write_register(1, 5, 7), modbus.write_registers(1, 5, [7, 8])
    assert said(one, one).text == "{name}: written"
    assert (
        said(many[:6] + modbus.crc16(many[:6]).to_bytes(2, "little"), many).values["last"]
        == "0x0006"
    )
    refused = said(modbus.adu(1, b"\x83\x02"), READ)
    assert refused.kind is FrameKind.REFUSAL
    assert refused.values["meaning"] == "the board has no such register"
    assert said(modbus.adu(1, b"\x83\x63"), READ).values["meaning"] == "unknown code"


def test_a_reply_without_its_request_says_so() -> None:
    for request in (None, modbus.read_request(1, 4, 0, 2)):
        told = said(ANSWER, request)
        assert told.values == {"function": 3}
        assert covered(told, ANSWER) == ANSWER
        assert not told.blocks


def test_coils_that_look_like_a_request_answer_one() -> None:
    three = modbus.adu(1, b"\x01\x03\x05\x01\x02")
    assert said(three, modbus.read_request(1, 1, 0, 24)).kind is FrameKind.ANSWER
    assert said(three).kind is FrameKind.ASK


def test_where_registers_stand() -> None:
    told = said(ANSWER, READ)
    assert told.blocks == {"2200": 3, "2201": 5, "holding 0x2200": 3}
    assert told.end == 7
    assert said(READ).blocks.keys() == {"2200", "2201"}


def test_a_write_tells_what_would_be_stored() -> None:
    for data in (modbus.write_register(1, 5, 7), modbus.write_registers(1, 5, [7])):
        (_, ask), (_, answer) = said(data).stored
        assert ask.raw == modbus.read_request(1, 3, 5, 1)
        assert framed(answer.raw).payload == answer.payload == b"\x02\x00\x07"
    assert not said(modbus.write_coil(1, 5, True)).stored


def test_a_wrong_checksum_is_judged() -> None:
    broken = ANSWER[:-1] + bytes([ANSWER[-1] ^ 1])
    told = explain(Frame(broken, 3, 0, broken[2:-2], False), framed(READ))
    assert told.parts[-1].value.startswith("×")


def test_commands_in_words() -> None:
    say = BOOK.phrase
    assert seal(say("read holding 0 29", {}) or b"") == modbus.read_request(1, 3, 0, 29)
    assert seal(say("read input 0x10 2", {"address": "7"}) or b"") == modbus.read_request(
        7, 4, 16, 2
    )
    assert seal(say("write holding 5 7", {}) or b"") == modbus.write_register(1, 5, 7)
    assert seal(say("write holding 5 7 8", {}) or b"") == modbus.write_registers(1, 5, [7, 8])
    assert seal(say("write coils 3 on", {}) or b"") == modbus.write_coil(1, 3, True)
    wrong = (
        "", "read", "read holding 0", "read nowhere 0 1", "read holding x 1", "write holding 5",
        "write coils 3 2", "read holding 70000 1", "say holding 0 1", "read holding 0 1 2",
    )  # fmt: skip
    for text in wrong:
        assert say(text, {}) is None
    assert say("read holding 0 1", {"address": "x"}) is None
    assert seal(b"\x01") is None
    assert all(say(text, {}) is not None for text in BOOK.phrases)


@given(body=st.binary(min_size=2, max_size=60))
def test_what_is_sealed_has_its_checksum(body: bytes) -> None:
    sealed = seal(body)
    assert sealed is not None
    assert modbus.valid(sealed) is (len(sealed) >= 4)
