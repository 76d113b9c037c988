"""Reads a track with all that belongs to it: trips, stops, alarms, samples of the board; no Qt."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from mingtang_desk.cloud.models import Place
from mingtang_desk.cloud.models_alarms import Alarm
from mingtang_desk.cloud.models_rides import Stop, Trip
from mingtang_desk.cloud.parts import BoardsPart
from mingtang_desk.cloud.parts_alarms import AlarmsPart
from mingtang_desk.cloud.playback import Playback, Stand, points_of
from mingtang_desk.cloud.provider import FleetProvider
from mingtang_desk.cloud.samples import Sample, Samples
from mingtang_desk.core.errors import CloudError

LONGEST = timedelta(days=31)
"""Of one question; more is asked in pieces."""
MOST_ALARMS = 2000
_MOST_PAGES = 500
"""Of alarms that are newer than the track."""
MOST_POINTS = 2_000_000
"""Of a track: eight months at a report each ten seconds; a server that tells more lies."""
PLOTTED = ("speed_kmh", "soc_pct", "current_a")
"""Values of a track that are drawn over time and as colours."""
type Tell = Callable[[float, int], None]
"""Gets how much is done, 0 to 1, and how many points there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackData:
    """A track of a battery, or of a file.

    Attributes:
        number: of the battery, "" = a file; title: what to call it.
        start, end: what was asked for.
        trips, stops, alarms: None = this cloud, or a file, does not tell them.
        has_board: samples of the board can be asked for.
        lines: lines of a file that have no times.
        reached: the last report there was, on the line or not; None = there was none.
    """

    number: str
    title: str
    start: datetime
    end: datetime
    track: Playback
    trips: tuple[Trip, ...] | None = None
    stops: tuple[Stop, ...] | None = None
    alarms: tuple[Alarm, ...] | None = None
    has_board: bool = False
    lines: Sequence[Sequence[tuple[float, float]]] = ()
    notes: tuple[str, ...] = ()
    reached: datetime | None = None


def pieces(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Cut a stretch into such as may be asked for at once."""
    while start < end:
        until = min(start + LONGEST, end)
        yield start, until
        start = until


async def load_track(
    provider: FleetProvider, number: str, start: datetime, end: datetime, tell: Tell
) -> TrackData:
    """Read a track and what belongs to it.

    Raises:
        CloudError: the track could not be read. A board without history is no error.
    """
    places: list[Place] = []
    whole = max((end - start).total_seconds(), 1.0)
    for since, until in pieces(start, end):
        async with aclosing(provider.places.track(number, since, until)) as pages:
            async for page in pages:
                places += page
                if len(places) > MOST_POINTS:
                    raise CloudError(
                        "cloud_answer_invalid",
                        server=provider.who.server,
                        detail=f"a track of more than {MOST_POINTS} points",
                    )
                reached = page[-1].time if page else since
                tell(
                    0.8 * min(max((reached - start).total_seconds() / whole, 0.0), 1.0), len(places)
                )
    trips: list[Trip] | None = None
    stops: list[Stop] | None = None
    if provider.rides is not None:
        trips, stops = [], []
        for since, until in pieces(start, end):
            trips += await provider.rides.trips(number, since, until)
            stops += await provider.rides.stops(number, since, until)
    tell(0.85, len(places))
    alarms = (
        None if provider.alarms is None else await alarms_of(provider.alarms, number, start, end)
    )
    tell(0.9, len(places))
    samples = None
    if provider.boards is not None:
        samples = await samples_of(provider.boards, number, start, end)
    track = await asyncio.to_thread(_made, places, stops or (), samples or ())
    tell(1.0, len(places))
    return TrackData(
        number=number,
        title=number,
        start=start,
        end=end,
        track=track,
        trips=None if trips is None else tuple(_once(trips)),
        stops=None if stops is None else tuple(_once(stops)),
        alarms=alarms,
        has_board=samples is not None,
        reached=max((place.time for place in places), default=None),
    )


async def load_cells(
    boards: BoardsPart, number: str, start: datetime, end: datetime
) -> Samples | None:
    """Return samples with cells of a short stretch, None where this server keeps none."""
    found = await load_history(boards, number, start, end)
    return None if found is None else Samples(found)


async def load_history(
    boards: BoardsPart, number: str, start: datetime, end: datetime
) -> list[Sample] | None:
    """Return all samples with cells of a short stretch, oldest first; None as `load_cells`."""
    found: list[Sample] = []
    try:
        async with aclosing(boards.history(number, start, end, cells=True)) as pages:
            async for page in pages:
                found += page
    except CloudError as error:
        if _lacks(error):
            return None
        raise
    return found


def _made(places: Sequence[Place], stops: Sequence[Stop], samples: Sequence[Sample]) -> Playback:
    points, left_out = points_of(places)
    return Playback(points, stands_of(stops), left_out, Samples(samples)).prepare(PLOTTED)


def stands_of(stops: Sequence[Stop]) -> list[Stand]:
    """Return stops as a playback has them."""
    return [
        Stand(start=each.start.timestamp(), end=each.end.timestamp(), lat=each.lat, lon=each.lon)
        for each in _once(stops)
    ]


def _once[T: (Trip, Stop)](rides: Sequence[T]) -> list[T]:
    """Leave out what was told twice: a ride over the edge of two pieces is in both."""
    return list({each.start: each for each in rides}.values())


async def alarms_of(
    part: AlarmsPart, number: str, start: datetime, end: datetime
) -> tuple[Alarm, ...]:
    """Return the alarms of a battery that were raised in a stretch, the oldest first."""
    found: list[Alarm] = []
    cursor: str | None = None
    for _ in range(_MOST_PAGES):
        page = await part.page(number=number, cursor=cursor)
        found += [each for each in page.items if start <= each.time < end]
        is_older = bool(page.items) and all(each.received < start for each in page.items)
        is_last = page.next_cursor is None or page.next_cursor == cursor
        if is_last or is_older or len(found) >= MOST_ALARMS:
            break
        cursor = page.next_cursor
    return tuple(sorted(found, key=lambda each: each.time))


async def samples_of(
    part: BoardsPart, number: str, start: datetime, end: datetime
) -> list[Sample] | None:
    """Return all samples of a stretch without cells; None where this server keeps none."""
    found: list[Sample] = []
    try:
        for since, until in pieces(start, end):
            pages: AsyncGenerator[Sequence[Sample]] = part.history(number, since, until)
            async with aclosing(pages):
                async for page in pages:
                    found += page
    except CloudError as error:
        if _lacks(error):
            return None
        raise
    return found


def _lacks(error: CloudError) -> bool:
    """Return whether a server is too old to tell a history."""
    return error.key in ("cloud_server_older", "cloud_not_found", "cloud_answer_invalid")


def utc(t: float) -> datetime:
    """Return seconds since 1970 as a time."""
    return datetime.fromtimestamp(t, UTC)
