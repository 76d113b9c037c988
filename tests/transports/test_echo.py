from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.transports.echo import EchoFilter

SENT = bytes.fromhex("DDA50300FFFD77")
REPLY = bytes.fromhex("DD03001B17")


def filtered(*chunks: bytes) -> bytes:
    echo = EchoFilter()
    echo.sent(SENT)
    return b"".join(echo.received(chunk) for chunk in chunks)


@given(st.lists(st.integers(1, 11)))
def test_an_echo_is_taken_out_however_it_is_cut(sizes: list[int]) -> None:
    stream, chunks = SENT + REPLY, []
    for size in sizes:
        chunks.append(stream[:size])
        stream = stream[size:]
    assert filtered(*chunks, stream) == REPLY


@given(st.binary(max_size=20))
def test_what_is_no_echo_is_handed_on_whole(data: bytes) -> None:
    if not SENT.startswith(data[: len(SENT)]):
        assert filtered(data) == data


def test_a_reply_that_starts_like_the_request_loses_nothing() -> None:
    assert filtered(b"\xdd", b"\x03\x00") == b"\xdd\x03\x00"


def test_an_echo_that_stops_half_way_hides_no_reply() -> None:
    assert filtered(SENT[:3], REPLY).endswith(REPLY)


def test_an_echo_that_never_came_is_forgotten_by_the_next_request() -> None:
    echo = EchoFilter()
    echo.sent(SENT)
    assert echo.received(SENT[:2]) == b""
    echo.sent(b"\x01\x02")
    assert echo.received(b"\x01\x02\x03") == b"\x03"
