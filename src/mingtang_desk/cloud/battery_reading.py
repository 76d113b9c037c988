"""What a server tells of a board, as readings of ours; nothing of it is believed unseen."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from mingtang_desk.cloud.decode import AnswerError, Json, json_object, moment, plain
from mingtang_desk.cloud.models import Command
from mingtang_desk.device.catalogue.counters import COUNTERS
from mingtang_desk.device.json import SETTINGS_FORMAT
from mingtang_desk.device.sample import CounterReading, PackSample
from mingtang_desk.device.settings import SettingLimits, SettingSpec, SettingsReading, SettingValue
from mingtang_desk.device.transaction import FieldResult, FieldState, judge, same
from mingtang_desk.history.failures import InvalidDocumentError
from mingtang_desk.history.sample_io import parse_sample

_MOST = 2000
"""Members of an object; no board has as many settings."""


def sample_of(document: Json) -> tuple[PackSample, datetime | None]:
    """Return a sample, and when the server had it (None = it does not say).

    Raises:
        AnswerError: it is none.
    """
    received = document.get("received")
    rest = {key: value for key, value in document.items() if key != "received"}
    try:
        sample = parse_sample(rest)
    except InvalidDocumentError as error:
        raise AnswerError(f"the sample: {error}") from error
    info = sample.info
    shown = replace(
        info,
        model=plain(info.model),
        battery_code=plain(info.battery_code),
        vendor_code=plain(info.vendor_code),
        firmware=plain(info.firmware),
        hardware=plain(info.hardware),
        serial=plain(info.serial),
    )
    sample = replace(sample, info=shown)
    return sample, None if received is None else moment(received, "the sample.received")


def settings_of(document: Json) -> SettingsReading:
    """Return a settings file as a reading.

    Raises:
        AnswerError: it is none, or does not say when it was read.
    """
    if document.get("format") != SETTINGS_FORMAT:
        raise AnswerError(f"the settings: they do not say format {SETTINGS_FORMAT}")
    device_id = document.get("device_id")
    return SettingsReading(
        time=moment(document.get("time"), "the settings.time"),
        protocol=str(document.get("protocol") or ""),
        device_id=device_id if isinstance(device_id, str) else None,
        values=values_of(document.get("settings"), "the settings.settings"),
    )


def counters_of(document: Json, time: datetime) -> CounterReading:
    """Return counters that were read at a time.

    Raises:
        AnswerError: a counter is no whole number.
    """
    values: dict[str, int | None] = {}
    for spec in COUNTERS:
        value = document.get(spec.key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise AnswerError(f"the counters: {spec.key} is no whole number")
        if spec.key in document:
            values[spec.key] = value
    derived = document.get("derived")
    names = derived if isinstance(derived, list) else ()
    known = tuple(each for each in names if isinstance(each, str) and each in values)
    return CounterReading(time=time, values=values, derived=known)


def values_of(document: object, where: str) -> dict[str, SettingValue]:
    """Return values of settings by key.

    Raises:
        AnswerError: one of them is none.
    """
    found: dict[str, SettingValue] = {}
    for key, value in json_object(document, where).items():
        if not isinstance(value, bool | int | float | str) or len(found) >= _MOST:
            raise AnswerError(f"{where}.{plain(key, 60)} is no value of a setting")
        found[key] = plain(value) if isinstance(value, str) else value
    return found


def result_of(
    command: Command,
    sent: Mapping[str, SettingValue],
    old: Mapping[str, SettingValue],
    specs: Mapping[str, SettingSpec],
) -> dict[str, FieldResult]:
    """Return how each field of a `bms_write` ended; what the server does not prove is unknown.

    Args:
        command: as it ended.
        sent: what was asked for.
        old: what was known before, where the server does not tell.
        specs: of the settings.
    """
    told = (command.result or {}).get("write")
    fields = told.get("fields") if isinstance(told, Mapping) else None
    rows = fields if isinstance(fields, Mapping) else {}
    found: dict[str, FieldResult] = {}
    for key, value in sent.items():
        row = rows.get(key)
        found[key] = _field(row if isinstance(row, Mapping) else {}, key, value, old, specs)
    return found


def _field(
    row: Json,
    key: str,
    value: SettingValue,
    old: Mapping[str, SettingValue],
    specs: Mapping[str, SettingSpec],
) -> FieldResult:
    spec = specs.get(key)
    step = SettingLimits(step=10.0 ** -(spec.decimals if spec is not None else 6))
    before = _value(row.get("old"))
    before = old.get(key) if before is None else before
    sent, read = _value(row.get("sent")), _value(row.get("read"))
    sent = value if sent is None else sent
    word = row.get("state")
    state = next((each for each in FieldState if each.value == word), FieldState.UNKNOWN)
    if read is None:
        state = FieldState.UNKNOWN
    elif state is FieldState.APPLIED and not (same(read, sent, step) and same(sent, value, step)):
        # It says so, and its own numbers say something else.
        known = {} if before is None else {key: before}
        state = judge({key: value}, known, {key: read}, {key: step})[key].state
    return FieldResult(old=before, sent=sent, read=read, state=state)


def _value(value: object) -> SettingValue | None:
    if isinstance(value, str):
        return plain(value)
    return value if isinstance(value, bool | int | float) else None


def effects_of(command: Command) -> tuple[str, ...]:
    """Return what else a command changed."""
    result = command.result or {}
    told = result.get("write")
    names = (told if isinstance(told, Mapping) else result).get("side_effects")
    if not isinstance(names, list):
        return ()
    return tuple(plain(each, 80) for each in names if isinstance(each, str))


def reason_of(command: Command) -> tuple[str, str]:
    """Return key and words of why a command failed."""
    error = (command.result or {}).get("error")
    if not isinstance(error, Mapping):
        return "failed", "it does not say why."
    return plain(str(error.get("key")), 60), plain(str(error.get("message")))
