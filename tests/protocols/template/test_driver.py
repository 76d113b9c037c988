"""The skeleton works: what is copied from it starts from something that runs."""

from collections.abc import Generator
from datetime import UTC, datetime

import pytest

from mingtang_desk.core.errors import DecodeError, UnsupportedError
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.interfaces.driver import Frame, Part, Request
from mingtang_desk.protocols._template.driver import TEMPLATE, TemplateSession

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
# 52.34 V, -1.50 A, 87 %, 25.3 degrees: worked out by hand.
STATUS = bytes.fromhex("1472 ff6a 57 0ba8")


def framed(command: int, payload: bytes) -> bytes:
    body = bytes([command, len(payload)]) + payload
    return b"\xaa" + body + bytes([sum(body) & 0xFF])


def frame(command: int, payload: bytes) -> Frame:
    (found,) = TEMPLATE.framer().feed(framed(command, payload))
    return found


def run[T](procedure: Generator[Request, Frame, T], *replies: Frame) -> tuple[T, list[bytes]]:
    """Answer each request with the next reply; return the result and what was sent."""
    sent = []
    waiting = list(replies)
    try:
        request = next(procedure)
        while True:
            sent.append(request.data)
            assert request.answers(waiting[0])
            request = procedure.send(waiting.pop(0))
    except StopIteration as stop:
        assert not waiting
        return stop.value, sent


def test_who_is_there_and_a_sample() -> None:
    session = TemplateSession({})
    identity, sent = run(session.identify(), frame(1, STATUS))
    assert (identity.name, sent) == ("Template", [framed(1, b"")])
    sample, _ = run(session.poll(Part.FAST, lambda: NOW), frame(1, STATUS))
    assert (sample.pack_v, sample.current_a, sample.soc_pct) == (52.34, -1.5, 87.0)
    assert sample.power_w == -78.51
    assert sample.temperatures[0].c == 25.3


def test_settings_are_read_and_written_one_by_one() -> None:
    session = TemplateSession({})
    replies = frame(2, b"\x10\x9a"), frame(2, b"\x10\x36")
    reading, sent = run(session.read_settings(None, lambda: NOW), *replies)
    assert reading.values == {"cell_ovp_v": 4.25, "cell_ovr_v": 4.15}
    assert sent == [framed(2, b"\x24"), framed(2, b"\x25")]
    assert reading.limits["cell_ovp_v"].step == 0.001
    one, _ = run(session.read_settings(["cell_ovr_v"], lambda: NOW), replies[1])
    assert one.values == {"cell_ovr_v": 4.15}
    _, sent = run(session.write_settings({"cell_ovp_v": 4.2}, reading), frame(3, b""))
    assert sent == [framed(3, b"\x24\x10\x68")]


def test_what_the_board_cannot_do_is_refused() -> None:
    session = TemplateSession({})
    for procedure in (
        session.read_counters(lambda: NOW),
        session.control(Action.CHARGE, value=True),
    ):
        with pytest.raises(UnsupportedError):
            next(procedure)


def test_a_recorded_conversation() -> None:
    good, short = frame(1, STATUS), frame(1, STATUS[:6])
    decoded = TEMPLATE.decode([("tx", frame(1, b"")), ("rx", good), ("rx", short)], NOW)
    assert decoded.sample is not None
    assert decoded.sample.pack_v == 52.34
    assert [type(problem) for problem in decoded.problems] == [DecodeError]
    assert TEMPLATE.decode([("rx", frame(2, b"\0\0"))], NOW).sample is None


def test_the_framer_waits_then_looks_behind_what_never_came() -> None:
    framer = TEMPLATE.framer()
    good = framed(1, STATUS)
    assert framer.feed(b"\xaa\x01\xff" + good) == []  # a length of 255: the rest may still come
    assert [found.raw for found in framer.flush()] == [good]
    assert framer.flush() == []
    assert (framer.counts.good, framer.counts.bad, framer.counts.ignored) == (1, 0, 3)
    damaged = good[:-1] + bytes([good[-1] ^ 1])
    assert framer.feed(b"\x00" + damaged) == []
    assert framer.counts.bad == 1
    (passed,) = TEMPLATE.framer(lenient=True).feed(damaged)
    assert not passed.verified
