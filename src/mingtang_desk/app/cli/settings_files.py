"""The `settings` commands over files: diff, import, preset, golden."""

import argparse
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.app.cli.settings_sources import (
    GOLDEN,
    SNAPSHOT,
    document_of,
    proposed,
    shelf,
    values_of,
)
from mingtang_desk.app.sharing import command_share
from mingtang_desk.app.wiring import CLOCK, connected, user_name
from mingtang_desk.core.clock import iso
from mingtang_desk.core.errors import DeviceError, InputFileError, UsageError
from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.device.compare import compare
from mingtang_desk.device.presets import CellPreset
from mingtang_desk.device.settings import SettingSpec
from mingtang_desk.device.settings_file import GoldenHead, SettingsDocument
from mingtang_desk.protocols.jbd import fig
from mingtang_desk.session.drivers import find_driver
from mingtang_desk.session.golden_checks import proposal_findings
from mingtang_desk.session.golden_files import load_text, save_document, shareable
from mingtang_desk.session.golden_report import error_json
from mingtang_desk.session.presets import cell_presets, proposal, set_presets


async def diff(args: argparse.Namespace, out: Output) -> Exit:
    """Compare settings of two sources; exit 1 when they differ."""
    if args.a.startswith(SNAPSHOT) and "://" in args.b:  # whose snapshot, the other side tells
        b, device = await values_of(args.b, args)
        a, _ = await values_of(args.a, args, device)
    else:
        a, device = await values_of(args.a, args)
        b, _ = await values_of(args.b, args, device)
    rows = sorted((row for row in compare(a, b) if not row.equal), key=lambda row: row.key)
    text = "\n".join(f"{row.key:<32} {row.a!s:>16} {row.b!s:>16}" for row in rows)
    document = [{"key": row.key, "a": row.a, "b": row.b} for row in rows]
    out.document({"differences": document}, text or "no differences")
    return Exit.BAD_VERDICT if rows else Exit.GOOD


async def import_file(args: argparse.Namespace, out: Output) -> Exit:
    """Make a settings file of one of a JBD PC tool; what is not known is told, not guessed."""
    path, to = Path(args.file), Path(args.out)
    text = load_text(path)
    if not fig.looks_like(text):
        raise InputFileError("fig_invalid", path=path, detail="no line of it has a known name")
    found = fig.parse(text)
    if not found.settings:
        detail = "; ".join(found.refused)
        raise InputFileError("fig_invalid", path=path, detail=detail or "it has no values")
    document = SettingsDocument(
        path=to, protocol="jbd", time=iso(CLOCK.now()), settings=dict(found.settings)
    )
    save_document(document, to, replaces=False)
    said = {
        "file": str(to),
        "settings": dict(found.settings),
        "unknown": dict(found.unknown),
        "refused": list(found.refused),
    }
    lines = [f"{len(found.settings)} settings saved as {to}"]
    lines += [f"not known, left out: {name} {value}" for name, value in found.unknown.items()]
    lines += [f"left out: {line}" for line in found.refused]
    out.document(said, "\n".join(lines))
    return Exit.BAD_VERDICT if found.refused else Exit.GOOD


async def preset(args: argparse.Namespace, out: Output) -> Exit:
    """List the presets, or compute a proposal from one and save it."""
    if args.name is None:
        rows: list[dict[str, object]] = [_cell(cell) for cell in cell_presets().values()]
        rows += [
            {"key": s.key, "label": s.label, "chemistry": s.chemistry, "cells": s.cells}
            | {"source": s.source, "note": s.note, "kind": "set"}
            for s in set_presets().values()
        ]
        text = "\n".join(f"{row['key']:<20} {row['label']:<28} {row['source']}" for row in rows)
        out.document({"presets": rows}, text)
        return Exit.GOOD
    made = proposal(args.name)
    document, left_out = proposed(made, args.name), list[str]()
    specs: Mapping[str, SettingSpec] = SETTINGS
    if args.protocol:
        specs = _specs(args.protocol)
        left_out = [key for key in document.settings if key not in specs]
        kept = {key: value for key, value in document.settings.items() if key in specs}
        document = replace(document, protocol=args.protocol, settings=kept)
    wrong = [
        {"keys": list(keys), "message": message}
        for keys, message in proposal_findings(made.settings, specs)
    ]
    if args.out:
        save_document(replace(document, path=Path(args.out)), Path(args.out))
    said = {
        "preset": made.label,
        "source": made.source,
        "note": made.note,
        "settings": dict(document.settings),
        "left_out": left_out,
        "findings": wrong,
        "file": args.out,
    }
    lines = [f"{made.label}: a proposal. Source: {made.source}.", made.note]
    lines += [f"{key:<24} {value}" for key, value in document.settings.items()]
    lines += [f"this board does not have: {', '.join(left_out)}"] if left_out else []
    lines += [f"error: {row['message']}" for row in wrong]
    out.document(said, "\n".join(line for line in lines if line))
    return Exit.BAD_VERDICT if wrong else Exit.GOOD


