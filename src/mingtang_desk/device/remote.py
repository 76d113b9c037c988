"""What a server knows of a board it speaks for: its state, and the clocks of what it told.

A board behind a server has three clocks: when it was measured, when the server had it, when this
desk showed it. Only the first one says how old a value is.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

ONLINE, SLEEPING, OFFLINE = "online", "sleeping", "offline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """A board behind a server. Times are aware UTC by the clock of the server.

    Attributes:
        state: online, sleeping, offline, expired, not_enabled; "" = not known.
        seen: the last sign of life of its tracker.
        measured: when the board said what the sample shows; received: when the server had it;
            shown: when this desk did.
        doing: kind of the command under way, "" = none; `step`: how far it is.
        ahead_s: how far the clock of the server is ahead of the one here.
        rest_s: so long the server wants to be left alone before it takes the command.
        command: the last command whose fate nobody knows, "" = none.
    """

    state: str = ""
    seen: datetime | None = None
    measured: datetime | None = None
    received: datetime | None = None
    shown: datetime | None = None
    doing: str = ""
    step: str = ""
    command: str = ""
    rest_s: float = 0.0
    ahead_s: float = 0.0

    @property
    def is_away(self) -> bool:
        """True when its tracker is not there to take a command."""
        return self.state in (SLEEPING, OFFLINE)


def age_of(measured: datetime, received: datetime | None, now: datetime) -> timedelta:
    """Return how old a value is; a board whose clock runs ahead makes nothing younger."""
    moment = measured if received is None else min(measured, received)
    return max(now - moment, timedelta())
