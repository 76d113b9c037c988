"""Commands in words: what was asked, how far it is, what came of it, and why not."""

from collections.abc import Callable, Mapping
from typing import TypeGuard

from PySide6.QtCore import QCoreApplication

from mingtang_desk.cloud.decode import Json, plain
from mingtang_desk.cloud.models import Command
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.ui.fleet.battery_words import place_words
from mingtang_desk.ui.fleet.command_table import INSTRUCTIONS, Instruction
from mingtang_desk.ui.forms.texts import label_of, value_text
from mingtang_desk.ui.shown import NOT_REPORTED, number
from mingtang_desk.ui.value_names import counter_name

_STATES: Mapping[str, str] = {
    "queued": QT_TRANSLATE_NOOP("CommandState", "queued"),
    "sent": QT_TRANSLATE_NOOP("CommandState", "sent"),
    "delivered": QT_TRANSLATE_NOOP("CommandState", "acknowledged by the tracker"),
    "succeeded": QT_TRANSLATE_NOOP("CommandState", "succeeded"),
    "failed": QT_TRANSLATE_NOOP("CommandState", "failed"),
    "expired": QT_TRANSLATE_NOOP("CommandState", "expired, not sent"),
    "cancelled": QT_TRANSLATE_NOOP("CommandState", "cancelled"),
    "unknown": QT_TRANSLATE_NOOP("CommandState", "unknown"),
}
_SETTLING = QT_TRANSLATE_NOOP("CommandState", "unknown, the server looks for the truth")
SIGNS: Mapping[str, str] = {
    "queued": "…",
    "sent": "→",
    "delivered": "→",
    "succeeded": "✓",
    "failed": "×",
    "expired": "–",
    "cancelled": "–",
    "unknown": "?",
}
TOKENS: Mapping[str, str] = {
    "queued": "muted",
    "sent": "accent_text",
    "delivered": "accent_text",
    "succeeded": "ok_text",
    "failed": "bad_text",
    "expired": "warn_text",
    "cancelled": "muted",
    "unknown": "warn_text",
}
_OTHERS: Mapping[str, str] = {
    "parameters_set": QT_TRANSLATE_NOOP("CommandState", "Set parameters of the tracker"),
    "fence_copy": QT_TRANSLATE_NOOP("CommandState", "Copy a fence to the tracker"),
    "fence_delete": QT_TRANSLATE_NOOP("CommandState", "Take a fence off the tracker"),
    "bms_write": QT_TRANSLATE_NOOP("CommandState", "Write settings"),
    "bms_control": QT_TRANSLATE_NOOP("CommandState", "Control of the board"),
    "bms_request": QT_TRANSLATE_NOOP("CommandState", "Bytes to the board"),
    "raw": QT_TRANSLATE_NOOP("CommandState", "Message to the tracker"),
}
"""Kinds that no button of the panel asks for."""
_ERRORS: Mapping[str, str] = {
    "no_answer": QT_TRANSLATE_NOOP("CommandError", "Nobody answered in time."),
    "link_closed": QT_TRANSLATE_NOOP("CommandError", "The link of the tracker was lost."),
    "link_lost": QT_TRANSLATE_NOOP("CommandError", "The link of the tracker was lost."),
    "tracker_refused": QT_TRANSLATE_NOOP("CommandError", "The tracker refused it."),
    "interlock_moving": QT_TRANSLATE_NOOP(
        "CommandError", "The vehicle moves: nothing that may cut its power is sent."
    ),
    "device_expired": QT_TRANSLATE_NOOP("CommandError", "The time of this battery has run out."),
    "device_not_enabled": QT_TRANSLATE_NOOP("CommandError", "This battery is not enabled."),
    "asker_may_not": QT_TRANSLATE_NOOP(
        "CommandError", "Whoever asked for it may not do so any more."
    ),
    "interrupted": QT_TRANSLATE_NOOP("CommandError", "The server was restarted meanwhile."),
    "not_read_back": QT_TRANSLATE_NOOP(
        "CommandError", "It was sent; nothing could be read afterwards."
    ),
    "not_found": QT_TRANSLATE_NOOP("CommandError", "It is not there any more."),
    "verify_failed": QT_TRANSLATE_NOOP("CommandError", "The board does not show it: not done."),
    "current_flows": QT_TRANSLATE_NOOP(
        "CommandError", "The flag says off, but current still flows."
    ),
    "unsupported": QT_TRANSLATE_NOOP("CommandError", "This board cannot do it."),
    "password_wrong": QT_TRANSLATE_NOOP("CommandError", "The password is wrong. Nothing was sent."),
    "proof_needed": QT_TRANSLATE_NOOP(
        "CommandError", "The server wants your password once more. Nothing was sent."
    ),
    "queue_full": QT_TRANSLATE_NOOP("CommandError", "Too many commands wait for this battery."),
    "too_many_commands": QT_TRANSLATE_NOOP(
        "CommandError", "Too many commands within a minute; wait a little."
    ),
    "confirmation_needed": QT_TRANSLATE_NOOP("CommandError", "It was not confirmed."),
}
_FIELD_STATES: Mapping[str, str] = {
    "applied": QT_TRANSLATE_NOOP("CommandResult", "{name}: {old} → {read}, applied"),
    "clamped": QT_TRANSLATE_NOOP("CommandResult", "{name}: sent {sent}, the battery took {read}"),
    "refused": QT_TRANSLATE_NOOP("CommandResult", "{name}: sent {sent}, refused, it is {read}"),
    "unknown": QT_TRANSLATE_NOOP("CommandResult", "{name}: sent {sent}, not read back"),
}
_PLACE = QT_TRANSLATE_NOOP("CommandResult", "Position: {place}")
_NO_FIX = QT_TRANSLATE_NOOP("CommandResult", "The tracker answered, but has no position.")
_SAMPLE = QT_TRANSLATE_NOOP("CommandResult", "{volts} V, {amps} A, SOC {soc} %, {cells} cells")
_SETTINGS = QT_TRANSLATE_NOOP("CommandResult", "{count} settings read; see the panel Settings")
_BACK = QT_TRANSLATE_NOOP("CommandResult", "Logged in again after {seconds} s")
_CHANGED = QT_TRANSLATE_NOOP("CommandResult", "Changed by it: {names}")
_ACKED = QT_TRANSLATE_NOOP("CommandResult", "The tracker says that it took it.")
_CONFIRMED = QT_TRANSLATE_NOOP("CommandResult", "The board confirms it")
_REPLY = QT_TRANSLATE_NOOP("CommandResult", "Reply: {hex}")


