"""The write transaction: check, snapshot, journal, send, read back, compare, journal.

An acknowledgement is no result. Only what a new request reads after it is, and where nothing can be
read the field is unknown. From the first byte on the transaction is carried to its end, also when
its caller is cancelled: a device half written is worse than a second's wait.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

from mingtang_desk.core.errors import (
    DeviceError,
    MingtangError,
    RejectedError,
    UsageError,
)
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.roles import classes_of_settings
from mingtang_desk.device.sample import CounterReading
from mingtang_desk.device.settings import Kind, SettingsReading, SettingValue
from mingtang_desk.device.transaction import (
    FieldResult,
    FieldState,
    WriteResult,
    judge,
    same,
    undo_of,
)
from mingtang_desk.interfaces.driver import Part
from mingtang_desk.interfaces.storage import JournalEntry
from mingtang_desk.rules.changes import check_all, check_values
from mingtang_desk.rules.pack import known_pack
from mingtang_desk.session.board import Board
from mingtang_desk.session.link import Bus
from mingtang_desk.session.tasks import carry_through

COUNTERS_CLEARED = "counters_cleared"
_RETRY_S = 0.5

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """A transaction that has been checked and may be sent."""

    who: str
    kind: str
    undoes: int | None
    changes: Mapping[str, SettingValue]
    before: SettingsReading
    counters: CounterReading | None


async def write_settings(
    board: Board, changes: Mapping[str, SettingValue], *, who: str
) -> WriteResult:
    """Write settings. Errors as `DeviceSession.write_settings` tells."""
    async with board.hold(same_board=True) as bus:
        _may_write(board)
        before = await board.read_settings(bus)
        plan = await _plan(board, bus, changes, before, who=who)
        return await carry_through(_transact(board, bus, plan), grace_s=board.link.timing.grace_s)


async def undo_last(board: Board, *, who: str) -> WriteResult:
    """Write back what the newest transaction changed. Errors as `DeviceSession.undo_last` tells."""
    async with board.hold(same_board=True) as bus:
        _may_write(board)
        entry = None if board.journal is None else await board.journal.last_undoable(board.key)
        changes = {} if entry is None else _old_values(entry)
        if entry is None or not changes:
            raise DeviceError("undo_nothing", device=board.model.name)
        before = await board.read_settings(bus)
        _refuse_changed(board, entry, changes, before)
        plan = await _plan(board, bus, changes, before, who=who, kind="undo", undoes=entry.id)
        return await carry_through(_transact(board, bus, plan), grace_s=board.link.timing.grace_s)


def _may_write(board: Board) -> None:
    board.must_have(Capability.SETTINGS_WRITE)


async def _plan(
    board: Board,
    bus: Bus,
    changes: Mapping[str, SettingValue],
    before: SettingsReading,
    *,
    who: str,
    kind: str = "settings",
    undoes: int | None = None,
) -> _Plan:
    """Check everything and keep what the write would wipe. Nothing is written yet."""
    specs = board.driver.settings
    if undoes is None:
        checked = check_all(changes, specs, before.limits, before.values, known_pack(board.model))
    else:  # what stood there before may be put back, whatever the rules say of it
        checked = check_values(changes, specs, before.limits)
    for key in checked:
        if key not in before.values:
            raise UsageError("setting_unknown", name=key)
    board.gate.check(classes_of_settings(board.driver.settings[key] for key in checked))
    _try_encoding(board, checked, before)
    counters = None
    if COUNTERS_CLEARED in board.driver.write_side_effects:
        counters = await counters_or_none(board, bus, "before_save")
    return _Plan(
        who=board.gate.who or who,
        kind=kind,
        undoes=undoes,
        changes=checked,
        before=before,
        counters=counters,
    )


def _try_encoding(
    board: Board, changes: Mapping[str, SettingValue], before: SettingsReading
) -> None:
    """Let the driver refuse what it cannot encode, before there is a journal entry or a byte."""
    trial = board.session.write_settings(changes, before)
    try:
        next(trial)
    finally:
        trial.close()


async def counters_or_none(board: Board, bus: Bus, reason: str) -> CounterReading | None:
    """Read and keep the counters; None where the board says that it has none."""
    try:
        return await board.read_counters(bus, reason)
    except RejectedError:
        return None


async def _transact(board: Board, bus: Bus, plan: _Plan) -> WriteResult:
    texts = _texts(board, plan.changes)
    if texts:
        # A board may be known by any of them, and by the next one where the first is emptied.
        board.expect_names((*texts.values(), *_texts(board, plan.before.values).values()))
    entry = 0
    if board.journal is not None:
        entry = await board.journal.begin(
            board.key,
            kind=plan.kind,
            who=plan.who,
            old={key: plan.before.values[key] for key in plan.changes},
            sent=plan.changes,
            undoes=plan.undoes,
        )
    unknown = judge(plan.changes, plan.before.values, None, plan.before.limits)
    result = WriteResult(id=entry, time=board.clock.now(), who=plan.who, fields=unknown)
    try:
        unproven = await _send(board, bus, plan)
        after = await _read_back(board, bus)
        if after is not None:
            effects = await _side_effects(board, bus, plan, after)
            fields = judge(plan.changes, plan.before.values, after.values, plan.before.limits)
            if unproven:
                fields = {key: _in_doubt(field) for key, field in fields.items()}
            result = replace(result, fields=fields, side_effects=effects)
    except asyncio.CancelledError:
        await carry_through(_finish(board, result), grace_s=board.link.timing.cleanup_s)
        raise
    await _finish(board, result)
    if any(result.fields[key].state is not FieldState.REFUSED for key in texts):
        await _know_again(board, bus)
    return result


def _texts(board: Board, values: Mapping[str, SettingValue]) -> dict[str, str]:
    return {
        key: str(values[key])
        for key, spec in board.driver.settings.items()
        if spec.kind is Kind.TEXT and key in values
    }


async def _know_again(board: Board, bus: Bus) -> None:
    """Ask a board who it is now: a text that was written may be its name."""
    try:
        await board.recognise(bus)
        await board.read_sample(bus, Part.SLOW)
    except MingtangError as error:
        _log.info("%s: not asked who it is now: %s", board.key.uri, error)


async def _send(board: Board, bus: Bus, plan: _Plan) -> bool:
    """Send the changes; return True when it broke off: nothing says then that they will last."""
    try:
        await bus.run(board.session.write_settings(plan.changes, plan.before))
    except RejectedError as error:
        _log.info("%s: %s", board.key.uri, error)
    except MingtangError as error:
        _log.warning("%s: the write broke off: %s", board.key.uri, error)
        return True
    return False


async def _read_back(board: Board, bus: Bus) -> SettingsReading | None:
    """Read all settings anew, over a new link if the old one fell; None if that fails too long."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + board.link.timing.read_back_s
    while True:
        try:
            await board.ensure(bus, same_board=True)
            await board.link.settle()
            return await board.read_settings(bus, must_keep=False)
        except MingtangError as error:
            _log.info("%s: cannot read back yet: %s", board.key.uri, error)
            if loop.time() + _RETRY_S > deadline:
                return None
            await asyncio.sleep(_RETRY_S)


