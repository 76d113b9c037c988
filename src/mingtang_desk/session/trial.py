"""One switch that was thrown on trial, and how the journal tells of it."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.interfaces.storage import DeviceKey, JournalEntry

TRIAL_S = 30.0
"""How long a trial lasts."""


FAILED = "dead_man:failed"
"""Side effect of an entry that should have put a switch back and did not."""
_BACKS = {
    Action.CHARGE: Action.CHARGE,
    Action.DISCHARGE: Action.DISCHARGE,
    Action.UNLOCK: Action.UNLOCK,
    Action.LOCK: Action.UNLOCK,
}
"""What puts a control back."""


class Stage(StrEnum):
    """Where a trial is.

    COUNTING: time runs. RESTORING: it is being put back. WAITING: it will be as soon as the board
    answers. FAILED: the board answers and does not take it back. LEFT: a program before this one
    began it and ended without ending it.
    """

    COUNTING = "counting"
    RESTORING = "restoring"
    WAITING = "waiting"
    FAILED = "failed"
    LEFT = "left"


class Outcome(StrEnum):
    """How a trial ended; the words stand in the journal as `dead_man:WORD`."""

    KEPT = "kept"
    RESTORED = "restored"
    ALREADY = "already"
    BY_HAND = "by_hand"
    NOT_NEEDED = "not_needed"


@dataclass(slots=True, eq=False, kw_only=True)
class Trial:
    """One switch that was thrown on trial.

    Attributes:
        action: what was done; back, back_value: what takes it back.
        who: who did it.
        control: journal number of the control; entry: of the trial itself, None once it is closed.
        key: the board.
        now: the monotonic clock; ends_at: in its time.
        error: why it could not be put back so far; has_failed: an entry of the journal says so.
        due: it is to be put back now; ended: it is over, or nothing more is tried.
    """

    action: Action
    back: Action
    back_value: bool | None
    who: str
    control: int
    entry: int | None
    key: DeviceKey
    now: Callable[[], float]
    ends_at: float = 0.0
    stage: Stage = Stage.COUNTING
    outcome: Outcome | None = None
    error: MingtangError | None = None
    began: JournalEntry | None = None
    has_failed: bool = False
    due: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_over(self) -> bool:
        """True once it was kept or put back, and the journal says so."""
        return self.outcome is not None

    @property
    def left_s(self) -> float:
        """Seconds until it is put back."""
        return max(self.ends_at - self.now(), 0.0)


def left_trials(entries: Iterable[JournalEntry], now: Callable[[], float]) -> Iterator[Trial]:
    """Yield the trials that a program before this one left, from entries with the newest first.

    Left is what was never closed, and what failed to be put back, unless the switch was thrown or
    kept since.
    """
    since: set[Action] = set()
    for entry in entries:
        action = next((each for each in _BACKS if each.value in entry.sent), None)
        if entry.kind != "control" or action is None:
            continue
        back = _BACKS[action]
        failed = FAILED in entry.side_effects and back not in since
        if entry.undoes is not None and action is back and (entry.closed is None or failed):
            yield _left(entry, back, now)
        since.add(back)


def _left(entry: JournalEntry, back: Action, now: Callable[[], float]) -> Trial:
    locks = back is Action.UNLOCK
    assert entry.undoes is not None
    return Trial(
        action=Action.LOCK if locks else back,
        back=back,
        back_value=None if locks else True,
        who=entry.who,
        control=entry.undoes,
        entry=entry.id if entry.closed is None else None,
        key=entry.device,
        now=now,
        stage=Stage.LEFT,
        began=entry,
        has_failed=entry.closed is not None,
    )