async def golden(args: argparse.Namespace, out: Output) -> Exit:
    """List, save or remove golden sets."""
    match args.does:
        case "save":
            return await _save(args, out)
        case "remove":
            document = shelf().find(args.name.removeprefix(GOLDEN))
            shelf().remove(document)
            out.document({"removed": document.name}, f"{document.name} was taken off the shelf")
            return Exit.GOOD
        case _:
            return _list(out)


def _list(out: Output) -> Exit:
    sets: list[dict[str, object]] = []
    damaged: list[dict[str, object]] = []
    for document, error in shelf().look():
        if document is not None:
            sets.append(set_json(document))
        elif error is not None:
            damaged.append(error_json(error))
    lines = [
        f"{row['name']} v{row['version']}  {row['protocol'] or 'any board'}  "
        f"{row['chemistry'] or ''} {row['cells'] or ''}{'S' if row['cells'] else ''}"
        f"{'  EDITED BY HAND' if row['edited'] else ''}"
        for row in sets
    ]
    lines += [f"cannot be read: {row['message']}" for row in damaged]
    out.document({"sets": sets, "damaged": damaged}, "\n".join(lines) or "no golden set is saved")
    return Exit.GOOD


def set_json(document: SettingsDocument) -> dict[str, object]:
    """Return what a golden set says of itself."""
    head = document.golden
    assert head is not None
    return {
        "name": head.name,
        "version": head.version,
        "protocol": document.protocol or None,
        "chemistry": head.chemistry,
        "cells": head.cells,
        "boards": list(head.boards),
        "made": head.made,
        "by": head.by,
        "note": head.note,
        "source": head.source,
        "settings": len(document.settings),
        "edited": document.edited,
        "file": str(document.path),
    }


async def _save(args: argparse.Namespace, out: Output) -> Exit:
    """Release what a board or a file has as a golden set."""
    left: tuple[str, ...] = ()
    chemistry = cells = None
    if "://" in args.source:
        async with connected(args.source, share=command_share(args)) as session:
            reading = await session.read_settings()
            info = None if session.model.sample is None else session.model.sample.info
            kept, left = shareable(reading, session.model.settings_specs)
            document = SettingsDocument(
                path=Path(args.name), protocol=reading.protocol, settings=kept
            )
            source = f"read from {session.model.name}, {iso(reading.time)}"
            chemistry = None if info is None else info.chemistry
            cells = None if info is None else info.cell_count
    else:
        document = replace(document_of(args.source), device_id=None, time="", proposal=False)
        source = f"file {args.source}"
        own = document.golden
        if own is not None:
            source = f"{document.name}"
            chemistry, cells = own.chemistry, own.cells
        source = own.source if own is not None and own.source else source
    named = document.settings.get("chemistry", chemistry)
    count = document.settings.get("cell_count", cells)
    head = GoldenHead(
        name=args.name,
        version=args.version or shelf().next_version(args.name),
        made=iso(CLOCK.now()),
        by=user_name(),
        chemistry=args.chemistry or (named if isinstance(named, str) else None),
        cells=args.cells or (int(count) if isinstance(count, int | float) else None),
        boards=tuple(args.board),
        note=args.note,
        source=args.from_source or source,
    )
    wrong = list(proposal_findings_of(document))
    if wrong:
        raise DeviceError("cross_check", detail=wrong[0])
    saved = shelf().save(document, head)
    lines = [f"{saved.name} saved as {saved.path}: {len(saved.settings)} settings"]
    lines += [f"left out, of one pack alone or shown only: {', '.join(left)}"] if left else []
    out.document({**set_json(saved), "left_out": list(left)}, "\n".join(lines))
    return Exit.GOOD


def proposal_findings_of(document: SettingsDocument) -> list[str]:
    """Return what is wrong with a set that is to be released, in words."""
    specs = _specs(document.protocol) if document.protocol else SETTINGS
    known = {key: value for key, value in document.settings.items() if key in specs}
    return [message for _, message in proposal_findings(known, specs)]


def _specs(protocol: str) -> Mapping[str, SettingSpec]:
    driver = find_driver(protocol)
    if driver is None:
        raise UsageError("usage_invalid", detail="name one protocol", command="settings preset")
    return driver.settings


def _cell(cell: CellPreset) -> dict[str, object]:
    return {
        "key": cell.key,
        "label": cell.label,
        "chemistry": cell.chemistry,
        "capacity_ah": cell.capacity_ah,
        "charge_v": cell.charge_v,
        "cutoff_v": cell.cutoff_v,
        "charge_a": cell.charge_a,
        "discharge_a": cell.discharge_a,
        "charge_c": cell.charge_c,
        "discharge_c": cell.discharge_c,
        "source": cell.source,
        "note": cell.note,
        "kind": "cell",
    }
