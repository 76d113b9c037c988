"""What can be asked of a server, as one method each; tokens are seen to on the way."""

import asyncio
import uuid
from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import datetime
from urllib.parse import quote

from mingtang_desk import __version__
from mingtang_desk.cloud import models
from mingtang_desk.cloud.decode import AnswerError, decoded, plain
from mingtang_desk.cloud.http import Answer, Http
from mingtang_desk.cloud.problems import error_of, key_of
from mingtang_desk.cloud.session import Login
from mingtang_desk.core.clock import iso
from mingtang_desk.core.errors import CloudError

PAGE = 500
"""Batteries that are asked for at a time."""
_MOST_PAGES = 20_000
_LOOK_S = (0.3, 0.5, 1.0)
"""Between looks at a command that is under way; the last one again and again."""


async def health(http: Http) -> models.Health:
    """Ask a server, without a login, what it is.

    Raises:
        CloudError: there is none, or something else answers.
    """
    answer = await http.send("GET", "/health")
    if answer.status != 200:
        raise error_of(http.server, answer, "")
    return read_answer(http, models.Health, answer.body)


def read_answer[T](http: Http, kind: type[T], body: object) -> T:
    """Return what an answer says.

    Raises:
        CloudError: it is not what it should be.
    """
    try:
        return decoded(kind, body)
    except AnswerError as error:
        raise CloudError(
            "cloud_answer_invalid", server=http.server.text, detail=plain(str(error), 120)
        ) from error


class Pages:
    """Goes through a list page by page; one in circles or without an end is stopped.

    Attributes:
        cursor: of the page to ask for, None = the first.
        done: the last page came.
    """

    def __init__(self, http: Http) -> None:
        self._http = http
        self._seen: set[str] = set()
        self.cursor: str | None = None
        self.done = False

    def turn(self, cursor: str | None, items: Sequence[object]) -> None:
        """Take where a page with these items says that the list goes on.

        Raises:
            CloudError: it does not go on there.
        """
        self.cursor, self.done = cursor, cursor is None
        if cursor is None:
            return
        if cursor in self._seen or not items or len(self._seen) >= _MOST_PAGES:
            self._http.invalid("the list does not go on")
        self._seen.add(cursor)


