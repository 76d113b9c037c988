"""Writing settings over the cloud: checked and journalled here, done and proven by the server.

The journal is durable before the server is asked. The id of the command stands in it, so that a
desk that died meanwhile learns what became of it. What nobody knows is followed until it settles.
"""

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from mingtang_desk.cloud.battery_consent import Consents, warned_in
from mingtang_desk.cloud.battery_doubt import (
    COMMAND,
    COMMAND_ID,
    Change,
    Doubt,
    Doubts,
    command_of,
    is_open,
    refused,
    unknown,
)
from mingtang_desk.cloud.battery_reading import effects_of
from mingtang_desk.cloud.battery_talk import BatteryTalk
from mingtang_desk.cloud.models import Command
from mingtang_desk.core.errors import (
    CloudError,
    CloudRefusalError,
    DeviceError,
    MingtangError,
    UnsupportedError,
)
from mingtang_desk.device.roles import classes_of_settings
from mingtang_desk.device.settings import SettingsReading, SettingValue
from mingtang_desk.device.transaction import FieldResult, FieldState, RawBytes, WriteResult
from mingtang_desk.interfaces.storage import LEFT, RESUME, JournalEntry
from mingtang_desk.rules.changes import judge_changes
from mingtang_desk.rules.finding import Finding
from mingtang_desk.rules.pack import known_pack
from mingtang_desk.session.board import Board
from mingtang_desk.session.tasks import carry_through
from mingtang_desk.session.undo import is_same_board, old_values, put_back, refuse_changed
from mingtang_desk.session.write import must_write, within_rules

_UNKNOWN_MEMBER = "invalid"
"""What a server says of an order with members that it does not know."""
_ROUNDS = 3
"""So often a server may come up with new warnings about one write."""

_log = logging.getLogger(__name__)


