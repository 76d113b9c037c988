"""Field tables: the compiled reader against the plain one, and both against struct."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.wire.fields import Field, compiled, interpret
from mingtang_desk.wire.scale import TENTH_KELVIN, UNITY, Scale

SCALES = st.sampled_from(
    [UNITY, TENTH_KELVIN, Scale(den=100), Scale(den=1000, num=-1), Scale(num=2)]
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Field, ...]:
    """Tables of 1 to 12 fields that do not overlap, in any order, with gaps."""
    rows, at = [], 0
    for number in range(draw(st.integers(1, 12))):
        at += draw(st.integers(0, 3))
        size = draw(st.sampled_from([1, 2, 4]))
        rows.append(Field(f"f{number}", at, size, draw(SCALES), signed=draw(st.booleans())))
        at += size
    return tuple(draw(st.permutations(rows)))


@given(table=tables(), payload=st.binary(max_size=80))
def test_compiled_and_interpreted_agree(table: tuple[Field, ...], payload: bytes) -> None:
    read = compiled(table)
    try:
        plain = interpret(table, payload)
    except struct.error:
        with pytest.raises(struct.error):
            read(payload)
        return
    got = read(payload)
    assert got == plain
    assert [type(value) for value in got] == [type(value) for value in plain]


def test_a_table_reads_what_struct_reads() -> None:
    table = (
        Field("b", 3, 1, signed=True),
        Field("a", 0, 2, Scale(den=100)),
        Field("c", 4, 4, Scale(den=10), signed=True),
    )
    payload = struct.pack(">HxbiB", 4718, -5, -70_000, 9)
    assert compiled(table)(payload) == interpret(table, payload) == (-5, 47.18, -7000.0)


def test_a_reader_is_made_once() -> None:
    table = (Field("a", 0, 2),)
    assert compiled(table) is compiled((Field("a", 0, 2),))


def test_fields_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="b overlaps"):
        compiled((Field("a", 0, 2), Field("b", 1, 1)))


@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize("size", [1, 2, 4])
def test_a_field_writes_what_it_reads(size: int, signed: bool) -> None:
    field = Field("x", 2, size, Scale(den=100), signed=signed)
    edge = 1 << (8 * size - signed)
    for raw in (0, 1, edge - 1, *((-edge, -1) if signed else ())):
        data = b"\xff\xff" + raw.to_bytes(size, "big", signed=signed)
        assert field.write(field.read(data)) == data[2:]


def test_a_value_that_does_not_fit_is_refused() -> None:
    with pytest.raises(OverflowError):
        Field("x", 0, 1).write(256)
