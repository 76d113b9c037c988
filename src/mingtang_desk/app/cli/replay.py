"""The `replay` command: what a recording holds, before anybody looks at it in the window."""

import argparse
import asyncio
from collections.abc import Iterator
from pathlib import Path

from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.core.clock import iso
from mingtang_desk.interfaces.driver import Driver
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.session.drivers import find_driver
from mingtang_desk.session.recording import Recording, decode_recording
from mingtang_desk.session.replay_events import EventKind, ReplayEvent
from mingtang_desk.wire.capture import read_capture

_LISTED = 20
"""Events that people see; `--json` has them all."""


async def replay(args: argparse.Namespace, out: Output) -> Exit:
    """Print the summary of a recording."""
    path, protocol, profile = Path(args.file), args.protocol or "auto", ""
    if args.file.startswith("replay://"):
        uri = parse_uri(args.file)
        path, protocol = Path(uri.target), args.protocol or uri.protocol
        profile = uri.options.get("profile", "")
    driver = find_driver(protocol, profile)
    recording = await asyncio.to_thread(_load, path, driver)
    out.document(summary(path, recording), "\n".join(_lines(path, recording)))
    return Exit.GOOD


def summary(path: Path, recording: Recording) -> dict[str, object]:
    """Return what, when, gaps, events, changed settings; findings are the diagnosis's to make."""
    stats = recording.stats
    events, changed, gaps = list[object](), list[object](), list[object]()
    for event in recording.events:
        when: dict[str, object] = {"t": round(event.t, 3), "time": iso(recording.time_of(event.t))}
        what = {"key": event.key, "old": event.old, "new": event.new}
        if event.kind is EventKind.GAP:
            gaps.append(when | {"seconds": round(event.seconds, 3)})
        elif event.kind is EventKind.SETTING:
            changed.append(when | what)
        else:
            events.append(when | {"kind": event.kind.value} | what)
    return {
        "file": str(path),
        "protocol": recording.driver.key,
        "label": recording.driver.label,
        "name": _name(recording),
        "device_id": recording.samples[-1].device_id if recording.samples else None,
        "started": iso(recording.started),
        "ended": iso(recording.time_of(recording.duration_s)),
        "duration_s": recording.duration_s,
        "samples": len(recording.samples),
        "samples_every": recording.every,
        "interval_s": None if recording.poll_s is None else round(recording.poll_s, 3),
        "frames": {"good": stats.good, "bad": stats.bad, "ignored_bytes": stats.ignored_bytes},
        "cut_line": recording.cut_line,
        "gaps": gaps,
        "events": events,
        "changed_settings": changed,
        "findings": [],
    }


def _load(path: Path, driver: Driver | None) -> Recording:
    return decode_recording(read_capture(path), path, driver)


def _name(recording: Recording) -> str:
    named = next((s.info.model for s in recording.samples if s.info.model), "")
    return named or recording.name


def _lines(path: Path, recording: Recording) -> Iterator[str]:
    stats = recording.stats
    name = _name(recording)
    yield f"{path.name}: {recording.driver.label}{f', {name}' if name else ''}"
    yield (
        f"  {recording.started:%Y-%m-%d %H:%M:%S} UTC, {recording.duration_s:.1f} s, "
        f"{len(recording.samples)} samples"
    )
    yield (
        f"  {stats.good} good frames, {stats.bad} damaged, {stats.ignored_bytes} bytes in no frame"
    )
    if recording.every > 1:
        yield f"  It is long: of the samples one in {recording.every} is kept, and every event."
    if recording.cut_line is not None:
        yield (
            f"  Line {recording.cut_line} is unfinished: the recording was cut off there, "
            "all before it is used."
        )
    events = recording.events
    for event in events[:_LISTED]:
        yield f"  {event.t:10.3f} s  {_event_line(event)}"
    if len(events) > _LISTED:
        yield f"  … and {len(events) - _LISTED} more; --json lists all"
    if not events:
        yield "  No event, no gap."


def _event_line(event: ReplayEvent) -> str:
    match event.kind:
        case EventKind.GAP:
            return f"nothing for {event.seconds:.1f} s"
        case EventKind.SETTING | EventKind.COUNTER | EventKind.SWITCH:
            return f"{event.kind.value} {event.key}: {event.old} -> {event.new}"
        case _ if event.old is None:
            return f"{event.kind.value} {event.key} was on already"
        case _:
            return f"{event.kind.value} {event.key} {'came' if event.new else 'went'}"
