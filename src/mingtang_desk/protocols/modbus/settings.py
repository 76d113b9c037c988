"""The settings of a profile from and to registers: specs, limits, values, bytes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from mingtang_desk.core.errors import OutOfRangeError, UnsupportedError
from mingtang_desk.device.catalogue import SETTINGS as COMMON
from mingtang_desk.device.ordering import steps
from mingtang_desk.device.settings import (
    Group,
    Kind,
    Risk,
    SettingLimits,
    SettingSpec,
    SettingValue,
)
from mingtang_desk.protocols.modbus.active import BlockReader
from mingtang_desk.wire.profile.encodings import bytes_of, encode_raw, text_bytes
from mingtang_desk.wire.profile.kinds import Type
from mingtang_desk.wire.profile.reader import slice_of, value_of
from mingtang_desk.wire.profile.rows import Profile, Value
from mingtang_desk.wire.scale import UNITY

type Rows = Mapping[str, Value]
type Raw = Mapping[str, bytes]
"""First register in hexadecimal ("2200") to the bytes that a setting takes."""

_NO_RAW: Raw = {}
_IDENTITY = ("battery_code", "vendor_code", "serial", "production_date")
"""What is told of one board alone; a setting in the same registers is no part of other boards."""


def raw_key(row: Value) -> str:
    """Return the name of a setting's registers; settings that share a register share it."""
    return f"{row.place.address:04X}"


def specs_of(profile: Profile) -> dict[str, SettingSpec]:
    """Return the meaning of every setting that a board of this profile may have."""
    every = [row for part in profile.parts for row in part.values]
    named = {f"info.{name}" for name in _IDENTITY}
    places = {row.place.address for row in every if row.key in named}
    return {
        row.name: spec_of(row, identity=row.type is Type.TEXT and row.place.address in places)
        for row in every
        if row.section == "settings"
    }


def spec_of(row: Value, *, identity: bool = False) -> SettingSpec:
    """Return the meaning of one setting: the catalogue's, or the file's own for `x_` ones."""
    common = COMMON.get(row.name)
    if common is not None:
        choices = tuple(c for c in common.choices if c in row.choices.values())
        return common if choices == common.choices else replace(common, choices=choices)
    kind = _kind(row)
    decimals = max(len(f"{row.scale.step:.9f}".rstrip("0").partition(".")[2]), 0)
    return SettingSpec(
        key=row.name,
        label=row.label or row.name,
        group=Group.MORE,
        unit=row.unit,
        decimals=decimals if kind is Kind.NUMBER else 0,
        kind=kind,
        risk=Risk.EASY if kind is Kind.TEXT else Risk.CAREFUL,
        choices=tuple(row.choices.values()),
        read_only=row.read_only,
        identity=identity,
        help=row.help,
    )


def _kind(row: Value) -> Kind:
    if row.type is Type.TEXT:
        return Kind.TEXT
    if row.choices:
        return Kind.CHOICE
    return Kind.INTEGER if row.scale == UNITY else Kind.NUMBER


def limits_of(rows: Rows) -> dict[str, SettingLimits]:
    """Return what the board can store for each of its settings."""
    return {name: _limits(row) for name, row in rows.items()}


def _limits(row: Value) -> SettingLimits:
    if row.type is Type.TEXT:
        return SettingLimits(
            max_bytes=2 * row.place.count, writable=not row.read_only, ascii_only=True
        )
    if row.choices:
        return SettingLimits(writable=not row.read_only)
    low, high = (0, 1) if row.bit is not None else row.bounds
    ends = sorted((row.scale.to_model(low), row.scale.to_model(high)))
    return SettingLimits(
        minimum=ends[0], maximum=ends[1], step=row.scale.step, writable=not row.read_only
    )


def collect(raw: dict[str, bytes], reader: BlockReader, payload: bytes) -> None:
    """Put the registers of the settings of a block among others."""
    for row in reader.rows:
        if isinstance(row, Value) and row.section == "settings":
            data = payload[slice_of(row.place, reader.block)]
            raw[raw_key(row)] = max(raw.get(raw_key(row), b""), data, key=len)