class BatteryWriter:
    """Writes settings of one battery.

    Args:
        board: who it is, its journal and gate.
        talk: asks the server.
        fresh: reads all settings of the board anew.
        consents: what was read of warnings; without consent the same write soon after is one.
    """

    def __init__(
        self,
        board: Board,
        talk: BatteryTalk,
        fresh: Callable[[], Awaitable[SettingsReading]],
        consents: Consents,
    ) -> None:
        self._board, self._talk, self._fresh = board, talk, fresh
        self._consents = consents
        self._doubts = Doubts(board, talk)

    async def write(
        self, changes: Mapping[str, SettingValue], before: SettingsReading, *, who: str
    ) -> WriteResult:
        """Write what is within the rules. Raises as `DeviceSession.write_settings`."""
        checked = self._checked(changes, before)
        consent = self._consents.take(changes)
        return await self._carry(
            Change(changes=checked, old=before.values, who=who, consent=consent, asked=changes)
        )

    async def foresee(
        self, changes: Mapping[str, SettingValue], before: SettingsReading
    ) -> tuple[Finding, ...]:
        """Return what writing would be warned of; nothing is written. Raises as `write`."""
        board, checked = self._board, self._checked(changes, before)
        specs = board.driver.settings
        board.gate.check(classes_of_settings(specs[key] for key in checked))
        change = Change(changes=checked, old=before.values, who="", asked=changes)
        order = {**self._order(change), "dry_run": True}
        try:
            ended = await self._talk.carry(order, within_s=self._talk.patience.read_s)
        except CloudRefusalError as error:
            if error.values.get("problem") != _UNKNOWN_MEMBER:
                raise
            # A server of before cannot look without writing: what this desk says of it.
            return self._own(change)
        found = self._warned(change, ended)
        if ended.state != "succeeded" and not found:
            raise self._talk.why(ended)
        return found

    async def undo(self, *, who: str) -> WriteResult:
        """Write back what the newest write changed. Raises as `DeviceSession.undo_last`."""
        board = self._board
        must_write(board)
        entry = None if board.journal is None else await board.journal.last_undoable(board.key)
        changes = {} if entry is None else old_values(entry)
        if entry is None or not changes:
            raise DeviceError("undo_nothing", device=board.model.name)
        before = await self._fresh()
        if not is_same_board(board, entry, before):
            raise DeviceError("undo_nothing", device=board.model.name)
        refuse_changed(board, entry, changes, before)
        return await self._again(entry, changes, before, who=who, kind="undo")

    async def resume(self, *, who: str) -> WriteResult:
        """Write again what was broken off. Raises as `DeviceSession.resume_write`."""
        entry = await self._unsettled()
        before = await self._fresh()
        refuse_changed(self._board, entry, entry.sent, before)
        return await self._again(entry, entry.sent, before, who=who, kind=RESUME)

    async def roll_back(self, *, who: str) -> WriteResult:
        """Bring back what was there before. Raises as `DeviceSession.roll_back`."""
        entry = await self._unsettled()
        before = await self._fresh()
        refuse_changed(self._board, entry, entry.old, before)
        return await self._again(entry, entry.old, before, who=who, kind="undo")

    async def leave(self, *, who: str) -> None:
        """Note that it stays as it is. Raises as `DeviceSession.leave_write`."""
        entry = await self._unsettled()
        board = self._board
        specs = board.driver.settings
        board.gate.check(classes_of_settings(specs[key] for key in entry.sent if key in specs))
        assert board.journal is not None
        number = await board.journal.begin(
            board.key, kind=LEFT, who=board.gate.who or who, old={}, sent={}, undoes=entry.id
        )
        await board.journal.finish(number, {}, ())
        board.model.set_interrupted(None)

    async def settle(self) -> None:
        """Look whether a write of this desk was left in doubt, and follow it."""
        board = self._board
        if board.journal is None or board.named is None:
            return
        try:
            entry = await board.journal.unsettled(board.key)
        except MingtangError as error:
            _log.warning("%s: the journal was not looked at: %s", board.key.uri, error)
            return
        if entry is None or entry.kind == LEFT or entry.device.uri != board.key.uri:
            return
        command = command_of(entry)
        if command and command not in self._talk.ours:
            change = Change(
                changes=entry.sent,
                old=entry.old,
                who=entry.who,
                kind=entry.kind,
                undoes=entry.undoes,
            )
            doubt = Doubt(entry.id, command, change)
            self._doubts.show(doubt, unknown(change))
            self._doubts.follow(doubt)

    async def stop(self) -> None:
        """End following; the journal knows how to go on."""
        await self._doubts.stop()

    async def _unsettled(self) -> JournalEntry:
        board = self._board
        must_write(board)
        entry = None if board.journal is None else await board.journal.unsettled(board.key)
        if entry is None or entry.kind == LEFT or entry.device.uri != board.key.uri:
            raise DeviceError("interrupted_nothing", device=board.model.name)
        return entry

    async def _again(
        self,
        entry: JournalEntry,
        values: Mapping[str, SettingValue],
        before: SettingsReading,
        *,
        who: str,
        kind: str,
    ) -> WriteResult:
        checked = put_back(self._board, values, before)
        return await self._carry(
            Change(
                changes=checked,
                old=before.values,
                who=who,
                kind=kind,
                undoes=entry.id,
                consent=self._consents.take(values),
                asked=values,
            )
        )

    def _checked(
        self, changes: Mapping[str, SettingValue], before: SettingsReading
    ) -> dict[str, SettingValue]:
        board = self._board
        must_write(board)
        for key in changes:
            if key in board.driver.settings and key not in before.values:
                raise UnsupportedError("setting_unknown", name=key)
        return within_rules(board, changes, before)

    def _own(self, change: Change) -> tuple[Finding, ...]:
        """Return what this desk itself warns of."""
        known = known_pack(self._board.model)
        return judge_changes(change.changes, change.old, known).warnings

    def _warned(self, change: Change, ended: Command) -> tuple[Finding, ...]:
        return warned_in(ended, change.changes, change.old, known_pack(self._board.model))

    async def _carry(self, change: Change) -> WriteResult:
        board = self._board
        specs = board.driver.settings
        board.gate.check(classes_of_settings(specs[key] for key in change.changes))
        # Who can be asked at once is asked before the server is: it takes few commands a minute.
        consent = self._consents.ask(change.consent, self._own(change)) or change.consent
        change = replace(change, who=board.gate.who or change.who, consent=consent)
        stop = asyncio.Event()
        work = self._transact(change, stop)
        return await carry_through(work, grace_s=board.link.timing.grace_s, stopping=stop.set)

    async def _transact(
        self, change: Change, stop: asyncio.Event, rounds: int = _ROUNDS
    ) -> WriteResult:
        """Journal, ask the server, follow it, journal how it ended."""
        board, command_id = self._board, str(uuid.uuid4())
        old = {key: change.old[key] for key in change.changes if key in change.old}
        entry = 0
        if board.journal is not None:
            entry = await board.journal.begin(
                board.key,
                kind=change.kind,
                who=change.who,
                old=old,
                sent=change.changes,
                undoes=change.undoes,
                raw=RawBytes(before={COMMAND_ID: command_id.encode()}),
            )
        doubt = Doubt(entry, command_id, change)
        try:
            ended = await self._ask(doubt, stop)
        except CloudError as error:
            if command_id in self._talk.accepted:  # it goes on without us
                _log.warning("%s: the write %s: %s", board.key.uri, command_id, error)
                return await self._unknown(doubt)
            await self._close(doubt, refused(change), ())
            raise
        except asyncio.CancelledError:
            close = self._unknown(doubt)
            if command_id not in self._talk.accepted:
                close.close()
                close = self._close(doubt, refused(change), ())
            await carry_through(close, grace_s=board.link.timing.cleanup_s)
            raise
        warned = () if ended.state == "succeeded" else self._warned(change, ended)
        if not warned:
            return await self._ended(doubt, ended)
        await self._close(doubt, refused(change), (COMMAND + ended.id,))  # nothing was written
        consent = self._consents.ask(change.consent, warned) if rounds > 1 else None
        if consent is None or consent == change.consent:
            raise self._consents.refusal(change.asked, change.consent, warned)
        return await self._transact(replace(change, consent=consent), stop, rounds - 1)

    def _order(self, change: Change) -> dict[str, object]:
        return {
            "kind": "bms_write",
            "settings": dict(change.changes),
            "expires_in_s": self._talk.patience.send_s,
        }

    async def _ask(self, doubt: Doubt, stop: asyncio.Event) -> Command:
        """Ask the server to write; what a server of before does not understand is left out."""
        order, said = self._order(doubt.change), doubt.change.consent.order()
        try:
            return await self._hand_over(order | said, doubt, stop)
        except CloudRefusalError as error:
            if error.values.get("problem") != _UNKNOWN_MEMBER or "accepted_warnings" not in said:
                raise
            # It refuses what it warns of, in words: those are asked about.
            return await self._hand_over(order, doubt, stop)

    async def _hand_over(
        self, order: Mapping[str, object], doubt: Doubt, stop: asyncio.Event
    ) -> Command:
        return await self._talk.carry(
            order,
            within_s=self._talk.patience.write_s,
            command_id=doubt.command,
            until=doubt.change.consent.until,
            stop=stop,
        )

    async def _ended(self, doubt: Doubt, ended: Command) -> WriteResult:
        change = doubt.change
        if is_open(ended):
            return await self._unknown(doubt, ended)
        fields = self._doubts.fields(change, ended)
        effects = (*effects_of(ended), COMMAND + ended.id)
        is_told = any(row.read is not None for row in fields.values())
        if ended.state not in ("succeeded", "failed") or (ended.state == "failed" and not is_told):
            await self._close(doubt, fields, effects)
            raise self._talk.why(ended)
        result = await self._close(doubt, fields, effects)
        if not result.applied and FieldState.UNKNOWN in {f.state for f in fields.values()}:
            self._doubts.show(doubt, fields)
        return result

    async def _unknown(self, doubt: Doubt, ended: Command | None = None) -> WriteResult:
        """Say that nobody knows, and follow it until somebody does."""
        change = doubt.change
        fields = unknown(change)
        effects = (COMMAND + doubt.command,)
        result = await self._close(doubt, fields, effects)
        self._doubts.show(doubt, fields)
        if ended is None or ended.is_settling:
            self._doubts.follow(doubt)
        return result

    async def _close(
        self, doubt: Doubt, fields: Mapping[str, FieldResult], effects: tuple[str, ...]
    ) -> WriteResult:
        board = self._board
        result = WriteResult(
            id=doubt.entry,
            time=board.clock.now(),
            who=doubt.change.who,
            fields=fields,
            side_effects=effects,
        )
        if FieldState.UNKNOWN not in {each.state for each in fields.values()}:
            board.model.set_interrupted(None)
        board.model.apply_write(result)
        if board.journal is not None:
            await board.journal.finish(doubt.entry, fields, effects)
        return result