class CloudClient:
    """Asks one server in the name of one login.

    Everything raises `CloudRefusalError` where the server says no or the login has ended, and
    `CloudError` where the server cannot be reached or tells nonsense.

    Args:
        http: the connection; login: whose tokens are used.
    """

    def __init__(self, http: Http, login: Login) -> None:
        self.http, self.login = http, login

    async def me(self) -> models.Profile:
        """Return who is logged in."""
        return await self.fetch(models.Profile, "/me")

    async def time(self) -> models.ServerTime:
        """Return what time it is at the server: ages are told by its clock."""
        return await self.fetch(models.ServerTime, "/time")

    async def logout(self) -> None:
        """End the session at the server."""
        await self.send("POST", "/auth/logout")

    async def counts(self, account: str | None = None) -> models.FleetCounts:
        """Count the batteries of each type, of an account and of each below it."""
        return await self.fetch(models.FleetCounts, "/devices/counts", account=account)

    async def devices(
        self,
        *,
        kind: str = "all",
        query: str = "",
        account: str | None = None,
        sort: str = "number",
        limit: int = PAGE,
        cursor: str | None = None,
    ) -> models.BatteryPage:
        """Return a page of batteries.

        Args:
            kind: all, online, sleeping, offline, expired, not_enabled.
            query: part of a number, name, IMEI or SIM, or several numbers.
            account: id of an account below.
            sort: a column, with `-` the other way round.
            limit: most rows.
            cursor: of the page before.
        """
        return await self.fetch(
            models.BatteryPage,
            "/devices",
            type=kind,
            q=query or None,
            account=account,
            sort=sort,
            limit=str(limit),
            cursor=cursor,
        )

    async def all_devices(
        self, *, most: int, kind: str = "all", query: str = "", account: str | None = None
    ) -> AsyncGenerator[models.Battery]:
        """Yield at most so many batteries, page by page; a list in circles is stopped."""
        pages, left = Pages(self.http), most
        while left > 0 and not pages.done:
            page = await self.devices(
                kind=kind, query=query, account=account, limit=min(PAGE, left), cursor=pages.cursor
            )
            for battery in page.items[:left]:
                yield battery
            left -= len(page.items)
            pages.turn(page.next_cursor, page.items)

    async def device(self, number: str) -> models.BatteryDetails:
        """Return everything of a battery but its samples."""
        return await self.fetch(models.BatteryDetails, f"/devices/{_part(number)}")

    async def sample(self, number: str) -> models.Report:
        """Return the last sample of a board."""
        return await self._report(f"/devices/{_part(number)}/bms")

    async def settings(self, number: str) -> models.Report:
        """Return the settings that were read last, as a settings file."""
        return await self._report(f"/devices/{_part(number)}/settings")

    async def stats(self, number: str) -> models.Report:
        """Return the counters that were read last."""
        return await self._report(f"/devices/{_part(number)}/stats")

    async def position(self, number: str) -> models.LatestPlace:
        """Return the last report with a fix."""
        return await self.fetch(models.LatestPlace, f"/devices/{_part(number)}/position")

    async def track(
        self,
        number: str,
        start: datetime,
        end: datetime,
        *,
        limit: int = 5000,
        cursor: str | None = None,
        simplify_m: float | None = None,
    ) -> models.TrackPage:
        """Return a page of reports of at most 31 days, oldest first; see `Place`."""
        return await self.fetch(
            models.TrackPage,
            f"/devices/{_part(number)}/track",
            **{"from": iso(start), "to": iso(end)},
            limit=str(limit),
            cursor=cursor,
            simplify_m=None if simplify_m is None else f"{simplify_m:g}",
        )

    async def commands(self, number: str, *, cursor: str | None = None) -> models.CommandPage:
        """Return a page of the commands to a battery, the newest first."""
        path = f"/devices/{_part(number)}/commands"
        return await self.fetch(models.CommandPage, path, cursor=cursor)

    async def ask(self, number: str, order: Mapping[str, object]) -> models.Command:
        """Ask something of a battery (docs/server/commands.md).

        The order gets an id here, so that it is never done twice although it may be sent twice.
        """
        body = {"id": str(uuid.uuid4()), **order}
        answer = await self.send("POST", f"/devices/{_part(number)}/commands", body=body)
        return read_answer(self.http, models.Command, answer.body)

    async def command(self, command_id: str) -> models.Command:
        """Return a command as it stands."""
        return await self.fetch(models.Command, f"/commands/{_part(command_id)}")

    async def steps(self, command_id: str) -> tuple[models.CommandStep, ...]:
        """Return what happened on the way of a command, the oldest first."""
        found = await self.fetch(models.CommandStory, f"/commands/{_part(command_id)}")
        return found.log

    async def fate(
        self, command: models.Command, *, within_s: float
    ) -> AsyncGenerator[models.Command]:
        """Yield a command each time its state changes, until it is over.

        Raises:
            CloudError: it is not over in time; the server goes on with it all the same.
        """
        loop = asyncio.get_running_loop()
        state, looks, until = "", 0, loop.time() + within_s
        while True:
            if command.state != state:
                state = command.state
                yield command
            if command.is_over:
                return
            if loop.time() > until:
                raise CloudError(
                    "cloud_command_open", server=self.http.server.text, id=command.id, state=state
                )
            await asyncio.sleep(_LOOK_S[min(looks, len(_LOOK_S) - 1)])
            looks += 1
            command = await self.command(command.id)

    async def _report(self, path: str) -> models.Report:
        answer = await self.send("GET", path)
        try:
            return models.report_of(answer.body)
        except AnswerError as error:
            raise await self._explained(self._invalid(error)) from error

    async def fetch[T](self, kind: type[T], path: str, **params: str | None) -> T:
        """Return what a `GET` answers; parameters that are None are left out."""
        answer = await self.send("GET", path, params=params)
        try:
            return decoded(kind, answer.body)
        except AnswerError as error:
            raise await self._explained(self._invalid(error)) from error

    def _invalid(self, error: AnswerError) -> CloudError:
        detail = plain(str(error), 120)
        return CloudError("cloud_answer_invalid", server=self.http.server.text, detail=detail)

    async def send(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | None] | None = None,
        body: object = None,
    ) -> Answer:
        """Return a good answer to any request; the token is seen to on the way."""
        asked = {name: value for name, value in (params or {}).items() if value is not None}
        token = await self.login.token()
        answer = await self.http.send(method, path, token=token, params=asked, body=body)
        if answer.status == 401:  # nothing was done: it may be asked again
            token = await self.login.token(instead_of=token)
            answer = await self.http.send(method, path, token=token, params=asked, body=body)
        if 200 <= answer.status < 300:
            return answer
        error = error_of(self.http.server, answer, self.login.who.user)
        is_route = answer.status in (404, 405) and key_of(answer) != "not_known_yet"
        raise await self._explained(error) if is_route else error

    async def _explained(self, error: CloudError) -> CloudError:
        """Return why a server does not have or say something: its version, or the error itself."""
        try:
            version = (await health(self.http)).version
        except CloudError:
            return error
        theirs, ours = _version(version), _version(__version__)
        if theirs is None or ours is None or theirs == ours:
            return error
        values = {"server": self.http.server.text, "version": version, "ours": __version__}
        return CloudError("cloud_server_older" if theirs < ours else "cloud_server_newer", **values)


def _version(text: str) -> tuple[int, ...] | None:
    parts = text.split(".")
    if not 2 <= len(parts) <= 4 or not all(
        part.isascii() and part.isdecimal() and len(part) < 7 for part in parts
    ):
        return None
    return tuple(int(part) for part in parts)


def _part(text: str) -> str:
    return quote(text, safe="")
