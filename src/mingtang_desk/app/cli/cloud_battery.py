"""What the command line says of a battery behind a server, `cloud://`, beside what it does.

`read` gives what the server heard last and says how old that is: no link to a board is pretended.
`stats` and `settings read` have the board read, and fall back to what was read last. All the rest
goes the way of every other address.
"""

import argparse
import contextlib
import json
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path

from mingtang_desk.app.cli.findings import line
from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.app.wiring import CLOCK, connected
from mingtang_desk.cloud.battery_life import place_of
from mingtang_desk.cloud.battery_reading import counters_of
from mingtang_desk.cloud.battery_session import BatterySession
from mingtang_desk.cloud.decode import AnswerError, plain
from mingtang_desk.core.clock import iso
from mingtang_desk.core.errors import CloudError, UsageError
from mingtang_desk.device.json import counters_json, sample_json, settings_json
from mingtang_desk.device.model import Topic
from mingtang_desk.device.sample import CounterReading
from mingtang_desk.device.settings_file import parse
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.rules.finding import Finding
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.golden_files import save_document

_FRESH_S = 60.0
"""What is older is said to be so."""


def consented(warnings: Sequence[Finding]) -> bool:
    """Tell what a write is warned of, before it is sent: a command line is consent to that."""
    for each in warnings:
        print(line(each), file=sys.stderr, flush=True)
    return True


async def learn(session: DeviceSession) -> None:
    """Let the server find out what a board speaks, where that is not known and can be."""
    if isinstance(session, BatterySession):
        with contextlib.suppress(CloudError):  # what needs to know says that it does not
            await session.learn()


def say_rests(session: DeviceSession) -> None:
    """Say whenever a server wants to be left alone before it takes a command."""
    said = 0.0

    def changed(_: Topic) -> None:
        nonlocal said
        rest_s = 0.0 if session.model.remote is None else session.model.remote.rest_s
        if rest_s and rest_s != said:
            words = "The server takes few commands a minute: waiting"
            print(f"{words} {rest_s:.0f} s.", file=sys.stderr, flush=True)
        said = rest_s

    session.model.observe(changed)


def say_age(session: DeviceSession) -> None:
    """Say how old the last sample of a battery behind a server is, by the server's clock."""
    remote = session.model.remote
    if not isinstance(session, BatterySession) or remote is None:
        return
    if session.shown.age_s > _FRESH_S and remote.measured is not None:
        age, when = _age(session.shown.age_s), _when(remote.measured)
        print(f"This is {age} old: the board was last heard {when}.", file=sys.stderr)


def _age(seconds: float) -> str:
    for size, name in ((86_400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {name}"
    return f"{seconds:.0f} seconds"


def _when(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


async def read(args: argparse.Namespace, out: Output) -> Exit:
    """Print the last sample that the server has."""
    place_of(parse_uri(args.uri))
    if args.capture:
        detail = "--capture records the bytes of a link, and the cloud has none"
        raise UsageError("usage_invalid", detail=detail, command="read")
    async with connected(args.uri, learn=False) as session:
        sample = session.model.sample or await session.read_sample()
        say_age(session)
        remote = session.model.remote
        received = None if remote is None else remote.received
        document = sample_json(sample)
        out.document({**document, "received": None if received is None else iso(received)})
    return Exit.GOOD


async def stats(args: argparse.Namespace, out: Output) -> Exit:
    """Print the counters: read now, or as they were read last."""
    async with connected(args.uri) as session:
        try:
            counters = await _or_stored(
                session, session.read_counters, lambda: session.model.counters, lambda c: c.time
            )
        except CloudError as error:
            counters = await _undated(session, error)
    out.document(counters_json(counters))
    return Exit.GOOD


async def _undated(session: DeviceSession, why: CloudError) -> CounterReading:
    """Return counters of which only the server knows when they were read.

    Raises:
        CloudError: it has none: why they were not read now.
    """
    if not isinstance(session, BatterySession):
        raise why
    try:
        report = await (await session.way.client()).stats(session.number)
        counters = counters_of(report.document, CLOCK.now())
    except (CloudError, AnswerError):
        raise why from None
    print(f"The board was not read: {plain(why.message)}", file=sys.stderr)
    print("As they were read last; the server does not say when.", file=sys.stderr)
    return counters


async def settings_read(args: argparse.Namespace, out: Output) -> Exit:
    """Print all settings as a settings file: read now, or as they were read last."""
    async with connected(args.uri) as session:
        reading = await _or_stored(
            session, session.read_settings, lambda: session.model.settings, lambda r: r.time
        )
    document = settings_json(reading)
    text = json.dumps(document, ensure_ascii=False, indent=2)
    if args.out:
        file = parse(text, Path(args.out))
        save_document(file, Path(args.out))
        count = len(file.settings)
        out.document({"file": args.out, "settings": count}, f"{count} settings saved, {args.out}")
    else:
        out.document(document, text)
    return Exit.GOOD


async def _or_stored[T](
    session: DeviceSession,
    fresh: Callable[[], Awaitable[T]],
    stored: Callable[[], T | None],
    time_of: Callable[[T], datetime],
) -> T:
    """Have the board read; where that cannot be, return what was read last and say how old it is.

    What was read a moment ago is as good: a server takes few commands a minute.

    Raises:
        CloudError: nothing is known from before either.
    """
    now = session.way.now() if isinstance(session, BatterySession) else CLOCK.now()
    known = stored()
    if known is not None and (now - time_of(known)).total_seconds() < _FRESH_S:
        return known
    try:
        return await fresh()
    except CloudError as error:
        if known is None:
            raise
        print(f"The board was not read: {plain(error.message)}", file=sys.stderr)
        moment = time_of(known)
        age = _age(max((now - moment).total_seconds(), 0.0))
        words = f"This is {age} old: it was read {_when(moment)}."
        print(words, file=sys.stderr)
        return known
