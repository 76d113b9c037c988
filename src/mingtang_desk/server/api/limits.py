"""How many requests somebody may send: buckets of tokens, of a bounded number of people."""

import hashlib
import math
from collections import OrderedDict
from collections.abc import Callable

from mingtang_desk.server.problem import Problem

PEOPLE = 10_000
"""Buckets and good tokens that are remembered; the one unused longest makes room."""
BURST_S = 10.0
"""A bucket holds what comes in so many seconds."""
ANONYMOUS_PER_S = 50.0
FAILED_PER_S = 10.0
FAILED = 500.0


class Buckets:
    """One bucket for each key: `rate` tokens a second, at most `size`."""

    def __init__(self, rate: float, size: float, monotonic: Callable[[], float]) -> None:
        self._rate = rate
        self._size = size
        self._monotonic = monotonic
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._levels)

    def take(self, key: str) -> float:
        """Take a token; return 0, or in how many seconds there is one where there is none."""
        now = self._monotonic()
        level, then = self._levels.pop(key, (self._size, now))
        level = min(self._size, level + (now - then) * self._rate)
        has_one = level >= 1
        self._levels[key] = (level - 1 if has_one else level, now)
        if len(self._levels) > PEOPLE:
            self._levels.popitem(last=False)
        return 0.0 if has_one else (1 - level) / self._rate

    def wait_s(self, key: str) -> float:
        """Return in how many seconds there is a token, 0 = now; takes none."""
        level, then = self._levels.get(key, (self._size, 0.0))
        return max(0.0, (1 - level) / self._rate - (self._monotonic() - then))


class Limits:
    """Requests of users, of who does not say who it is, and of who says it wrongly.

    Whoever comes with a token that was good lately is not stopped by others behind the same
    address who guess.
    """

    def __init__(self, per_s: float, monotonic: Callable[[], float]) -> None:
        self._is_on = per_s > 0
        rate = per_s or 1.0
        self._users = Buckets(rate, rate * BURST_S, monotonic)
        self._anonymous = Buckets(ANONYMOUS_PER_S, ANONYMOUS_PER_S * BURST_S, monotonic)
        self._failed = Buckets(FAILED_PER_S, FAILED, monotonic)
        self._good: OrderedDict[bytes, None] = OrderedDict()

    def arrived(self, address: str, authorization: bytes) -> None:
        """A request has come.

        Raises:
            Problem: 429.
        """
        if not authorization:
            self._refuse(self._anonymous.take(address))
        elif hashlib.sha256(authorization).digest() not in self._good:
            self._refuse(self._failed.wait_s(address))

    def recognised(self, user_id: str, authorization: bytes) -> None:
        """A request was found to be a user's.

        Raises:
            Problem: 429.
        """
        self._good[hashlib.sha256(authorization).digest()] = None
        if len(self._good) > PEOPLE:
            self._good.popitem(last=False)
        self._refuse(self._users.take(user_id))

    def failed(self, address: str) -> None:
        """A token or password was wrong."""
        self._failed.take(address)

    def _refuse(self, wait_s: float) -> None:
        if wait_s > 0 and self._is_on:
            raise Problem(
                429,
                "too_many_requests",
                "That is more than one may ask in so short a time; wait.",
                headers={"Retry-After": str(math.ceil(wait_s))},
            )
