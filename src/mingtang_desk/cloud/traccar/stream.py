"""Live events of Traccar in the form of our stream.

Its WebSocket has no numbers and no resume: what happened while the link was down is not told. So
each new link is told as a gap, and whoever listens reads the lists again; numbers are our own.
"""

from collections.abc import Iterable

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import InvalidStatus, WebSocketException

from mingtang_desk.cloud.decode import AnswerError, Json, decoded
from mingtang_desk.cloud.sockets import Connect, connecting
from mingtang_desk.cloud.stream import FIRST_S, LAST_S, Change, Gap, LiveStream, Opened, StreamEvent
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
from mingtang_desk.core.errors import CloudError

SILENCE_S = 180.0
"""An empty object comes now and then; after so long a link without a word counts as dead."""
_MOST_BYTES = 16 * 1024 * 1024
_PING_S = 20.0


class TraccarStream(LiveStream):
    """Live events of Traccar.

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
        super().__init__(client.http, silence_s=silence_s, waits_s=waits_s)
        self._client, self._known, self._seq = client, known, seq
        self._is_first = True

    async def _opening(self) -> Connect:
        return connecting(
            self._http,
            "ws" + self._http.base.removeprefix("http") + "/socket",
            {"Cookie": await self._client.cookie()},
            most_bytes=_MOST_BYTES,
            ping_s=_PING_S,
        )

    async def _begin(self, socket: ClientConnection) -> Iterable[StreamEvent]:
        self._failures = 0
        if self._is_first:
            self._is_first = False
            return (Opened(seq=self._seq),)
        since, self._seq = self._seq, self._seq + 1
        return (Gap(since=since, until=self._seq), Opened(seq=self._seq))

    def _understood(self, message: Json) -> Iterable[Change]:
        yield from self._of_devices(_rows(Device, message, "devices"))
        yield from self._of_positions(_rows(Position, message, "positions"))
        yield from self._of_events(_rows(Event, message, "events"))

    def _why(self, error: OSError | WebSocketException) -> CloudError:
        if isinstance(error, InvalidStatus):
            self._client.forget_cookie()
            return self._lost(f"status {error.response.status_code}")
        return super()._why(error)

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


def _rows[T](kind: type[T], message: Json, name: str) -> list[T]:
    rows = message.get(name)
    if rows is None:
        return []
    if not isinstance(rows, list):
        raise AnswerError(f"{name} is no list")
    return [decoded(kind, row, name) for row in rows]
