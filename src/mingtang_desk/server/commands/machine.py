"""The life of a command, pure: which step may follow which, how often it is tried, when it ends.

A command that changes something is never repeated on a guess: where no answer came it is
`UNKNOWN` until somebody has read what is so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class State(StrEnum):
    """How far a command has come.

    QUEUED: stored, waits. SENT: its bytes leave. DELIVERED: the tracker said 0x0001, result 0.
    SUCCEEDED: proven. FAILED: refused, or read back otherwise. EXPIRED: not sent in time.
    CANCELLED: by somebody, before it was sent. UNKNOWN: sent, and nobody knows.
    """

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


OPEN = frozenset({State.QUEUED, State.SENT, State.DELIVERED})
IN_FLIGHT = frozenset({State.SENT, State.DELIVERED})
ENDED = frozenset({State.SUCCEEDED, State.FAILED, State.EXPIRED, State.CANCELLED})
"""Nothing follows these."""


class CommandClass(StrEnum):
    """What may be done again."""

    READ = "read"
    SET_ABSOLUTE = "set_absolute"
    MOMENTARY = "momentary"


@dataclass(frozen=True, slots=True)
class Rule:
    """Of one class.

    Attributes:
        attempts: how often it goes out at most.
        expiry_s: seconds to be sent within, where nothing was said; longest_s: at most.
        ahead_s: how far `not_before` may lie ahead.
    """

    attempts: int
    expiry_s: int
    longest_s: int
    ahead_s: int


DAY_S = 86_400
RULES: Mapping[CommandClass, Rule] = {
    CommandClass.READ: Rule(attempts=4, expiry_s=60, longest_s=DAY_S, ahead_s=7 * DAY_S),
    CommandClass.SET_ABSOLUTE: Rule(
        attempts=3, expiry_s=600, longest_s=7 * DAY_S, ahead_s=7 * DAY_S
    ),
    CommandClass.MOMENTARY: Rule(attempts=1, expiry_s=120, longest_s=900, ahead_s=DAY_S),
}
"""A momentary command must not fire hours later, when a vehicle comes back into coverage."""
SETTLE_MS = DAY_S * 1000
"""How long the truth about an unknown command is looked for."""


class WrongStepError(ValueError):
    """A step that does not follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """Where a command stands. Times are milliseconds; every step returns a new one.

    Attributes:
        expires_ms: it is not sent at or after this.
        attempts: how often it went out.
        settle_by_ms: until when the truth is looked for; None = nothing to look for.
    """

    kind: CommandClass
    expires_ms: int
    state: State = State.QUEUED
    attempts: int = 0
    sent_ms: int | None = None
    delivered_ms: int | None = None
    ended_ms: int | None = None
    settle_by_ms: int | None = None

    @property
    def may_go_again(self) -> bool:
        """Whether its class has an attempt left."""
        return self.attempts < RULES[self.kind].attempts

    @property
    def is_settling(self) -> bool:
        """Whether the truth is still looked for."""
        return self.state is State.UNKNOWN and self.settle_by_ms is not None

    def sent(self, now: int) -> "Life":
        """Its first byte is about to leave."""
        self._must(State.QUEUED)
        if now >= self.expires_ms:
            raise WrongStepError("expired")
        if not self.may_go_again:
            raise WrongStepError("no attempt left")
        return replace(
            self, state=State.SENT, attempts=self.attempts + 1, sent_ms=now, delivered_ms=None
        )

    def kept_back(self) -> "Life":
        """The link fell before a byte had left: it was not sent."""
        self._must(*IN_FLIGHT)
        return replace(self, state=State.QUEUED, attempts=self.attempts - 1, sent_ms=None)

    def delivered(self, now: int) -> "Life":
        """The tracker has taken it."""
        self._must(*IN_FLIGHT)
        if self.state is State.DELIVERED:
            return self
        return replace(self, state=State.DELIVERED, delivered_ms=now)

    def succeeded(self, now: int) -> "Life":
        """It is proven; the proof may come before the tracker's own answer, or after doubt."""
        self._must(*IN_FLIGHT, State.UNKNOWN)
        return self._end(State.SUCCEEDED, now)

    def failed(self, now: int) -> "Life":
        """It was refused, cannot be done, or was read back otherwise."""
        self._must(State.QUEUED, *IN_FLIGHT, State.UNKNOWN)
        return self._end(State.FAILED, now)

    def not_answered(self, now: int) -> "Life":
        """No answer came, and nothing that was sent changes anything: again, or given up."""
        self._must(*IN_FLIGHT)
        if self.may_go_again and now < self.expires_ms:
            return replace(self, state=State.QUEUED)
        return self._end(State.FAILED, now)

    def lost(self, now: int, *, settle: bool) -> "Life":
        """No answer came to what may have changed something; `settle` = it can be looked up."""
        self._must(*IN_FLIGHT)
        settle_by = now + SETTLE_MS if settle else None
        return replace(self._end(State.UNKNOWN, now), settle_by_ms=settle_by)

    def broken_off(self, now: int) -> "Life":
        """It may not be sent again, and an attempt before had begun to change something."""
        self._must(State.QUEUED)
        if not self.attempts:
            raise WrongStepError("never sent")
        return self._end(State.UNKNOWN, now)

    def not_done(self, now: int) -> "Life":
        """What was read says that a lost write did not happen: again where that is harmless."""
        self._must(State.UNKNOWN)
        if self.kind is CommandClass.SET_ABSOLUTE and self.may_go_again and now < self.expires_ms:
            return replace(self, state=State.QUEUED, ended_ms=None, settle_by_ms=None)
        return self._end(State.FAILED, now)

    def given_up(self) -> "Life":
        """The truth cannot be found: it stays unknown."""
        self._must(State.UNKNOWN)
        return replace(self, settle_by_ms=None)

    def expired(self, now: int) -> "Life":
        """It was not sent in time."""
        self._must(State.QUEUED)
        if now < self.expires_ms:
            raise WrongStepError("not yet")
        return self._end(State.EXPIRED, now)

    def cancelled(self, now: int) -> "Life":
        """Somebody took it back."""
        self._must(State.QUEUED)
        return self._end(State.CANCELLED, now)

    def _end(self, state: State, now: int) -> "Life":
        return replace(self, state=state, ended_ms=now, settle_by_ms=None)

    def _must(self, *states: State) -> None:
        if self.state not in states:
            raise WrongStepError(f"not from {self.state}")
