"""Our own server as a `FleetProvider`: it has every part."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from datetime import datetime
from urllib.parse import quote

from mingtang_desk.cloud.accounts import Remembered
from mingtang_desk.cloud.client import PAGE, CloudClient, Pages, read_answer
from mingtang_desk.cloud.models import (
    Battery,
    BatteryDetails,
    BatteryPage,
    Command,
    CommandPage,
    CommandStep,
    FleetCounts,
    Profile,
    Report,
)
from mingtang_desk.cloud.models_me import AccountPage
from mingtang_desk.cloud.own_alarms import OwnAlarms, OwnSwitches
from mingtang_desk.cloud.own_me import OwnMe
from mingtang_desk.cloud.own_rides import OwnFences, OwnGuard, OwnPlaces, OwnRides
from mingtang_desk.cloud.own_stream import Stream
from mingtang_desk.cloud.samples import Sample, SamplePage
from mingtang_desk.cloud.stream import StreamEvent
from mingtang_desk.core.clock import iso
from mingtang_desk.core.errors import CloudError, CloudRefusalError

_FIRST_PAGE = 100
"""Rows that fill a screen are there sooner than a whole page."""
_PAGE_WAITS_S = (0.5, 2.0)
_LONGEST_REST_S = 30
_MOST_ROWS = 2_000_000

_SAMPLES = "2000"


class OwnBatteries:
    """Implements `provider.BatteriesPart`, `EditsPart`, `TreePart` and `BoardsPart`."""

    def __init__(self, client: CloudClient) -> None:
        self._client = client

    async def pages(self) -> AsyncGenerator[tuple[Battery, ...]]:
        """Yield all batteries one may see, page by page, by number."""
        pages, count = Pages(self._client.http), 0
        while not pages.done:
            page = await self._page(pages.cursor)
            yield page.items
            count += len(page.items)
            if count > _MOST_ROWS:
                self._client.http.invalid("the list does not end")
            pages.turn(page.next_cursor, page.items)

    async def one(self, number: str) -> BatteryDetails:
        """Return everything of a battery but its samples."""
        return await self._client.device(number)

    async def find(self, text: str) -> tuple[str, ...]:
        """Return numbers of batteries by what a list does not show, as IMEI, SIM or tracker."""
        page = await self._client.devices(query=text, limit=100)
        return tuple(row.number for row in page.items)

    async def _page(self, cursor: str | None) -> BatteryPage:
        """Read a page; what is lost in the middle of a long list does not begin it again."""
        limit = _FIRST_PAGE if cursor is None else PAGE
        for wait_s in _PAGE_WAITS_S:
            try:
                return await self._client.devices(limit=limit, cursor=cursor)
            except CloudRefusalError as error:
                seconds = error.values.get("seconds")
                if error.key != "cloud_too_many" or not isinstance(seconds, int):
                    raise
                if seconds > _LONGEST_REST_S:
                    raise
                await asyncio.sleep(max(wait_s, seconds))
            except CloudError as error:
                if error.key not in ("cloud_timeout", "cloud_unreachable", "cloud_failed"):
                    raise
                if cursor is None:
                    raise  # nothing came yet: it is told at once
                await asyncio.sleep(wait_s)
        return await self._client.devices(limit=limit, cursor=cursor)

    async def change(self, number: str, body: Mapping[str, object]) -> BatteryDetails:
        """Change what is said of a battery; `body`: BatteryEdit of docs/openapi.json."""
        path = f"/devices/{quote(number, safe='')}"
        answer = await self._client.send("PATCH", path, body=dict(body))
        return read_answer(self._client.http, BatteryDetails, answer.body)

    async def counts(self, account: str | None = None) -> FleetCounts:
        """Count the batteries of each type of an account, and of each right below it."""
        return await self._client.counts(account)

    async def below(self, account: str | None, cursor: str | None = None) -> AccountPage:
        """Return accounts right below one; None = below one's own."""
        return await self._client.fetch(
            AccountPage, "/accounts", parent=account, cursor=cursor, limit="200"
        )

    async def sample(self, number: str) -> Report:
        """Return the last sample."""
        return await self._client.sample(number)

    async def settings(self, number: str) -> Report:
        """Return the settings that were read last, as a settings file."""
        return await self._client.settings(number)

    async def stats(self, number: str) -> Report:
        """Return the counters that were read last."""
        return await self._client.stats(number)

    async def history(
        self, number: str, start: datetime, end: datetime, *, cells: bool = False
    ) -> AsyncGenerator[Sequence[Sample]]:
        """Yield all samples of a stretch of up to 31 days, oldest first, page by page."""
        pages = Pages(self._client.http)
        while not pages.done:
            page = await self._client.fetch(
                SamplePage,
                f"/devices/{quote(number, safe='')}/bms/history",
                **{"from": iso(start), "to": iso(end)},
                limit=_SAMPLES,
                cells="true" if cells else None,
                cursor=pages.cursor,
            )
            yield page.items
            pages.turn(page.next_cursor, page.items)


class OwnCommands:
    """Implements `provider.CommandsPart`."""

    def __init__(self, client: CloudClient) -> None:
        self._client = client

    async def of(self, number: str, cursor: str | None = None) -> CommandPage:
        """Return a page of the commands to a battery, the newest first."""
        return await self._client.commands(number, cursor=cursor)

    async def ask(self, number: str, order: Mapping[str, object]) -> Command:
        """Ask something of a battery (docs/server/commands.md); it is never done twice."""
        return await self._client.ask(number, order)

    async def one(self, command_id: str) -> Command:
        """Return a command as it stands."""
        return await self._client.command(command_id)

    async def steps(self, command_id: str) -> tuple[CommandStep, ...]:
        """Return what happened on the way of a command, the oldest first."""
        return await self._client.steps(command_id)

    async def cancel(self, command_id: str) -> Command:
        """Take a command back that still waits."""
        answer = await self._client.send("DELETE", f"/commands/{quote(command_id, safe='')}")
        return read_answer(self._client.http, Command, answer.body)

    def fate(self, command: Command, *, within_s: float) -> AsyncGenerator[Command]:
        """Yield a command each time its state changes, until it is over."""
        return self._client.fate(command, within_s=within_s)


class OwnServer:
    """Implements `provider.FleetProvider`."""

    def __init__(self, client: CloudClient) -> None:
        self.client = client
        self.rights: frozenset[str] = frozenset()
        self.batteries = OwnBatteries(client)
        self.edits = self.tree = self.boards = self.batteries
        self.places = OwnPlaces(client)
        self.rides = OwnRides(client)
        self.fences = OwnFences(client)
        self.guard = OwnGuard(client)
        self.alarms = self.acks = OwnAlarms(client)
        self.switches = OwnSwitches(client)
        self.commands = OwnCommands(client)
        self.me = OwnMe(client)

    @property
    def who(self) -> Remembered:
        """The login."""
        return self.client.login.who

    async def open(self) -> Profile:
        """Look who this is and what that one may do."""
        profile = await self.client.me()
        self.rights = frozenset(profile.rights)
        return profile

    async def time(self) -> tuple[datetime, int]:
        """Return what time it is at the server, and the number of its last event."""
        found = await self.client.time()
        return found.time, found.seq

    async def events(self, since: int | None = None) -> AsyncGenerator[StreamEvent]:
        """Yield what happens, as `stream.LiveStream.events` does."""
        async with aclosing(Stream(self.client, since=since).events()) as events:
            async for event in events:
                yield event
