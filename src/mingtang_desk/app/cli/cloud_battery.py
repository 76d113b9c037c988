"""`read`, `stats`, `settings read` and `settings set` of a battery behind a server, `cloud://`.

Reading gives what the server heard last and says how old that is: no link to a board is pretended.
`cloud command NUMBER bms_read …` asks the board anew. Writing is a command whose truth the server
owns: it reads back, and what it found is printed.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from mingtang_desk.app.cli.cloud_desk import opened_client
from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.cloud.client import CloudClient
from mingtang_desk.cloud.decode import plain
from mingtang_desk.cloud.models import Command, Report
from mingtang_desk.core.errors import CloudError, CloudRefusalError, UnsupportedError, UsageError
from mingtang_desk.device.checks import check_value, parse_value
from mingtang_desk.device.settings import SettingSpec, SettingValue
from mingtang_desk.device.settings_file import parse
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.session.drivers import DRIVERS
from mingtang_desk.session.golden_files import save_document

_FRESH_S = 60.0
"""What is older is said to be so."""
_WRITE_S = 300.0
"""A write to a board reads and reads back; longer than the server gives one."""
_CROSSED = "cross_check"


def place_of(uri: str) -> tuple[str, str]:
    """Return server and number of an address.

    Raises:
        UsageError: it is not `cloud://server[:port]/number`.
    """
    server, _, number = parse_uri(uri).target.partition("/")
    if not server or not number or "/" in number:
        raise UsageError(
            "uri_invalid", uri=uri, detail="it is not cloud://server[:port]/device-number"
        )
    return server, number


async def read(args: argparse.Namespace, out: Output) -> Exit:
    """Print the last sample that the server has."""
    server, number = place_of(args.uri)
    if args.capture:
        detail = "--capture records the bytes of a link, and the cloud has none"
        raise UsageError("usage_invalid", detail=detail, command="read")
    async with opened_client(server) as (_, client):
        out.document((await _told(client, await client.sample(number))).document)
    return Exit.GOOD


async def stats(args: argparse.Namespace, out: Output) -> Exit:
    """Print the counters that were read last."""
    server, number = place_of(args.uri)
    async with opened_client(server) as (_, client):
        report = await client.stats(number)
    print("As they were read last; the server does not say when.", file=sys.stderr)
    out.document(report.document)
    return Exit.GOOD


async def settings_read(args: argparse.Namespace, out: Output) -> Exit:
    """Print the settings that were read last, as a settings file."""
    server, number = place_of(args.uri)
    async with opened_client(server) as (_, client):
        report = await _told(client, await client.settings(number))
    text = json.dumps(report.document, ensure_ascii=False, indent=2)
    if args.out:
        document = parse(text, Path(args.out))
        save_document(document, Path(args.out))
        count = len(document.settings)
        out.document({"file": args.out, "settings": count}, f"{count} settings saved, {args.out}")
    else:
        out.document(report.document, text)
    return Exit.GOOD


async def _told(client: CloudClient, report: Report) -> Report:
    """Say how old a report is, by the clock of the server: the one here may be wrong."""
    moment = report.measured or report.received
    if moment is None:
        print("The server does not say how old this is.", file=sys.stderr)
        return report
    age_s = ((await client.time()).time - moment).total_seconds()
    if age_s > _FRESH_S:
        print(
            f"This is {_age(age_s)} old: the board was last heard {_when(moment)}.", file=sys.stderr
        )
    return report


def _age(seconds: float) -> str:
    for size, name in ((86_400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {name}"
    return f"{seconds:.0f} seconds"


def _when(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


async def settings_set(args: argparse.Namespace, out: Output) -> Exit:
    """Write settings by a command, and print what was read back.

    A set that the server warns of is told and sent all the same: a command line is consent.

    Raises:
        CloudRefusalError: the server or the board said no.
        CloudError: it was not sent in time, or nobody knows what became of it.
    """
    server, number = place_of(args.uri)
    texts: dict[str, str] = {}
    for pair in args.pairs:
        key, sign, text = pair.partition("=")
        if not sign or not key:
            detail = f"“{pair}” is not KEY=VALUE"
            raise UsageError("usage_invalid", detail=detail, command="settings set")
        texts[key] = text
    async with opened_client(server) as (_, client):
        protocol = (await client.device(number)).protocol
        order = {"kind": "bms_write", "settings": values_of(protocol, texts)}
        ended = await _ended(client, number, order)
        warnings = (ended.result or {}).get("warnings")
        if isinstance(warnings, list) and _reason(ended)[0] == _CROSSED:
            for each in warnings:
                print(f"warning: {plain(str(each))}", file=sys.stderr)
            ended = await _ended(client, number, {**order, "acknowledge_warnings": True})
        return _written(client, ended, out)


async def _ended(client: CloudClient, number: str, order: Mapping[str, object]) -> Command:
    command = await client.ask(number, order)
    async for each in client.fate(command, within_s=_WRITE_S):
        command = each
    return command


def _written(client: CloudClient, ended: Command, out: Output) -> Exit:
    written = (ended.result or {}).get("write")
    server = client.http.server.text
    if isinstance(written, dict) and isinstance(fields := written.get("fields"), dict):
        lines = [f"{key}: {plain(json.dumps(field))}" for key, field in fields.items()]
        out.document(written, "\n".join(lines))
        return Exit.GOOD if ended.state == "succeeded" else Exit.BAD_VERDICT
    if ended.state == "failed":
        key, message = _reason(ended)
        raise CloudRefusalError("cloud_refused", server=server, problem=key, detail=message)
    raise CloudError("cloud_command_ended", server=server, state=ended.state, id=ended.id)


def _reason(ended: Command) -> tuple[str, str]:
    error = (ended.result or {}).get("error")
    if not isinstance(error, dict):
        return "failed", "it does not say why."
    return plain(str(error.get("key")), 60), plain(str(error.get("message")))


def values_of(protocol: str, texts: Mapping[str, str]) -> dict[str, SettingValue]:
    """Return typed values; what the board cannot have is refused before anything is sent.

    Of a board whose protocol is not known yet numbers are numbers, and the server judges.

    Raises:
        UnsupportedError: the board has no such setting.
        OutOfRangeError: a value is out of its range.
    """
    driver = next((each for each in DRIVERS if each.key == protocol), None)
    if driver is None:
        return {key: _plain_value(text) for key, text in texts.items()}
    found: dict[str, SettingValue] = {}
    for key, text in texts.items():
        spec: SettingSpec | None = driver.settings.get(key)
        if spec is None:
            raise UnsupportedError("setting_unknown", name=key)
        found[key] = parse_value(spec, text)
        check_value(spec, found[key], None)
    return found


def _plain_value(text: str) -> SettingValue:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
