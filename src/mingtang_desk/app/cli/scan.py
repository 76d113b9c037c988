"""The `scan` command: find batteries at all ports, at any speed, protocol and address."""

import argparse
import sys

from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.app.home import found_path
from mingtang_desk.app.wiring import CLOCK
from mingtang_desk.session.finder import Finder, Gathered, place_of
from mingtang_desk.session.found import Doing, Failure, Found, News, Step
from mingtang_desk.session.memory import Memory


async def scan(args: argparse.Namespace, out: Output) -> Exit:
    """Print what was found and why nothing was; nothing found is no failure of the command.

    Returns:
        DEVICE when no place could be opened at all.
    """
    gathered = Gathered()

    def tell(news: News) -> None:
        gathered.take(news)
        if not out.as_json:
            _show(news)

    finder = Finder(clock=CLOCK, memory=Memory(found_path()))
    places = [place_of(text) for text in args.port] or None
    opened = await finder.run(tell, places=places, seconds=args.seconds)
    devices = [_device(found) for found in gathered.found]
    failures = [_failure(failure) for failure in gathered.failures]
    lines = [f"{d['uri']}  {d['name']}" for d in devices] or ["Nothing was found."]
    out.document({"devices": devices, "failures": failures}, "\n".join(lines))
    return Exit.GOOD if opened or devices else Exit.DEVICE


def _device(found: Found) -> dict[str, object]:
    return {
        "uri": found.uri,
        "name": found.name,
        "protocol": found.protocol,
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
    }


def _show(news: News) -> None:
    """Tell people on stderr what goes on."""
    match news:
        case Found():
            text = f"{news.where}: {news.name} ({news.label})"
        case Failure():
            text = f"{news.where}: {news.error}"
        case Step(doing=Doing.LISTENING):
            text = f"{news.where}: listening at {news.baud or 'its own'} baud"
        case Step(doing=Doing.ASKING):
            text = f"{news.where}: {news.what} at {news.baud or 'its own'} baud?"
        case _:
            return
    print(text, file=sys.stderr, flush=True)
