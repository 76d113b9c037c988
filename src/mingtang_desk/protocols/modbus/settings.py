"""The settings of a profile from and to registers: specs, limits, values, bytes."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from mingtang_desk.core.errors import OutOfRangeError, UnsupportedError
from mingtang_desk.device.catalogue import SETTINGS as COMMON
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


def raw_key(row: Value) -> str:
    """Return the name of a setting's registers; settings that share a register share it."""
    return f"{row.place.address:04X}"


def specs_of(profile: Profile) -> dict[str, SettingSpec]:
    """Return the meaning of every setting that a board of this profile may have."""
    rows = [row for part in profile.parts for row in part.values if row.section == "settings"]
    return {row.name: spec_of(row) for row in rows}


def spec_of(row: Value) -> SettingSpec:
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


def encode(
    changes: Mapping[str, SettingValue], rows: Rows, raw: Raw
) -> Iterator[tuple[int, bytes]]:
    """Yield (first register, bytes) for checked changes; what shares a register is kept.

    Raises:
        OutOfRangeError: a value that these registers cannot hold.
        UnsupportedError: this board lacks the setting, or it was never read.
    """
    new: dict[str, bytes] = {}
    for name, value in changes.items():
        row = rows.get(name)
        key = "" if row is None else raw_key(row)
        old = new.get(key, raw.get(key))
        if row is None or old is None:
            raise UnsupportedError("setting_unknown", name=name)
        new[key] = _bytes(row, value, old)
    for key in sorted(new):
        yield int(key, 16), new[key]


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
