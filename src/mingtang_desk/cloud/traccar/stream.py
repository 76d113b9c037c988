"""Live events of Traccar in the form of our stream.

Its WebSocket has no numbers and no resume: what happened while the link was down is not told. So
each new link is told as a gap, and whoever listens reads the lists again; numbers are our own.
"""

import asyncio
import random
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing

from websockets.exceptions import InvalidStatus, WebSocketException

from mingtang_desk import __version__
from mingtang_desk.cloud.decode import AnswerError, Json, decoded, plain
from mingtang_desk.cloud.http import read_json, unreachable
from mingtang_desk.cloud.sockets import Connect
from mingtang_desk.cloud.stream import CLOSE_S, OPEN_S, Broken, Change, Gap, Opened, StreamEvent
from mingtang_desk.cloud.traccar.convert import (
    alarm_summary,
    event_type,
    figure,
    place_values,
    state_of,
)
from mingtang_desk.cloud.traccar.models import Device, Event, Position
from mingtang_desk.cloud.traccar.session import TraccarClient
from mingtang_desk.core.clock import iso
from mingtang_desk.core.errors import CloudError, CloudRefusalError

SILENCE_S = 180.0
"""An empty object comes now and then; after so long a link without a word counts as dead."""
FIRST_S, LAST_S = 1.0, 60.0
_MOST_BYTES = 16 * 1024 * 1024
_DOUBLINGS = 6


class TraccarStream:
    """Live events as an async iterator.

    Args:
        client: whose login is used.
        known: devices by their id; grows as others are told.
        seq: number to go on from.
        silence_s: so long nothing may be heard.
        waits_s: shortest and longest wait before it is tried again.
    """

    def __init__(
        self,
        client: TraccarClient,
        known: dict[int, Device],
        *,
        seq: int = 0,
        silence_s: float = SILENCE_S,
        waits_s: tuple[float, float] = (FIRST_S, LAST_S),
    ) -> None:
        self._client, self._known = client, known
        self._seq, self._silence_s, self._waits_s = seq, silence_s, waits_s
        self._failures = 0
        self._chance = random.Random()  # spreads reconnects, no secret

    async def events(self) -> AsyncGenerator[StreamEvent]:
        """Yield what happens; a link that breaks is told and opened again.

        Raises:
            CloudRefusalError: the login has ended.
        """
        is_first = True
        while True:
            try:
                async with aclosing(self._over_one_link(is_first=is_first)) as link:
                    async for event in link:
                        is_first = False
                        yield event
            except CloudRefusalError as error:
                if error.key != "cloud_too_many":
                    raise
                broken = self._broken(error)
            except CloudError as error:
                broken = self._broken(error)
            yield broken
            await asyncio.sleep(broken.retry_in_s)

    def _broken(self, error: CloudError) -> Broken:
        first, last = self._waits_s
        ceiling = min(last, first * 2 ** (1 + min(self._failures, _DOUBLINGS)))
        self._failures += 1
        return Broken(error=error, retry_in_s=self._chance.uniform(first, ceiling))

    async def _over_one_link(self, *, is_first: bool) -> AsyncGenerator[StreamEvent]:
        server = self._client.http.server
        cookie = await self._client.cookie()
        opening = Connect(
            "ws" + self._client.http.base.removeprefix("http") + "/socket",
            additional_headers={"Cookie": cookie},
            user_agent_header=f"mingtang-desk/{__version__}",
            ssl=self._client.http.trust if server.is_encrypted else None,
            proxy=None,
            open_timeout=OPEN_S,
            close_timeout=CLOSE_S,
            max_size=_MOST_BYTES,
        )
        try:
            async with opening as socket:
                self._failures = 0
                if not is_first:
                    since, self._seq = self._seq, self._seq + 1
                    yield Gap(since=since, until=self._seq)
                yield Opened(seq=self._seq)
                while True:
                    async with asyncio.timeout(self._silence_s):
                        text = await socket.recv()
                    for change in self._changes(text):
                        yield change
        except TimeoutError as error:
            raise self._lost("nothing was heard in time") from error
        except InvalidStatus as error:
            self._client.forget_cookie()
            raise self._lost(f"status {error.response.status_code}") from error
        except (OSError, WebSocketException) as error:
            raise unreachable(server, error) from error

    def _changes(self, text: str | bytes) -> Iterable[Change]:
        try:
            message = read_json(text)
            if not isinstance(message, dict):
                raise AnswerError("a message is no object")
            yield from self._of_devices(_rows(Device, message, "devices"))
            yield from self._of_positions(_rows(Position, message, "positions"))
            yield from self._of_events(_rows(Event, message, "events"))
        except (ValueError, RecursionError) as error:
            raise CloudError(
                "cloud_answer_invalid",
                server=self._client.http.server.text,
                detail=plain(str(error), 120),
            ) from error

    def _of_devices(self, rows: Iterable[Device]) -> Iterable[Change]:
        for row in rows:
            self._known[row.id] = row
            seen = None if row.last_update is None else iso(row.last_update)
            values: Json = {"state": state_of(row), "since": None, "seen": seen}
            yield self._change("presence", row.unique_id, values)

    def _of_positions(self, rows: Iterable[Position]) -> Iterable[Change]:
        for row in rows:
            device = self._known.get(row.device_id)
            if device is None:
                continue  # of a device that the list, read again, will have
            yield self._change("pos", device.unique_id, place_values(row))
            soc, volts = figure(row.attributes, "batteryLevel"), figure(row.attributes, "power")
            if soc is not None or volts is not None:
                yield self._change("bms", device.unique_id, {"soc_pct": soc, "pack_v": volts})

    def _of_events(self, rows: Iterable[Event]) -> Iterable[Change]:
        for row in rows:
            device = self._known.get(row.device_id)
            if device is not None and event_type(row):
                yield self._change("alarm", device.unique_id, alarm_summary(row))

    def _change(self, kind: str, number: str, values: Json) -> Change:
        self._seq += 1
        return Change(seq=self._seq, kind=kind, number=number, values=values)

    def _lost(self, detail: str) -> CloudError:
        server = self._client.http.server.text
        return CloudError("cloud_stream_broken", server=server, detail=detail)


def _rows[T](kind: type[T], message: Json, name: str) -> list[T]:
    rows = message.get(name)
    if rows is None:
        return []
    if not isinstance(rows, list):
        raise AnswerError(f"{name} is no list")
    return [decoded(kind, row, name) for row in rows]
