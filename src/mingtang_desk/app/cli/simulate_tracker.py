"""`simulate tracker`: be a JT/T 808 terminal with a board behind it until stopped."""

import argparse
import asyncio
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.app.cli.tracker_words import TRACKER
from mingtang_desk.app.cli.words import pairs, stop_on_signals
from mingtang_desk.core.errors import InputFileError, UsageError
from mingtang_desk.sim.errors import StateFileError
from mingtang_desk.sim.models import catalogue, unknown_models
from mingtang_desk.sim.tracker.factory import make_tracker
from mingtang_desk.sim.tracker.link import run
from mingtang_desk.sim.tracker.machine import SimTracker


def _platform(text: str) -> tuple[str, int]:
    host, sign, port = text.rpartition(":")
    if not sign or not host or not port.isascii() or not port.isdecimal():
        port = "0"
    if not 1 <= int(port) <= 65535:
        raise UsageError("option_invalid", value=text, option="--jt808", allowed="HOST:PORT")
    return host.strip("[]"), int(port)


def _start(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            "option_invalid", value=text, option="--start", allowed="2026-11-22T10:00:00Z"
        ) from error
    return when if when.tzinfo else when.astimezone()


def _home(text: str | None) -> tuple[float, float] | None:
    if text is None:
        return None
    try:
        lat, lon = map(float, text.split(","))
    except ValueError as error:
        raise UsageError(
            "option_invalid", value=text, option="--home", allowed="22.54,114.05"
        ) from error
    return lat, lon


def _make(args: argparse.Namespace, host: str, port: int) -> SimTracker:
    if args.every != int(args.every):
        raise UsageError(
            "option_invalid", value=args.every, option="--every", allowed="whole seconds from 1"
        )
    if args.board and (unknown := unknown_models(args.board)):
        known = ", ".join(row.model for row in catalogue())
        raise UsageError("model_unknown", model=unknown[0], known=known)
    try:
        return make_tracker(
            args.number,
            host,
            port,
            now=datetime.now(UTC),
            edition=args.edition,
            board=args.board,
            sets={name: value or "" for name, value in pairs(args.set).items()},
            faults=pairs(args.fault),
            track=args.track,
            start=_start(args.start),
            home=_home(args.home),
            every_s=int(args.every),
            speed=args.speed,
            seed=args.seed,
            state=Path(args.state) if args.state else None,
        )
    except StateFileError as error:
        raise InputFileError("file_unreadable", path=error.path, detail=error.reason) from error
    except ValueError as error:
        raise UsageError("simulator_invalid", detail=error) from error


async def simulate_tracker(args: argparse.Namespace, out: Output) -> Exit:
    """Be a terminal; tell at the end what happened."""
    for option in ("jt808", "number"):
        if getattr(args, option) is None:
            detail = f"--{option} is missing"
            raise UsageError("usage_invalid", detail=detail, command="simulate")
    for option in ("listen", "pace", "baud"):
        if getattr(args, option) is not None:
            detail = f"--{option} is for boards, a tracker connects to --jt808"
            raise UsageError("usage_invalid", detail=detail, command="simulate")
    host, port = _platform(args.jt808)
    tracker = _make(args, host, port)
    stop = asyncio.Event()
    stop_on_signals(stop)

    def ready() -> None:
        print(f"ready jt808:{args.jt808}", flush=True)

    def trouble(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    await run(tracker, host, port, on_ready=ready, on_trouble=trouble, stop=stop)
    out.document({"number": args.number, **asdict(tracker.counters)})
    return Exit.GOOD


def refuse_tracker_words(args: argparse.Namespace) -> None:
    """Say that a board has no use for the words of a tracker.

    Raises:
        UsageError: one of them was given.
    """
    for option in ("jt808", "number", "board", "track", "start", "home"):
        if getattr(args, option) is not None:
            detail = f"--{option} is for the model {TRACKER}"
            raise UsageError("usage_invalid", detail=detail, command="simulate")
