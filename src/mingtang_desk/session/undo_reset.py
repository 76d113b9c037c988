"""Undoing a factory reset: the snapshot that was taken before it, written back as a transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from mingtang_desk.core.errors import DeviceError
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.settings import SettingsReading, SettingValue
from mingtang_desk.device.transaction import FieldState, WriteResult, same
from mingtang_desk.interfaces.storage import DeviceKey, ListsEntries
from mingtang_desk.session.board import Board
from mingtang_desk.session.undo import put_back
from mingtang_desk.session.write import held, must_write, plan_of, snapshot, transact

_LOOK_BACK = 500
"""Journal entries of the device that are looked at."""


class Snapshot(Protocol):
    """Settings as they once were."""

    @property
    def reading(self) -> SettingsReading:
        """What was read."""
        ...


@runtime_checkable
class KeepsSnapshots(ListsEntries, Protocol):
    """The part of a history that knows what was before a reset."""

    async def snapshots(
        self, device: DeviceKey, *, end: datetime, limit: int
    ) -> Sequence[Snapshot]:
        """Return snapshots up to a moment, newest first."""
        ...


async def snapshot_before_reset(board: Board) -> SettingsReading:
    """Return the settings before the last factory reset that was not refused.

    Raises:
        DeviceError: the history knows of none.
    """
    history: object = board.journal
    if isinstance(history, KeepsSnapshots):
        for entry in await history.journal_entries(board.key, limit=_LOOK_BACK):
            field = entry.fields.get(Action.FACTORY_RESET.value)
            asked = entry.kind == "control" and Action.FACTORY_RESET.value in entry.sent
            if not asked or (field is not None and field.state is FieldState.REFUSED):
                continue
            found = await history.snapshots(board.key, end=entry.opened, limit=1)
            if found:
                return found[0].reading
    raise DeviceError("no_reset_to_undo", device=board.model.name)


async def undo_reset(board: Board, *, who: str) -> WriteResult:
    """Write back every setting that differs from the snapshot. Errors as those of a write.

    Raises:
        DeviceError: there was no reset, or nothing is left to undo. Nothing was sent.
    """
    async with held(board) as bus:
        must_write(board)
        kept = await snapshot_before_reset(board)
        now = await snapshot(board, bus)
        changes: dict[str, SettingValue] = {}
        for key, old in kept.values.items():
            limits, spec = now.limits.get(key), board.driver.settings.get(key)
            writable = spec is not None and not spec.read_only and (not limits or limits.writable)
            if writable and key in now.values and not same(now.values[key], old, limits):
                changes[key] = old
        if not changes:
            raise DeviceError("reset_is_undone", device=board.model.name)
        plan = await plan_of(
            board, bus, put_back(board, changes, now), now, who=who, exact=kept.raw
        )
        return await transact(board, bus, plan)
