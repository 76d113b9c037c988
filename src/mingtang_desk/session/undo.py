"""Taking back what was written: the former values, byte for byte, unless somebody changed them."""

from collections.abc import Mapping

from mingtang_desk.core.errors import DeviceError, OutOfRangeError
from mingtang_desk.device.settings import SettingsReading, SettingValue, identity_keys
from mingtang_desk.device.transaction import FieldState, WriteResult, same, undo_of
from mingtang_desk.interfaces.storage import JournalEntry
from mingtang_desk.rules.changes import check_values
from mingtang_desk.session.board import Board
from mingtang_desk.session.write import held, must_write, plan_of, snapshot, transact


async def undo_last(board: Board, *, who: str) -> WriteResult:
    """Write back what the newest transaction changed. Errors as `DeviceSession.undo_last` tells."""
    async with held(board) as bus:
        must_write(board)
        entry = None if board.journal is None else await board.journal.last_undoable(board.key)
        changes = {} if entry is None else old_values(entry)
        if entry is None or not changes:
            raise DeviceError("undo_nothing", device=board.model.name)
        before = await snapshot(board, bus)
        if not is_same_board(board, entry, before):
            raise DeviceError("undo_nothing", device=board.model.name)
        refuse_changed(board, entry, changes, before)
        plan = await plan_of(
            board,
            bus,
            put_back(board, changes, before),
            before,
            who=who,
            kind="undo",
            undoes=entry.id,
            exact=entry.raw.before,
        )
        return await transact(board, bus, plan)


def put_back(
    board: Board, changes: Mapping[str, SettingValue], before: SettingsReading
) -> dict[str, SettingValue]:
    """Return former values of the board, which need no check of their range: it has held them.

    Raises:
        UsageError: the board lacks a setting.
        UnsupportedError: it cannot be written.
    """
    checked: dict[str, SettingValue] = {}
    for key, value in changes.items():
        try:
            checked |= check_values({key: value}, board.driver.settings, before.limits)
        except OutOfRangeError:
            checked[key] = value
    return checked


def old_values(entry: JournalEntry) -> dict[str, SettingValue]:
    """Return what undoes an entry; one that was never closed may have written any of its fields."""
    if entry.closed is not None:
        return undo_of(entry.fields)
    return {
        key: entry.old[key]
        for key, sent in entry.sent.items()
        if key in entry.old and not same(entry.old[key], sent)
    }


def is_same_board(board: Board, entry: JournalEntry, before: SettingsReading) -> bool:
    """Return whether an entry from another place is about this board and not one of its model.

    Where the id is but the name of a model, what was given to this one board has to be the same.
    """
    if entry.device.uri == board.key.uri or board.key.unique:
        return True
    places = board.driver.setting_origins
    names = {places[key].block for key in identity_keys(board.driver.settings) if key in places}
    then = {**entry.raw.before, **entry.raw.after}
    known = {name: then[name] for name in names if name in then}
    return any(known.values()) and all(before.raw.get(name) == known[name] for name in known)


def refuse_changed(
    board: Board,
    entry: JournalEntry,
    changes: Mapping[str, SettingValue],
    before: SettingsReading,
) -> None:
    """Refuse to overwrite what somebody else set since a write.

    Raises:
        DeviceError: it names the settings.
    """
    changed: list[str] = []
    for key in changes:
        result = entry.fields.get(key)
        left = [entry.sent.get(key), entry.old.get(key)]
        if result is not None and result.read is not None:
            left = [result.read, entry.old.get(key)]
            if result.state is FieldState.UNKNOWN:
                left.append(result.sent)
        present, limits = before.values.get(key), before.limits.get(key)
        if not any(same(present, value, limits) for value in left):
            changed.append(key)
    if changed:
        raise DeviceError("undo_changed", device=board.model.name, names=", ".join(changed))
