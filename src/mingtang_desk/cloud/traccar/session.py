"""Logging in to Traccar: a password becomes a token, the token a session with a cookie.

The token is what is kept. Requests carry it in their head; only the WebSocket needs the cookie, and
for that Traccar has the token in the address of one request to itself (its own interface).
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace

from mingtang_desk.cloud.accounts import Remembered
from mingtang_desk.cloud.address import ServerAddress
from mingtang_desk.cloud.decode import AnswerError, decoded, plain
from mingtang_desk.cloud.http import Answer, Http
from mingtang_desk.cloud.traccar.kind import KIND
from mingtang_desk.cloud.traccar.models import User
from mingtang_desk.core.errors import CloudError, CloudRefusalError

_LONGEST = 4096


def traccar_http(server: ServerAddress, *, request_s: float) -> Http:
    """Return the connection to a Traccar server."""
    return Http(server, request_s=request_s, base=server.text + "/api")


async def log_in(
    http: Http, user: str, password: str, *, insecure: bool, code: str | None = None
) -> tuple[Remembered, str]:
    """Begin a session; return who that is, and the token to keep.

    Raises:
        CloudRefusalError: refused; CloudError: there is no such server, or it tells nonsense.
    """
    form = {"email": user, "password": password, **({} if code is None else {"code": code})}
    answer = await http.send("POST", "/session", form=form, is_text=True)
    if answer.status == 401:
        if code is None and isinstance(answer.body, str) and "totp" in answer.body.lower():
            raise CloudRefusalError("cloud_code_due", user=user)
        raise CloudRefusalError("cloud_login_refused", server=http.server.text, user=user)
    found = user_of(http, good(http, answer, user))
    token = good(http, await http.send("POST", "/session/token", form={}, is_text=True), user).body
    if not isinstance(token, str) or not 0 < len(token) <= _LONGEST or not token.isprintable():
        http.invalid("the token is none")
    who = Remembered(
        server=http.server.text,
        user=user,
        account=plain(found.name or found.email, 80),
        role="viewer" if found.readonly else "owner" if found.administrator else "operator",
        is_insecure=insecure,
    )
    return replace(who, kind=KIND), token


class TraccarClient:
    """Asks one server in the name of one login."""

    def __init__(self, http: Http, who: Remembered, token: str) -> None:
        self.http, self.who = http, who
        self._token = token
        self._is_open = False
        self._opening = asyncio.Lock()

    async def ask(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | list[str]] | None = None,
        body: object = None,
        is_text: bool = False,
    ) -> Answer:
        """Return a good answer.

        Raises:
            CloudRefusalError: the server says no, or the login has ended.
            CloudError: it cannot be reached, or tells nonsense.
        """
        answer = await self.http.send(
            method, path, token=self._token, params=params, body=body, is_text=is_text
        )
        return good(self.http, answer, self.who.user)

    async def one[T](self, kind: type[T], path: str) -> T:
        """Return one object."""
        return self.read(kind, (await self.ask("GET", path)).body)

    async def many[T](
        self, kind: type[T], path: str, **params: str | list[str] | None
    ) -> tuple[T, ...]:
        """Return a list; parameters that are None are left out."""
        asked = {name: value for name, value in params.items() if value is not None}
        body = (await self.ask("GET", path, params=asked)).body
        if not isinstance(body, list):
            self.http.invalid("it is no list")
        return tuple(self.read(kind, each) for each in body)

    def read[T](self, kind: type[T], value: object) -> T:
        """Return what an answer says."""
        try:
            return decoded(kind, value)
        except AnswerError as error:
            self.http.invalid(plain(str(error), 120))

    async def cookie(self) -> str:
        """Return the cookie of a session, which the WebSocket is opened with."""
        async with self._opening:
            if not self._is_open:
                params = {"token": self._token}
                answer = await self.http.send("GET", "/session", params=params)
                good(self.http, answer, self.who.user)
                self._is_open = True
        return self.http.cookie

    def forget_cookie(self) -> None:
        """Ask for another cookie the next time: the server did not take this one."""
        self._is_open = False

    async def revoke(self) -> None:
        """End the token at the server."""
        answer = await self.http.send(
            "POST", "/session/token/revoke", token=self._token, form={"token": self._token}
        )
        good(self.http, answer, self.who.user)


@asynccontextmanager
async def opened_client(
    server: ServerAddress, who: Remembered, token: str, *, request_s: float
) -> AsyncIterator[TraccarClient]:
    """Give a client for the time of a block."""
    async with traccar_http(server, request_s=request_s) as http:
        yield TraccarClient(http, who, token)


def user_of(http: Http, answer: Answer) -> User:
    """Return who an answer says that one is."""
    try:
        return decoded(User, answer.body)
    except AnswerError as error:
        http.invalid(plain(str(error), 120))


def good(http: Http, answer: Answer, user: str) -> Answer:
    """Return an answer that is one.

    Raises:
        CloudRefusalError, CloudError: it is not.
    """
    where, status = http.server.text, answer.status
    if 200 <= status < 300:
        return answer
    if status == 401:
        raise CloudRefusalError("cloud_logged_out", server=where, user=user)
    if status == 429:
        seconds = 5 if answer.retry_after_s is None else answer.retry_after_s
        raise CloudRefusalError("cloud_too_many", server=where, seconds=seconds)
    detail = f"status {status}"
    if status == 403:
        raise CloudRefusalError("cloud_not_permitted", server=where, detail=detail)
    if status == 404:
        raise CloudRefusalError("cloud_not_found", server=where, detail=detail)
    if status < 500:
        raise CloudRefusalError("cloud_refused", server=where, problem=KIND, detail=detail)
    raise CloudError("cloud_failed", server=where, status=status, detail=detail)
