"""The `settings` commands that talk to one board: read, set, apply, undo."""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from mingtang_desk.app.cli.findings import say_warnings
from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.app.cli.reading import chosen_history
from mingtang_desk.app.cli.settings_look import look
from mingtang_desk.app.cli.settings_sources import accepted, document_of
from mingtang_desk.app.gate import command_gate
from mingtang_desk.app.sharing import command_share
from mingtang_desk.app.wiring import CLOCK, connected, opened_history, user_name
from mingtang_desk.core.errors import OutOfRangeError, UnsupportedError, UsageError
from mingtang_desk.device.checks import check_value, parse_value
from mingtang_desk.device.json import settings_json, write_json
from mingtang_desk.device.settings import SettingSpec, SettingValue
from mingtang_desk.device.settings_file import parse
from mingtang_desk.device.transaction import WriteResult
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.drivers import find_driver
from mingtang_desk.session.golden_apply import PackReport, apply_document
from mingtang_desk.session.golden_checks import in_other_unit
from mingtang_desk.session.golden_files import save_document
from mingtang_desk.session.golden_report import fields_json, refusals_json


async def read(args: argparse.Namespace, out: Output) -> Exit:
    """Print all settings of a board as a settings file."""
    async with connected(args.uri, share=command_share(args)) as session:
        reading = await session.read_settings()
    document = settings_json(reading)
    if args.out:
        path = Path(args.out)
        save_document(parse(json.dumps(document), path), path)
        count = len(reading.values)
        out.document({"file": args.out, "settings": count}, f"{count} settings saved, {args.out}")
        return Exit.GOOD
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
            _checked(spec, parse_value(spec, value))
    async with (
        opened_history(chosen_history(args)) as history,
        connected(
            args.uri, history, share=command_share(args), gate=await command_gate(args)
        ) as session,
    ):
        specs = session.model.settings_specs
        values = {key: parse_value(_spec(specs, key), text) for key, text in texts.items()}
        if driver is None:  # who it is was found out just now
            for key, value in values.items():
                if address.scheme == "cloud":  # as its server says it
                    check_value(specs[key], value, None)
                else:
                    _checked(specs[key], value)
        result = await session.write_settings(values, who=user_name())
        if address.scheme != "cloud":  # there it was said before it was sent
            say_warnings(session.model, result)
        return _report(result, out)


async def apply(args: argparse.Namespace, out: Output) -> Exit:
    """Write what a settings file says; fields that are so already are not sent."""
    document = document_of(args.file)
    if args.dry_run:
        return await look(args, [args.uri], document, out)

    async def write(session: DeviceSession, changes: Mapping[str, SettingValue]) -> WriteResult:
        result = await session.write_settings(changes, who=user_name())
        if session.uri.scheme != "cloud":
            say_warnings(session.model, result)
        return result

    async with (
        opened_history(chosen_history(args)) as history,
        connected(
            args.uri, history, share=command_share(args), gate=await command_gate(args)
        ) as session,
    ):
        report = await apply_document(session, document, accepted(args), write=write, clock=CLOCK)
    if report.why is not None:
        return _refused(report, out)
    result = {
        "fields": fields_json(report),
        "side_effects": list(report.side_effects),
        "transaction": report.transaction,
        "left_out": list(report.left_out),
    }
    lines = [
        f"{key}: {f.old} -> {f.sent}, read back {f.read}: {f.state.value}"
        for key, f in report.fields.items()
    ]
    lines += [f"side effect: {effect}" for effect in report.side_effects]
    if report.left_out:
        lines.append(f"left out: {', '.join(report.left_out)}")
    out.document(result, "\n".join(lines))
    return Exit.GOOD if report.state.good else Exit.BAD_VERDICT


def _refused(report: PackReport, out: Output) -> Exit:
    """Print every field that speaks against a file; the first one is the error."""
    why = report.why
    assert why is not None
    if not out.as_json:
        for refusal in report.refusals[1:]:
            print(f"{refusal.error.message}\n{refusal.error.hint}", file=sys.stderr)
    out.error(why, {"refused": refusals_json(report.refusals)})
    return Exit.REFUSED


def _checked(spec: SettingSpec, value: SettingValue) -> None:
    """Refuse a value out of range, with what was probably meant."""
    try:
        check_value(spec, value, None)
    except OutOfRangeError as error:
        raise in_other_unit(spec, value, error) or error from error


async def undo(args: argparse.Namespace, out: Output) -> Exit:
    """Undo the newest settings transaction of a board."""
    async with (
        opened_history(chosen_history(args)) as history,
        connected(
            args.uri, history, share=command_share(args), gate=await command_gate(args)
        ) as session,
    ):
        return _report(await session.undo_last(who=user_name()), out)


async def resume(args: argparse.Namespace, out: Output) -> Exit:
    """Finish the write that was interrupted."""
    async with (
        opened_history(chosen_history(args)) as history,
        connected(
            args.uri, history, share=command_share(args), gate=await command_gate(args)
        ) as session,
    ):
        return _report(await session.resume_write(who=user_name()), out)


def _spec(specs: Mapping[str, SettingSpec], key: str) -> SettingSpec:
    if key not in specs:
        raise UnsupportedError("setting_unknown", name=key)
    return specs[key]


def _report(result: WriteResult, out: Output) -> Exit:
    lines = [
        f"{key}: {f.old} -> {f.sent}, read back {f.read}: {f.state.value}"
        for key, f in result.fields.items()
    ]
    lines += [f"side effect: {effect}" for effect in result.side_effects]
    out.document(write_json(result), "\n".join(lines))
    return Exit.GOOD if result.applied else Exit.BAD_VERDICT
