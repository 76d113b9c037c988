"""JBD frames in words, and made by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.interfaces.driver import Frame
from mingtang_desk.interfaces.phrasebook import FrameKind, Said
from mingtang_desk.protocols.jbd.codec import JbdFramer
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.protocols.jbd.phrases import explain, phrase, seal
from tests.protocols.jbd.hand import basic, read, reply, words, write


def said(data: bytes) -> Said:
    return explain(framed(data), None)


def framed(data: bytes) -> Frame:
    (frame,) = JbdFramer().feed(data)
    return frame


@pytest.mark.parametrize(
    ("data", "kind", "name"),
    [
        (read(3), FrameKind.ASK, "basic info"),
        (read(0x24), FrameKind.ASK, "register {register}"),
        (write(0x24, words(4250)), FrameKind.SET, "register {register}"),
        (write(0, b"\x56\x78"), FrameKind.SET, "factory mode entry"),
        (write(1, b"\x28\x28"), FrameKind.SET, "factory mode exit with save"),
        (write(1, b"\0\0"), FrameKind.SET, "factory mode exit"),
        (reply(4, words(3600)), FrameKind.ANSWER, "cell voltages"),
        (reply(0x24), FrameKind.ANSWER, "register {register}"),
        (reply(0x24, status=0x81), FrameKind.REFUSAL, "register {register}"),
    ],
)
def test_what_a_frame_is(data: bytes, kind: FrameKind, name: str) -> None:
    told = said(data)
    assert (told.kind, told.values["name"]) == (kind, name)
    covered = b"".join(data[part.offset : part.offset + part.size] for part in told.parts)
    assert covered == data


def test_refusals_say_why() -> None:
    assert "factory mode is off" in str(said(reply(0x24, status=0x81)).values["meaning"])
    assert said(reply(0x24, status=0x42)).values["meaning"] == "unknown code"


def test_a_read_that_carries_data_is_no_plain_read() -> None:
    odd = seal(b"\xa5\x03\x01\x07")
    assert odd is not None
    assert said(odd).kind is FrameKind.SET


def test_a_write_tells_what_would_be_stored() -> None:
    ((direction, frame),) = said(write(0x24, words(4250))).stored
    assert (direction, frame.command, frame.payload) == ("rx", 0x24, words(4250))
    assert said(read(0x24)).stored == ()
    assert said(write(0x24, words(4250))).blocks == {"24": 4}


def test_the_checksum_is_judged() -> None:
    data = reply(3, basic())
    assert "✓" in [part.value for part in said(data).parts]
    broken = data[:-2] + bytes([data[-2] ^ 1]) + data[-1:]
    (frame,) = JbdFramer(lenient=True).feed(broken)
    assert any(part.value.startswith("×") for part in explain(frame, None).parts)


def test_counters_are_named_one_by_one() -> None:
    parts = {part.name: part.value for part in said(reply(0xAA, words(*range(11)))).parts}
    assert (parts["short"], parts["pack_uv"]) == ("0", "10")


def test_frames_made_by_hand() -> None:
    assert seal(b"\xa5\x03\x00") == read(3)
    assert seal(b"\x5a\x24\x02\x10\x9a") == write(0x24, words(0x109A))
    for wrong in (b"", b"\xa5\x03", b"\x00\x03\x00", b"\x5a\x24\x01\x10\x9a", b"\xa5\x03\x01"):
        assert seal(wrong) is None


def test_commands_in_words() -> None:
    for text in (*JBD_PHRASES, "READ 3f"):
        body = phrase(text, {})
        assert body is not None
        sealed = seal(body)
        assert sealed is not None
        assert said(sealed).kind is FrameKind.ASK
    assert phrase("write 24 10 68", {}) == b"\x5a\x24\x02\x10\x68"
    wrong = ("", "read", "read 03 04", "write", "write zz", "say 03", f"write 24 {'00' * 256}")
    for text in wrong:
        assert phrase(text, {}) is None
    assert phrase("write 24", {}) is None


JBD_PHRASES = () if JBD.phrasebook is None else JBD.phrasebook.phrases


@given(register=st.integers(0, 255), data=st.binary(max_size=255))
def test_what_is_sealed_is_a_frame(register: int, data: bytes) -> None:
    sealed = seal(bytes([0x5A, register, len(data)]) + data)
    assert sealed == write(register, data)
    assert framed(sealed).raw == sealed
