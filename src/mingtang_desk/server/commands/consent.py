"""Whether whoever asks for a write knows all that the rules warn of; nothing else is written."""

import math
from collections.abc import Mapping, Sequence

from mingtang_desk.core.errors import MingtangError, OutOfRangeError
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.rules.finding import Finding
from mingtang_desk.server.commands.flight import Flight
from mingtang_desk.server.commands.orders import BmsWrite, KnownWarning
from mingtang_desk.server.commands.rows import Command, find
from mingtang_desk.server.store.tables.commands import COMMANDS

TOLD_MS = 120_000
"""So long a plain `acknowledge_warnings` counts for what the same asker was told of this write."""


class WarnedError(OutOfRangeError):
    """The book warns of a set, and nobody has said that this is known."""

    def __init__(self, warnings: Sequence[Finding]) -> None:
        detail = " ".join(finding.text for finding in warnings)
        super().__init__("cross_check", detail=detail)
        self.warnings = tuple(warnings)


async def must_be_known(flight: Flight, order: BmsWrite, warned: Sequence[Finding]) -> None:
    """Refuse to go on where the rules warn of more than is known.

    A plain yes says nothing of what it is about. It counts for what the asker was told of the same
    write to this battery a moment before.

    Raises:
        WarnedError: with those that are not known.
    """
    known = list(order.accepted_warnings or ())
    if warned and order.acknowledge_warnings and order.accepted_warnings is None:
        known = await _told(flight, order)
    new = [finding for finding in warned if not any(_is_same(finding, each) for each in known)]
    if new:
        raise WarnedError(new)


def warned_json(warned: Sequence[Finding]) -> dict[str, object]:
    """Return warnings as results hold them: `warned` to be accepted, `warnings` to be read."""
    return {
        "warnings": [finding.text for finding in warned],
        "warned": [
            {
                "rule": finding.rule,
                "keys": list(finding.keys),
                "values": list(finding.values),
                "message": finding.text,
            }
            for finding in warned
        ],
    }


def error_warned_json(error: MingtangError) -> dict[str, object]:
    """Return what a result says of warnings beside the error."""
    return warned_json(error.warnings) if isinstance(error, WarnedError) else {}


async def _told(flight: Flight, order: BmsWrite) -> list[KnownWarning]:
    """Return what the asker was told of the same write before this command was asked for."""
    c, now = COMMANDS.c, flight.command
    where = (
        c.device == now.device,
        c.created_by == now.by,
        c.kind == now.kind,
        c.id != now.id,
        c.ended_ms >= now.created_ms - TOLD_MS,
        c.ended_ms <= now.created_ms,
    )
    async with flight.core.store.read() as connection:
        before = await find(connection, *where)
    return [each for command in before for each in _warned_in(command, order)]


def _warned_in(command: Command, order: BmsWrite) -> list[KnownWarning]:
    before = command.order
    if not isinstance(before, BmsWrite) or before.settings != order.settings:
        return []
    rows = command.result.get("warned")
    return [
        KnownWarning(rule=row["rule"], keys=row["keys"], values=row["values"])
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, Mapping)
    ]


def _is_same(finding: Finding, known: KnownWarning) -> bool:
    return (
        finding.rule == known.rule
        and list(finding.keys) == known.keys
        and len(finding.values) == len(known.values)
        and all(_same(*pair) for pair in zip(finding.values, known.values, strict=True))
    )


def _same(a: SettingValue, b: SettingValue) -> bool:
    if isinstance(a, str) or isinstance(b, str):
        return a == b
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)
