"""What the panel of fences knows: fences of the server, what is pending, what happened, copies."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mingtang_desk.cloud.decode import AnswerError, moment
from mingtang_desk.cloud.fence_draft import FenceDraft, draft_of
from mingtang_desk.cloud.models import Command
from mingtang_desk.cloud.models_rides import Fence
from mingtang_desk.core.errors import CloudError, CloudRefusalError
from mingtang_desk.ui.fleet.fence_rows import NEW, Crossing, FenceRow, rows_of

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet, FleetEvent
    from mingtang_desk.cloud.models_alarms import Alarm

COPY_WITHIN_S = 900.0
"""A copy waits for the tracker for ten minutes, then for its word."""
_KINDS = ("fence_exit", "fence_enter")


class FenceDesk(QObject):
    """The fences of one fleet; `changed` after anything that is shown did.

    `renamed(old, new)`: a fence has another key from now on; told before `changed`.

    Attributes:
        fences: as the server has them, in its order; loaded: they were read once.
        drafts: what is pending, by key (`fence_rows.NEW`: not saved yet).
        deleted: the fence that was deleted last, for the way back; None = there is none.
        busy: something is on its way to the server.
        command, copied: the copy to a tracker that was asked for last, and of which fence.
        zone_min: of the chosen battery, None = not known.
    """

    changed = Signal()
    renamed = Signal(str, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._fleet: Fleet | None = None
        self._loads = self._edits = 0
        self.zone_min: int | None = None
        self.use(None)

    def use(self, fleet: Fleet | None) -> None:
        """Take another fleet, or none; what was pending belonged to the one before."""
        self._fleet = fleet
        self.fences: tuple[Fence, ...] = ()
        self._as_drafts: dict[str, tuple[Fence, FenceDraft]] = {}
        self.loaded = self.failed = self.busy = False
        self.drafts: dict[str, FenceDraft] = {}
        self.crossings: dict[str, Crossing] = {}
        self.deleted: FenceDraft | None = None
        self.command: Command | None = None
        self.copied = ""
        self.changed.emit()

    @property
    def knows_all(self) -> bool:
        """Whether every fence of which something was heard is known here."""
        return self.crossings.keys() <= {fence.id for fence in self.fences}

    def rows(self) -> list[FenceRow]:
        """Return what is shown."""
        fleet = self._fleet
        if fleet is None:
            return []
        fences = [(fence, self._saved_draft(fence)) for fence in self.fences]
        return rows_of(fences, self.drafts, self.crossings, fleet.now(), self.zone_min)

    def put(self, key: str, draft: FenceDraft) -> None:
        """Take what is pending of a fence; the same as saved is nothing pending."""
        saved = self._saved(key)
        if saved is not None and draft == draft_of(saved):
            self.drafts.pop(key, None)
        else:
            self.drafts[key] = draft
        self.changed.emit()

    def revert(self, key: str) -> None:
        """Forget what is pending of a fence."""
        self.drafts.pop(key, None)
        self.changed.emit()

    async def load(self, number: str) -> None:
        """Read all fences again, or those of a battery; the answer asked for last counts.

        Raises:
            CloudError: they cannot be read; what was known stays.
        """
        fleet = self._fleet
        if fleet is None or fleet.provider.fences is None:
            return
        self._loads += 1
        mine, edits = self._loads, -1
        try:
            while edits != self._edits:  # what was changed meanwhile may be missing in the answer
                edits = self._edits
                found = await fleet.provider.fences.of(number or None)
                open_ones = await self._open_alarms(fleet)
                zone = await self._zone(fleet, number, found)
        except CloudError:
            if mine == self._loads and fleet is self._fleet:
                self.failed = True
                self.changed.emit()
            raise
        if mine != self._loads or fleet is not self._fleet:
            return
        self.fences, self.loaded, self.failed, self.zone_min = found, True, False, zone
        self._take_alarms(open_ones)
        self.changed.emit()

    async def save(self, key: str) -> None:
        """Send what is pending of a fence.

        Raises:
            CloudError: the server did not take it; it stays pending. One that is gone at the
                server stays as a new one.
        """
        fleet, draft = self._fleet, self.drafts.get(key)
        if fleet is None or fleet.provider.fences is None or draft is None:
            return
        part = fleet.provider.fences
        self._set_busy(True)
        try:
            if key == NEW:
                fence = await part.make(draft.body())
            else:
                fence = await part.change(key, draft.body())
        except CloudRefusalError as error:
            if error.key == "cloud_not_found" and key != NEW and NEW not in self.drafts:
                self._lost(key, draft, fleet)
            raise
        finally:
            self._set_busy(False)
        if fleet is self._fleet:
            if self.drafts.get(key) == draft:  # nothing was typed while it was sent
                self.drafts.pop(key, None)
            saved = self._saved(key)
            if saved is not None and draft_of(saved).area != draft_of(fence).area:
                self.crossings.pop(key, None)  # the server forgets who was inside
            if key != fence.id:
                self.renamed.emit(key, fence.id)
            self._keep(fence)

    async def remove(self, key: str) -> None:
        """Delete a fence at the server; `deleted` is the way back.

        Raises:
            CloudError: it was not deleted.
        """
        fleet, saved = self._fleet, self._saved(key)
        if fleet is None or fleet.provider.fences is None or saved is None:
            return
        self._set_busy(True)
        try:
            await fleet.provider.fences.remove(key)
        finally:
            self._set_busy(False)
        if fleet is self._fleet:
            self._edits += 1
            self.deleted = draft_of(saved)
            self.fences = tuple(each for each in self.fences if each.id != key)
            self.drafts.pop(key, None)
            self.crossings.pop(key, None)
            self.changed.emit()

    async def undo(self) -> None:
        """Make the fence again that was deleted last; it is `renamed` from "".

        Raises:
            CloudError: the server did not take it; the way back stays.
        """
        fleet, draft = self._fleet, self.deleted
        if fleet is None or fleet.provider.fences is None or draft is None:
            return
        self._set_busy(True)
        try:
            fence = await fleet.provider.fences.make(draft.body())
        finally:
            self._set_busy(False)
        if fleet is self._fleet:
            self.deleted = None
            self._keep(fence)
            self.renamed.emit("", fence.id)

    async def copy(self, key: str, number: str) -> None:
        """Ask a tracker to watch a fence too, and follow the command until it is over.

        Raises:
            CloudError: it was refused, or is not over in time; the server goes on with it.
        """
        fleet = self._fleet
        if fleet is None or fleet.provider.commands is None:
            return
        commands = fleet.provider.commands
        self._set_busy(True)
        try:
            asked = await commands.ask(number, {"kind": "fence_copy", "fence": key})
        finally:
            self._set_busy(False)
        self.copied = key
        async with aclosing(commands.fate(asked, within_s=COPY_WITHIN_S)) as states:
            async for command in states:
                if fleet is not self._fleet or self.copied != key:
                    return
                self.command = command
                self.changed.emit()

    async def take_back(self) -> None:
        """Take back a copy that still waits.

        Raises:
            CloudError: it is too late, or the server cannot be asked.
        """
        fleet, command = self._fleet, self.command
        if fleet is not None and fleet.provider.commands is not None and command is not None:
            self.command = await fleet.provider.commands.cancel(command.id)
            self.changed.emit()

    def hear(self, event: FleetEvent) -> bool:
        """Take an alarm; return whether it was one of a fence."""
        values = event.values
        if values is None or values.get("type") not in _KINDS:
            return False
        key, left = values.get("source"), values["type"] == "fence_exit"
        if not isinstance(key, str):
            return False
        if values.get("state") == "cleared":
            was = self.crossings.get(key)
            if was is None or (was.number, was.left) != (event.number, left):
                return False
            del self.crossings[key]
            return True
        try:
            time = moment(values.get("time"), "alarm.time")
        except AnswerError:
            return False
        was = self.crossings.get(key)
        if was is not None and was.number == event.number and was.time > time:
            return False
        self.crossings[key] = Crossing(number=event.number, time=time, left=left)
        return True

    async def _open_alarms(self, fleet: Fleet) -> Sequence[Alarm]:
        if fleet.provider.alarms is None:
            return ()
        return (await fleet.provider.alarms.page(state="raised", kind="fence_exit")).items

    async def _zone(self, fleet: Fleet, number: str, fences: Sequence[Fence]) -> int | None:
        """Ask for the zone of the battery where hours go by it."""
        hours = [fence.schedule for fence in fences if fence.schedule is not None]
        if not number or all(each.zone_min is not None for each in hours):
            return None
        return (await fleet.provider.batteries.one(number)).zone_min

    def _take_alarms(self, alarms: Sequence[Alarm]) -> None:
        """Show exits that stand open. A list of alarms names the fence, so names have to be one."""
        for alarm in reversed(alarms):
            named = [fence for fence in self.fences if fence.name == alarm.fence]
            if alarm.type != "fence_exit" or alarm.device is None or len(named) != 1:
                continue
            key, was = named[0].id, self.crossings.get(named[0].id)
            if was is None or was.time < alarm.time:
                self.crossings[key] = Crossing(
                    number=alarm.device.number, time=alarm.time, left=True
                )

    def _lost(self, key: str, draft: FenceDraft, fleet: Fleet) -> None:
        """Somebody else deleted what is edited here: the work stays, as a new fence."""
        if fleet is self._fleet:
            self.drafts.pop(key, None)
            self.drafts[NEW] = draft
            self.fences = tuple(each for each in self.fences if each.id != key)
            self.renamed.emit(key, NEW)
            self.changed.emit()

    def _saved_draft(self, fence: Fence) -> FenceDraft:
        """Return a fence as a draft, the same one each time: a thousand are shown at every look."""
        kept = self._as_drafts.get(fence.id)
        if kept is None or kept[0] is not fence:
            kept = self._as_drafts[fence.id] = (fence, draft_of(fence))
        return kept[1]

    def _saved(self, key: str) -> Fence | None:
        return next((each for each in self.fences if each.id == key), None)

    def _keep(self, fence: Fence) -> None:
        """Put a fence in the place of what it was, or at the end."""
        self._edits += 1
        known = [fence if each.id == fence.id else each for each in self.fences]
        if fence not in known:
            known.append(fence)
        self.fences = tuple(known)
        self.changed.emit()

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        self.changed.emit()
