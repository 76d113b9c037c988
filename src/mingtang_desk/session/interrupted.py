"""Writes that were broken off: found when the board answers again, then finished or taken back.

What is there is read and put into the journal by itself; nothing is written without being asked.
"""

import logging
from collections.abc import Mapping
from datetime import timedelta

from mingtang_desk.core.errors import DeviceError, MingtangError
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.roles import classes_of_settings
from mingtang_desk.device.settings import SettingsReading
from mingtang_desk.device.transaction import (
    FieldResult,
    FieldState,
    Interrupted,
    RawBytes,
    WriteResult,
    changed_bytes,
    in_doubt,
    judge,
)
from mingtang_desk.interfaces.storage import LEFT, RESUME, JournalEntry
from mingtang_desk.session.board import Board
from mingtang_desk.session.link import Bus
from mingtang_desk.session.undo import put_back, refuse_changed
from mingtang_desk.session.write import (
    held,
    must_write,
    plan_of,
    snapshot,
    transact,
    within_rules,
)

_STILL_WRITING = timedelta(seconds=60)
"""An entry of another place opened since may still be written by another program."""

_log = logging.getLogger(__name__)


async def settle(board: Board, bus: Bus) -> None:
    """Look whether a write of this board was broken off, and say in the journal how it stands.

    A board that cannot be read now is looked at again when it has connected anew.
    """
    if board.journal is None or Capability.SETTINGS_READ not in board.capabilities:
        board.settle_due = False
        return
    try:
        entry = await board.journal.unsettled(board.key)
        board.unsaved = board.unsaved or (entry is not None and board.driver.saves)
        if entry is None or entry.kind == LEFT or _is_young(board, entry):
            board.model.set_interrupted(None)
        else:
            fields = await _settled(board, bus, entry)
            is_over = all(result.state is FieldState.APPLIED for result in fields.values())
            found = Interrupted(entry=entry.id, kind=entry.kind, fields=fields)
            board.model.set_interrupted(None if is_over else found)
    except MingtangError as error:
        _log.warning("%s: not looked for a write that was broken off: %s", board.key.uri, error)
    board.settle_due = False


async def resume(board: Board, *, who: str) -> WriteResult:
    """Send what is missing of the write that was broken off.

    Raises:
        DeviceError: there is none, or somebody changed one of its fields since.
    """
    async with held(board) as bus:
        entry = await _entry(board)
        before = await snapshot(board, bus)
        refuse_changed(board, entry, entry.sent, before)
        is_undo = entry.kind == "undo"
        if is_undo:
            checked = put_back(board, entry.sent, before)
        else:
            checked = within_rules(board, entry.sent, before)
        plan = await plan_of(
            board,
            bus,
            checked,
            before,
            who=who,
            kind="undo" if is_undo else RESUME,
            undoes=entry.undoes if is_undo else entry.id,
            old=entry.old,
        )
        return await transact(board, bus, plan)


async def roll_back(board: Board, *, who: str) -> WriteResult:
    """Bring back what was there before the write that was broken off.

    Raises:
        DeviceError: there is none, or somebody changed one of its fields since.
    """
    async with held(board) as bus:
        entry = await _entry(board)
        before = await snapshot(board, bus)
        refuse_changed(board, entry, entry.old, before)
        is_undo = entry.kind == "undo"
        plan = await plan_of(
            board,
            bus,
            put_back(board, entry.old, before),
            before,
            who=who,
            # The opposite of an undo is the write that it was to take back.
            kind=RESUME if is_undo else "undo",
            undoes=entry.undoes if is_undo else entry.id,
            old=entry.sent,
            exact=entry.raw.before,
        )
        return await transact(board, bus, plan)


async def leave(board: Board, *, who: str) -> None:
    """Note that the write that was broken off stays as it is.

    Nothing is sent, but it is decided what the board stays with: that needs what the write needed.

    Raises:
        DeviceError: there is none.
        NotPermittedError: whoever is signed in may not write these settings.
    """
    async with held(board):
        entry = await _entry(board)
        specs = board.driver.settings
        board.gate.check(classes_of_settings(specs[key] for key in entry.sent if key in specs))
        assert board.journal is not None
        number = await board.journal.begin(
            board.key, kind=LEFT, who=board.gate.who or who, old={}, sent={}, undoes=entry.id
        )
        await board.journal.finish(number, {}, ())
    board.model.set_interrupted(None)


async def _entry(board: Board) -> JournalEntry:
    must_write(board)
    entry = None if board.journal is None else await board.journal.unsettled(board.key)
    if entry is None or entry.kind == LEFT:
        raise DeviceError("interrupted_nothing", device=board.model.name)
    return entry


def _is_young(board: Board, entry: JournalEntry) -> bool:
    """Return whether another program may still be writing at another place."""
    is_elsewhere = entry.closed is None and entry.device.uri != board.key.uri
    return is_elsewhere and board.clock.now() - entry.opened < _STILL_WRITING


async def _settled(board: Board, bus: Bus, entry: JournalEntry) -> Mapping[str, FieldResult]:
    reading = await board.read_settings(bus, must_keep=False)
    fields = _fields(board, entry, reading)
    assert board.journal is not None
    before = entry.raw.before
    after = changed_bytes(before, reading.raw) if before else {}
    await board.journal.settle(entry.id, fields, RawBytes(after=after))
    return fields


def _fields(board: Board, entry: JournalEntry, reading: SettingsReading) -> dict[str, FieldResult]:
    """Return how each field stands; where a save is needed, what reads as new may not last."""
    fields = judge(entry.sent, entry.old, reading.values, reading.limits)
    if board.driver.saves:
        fields = {key: in_doubt(result) for key, result in fields.items()}
    return {
        key: said if (said := entry.fields.get(key, result)).state in _KNOWN else result
        for key, result in fields.items()
    }


_KNOWN = (FieldState.APPLIED, FieldState.CLAMPED, FieldState.REFUSED)
