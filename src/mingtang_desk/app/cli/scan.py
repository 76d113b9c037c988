"""The `scan` command: find batteries at all ports, speeds and addresses, and by radio."""

import argparse
import os
import sys

from mingtang_desk.app.cli.advice import advice
from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.app.home import found_path
from mingtang_desk.app.wiring import CLOCK
from mingtang_desk.session.bluetooth_search import LISTEN_S, WHERE, bluetooth_search
from mingtang_desk.session.finder import Finder, Gathered, place_of
from mingtang_desk.session.found import Doing, Failure, Found, News, Step
from mingtang_desk.session.memory import Memory
from mingtang_desk.transports.ble_backend import HCI

_RADIO_S = 1.0


async def scan(args: argparse.Namespace, out: Output) -> Exit:
    """Print what was found and why nothing was; nothing found is no failure of the command.

    Returns:
        DEVICE when no place could be opened at all.
    """
    gathered = Gathered()
    if args.hci:
        os.environ[HCI] = args.hci

    def tell(news: News) -> None:
        gathered.take(news)
        if not out.as_json:
            _show(news)

    finder = Finder(clock=CLOCK, memory=Memory(found_path()))
    wired = args.serial or bool(args.port) or not (args.ble or args.hci)
    aired = args.ble or bool(args.hci) or not (args.serial or args.port)
    places = [place_of(text) for text in args.port] or (None if wired else [])
    opened = await finder.run(
        tell,
        places=places,
        beside=[bluetooth_search(_listen_s(args.seconds))] if aired else [],
        # The radio ends by itself; it takes a moment to be switched on and off.
        seconds=None if args.seconds is None or not wired else args.seconds + aired * _RADIO_S,
    )
    devices = [_device(found) for found in gathered.found]
    failures = [_failure(failure) for failure in gathered.failures]
    lines = [_line(found) for found in gathered.found] or ["Nothing was found."]
    out.document({"devices": devices, "failures": failures}, "\n".join(lines))
    return Exit.GOOD if opened or devices else Exit.DEVICE


def _listen_s(seconds: float | None) -> float:
    return LISTEN_S if seconds is None else seconds


def _line(found: Found) -> str:
    signal = "" if found.signal is None else f"  {found.signal} dBm"
    return f"{found.uri}  {found.name}{signal}"


def _device(found: Found) -> dict[str, object]:
    return {
        "uri": found.uri,
        "name": found.name,
        "protocol": found.protocol or None,
        "signal": found.signal,
        "last5": found.last5,
        "seconds": round(found.seconds, 2),
    }


def _failure(failure: Failure) -> dict[str, object]:
    error = failure.error
    return {
        "where": failure.where,
        "key": error.key,
        "message": error.message,
        "hint": error.hint,
        **advice(error, ""),
    }


def _show(news: News) -> None:
    """Tell people on stderr what goes on."""
    match news:
        case Found():
            text = f"{news.where}: {news.name} ({news.label or news.protocol or '?'})"
        case Failure():
            text = f"{news.where}: {news.error}"
        case Step(where=where, doing=Doing.LISTENING) if where == WHERE:
            text = f"{where}: listening"
        case Step(doing=Doing.LISTENING):
            text = f"{news.where}: listening at {news.baud or 'its own'} baud"
        case Step(doing=Doing.ASKING):
            text = f"{news.where}: {news.what} at {news.baud or 'its own'} baud?"
        case _:
            return
    print(text, file=sys.stderr, flush=True)