def command_title(command: Command) -> str:
    """Return what was asked."""
    found = instruction_of(command)
    if found is not None:
        return _tr("Instruction", found.label).rstrip("…")
    if command.kind in _OTHERS:
        return _tr("CommandState", _OTHERS[command.kind])
    return command.kind


def instruction_of(command: Command) -> Instruction | None:
    """Return the row of a command, None where no button asks for it."""
    for row in INSTRUCTIONS:
        if all(_same(command.body.get(name), value) for name, value in row.order.items()):
            return row
    return None


def _same(one: object, other: object) -> bool:
    return (one is True and other == "on") or (one is False and other == "off") or one == other


def state_words(state: str, *, settling: bool = False) -> str:
    """Return how far a command is."""
    if settling:
        return _tr("CommandState", _SETTLING)
    return _tr("CommandState", _STATES[state]) if state in _STATES else state


def error_words_of(command: Command) -> str:
    """Return why a command did not do it; what has no words of ours as the server says it."""
    error = _member(command.result, "error")
    key, message = error.get("key"), error.get("message")
    if isinstance(key, str) and key in _ERRORS:
        return _tr("CommandError", _ERRORS[key])
    return plain(message) if isinstance(message, str) else ""


def problem_words(key: str) -> str:
    """Return a refusal of the server in words, "" where there are none of ours."""
    return _tr("CommandError", _ERRORS[key]) if key in _ERRORS else ""


