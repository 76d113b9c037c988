"""The values of many polls at once: payloads of the same shape are one matrix, columns come out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mingtang_desk.core.errors import DecodeError
from mingtang_desk.protocols.jbd import fields, settings, status
from mingtang_desk.protocols.jbd.places import FUNCTION_REGISTER
from mingtang_desk.protocols.modbus.active import Active
from mingtang_desk.protocols.modbus.codec import block_of
from mingtang_desk.protocols.modbus.sample import FLAGS, FLOATS
from mingtang_desk.wire.profile.kinds import Encoding, Type
from mingtang_desk.wire.profile.plan import Block
from mingtang_desk.wire.profile.reader import meaning
from mingtang_desk.wire.profile.rows import Bits, Cells, Profile, Value
from mingtang_desk.wire.scale import TENTH_KELVIN, UNITY, Scale

if TYPE_CHECKING:
    from mingtang_desk.session.batch_heard import Heard
    from mingtang_desk.session.batch_polls import Polls, Units

type Ints = NDArray[np.int64]
type Floats = NDArray[np.float64]

_BASIC, _CELLS = 0x03, 0x04


@dataclass(slots=True)
class Columns:
    """Values of polls, a row each; not a number = not reported.

    Attributes:
        values: by the names of a sample; switches are 1 and 0.
        cell_v: shape (polls, most cells), not a number behind the last cell.
        temperatures: by name of the sensor, degrees Celsius.
        bits: raw words of bits, -1 = none.
        there: False where a poll gives no sample.
    """

    values: dict[str, Floats] = field(default_factory=dict)
    cell_v: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    temperatures: dict[str, Floats] = field(default_factory=dict)
    bits: dict[str, Ints] = field(default_factory=dict)
    there: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))

    def only(self, rows: NDArray[np.bool_]) -> "Columns":
        """Return some of the rows."""
        return Columns(
            values={key: column[rows] for key, column in self.values.items()},
            cell_v=self.cell_v[rows],
            temperatures={key: column[rows] for key, column in self.temperatures.items()},
            bits={key: column[rows] for key, column in self.bits.items()},
            there=self.there[rows],
        )

    def put(self, rows: Ints, other: "Columns") -> None:
        """Take the rows of another one, at these places."""
        count = len(self.there)
        for mine, theirs in ((self.values, other.values), (self.temperatures, other.temperatures)):
            for key, column in theirs.items():
                mine.setdefault(key, _nans(count))[rows] = column
        for key, bits in other.bits.items():
            self.bits.setdefault(key, np.full(count, -1))[rows] = bits
        more = other.cell_v.shape[1] - self.cell_v.shape[1]
        if more > 0:
            self.cell_v = np.concatenate([self.cell_v, _nans(count, more)], axis=1)
        self.cell_v[rows, : other.cell_v.shape[1]] = other.cell_v
        self.there[rows] = other.there


def scaled(raw: Ints, scale: Scale) -> Floats:
    """Return whole numbers in model units; the same operations as `Scale`, so the same floats."""
    return np.asarray((raw + scale.offset) * scale.num / scale.den, np.float64)


def _nans(*shape: int) -> Floats:
    return np.full(shape, np.nan)


class _Payloads:
    """Bytes of the answers to one question, grouped by their length."""

    def __init__(self, heard: "Heard", units: "Units", chosen: Ints, head: int, tail: int) -> None:
        self._data = np.frombuffer(heard.rx, np.uint8)
        frame = units.answer[chosen]
        self.start = heard.start[frame] + head
        self.size = heard.end[frame] - tail - self.start

    def matrix(self, rows: Ints, size: int) -> Ints:
        """Return the first bytes of some payloads, shape (rows, size)."""
        return np.asarray(self._data[self.start[rows][:, None] + np.arange(size)], np.int64)

    def words(self, rows: Ints, at: int, count: int) -> Ints:
        """Return big-endian words of some payloads, shape (rows, count)."""
        base = self.start[rows][:, None] + at + 2 * np.arange(count)
        return np.asarray((self._data[base].astype(np.int64) << 8) | self._data[base + 1])


def _groups(sizes: Ints) -> list[tuple[int, Ints]]:
    found = np.flatnonzero(np.bincount(sizes)) if len(sizes) else sizes
    return [(int(size), np.flatnonzero(sizes == size)) for size in found]


# JBD


def jbd_columns(heard: "Heard", units: "Units", polls: "Polls") -> Columns:
    """Return what registers 03 and 04 say in every poll."""
    count = len(polls.done)
    out = Columns(cell_v=_nans(count, 0), there=np.zeros(count, np.bool_))
    if _BASIC in units.poll:
        chosen = polls.answers[_BASIC]
        _basics(_Payloads(heard, units, chosen, 4, 3), _switched(heard, units, chosen), out)
    if _CELLS in units.poll:
        _cells(_Payloads(heard, units, polls.answers[_CELLS], 4, 3), out)
    return out


def _switched(heard: "Heard", units: "Units", chosen: Ints) -> NDArray[np.bool_]:
    """Return for each poll whether register 2D, as last heard, says tenths."""
    told = np.flatnonzero((units.key == FUNCTION_REGISTER) & ~units.sent)
    if not len(told):
        return np.zeros(len(chosen), np.bool_)
    says = np.array([_tenths(heard, units, int(unit)) for unit in told])
    last = np.searchsorted(told, chosen, "left") - 1
    return np.asarray((last >= 0) & says[np.maximum(last, 0)])


def _tenths(heard: "Heard", units: "Units", unit: int) -> bool:
    if units.status[unit]:
        return False
    words = {FUNCTION_REGISTER: heard.raw(int(units.answer[unit]))[4:-3]}
    try:
        settings.decode(words)
    except DecodeError:
        return False
    return settings.is_deci(words)


def _basics(payloads: _Payloads, deci: NDArray[np.bool_], out: Columns) -> None:
    count = len(payloads.start)
    out.values = {
        name: _nans(count)
        for name in (
            *("pack_v", "current_a", "remaining_ah", "nominal_ah", "cycles", "soc_pct"),
            *("charge_mosfet", "discharge_mosfet"),
        )
    }
    out.bits = {name: np.full(count, -1) for name in ("protection_bits", "balance_bits")}
    for size, rows in _groups(payloads.size):
        if size < fields.BASIC_SIZE:
            continue
        body = payloads.matrix(rows, size)
        ntcs = body[:, 22]
        for sensors in np.flatnonzero(np.bincount(ntcs)).tolist():
            end = fields.BASIC_SIZE + 2 * sensors
            if end > size:
                continue
            mine = ntcs == sensors
            tenths = deci[rows[mine]] | (body[mine, 20] & status.FET_DECI_UNIT != 0)
            if size >= end + fields.TAIL_SIZE:
                tenths |= body[mine, end] & status.TAIL_DECI_UNIT != 0
            _basic_rows(body[mine], rows[mine], tenths, sensors, out)


def _basic_rows(
    body: Ints, rows: Ints, tenths: NDArray[np.bool_], sensors: int, out: Columns
) -> None:
    def word(at: int) -> Ints:
        return (body[:, at] << 8) | body[:, at + 1]

    amps = (word(2) ^ 0x8000) - 0x8000
    values = out.values
    values["pack_v"][rows] = scaled(word(0), fields.CENTI)
    for name, raw in (("current_a", amps), ("remaining_ah", word(4)), ("nominal_ah", word(6))):
        values[name][rows] = np.where(tenths, scaled(raw, fields.DECI), scaled(raw, fields.CENTI))
    values["cycles"][rows] = word(8)
    values["soc_pct"][rows] = body[:, 19]
    values["charge_mosfet"][rows] = body[:, 20] & status.FET_CHARGE != 0
    values["discharge_mosfet"][rows] = body[:, 20] & status.FET_DISCHARGE != 0
    out.bits["balance_bits"][rows] = (word(14) << 16) | word(12)
    out.bits["protection_bits"][rows] = word(16)
    for number in range(sensors):
        raw = word(fields.BASIC_SIZE + 2 * number)
        column = out.temperatures.setdefault(f"cell_{number + 1}", _nans(len(out.there)))
        column[rows] = np.where(raw == 0, np.nan, scaled(raw, TENTH_KELVIN))
    out.there[rows] = True


def _cells(payloads: _Payloads, out: Columns) -> None:
    sizes = np.where(payloads.size % 2, 0, payloads.size)
    out.cell_v = _nans(len(sizes), int(sizes.max(initial=0)) // 2)
    for size, rows in _groups(sizes):
        if size:
            out.cell_v[rows, : size // 2] = payloads.words(rows, 0, size // 2) / 1000
            out.there[rows] = True


# Modbus


def modbus_columns(heard: "Heard", units: "Units", polls: "Polls", profile: Profile) -> Columns:
    """Return what the blocks of every poll say, and those asked now and then before it."""
    count = len(polls.done)
    answers: dict[int, Ints] = {}
    for key in units.context_keys(units.poll):
        told = np.flatnonzero(units.key == key)
        last = np.searchsorted(told, polls.done, "left") - 1
        answers[key] = np.where(last >= 0, told[np.maximum(last, 0)], -1)
    # Where two blocks hold the same value, the one asked last counts.
    answers |= dict(sorted(polls.answers.items(), key=lambda pair: pair[1][:1].tolist()))
    blocks = {key: block for key in answers if (block := _block(units, key)) is not None}
    out = Columns(cell_v=_nans(count, 0), there=np.zeros(count, np.bool_))
    # Which parts a board has shows in what was heard so far, so it may change in a recording.
    heard_by = [_answered(heard, units, answers[key], block) for key, block in blocks.items()]
    kinds, kind_of = _kinds(np.array(heard_by, np.bool_).reshape(len(blocks), count))
    for number, kind in enumerate(kinds):
        rows = np.flatnonzero(kind_of == number)
        known = [block for block, there in zip(blocks.values(), kind, strict=True) if there]
        active = Active(profile, _present(profile, known))
        found: dict[str, NDArray[Any]] = {}
        for key, block in blocks.items():
            _read(heard, units, answers[key][rows], block, active, found)
        out.put(rows, _named(active, found, len(rows)))
    return out


def _kinds(table: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], Ints]:
    """Return the different columns of a table, and which of them each column is."""
    if not table.size:
        return np.zeros((0, len(table)), np.bool_), np.zeros(table.shape[1], np.int64)
    kinds, kind_of = np.unique(table, axis=1, return_inverse=True)
    return kinds.T, kind_of.ravel()


def _answered(heard: "Heard", units: "Units", chosen: Ints, block: Block) -> NDArray[np.bool_]:
    """Return where the board answered a question, however well."""
    code = np.frombuffer(heard.rx, np.uint8)[heard.start[units.answer[np.maximum(chosen, 0)]] + 1]
    return np.asarray((chosen >= 0) & (code == block.space.read_function))


def _block(units: "Units", key: int) -> Block | None:
    raw = units.questions[key]
    first = int(np.flatnonzero(units.key == key)[0])
    return block_of(units.frames(first)[0][1]) if len(raw) == 8 else None


def _present(profile: Profile, blocks: Sequence[Block]) -> frozenset[str]:
    base = {place for part in profile.parts if part.probe is None for place in part.places}
    return frozenset(
        part.key
        for part in profile.parts
        if part.probe is not None
        and any(
            block.holds(place) for place in part.places if place not in base for block in blocks
        )
    )


def _read(
    heard: "Heard",
    units: "Units",
    chosen: Ints,
    block: Block,
    active: Active,
    found: dict[str, NDArray[Any]],
) -> None:
    """Read one block of every poll into columns, over what an earlier block said."""
    payloads = _Payloads(heard, units, np.maximum(chosen, 0), 3, 2)
    fits = payloads.size == block.payload_bytes
    rows = np.flatnonzero(fits & _answered(heard, units, chosen, block))
    if not len(rows):
        return
    body = payloads.matrix(rows, block.payload_bytes)
    for row in active.reader_for(block).rows:
        if isinstance(row, Value) and row.type in (Type.TEXT, Type.CLOCK, Type.DATE):
            continue
        values = _row(row, block, body)
        shape = (len(chosen), *values.shape[1:])
        if row.key not in found or found[row.key].shape != shape:
            found[row.key] = np.full(shape, -1 if isinstance(row, Bits) else np.nan)
        found[row.key][rows] = values


def _row(row: Value | Cells | Bits, block: Block, body: Ints) -> NDArray[Any]:
    at = row.place.address - block.start
    if row.place.space.is_bits:
        bits = np.unpackbits(body.astype(np.uint8), axis=1, bitorder="little")
        mine = bits[:, at : at + row.place.count].astype(np.int64)
        number = (mine << np.arange(row.place.count)).sum(axis=1)
        return number if isinstance(row, Bits) else (number != 0).astype(np.float64)
    words = (body[:, 0::2] << 8) | body[:, 1::2]
    mine = words[:, at : at + row.place.count]
    match row:
        case Cells():
            return scaled(mine, row.scale)
        case Bits():
            return _long(mine, row.low_first)
        case _:
            return _value(row, mine)


def _long(words: Ints, low_first: bool) -> Ints:
    if words.shape[1] == 1:
        return words[:, 0]
    ordered = words[:, ::-1] if low_first and words.shape[1] == 2 else words
    number = ordered[:, 0]
    for column in range(1, ordered.shape[1]):
        number = (number << 16) | ordered[:, column]
    return number


def _value(row: Value, words: Ints) -> Floats:
    word = words[:, 0]
    match row.type:
        case Type.I16:
            raw = (word ^ 0x8000) - 0x8000
        case Type.HIGH:
            raw = word >> 8
        case Type.LOW:
            raw = word & 0xFF
        case Type.U32:
            raw = _long(words, row.low_first)
        case Type.I32:
            raw = (_long(words, row.low_first) ^ 0x80000000) - 0x80000000
        case _:
            raw = word
    if row.bit is not None:
        return ((raw >> row.bit) & 1).astype(np.float64)
    plain = not (row.missing or row.open or row.short or row.choices)
    if plain and row.encoding is Encoding.PLAIN:
        return raw.astype(np.float64) if row.scale == UNITY else scaled(raw, row.scale)
    # What a number means is asked of the interpreter itself, once for each number there is.
    seen, where = np.unique(raw, return_inverse=True)
    meant = np.array([_number(meaning(row, int(one))) for one in seen.tolist()])
    return np.asarray(meant[where])


def _number(value: object) -> float:
    if value in ("on", "yes"):
        return 1.0
    if value in ("off", "no"):
        return 0.0
    return float(value) if isinstance(value, int | float) else float("nan")


def _named(active: Active, found: Mapping[str, NDArray[Any]], count: int) -> Columns:
    """Give the columns the names of a sample."""
    out = Columns(cell_v=_nans(count, 0), there=np.zeros(count, np.bool_))
    names = (*FLOATS, *FLAGS, "cycles")
    for row in active.rows.values():
        if not isinstance(row, Value) or row.key not in found:
            continue
        if row.section == "status" and row.name in names:
            out.values[row.name] = found[row.key]
        elif row.section == "temperatures":
            out.temperatures[row.name] = found[row.key]
    out.bits = {
        row.key: found[row.key]
        for row in active.rows.values()
        if isinstance(row, Bits) and row.key in found
    }
    cells = sorted(
        (row for row in active.rows.values() if isinstance(row, Cells) and row.key in found),
        key=lambda row: row.first,
    )
    if cells:
        out.cell_v = np.concatenate([found[row.key] for row in cells], axis=1)
        counts = found.get("info.cell_count")
        if counts is not None:
            behind = np.arange(out.cell_v.shape[1]) >= counts[:, None]
            out.cell_v = np.where(behind, np.nan, out.cell_v)
    for key in active.live_keys & found.keys():
        column = found[key].reshape(count, -1) if count else found[key]
        heard = column[:, 0] != -1 if column.dtype.kind == "i" else ~np.isnan(column[:, 0])
        out.there |= heard
    return out
