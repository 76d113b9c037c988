"""Writes and events of the history as lines of words, newest first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, runtime_checkable

from mingtang_desk.core.error_texts import ERROR_TEXTS
from mingtang_desk.core.errors import UsageError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.device.catalogue.controls import CONTROLS
from mingtang_desk.device.catalogue.events import ALARMS, FAULTS, PROTECTIONS
from mingtang_desk.device.settings import SettingSpec, SettingValue
from mingtang_desk.device.transaction import FieldResult, FieldState, undo_of
from mingtang_desk.history.records import EventRecord
from mingtang_desk.interfaces.storage import LEFT, RESUME, DeviceKey, JournalEntry, ListsEntries
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.ui.calibration.words import journal_words
from mingtang_desk.ui.forms import outcome, texts
from mingtang_desk.ui.forms.texts import translated
from mingtang_desk.ui.link_words import where_words
from mingtang_desk.ui.phrases import phrase
from mingtang_desk.ui.shown import event_words, word

_EVENTS: Mapping[str, str] = {
    "connected": QT_TRANSLATE_NOOP("Journal", "Connected, {where}"),
    "disconnected": QT_TRANSLATE_NOOP("Journal", "Disconnected, {where}"),
    "released": QT_TRANSLATE_NOOP("Journal", "Link released, {where}"),
    "comment": QT_TRANSLATE_NOOP("Journal", "Comment: {text}"),
    "lost": QT_TRANSLATE_NOOP("Journal", "Link lost, {where}"),
    "silent": QT_TRANSLATE_NOOP("Journal", "No answer, {where}"),
    "another_master": QT_TRANSLATE_NOOP("Journal", "Another master {master}, {where}"),
    "bus_traffic": QT_TRANSLATE_NOOP("Journal", "{bytes} bytes before we asked, {where}"),
    "share_began": QT_TRANSLATE_NOOP("Journal", "Shared as battery {number}, {server}"),
    "share_ended": QT_TRANSLATE_NOOP("Journal", "Not shared as battery {number} any more"),
    "share_writing": QT_TRANSLATE_NOOP(
        "Journal", "Writing from afar allowed for {minutes} min by {who}"
    ),
    "share_read_only": QT_TRANSLATE_NOOP("Journal", "Writing from afar not allowed any more"),
    "settings_read": QT_TRANSLATE_NOOP("Journal", "Settings read, {count} values"),
    "protection_on": QT_TRANSLATE_NOOP("Journal", "Protection: {what}"),
    "protection_off": QT_TRANSLATE_NOOP("Journal", "Protection over: {what}"),
    "alarm_on": QT_TRANSLATE_NOOP("Journal", "Alarm: {what}"),
    "alarm_off": QT_TRANSLATE_NOOP("Journal", "Alarm over: {what}"),
    "fault_on": QT_TRANSLATE_NOOP("Journal", "Fault: {what}"),
    "fault_off": QT_TRANSLATE_NOOP("Journal", "Fault over: {what}"),
}
_TOKENS: Mapping[str, str] = {
    "protection_on": "bad_text",
    "fault_on": "bad_text",
    "alarm_on": "warn_text",
    "comment": "accent_text",
    "share_writing": "warn_text",
    "lost": "warn_text",
    "silent": "warn_text",
    "another_master": "bad_text",
    "bus_traffic": "warn_text",
}
_LOOKS = {"ok": "ok_text", "warn": "warn_text", "bad": "bad_text"}
_ENDED = FieldState.APPLIED
_INTERRUPTED = QT_TRANSLATE_NOOP("Journal", "? unknown (interrupted)")
_WRITING = QT_TRANSLATE_NOOP("Journal", "writing…")
_PREFIXES: Mapping[str, str] = {
    "undo": QT_TRANSLATE_NOOP("Journal", "Undo: {text}"),
    "resume": QT_TRANSLATE_NOOP("Journal", "Finished: {text}"),
}
_LEFT = QT_TRANSLATE_NOOP("Journal", "Write {number} was left as it is")
_BEFORE = QT_TRANSLATE_NOOP("Journal", "bytes of {name}: {before} → {after}")
_SENT = QT_TRANSLATE_NOOP("Journal", "bytes sent: {data}")
_RAW = QT_TRANSLATE_NOOP("Journal", "Raw bytes → {bytes}")
_ANSWERED = QT_TRANSLATE_NOOP("Journal", "✓ answered")
_UNANSWERED = QT_TRANSLATE_NOOP("Journal", "? no answer")
_TRIAL = QT_TRANSLATE_NOOP("Journal", "On trial, put back: {text}")
_COUNTING = QT_TRANSLATE_NOOP("Journal", "… counting")
_ON_TRIAL = QT_TRANSLATE_NOOP("Journal", "? left on trial")
_MANY = QT_TRANSLATE_NOOP("Journal", "{count} settings")
_BY = QT_TRANSLATE_NOOP("Journal", "by {who}")
_NUMBER = QT_TRANSLATE_NOOP("Journal", "journal number {number}")


@runtime_checkable
class JournalSource(ListsEntries, Protocol):
    """The queries of a history that the journal is made of."""

    async def events(
        self, device: DeviceKey | None = None, *, limit: int | None = None
    ) -> list[EventRecord]:
        """Return events, newest first."""
        ...

    def observe(self, callback: Callable[..., None]) -> Callable[[], None]:
        """Call back with a topic after each change; return what ends that."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalRow:
    """One line.

    Attributes:
        outcome: sign and word at its end, "" for events; `token` is its colour.
        details: everything known about it, a line each.
        entry: the write behind it, None for an event.
        writing: True while its end is still to come.
    """

    time: datetime
    device: DeviceKey
    text: str
    outcome: str
    token: str
    details: tuple[str, ...]
    entry: JournalEntry | None = None
    writing: bool = False

    @property
    def line(self) -> str:
        """The row as one text, for the clipboard."""
        name = self.device.name or self.device.uri
        end = f" {self.outcome}" if self.outcome else ""
        return f"{moment(self.time)} {name} {self.text}{end}"


