"""The tokens of one login: kept, shared with other programs of this user, refreshed once.

A refresh token is good once, and one that comes twice ends the session. So whoever refreshes holds
a lock over all programs of this user, looks whether another one was faster, and keeps the new
tokens before anybody uses them.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from mingtang_desk.cloud.accounts import Remembered
from mingtang_desk.cloud.decode import AnswerError, decoded
from mingtang_desk.cloud.lock import locked
from mingtang_desk.cloud.models import Tokens
from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import CloudRefusalError
from mingtang_desk.session.secrets import Secrets

_EARLY_S = 60.0
"""A token that ends so soon is exchanged before it is used."""
_SETTLE_S = 120.0
"""Longer than lock, request and keyring take together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Tokens as they are kept.

    Attributes:
        access, refresh: the tokens.
        until: Unix seconds when the access token ends, by the clock here.
    """

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    until: float

    @property
    def text(self) -> str:
        """As it is stored."""
        return json.dumps({"access": self.access, "refresh": self.refresh, "until": self.until})


def kept_of(tokens: Tokens, clock: Clock) -> Kept:
    """Return what is kept of tokens that came just now."""
    return Kept(
        access=tokens.access_token,
        refresh=tokens.refresh_token,
        until=clock.now().timestamp() + tokens.expires_in_s,
    )


class Login:
    """The tokens of one login.

    Args:
        who: the login.
        secrets: where its tokens are kept; lock: the file that is held while they change.
        clock: what time it is.
        exchange: asks the server for new tokens with a refresh token; raises `CloudRefusalError`
            with the key `cloud_logged_out` where it is not good any more.
    """

    def __init__(
        self,
        who: Remembered,
        secrets: Secrets,
        lock: Path,
        clock: Clock,
        exchange: Callable[[str], Awaitable[Tokens]],
    ) -> None:
        self.who = who
        self._secrets, self._lock, self._clock, self._exchange = secrets, lock, clock, exchange
        self._kept: Kept | None = None
        self._refreshing: asyncio.Task[Kept] | None = None

    async def token(self, *, instead_of: str | None = None) -> str:
        """Return an access token that is good for a while.

        Args:
            instead_of: one that the server did not take; another one is needed.

        Raises:
            CloudRefusalError: the login has ended.
            CloudError: the server cannot be asked.
        """
        kept = self._kept
        if kept is not None and self._is_good(kept, instead_of):
            return kept.access
        if self._refreshing is None:
            self._refreshing = asyncio.create_task(self._renewed(instead_of))
            self._refreshing.add_done_callback(self._renewal_ended)
        # One who gives up does not take the exchange from the others, nor the tokens from the disk.
        return (await asyncio.shield(self._refreshing)).access

    def _renewal_ended(self, task: asyncio.Task[Kept]) -> None:
        self._refreshing = None
        if not task.cancelled():
            task.exception()  # those who waited have it

    async def settled(self) -> None:
        """Wait until no exchange is under way."""
        if self._refreshing is not None:
            await asyncio.wait({self._refreshing}, timeout=_SETTLE_S)

    async def forget(self) -> None:
        """Forget the tokens."""
        await self.settled()
        async with locked(self._lock):
            await self._secrets.drop(self.who.secret)
        self._kept = None

    def _is_good(self, kept: Kept, instead_of: str | None) -> bool:
        left_s = kept.until - self._clock.now().timestamp()
        return kept.access != instead_of and left_s > _EARLY_S

    async def _renewed(self, instead_of: str | None) -> Kept:
        async with locked(self._lock):
            kept = await self._stored()
            if self._is_good(kept, instead_of):
                self._kept = kept
                return kept
            try:
                fresh = kept_of(await self._exchange(kept.refresh), self._clock)
            except CloudRefusalError as error:
                if error.key == "cloud_logged_out":
                    await self._secrets.drop(self.who.secret)
                    self._kept = None
                raise
            self._kept = fresh  # first: whoever runs goes on with it even where it cannot be kept
            await self._secrets.put(self.who.secret, fresh.text)
            return fresh

    async def _stored(self) -> Kept:
        text = await self._secrets.get(self.who.secret)
        try:
            if text is not None:
                return decoded(Kept, json.loads(text))
        except (AnswerError, ValueError, RecursionError):
            await self._secrets.drop(self.who.secret)
        self._kept = None
        raise CloudRefusalError("cloud_logged_out", server=self.who.server, user=self.who.user)
