"""The `settings` commands: read, set, apply, diff, lint, undo."""

import argparse
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.app.cli.reading import chosen_history
from mingtang_desk.app.sharing import command_share
from mingtang_desk.app.wiring import connected, opened_history, user_name
from mingtang_desk.core.errors import (
    DeviceError,
    InputFileError,
    MingtangError,
    UsageError,
)
from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.device.checks import check_value, coerce, cross_findings, parse_value
from mingtang_desk.device.json import SETTINGS_FORMAT, settings_json, write_json
from mingtang_desk.device.settings import SettingSpec, SettingValue
from mingtang_desk.device.transaction import FieldResult, FieldState, WriteResult, same
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.drivers import all_drivers, find_driver


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsFile:
    """A settings file as it was read."""

    path: Path
    protocol: str
    settings: Mapping[str, object]


def load(path: Path) -> SettingsFile:
    """Read a settings file.

    Raises:
        InputFileError: it is missing, no JSON, or not of our format.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise InputFileError("file_missing", path=path) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputFileError("file_unreadable", path=path, detail=error) from error
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputFileError("settings_file_invalid", path=path, detail=error) from error
    if _is_flat(document):
        document = {"format": SETTINGS_FORMAT, "settings": document}
    if not isinstance(document, dict) or document.get("format") != SETTINGS_FORMAT:
        detail = f"it does not say format {SETTINGS_FORMAT}"
        raise InputFileError("settings_file_invalid", path=path, detail=detail)
    values = document.get("settings")
    if not isinstance(values, dict) or not values:
        raise InputFileError("settings_file_invalid", path=path, detail="it has no settings")
    return SettingsFile(path=path, protocol=str(document.get("protocol") or ""), settings=values)


def _is_flat(document: object) -> bool:
    """Return whether a document is bare settings, key to value, without the head of a file."""
    return (
        isinstance(document, dict)
        and "format" not in document
        and any(key in SETTINGS for key in document)
        and not any(isinstance(value, dict | list) for value in document.values())
    )


async def read(args: argparse.Namespace, out: Output) -> Exit:
    """Print all settings of a board as a settings file."""
    async with connected(args.uri, share=command_share(args)) as session:
        reading = await session.read_settings()
    document = settings_json(reading)
    if out.as_json:
        out.document(document)
    else:
        out.document(document, json.dumps(document, ensure_ascii=False, indent=2))
    return Exit.GOOD


async def change(args: argparse.Namespace, out: Output) -> Exit:
    """Write settings given as key=value."""
    texts: dict[str, str] = {}
    for pair in args.pairs:
        key, sign, value = pair.partition("=")
        if not sign or not key:
            raise UsageError(
                "usage_invalid", detail=f"“{pair}” is not KEY=VALUE", command="settings set"
            )
        texts[key] = value
    address = parse_uri(args.uri)
    driver = find_driver(address.protocol, address.options.get("profile", ""))
    if driver is not None:  # what can be refused without the board is refused before it is touched
        specs = driver.settings
        for key, value in texts.items():
            spec = _spec(specs, key)
            check_value(spec, parse_value(spec, value), None)
    async with (
        opened_history(chosen_history(args)) as history,
        connected(args.uri, history, share=command_share(args)) as session,
    ):
        specs = session.model.settings_specs
        values = {key: parse_value(_spec(specs, key), text) for key, text in texts.items()}
        return _report(await session.write_settings(values, who=user_name()), out)


async def apply(args: argparse.Namespace, out: Output) -> Exit:
    """Write what a settings file says; fields that are so already are not sent."""
    file = load(Path(args.file))
    async with (
        opened_history(chosen_history(args)) as history,
        connected(args.uri, history, share=command_share(args)) as session,
    ):
        if file.protocol and file.protocol != session.model.protocol:
            ours = session.model.protocol
            raise DeviceError(
                "settings_file_other", path=file.path, theirs=file.protocol, ours=ours
            )
        return _report(await _apply(session, file), out)


async def _apply(session: DeviceSession, file: SettingsFile) -> WriteResult:
    specs = session.model.settings_specs
    unknown = [key for key in file.settings if key not in specs]
    if unknown:
        raise DeviceError("setting_unknown", name=", ".join(unknown))
    wanted = {key: coerce(specs[key], value) for key, value in file.settings.items()}
    now = await session.read_settings()
    equal = {k: v for k, v in wanted.items() if same(now.values.get(k), v, now.limits.get(k))}
    changes = {key: value for key, value in wanted.items() if key not in equal}
    already = {
        key: FieldResult(old=value, sent=value, read=now.values[key], state=FieldState.APPLIED)
        for key, value in equal.items()
    }
    if not changes:
        return WriteResult(id=0, time=now.time, who=user_name(), fields=already)
    result = await session.write_settings(changes, who=user_name())
    fields = {key: result.fields.get(key) or already[key] for key in wanted}
    return WriteResult(
        id=result.id,
        time=result.time,
        who=result.who,
        fields=fields,
        side_effects=result.side_effects,
    )


async def undo(args: argparse.Namespace, out: Output) -> Exit:
    """Undo the newest settings transaction of a board."""
    async with (
        opened_history(chosen_history(args)) as history,
        connected(args.uri, history, share=command_share(args)) as session,
    ):
        return _report(await session.undo_last(who=user_name()), out)


async def resume(args: argparse.Namespace, out: Output) -> Exit:
    """Finish the write that was interrupted."""
    async with (
        opened_history(chosen_history(args)) as history,
        connected(args.uri, history, share=command_share(args)) as session,
    ):
        return _report(await session.resume_write(who=user_name()), out)


async def diff(args: argparse.Namespace, out: Output) -> Exit:
    """Compare settings of two boards or files; exit 1 when they differ."""
    a, b = await _values(args.a, args), await _values(args.b, args)
    keys = sorted(a.keys() | b.keys())
    rows = [
        {"key": k, "a": a.get(k), "b": b.get(k)} for k in keys if not _equal(a.get(k), b.get(k))
    ]
    text = "\n".join(f"{row['key']:<32} {row['a']!s:>16} {row['b']!s:>16}" for row in rows)
    out.document({"differences": rows}, text or "no differences")
    return Exit.BAD_VERDICT if rows else Exit.GOOD


def _equal(a: object, b: object) -> bool:
    if isinstance(a, int | float) and isinstance(b, int | float):
        return same(a, b)
    return a == b


async def _values(place: str, args: argparse.Namespace) -> Mapping[str, object]:
    if "://" not in place:
        return load(Path(place)).settings
    async with connected(place, share=command_share(args)) as session:
        return (await session.read_settings()).values


async def lint(args: argparse.Namespace, out: Output) -> Exit:
    """Check a settings file against the catalogue and the first cross-field rules."""
    file = load(Path(args.file))
    specs: dict[str, SettingSpec] = dict(SETTINGS)
    for driver in all_drivers():
        if not file.protocol or driver.key == file.protocol:
            specs |= driver.settings
    findings: list[dict[str, object]] = []
    good: dict[str, SettingValue] = {}
    for key, raw in file.settings.items():
        try:
            spec = _spec(specs, key)
            good[key] = coerce(spec, raw)
            if not spec.read_only:
                check_value(spec, good[key], None)
        except MingtangError as error:
            severity = "warning" if isinstance(error, UsageError) else "error"
            findings.append(_finding(severity, (key,), error.message, "catalogue"))
    findings += [
        _finding("error", f.keys, f.text, "cross-field rules") for f in cross_findings(good)
    ]
    text = "\n".join(f"{row['severity']}: {row['message']}" for row in findings) or "no findings"
    out.document({"findings": findings}, text)
    bad = any(row["severity"] == "error" for row in findings)
    return Exit.BAD_VERDICT if bad else Exit.GOOD


def _finding(severity: str, keys: tuple[str, ...], message: str, source: str) -> dict[str, object]:
    return {"severity": severity, "keys": list(keys), "message": message, "source": source}


def _spec(specs: Mapping[str, SettingSpec], key: str) -> SettingSpec:
    if key not in specs:
        raise UsageError("setting_unknown", name=key)
    return specs[key]


def _report(result: WriteResult, out: Output) -> Exit:
    lines = [
        f"{key}: {f.old} -> {f.sent}, read back {f.read}: {f.state.value}"
        for key, f in result.fields.items()
    ]
    lines += [f"side effect: {effect}" for effect in result.side_effects]
    out.document(write_json(result), "\n".join(lines))
    return Exit.GOOD if result.applied else Exit.BAD_VERDICT
