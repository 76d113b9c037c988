"""The write transaction: check, snapshot, journal, send, read back, compare, journal.

An acknowledgement is no result. Only what a new request reads after it is, and where nothing can be
read the field is unknown. From the first byte on the transaction is carried to its end, also when
its caller is cancelled: a device half written is worse than a second's wait.

While the line stays open, what broke off is sent once more. Where it fell - somebody may have
pulled a plug - nothing more is sent without being asked: `session.interrupted` settles it later.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from mingtang_desk.core.errors import (
    MingtangError,
    RejectedError,
    UnsupportedError,
)
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.roles import classes_of_settings
from mingtang_desk.device.sample import CounterReading
from mingtang_desk.device.settings import Kind, SettingsReading, SettingValue
from mingtang_desk.device.transaction import (
    INTERRUPTED,
    NO_RAW,
    FieldState,
    Interrupted,
    RawBytes,
    WriteResult,
    changed_bytes,
    in_doubt,
    judge,
    same,
)
from mingtang_desk.interfaces.driver import Part, Procedure
from mingtang_desk.rules.changes import check_all
from mingtang_desk.rules.pack import known_pack
from mingtang_desk.session.board import Board
from mingtang_desk.session.link import Bus
from mingtang_desk.session.tasks import carry_through

COUNTERS_CLEARED = "counters_cleared"
_RETRY_S = 0.5
_ROUNDS = 2
"""How often a write goes out while the line stays open."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A transaction that has been checked and may be sent.

    Attributes:
        changes: every field of it with its new value.
        old: the values that an undo of it brings back.
        before: the snapshot.
        exact: raw bytes to be brought back where they mean the same as a change.
    """

    who: str
    kind: str
    undoes: int | None
    changes: Mapping[str, SettingValue]
    old: Mapping[str, SettingValue]
    before: SettingsReading
    counters: CounterReading | None
    exact: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def missing(self) -> dict[str, SettingValue]:
        """What is not on the board yet."""
        now, limits = self.before.values, self.before.limits
        return {k: v for k, v in self.changes.items() if not same(v, now.get(k), limits.get(k))}


async def write_settings(
    board: Board, changes: Mapping[str, SettingValue], *, who: str
) -> WriteResult:
    """Write settings. Errors as `DeviceSession.write_settings` tells."""
    async with held(board) as bus:
        before = await snapshot(board, bus)
        checked = within_rules(board, changes, before)
        plan = await plan_of(board, bus, checked, before, who=who)
        return await transact(board, bus, plan)


def within_rules(
    board: Board, changes: Mapping[str, SettingValue], before: SettingsReading
) -> dict[str, SettingValue]:
    """Return changes as the board can store them. Errors as `check_all` tells."""
    specs, pack = board.driver.settings, known_pack(board.model)
    return check_all(changes, specs, before.limits, before.values, pack)


@asynccontextmanager
async def held(board: Board) -> AsyncIterator[Bus]:
    """Keep the bus for a transaction with the board that was there before."""
    with board.link.patiently():
        async with board.hold(same_board=True) as bus:
            yield bus


def must_write(board: Board) -> None:
    """Refuse a board whose settings cannot be written."""
    board.must_have(Capability.SETTINGS_WRITE)


async def snapshot(board: Board, bus: Bus) -> SettingsReading:
    """Read all settings before anything is written."""
    must_write(board)
    return await board.read_settings(bus)


async def plan_of(
    board: Board,
    bus: Bus,
    changes: Mapping[str, SettingValue],
    before: SettingsReading,
    *,
    who: str,
    kind: str = "settings",
    undoes: int | None = None,
    old: Mapping[str, SettingValue] | None = None,
    exact: Mapping[str, bytes] | None = None,
) -> Plan:
    """Return what may be sent, and keep what the write would wipe. Nothing is written yet.

    `changes` were checked; `old` is what the fields were before the write that this one finishes,
    None = what they are now.
    """
    for key in changes:
        if key not in before.values:
            raise UnsupportedError("setting_unknown", name=key)
    board.gate.check(classes_of_settings(board.driver.settings[key] for key in changes))
    counters = None
    if COUNTERS_CLEARED in board.driver.write_side_effects:
        counters = await counters_or_none(board, bus, "before_save")
    plan = Plan(
        who=board.gate.who or who,
        kind=kind,
        undoes=undoes,
        changes=changes,
        old={key: before.values[key] for key in changes} if old is None else old,
        before=before,
        counters=counters,
        exact=exact or {},
    )
    _try_encoding(board, plan)
    return plan


def _try_encoding(board: Board, plan: Plan) -> None:
    """Let the driver refuse what it cannot encode, before there is a journal entry or a byte."""
    trial = board.session.write_settings(plan.changes, plan.before, plan.exact)
    try:
        next(trial, None)
    finally:
        trial.close()


async def counters_or_none(board: Board, bus: Bus, reason: str) -> CounterReading | None:
    """Read and keep the counters; None where the board says that it has none."""
    try:
        return await board.read_counters(bus, reason)
    except RejectedError:
        return None


async def transact(board: Board, bus: Bus, plan: Plan) -> WriteResult:
    """Carry out a plan and return how it ended; from the first byte on it is not given up."""
    work = _Transaction(board, bus, plan).run()
    return await carry_through(work, grace_s=board.link.timing.grace_s)


class _Transaction:
    def __init__(self, board: Board, bus: Bus, plan: Plan) -> None:
        self._board, self._bus, self._plan = board, bus, plan
        self._sent: list[bytes] = []
        self._raw = NO_RAW
        self._broke = False

    async def run(self) -> WriteResult:
        """Journal, send, read back, compare, journal."""
        board, plan = self._board, self._plan
        texts = _texts(board, plan.changes)
        if texts:
            # A board may be known by any of them, and by the next one where the first is emptied.
            board.expect_names((*texts.values(), *_texts(board, plan.before.values).values()))
        await self._save_what_is_in_use()
        result = await self._open()
        try:
            result = await self._carry_out(result)
        except asyncio.CancelledError:
            board.settle_due = True
            await carry_through(self._close(result), grace_s=board.link.timing.cleanup_s)
            raise
        await self._close(result)
        if any(result.fields[key].state is not FieldState.REFUSED for key in texts):
            await _know_again(board, self._bus)
        return result

    async def _save_what_is_in_use(self) -> None:
        """Let what an earlier write left unsaved last, so that the snapshot is what is kept.

        Raises:
            TransportError, ProtocolError: it could not be done; nothing of this write was sent.
        """
        board = self._board
        if board.unsaved:
            await self._bus.run(board.session.write_settings({}, self._plan.before))
            board.unsaved = False

    async def _open(self) -> WriteResult:
        board, plan = self._board, self._plan
        entry = 0
        if board.journal is not None:
            entry = await board.journal.begin(
                board.key,
                kind=plan.kind,
                who=plan.who,
                old={key: plan.old[key] for key in plan.changes if key in plan.old},
                sent=plan.changes,
                undoes=plan.undoes,
                raw=RawBytes(before=plan.before.raw),
            )
        unknown = judge(plan.changes, plan.old, None, plan.before.limits)
        return WriteResult(id=entry, time=board.clock.now(), who=plan.who, fields=unknown)

    async def _carry_out(self, result: WriteResult) -> WriteResult:
        board, plan = self._board, self._plan
        missing = plan.missing
        # What a finished write finds in use need not have been saved.
        to_send = bool(missing) or (plan.kind != "settings" and board.driver.saves)
        after: SettingsReading | None = None
        for _ in range(_ROUNDS if to_send else 1):
            self._broke = to_send and await self._send(missing)
            fell = not board.link.is_open
            after = await _read_back(board, self._bus)
            if not self._broke or fell or after is None:
                break
        self._raw = RawBytes(sent=tuple(self._sent))
        if after is None:
            board.settle_due = True
            return result
        self._raw = replace(self._raw, after=changed_bytes(plan.before.raw, after.raw))
        effects = await _side_effects(board, self._bus, plan, after)
        fields = judge(plan.changes, plan.old, after.values, plan.before.limits)
        if self._broke and board.driver.saves:
            fields = {key: in_doubt(result) for key, result in fields.items()}
        result = replace(result, fields=fields, side_effects=effects)
        if self._broke and not result.applied:
            result = replace(result, side_effects=(*effects, INTERRUPTED))
        return result

    async def _send(self, changes: Mapping[str, SettingValue]) -> bool:
        """Send the changes; return True when it broke off: nothing says that they will last."""
        board, plan = self._board, self._plan
        where = board.key.uri
        board.unsaved = board.driver.saves
        procedure = board.session.write_settings(changes, plan.before, plan.exact)
        try:
            await self._bus.run(_noted(procedure, self._sent))
        except RejectedError as error:
            _log.info("%s: %s", where, error)
        except MingtangError as error:
            _log.warning("%s: the write broke off: %s", where, error)
            return True
        board.unsaved = False
        return False

    async def _close(self, result: WriteResult) -> None:
        board = self._board
        is_over = INTERRUPTED not in result.side_effects and not any(
            outcome.state is FieldState.UNKNOWN for outcome in result.fields.values()
        )
        if not is_over:
            found = Interrupted(entry=result.id, kind=self._plan.kind, fields=result.fields)
            board.model.set_interrupted(found if result.id else None)
        else:
            board.model.set_interrupted(None)
        board.model.apply_write(result)
        if board.journal is not None:
            await board.journal.finish(result.id, result.fields, result.side_effects, self._raw)


def _noted(procedure: Procedure[None], sent: list[bytes]) -> Procedure[None]:
    """Pass a procedure on, and note what it writes."""
    try:
        request = next(procedure)
        while True:
            if request.writes and not request.secret and request.data not in sent:
                sent.append(request.data)
            try:
                frame = yield request
            except GeneratorExit:
                procedure.close()
                raise
            except (MingtangError, asyncio.CancelledError) as error:
                request = procedure.throw(error)
            else:
                request = procedure.send(frame)
    except StopIteration:
        return


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
    board: Board, bus: Bus, plan: Plan, after: SettingsReading
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
