"""The generated reader against the plain one, for any rows and any bytes."""

import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.wire.profile.kinds import Encoding, Space, Type
from mingtang_desk.wire.profile.plan import Block
from mingtang_desk.wire.profile.reader import OPEN, SHORT, Row, compiled, interpret, value_of
from mingtang_desk.wire.profile.rows import Bits, Cells, Place, Target, Value
from mingtang_desk.wire.scale import Scale

START, SIZE = 40, 12
BLOCK = Block(Space.HOLDING, START, SIZE)
COILS = Block(Space.COIL, START, SIZE)


def read(several: list[Row], block: Block, payload: bytes) -> tuple[Any, ...]:
    """What the generated reader says, in the rows' order."""
    keys = [f"key {n}" for n in range(len(several))]
    found = compiled(several, block, keys)(payload)
    assert list(found) == keys
    return tuple(found.values())


def place(count: int = 1, *, at: int = 0, space: Space = Space.HOLDING) -> Place:
    return Place(space=space, address=START + at, count=count)


SCALES = st.sampled_from(
    [Scale(), Scale(den=100), Scale(num=5), Scale(den=3, num=-2), Scale(den=10, offset=-400)]
)
RAWS = st.lists(st.integers(0, 3), max_size=2).map(tuple)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    at = draw(st.integers(0, SIZE - 4))
    match draw(st.integers(0, 5)):
        case 0:
            return Cells(key="cells.0", place=place(4, at=at), scale=draw(SCALES))
        case 1:
            return Bits(
                key="alarms.0",
                target=Target.ALARMS,
                place=place(draw(st.sampled_from((1, 2))), at=at),
                low_first=draw(st.booleans()),
            )
        case 2:
            kind = draw(st.sampled_from([Type.TEXT, Type.CLOCK, Type.DATE]))
            count = 3 if kind is Type.TEXT else kind.registers
            return Value(key="status.x", place=place(count, at=at), type=kind)
        case 3:
            kind = draw(st.sampled_from([k for k in Type if k.is_number]))
            width = 8 if kind in (Type.HIGH, Type.LOW) else 16 * kind.registers
            return Value(
                key="status.x",
                place=place(kind.registers, at=at),
                type=kind,
                bit=draw(st.integers(0, width - 1)),
                low_first=draw(st.booleans()),
            )
        case 4:
            choices = draw(st.dictionaries(st.integers(0, 3), st.text(min_size=1), max_size=3))
            return Value(key="status.x", place=place(at=at), choices=choices, missing=draw(RAWS))
        case _:
            kind = draw(st.sampled_from([k for k in Type if k.is_number]))
            encoding = draw(st.sampled_from(list(Encoding))) if kind is Type.U16 else Encoding.PLAIN
            return Value(
                key="status.x",
                place=place(kind.registers, at=at),
                type=kind,
                scale=draw(SCALES),
                encoding=encoding,
                missing=draw(RAWS),
                open=draw(RAWS),
                short=draw(RAWS),
                low_first=draw(st.booleans()),
            )


PAYLOADS = st.one_of(
    st.binary(min_size=2 * SIZE, max_size=2 * SIZE),
    st.lists(st.integers(0, 4), min_size=SIZE, max_size=SIZE).map(
        lambda words: struct.pack(f">{SIZE}H", *words)
    ),
)


@given(several=st.lists(rows(), min_size=1, max_size=6), payload=PAYLOADS)
def test_both_readers_say_the_same(several: list[Row], payload: bytes) -> None:
    assert read(several, BLOCK, payload) == interpret(several, BLOCK, payload)


@given(payload=st.binary(min_size=2, max_size=2), at=st.integers(0, SIZE - 3))
def test_coils_say_the_same(payload: bytes, at: int) -> None:
    several: list[Row] = [
        Value(key="status.x", place=place(at=at, space=Space.COIL)),
        Bits(key="a.0", target=Target.ALARMS, place=place(3, at=at, space=Space.COIL)),
    ]
    got = read(several, COILS, payload)
    assert got == interpret(several, COILS, payload)
    number = int.from_bytes(payload, "little") >> at
    assert got == (bool(number & 1), tuple(b for b in range(3) if number >> b & 1))


@pytest.mark.parametrize("size", [0, 2 * SIZE - 1, 2 * SIZE + 2])
@pytest.mark.parametrize("block", [BLOCK, COILS])
def test_another_length_is_an_error_for_both(size: int, block: Block) -> None:
    row = Value(key="status.x", place=place(space=block.space))
    for reader in (read, interpret):
        with pytest.raises(struct.error):
            reader([row], block, bytes(size))


def of(raw: str, **more: Any) -> object:
    kind = more.pop("type", Type.U16)
    row = Value(key="status.x", place=place(kind.registers), type=kind, **more)
    return value_of(row, bytes.fromhex(raw))


def test_sensors_and_missing_values() -> None:
    ntc: dict[str, Any] = {
        "type": Type.I16,
        "scale": Scale(den=10),
        "open": (-0x8000,),
        "short": (0x7FFF,),
    }
    assert of("0129", **ntc) == 29.7
    assert of("FF38", **ntc) == -20.0
    assert of("8000", **ntc) == OPEN
    assert of("7FFF", **ntc) == SHORT
    assert of("FFFD", scale=Scale(den=100), missing=(0xFFFD,)) is None
    assert of("126E", scale=Scale(den=100), missing=(0xFFFD,)) == 47.18
    assert of("0007", choices={0: "off"}) is None


def test_choices_are_looked_up() -> None:
    row = Value(key="info.chemistry", place=place(), choices={0: "nmc", 1: "lfp"})
    for raw, word in ((0, "nmc"), (1, "lfp"), (2, None)):
        payload = struct.pack(f">{SIZE}H", raw, *range(SIZE - 1))
        assert read([row], BLOCK, payload) == interpret([row], BLOCK, payload) == (word,)


def test_cells_of_any_scale() -> None:
    for scale in (Scale(den=1000), Scale(den=100), Scale(den=2, num=3, offset=1)):
        row = Cells(key="cells.0", place=place(2), scale=scale)
        payload = struct.pack(f">{SIZE}H", 3629, 0, *range(SIZE - 2))
        expected = ((scale.to_model(3629), scale.to_model(0)),)
        assert read([row], BLOCK, payload) == interpret([row], BLOCK, payload) == expected


@pytest.mark.parametrize("low_first", [False, True])
@pytest.mark.parametrize("kind", [kind for kind in Type if kind.is_number])
def test_every_kind_of_number(kind: Type, low_first: bool) -> None:
    row = Value(
        key="status.x", place=place(kind.registers), type=kind, low_first=low_first, missing=(7,)
    )
    for words in ((0x8001, 0x7FFE), (0, 7), (7, 0)):
        payload = struct.pack(f">{SIZE}H", *words, *range(SIZE - 2))
        assert read([row], BLOCK, payload) == interpret([row], BLOCK, payload)
