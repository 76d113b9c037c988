"""Logging in, choosing among logins, logging out: what the window and the command line share."""

import platform
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from mingtang_desk import __version__
from mingtang_desk.cloud.accounts import Remembered, read_accounts, used, write_accounts
from mingtang_desk.cloud.address import ServerAddress, server_address
from mingtang_desk.cloud.client import CloudClient, health, read_answer
from mingtang_desk.cloud.decode import plain
from mingtang_desk.cloud.http import REQUEST_S, Http
from mingtang_desk.cloud.kinds import OWN
from mingtang_desk.cloud.lock import locked
from mingtang_desk.cloud.models import Tokens
from mingtang_desk.cloud.problems import error_of
from mingtang_desk.cloud.session import Login, kept_of
from mingtang_desk.cloud.store import WindowSecrets
from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import CloudError, CloudRefusalError
from mingtang_desk.session.secrets import Secrets

NOWHERE = "any server"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a user gives to log in; the password is kept nowhere."""

    user: str
    password: str
    code: str | None = None
    recovery: str | None = None


class Logins:
    """The logins of this user on this machine.

    Args:
        folder: where their list and the lock are.
        secrets: where tokens are kept.
        clock: what time it is.
        request_s: the longest wait for an answer.
        trust: whose certificates are believed; None = those this machine believes.
    """

    def __init__(
        self,
        folder: Path,
        secrets: Secrets,
        clock: Clock,
        *,
        request_s: float = REQUEST_S,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._path = folder / "cloud-accounts.json"
        self._lock = folder / "cloud-accounts.lock"
        self._secrets, self._clock = secrets, clock
        self._request_s, self._trust = request_s, trust

    @property
    def clock(self) -> Clock:
        """What time it is."""
        return self._clock

    @property
    def secrets(self) -> Secrets:
        """Where tokens are kept."""
        return self._secrets

    def remembered(self) -> tuple[Remembered, ...]:
        """Return all, the one used last first.

        Raises:
            InputFileError: the list is damaged.
        """
        return read_accounts(self._path)

    async def login(
        self, server: ServerAddress, given: Given, *, insecure: bool = False
    ) -> tuple[Remembered, Tokens]:
        """Begin a session and keep its tokens.

        Raises:
            CloudRefusalError: refused; `cloud_code_due` = the password was right, a code is wanted.
            CloudError: there is no such server, or it tells nonsense.
            StorageError: tokens or list cannot be kept.
        """
        self.remembered()  # a damaged list is told before a session begins that cannot be kept
        async with self.connection(server) as http:
            await health(http)
            body = {
                "account": given.user,
                "password": given.password,
                "client": f"Mingtang Desk {__version__} ({platform.node()})"[:100],
                **({} if given.code is None else {"totp": given.code}),
                **({} if given.recovery is None else {"recovery_code": given.recovery}),
            }
            answer = await http.send("POST", "/auth/login", body=body)
            if answer.status != 200:
                raise error_of(server, answer, given.user)
            tokens = read_answer(http, Tokens, answer.body)
        who = Remembered(
            server=server.text,
            user=plain(tokens.user.login),
            account=plain(tokens.user.account_name),
            role=tokens.user.role,
            is_insecure=insecure,
        )
        await self.remember(who, kept_of(tokens, self._clock).text)
        return who, tokens

    async def remember(self, who: Remembered, secret: str) -> None:
        """Keep a login and its secret, whatever its kind; it is the one used last now.

        Where the secret ends with this program the list does not say that somebody is logged in.

        Raises:
            StorageError: it cannot be kept.
        """
        async with locked(self._lock):
            await self._secrets.put(who.secret, secret)
            listed = replace(who, is_logged_in=self._is_lasting(who))
            write_accounts(self._path, used(self.remembered(), listed))

    async def use(self, who: Remembered) -> None:
        """Note that a login is the one used last."""
        async with locked(self._lock):
            rows = self.remembered()
            row = next((each for each in rows if each.is_same(who.server, who.user)), None)
            if row is not None and row is not rows[0]:
                write_accounts(self._path, used(rows, row))

    async def forget(self, who: Remembered) -> None:
        """Take a login off the list, its tokens too; the server is not told."""
        async with locked(self._lock):
            await self._secrets.drop(who.secret)
            rest = (each for each in self.remembered() if not each.is_same(who.server, who.user))
            write_accounts(self._path, tuple(rest))

    async def move(self, before: str, after: str) -> None:
        """Follow a server that is at another address now; its tokens are as good there."""
        async with locked(self._lock):
            rows = self.remembered()
            moved = tuple(
                replace(each, server=after) if each.server == before else each for each in rows
            )
            for old, new in zip(rows, moved, strict=True):
                if old is not new and (secret := await self._secrets.get(old.secret)) is not None:
                    await self._secrets.put(new.secret, secret)
                    await self._secrets.drop(old.secret)
            if moved != rows:
                write_accounts(self._path, moved)

    def chosen(self, server: str | None = None, user: str | None = None) -> Remembered:
        """Return the login that is meant; without words the one used last.

        Raises:
            UsageError: the server is no address.
            CloudRefusalError: nobody is logged in there, or it could be several.
        """
        wanted = None if server is None else server_address(server, insecure=True)
        is_bare = server is not None and "://" not in server
        found = [
            each
            for each in self.remembered()
            if each.is_logged_in
            and each.kind == OWN
            and (wanted is None or _is_at(each, wanted, is_bare=is_bare))
            and (user is None or each.user.casefold() == user.casefold())
        ]
        if not found:
            raise CloudRefusalError(
                "cloud_no_login", server=NOWHERE if wanted is None else wanted.text
            )
        if user is not None and server is None and len(found) > 1:
            logins = ", ".join(f"{each.user} at {each.server}" for each in found)
            raise CloudRefusalError("cloud_login_unclear", logins=logins)
        return found[0]

    @asynccontextmanager
    async def opened(self, who: Remembered) -> AsyncIterator[CloudClient]:
        """Give a client in the name of a login for the time of a block.

        Raises:
            CloudRefusalError: it would be without encryption, which nobody wanted.
        """
        server = server_address(who.server, insecure=who.is_insecure)
        async with self.connection(server) as http:

            async def exchange(refresh_token: str) -> Tokens:
                answer = await http.send(
                    "POST", "/auth/refresh", body={"refresh_token": refresh_token}
                )
                if answer.status != 200:
                    raise error_of(server, answer, who.user)
                return read_answer(http, Tokens, answer.body)

            login = Login(who, self._secrets, self._lock, self._clock, exchange)
            try:
                yield CloudClient(http, login)
            finally:
                await login.settled()

    async def logout(self, who: Remembered) -> bool:
        """End a session here in any case, and at the server where it can be reached.

        Returns:
            Whether the server was told: otherwise its session runs out by itself.
        """
        is_told = True
        async with self.opened(who) as client:
            try:
                await client.logout()
            except CloudError as error:
                is_told = error.key == "cloud_logged_out"
            await client.login.forget()
        await self.leave(who)
        return is_told

    async def leave(self, who: Remembered) -> None:
        """Forget the tokens of a login, whatever its kind; it stays on the list."""
        async with locked(self._lock):
            await self._secrets.drop(who.secret)
            rows = self.remembered()
            gone = replace(who, is_logged_in=False)
            rest = tuple(each for each in rows if not each.is_same(who.server, who.user))
            write_accounts(self._path, (*rest, gone))

    def _is_lasting(self, who: Remembered) -> bool:
        secrets = self._secrets
        return not isinstance(secrets, WindowSecrets) or secrets.is_lasting(who.secret)

    def connection(self, server: ServerAddress, *, base: str | None = None) -> Http:
        """Return a connection without a login; `base`: where paths begin, None = at our API."""
        start = None if base is None else server.text + base
        return Http(server, request_s=self._request_s, trust=self._trust, base=start)


def _is_at(each: Remembered, wanted: ServerAddress, *, is_bare: bool) -> bool:
    """Return whether a login is at a server; `cloud://` names the host without HTTP or HTTPS."""
    if each.server == wanted.text:
        return True
    return is_bare and server_address(each.server, insecure=True).place == wanted.place
