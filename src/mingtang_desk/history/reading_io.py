"""Settings and counters as JSON that keeps everything of them, both ways."""

from dataclasses import asdict
from datetime import datetime

from mingtang_desk.device.sample import CounterReading
from mingtang_desk.device.settings import SettingLimits, SettingsReading, SettingValue
from mingtang_desk.history.failures import InvalidDocumentError


def settings_body(reading: SettingsReading) -> dict[str, object]:
    """Return a reading of settings without its time; raw bytes are hexadecimal."""
    blank = asdict(SettingLimits())
    limits = {
        key: {name: value for name, value in asdict(limit).items() if value != blank[name]}
        for key, limit in reading.limits.items()
    }
    return {
        "protocol": reading.protocol,
        "device_id": reading.device_id,
        "settings": dict(reading.values),
        "raw": {key: data.hex() for key, data in reading.raw.items()},
        "limits": limits,
    }


def parse_settings(body: dict[str, object], time: datetime) -> SettingsReading:
    """Return the reading a body describes.

    Raises:
        InvalidDocumentError: it describes none; the text says where.
    """
    protocol, device_id = body.get("protocol"), body.get("device_id")
    if not isinstance(protocol, str) or not isinstance(device_id, str | None):
        raise InvalidDocumentError("protocol and device_id are not texts")
    return SettingsReading(
        time=time,
        protocol=protocol,
        device_id=device_id,
        values={key: _value(key, value) for key, value in _inner(body, "settings").items()},
        raw={key: _bytes(key, value) for key, value in _inner(body, "raw").items()},
        limits={key: _limits(key, value) for key, value in _inner(body, "limits").items()},
    )


def counters_body(reading: CounterReading) -> dict[str, object]:
    """Return counters without their time."""
    return {"values": dict(reading.values), "derived": list(reading.derived)}


def parse_counters(body: dict[str, object], time: datetime) -> CounterReading:
    """Return the counters a body describes.

    Raises:
        InvalidDocumentError: it describes none; the text says where.
    """
    values: dict[str, int | None] = {}
    for key, value in _inner(body, "values").items():
        if isinstance(value, bool) or not isinstance(value, int | None):
            raise InvalidDocumentError(f"{key} is no count")
        values[key] = value
    derived = body.get("derived", [])
    if not isinstance(derived, list):
        raise InvalidDocumentError("derived is not a list")
    return CounterReading(time=time, values=values, derived=tuple(str(key) for key in derived))


def parse_values(body: dict[str, object], name: str) -> dict[str, SettingValue]:
    """Return settings by key from one member of an object; InvalidDocumentError as above."""
    return {key: _value(key, value) for key, value in _inner(body, name).items()}


def _inner(body: dict[str, object], name: str) -> dict[str, object]:
    value = body.get(name, {})
    if not isinstance(value, dict):
        raise InvalidDocumentError(f"{name} is not an object")
    return value


def _value(key: str, value: object) -> SettingValue:
    if not isinstance(value, bool | int | float | str):
        raise InvalidDocumentError(f"{key} is no value of a setting")
    return value


def _bytes(key: str, value: object) -> bytes:
    try:
        return bytes.fromhex(str(value))
    except ValueError:
        raise InvalidDocumentError(f"{key} is not hexadecimal") from None


def _limits(key: str, value: object) -> SettingLimits:
    if not isinstance(value, dict):
        raise InvalidDocumentError(f"the limits of {key} are not an object")
    try:
        return SettingLimits(**{**value, "allowed": tuple(value.get("allowed", ()))})
    except TypeError as error:
        raise InvalidDocumentError(f"the limits of {key}: {error}") from None
