"""The dead-man's switch: what was switched off on trial is put back unless somebody keeps it.

A trial stands in the journal as an entry of its own (kind "control", `undoes` the control that
began it), opened before the first byte leaves and closed when it ended. A program that is killed
leaves it open, and the next one that meets the board shows it. Kept or restored it is only over
when the journal says so.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from mingtang_desk.core.errors import (
    MingtangError,
    StorageError,
    TransportError,
    UnexpectedReplyError,
)
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.control_guard import way_back
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.device.transaction import FieldResult, FieldState
from mingtang_desk.interfaces.storage import DeviceKey, ListsEntries
from mingtang_desk.session.board import Board
from mingtang_desk.session.confirm import Job, Seen, is_as_wanted, plain, prepare, state_of
from mingtang_desk.session.control import ControlResult, control, spec_of, transact
from mingtang_desk.session.link import Bus
from mingtang_desk.session.tasks import carry_through, report_bug
from mingtang_desk.session.trial import Outcome, Stage, Trial, left_trials

_TRIES = 3
"""How often a board that answers is asked again to take it back."""
_LOOK_BACK = 100

_log = logging.getLogger(__name__)


class DeadMen:
    """The trials of one device.

    Args:
        board: the device.
        may_talk: False while its link is lent to somebody else.
    """

    def __init__(self, board: Board, may_talk: Callable[[], bool]) -> None:
        self._board = board
        self._may_talk = may_talk
        self._trials: list[Trial] = []
        self._tasks: dict[Trial, asyncio.Task[None]] = {}
        self._looking: asyncio.Task[None] | None = None

    @property
    def key(self) -> DeviceKey:
        """The device."""
        return self._board.key

    def now(self) -> float:
        """Return the monotonic time that trials are counted in."""
        return self._board.clock.monotonic()

    @property
    def open(self) -> tuple[Trial, ...]:
        """Trials that have not ended, oldest first."""
        return tuple(trial for trial in self._trials if not trial.is_over)

    def can_put_back(self, action: Action) -> bool:
        """Return whether this board can be told to take a control back."""
        return action not in self._board.driver.one_way

    async def control(
        self, action: Action, value: SettingValue | None, *, who: str, trial_s: float | None
    ) -> ControlResult:
        """Send a control, on trial where `trial_s` is given and it may cut something."""
        watcher = _Watcher(self, self._board.gate.who or who, trial_s)
        return await control(self._board, action, value, who=who, watcher=watcher)

    async def keep(self, trial: Trial) -> None:
        """Leave it switched as it is; harmless when it is being put back already."""
        if not trial.is_over and trial.stage is not Stage.RESTORING:
            await self._end(trial, Outcome.KEPT, FieldState.REFUSED)

    def put_back(self, trial: Trial) -> None:
        """Put it back now, or as soon as the board answers; `trial.ended` tells when it is done."""
        trial.due.set()
        task = self._tasks.get(trial)
        if not trial.is_over and (task is None or task.done()):
            trial.ended.clear()
            self.start(trial)

    def link_lost(self) -> None:
        """Put every trial back as soon as the board answers: nobody can keep what he cannot see."""
        for trial in self.open:
            if trial.stage is Stage.COUNTING and trial in self._tasks:
                trial.stage = Stage.WAITING
                self.put_back(trial)

    async def first(self, bus: Bus) -> None:
        """Do what waits for the board, before anything else is asked of it."""
        if self._looking is None:
            self._looking = asyncio.create_task(self._look_back(), name="dead men of before")
            self._looking.add_done_callback(report_bug)
        for trial in self.open:
            if trial.due.is_set() and trial.stage is not Stage.FAILED:
                try:
                    await self._restore(bus, trial)
                except MingtangError as error:  # its own task goes on trying
                    _log.info("%s: not put back yet: %s", trial.key.uri, error)
                    trial.stage, trial.error = Stage.WAITING, error

    async def of_before(self) -> tuple[Trial, ...]:
        """Return what a program before this one left on trial."""
        if self._looking is not None:
            await asyncio.wait({self._looking})
        return tuple(trial for trial in self.open if trial.stage is Stage.LEFT)

    async def finish(self) -> None:
        """Put back what is on trial before the link is given away or closed.

        What cannot be reached in time stays open in the journal.
        """
        for trial in self.open:
            if trial.stage not in (Stage.LEFT, Stage.FAILED):
                self.put_back(trial)
        tasks = [task for task in self._tasks.values() if not task.done()]
        if tasks and self._may_talk():
            await asyncio.wait(tasks, timeout=self._board.link.timing.read_back_s)
        if self._looking is not None:
            tasks.append(self._looking)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for trial in self.open:
            _log.warning(
                "%s: %s is still as it was switched on trial", trial.key.uri, trial.action.value
            )

    async def begin(self, trial: Trial, old: SettingValue | None) -> None:
        """Put it into the journal; nothing was sent yet."""
        await self._open_entry(trial, old)
        self._trials.append(trial)

    async def _open_entry(self, trial: Trial, old: SettingValue | None) -> None:
        journal, key = self._board.journal, trial.back.value
        if journal is not None:
            trial.entry = await journal.begin(
                self._board.key,
                kind="control",
                who=trial.who,
                old={} if old is None else {key: old},
                sent={key: True},
                undoes=trial.control,
            )

    def start(self, trial: Trial) -> None:
        """Let its time run, which began before the first byte left."""
        task = self._tasks[trial] = asyncio.create_task(self._watch(trial), name="dead man")
        task.add_done_callback(report_bug)

    async def end_of(self, back: Action, outcome: Outcome) -> None:
        """End the trial that this control takes back."""
        for trial in self.open:
            if trial.back is back:
                await self._end(trial, outcome, FieldState.APPLIED)

    async def cancel(self, trial: Trial) -> None:
        """End a trial whose switch was never thrown."""
        await self._end(trial, Outcome.NOT_NEEDED, FieldState.REFUSED)

    async def _watch(self, trial: Trial) -> None:
        """Wait for its time, then put it back, however long the board is away."""
        with suppress(TimeoutError):
            async with asyncio.timeout(trial.left_s):
                await trial.due.wait()
        trial.due.set()
        failures = refused = 0
        while not await self._try(trial):
            failures += 1
            answers = self._board.link.is_open and not isinstance(trial.error, TransportError)
            refused = refused + 1 if answers and trial.error is not None else 0
            if refused >= _TRIES:
                trial.stage = Stage.FAILED
                trial.ended.set()
                return
            trial.stage = Stage.WAITING
            await asyncio.sleep(self._board.link.timing.backoff(failures))

    async def _try(self, trial: Trial) -> bool:
        """Try once to put a trial back; return whether it is over."""
        if not trial.is_over and self._may_talk():
            try:
                async with self._board.hold(same_board=True) as bus:
                    await self._restore(bus, trial)
            except MingtangError as error:
                _log.info("%s: not put back yet: %s", trial.key.uri, error)
                trial.error = error
        return trial.is_over

    async def _restore(self, bus: Bus, trial: Trial) -> None:
        """Put one trial back. The caller holds the bus.

        Raises:
            MingtangError: not done; another board than that of the trial gets nothing.
        """
        if trial.is_over:
            return
        board = self._board
        if board.key.device_id != trial.key.device_id:
            raise UnexpectedReplyError(
                "board_changed",
                where=board.link.where,
                got=board.key.device_id,
                before=trial.key.device_id,
            )
        trial.stage = Stage.RESTORING
        job = await prepare(board, bus, spec_of(trial.back), trial.back_value)
        if is_as_wanted(job.spec, job.value, job.before):
            await self._end(trial, Outcome.ALREADY, FieldState.APPLIED, job)
            return
        entry, trial.entry = trial.entry, None
        trial.has_failed = True  # until it is done: its entry is closed by then
        await carry_through(
            transact(board, bus, job, trial.who, entry=entry, undoes=trial.control),
            grace_s=board.link.timing.grace_s,
        )
        self._over(trial, Outcome.RESTORED)

    async def _end(
        self, trial: Trial, outcome: Outcome, state: FieldState, job: Job | None = None
    ) -> None:
        """Close its entry; only then it is over. Where a try has failed, that one is closed."""
        journal, key = self._board.journal, trial.back.value
        if trial.entry is None and trial.has_failed:
            await self._open_entry(trial, None)
        entry, trial.entry = trial.entry, None  # nobody else closes it meanwhile
        if entry is not None and journal is not None:
            before = None if job is None else plain(state_of(job.spec, job.before))
            restored = state is FieldState.APPLIED
            read = restored if before is None else before
            result = FieldResult(old=None, sent=True, read=read, state=state)
            try:
                await journal.finish(entry, {key: result}, (f"dead_man:{outcome.value}",))
            except StorageError:
                trial.entry = entry
                raise
        self._over(trial, outcome)

    def _over(self, trial: Trial, outcome: Outcome) -> None:
        trial.outcome, trial.error = outcome, None
        trial.due.set()
        trial.ended.set()

    async def _look_back(self) -> None:
        """Find what a program before this one left on trial."""
        journal: object = self._board.journal
        if not isinstance(journal, ListsEntries):
            return
        try:
            entries = await journal.journal_entries(self._board.key, limit=_LOOK_BACK)
        except StorageError as error:
            _log.info("%s: trials of before are not known: %s", self._board.key.uri, error)
            return
        own = {trial.control for trial in self._trials}
        self._trials += [left for left in left_trials(entries, self.now) if left.control not in own]


class _Watcher:
    """Puts one control on trial, and ends the trial that it takes back."""

    def __init__(self, men: DeadMen, who: str, trial_s: float | None) -> None:
        self._men, self._who, self._trial_s = men, who, trial_s
        self._trial: Trial | None = None

    async def opened(self, job: Job, entry: int) -> None:
        """Open the entry of the trial, where there is one."""
        action = job.spec.action
        back = way_back(action, job.value)
        if self._trial_s is None or back is None or not self._men.can_put_back(action):
            return
        if is_as_wanted(spec_of(back[0]), back[1], job.before) is not True:
            return  # it was off before: nothing of ours to put back
        trial = Trial(
            action=action,
            back=back[0],
            back_value=back[1],
            who=self._who,
            control=entry,
            entry=None,
            key=self._men.key,
            now=self._men.now,
            ends_at=self._men.now() + self._trial_s,
        )
        await self._men.begin(trial, plain(state_of(job.spec, job.before)))
        self._trial = trial

    async def ended(self, job: Job, state: FieldState, seen: Seen | None) -> None:
        """Let the time run, unless the switch was not thrown."""
        if state is FieldState.APPLIED and way_back(job.spec.action, job.value) is None:
            await self._men.end_of(job.spec.action, Outcome.BY_HAND)
        trial = self._trial
        if trial is None:
            return
        off = seen is not None and seen.evidence is not None and seen.evidence.flag is True
        if state is FieldState.REFUSED and not off:
            await self._men.cancel(trial)
            return
        self._men.start(trial)
        if seen is None:
            self._men.link_lost()