def moment(time: datetime, today: date | None = None) -> str:
    """Return a time of this computer; without the date when it is today's."""
    here = time.astimezone()
    return here.strftime("%H:%M:%S" if here.date() == today else "%Y-%m-%d %H:%M:%S")


def rows_of(
    entries: Iterable[JournalEntry],
    events: Iterable[EventRecord],
    specs: Mapping[str, SettingSpec],
    *,
    writing_since: datetime | None = None,
    degrees: str = "c",
) -> list[JournalRow]:
    """Return lines, newest first; `specs` names settings that only one make of board has.

    An open entry that is not older than `writing_since` is still being written.
    """
    known = {**SETTINGS, **specs}
    writes = [
        _write_row(
            entry,
            known,
            writing=writing_since is not None and entry.opened >= writing_since,
            degrees=degrees,
        )
        for entry in entries
    ]
    rows = [*writes, *map(_event_row, events)]
    return sorted(rows, key=lambda row: row.time, reverse=True)


def last_undoable(rows: Sequence[JournalRow], device: DeviceKey) -> int | None:
    """Return the number of the newest write of a device that an undo would take back."""
    undone = {row.entry.undoes for row in rows if row.entry and row.entry.kind != LEFT}
    for row in rows:
        entry = row.entry
        if entry is None or entry.kind not in ("settings", RESUME) or entry.id in undone:
            continue
        if (entry.device.uri, entry.device.device_id) == (device.uri, device.device_id):
            return entry.id if undo_of(entry.fields) else None
    return None


