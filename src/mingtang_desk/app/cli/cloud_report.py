"""`cloud report`: trips, stops, mileage and alarms as files, from the database of a server."""

import argparse
import asyncio
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from mingtang_desk.app import home
from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.core.errors import InputFileError, UsageError
from mingtang_desk.session.clock import SystemClock

if TYPE_CHECKING:
    from mingtang_desk.server.admin.report import Report

COMMAND = "cloud report"
USUAL = timedelta(days=31)


async def report(args: argparse.Namespace, out: Output) -> Exit:
    """Make one report; beside a running server too.

    Raises:
        UsageError: packages are missing, words make no sense, or nothing is called so.
        StorageError: there is no database, or it cannot be read.
        InputFileError: the file cannot be written.
    """
    try:
        from mingtang_desk.server.admin.report import Wish
        from mingtang_desk.server.admin.report import report as made_of
        from mingtang_desk.server.config import ServerConfig
        from mingtang_desk.server.times import ms_of
    except ImportError as error:
        raise UsageError("server_extra_missing", detail=error) from error
    is_track = args.format in ("gpx", "kml")
    if is_track and args.kind != "trips":
        raise _odd(f"{args.format} is for trips; give csv or json")
    if out.as_json and args.format != "json" and args.out is None:
        raise _odd(f"{args.format} with --json needs --out FILE")
    now = SystemClock().now()
    end = _moment(args.to, now)
    begin = _moment(args.begin, end - USUAL)
    if begin >= end:
        raise _odd("--to has to be after --from")
    wish = Wish(
        kind=args.kind,
        begin_ms=ms_of(begin),
        end_ms=ms_of(end),
        device=args.device,
        account=args.account,
        bucket=args.by,
        now_ms=ms_of(now),
        is_track=is_track,
    )
    found = await made_of(ServerConfig(data=args.data or home.cloud_path(), db=args.db), wish)
    text = _text(args.format, args.kind, found)
    if args.out is None:
        if out.as_json:
            out.document(json.loads(text))
        else:
            sys.stdout.write(text)
            sys.stdout.flush()
        return Exit.GOOD
    file = Path(args.out)
    try:
        await asyncio.to_thread(file.write_text, text, encoding="utf-8", newline="")
    except OSError as error:
        raise InputFileError("file_unwritable", path=file, detail=error.strerror) from error
    facts = {"kind": args.kind, "rows": len(found.rows), "cut": found.is_cut}
    more = "; there is more than a report holds" if found.is_cut else ""
    out.document({"file": str(file), **facts}, f"{file}: {len(found.rows)} {args.kind}{more}")
    return Exit.GOOD


def _text(form: str, kind: str, found: "Report") -> str:
    from mingtang_desk.server.rides.exports import csv_text, gpx, kml

    match form:
        case "csv":
            rows = [
                {k: " ".join(map(str, v)) if isinstance(v, list) else v for k, v in row.items()}
                for row in found.rows
            ]
            return csv_text(found.columns, rows)
        case "gpx":
            return gpx("trips", found.ways)
        case "kml":
            return kml("trips", found.ways)
        case _:
            rows = [{name: row.get(name) for name in found.columns} for row in found.rows]
            return json.dumps({kind: rows, "cut": found.is_cut}, ensure_ascii=False) + "\n"


def _moment(text: str | None, usual: datetime) -> datetime:
    """Return a moment, or the beginning of a day in UTC."""
    if text is None:
        return usual
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise _odd(f"“{text}” is no date like 2026-11-30, nor a time") from error
    if not 1970 < moment.year < 3000:
        raise _odd(f"“{text}” is not of our time")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _odd(detail: str) -> UsageError:
    return UsageError("usage_invalid", detail=detail, command=COMMAND)
