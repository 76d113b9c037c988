"""Small tools for rows: JSON texts, seals, and what a damaged one says."""

import json
import zlib
from collections.abc import Mapping

from mingtang_desk.history.damage import DamagedRowError

_ENCODER = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"))


def pack(value: object) -> str:
    """Return JSON without spaces; ASCII only, so that any text a board sends can be kept."""
    return _ENCODER.encode(value)


def seal(*values: object) -> int:
    """Return a checksum over the values of a row as Python writes them."""
    return zlib.crc32(repr(values).encode("utf-8", "backslashreplace"))


def check_seal(crc: object, what: str, *values: object) -> None:
    """Raise `DamagedRowError` when a row is not what was written."""
    if crc != seal(*values):
        raise DamagedRowError(f"{what}: its checksum does not fit its values")


def unpack(text: object, what: str) -> object:
    """Return the value of a JSON text of a row."""
    try:
        return json.loads(str(text))
    except ValueError as error:
        raise DamagedRowError(f"{what}: not JSON") from error


def unpack_object(text: object, what: str) -> dict[str, object]:
    """Return the object of a JSON text of a row."""
    value = unpack(text, what)
    if not isinstance(value, dict):
        raise DamagedRowError(f"{what}: not a JSON object")
    return value


def scalars(values: Mapping[str, object], what: str) -> dict[str, float | int | str | bool]:
    """Return settings by key, checked to be numbers, texts or true and false."""
    checked: dict[str, float | int | str | bool] = {}
    for key, value in values.items():
        if not isinstance(value, bool | int | float | str):
            raise DamagedRowError(f"{what}: {key} is no value of a setting")
        checked[key] = value
    return checked
