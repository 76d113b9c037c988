"""How often a login may be tried. In memory and bounded; a restart forgets.

A try is counted before the password is looked at, and taken back if it was right: many at once
count as many. Three counts, each with its own wait; a right password is refused while one runs:

| counts tries of | a minute | then waits |
| --- | --- | --- |
| one login from one address | 5 | 60 s, doubling to 15 min |
| all logins from one address | 30 | 60 s, doubling to 15 min |
| one login from all addresses | 50 | 60 s, not doubling |

The last does not hold up addresses from which that login succeeded before, so that nobody can
lock somebody else out. Of IPv6 the first 64 bits count as one address.
"""

import ipaddress
import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from mingtang_desk.server.problem import Problem

WINDOW_S = 60.0
LONGEST_WAIT_S = 900.0
FORGOTTEN_S = 3600.0
"""So long after the last wait began, the next is short again."""
KEPT = 10_000
"""Entries; the one that was not touched for the longest time makes room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """How many tries a minute, and whether the waits double."""

    tries: int
    doubles: bool = True


PAIR = Bound(tries=5)
ADDRESS = Bound(tries=30)
LOGIN = Bound(tries=50, doubles=False)


@dataclass(slots=True, kw_only=True)
class _Count:
    window_s: float
    tries: int = 0
    strikes: int = 0
    struck_s: float = 0.0
    until_s: float = 0.0


class LoginLimits:
    """Counts tries."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._counts: OrderedDict[tuple[str, str], _Count] = OrderedDict()
        self._known: OrderedDict[tuple[str, str], None] = OrderedDict()

    def __len__(self) -> int:
        return len(self._counts) + len(self._known)

    def admit(self, login: str, remote: str | None) -> None:
        """Count a try, before anything is checked.

        Raises:
            Problem: 429 with Retry-After in whole seconds.
        """
        now, address = self._monotonic(), address_of(remote)
        bounds = _bounds(login, address)
        if (login, address) in self._known:
            del bounds[LOGIN]
        counts = [(self._count(key, now), bound) for bound, key in bounds.items()]
        wait_s = max(count.until_s - now for count, _ in counts)
        if wait_s > 0:
            raise Problem(
                429,
                "too_many_tries",
                "Too many tries; wait, then try again.",
                headers={"Retry-After": str(math.ceil(wait_s))},
            )
        for count, bound in counts:
            count.tries += 1
            if count.tries >= bound.tries:
                doublings = min(count.strikes, 10) if bound.doubles else 0
                count.until_s = now + min(WINDOW_S * 2.0**doublings, LONGEST_WAIT_S)
                count.struck_s = now
                count.strikes += 1

    def succeeded(self, login: str, remote: str | None) -> None:
        """Take a try back that was right, and what went before it from the same address."""
        address = address_of(remote)
        bounds = _bounds(login, address)
        self._counts.pop(bounds.pop(PAIR), None)
        for bound, key in bounds.items():
            count = self._counts.get(key)
            if count is None or not count.tries:
                continue
            if count.tries == bound.tries:
                count.until_s = 0.0
                count.strikes -= 1
            count.tries -= 1
        self._known[(login, address)] = None
        self._known.move_to_end((login, address))
        if len(self._known) > KEPT:
            self._known.popitem(last=False)

    def _count(self, key: tuple[str, str], now: float) -> _Count:
        count = self._counts.get(key)
        if count is None:
            count = self._counts[key] = _Count(window_s=now)
            if len(self._counts) > KEPT:
                self._counts.popitem(last=False)
        if count.strikes and now - count.struck_s >= FORGOTTEN_S:
            count.strikes = 0
        if now - count.window_s >= WINDOW_S and now >= count.until_s:
            count.window_s, count.tries = now, 0
        self._counts.move_to_end(key)
        return count


def _bounds(login: str, address: str) -> dict[Bound, tuple[str, str]]:
    return {
        PAIR: ("pair", f"{login}\0{address}"),
        ADDRESS: ("address", address),
        LOGIN: ("login", login),
    }


def address_of(remote: str | None) -> str:
    """Return what counts as one address."""
    try:
        address = ipaddress.ip_address((remote or "").partition("%")[0])
    except ValueError:
        return remote or "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
