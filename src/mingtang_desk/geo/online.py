"""Whether a device is online, sleeping, offline, not enabled or expired (cloud notes 4.6)."""

import itertools
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Presence(StrEnum):
    """The five tabs of a fleet."""

    ONLINE = "online"
    SLEEPING = "sleeping"
    OFFLINE = "offline"
    NOT_ENABLED = "not_enabled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineSettings:
    """How late a report may be.

    Attributes:
        intervals: so many expected intervals ...
        grace_s: ... and this.
        moving_s, parked_s: expected intervals where neither order nor history tells.
        median_of: the median of the last so many intervals is what to expect.
        debounce_s: offline for so long before anybody is told.
    """

    intervals: float = 2.0
    grace_s: float = 60.0
    moving_s: float = 10.0
    parked_s: float = 1800.0
    median_of: int = 20
    debounce_s: float = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """What is known of a device's contact.

    Attributes:
        activated: it has ever been enabled.
        expires: Unix seconds; None = never.
        linked: a connection stands now.
        last: Unix seconds of the last report; None = never.
        reports: Unix seconds of the last reports, rising.
        ordered_s: the interval it was told; None = not told.
        parked: it stands, or announced that it goes to sleep.
    """

    activated: bool = True
    expires: float | None = None
    linked: bool = False
    last: float | None = None
    reports: Sequence[float] = ()
    ordered_s: float | None = None
    parked: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """The state, since when (Unix seconds, None = never seen), and whether to tell somebody."""

    presence: Presence
    since: float | None
    tell: bool = False


def expected_s(contact: Contact, settings: OnlineSettings | None = None) -> float:
    """Return the seconds between reports: as told, else the median of the last, else the usual."""
    s = settings or OnlineSettings()
    if contact.ordered_s is not None:
        return contact.ordered_s
    times = list(contact.reports)[-s.median_of - 1 :]
    if len(times) > 1:
        return statistics.median(b - a for a, b in itertools.pairwise(times))
    return s.parked_s if contact.parked else s.moving_s


def status(contact: Contact, now: float, settings: OnlineSettings | None = None) -> Status:
    """Return the state at a moment (Unix seconds); an expired one keeps its last contact."""
    s = settings or OnlineSettings()
    if not contact.activated:
        return Status(Presence.NOT_ENABLED, None)
    if contact.expires is not None and now >= contact.expires:
        return Status(Presence.EXPIRED, contact.expires)
    if contact.last is None:
        return Status(Presence.ONLINE if contact.linked else Presence.OFFLINE, None)
    until = contact.last + s.intervals * expected_s(contact, s) + s.grace_s
    if contact.linked or now <= until:
        return Status(Presence.ONLINE, contact.last)
    if contact.parked:
        until = max(until, contact.last + s.intervals * s.parked_s + s.grace_s)
        if now <= until:
            return Status(Presence.SLEEPING, contact.last)
    return Status(Presence.OFFLINE, until, tell=now >= until + s.debounce_s)