def decode(rows: Rows, raw: Raw) -> dict[str, SettingValue]:
    """Return every setting that these registers hold; one that means nothing is left out."""
    values: dict[str, SettingValue] = {}
    for name, row in rows.items():
        data = raw.get(raw_key(row))
        if data is None or len(data) < 2 * row.place.count:
            continue
        value = value_of(row, data[: 2 * row.place.count])
        if isinstance(value, bool):
            value = int(value)
        if isinstance(value, int | float | str):
            values[name] = value
    return values


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One request: registers that are set together, all of them or none.

    Attributes:
        register: the first one.
        parts: the same one setting (or what shares its register) at a time, in a safe order; empty
            where it cannot be parted.
    """

    register: int
    data: bytes
    parts: tuple["Write", ...] = ()


def encode(
    changes: Mapping[str, SettingValue],
    rows: Rows,
    raw: Raw,
    *,
    exact: Raw = _NO_RAW,
    most: int = 0,
) -> Iterator[Write]:
    """Yield what to send for checked changes, in a safe order; what shares a register is kept.

    Args:
        changes: values already checked.
        rows: the settings of this board.
        raw: registers as they are now.
        exact: registers as they were; taken as they are where they mean what is to be written.
        most: registers of several settings that may go out together; 0 = each by itself.

    Raises:
        OutOfRangeError: a value that these registers cannot hold.
        UnsupportedError: this board lacks the setting, or it was never read.
    """
    units: dict[str, dict[str, SettingValue]] = {}
    for name, value in changes.items():
        row = rows.get(name)
        if row is None or raw_key(row) not in raw:
            raise UnsupportedError("setting_unknown", name=name)
        units.setdefault(raw_key(row), {})[name] = value
    groups = _groups(units, raw, most)
    now = dict(raw)
    for step in steps(groups, decode(rows, raw)):
        before = decode(rows, now)
        run = _encoded(step, rows, now, exact)
        now |= run
        for part in _runs(run, most):
            singles = {key: Write(register=int(key, 16), data=data) for key, data in part}
            order = steps(
                ({name: value} for name, value in step.items() if raw_key(rows[name]) in singles),
                before,
            )
            keys = dict.fromkeys(raw_key(rows[name]) for one in order for name in one)
            yield Write(
                register=int(part[0][0], 16),
                data=b"".join(data for _, data in part),
                parts=tuple(singles[key] for key in keys) if len(part) > 1 else (),
            )


def _groups(
    units: Mapping[str, Mapping[str, SettingValue]], raw: Raw, most: int
) -> Iterator[dict[str, SettingValue]]:
    """Yield the settings that may go out in one request."""
    for run in _runs({key: raw[key] for key in sorted(units)}, most):
        yield {name: value for key, _ in run for name, value in units[key].items()}


def _runs(data: Raw, most: int) -> Iterator[list[tuple[str, bytes]]]:
    """Yield registers that follow each other without a gap, as many as may go out together."""
    run: list[tuple[str, bytes]] = []
    words = 0
    for key, part in sorted(data.items()):
        size = len(part) // 2
        follows = run and int(key, 16) == int(run[0][0], 16) + words
        if run and (not follows or words + size > most):
            yield run
            run, words = [], 0
        run.append((key, part))
        words += size
    if run:
        yield run


def _encoded(
    changes: Mapping[str, SettingValue], rows: Rows, now: Raw, exact: Raw
) -> dict[str, bytes]:
    new: dict[str, bytes] = {}
    for name, value in changes.items():
        key = raw_key(rows[name])
        new[key] = _bytes(rows[name], value, new.get(key, now[key]))
    for key, data in new.items():
        kept = exact.get(key, data)
        there = {name: row for name, row in rows.items() if raw_key(row) == key}
        if len(kept) == len(data) and decode(there, {key: kept}) == decode(there, {key: data}):
            new[key] = kept
    return new


def _bytes(row: Value, value: SettingValue, old: bytes) -> bytes:
    if row.type is Type.TEXT:
        try:
            return text_bytes(str(value), old[: 2 * row.place.count])
        except ValueError as error:
            raise OutOfRangeError(
                "wrong_type", name=row.name, value=value, expected="plain ASCII"
            ) from error
    try:
        return bytes_of(row, _raw(row, value), old)
    except (ValueError, OverflowError) as error:
        raise OutOfRangeError(
            "wrong_type", name=row.name, value=value, expected=f"a value of {row.type.value}"
        ) from error


def _raw(row: Value, value: SettingValue) -> int:
    if row.choices:
        return next(raw for raw, word in row.choices.items() if word == value)
    return encode_raw(row.encoding, row.scale.to_wire(float(value)))