async def _side_effects(
    board: Board, bus: Bus, plan: _Plan, after: SettingsReading
) -> tuple[str, ...]:
    effects: list[str] = []
    old = {} if plan.counters is None else plan.counters.values
    if any(old.values()):
        try:
            now = (await board.read_counters(bus, "after_save", must_keep=False)).values
        except MingtangError as error:
            _log.info("%s: counters not read after the write: %s", board.key.uri, error)
        else:
            if any((now.get(key) or 0) < (value or 0) for key, value in old.items()):
                effects.append(COUNTERS_CLEARED)
    effects += [
        f"changed:{key}"
        for key, value in after.values.items()
        if key not in plan.changes
        and key in plan.before.values
        and not same(value, plan.before.values[key], plan.before.limits.get(key))
    ]
    return tuple(effects)


def _in_doubt(field: FieldResult) -> FieldResult:
    """Return a field of a write that broke off: what reads as sent may not outlive a power cut."""
    if field.state is FieldState.APPLIED and not same(field.sent, field.old):
        return replace(field, state=FieldState.UNKNOWN)
    return field


async def _finish(board: Board, result: WriteResult) -> None:
    board.model.apply_write(result)
    if board.journal is not None:
        await board.journal.finish(result.id, result.fields, result.side_effects)


def _old_values(entry: JournalEntry) -> dict[str, SettingValue]:
    """Return what undoes an entry; one that was never closed may have written any of its fields."""
    if entry.closed is not None:
        return undo_of(entry.fields)
    return {
        key: entry.old[key]
        for key, sent in entry.sent.items()
        if key in entry.old and not same(entry.old[key], sent)
    }


def _refuse_changed(
    board: Board,
    entry: JournalEntry,
    changes: Mapping[str, SettingValue],
    before: SettingsReading,
) -> None:
    """Refuse an undo that would overwrite what somebody else set since.

    Raises:
        DeviceError: it names the settings.
    """
    changed: list[str] = []
    for key in changes:
        field = entry.fields.get(key)
        read = None if field is None else field.read
        left = (entry.sent.get(key), entry.old.get(key)) if read is None else (read,)
        present, limits = before.values.get(key), before.limits.get(key)
        if not any(same(present, value, limits) for value in left):
            changed.append(key)
    if changed:
        raise DeviceError("undo_changed", device=board.model.name, names=", ".join(changed))
