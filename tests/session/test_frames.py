"""The frame log: nothing is lost, what is damaged says so, replies know their request."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.session.drivers import find_driver
from mingtang_desk.session.frames import FrameLog, FrameRow, RowKind
from mingtang_desk.wire import modbus
from tests.protocols.jbd.hand import basic, read, reply

ASK, ANSWER = read(3), reply(3, basic())


def damaged(frame: bytes) -> bytes:
    return frame[:9] + bytes([frame[9] ^ 0x10]) + frame[10:]


def kinds(rows: list[FrameRow]) -> list[RowKind]:
    return [row.kind for row in rows]


def test_a_conversation_is_a_row_a_frame() -> None:
    log = FrameLog(JBD)
    rows = log.feed(1.0, "tx", ASK)
    rows += log.feed(1.1, "rx", ANSWER[:20])
    rows += log.feed(1.2, "rx", ANSWER[20:])
    assert [(row.t, row.direction, row.data) for row in rows] == [
        (1.0, "tx", ASK),
        (1.2, "rx", ANSWER),
    ]
    assert kinds(rows) == [RowKind.GOOD, RowKind.GOOD]
    assert rows[1].request == rows[0].frame
    assert rows[0].request is None
    assert (log.good, log.bad, log.ignored) == (2, 0, 0)


def test_noise_before_a_frame_is_a_row_of_its_own() -> None:
    log = FrameLog(JBD)
    rows = log.feed(0.0, "rx", b"\x00\x13" + ANSWER)
    assert [(row.kind, row.data) for row in rows] == [
        (RowKind.IGNORED, b"\x00\x13"),
        (RowKind.GOOD, ANSWER),
    ]
    assert (log.good, log.bad, log.ignored) == (1, 0, 2)


def test_a_wrong_checksum_is_marked_and_keeps_its_shape() -> None:
    log = FrameLog(JBD)
    rows = log.feed(0.0, "rx", damaged(ANSWER) + ANSWER)
    assert kinds(rows) == [RowKind.BAD, RowKind.GOOD]
    assert rows[0].frame is not None
    assert rows[0].frame.command == 3
    assert not rows[0].frame.verified
    assert log.bad == 1


def test_a_frame_inside_a_damaged_one_is_found_as_the_session_finds_it() -> None:
    log = FrameLog(JBD)
    head = b"\xdd\x03\x00\x7f"  # promises 127 bytes that never come
    rows = log.feed(0.0, "rx", head + ANSWER)
    assert rows == []
    rows = log.settle(0.0 + JBD.silence_s + 0.01)
    assert kinds(rows) == [RowKind.BAD, RowKind.GOOD]
    assert rows[0].data == head
    assert rows[0].frame is None


def test_half_a_reply_waits_for_its_rest_then_is_given_up() -> None:
    log = FrameLog(JBD)
    log.feed(0.0, "rx", ANSWER[:10])
    assert log.settle(0.5) == []
    assert kinds(log.feed(0.9, "rx", ANSWER[10:])) == [RowKind.GOOD]
    log.feed(2.0, "rx", ANSWER[:10])
    rows = log.settle(3.5)
    assert [(row.t, row.data) for row in rows] == [(2.0, ANSWER[:10])]
    assert log.settle(9.0) == []


def test_a_new_request_ends_what_is_unfinished() -> None:
    log = FrameLog(JBD)
    log.feed(0.0, "rx", ANSWER[:10])
    rows = log.feed(0.01, "tx", ASK)
    assert [row.direction for row in rows] == ["rx", "tx"]
    assert kinds(rows) == [RowKind.BAD, RowKind.GOOD]


def test_bytes_sent_that_are_no_frame_are_shown_when_something_comes() -> None:
    log = FrameLog(JBD)
    assert log.feed(0.0, "tx", b"\x01\x02") == []
    rows = log.feed(0.05, "rx", ANSWER)
    assert kinds(rows) == [RowKind.IGNORED, RowKind.GOOD]
    assert rows[1].request is None


def test_without_a_protocol_each_chunk_is_a_row() -> None:
    log = FrameLog(None)
    rows = log.feed(0.0, "tx", ASK) + log.feed(0.1, "rx", ANSWER[:5]) + log.flush()
    assert kinds(rows) == [RowKind.UNKNOWN, RowKind.UNKNOWN]
    assert rows[1].data == ANSWER[:5]
    assert log.settle(9.0) == []


def test_the_end_of_a_file_gives_what_is_left() -> None:
    log = FrameLog(JBD)
    log.feed(0.0, "rx", ANSWER[:10])
    assert [row.data for row in log.flush()] == [ANSWER[:10]]
    assert log.flush() == []


def test_another_masters_reply_knows_its_request() -> None:
    driver = find_driver("tt")
    assert driver is not None
    log = FrameLog(driver)
    ask = modbus.read_request(1, 3, 0, 1)
    rows = log.feed(0.0, "rx", ask) + log.feed(0.1, "rx", modbus.adu(1, b"\x03\x02\x12\x6e"))
    assert kinds(rows) == [RowKind.GOOD, RowKind.GOOD]
    assert rows[1].request == rows[0].frame


chunks = st.lists(
    st.tuples(
        st.sampled_from(["rx", "tx"]),
        st.one_of(
            st.binary(max_size=20),
            st.sampled_from([ASK, ANSWER, damaged(ANSWER), ANSWER[:9], ANSWER[9:]]),
        ),
        st.sampled_from([0.001, 0.05, 0.3, 2.0]),
    ),
    max_size=12,
)


@pytest.mark.parametrize("protocol", ["jbd", "tt"])
@given(stream=chunks)
def test_every_byte_is_in_exactly_one_row(
    protocol: str, stream: list[tuple[str, bytes, float]]
) -> None:
    log = FrameLog(find_driver(protocol))
    rows: list[FrameRow] = []
    t = 0.0
    for direction, data, pause in stream:
        t += pause
        rows += log.feed(t, "rx" if direction == "rx" else "tx", data)
    rows += log.flush()
    for way in ("rx", "tx"):
        fed = b"".join(data for direction, data, _ in stream if direction == way)
        assert b"".join(row.data for row in rows if row.direction == way) == fed
    assert log.good == sum(row.kind is RowKind.GOOD for row in rows)
    assert log.bad == sum(row.kind is RowKind.BAD for row in rows)


@given(noise=st.lists(st.binary(max_size=30), max_size=4), cut=st.integers(1, 7))
def test_any_cut_gives_the_same_rows(noise: list[bytes], cut: int) -> None:
    stream = b"".join([*noise, ANSWER, damaged(ANSWER), ANSWER])
    whole, pieces = FrameLog(JBD), FrameLog(JBD)
    want = whole.feed(0.0, "rx", stream) + whole.flush()
    got: list[FrameRow] = []
    for at in range(0, len(stream), cut):
        got += pieces.feed(0.0, "rx", stream[at : at + cut])
    got += pieces.flush()
    good = [row.data for row in want if row.kind is RowKind.GOOD]
    assert [row.data for row in got if row.kind is RowKind.GOOD] == good
