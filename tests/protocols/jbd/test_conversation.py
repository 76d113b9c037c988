"""A recorded conversation: what was said, and nothing that was not."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.interfaces.driver import Decoded, Frame
from mingtang_desk.protocols.jbd.codec import JbdFramer
from mingtang_desk.protocols.jbd.conversation import decode_conversation
from tests.protocols.jbd.hand import CELLS_13S, basic, frame, read, words

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
BASIC, CELLS = frame(0x03, basic()), frame(0x04, words(*CELLS_13S))


def decode(*frames: Frame, direction: str = "rx") -> Decoded:
    return decode_conversation([(direction, one) for one in frames], NOW)


def test_a_pair_and_a_name() -> None:
    got = decode(BASIC, CELLS, frame(0x05, b"JBD-SP13S050"))
    assert got.sample is not None
    assert (got.sample.pack_v, got.sample.cell_max_v) == (47.18, 3.631)
    assert (got.sample.device_id, got.sample.info.model) == ("JBD-SP13S050", "JBD-SP13S050")
    assert got.info == {"model": "JBD-SP13S050"}
    assert (got.stats, dict(got.settings), got.packs, got.problems) == (None, {}, (), ())


def test_nothing_gives_nothing() -> None:
    for got in (decode(), decode(BASIC, direction="tx"), decode(*JbdFramer().feed(read(3)))):
        assert got == Decoded(settings={}, info={}, problems=())


def test_the_newest_counts() -> None:
    got = decode(BASIC, frame(0x03, basic(volts=4000)))
    assert got.sample is not None
    assert got.sample.pack_v == 40.0


def test_cells_alone() -> None:
    got = decode(CELLS)
    assert got.sample is not None
    assert (got.sample.pack_v, got.sample.cell_min_v) == (None, 3.629)


def test_counters_and_settings() -> None:
    settings = {0x24: words(4250), 0x16: words(7), 0xA2: b"\x02AB", 0x2D: words(4)}
    got = decode(
        BASIC,
        frame(0xAA, words(*range(11))),
        *(frame(register, data) for register, data in settings.items()),
    )
    assert got.stats is not None
    assert got.stats.values["cell_ov"] == 3
    assert got.settings["cell_ovp_v"] == 4.25
    assert got.info == {"battery_code": "AB", "serial": "7"}
    assert got.sample is not None
    assert got.sample.balancer is True
    assert got.sample.info.serial == "7"


@pytest.mark.parametrize("first", [True, False])
def test_the_function_register_says_tenths_wherever_it_stands(first: bool) -> None:
    function, nominal = frame(0x2D, words(1 << 12)), frame(0x10, words(6280))
    status = frame(0x03, basic(amps=-58))
    got = decode(*([function, status, nominal] if first else [nominal, status, function]))
    assert got.sample is not None
    assert (got.sample.current_a, got.settings["nominal_ah"]) == (-5.8, 628.0)
    assert got.sample.balancer is False


def test_the_status_says_tenths_for_the_settings() -> None:
    got = decode(frame(0x10, words(6280)), frame(0x03, basic(fets=0x83)))
    assert got.settings["nominal_ah"] == 628.0


@pytest.mark.parametrize("register", [0x03, 0x04, 0x05, 0xAA, 0x24])
@pytest.mark.parametrize("status", [0x80, 0x81])
def test_a_refusal_is_no_value(register: int, status: int) -> None:
    got = decode(frame(register, b"\x10\x68", status))
    assert got == Decoded(settings={}, info={}, problems=())


def test_acknowledgements_are_no_values() -> None:
    got = decode(frame(0x24), frame(0x00), frame(0x01), frame(0xE1))
    assert got == Decoded(settings={}, info={}, problems=())


def test_a_reply_that_contradicts_itself_is_a_problem() -> None:
    short = frame(0x03, basic()[:25])
    got = decode(short, frame(0x04, b"\1"), frame(0x24, b"\1\2\3"), frame(0xAA, b"\0"))
    assert got.sample is None
    assert dict(got.settings) == {}
    assert [problem.key for problem in got.problems] == ["frame_invalid"] * 4
    good = decode(BASIC, short)
    assert good.sample is not None
    assert len(good.problems) == 1


frames = st.builds(
    frame,
    st.sampled_from([0x03, 0x04, 0x05, 0xAA, 0x2D, 0x2C, 0x38, 0x39, 0x15, 0xA0, 0x10, 0xA5, 0x00]),
    st.one_of(st.binary(max_size=60), st.binary(min_size=2, max_size=2)),
    st.sampled_from([0, 0, 0, 0x80]),
)


@given(st.lists(frames, max_size=12))
def test_any_frames_are_decoded_or_named(some: Sequence[Frame]) -> None:
    got = decode(*some)
    assert len(got.problems) <= len(some)
