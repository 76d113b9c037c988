"""Register FA: what only it tells, boards that lack it, and what is shown but not written."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.core.errors import DecodeError, OutOfRangeError, UnsupportedError
from mingtang_desk.device.checks import check_value
from mingtang_desk.device.settings import SettingLimits, SettingValue
from mingtang_desk.interfaces.driver import Frame, Part
from mingtang_desk.protocols.jbd import codec, extended, settings
from mingtang_desk.protocols.jbd.codec import JbdFramer
from mingtang_desk.protocols.jbd.conversation import decode_conversation
from mingtang_desk.protocols.jbd.origins import SETTING_ORIGINS
from mingtang_desk.protocols.jbd.session import JbdSession
from mingtang_desk.protocols.jbd.specs import SPECS
from tests.protocols.jbd.board import Board
from tests.protocols.jbd.hand import frame, reply, words

NOW = datetime(2026, 11, 25, 22, 0, tzinfo=UTC)
ID = bytes.fromhex("0102030405060708090A0B0C")
HEADS = [True, False]

LITERAL: dict[str, tuple[int, int, float]] = {
    # key: (parameter, its word, value) worked out by hand from docs/protocols/jbd.md, section 5
    "x_jbd_gps_off_v": (104, 3000, 3.0),
    "x_jbd_gps_off_delay_s": (105, 60, 60),
    "x_jbd_cell_90_pct_v": (106, 4050, 4.05),
    "x_jbd_cell_70_pct_v": (107, 3820, 3.82),
    "x_jbd_cell_50_pct_v": (108, 3655, 3.655),
    "x_jbd_cell_30_pct_v": (109, 3545, 3.545),
    "x_jbd_cell_10_pct_v": (110, 3250, 3.25),
    "x_jbd_cell_100_pct_v": (111, 4180, 4.18),
    "x_jbd_learned_capacity_raw": (112, 4711, 4711),
    "x_jbd_correction_interval_s": (113, 600, 600),
    "x_jbd_minimum_current_a": (121, 200, 0.2),
    "x_jbd_sleep_s": (122, 7200, 7200),
}


def now() -> datetime:
    return NOW


class Modern(Board):
    """A board with FA; `head` = it says again what it was asked for."""

    def __init__(
        self,
        registers: Mapping[int, bytes],
        parameters: Mapping[int, bytes] | None = None,
        *,
        head: bool = True,
    ) -> None:
        super().__init__({0x10: words(5000), 0x2D: words(0), **registers})
        self.parameters = {
            **{number: words(word) for number, word, _ in LITERAL.values()},
            **spread(72, b"CODE-1", 16),
            **spread(158, b"\x07MODEL-1", 12),  # with a length byte, which some may have
            **spread(170, ID, 6),
            **spread(176, b"HW-1", 8),
            **(parameters or {}),
        }
        self.head = head

    def _reply(self, name: str, register: int, data: bytes) -> Frame:
        if register != 0xFA or not self.inside or self.sent[-1] in self.refuse:
            return super()._reply(name, register, data)
        first, count, word = int.from_bytes(data[:2], "big"), data[2], data[3:]
        known = {number - 0x10: value for number, value in self.registers.items()}
        known |= self.parameters
        if name == "WFA":
            assert (count, len(word)) == (1, 2)
            self.parameters[first] = word
            return frame(0xFA)
        if any(number not in known for number in range(first, first + count)):
            return frame(0xFA, b"", 0x80)
        said = b"".join(known[number] for number in range(first, first + count))
        return frame(0xFA, data + said if self.head else said)


def spread(first: int, text: bytes, count: int) -> dict[int, bytes]:
    """A text in words of two characters each."""
    text = text.ljust(2 * count, b"\0")
    return {first + n: text[2 * n : 2 * n + 2] for n in range(count)}


def test_every_parameter_is_checked_by_hand() -> None:
    assert set(LITERAL) == set(extended.PLACES)


@pytest.mark.parametrize("head", HEADS)
def test_a_full_read_brings_them(head: bool) -> None:
    board, jbd = Modern({0xA0: b"\x03JBD", 0xA2: b"\x02BC"}, head=head), JbdSession({})
    reading = board.run(jbd.read_settings(None, now))
    for key, (_, _, value) in LITERAL.items():
        assert reading.values[key] == value
    assert reading.values["x_jbd_bms_code"] == "CODE-1"
    assert reading.values["x_jbd_battery_model"] == "MODEL-1"
    assert reading.values["x_jbd_unique_id"] == ID.hex().upper()
    assert reading.values["x_jbd_hardware_name"] == "HW-1"
    assert (reading.values["x_jbd_maker"], reading.values["x_jbd_barcode"]) == ("JBD", "BC")
    assert reading.raw["FA69"] == words(60)
    assert [sent for sent in board.taken() if "FA" in sent] == [
        *("RFA=000001", "RFA=004810", "RFA=006802", "RFA=006a06", "RFA=007002"),
        *("RFA=007902", "RFA=009e0c", "RFA=00aa06", "RFA=00b008"),
    ]
    for key in SETTING_ORIGINS.keys() & {*extended.PLACES, *extended.TEXTS}:
        origin = SETTING_ORIGINS[key]
        assert origin.place.startswith("register FA, parameter ")
        assert origin.bytes_in(reading.raw)


@pytest.mark.parametrize("key", LITERAL)
def test_every_raw_value_comes_back(key: str) -> None:
    number, _, _ = LITERAL[key]
    kept, place = extended.kept_at(number), extended.PLACES[key]
    for raw in range(0x10000):
        assert place.write(0, place.read(raw, False), False) == raw
    value = settings.decode({kept: words(0xFFFF)})[key]
    ((register, data),) = settings.encode({key: value}, {kept: words(0)}, deci=False)
    assert (register, data) == (kept, words(0xFFFF))
    assert extended.write_data(register, data) == bytes([0, number, 1, 0xFF, 0xFF])


def test_what_is_certain_can_be_written_and_the_rest_is_shown_with_a_reason() -> None:
    limits = Modern({}).run(JbdSession({}).read_settings(None, now)).limits
    written = {key for key in (*extended.PLACES, *extended.TEXTS) if limits[key].writable}
    assert written == {
        *(f"x_jbd_cell_{share}_pct_v" for share in (90, 70, 50, 30, 10)),
        *("x_jbd_gps_off_delay_s", "x_jbd_sleep_s"),
    }
    assert limits["x_jbd_sleep_s"] == SettingLimits(minimum=0, maximum=65535, step=1)
    for key in extended.SHOWN_ONLY:
        assert limits[key].reason == extended.MEANING_UNSURE
        with pytest.raises(UnsupportedError, match="No document says"):
            check_value(SPECS[key], 1, limits[key])
    for key in extended.TEXTS:
        assert limits[key].reason == extended.LAYOUT_UNSURE


def test_writing_one_goes_through_fa_and_is_saved() -> None:
    board, jbd = Modern({0x24: words(4250)}), JbdSession({})
    before = board.run(jbd.read_settings(None, now))
    board.taken()
    changes: dict[str, SettingValue] = {
        "x_jbd_sleep_s": 60,
        "cell_ovp_v": 4.2,
        "x_jbd_function_bits": 4,
    }
    board.run(jbd.write_settings(changes, before))
    assert board.taken() == [
        *("W00=5678", "W24=1068", "WFA=007a01003c", "W2D=0004", "W01=2828"),
    ]
    after = board.run(jbd.read_settings(["x_jbd_sleep_s"], now))
    assert after.values["x_jbd_sleep_s"] == 60
    assert board.taken() == ["W00=5678", "R10", "RFA=000001", "RFA=007902", "W01=0000"]


def test_a_board_without_fa_is_asked_once() -> None:
    board, jbd = Board({0x10: words(5000)}), JbdSession({})
    assert not set(extended.PLACES) & set(board.run(jbd.read_settings(None, now)).values)
    assert board.taken().count("RFA=000001") == 1
    board.run(jbd.read_settings(None, now))
    assert not any("FA" in sent for sent in board.taken())


def test_a_board_that_keeps_silent_is_no_error() -> None:
    board, jbd = Board({0x10: words(5000)}), JbdSession({})
    board.silent.add("RFA")
    assert board.run(jbd.read_settings(None, now)).values["nominal_ah"] == 50.0
    assert board.taken()[-2:] == ["RFA=000001", "W01=0000"]
    board.run(jbd.read_settings(None, now))
    assert "RFA=000001" not in board.sent


def test_where_parameter_0_is_not_register_10_fa_means_something_else() -> None:
    board, jbd = Modern({}, {0: words(4999)}), JbdSession({})
    assert "x_jbd_sleep_s" not in board.run(jbd.read_settings(None, now)).values


def test_a_block_that_is_refused_does_not_keep_others_from_being_read() -> None:
    board = Modern({})
    board.refuse["RFA=006802"] = 0x80
    values = board.run(JbdSession({}).read_settings(None, now)).values
    assert "x_jbd_gps_off_v" not in values
    assert values["x_jbd_sleep_s"] == 7200


def test_a_block_of_another_length_is_left_out() -> None:
    board = Modern({}, {104: b"\1\2\3\4"}, head=False)
    values = board.run(JbdSession({}).read_settings(None, now)).values
    assert "x_jbd_gps_off_v" not in values
    assert values["x_jbd_sleep_s"] == 7200


def test_texts_stand_in_for_registers_that_are_missing() -> None:
    parameters = {**spread(56, b"MAKER", 16), **spread(88, b"BC-2", 16)}
    board = Modern({}, parameters)
    reading = board.run(JbdSession({}).read_settings(["x_jbd_maker", "x_jbd_barcode"], now))
    assert (reading.values["x_jbd_maker"], reading.values["x_jbd_barcode"]) == ("MAKER", "BC-2")
    assert reading.limits["x_jbd_maker"] == SettingLimits(
        writable=False, reason=extended.LAYOUT_UNSURE
    )


@pytest.mark.parametrize("nothing", [bytes(12), b"\xff" * 12])
def test_an_empty_number_is_no_text(nothing: bytes) -> None:
    assert extended.decode_texts({extended.kept_at(170): nothing}) == {"x_jbd_unique_id": ""}


def test_the_hardware_name_is_part_of_the_pack() -> None:
    board, jbd = Modern({}), JbdSession({})
    board.run(jbd.read_settings(None, now))
    assert board.run(jbd.poll(Part.FAST, now)).info.hardware == "HW-1"


def test_a_late_reply_to_another_block_is_not_taken() -> None:
    asked = extended.read_data(104, 2)
    assert extended.answers(frame(0xFA, asked + bytes(4)), asked)
    assert extended.answers(frame(0xFA, bytes(4)), asked)
    assert extended.answers(frame(0xFA, b"", 0x81), asked)
    assert not extended.answers(frame(0xFA, extended.read_data(106, 2) + bytes(4)), asked)
    assert not extended.answers(frame(0x24, bytes(2)), asked)


@pytest.mark.parametrize(
    ("payload", "question"),
    [
        (b"\0\x68\2\1\2\3\4", (105, 2)),
        (b"\0\x68\2\1\2", None),
        (b"\1\2", None),
        (b"\1\2", (104, 2)),
        (b"\0", None),
    ],
)
def test_what_answers_no_question_is_an_error(
    payload: bytes, question: tuple[int, int] | None
) -> None:
    with pytest.raises(DecodeError):
        extended.split(payload, question)


def test_numbers_without_a_meaning_are_passed_over() -> None:
    assert extended.split(b"\0\x2f\3" + bytes(range(6)), None) == {0x3F: b"\0\1"}
    assert extended.split(b"\0\x72\2\1\2\3\4", None) == {}
    assert extended.split(b"\0\x47\2\1\2\3\4", None) == {}  # half a text


def conversation(*frames: tuple[str, bytes]) -> list[tuple[str, Frame]]:
    return [(side, frame) for side, data in frames for frame in JbdFramer().feed(data)]


def test_recordings_are_decoded_with_and_without_their_requests() -> None:
    ask = codec.request(codec.READ, 0xFA, extended.read_data(121, 2))
    bare = reply(0xFA, words(200, 60))
    headed = reply(0xFA, extended.read_data(121, 2) + words(200, 60))
    for frames in (
        [("tx", ask), ("rx", bare)],
        [("rx", ask), ("rx", bare)],  # another master's, overheard
        [("rx", headed)],
        [("tx", codec.request(codec.READ, 0x03)), ("rx", headed)],
    ):
        decoded = decode_conversation(conversation(*frames), NOW)
        assert decoded.settings == {"x_jbd_minimum_current_a": 0.2, "x_jbd_sleep_s": 60}
    lost = decode_conversation(conversation(("rx", bare)), NOW)
    assert (lost.settings, len(lost.problems)) == ({}, 1)
    hardware = reply(0xFA, extended.read_data(176, 8) + b"HW-9".ljust(16, b"\0"))
    assert decode_conversation(conversation(("rx", hardware)), NOW).info == {"hardware": "HW-9"}


@given(st.binary(max_size=80), st.none() | st.tuples(st.integers(0, 200), st.integers(0, 95)))
def test_any_bytes_are_split_or_refused(payload: bytes, question: tuple[int, int] | None) -> None:
    try:
        found = extended.split(payload, question)
    except DecodeError:
        return
    settings.decode(found)


@given(st.text())
def test_a_text_written_reads_the_same_or_is_refused_before_it_is_sent(text: str) -> None:
    board, jbd = Board({0x10: words(5000), 0xA2: b"\x03OLD"}), JbdSession({})
    before = board.run(jbd.read_settings(["x_jbd_barcode"], now))
    try:
        value = check_value(SPECS["x_jbd_barcode"], text, before.limits["x_jbd_barcode"])
    except OutOfRangeError:
        return
    board.run(jbd.write_settings({"x_jbd_barcode": value}, before))
    after = board.run(jbd.read_settings(["x_jbd_barcode"], now))
    assert after.values["x_jbd_barcode"] == value == text.strip()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (codec.request(codec.READ, 0x03), "reads basic info (JBD)"),
        (codec.request(codec.READ, 0x24), "reads register 24 (JBD)"),
        (codec.request(codec.WRITE, 0x24, words(4200)), "writes register 24 (JBD)"),
        (codec.request(codec.WRITE, 0xE1, words(1)), "switches the MOSFETs (JBD)"),
        (reply(0x03, bytes(27)), None),
        (reply(0xA5, bytes(27)), None),  # a board that echoes A5 where the register belongs
    ],
)
def test_requests_are_told_in_words(data: bytes, said: str | None) -> None:
    (only,) = JbdFramer().feed(data)
    assert codec.request_words(only) == said