def result_lines(command: Command, temperature: str = "c") -> list[str]:
    """Return what came of a command, a line each."""
    result = command.result or {}
    lines = [error_words_of(command)]
    warnings = result.get("warnings")
    if isinstance(warnings, list):
        lines += [plain(each) for each in warnings if isinstance(each, str)]
    lines += _read_lines(result)
    fields = _member(result, "fields") or _member(_member(result, "write"), "fields")
    lines += [_field_line(key, _object(value), temperature) for key, value in fields.items()]
    if result.get("evidence") == "acknowledged":
        lines.append(_tr("CommandResult", _ACKED))
    if result.get("confirmed") is True:
        lines.append(_tr("CommandResult", _CONFIRMED))
    reply = result.get("hex")
    if isinstance(reply, str) and reply:
        lines.append(_tr("CommandResult", _REPLY).format(hex=plain(reply)))
    return [line for line in lines if line]


def _read_lines(result: Json) -> list[str]:
    lines = []
    position = _member(result, "position")
    if position:
        lines.append(_place_line(position))
    sample = _member(result, "sample")
    if sample:
        cells = sample.get("cell_v")
        lines.append(
            _tr("CommandResult", _SAMPLE).format(
                volts=_figure(sample.get("pack_v"), 2),
                amps=_figure(sample.get("current_a"), 1),
                soc=_figure(sample.get("soc_pct"), 0),
                cells=len(cells) if isinstance(cells, list) else NOT_REPORTED,
            )
        )
    settings = _member(_member(result, "settings"), "settings")
    if settings:
        lines.append(_tr("CommandResult", _SETTINGS).format(count=len(settings)))
    stats = _member(result, "stats")
    lines += [f"{counter_name(key)}: {value}" for key, value in stats.items() if _is_figure(value)]
    if result.get("evidence") == "logged_in_again":
        seconds = _figure(result.get("away_s"), 0)
        lines.append(_tr("CommandResult", _BACK).format(seconds=seconds))
        changed = result.get("changed")
        if isinstance(changed, list) and changed:
            names = ", ".join(plain(str(each)) for each in changed)
            lines.append(_tr("CommandResult", _CHANGED).format(names=names))
    known = _member(result, "parameters")
    lines += [f"{plain(key)}: {plain(str(value))}" for key, value in known.items()]
    return lines


def _place_line(position: Json) -> str:
    lat, lon = position.get("lat"), position.get("lon")
    if isinstance(lat, int | float) and isinstance(lon, int | float):
        return _tr("CommandResult", _PLACE).format(place=place_words(lat, lon))
    return _tr("CommandResult", _NO_FIX)


def _field_line(key: str, told: Json, temperature: str) -> str:
    text = _FIELD_STATES.get(str(told.get("state")), _FIELD_STATES["unknown"])
    spec = SETTINGS.get(key)

    def value(name: str) -> str:
        found = told.get(name)
        if found is None:
            return NOT_REPORTED
        if spec is None or not isinstance(found, bool | int | float | str):
            return plain(str(found))
        return value_text(spec, found, degrees=temperature)

    return _tr("CommandResult", text).format(
        name=plain(key) if spec is None else label_of(spec),
        old=value("old"),
        sent=value("sent"),
        read=value("read"),
    )


def _figure(value: object, decimals: int) -> str:
    return number(float(value), decimals) if _is_figure(value) else NOT_REPORTED


def _is_figure(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _member(holder: Json | None, key: str) -> Json:
    return {} if holder is None else _object(holder.get(key))


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


_tr: Callable[[str, str], str] = QCoreApplication.translate
