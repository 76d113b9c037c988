"""The kinds of servers one can log in to; each is a row, our own is the first."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mingtang_desk.core.errors import CloudRefusalError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

if TYPE_CHECKING:  # httpx and websockets load slowly, and a window is painted before it needs them
    from mingtang_desk.cloud.accounts import Remembered
    from mingtang_desk.cloud.logins import Given, Logins
    from mingtang_desk.cloud.provider import FleetProvider

OWN = "mingtang"
"""Key of our own servers; lists of older desks do not name it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """A login that was let in; `agreement_due`: the user agreement has to be accepted first."""

    who: Remembered
    agreement_due: bool = False


type OpenProvider = Callable[[Logins, Remembered], AbstractAsyncContextManager[FleetProvider]]
type Enter = Callable[[Logins, str, Given, bool], Awaitable[Entered]]
type Leave = Callable[[Logins, Remembered], Awaitable[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderKind:
    """One kind of server.

    Attributes:
        key: as it is remembered with a login.
        title: marked in context "CloudKind".
        open: gives the provider of a login for the time of a block.
        enter: logs in at what was typed as a server and remembers that; the last argument says that
            plain HTTP to another machine is meant. Raises as `CloudDesk.login`.
        leave: ends a login here and at the server; returns whether the server was told.
    """

    key: str
    title: str
    open: OpenProvider
    enter: Enter
    leave: Leave


@asynccontextmanager
async def open_own(logins: Logins, who: Remembered) -> AsyncIterator[FleetProvider]:
    """Give a login at one of our servers."""
    from mingtang_desk.cloud.own import OwnServer

    async with logins.opened(who) as client:
        yield OwnServer(client)


async def enter_own(logins: Logins, server: str, given: Given, insecure: bool) -> Entered:
    """Log in at one of our servers."""
    from mingtang_desk.cloud.address import server_address

    address = server_address(server, insecure=insecure)
    who, tokens = await logins.login(address, given, insecure=insecure)
    return Entered(who=who, agreement_due=tokens.agreement_due)


async def leave_own(logins: Logins, who: Remembered) -> bool:
    """End a login at one of our servers."""
    return await logins.logout(who)


OWN_KIND = ProviderKind(
    key=OWN,
    title=QT_TRANSLATE_NOOP("CloudKind", "Mingtang server"),
    open=open_own,
    enter=enter_own,
    leave=leave_own,
)


class Kinds:
    """The kinds that a desk knows, our own first.

    Args:
        others: beside our own.
        openers: open logins of a kind in another way than its row says.
    """

    def __init__(
        self, others: Sequence[ProviderKind], openers: Mapping[str, OpenProvider] | None = None
    ) -> None:
        self._rows = {row.key: row for row in (OWN_KIND, *others)}
        for key, opener in (openers or {}).items():
            self._rows[key] = replace(self._rows.get(key, OWN_KIND), key=key, open=opener)

    @property
    def all(self) -> tuple[ProviderKind, ...]:
        """All of them."""
        return tuple(self._rows.values())

    def of(self, key: str, server: str) -> ProviderKind:
        """Return one by its key; `server`: where it was met.

        Raises:
            CloudRefusalError: it is not known here.
        """
        found = self._rows.get(key)
        if found is None:
            raise CloudRefusalError("cloud_kind_unknown", server=server, kind=key)
        return found
