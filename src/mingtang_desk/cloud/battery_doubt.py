"""Writes over the cloud whose fate nobody knows yet: followed until the server does."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from mingtang_desk.cloud.battery_consent import NONE, Consent
from mingtang_desk.cloud.battery_reading import effects_of, result_of
from mingtang_desk.cloud.battery_talk import BatteryTalk
from mingtang_desk.cloud.models import Command
from mingtang_desk.core.errors import CloudError, MingtangError
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.device.transaction import FieldResult, FieldState, Interrupted, WriteResult
from mingtang_desk.interfaces.storage import JournalEntry
from mingtang_desk.session.board import Board
from mingtang_desk.session.tasks import report_bug

COMMAND = "command:"
"""Side effect in the journal: the command of the server that did it."""
COMMAND_ID = "cloud_command"
"""Among the raw bytes of an entry that is open: the id of its command."""
_NEVER_CAME = 10
"""A command that the server does not have at so many looks in a row never came to it."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to be written.

    Attributes:
        changes: checked values; old: as far as they are known.
        kind, undoes: as the journal has them.
        consent: what whoever asked has read; `asked`: the values as they were asked for.
    """

    changes: Mapping[str, SettingValue]
    old: Mapping[str, SettingValue]
    who: str
    kind: str = "settings"
    undoes: int | None = None
    consent: Consent = NONE
    asked: Mapping[str, SettingValue] = field(default_factory=dict)


@dataclass(slots=True)
class Doubt:
    """A write under way, or one whose fate nobody knows: journal entry and command."""

    entry: int
    command: str
    change: Change
    looks: int = field(default=0)


class Doubts:
    """The writes of one battery that are followed.

    Args:
        board: its journal and model.
        talk: asks the server.
    """

    def __init__(self, board: Board, talk: BatteryTalk) -> None:
        self._board, self._talk = board, talk
        self._tasks: set[asyncio.Task[None]] = set()

    def fields(self, change: Change, ended: Command) -> dict[str, FieldResult]:
        """Return how each field ended; a command that ended without a word wrote nothing."""
        found = result_of(ended, change.changes, change.old, self._board.driver.settings)
        is_told = any(row.read is not None for row in found.values())
        if is_told or ended.state == "succeeded" or is_open(ended):
            return found
        return refused(change)

    def show(self, doubt: Doubt, fields: Mapping[str, FieldResult]) -> None:
        """Show that a write waits to be settled, finished or taken back."""
        if doubt.entry:
            kind = doubt.change.kind
            self._board.model.set_interrupted(
                Interrupted(entry=doubt.entry, kind=kind, fields=fields)
            )
        self._talk.tell(command=doubt.command)

    def follow(self, doubt: Doubt) -> None:
        """Look at its command until the server knows how it ended, and say so."""
        task = asyncio.create_task(self._until_known(doubt), name=f"follow {doubt.command}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(report_bug)

    async def stop(self) -> None:
        """End following; the journal knows how to go on."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _until_known(self, doubt: Doubt) -> None:
        first, last = self._talk.patience.settle_s
        missed = 0
        while True:
            try:
                client = await self._talk.way.client()
                command = await client.command(doubt.command)
            except CloudError as error:
                # One that was taken did come: who cannot see it any more knows nothing of it.
                is_lost = error.key == "cloud_not_found" and doubt.command not in self._talk.taken
                missed = missed + 1 if is_lost else 0
                if missed >= _NEVER_CAME:
                    await self._known(doubt, refused(doubt.change), ())
                    return
            else:
                if command.is_over:
                    fields = self.fields(doubt.change, command)
                    await self._known(doubt, fields, effects_of(command))
                    return
            await asyncio.sleep(min(last, first * 2.0**doubt.looks))
            doubt.looks = min(doubt.looks + 1, 10)

    async def _known(
        self, doubt: Doubt, fields: Mapping[str, FieldResult], effects: tuple[str, ...]
    ) -> None:
        board = self._board
        if board.journal is not None:
            try:
                await board.journal.settle(doubt.entry, fields)
            except MingtangError as error:
                _log.warning("%s: not settled in the journal: %s", board.key.uri, error)
        if FieldState.UNKNOWN in {each.state for each in fields.values()}:
            self.show(doubt, fields)
        else:
            board.model.set_interrupted(None)
            self._talk.tell(command="")
        board.model.apply_write(
            WriteResult(
                id=doubt.entry,
                time=board.clock.now(),
                who=doubt.change.who,
                fields=fields,
                side_effects=(*effects, COMMAND + doubt.command),
            )
        )


def is_open(ended: Command) -> bool:
    """Return whether nobody knows what became of a command: it went out, and came to no end."""
    went_out = ended.state in ("expired", "cancelled") and ended.attempts > 0
    return ended.state == "unknown" or went_out


def refused(change: Change) -> dict[str, FieldResult]:
    """Return the fields of a write that never reached the board."""
    return _all(change, FieldState.REFUSED)


def unknown(change: Change) -> dict[str, FieldResult]:
    """Return the fields of a write of which nobody knows."""
    return _all(change, FieldState.UNKNOWN)


def _all(change: Change, state: FieldState) -> dict[str, FieldResult]:
    return {
        key: FieldResult(old=change.old.get(key), sent=value, read=None, state=state)
        for key, value in change.changes.items()
    }


def command_of(entry: JournalEntry) -> str:
    """Return the command that did a write, "" = it was none of a server."""
    for effect in entry.side_effects:
        if effect.startswith(COMMAND):
            return effect.removeprefix(COMMAND)
    return entry.raw.before.get(COMMAND_ID, b"").decode("ascii", "replace")