def _write_row(
    entry: JournalEntry, specs: Mapping[str, SettingSpec], *, writing: bool, degrees: str
) -> JournalRow:
    writing = writing and entry.closed is None
    parts = [
        _field_text(entry.kind, key, field, specs, degrees) for key, field in entry.fields.items()
    ]
    states = [field.state for field in entry.fields.values()]
    text = parts[0] if len(parts) == 1 else translated("Journal", _MANY).format(count=len(parts))
    worst = max(states, key=list(FieldState).index, default=FieldState.UNKNOWN)
    end = outcome.word(worst) if len(parts) == 1 else outcome.summary(entry.fields.values())
    if entry.kind == "raw":
        end = translated("Journal", _ANSWERED if worst is FieldState.APPLIED else _UNANSWERED)
    if entry.closed is None:
        end = translated("Journal", _WRITING if writing else _INTERRUPTED)
        worst = FieldState.UNKNOWN
    if entry.kind in _PREFIXES:
        text = translated("Journal", _PREFIXES[entry.kind]).format(text=text)
    if entry.kind == LEFT:
        text, end, worst = translated("Journal", _LEFT).format(number=entry.undoes), "", _ENDED
    if entry.kind == "control" and entry.undoes is not None:
        text = translated("Journal", _TRIAL).format(text=text)
        if entry.closed is None:
            end = translated("Journal", _COUNTING if writing else _ON_TRIAL)
        elif unsent := outcome.trial_word(entry.side_effects):
            end, worst = unsent, FieldState.APPLIED
    details = [
        f"{part} {end if len(parts) == 1 else outcome.word(field.state)}"
        for part, field in zip(parts, entry.fields.values(), strict=True)
    ]
    if entry.kind == "raw":
        heard = [field.read for field in entry.fields.values() if field.read is not None]
        details = [f"{text} {end}", *(f"← {read}" for read in heard)]
    if entry.closed is None:
        details = [f"{part} {end}" for part in parts]
    details += outcome.side_effects(entry.side_effects, specs)
    details += _raw_lines(entry)
    if entry.who:
        details.append(translated("Journal", _BY).format(who=entry.who))
    details.append(translated("Journal", _NUMBER).format(number=entry.id))
    return JournalRow(
        time=entry.opened,
        device=entry.device,
        text=text,
        outcome=end,
        token="muted" if writing else _LOOKS[outcome.LOOKS[worst]],
        details=(*_head(entry.opened, entry.device), *details),
        entry=entry,
        writing=writing,
    )


def _raw_lines(entry: JournalEntry) -> list[str]:
    """Return the bytes behind a write: registers that changed, and what was sent."""
    before = translated("Journal", _BEFORE)
    lines = [
        before.format(name=name, before=_hex(entry.raw.before.get(name, b"")), after=_hex(data))
        for name, data in entry.raw.after.items()
    ]
    return lines + [translated("Journal", _SENT).format(data=_hex(d)) for d in entry.raw.sent]


def _hex(data: bytes) -> str:
    return data.hex(" ").upper()


def _event_row(event: EventRecord) -> JournalRow:
    values = {key: str(value) for key, value in event.values.items()}
    template = _EVENTS.get(event.key)
    if "what" in values:
        table = FAULTS if event.key.startswith("fault") else {**PROTECTIONS, **ALARMS}
        values["what"] = event_words((values["what"],), table)[0]
    if "master" in values:
        values["master"] = phrase(values["master"])
    details = [] if template else [f"{key}: {value}" for key, value in values.items()]
    try:
        text = translated("Journal", template).format(**values) if template else event.key
    except KeyError:
        text = event.key
    error = ERROR_TEXTS.get(values.get("error", ""))
    if error is not None:
        details.append(translated("Error", error.hint))
    return JournalRow(
        time=event.time,
        device=event.device,
        text=text,
        outcome="",
        token=_TOKENS.get(event.key, "text"),
        details=(*_head(event.time, event.device), text, *details),
    )


def _field_text(
    kind: str, key: str, field: FieldResult, specs: Mapping[str, SettingSpec], degrees: str
) -> str:
    if kind == "raw":
        return translated("Journal", _RAW).format(bytes=field.sent)
    if kind == "control":
        control = next((row for row in CONTROLS if row.action.value == key), None)
        name = key if control is None else translated("Control", control.label)
        if control is not None and not control.switch and not control.takes_number:
            return name
        return f"{name} → {_plain(field.sent)}"
    if kind == "calibration":
        return journal_words(key, field.old, field.sent)
    spec = specs.get(key)
    if spec is None:
        return f"{key} {_plain(field.old)} → {_plain(field.sent)}"
    old = texts.value_text(spec, field.old, unit=field.old is None, degrees=degrees)
    sent = texts.value_text(spec, field.sent, degrees=degrees)
    text = f"{texts.label_of(spec)} {old} → {sent}"
    if field.state is FieldState.CLAMPED:
        text = f"{text} ({texts.value_text(spec, field.read, degrees=degrees)})"
    return text


def _plain(value: SettingValue | None) -> str:
    if isinstance(value, bool):
        return word("on" if value else "off")
    return word(value) if isinstance(value, str) else "?" if value is None else f"{value:g}"


def _where(device: DeviceKey) -> str:
    try:
        return where_words(parse_uri(device.uri))
    except UsageError:
        return device.uri


def _head(time: datetime, device: DeviceKey) -> tuple[str, str]:
    return moment(time), f"{device.name or device.uri} ({_where(device)})"
