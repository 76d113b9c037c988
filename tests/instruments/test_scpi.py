"""What a meter's answer says, and which answers are refused."""

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.core.errors import MeterError
from mingtang_desk.instruments.scpi import (
    Identity,
    Quantity,
    parse_error,
    parse_identity,
    parse_number,
    shown,
)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("+3.65012345E+00", 3.65012345),
        ("3.65", 3.65),
        (" -12 ", -12.0),
        (".5", 0.5),
        ("1.", 1.0),
        ("3.65 V", 3.65),
        ("+3.65E+00VDC", 3.65),
        ("3.65 vdc", 3.65),
    ],
)
def test_readings(line: str, value: float) -> None:
    assert parse_number(line, Quantity.VOLTS) == value


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("", "meter_nonsense"),
        ("NO PROBE", "meter_nonsense"),
        ("3.65,3.66", "meter_nonsense"),
        ("3,65", "meter_nonsense"),
        ("0x10", "meter_nonsense"),
        ("\x00\xff", "meter_nonsense"),
        ("9.90000000E+37", "meter_overload"),
        ("-9.9E37", "meter_overload"),
        ("1E400", "meter_overload"),
        ("OVLD", "meter_overload"),
        ("inf", "meter_overload"),
        ("9.91E37", "meter_nan"),
        ("NaN", "meter_nan"),
        ("3650 mV", "meter_unit"),
        ("3.65 A", "meter_unit"),
        ("98.6 F", "meter_unit"),
    ],
)
def test_no_readings(line: str, key: str) -> None:
    with pytest.raises(MeterError) as caught:
        parse_number(line, Quantity.VOLTS)
    assert caught.value.key == key
    assert caught.value.hint


@pytest.mark.parametrize(
    ("line", "quantity"),
    [("25.1 C", Quantity.CELSIUS), ("25.1°C", Quantity.CELSIUS), ("2 A", Quantity.AMPS)],
)
def test_units_of_others(line: str, quantity: Quantity) -> None:
    assert parse_number(line, quantity) in (25.1, 2.0)


@given(st.floats(-1e6, 1e6))
def test_every_number_comes_back(value: float) -> None:
    assert parse_number(f"{value:+.9E}", Quantity.AMPS) == pytest.approx(value, rel=1e-8)


@given(line=st.text(max_size=60))
@pytest.mark.parametrize(
    "parse", [lambda line: parse_number(line, Quantity.VOLTS), parse_identity, parse_error]
)
def test_no_answer_does_anything_but_give_a_value_or_our_error(
    parse: Callable[[str], object], line: str
) -> None:
    with contextlib.suppress(MeterError):
        found = parse(line)
        assert found is None or isinstance(found, float | str | Identity)


def test_identities() -> None:
    full = parse_identity("Keysight Technologies,34465A,MY60012345,A.02.14-02.40,x")
    assert full == Identity("Keysight Technologies", "34465A", "MY60012345", "A.02.14-02.40,x")
    assert parse_identity("OWON,XDM1041,0").serial == ""
    for line in ("", "hello", ",34465A,1,2", "a\x01b,c"):
        with pytest.raises(MeterError):
            parse_identity(line)


def test_error_queues() -> None:
    assert parse_error('0,"No error"') is None
    assert parse_error("+0") is None
    assert parse_error('-113,"Undefined header"') == "-113 Undefined header"
    with pytest.raises(MeterError):
        parse_error("3.65")


def test_what_is_shown_is_short_and_printable() -> None:
    assert shown("a\x00b\n") == "a·b"
    assert len(shown("x" * 100)) == 40
