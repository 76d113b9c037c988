"""Checks of one value before it leaves: kind, range, step."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.core.errors import OutOfRangeError, UnsupportedError
from mingtang_desk.device.checks import (
    check_value,
    coerce,
    parse_value,
)
from mingtang_desk.device.settings import Group, Kind, SettingLimits, SettingSpec

NUMBER = SettingSpec(
    key="cell_ovp_v", label="l", group=Group.NORMAL, unit="V", minimum=2.0, maximum=4.5, decimals=3
)
INTEGER = SettingSpec(key="n", label="l", group=Group.NORMAL, kind=Kind.INTEGER, minimum=1)
BITS = SettingSpec(key="b", label="l", group=Group.MORE, kind=Kind.BITS, minimum=0, maximum=0xFFFF)
TEXT = SettingSpec(key="t", label="l", group=Group.MORE, kind=Kind.TEXT)
CHOICE = SettingSpec(key="c", label="l", group=Group.MORE, kind=Kind.CHOICE, choices=("nmc", "lfp"))


@pytest.mark.parametrize(
    ("spec", "text", "value"),
    [
        (NUMBER, " 4.25 ", 4.25),
        (NUMBER, "4", 4.0),
        (INTEGER, " 17", 17),
        (BITS, "0x1F", 31),
        (BITS, "0b101", 5),
        (TEXT, " JBD ", " JBD "),
        (CHOICE, " lfp ", "lfp"),
    ],
)
def test_typed_text(spec: SettingSpec, text: str, value: object) -> None:
    got = parse_value(spec, text)
    assert got == value
    assert type(got) is type(value)


@pytest.mark.parametrize(
    ("spec", "text"),
    [(NUMBER, "4,25"), (NUMBER, ""), (INTEGER, "4.0"), (BITS, "0xZZ"), (CHOICE, "NMC")],
)
def test_typed_text_of_another_kind(spec: SettingSpec, text: str) -> None:
    with pytest.raises(OutOfRangeError):
        parse_value(spec, text)


@pytest.mark.parametrize(
    ("spec", "value"),
    [
        (NUMBER, True),
        (NUMBER, "4.2"),
        (NUMBER, None),
        (NUMBER, [4.2]),
        (NUMBER, math.nan),
        (NUMBER, math.inf),
        (NUMBER, -math.inf),
        (NUMBER, 10**400),
        (INTEGER, 16.5),
        (INTEGER, False),
        (BITS, math.nan),
        (TEXT, 5),
        (CHOICE, 5),
        (CHOICE, "lead"),
    ],
)
def test_values_of_another_kind_are_refused(spec: SettingSpec, value: Any) -> None:
    with pytest.raises(OutOfRangeError):
        coerce(spec, value)
    with pytest.raises(OutOfRangeError):
        check_value(spec, value, None)


def test_values_take_their_kind() -> None:
    assert coerce(INTEGER, 16.0) == 16
    assert isinstance(coerce(INTEGER, 16.0), int)
    assert isinstance(coerce(NUMBER, 4), float)
    assert coerce(TEXT, " x ") == " x "


@pytest.mark.parametrize("value", [2.0, 4.5, 3.3])
def test_limits_belong_to_the_range(value: float) -> None:
    assert check_value(NUMBER, value, None) == value


@pytest.mark.parametrize("value", [1.999, 4.501, -4.2, 0.0])
def test_outside_the_range(value: float) -> None:
    with pytest.raises(OutOfRangeError, match=r"outside 2 to 4\.5 V"):
        check_value(NUMBER, value, None)


def test_the_tighter_of_two_limits_counts() -> None:
    board = SettingLimits(minimum=1.0, maximum=4.3)
    assert check_value(NUMBER, 4.3, board) == 4.3
    for value in (4.301, 1.5):
        with pytest.raises(OutOfRangeError):
            check_value(NUMBER, value, board)
    free = SettingSpec(key="f", label="l", group=Group.MORE)
    assert check_value(free, -1e9, None) == -1e9


def test_steps() -> None:
    board = SettingLimits(step=0.005)
    assert check_value(NUMBER, 4.255, board) == 4.255
    with pytest.raises(OutOfRangeError, match=r"4\.25, 4\.255"):
        check_value(NUMBER, 4.252, board)


def test_table_values() -> None:
    board = SettingLimits(allowed=(22.0, 33.0, 44.0))
    free = SettingSpec(key="f", label="l", group=Group.CURRENT)
    assert check_value(free, 33.1, board) == 33.0
    with pytest.raises(OutOfRangeError, match="22, 33, 44"):
        check_value(free, 30.0, board)


def test_a_board_may_keep_a_value_to_itself() -> None:
    with pytest.raises(UnsupportedError, match="ask the maker"):
        check_value(NUMBER, 4.2, SettingLimits(writable=False, reason="ask the maker"))


def test_texts_have_room_in_bytes() -> None:
    board = SettingLimits(max_bytes=4)
    assert check_value(TEXT, "abcd", board) == "abcd"
    assert check_value(TEXT, "long enough", None) == "long enough"
    for text in ("abcde", "电电"):
        with pytest.raises(OutOfRangeError, match="0 to 4 bytes"):
            check_value(TEXT, text, board)


def test_spaces_around_a_text_are_cut_off_as_boards_do() -> None:
    board = SettingLimits(max_bytes=4, ascii_only=True)
    for typed in (" ab c", "ab c\n", "\u3000ab c\t "):
        assert check_value(TEXT, typed, board) == "ab c"


@pytest.mark.parametrize(
    ("text", "char", "place"),
    [
        ("BT电", "电", 3),
        ("ＢT", "Ｂ", 1),  # noqa: RUF001 (typed with a Chinese keyboard)
        ("a\tb", "U+0009", 2),
        ("a\x7f", "U+007F", 2),
        ("é", "é", 1),
        ("a\udc80", "U+DC80", 2),
    ],
)
def test_the_character_that_cannot_be_stored_is_named(text: str, char: str, place: int) -> None:
    with pytest.raises(OutOfRangeError, match="cannot be stored") as caught:
        check_value(TEXT, text, SettingLimits(ascii_only=True))
    assert (caught.value.values["char"], caught.value.values["place"]) == (char, place)


def test_boards_with_utf_8_take_everything_that_can_be_seen() -> None:
    assert check_value(TEXT, "电池 1", SettingLimits(max_bytes=8)) == "电池 1"
    with pytest.raises(OutOfRangeError, match=r"U\+000A"):
        check_value(TEXT, "a\nb", None)


def test_an_empty_text_erases_where_that_is_allowed() -> None:
    assert check_value(TEXT, "  ", SettingLimits()) == ""
    with pytest.raises(OutOfRangeError, match="cannot be erased"):
        check_value(TEXT, "", SettingLimits(erasable=False))


@given(st.text(), st.integers(0, 40), st.booleans())
def test_a_text_is_stored_as_it_is_or_refused(text: str, room: int, ascii_only: bool) -> None:
    board = SettingLimits(max_bytes=room, ascii_only=ascii_only)
    try:
        stored = check_value(TEXT, text, board)
    except OutOfRangeError:
        return
    assert isinstance(stored, str)
    assert stored == text.strip()
    assert len(stored.encode()) <= room
    assert stored.isprintable()
    assert stored.isascii() or not ascii_only
    assert check_value(TEXT, stored, board) == stored
