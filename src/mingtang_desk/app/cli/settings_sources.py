"""Where settings come from on the command line: file, golden set, preset, board or snapshot."""

import argparse
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePath

from mingtang_desk.app.cli.reading import chosen_history
from mingtang_desk.app.home import golden_path
from mingtang_desk.app.sharing import command_share
from mingtang_desk.app.wiring import connected, opened_history
from mingtang_desk.core.errors import DeviceError, InputFileError, UsageError
from mingtang_desk.device.presets import Proposal
from mingtang_desk.device.settings_file import SettingsDocument, parse
from mingtang_desk.interfaces.storage import DeviceKey
from mingtang_desk.protocols.jbd import fig
from mingtang_desk.session.golden_files import GoldenShelf, load_text
from mingtang_desk.session.golden_plan import Accept
from mingtang_desk.session.presets import proposal

GOLDEN, PRESET, SNAPSHOT = "golden:", "preset:", "snapshot:"


def shelf() -> GoldenShelf:
    """Return the golden sets of this user."""
    return GoldenShelf(golden_path())


def document_of(place: str) -> SettingsDocument:
    """Return the settings file that a word names: its path, golden:NAME or preset:NAME@16s1p.

    Raises:
        InputFileError: the file is missing or not of our format.
        UsageError: there is no such set or preset.
    """
    if place.startswith(GOLDEN):
        return shelf().find(place.removeprefix(GOLDEN))
    if place.startswith(PRESET):
        return proposed(proposal(place.removeprefix(PRESET)), place)
    path = Path(place)
    text = load_text(path)
    try:
        return parse(text, path)
    except InputFileError as error:
        if fig.looks_like(text):
            detail = "it is one of a JBD tool; “settings import FILE --out NEW” makes one of it"
            raise InputFileError("settings_file_invalid", path=path, detail=detail) from error
        raise


def proposed(made: Proposal, place: str) -> SettingsDocument:
    """Return a proposal as a file that was not saved yet."""
    return SettingsDocument(path=PurePath(place), settings=dict(made.settings), proposal=True)


def accepted(args: argparse.Namespace) -> Accept:
    """Return what the command line accepts."""
    return Accept(
        edited=args.accept_edited,
        chemistry=args.accept_chemistry,
        cells=args.accept_cells,
        identity=args.with_identity,
    )


async def values_of(
    place: str, args: argparse.Namespace, other: DeviceKey | None = None
) -> tuple[Mapping[str, object], DeviceKey | None]:
    """Return the settings that a word names, and the device if one was asked.

    `other` is the device on the other side of a comparison, whose last snapshot is meant.

    Raises:
        MingtangError: as the source tells.
    """
    if place.startswith(SNAPSHOT):
        return await _snapshot(place.removeprefix(SNAPSHOT), args, other), other
    if "://" not in place:
        return document_of(place).settings, None
    async with connected(place, share=command_share(args)) as session:
        return (await session.read_settings()).values, session.key


async def _snapshot(
    which: str, args: argparse.Namespace, device: DeviceKey | None
) -> Mapping[str, object]:
    if which != "last":
        detail = "of snapshots there is “last”"
        raise UsageError("source_unknown", source=SNAPSHOT + which, detail=detail)
    async with opened_history(chosen_history(args)) as history:
        found = await history.snapshots(device, limit=1)
        if not found and device is not None:  # at another port before
            everywhere = await history.snapshots(None, limit=200)
            found = [row for row in everywhere if _same_board(row.device, device)][:1]
    if not found:
        raise DeviceError("snapshot_missing", device="it" if device is None else device.name)
    return found[0].reading.values


def _same_board(a: DeviceKey, b: DeviceKey) -> bool:
    return a.device_id is not None and replace(a, uri="", name="") == replace(b, uri="", name="")
