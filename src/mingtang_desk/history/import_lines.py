"""Reads what `export_lines` wrote, and the samples `watch` prints, line by line and checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mingtang_desk.device.sample import PackSample
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.device.transaction import FieldResult, FieldState
from mingtang_desk.history.export_lines import FORMAT
from mingtang_desk.history.failures import InvalidDocumentError
from mingtang_desk.history.reading_io import parse_counters, parse_settings, parse_values
from mingtang_desk.history.records import (
    CaptureRecord,
    CountersRecord,
    DocumentItem,
    EventRecord,
    SnapshotRecord,
)
from mingtang_desk.history.sample_io import parse_sample
from mingtang_desk.history.sample_lines import invalid_line, is_error_line, json_lines
from mingtang_desk.interfaces.storage import DeskDocument, DeviceKey, JournalEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleItem:
    """One sample of a file; `device` is None where the file does not give its address."""

    device: DeviceKey | None
    sample: PackSample


type Item = (
    SampleItem
    | EventRecord
    | SnapshotRecord
    | CountersRecord
    | JournalEntry
    | CaptureRecord
    | DocumentItem
)


def read_items(path: Path) -> Iterator[Item]:
    """Yield what a file holds; journal entries keep the numbers they have in the file.

    Raises:
        InputFileError: it cannot be read, or a line is wrong; the error has its number.
    """
    lines = json_lines(path)
    first = next(lines, None)
    if first is None:
        raise invalid_line(path, 1, "the file is empty")
    number, header = first
    if "format" not in header:
        yield from _samples(path, first, lines)
    elif header["format"] == FORMAT:
        yield from _exported(path, lines)
    else:
        raise invalid_line(path, number, f"format {header['format']!r} is not {FORMAT}")


def _samples(
    path: Path, first: tuple[int, dict[str, object]], lines: Iterator[tuple[int, dict[str, object]]]
) -> Iterator[Item]:
    number, document = first
    if "capture" in document:
        raise invalid_line(path, number, "a capture holds bytes, not samples")
    while True:
        if not is_error_line(document):
            try:
                sample = parse_sample(document)
            except ValueError as error:
                raise invalid_line(path, number, f"not a sample: {error}") from error
            yield SampleItem(device=None, sample=sample)
        following = next(lines, None)
        if following is None:
            return
        number, document = following


def _exported(path: Path, lines: Iterator[tuple[int, dict[str, object]]]) -> Iterator[Item]:
    devices: dict[int, DeviceKey] = {}
    number = 1
    for number, document in lines:
        try:
            kind = document.get("type")
            if kind == "end":
                return
            if kind == "device":
                devices[_number(document, "id")] = _device(document)
            else:
                yield _item(kind, document, devices)
        except ValueError as error:
            raise invalid_line(path, number, str(error)) from error
    raise invalid_line(path, number, "the file ends early, its last line is missing")


def _item(kind: object, document: dict[str, object], devices: dict[int, DeviceKey]) -> Item:
    if kind == "document" and document.get("device") is None:
        return _document(document, None)
    device = devices.get(_number(document, "device"))
    if device is None:
        raise InvalidDocumentError(f"there is no device {document['device']}")
    match kind:
        case "sample":
            return SampleItem(device=device, sample=parse_sample(document.get("sample")))
        case "event":
            return EventRecord(
                device=device,
                time=_time(document, "time"),
                key=_text(document, "key"),
                values=_object(document, "values"),
            )
        case "settings":
            reading = parse_settings(document, _time(document, "time"))
            return SnapshotRecord(device=device, reading=reading)
        case "counters":
            counted = parse_counters(document, _time(document, "time"))
            reason = _text(document, "reason")
            return CountersRecord(device=device, reading=counted, reason=reason)
        case "journal":
            return _journal(document, device)
        case "capture":
            return CaptureRecord(
                device=device,
                path=_text(document, "path"),
                start=_time(document, "from"),
                end=_time(document, "to"),
                bytes=_number(document, "bytes"),
            )
        case "document":
            return _document(document, device)
        case _:
            raise InvalidDocumentError(f"type {kind!r} is not known")


def _journal(document: dict[str, object], device: DeviceKey) -> JournalEntry:
    undoes = document.get("undoes")
    side_effects = document.get("side_effects", [])
    if not isinstance(side_effects, list):
        raise InvalidDocumentError("side_effects is not a list")
    return JournalEntry(
        id=_number(document, "id"),
        device=device,
        kind=_text(document, "kind"),
        who=_text(document, "who"),
        opened=_time(document, "opened"),
        closed=None if document.get("closed") is None else _time(document, "closed"),
        sent=parse_values(document, "sent"),
        old=parse_values(document, "old"),
        fields={key: _result(key, value) for key, value in _object(document, "fields").items()},
        side_effects=tuple(str(effect) for effect in side_effects),
        undoes=None if undoes is None else _number(document, "undoes"),
    )


def _document(document: dict[str, object], device: DeviceKey | None) -> DocumentItem:
    return DocumentItem(
        uid=_text(document, "uid"),
        document=DeskDocument(
            id=0,
            device=device,
            kind=_text(document, "kind"),
            made=_time(document, "made"),
            changed=_time(document, "changed"),
            who=_text(document, "who"),
            title=_text(document, "title"),
            body=_object(document, "body"),
        ),
    )


def _result(key: str, value: object) -> FieldResult:
    if not isinstance(value, dict) or value.get("state") not in set(FieldState):
        raise InvalidDocumentError(f"{key} is not the result of a write")
    known: dict[str, SettingValue] = parse_values(
        {
            "of": {
                name: value[name] for name in ("old", "sent", "read") if value.get(name) is not None
            }
        },
        "of",
    )
    if "sent" not in known:
        raise InvalidDocumentError(f"{key} was not sent")
    return FieldResult(
        old=known.get("old"),
        sent=known["sent"],
        read=known.get("read"),
        state=FieldState(value["state"]),
    )


def _device(document: dict[str, object]) -> DeviceKey:
    device_id = document.get("device_id")
    return DeviceKey(
        protocol=_text(document, "protocol"),
        device_id=None if device_id is None else _text(document, "device_id"),
        uri=_text(document, "uri"),
        name=_text(document, "name"),
    )


def _number(document: dict[str, object], key: str) -> int:
    value = document.get(key)
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidDocumentError(f"{key} is not a whole number")
    return value


def _text(document: dict[str, object], key: str) -> str:
    value = document.get(key)
    if not isinstance(value, str):
        raise InvalidDocumentError(f"{key} is not a text")
    return value


def _object(document: dict[str, object], key: str) -> dict[str, object]:
    value = document.get(key)
    if not isinstance(value, dict):
        raise InvalidDocumentError(f"{key} is not an object")
    return value


def _time(document: dict[str, object], key: str) -> datetime:
    moment = datetime.fromisoformat(_text(document, key))
    if moment.tzinfo is None:
        raise InvalidDocumentError(f"{key} is a time without its zone")
    return moment.astimezone(UTC)
